"""Which write-ahead log belongs to which project file.

SQLite applies a log to whatever file has its name, also to another project or an older copy that took the place of the
file after a crash. Every transaction therefore writes a row whose page is recognized in the file and in the log without
SQLite: it names the state of the file that the log started from, and the one that it leads to.

A checkpoint copies that page with the others, so a file in the middle of one has either of the two states. After every
complete checkpoint there is a new state; backups get one that no log names.
"""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from annotator.data.files.filesystem import sync_folder
from annotator.data.files.project_files import is_open_here
from annotator.data.files.reading import open_bytes
from annotator.errors import ProjectError

UNKNOWN = "0" * 16
"""State of a file that had no such row when its log was started: it was written by an older version."""

_TEXT = re.compile(r"annotator-file ([0-9a-f]{16}) ([0-9a-f]{16}) ([0-9a-f]{16}) (open|shut)")
_TAIL = 512  # the row is the only one of its page, at its end, and its text the last column: one sector of a disk
_MAGIC = (0x377F0682, 0x377F0683)
_STRAY = "stray-log"


@dataclass(frozen=True)
class Generation:
    """The state of a project file, as its row tells.

    Attributes:
        project: Identifies the project and its copies.
        before: State of the file before the write-ahead log.
        after: State with all of the log.
        open: Whether a program has it open, or ended without closing it.
    """

    project: str
    before: str
    after: str
    open: bool

    @classmethod
    def new(cls) -> Generation:
        """Return a state that no log leads to or from."""
        return cls(secrets.token_hex(8), UNKNOWN, secrets.token_hex(8), open=False)

    @classmethod
    def parse(cls, text: object) -> Generation | None:
        """Return what a row says, None if no version of the program wrote it."""
        found = _TEXT.fullmatch(text) if isinstance(text, str) else None
        return None if found is None else cls(found[1], found[2], found[3], found[4] == "open")

    def text(self) -> str:
        """Return the row; always of the same length, so that it stays where it is."""
        return f"annotator-file {self.project} {self.before} {self.after} {'open' if self.open else 'shut'}"

    def next(self, *, open: bool = True) -> Generation:
        """Return the state that the next transactions lead to."""
        return replace(self, before=self.after, after=secrets.token_hex(8), open=open)


@dataclass(frozen=True)
class Log:
    """What a write-ahead log says about its file.

    Attributes:
        page: Number of the page with the row.
        size: Bytes of a page.
        generations: The states of all complete transactions, in order.
    """

    page: int
    size: int
    generations: tuple[Generation, ...]

    @property
    def project(self) -> str:
        """The project to which it belongs."""
        return self.generations[-1].project

    def continues(self, state: Generation | None) -> bool:
        """Return whether it belongs to a file in that state, None for a file without such a row."""
        first = self.generations[0].before
        if state is None:
            return first == UNKNOWN
        return state.after in {first, *(one.after for one in self.generations)}


def log_path(project: Path) -> Path:
    """Return the path of the write-ahead log of ``project``."""
    return project.with_name(project.name + "-wal")


def has_log(project: Path) -> bool:
    """Return whether a write-ahead log with content is next to ``project``."""
    with contextlib.suppress(OSError):
        return log_path(project).stat().st_size > 0
    return False


def foreign_log(project: Path) -> bool:
    """Return whether the write-ahead log next to ``project`` belongs to another file, or to another state of it."""
    if not has_log(project) or is_open_here(project, locked=True):
        return False
    seen = None
    for _ in range(100):  # a program that has it open may be in the middle of writing: what differs must differ twice
        log = read_log(log_path(project))
        if log is None:
            return False  # it has nothing that SQLite would apply, or is of an older version
        state = generation_at(project, log.page, log.size)
        if log.continues(state) or (state is None and _has_row_at(project, log.page)):
            return False
        if (log, state) == seen:
            return True
        seen = (log, state)
    return False


def read_log(file: Path) -> Log | None:
    """Return what a write-ahead log says; None if it says nothing."""
    found: list[Generation] = []
    pending: list[Generation] = []
    number = size = 0
    for page, commit, data in frames(file):
        if (state := _on_page(data)) is not None:
            pending.append(state)
            number, size = page, len(data)
        if commit:
            found += pending
            pending = []
    return Log(number, size, tuple(found)) if found else None


def frames(file: Path) -> Iterator[tuple[int, bool, bytes]]:
    """Yield the pages of a write-ahead log: number, whether a transaction ends with it, and contents."""
    with contextlib.suppress(OSError, ProjectError), open_bytes(file, ProjectError) as stream:
        header = stream.read(32)
        size = int.from_bytes(header[8:12], "big")
        if len(header) < 32 or int.from_bytes(header[:4], "big") not in _MAGIC or not 512 <= size <= 65536:
            return
        while True:
            frame = stream.read(24)
            data = stream.read(size)
            if len(data) < size or frame[8:16] != header[16:24]:  # what follows is left from an earlier use
                return
            yield int.from_bytes(frame[:4], "big"), frame[4:8] != bytes(4), data


def generation_at(project: Path, page: int, size: int) -> Generation | None:
    """Return the state of a project file, without its log; None if it does not tell."""
    with contextlib.suppress(OSError, ProjectError), open_bytes(project, ProjectError) as stream:
        stream.seek((page - 1) * size)
        return _on_page(stream.read(size))
    return None


def _has_row_at(project: Path, page: int) -> bool:
    """Return whether a file has its row on that page, or is too damaged to tell: then its log can only help."""
    try:
        with contextlib.closing(sqlite3.connect(f"{project.absolute().as_uri()}?immutable=1", uri=True)) as file:
            found = file.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'generation'").fetchone()
    except (sqlite3.Error, UnicodeDecodeError, ValueError):
        return True
    return found is not None and found[0] == page


def put_aside(project: Path, folder: Path) -> Path:
    """Move the write-ahead log next to ``project`` into ``folder``, and return its new path.

    Raises:
        OSError: It cannot be moved.
    """
    folder.mkdir(exist_ok=True)
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H%M%SZ")
    target = folder / f"{project.stem}-{_STRAY}-{now}-{secrets.token_hex(2)}"
    os.rename(log_path(project), target)  # noqa: PTH104 - never over another file, as its name is new
    with contextlib.suppress(OSError):  # the index of that log
        project.with_name(project.name + "-shm").unlink()
    sync_folder(folder)
    sync_folder(project.parent)
    return target


def stray_logs(project: Path, folder: Path) -> list[Path]:
    """Return the logs that were put aside into ``folder``, and the one next to ``project`` if it is foreign."""
    found = sorted(folder.glob(f"{_escaped(project.stem)}-{_STRAY}-*"))
    return [*found, log_path(project)] if foreign_log(project) else found


def _escaped(name: str) -> str:
    return re.sub(r"([\[*?])", r"[\1]", name)


def _on_page(data: bytes) -> Generation | None:
    if data[:1] != b"\x0d" or data[3:5] != b"\0\1":  # a leaf of a table with one row
        return None
    return Generation.parse(data[-_TAIL:].decode("latin-1")[-len(Generation.new().text()) :])
