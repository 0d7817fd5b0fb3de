"""What an import format is, and what makes one of a plugin."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from annotator.data.importing.foreign import ForeignLabels
from annotator.errors import PluginError
from annotator.plugins import Kind, check_texts, guarded

Reader = Callable[..., ForeignLabels]
"""Takes a path and what words mean; also the choices of columns if the format asks for them."""


@dataclass(frozen=True)
class Importer:
    """One way to read labels of another program.

    Attributes:
        name: Short name, for the command line.
        title: What it reads, for the person.
        reader: Returns the labels of a file or folder. It also takes what words of the file mean, where the person has
            said so; ``None`` leaves an image as it is. ImportLabelsError says where something cannot be understood.
        asks: Whether the reader takes a third argument: the columns that the person has chosen, by ``image`` and
            ``label``. It raises AmbiguousColumnError where it needs a choice.
    """

    name: str
    title: str
    reader: Reader
    asks: bool = False


def _checked(one: Any) -> Importer:
    if not isinstance(one, Importer):
        raise PluginError("{one!r} is not an annotator.data.importing.Importer", one=one)
    check_texts(one, f"the import format {one.name!r}", "title")
    if not callable(one.reader):
        raise PluginError("the import format {name!r} has no reader(path, mapping)", name=one.name)
    return replace(one, reader=guarded(one.reader, one.name, ForeignLabels))


IMPORTERS: Kind[Importer] = Kind("IMPORTERS", "annotator.importers", _checked)
"""Import formats that plugins add."""
