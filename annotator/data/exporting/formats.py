"""The definition of an export format, and how a topic is written in one."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from annotator.data.exporting.output import Output, merging, writing
from annotator.data.exporting.source import ExportReport, ExportSource
from annotator.errors import ConfigError, ExportError
from annotator.parameters import build
from annotator.types import Progress


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
        kind: ``labels``, ``ranking``, ``pictures`` or ``proof``: the group under which it is listed.
        needs: Required data: ``ranking``, and ``review`` for the suspected label errors.
        lacking: Returns what has to be installed before it can be written, "" if nothing.
    """

    name: str
    title: str
    suffix: str
    help: str
    write: Callable[[ExportSource, Output, Any, Progress], ExportReport]
    options: type = NoOptions
    kind: str = "labels"
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
    else:
        _refuse_protected(source, target)
    place: AbstractContextManager[Output]
    place = merging(target, dry=dry) if in_place else writing(target, folder=one.folder, dry=dry)
    with place as output:
        report = one.write(source, output, chosen, progress)
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


def _refuse_protected(source: ExportSource, target: Path) -> None:
    """Raise ExportError if the export would replace the project, the features or the images."""
    final = _real(target)
    if any(final == file or file.is_relative_to(final) for file in map(_real, source.protected)):
        raise ExportError("{target} is in use by this project. Choose another name.", target=target)
    if source.images_root is not None:
        root = _real(source.images_root)
        if root.is_relative_to(final):
            raise ExportError("{target} holds the images of the collection. Choose another name.", target=target)
        if final.is_relative_to(root) and final.relative_to(root).as_posix() in source.paths:
            raise ExportError("{target} is an image of the collection. Choose another name.", target=target)


def _real(file: Path) -> Path:
    try:
        return Path(os.path.realpath(file))
    except ValueError as error:  # the path contains a NUL character
        raise ExportError("{file!r} is not a file name. Choose another one.", file=str(file)) from error
