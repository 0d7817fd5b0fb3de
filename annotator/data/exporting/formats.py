"""The definition of an export format, and how a topic is written in one."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from annotator.data.exporting.output import Output, merging, writing
from annotator.data.exporting.source import ExportReport, ExportSource
from annotator.data.files.guard import Guard
from annotator.errors import ConfigError, ExportError, PluginError
from annotator.parameters import build
from annotator.plugins import Kind, check_parameters, check_texts, guarded
from annotator.types import Progress

PURPOSES = ("spreadsheet", "training", "archive", "sharing", "evaluation", "other")
"""What people export for, in the order of lists; a format is listed under one of them."""

NEEDS = frozenset({"ranking", "review", "metadata"})
"""What a format can need to know: the ranking, the review that finds suspected mistakes, and the metadata."""


@dataclass(frozen=True)
class NoOptions:
    """A format without options."""


@dataclass(frozen=True)
class Format:
    """A format in which a topic can be exported.

    Attributes:
        name: Short name, for the command line.
        title: Title for the user.
        suffix: Usual file name extension, with the dot; "" for a folder.
        help: One sentence on its purpose.
        write: Writes the topic to an output, with options of the type ``options``; :func:`export` fills in the files of
            the report.
        options: Dataclass declared with :func:`annotator.parameters.parameter`. One with a field ``beside_images`` can
            merge its files into the image folder.
        purpose: One of :data:`PURPOSES`.
        needs: What must be known, of :data:`NEEDS`.
        lacking: Returns what has to be installed before it can be written, "" if nothing.
    """

    name: str
    title: str
    suffix: str
    help: str
    write: Callable[[ExportSource, Output, Any, Progress], ExportReport]
    options: type = NoOptions
    purpose: str = "other"
    needs: frozenset[str] = frozenset()
    lacking: Callable[[], str] = str

    @property
    def folder(self) -> bool:
        """Whether it writes a folder."""
        return not self.suffix

    @property
    def needs_ranking(self) -> bool:
        """Whether it requires a ranking."""
        return "ranking" in self.needs


def write_topic(
    one: Format,
    source: ExportSource,
    target: Path,
    progress: Progress,
    options: Mapping[str, Any],
    *,
    dry: bool = False,
) -> ExportReport:
    """Write a topic in a format; see :func:`annotator.data.exporting.export`."""
    chosen = built_options(one, options)
    in_place = bool(getattr(chosen, "beside_images", False))
    if in_place:
        if source.images_root is None:
            raise ExportError("The image folder is not known. Choose a folder of its own for the files.")
        target = source.images_root
    project = next(iter(source.protected), None)
    guard = Guard(source.protected, source.images_root, source.paths, project)
    place: AbstractContextManager[Output]
    place = merging(target, guard, dry=dry) if in_place else writing(target, folder=one.folder, dry=dry, guard=guard)
    try:
        with place as output:
            report = one.write(source, output, chosen, progress)
    except PluginError as error:
        raise ExportError("{target} was not written: {error}.", target=target, error=error) from error
    files = tuple(target.parent / file.name for file in output.written)
    return replace(
        report,
        files=(target,) if one.folder else files,
        listing=tuple(output.written) if dry else (),
        dry=dry,
    )


def built_options(one: Format, options: Mapping[str, Any]) -> Any:
    """Return the options of a format as an instance of its type; ExportError names an unknown or out-of-range one."""
    try:
        return build(one.options, options, of=one.name)
    except ConfigError as error:
        raise ExportError("{error}", error=error) from None


def _checked(one: Any) -> Format:
    if not isinstance(one, Format):
        raise PluginError("{one!r} is not an annotator.data.exporting.Format", one=one)
    check_texts(one, f"the format {one.name!r}", "title", "help", "suffix")
    if not re.fullmatch(r"(\.[A-Za-z0-9]+)*", one.suffix):
        raise PluginError(
            "{suffix!r} is not the ending of a file name, such as '.txt', or '' for a folder", suffix=one.suffix
        )
    if one.purpose not in PURPOSES:
        raise PluginError(
            "{purpose!r} is not a purpose of a format; the purposes are: {purposes}",
            purpose=one.purpose,
            purposes=", ".join(PURPOSES),
        )
    if not isinstance(one.needs, frozenset) or not one.needs <= NEEDS:
        raise PluginError(
            "needs of the format {name!r} must be a frozenset of: {needs}",
            name=one.name,
            needs=", ".join(sorted(NEEDS)),
        )
    if not callable(one.write):
        raise PluginError("the format {name!r} has no write(source, out, options, progress)", name=one.name)
    check_parameters(one.options)
    return replace(one, write=guarded(one.write, one.name, ExportReport))


EXPORTERS: Kind[Format] = Kind("EXPORTERS", "annotator.exporters", _checked)
"""Export formats that plugins add."""
