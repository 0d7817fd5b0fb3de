"""Copies of the project file in a folder beside it, taken while the project is open."""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

from annotator.data.database import Database, check_sound, translated
from annotator.data.durable import sync_folder
from annotator.errors import ProjectError

INTERVAL = timedelta(minutes=30)
KEPT = 8
_TIME = "%Y-%m-%dT%H%M%SZ"


class Backups:
    """The timed backups of an open project: one every 30 minutes of work, the latest eight are kept.

    They are written by a thread with a reading connection of its own, for a slow disk must not hold up a key press.

    Attributes:
        folder: ``<project file>.backups``; made with the first copy.
        problem: Why the latest backup failed, "" if it did not. A failed backup never stops the work.
    """

    def __init__(self, project: Path, now: datetime) -> None:
        """Start counting the time to the next backup at ``now``."""
        self._project = project
        self._opened = now
        self._writing: threading.Thread | None = None
        self.folder = folder_of(project)
        self.problem = ""
        times = [_time_of(path, project) for path in self.existing()]
        self._latest = max((time for time in times if time is not None), default=None)

    def existing(self) -> list[Path]:
        """Return the timed copies, oldest first."""
        if not self.folder.is_dir():
            return []
        return sorted(path for path in self.folder.iterdir() if _time_of(path, self._project) is not None)

    def backup_if_due(self, now: datetime, *, closing: bool = False) -> Path | None:
        """Start to copy the project if the latest copy is 30 minutes old; then remove all but eight copies.

        A project that was just opened waits 30 minutes for its copy, or until it is closed.

        Args:
            now: UTC time.
            closing: Whether the project is about to be closed; :meth:`wait` before it is.

        Returns:
            The copy that is being written, None if none is due.
        """
        since = self._latest if closing else max(self._latest or self._opened, self._opened)
        if since is not None and abs(now - since) < INTERVAL:  # abs: a clock that is set back must not stop backups
            return None
        self._latest = self._opened = now  # after a failure the next try waits as well
        copy = self.folder / f"{self._project.stem}-{now.strftime(_TIME)}{self._project.suffix}"
        self.wait()
        self._writing = threading.Thread(target=self._write, args=(copy,), name="backup")
        self._writing.start()
        return copy

    def before(self, what: str) -> Path:
        """Return the path of a copy to be made before ``what`` changes the project; an older one is replaced."""
        return self.folder / f"{self._project.stem}-before-{what}{self._project.suffix}"

    def wait(self) -> None:
        """Return when no backup is being written any more."""
        if self._writing is not None:
            self._writing.join()
            self._writing = None

    def _write(self, copy: Path) -> None:
        try:
            reading = Database(self._project, read_only=True)
            try:
                back_up(reading.connection, copy)
            finally:
                reading.close()
            for old in self.existing()[:-KEPT]:
                old.unlink()
        except (ProjectError, OSError, sqlite3.Error) as error:
            self.problem = f"The project could not be backed up: {error}"
        else:
            self.problem = ""


def folder_of(project: Path) -> Path:
    """Return the folder of the backups of ``project``."""
    return project.with_name(project.name + ".backups")


def before_migration(connection: sqlite3.Connection, project: Path, version: int) -> Path:
    """Copy a project of an older ``version`` before it is migrated; this copy is kept for good.

    Raises:
        ProjectError: The copy could not be made.
    """
    copy = folder_of(project) / f"{project.stem}-format-{version}{project.suffix}"
    back_up(connection, copy)
    return copy


def back_up(connection: sqlite3.Connection, copy: Path) -> None:
    """Write a complete, verified copy of a database; ``copy`` appears whole or not at all.

    Raises:
        ProjectError: The copy cannot be written or does not read back sound.
    """
    unfinished = copy.with_name(copy.name + ".unfinished")
    try:
        copy.parent.mkdir(exist_ok=True)
        unfinished.unlink(missing_ok=True)
        with translated(unfinished):
            target = sqlite3.connect(unfinished)
            try:
                connection.backup(target)
                target.execute("PRAGMA journal_mode = DELETE")  # one file, whoever copies it
                check_sound(target, unfinished)
            finally:
                target.close()
        unfinished.replace(copy)
        sync_folder(copy.parent)
    except OSError as error:
        raise ProjectError(
            f"{copy} cannot be written ({error.strerror}). Check its folder and the free space."
        ) from error
    finally:
        with contextlib.suppress(OSError):
            unfinished.unlink(missing_ok=True)


def _time_of(copy: Path, project: Path) -> datetime | None:
    """Return when a timed copy of ``project`` was made, None if ``copy`` is something else."""
    name = copy.name
    if not (name.startswith(project.stem + "-") and name.endswith(project.suffix)):
        return None
    text = name[len(project.stem) + 1 : len(name) - len(project.suffix)]
    try:
        return datetime.strptime(text, _TIME).replace(tzinfo=UTC)
    except ValueError:
        return None
