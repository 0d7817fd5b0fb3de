"""Backups of the project file in a folder next to it, written while the project is open.

The folder ``NAME.annotator.backups`` contains three kinds of copies, distinguished by their names: the latest eight
copies, one per 30 minutes of work; the first copy of each of the last fourteen days with work; and a copy from before
every major step: a migration to a newer format, a rescan, the restoration of a backup.
"""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
import threading
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from annotator.data.files.filesystem import sync_folder
from annotator.data.project.database import Database, check_sound, renew, stored_generation, translated
from annotator.errors import ProjectError
from annotator.messages import Message

INTERVAL = timedelta(minutes=30)
KEPT = 8
DAYS_KEPT = 14
_TIME = "%Y-%m-%dT%H%M%SZ"
_LABELS_AGAINST_LOG = """
    WITH latest AS (
        SELECT topic, image, max(event * 1000000000 + position) AS at, new  -- SQLite: of the row of max
        FROM change JOIN event ON event.id = change.event GROUP BY topic, image
    )
    SELECT (SELECT count(*) FROM label),
        (SELECT count(*) FROM latest LEFT JOIN label USING (topic, image) WHERE new IS NOT label)
        + (SELECT count(*) FROM label LEFT JOIN latest USING (topic, image) WHERE latest.at IS NULL)
"""
_DAY = "day-%Y-%m-%d"


class Backups:
    """The periodic backups of an open project: one every 30 minutes of work, of which eight are kept, and one per day.

    They are written by a thread with its own read-only connection, because a slow disk must not delay a key press.

    Attributes:
        folder: ``<project file>.backups``; created with the first copy.
        problem: Why the latest backup failed, "" if it succeeded. A failed backup never stops the work.
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
        """Return the periodic copies, oldest first."""
        if not self.folder.is_dir():
            return []
        return sorted(path for path in self.folder.iterdir() if _time_of(path, self._project) is not None)

    def backup_if_due(self, now: datetime, *, closing: bool = False) -> Path | None:
        """Start a backup if the latest is at least 30 minutes old, and delete all but eight periodic copies afterwards.

        A project that was just opened is copied after 30 minutes or when it is closed, whichever comes first.

        Args:
            now: UTC time.
            closing: Whether the project is about to be closed; call :meth:`wait` before closing it.

        Returns:
            The copy that is being written, None if none is due.
        """
        since = self._latest if closing else max(self._latest or self._opened, self._opened)
        if since is not None and abs(now - since) < INTERVAL:  # abs: setting the clock back must not stop backups
            return None
        self._latest = self._opened = now  # after a failure, the next attempt also waits
        copy = self.folder / f"{self._project.stem}-{now.strftime(_TIME)}{self._project.suffix}"
        self.wait()
        self._writing = threading.Thread(target=self._write, args=(copy,), name="backup")
        self._writing.start()
        return copy

    def before(self, what: str) -> Path:
        """Return the path of the copy to create before ``what`` changes the project; an older one is replaced."""
        return self.folder / f"{self._project.stem}-before-{what}{self._project.suffix}"

    def wait(self) -> None:
        """Wait until no backup is being written."""
        if self._writing is not None:
            self._writing.join()
            self._writing = None

    def _write(self, copy: Path) -> None:
        try:
            back_up_file(self._project, copy)
            self._keep_day(copy)
            for old in [*self.existing()[:-KEPT], *self._days()[:-DAYS_KEPT]]:
                old.unlink()
        except (ProjectError, OSError, sqlite3.Error) as error:
            self.problem = Message("The project could not be backed up: {error}", error=error)
        else:
            self.problem = ""

    def _days(self) -> list[Path]:
        """Return the daily copies, oldest first."""
        return sorted(path for path in self.folder.iterdir() if _time_of(path, self._project, _DAY) is not None)

    def _keep_day(self, copy: Path) -> None:
        """Keep the first copy of a day under a separate name."""
        time = _time_of(copy, self._project)
        assert time is not None
        day = copy.with_name(f"{self._project.stem}-{time.strftime(_DAY)}{self._project.suffix}")
        if not day.exists():
            unfinished = day.with_name(day.name + ".unfinished")
            shutil.copyfile(copy, unfinished)
            unfinished.replace(day)


@dataclass(frozen=True)
class Backup:
    """A copy of a project.

    Attributes:
        path: The file.
        time: When it was created, UTC; for a daily copy, the modification time of the file.
        why: ``timed``, ``day``, ``format-N`` or ``before-WHAT``.
        size: Size in bytes.
    """

    path: Path
    time: datetime
    why: str
    size: int


def backups_of(project: Path) -> list[Backup]:
    """Return the copies of ``project`` in its backup folder, newest first."""
    found = []
    folder = folder_of(project)
    for path in folder.iterdir() if folder.is_dir() else ():
        if not (path.name.startswith(project.stem + "-") and path.name.endswith(project.suffix) and path.is_file()):
            continue
        status = path.stat()
        time = _time_of(path, project)
        rest = path.name[len(project.stem) + 1 : len(path.name) - len(project.suffix)]
        if rest.startswith("damaged-"):  # kept when another file replaced it
            continue
        why = "timed" if time else "day" if _time_of(path, project, _DAY) else rest
        found.append(Backup(path, time or datetime.fromtimestamp(status.st_mtime, UTC), why, status.st_size))
    return sorted(found, key=lambda one: (one.time, one.why), reverse=True)


def check_restorable(connection: sqlite3.Connection, copy: Path) -> None:
    """Check that a copy can be restored: the file is intact, and its labels agree with its log.

    Raises:
        ProjectError: It is damaged.
    """
    check_sound(connection, copy)
    with translated(copy):
        count, wrong = connection.execute(_LABELS_AGAINST_LOG).fetchone()
    if wrong:
        raise ProjectError("{copy}: {differ}", copy=copy, differ=_differ(count, wrong))


def labels_against_log(database: Database) -> str:
    """Return a sentence that says what is wrong with the labels, or "" if they agree with the log."""
    count, wrong = database.read(_LABELS_AGAINST_LOG)[0]
    return _differ(count, wrong) if wrong else ""


def _differ(count: int, wrong: int) -> str:
    return Message("{wrong:,} labels of {count:,} differ from the record of the judgements.", wrong=wrong, count=count)


def folder_of(project: Path) -> Path:
    """Return the backup folder of ``project``."""
    return project.with_name(project.name + ".backups")


def before_migration(connection: sqlite3.Connection, project: Path, version: int) -> Path:
    """Copy a project of an older ``version`` before it is migrated; this copy is never deleted automatically.

    Raises:
        ProjectError: The copy cannot be written.
    """
    copy = folder_of(project) / f"{project.stem}-format-{version}{project.suffix}"
    back_up(connection, copy)
    return copy


def before_going_on(connection: sqlite3.Connection, project: Path) -> None:
    """Copy a project whose write-ahead log is missing before it is changed: the log may turn up and fits only this."""
    state = stored_generation(connection)
    assert state is not None
    copy = folder_of(project) / f"{project.stem}-without-log-{state.after}{project.suffix}"
    if not copy.exists():
        back_up(connection, copy, same=True)


def back_up_file(project: Path, copy: Path) -> None:
    """Write a copy of a project as :func:`back_up`, on any thread and also while the project is open."""
    reading = Database(project, read_only=True)
    try:
        back_up(reading.connection, copy)
    finally:
        reading.close()


def back_up(connection: sqlite3.Connection, copy: Path, *, same: bool = False) -> None:
    """Write a complete, verified copy of a database; ``copy`` is created only if it is complete.

    Args:
        connection: The database.
        copy: The file to write.
        same: Whether a write-ahead log of the database shall belong to the copy, too.

    Raises:
        ProjectError: The copy cannot be written, or fails verification.
    """
    unfinished = copy.with_name(copy.name + ".unfinished")
    try:
        copy.parent.mkdir(exist_ok=True)
        unfinished.unlink(missing_ok=True)
        with translated(unfinished):
            target = sqlite3.connect(unfinished)
            try:
                connection.backup(target)
                target.execute("PRAGMA journal_mode = DELETE")  # a single file that can be copied safely
                if not same:
                    renew(target)
                check_restorable(target, unfinished)
            finally:
                target.close()
        unfinished.replace(copy)
        sync_folder(copy.parent)
    except OSError as error:
        raise ProjectError(
            "{copy} cannot be written ({reason}). Check its folder and the free space.",
            copy=copy,
            reason=error.strerror,
        ) from error
    finally:
        with contextlib.suppress(OSError):
            unfinished.unlink(missing_ok=True)


def _time_of(copy: Path, project: Path, form: str = _TIME) -> datetime | None:
    """Return when a periodic copy of ``project`` was created, or None if ``copy`` is not one."""
    name = copy.name
    if not (name.startswith(project.stem + "-") and name.endswith(project.suffix)):
        return None
    text = name[len(project.stem) + 1 : len(name) - len(project.suffix)]
    try:
        return datetime.strptime(text, form).replace(tzinfo=UTC)
    except ValueError:
        return None
