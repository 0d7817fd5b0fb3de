"""The images that a feature file is about, as far as its names lead to files: no command may replace them."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path, PurePath

from annotator.data.files.guard import Guard

_LOOKED_AT = 50
_MOST_FOLDERS = 1000


def guards_of_images(file: Path, names: Sequence[str]) -> tuple[Guard, ...]:
    """Return a guard of every folder in which images of a feature file are found.

    Looked at are the folder of the file, the folder above it, the folders in both, and absolute names.

    Args:
        file: The feature file; if it lies among its images, other files may be written there too.
        names: The names in it.
    """
    sample = names[:: 1 + len(names) // _LOOKED_AT]
    relative = [name for name in sample if not _is_absolute(name)]
    roots = [folder for folder in _folders_near(file) if _holds(folder, relative)]
    absolute = [name for name in names if _is_absolute(name)] if len(relative) < len(sample) else []
    guards = [Guard(images=root, names=names, project=file) for root in roots]
    if _holds(Path(), absolute[:_LOOKED_AT]):
        root = Path(os.path.commonpath([os.path.dirname(name) for name in (min(absolute), max(absolute))]))  # noqa: PTH120
        guards.append(Guard(images=root, names=[os.path.relpath(name, root) for name in absolute], project=file))
    return tuple(guards)


def _is_absolute(name: str) -> bool:
    return PurePath(name).is_absolute()


def _folders_near(file: Path) -> Iterator[Path]:
    here = file.absolute().parent
    yield here
    yield from _folders_in(here)
    if here.parent != here:
        yield here.parent
        yield from (folder for folder in _folders_in(here.parent) if folder != here)


def _folders_in(folder: Path) -> Iterator[Path]:
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for _, entry in zip(range(_MOST_FOLDERS), entries, strict=False):
            if entry.is_dir():
                yield Path(entry.path)


def _holds(folder: Path, names: Iterable[str]) -> bool:
    """Return whether one of the names is a file in ``folder``."""
    for name in names:
        with contextlib.suppress(OSError, ValueError):
            if (folder / name).is_file():
                return True
    return False
