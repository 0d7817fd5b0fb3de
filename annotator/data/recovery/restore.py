"""Restore a backup of a project; the replaced project is kept."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from annotator.data.files.filesystem import sync_folder
from annotator.data.project import database, schema
from annotator.data.project.backups import Backup, back_up, backups_of, folder_of
from annotator.data.project.database import Database
from annotator.data.project.locking import ProjectLock
from annotator.data.project.migrations import check_version, version
from annotator.data.project.project import beside, resolved, set_foreign_log_aside
from annotator.data.project.text_log import mirror_path, put_aside
from annotator.errors import ProjectError, sentence
from annotator.messages import Message


@dataclass(frozen=True)
class Contents:
    """Contents of a copy of a project.

    Attributes:
        backup: The copy.
        steps: Number of steps in its log.
        labels: Number of labels of all topics.
        problem: Why it cannot be restored, "" if it can.
    """

    backup: Backup
    steps: int = 0
    labels: int = 0
    problem: str = ""


def contents_of(backup: Backup) -> Contents:
    """Inspect a copy without changing it."""
    try:
        database.inspect_header(backup.path)
        with database.untouched(backup.path) as connection, database.translated(backup.path):
            check_version(version(connection), backup.path)
            steps = connection.execute("SELECT count(*) FROM event").fetchone()[0]
            labels = connection.execute("SELECT count(*) FROM label").fetchone()[0]
    except (ProjectError, sqlite3.Error) as error:
        return Contents(backup, problem=sentence(error))
    return Contents(backup, steps, labels)


def named_backup(project: Path, name: str | None) -> Backup:
    """Return the backup with that file name, or the newest intact one for None.

    Raises:
        ProjectError: There is none.
    """
    found = backups_of(project)
    for one in found:
        if one.path.name == name or (name is None and not contents_of(one).problem):
            return one
    exist = ", ".join(one.path.name for one in found) or Message("there is none")
    if name is None:
        raise ProjectError(
            "{project}: there is no backup that can be restored. Backups: {exist}.", project=project, exist=exist
        )
    raise ProjectError(
        "{project}: there is no backup {name}. Backups: {exist}.", project=project, name=name, exist=exist
    )


def restore(project: Path, copy: Path) -> Path | None:
    """Replace ``project`` with the backup ``copy``.

    The current project is first copied to the backup folder, whether it is intact or damaged, and its text log is kept
    there too.

    Args:
        project: Project file, which must not be open; it need not exist.
        copy: A backup.

    Returns:
        Path of the copy of the replaced project, None if there was none.

    Raises:
        ProjectError: The copy is damaged, the project is open elsewhere, or nothing can be written; nothing was
            changed.
    """
    project = resolved(project)
    schema.inspect(copy)
    lock = ProjectLock.acquire(project)
    try:
        folder = folder_of(project)
        folder.mkdir(exist_ok=True)
        unfinished = project.with_name(project.name + ".unfinished")
        try:
            shutil.copyfile(copy, unfinished)
            with unfinished.open("rb+") as stream:
                os.fsync(stream.fileno())
            set_foreign_log_aside(project)
            kept = _keep(project)
            # From here on, order matters: SQLite would apply a write-ahead log to any database file next to it.
            for file in beside(project):
                file.unlink(missing_ok=True)
            sync_folder(project.parent)
            lock.give_up_file()
            unfinished.replace(project)
            sync_folder(project.parent)
            put_aside(mirror_path(project), "before-restore")
        finally:
            with contextlib.suppress(OSError):
                unfinished.unlink(missing_ok=True)
    except OSError as error:
        raise ProjectError(
            "{project} cannot be restored ({reason}). Check its folder and the free space; the backup is unchanged.",
            project=project,
            reason=error.strerror,
        ) from error
    finally:
        lock.release()
    return kept


def _keep(project: Path) -> Path | None:
    """Keep the current project: as a backup if it is intact, else as copies of its files."""
    if not project.exists():
        return None
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H%M%SZ")
    folder = folder_of(project)
    try:
        schema.inspect(project)
        kept = folder / f"{project.stem}-before-restore-{now}{project.suffix}"
        whole = Database(project)
        try:
            back_up(whole.connection, kept)
            whole.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            whole.close()
    except (ProjectError, sqlite3.Error):
        kept = folder / f"{project.stem}-damaged-{now}{project.suffix}"
        for file in (project, *beside(project)):
            if file.exists():
                target = kept.with_name(kept.name + file.name[len(project.name) :])
                with contextlib.suppress(OSError):
                    target.unlink(missing_ok=True)
                shutil.copyfile(file, target)
    return kept
