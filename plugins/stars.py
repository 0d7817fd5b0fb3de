"""Example of an import format: lines of ``STARS PATH``, as a rating tool may write them.

Copy this file, rename the format, change ``read``, and test it::

    from annotator.data.importing.conformance import check_importer

    check_importer(IMPORTERS[0], Path("a file of yours"))
"""

from collections.abc import Mapping
from pathlib import Path

from annotator.data.importing import ForeignLabel, ForeignLabels, Importer, Meaning, lines_of
from annotator.types import Label

STARS = {"5": Label.RELEVANT, "4": Label.RELEVANT, "3": Label.UNSURE, "2": Label.IRRELEVANT, "1": Label.IRRELEVANT}


def read(path: Path, mapping: Mapping[str, Label | None]) -> ForeignLabels:
    """Read four and five stars as relevant, three as unsure; no stars leave an image as it is."""
    meaning = Meaning(path, mapping, {**STARS, "0": None})
    found = []
    for number, line in enumerate(lines_of(path), 1):
        stars, _, name = line.rstrip("\r\n").partition(" ")
        label = meaning(stars, f"line {number}")
        if label is not None and name:
            found.append(ForeignLabel(name, label, "", f"line {number}"))
    return ForeignLabels(path, "stars", tuple(found))


IMPORTERS = (Importer("stars", "Lines of stars and path", read),)
