"""Recognize project files by their content, and the files next to them that belong to a project.

A file that this process has open as a project is never opened here: closing any descriptor of a file drops the locks
that SQLite holds on it for the whole process.
"""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

APPLICATION_ID = 0x416E6E6F
"""Identifies project files among SQLite files ("Anno")."""
MAGIC = b"SQLite format 3\0"

_BACKUPS = ".backups"
_GRAPH = ".graph.h5"
_NEXT_TO = ("-wal", "-shm", "-journal", ".lock", ".unfinished", _BACKUPS)
_OTHER_CONTENT = (b"\x37\x7f\x06\x82", b"\x37\x7f\x06\x83", b'{"schema":"annotator-log"')
"""First bytes of files that belong to a project wherever they are: a write-ahead log of SQLite, a log of judgements."""


@dataclass(frozen=True, eq=False)
class OpenFile:
    """A project that this process has open: its path, device and inode, and whether SQLite locks it."""

    path: Path
    identity: tuple[int, int]
    locked: bool


_open: list[OpenFile] = []


def note_open(path: Path, *, locked: bool) -> OpenFile:
    """Note that this process has a project open, until :func:`note_closed` is called with what is returned.

    Args:
        path: The project.
        locked: Whether SQLite locks it.
    """
    status = state_of(path)
    opened = OpenFile(path, (-1, -1) if status is None else (status.st_dev, status.st_ino), locked)
    _open.append(opened)
    return opened


def note_closed(opened: OpenFile) -> None:
    """Note that a project is closed again; a second call does nothing."""
    with contextlib.suppress(ValueError):
        _open.remove(opened)


def is_open_here(file: Path, *, locked: bool = False) -> bool:
    """Return whether this process has ``file`` open as a project, or ``locked`` by SQLite."""
    status = state_of(file)
    return status is not None and any(
        one.identity == (status.st_dev, status.st_ino) and one.locked >= locked for one in _open.copy()
    )


def is_project(file: Path) -> bool:
    """Return whether ``file`` is a project, by its first bytes."""
    status = state_of(file)
    if status is None or not stat.S_ISREG(status.st_mode):
        return False
    if is_open_here(file):
        return True
    header = _first_bytes(file)
    return header.startswith(MAGIC) and header[68:72] == APPLICATION_ID.to_bytes(4, "big")


def owner_of(file: Path) -> Path | None:
    """Return the project that ``file`` is or belongs to, whether ``file`` exists or not; None if there is none.

    Args:
        file: Absolute path without symbolic links.
    """
    status = state_of(file)
    if status is not None and (owner := _open_owner(status)) is not None:
        return owner
    lower = str(file).lower()
    if _BACKUPS in lower:
        for folder in file.parents:
            if folder.name.lower().endswith(_BACKUPS) and (owner := _owner_of_backups(folder)) is not None:
                return owner
    for suffix in _NEXT_TO:
        if lower.endswith(suffix) and len(file.name) > len(suffix):
            project = file.with_name(file.name[: -len(suffix)])
            if is_project(project) or (suffix == _BACKUPS and _owner_of_backups(file) is not None):
                return project
    if lower.endswith(_GRAPH):
        for project in _named(file.parent, file.name[: -len(_GRAPH)]):
            if is_project(project):
                return project
    return file if is_project(file) or _has_our_content(file) else None


def _owner_of_backups(folder: Path) -> Path | None:
    """Return the project whose backups ``folder`` holds, also one that is damaged or missing."""
    project = folder.with_name(folder.name[: -len(_BACKUPS)] or "project")
    if is_project(project):
        return project
    with contextlib.suppress(OSError):
        if any(is_project(file) or _has_our_content(file) for file in folder.iterdir()):
            return project
    return None


def _open_owner(status: os.stat_result) -> Path | None:
    """Return the project that is open in this process and that a file, or a hard link to one, belongs to."""
    for project in dict.fromkeys(opened.path for opened in _open.copy()):
        for part in _parts(project, linked=status.st_nlink > 1):
            if same_file(state_of(part), status):
                return project
    return None


def _parts(project: Path, *, linked: bool) -> Iterator[Path]:
    """Yield a project with its files that are open, and all others too, as far as links to them are looked for."""
    yield from (project.with_name(project.name + suffix) for suffix in ("", *_NEXT_TO[:-1]))
    if linked:
        yield project.with_suffix(_GRAPH)
        with contextlib.suppress(OSError):
            yield from project.with_name(project.name + _BACKUPS).iterdir()


def _named(folder: Path, stem: str) -> Iterator[Path]:
    """Yield the files in ``folder`` of that name and any ending."""
    yield folder / stem
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        yield from (Path(entry.path) for entry in entries if entry.name.rpartition(".")[0] == stem)


def _has_our_content(file: Path) -> bool:
    status = state_of(file)
    return status is not None and stat.S_ISREG(status.st_mode) and _first_bytes(file).startswith(_OTHER_CONTENT)


def _first_bytes(file: Path) -> bytes:
    try:
        with file.open("rb") as stream:
            return stream.read(100)
    except OSError:
        return b""


def state_of(file: Path) -> os.stat_result | None:
    """Return the state of a file, following links; None if there is none."""
    try:
        return os.stat(file)  # noqa: PTH116 - half the time of Path.stat, for every sidecar
    except (OSError, ValueError):
        return None


def same_file(first: os.stat_result | None, second: os.stat_result | None) -> bool:
    """Return whether two states are of the same file, by device and inode."""
    return first is not None and second is not None and os.path.samestat(first, second)
