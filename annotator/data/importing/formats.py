"""What an import format is, and what makes one of a plugin."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from annotator.data.importing.foreign import ForeignLabels
from annotator.errors import PluginError
from annotator.plugins import Kind, check_texts, guarded
from annotator.types import Label

Reader = Callable[[Path, Mapping[str, Label | None]], ForeignLabels]


@dataclass(frozen=True)
class Importer:
    """One way to read labels of another program.

    Attributes:
        name: Short name, for the command line.
        title: What it reads, for the person.
        reader: Returns the labels of a file or folder. It also takes what words of the file mean, where the person has
            said so; ``None`` leaves an image as it is. ImportLabelsError says where something cannot be understood.
    """

    name: str
    title: str
    reader: Reader


def _checked(one: Any) -> Importer:
    if not isinstance(one, Importer):
        raise PluginError("{one!r} is not an annotator.data.importing.Importer", one=one)
    check_texts(one, f"the import format {one.name!r}", "title")
    if not callable(one.reader):
        raise PluginError("the import format {name!r} has no reader(path, mapping)", name=one.name)
    return replace(one, reader=guarded(one.reader, one.name, ForeignLabels))


IMPORTERS: Kind[Importer] = Kind("IMPORTERS", "annotator.importers", _checked)
"""Import formats that plugins add."""
