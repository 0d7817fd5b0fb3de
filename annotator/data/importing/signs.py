"""Lines of a path after a sign: + for relevant, - for irrelevant."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from annotator.data.importing.foreign import ForeignLabel, ForeignLabels, Meaning, lines_of
from annotator.types import Label

_SIGNS: Mapping[str, Label | None] = {"+": Label.RELEVANT, "-": Label.IRRELEVANT}


def read_signs(path: Path, mapping: Mapping[str, Label | None]) -> ForeignLabels:
    """Read lines of SIGN PATH."""
    meaning = Meaning(path, mapping, _SIGNS)
    found = []
    for number, line in enumerate(lines_of(path), 1):
        text, place = line.rstrip("\r\n"), f"line {number:,}"
        if not text:
            continue
        label, name = meaning(text[:1], place), text[1:].removeprefix(" ")
        if label is not None and name:
            found.append(ForeignLabel(name, label, "", place))
    return ForeignLabels(path, "signs", tuple(found))
