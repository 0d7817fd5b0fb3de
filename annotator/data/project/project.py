"""A project file: created atomically, opened by one owner at a time, checked before it is changed."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from annotator.data.collection.collection import Collection, Imported, ImportReport
from annotator.data.features.layout import FeatureLayout
from annotator.data.files.atomic import ANY
from annotator.data.files.filesystem import sync_folder
from annotator.data.files.generation import foreign_log, has_log, log_path, put_aside
from annotator.data.files.json_text import parse_json
from annotator.data.files.names import fault, first_fault, printable
from annotator.data.files.project_files import APPLICATION_ID
from annotator.data.project import backups, database, schema, topics
from annotator.data.project.database import Database, damaged, stored_generation
from annotator.data.project.locking import ProjectLock, read_owner, refuse_other_names, unwritable
from annotator.data.project.migrations import MIGRATIONS, check_version, migrate, version
from annotator.data.project.places import Place
from annotator.data.project.topics import Topic
from annotator.errors import ProjectError
from annotator.messages import Message, Remedy


class Project:
    """An open project file and the lock on it.

    Attributes:
        path: The file.
        read_only: Whether writing is rejected.
        database: The connection.
        log_problem: What is wrong with the write-ahead log that was found next to the file or is missing, None if
            nothing is.
    """

    def __init__(
        self, path: Path, database: Database, lock: ProjectLock | None, log_problem: Message | None = None
    ) -> None:
        """Use :meth:`create` or :meth:`open` instead."""
        self.log_problem = log_problem
        self.path = path
        self.read_only = database.read_only
        self.database = database
        self._lock = lock
        self._features: tuple[str, str] | None = None  # so that the model's thread reads no database

    @classmethod
    def create(cls, path: Path, images: Path, features: Path, topic: Topic, collect: Callable[[], Imported]) -> Project:
        """Create a project and open it.

        Args:
            path: The file; must not exist.
            images: Image folder.
            features: Feature file.
            topic: The first topic; the project uses its seed.
            collect: Reads the collection; called only once the project is known to be writable, because it can take
                long.

        Raises:
            ProjectError: The file exists, or its folder is not writable. No file is left behind, neither then nor after
                an error of ``collect``.
        """
        path = resolved(path)
        lock = ProjectLock.acquire(path)
        unfinished = path.with_name(path.name + ".unfinished")
        try:
            refuse_existing(path)
            imported = collect()
            try:
                unfinished.unlink(missing_ok=True)
                write_project(unfinished, path, (images, features), imported, topic)
                unfinished.rename(path)
                lock.own_file()
                sync_folder(path.parent)
            except OSError as error:
                raise unwritable(path, error) from error
            finally:
                with contextlib.suppress(OSError):
                    unfinished.unlink(missing_ok=True)
            try:
                made = cls(path, Database(path), lock)
                made.database.guard(lock)  # it reads, and the first read creates the files that SQLite needs next to it
            except ProjectError:  # the disk failed at the last moment; the name must be free for another attempt
                for file in (path, *beside(path)):
                    with contextlib.suppress(OSError):
                        file.unlink(missing_ok=True)
                raise
            return made
        except BaseException:
            lock.release()
            raise

    @classmethod
    def open(cls, path: Path, *, read_only: bool = False) -> Project:
        """Open an existing project; one of an older version is backed up and migrated.

        Args:
            path: The file.
            read_only: Open it without write access, even while another program owns it. All reads see the state at
                opening.

        Raises:
            ProjectError: The file is missing, damaged, foreign, of a newer version, open elsewhere or not writable. It
                was not changed.
        """
        path = resolved(path)
        database.inspect_header(path)
        with database.translated(path):
            return cls._open_to_read(path) if read_only else cls._open_to_write(path)

    @classmethod
    def _open_to_read(cls, path: Path) -> Project:
        problem = log_problem(path)
        connected = Database(path, read_only=True)
        try:
            found = version(connected.connection)
            check_version(found, path)
            if found < len(MIGRATIONS):
                raise ProjectError(
                    "{path} has an older format. Open it for writing once to bring it up to date.", path=path
                )
            schema.check_schema(connected.connection, path)
            database.check_sound(connected.connection, path)
        except BaseException:
            connected.close()
            raise
        return cls(path, connected, None, problem)

    @classmethod
    def _open_to_write(cls, path: Path) -> Project:
        if not database.writable(path):
            raise ProjectError("{path} cannot be written. Make it writable, or open the project read-only.", path=path)
        refuse_other_names(path)
        alone = _is_alone(path)
        lock = ProjectLock.acquire(path)
        try:
            problem = set_foreign_log_aside(path)
            schema.inspect(path)
            connected = Database(path)
            try:
                found = version(connected.connection)
                if found < len(MIGRATIONS):
                    backups.before_migration(connected.connection, path, found)
                    migrate(connected.connection)
                if alone and problem is None and (problem := _missing_log(connected.connection, path)) is not None:
                    connected.lacks_log = True
                    backups.before_going_on(connected.connection, path)
                connected.guard(lock)
            except BaseException:
                connected.close()
                raise
            return cls(path, connected, lock, problem)
        except BaseException:
            lock.release()
            raise

    @property
    def seed(self) -> int:
        """Seed of the project."""
        return int(self.database.read("SELECT seed FROM project")[0][0])

    @property
    def places(self) -> tuple[Place, Place]:
        """Last known locations of the image folder and the feature file."""
        images, features = self.database.read("SELECT images, features FROM project")[0]
        return Place.from_json(images), Place.from_json(features)

    def relink(self, images: Path, features: Path) -> None:
        """Store the current locations of the image folder and the feature file if they changed."""
        new = (Place.of(images, self.path), Place.of(features, self.path))
        # A log that is missing may still be brought, and belongs only to the file as it is.
        if not self.read_only and not self.database.lacks_log and new != self.places:
            with self.database.transaction() as connection:
                connection.execute("UPDATE project SET images = ?, features = ?", [place.to_json() for place in new])

    @property
    def fingerprint(self) -> dict[str, object]:
        """Fingerprint of the features."""
        return dict(parse_json(self._about_features()[0], dict))

    @property
    def growing(self) -> bool:
        """Whether features are still to be computed, see :mod:`annotator.data.features.growing`."""
        return "rows" not in self.fingerprint

    @property
    def layout(self) -> FeatureLayout:
        """Layout of the feature file."""
        return FeatureLayout.from_json(self._about_features()[1])

    def _about_features(self) -> tuple[str, str]:
        if self._features is None:
            ((fingerprint, layout),) = self.database.read("SELECT fingerprint, layout FROM project")
            self._features = fingerprint, layout
        return self._features

    def features_replaced(self) -> None:
        """Read what the features are once more: another fingerprint or layout was stored."""
        self._features = None
        self._about_features()

    def report(self) -> ImportReport:
        """Return the import report of the project's creation."""
        return ImportReport.from_json(self.database.read("SELECT report FROM project")[0][0])

    def collection(self, n_rows: int) -> Collection:
        """Return the images and their rows among ``n_rows`` feature rows."""
        paths = tuple(path for (path,) in self.database.read("SELECT path FROM image ORDER BY id"))
        odd = first_fault(paths)
        if odd is not None:
            reason = Message(
                "{path} names the image {name!r}: {fault}. The program never writes such a name: the project is "
                "damaged, or was crafted to read or copy other files of yours.",
                path=self.path,
                name=printable(odd),
                fault=fault(odd),
            )
            raise damaged(self.path, reason)
        rows = self.database.read("SELECT coalesce(feature_row, -1) FROM image ORDER BY id")
        row_of_image = np.fromiter((row for (row,) in rows), np.int64, len(rows))
        missing = self.database.read("SELECT id FROM image WHERE missing IS NOT NULL ORDER BY id")
        gone = np.fromiter((image for (image,) in missing), np.int64, len(missing))
        invalid = self.database.read("SELECT invalid FROM project")[0][0]
        return Collection(paths, row_of_image, n_rows, np.frombuffer(invalid, "<i8").astype(np.int64), gone)

    def current_topic(self) -> int:
        """Return the key of the current topic."""
        return int(self.database.read("SELECT topic FROM project")[0][0])

    def set_current_topic(self, topic: int) -> None:
        """Store which topic is current."""
        with self.database.transaction() as connection:
            connection.execute("UPDATE project SET topic = ?", (topic,))

    @property
    def owned(self) -> bool:
        """Whether this process may write the project: neither read-only nor closed, nor inherited by a fork."""
        return self._lock is not None and self._lock.held

    def close(self) -> None:
        """Close the file and release the lock; a second call does nothing."""
        if self._lock is not None and self._lock.allow_cleanup():
            told = self.database.shut()
            self.database.put_log_into_file()
            if not told and self.database.shut():  # the emptied log may have made room on a full disk
                self.database.put_log_into_file()
        self.database.close()
        if self._lock is not None:
            self._lock.release()


def set_foreign_log_aside(path: Path) -> Message | None:
    """Move a write-ahead log that belongs to another file than ``path`` to its backups; return what to say, or None.

    The caller holds the lock.

    Raises:
        ProjectError: It cannot be moved; nothing was applied.
    """
    if not foreign_log(path):
        return None
    try:
        return _not_applied(path, put_aside(path, backups.folder_of(path)))
    except OSError as error:
        raise unwritable(path, error) from error


def _not_applied(path: Path, log: Path) -> Message:
    return Message(
        "The log of a program that did not close {path} belongs to another file than the one that is there now: a "
        "copy or another project has taken its place. The log was not applied; it is {log}. {remedy}",
        path=path,
        log=log,
        remedy=Remedy(
            "Judgements in it are brought back by: annotator recover {name}",
            "Judgements in it are brought back by Recover.",
            name=path.name,
        ),
    )


def _is_alone(path: Path) -> bool:
    """Return whether nothing of an earlier opening is next to ``path``.

    A reader may have put the log of a killed program into the file; the lock file is still there then.
    """
    return not has_log(path) and read_owner(path) is None


def log_problem(path: Path) -> Message | None:
    """Return what is wrong with the write-ahead log next to ``path``, or missing there; None if nothing is.

    Raises:
        ProjectError, sqlite3.Error: The file cannot be read.
    """
    if foreign_log(path):
        return _not_applied(path, log_path(path))
    if not _is_alone(path):
        return None
    with database.untouched(path) as connection:
        return _missing_log(connection, path)


def _missing_log(connection: sqlite3.Connection, path: Path) -> Message | None:
    """Return what to say about a file that has no log, if it says that it was not closed."""
    with database.translated(path):
        state = stored_generation(connection)
        if state is None or not state.open:
            return None
        was = str(connection.execute("SELECT path FROM generation").fetchone()[0])
    return Message(
        "{path} was copied or moved while a program had it open, or after that ended without closing it. The last "
        "judgements may be in its log, which is missing here; it was {was}. Put it here as {log} before you judge "
        "anything. Where that log is lost or empty, nothing has to be done.",
        path=path,
        was=was + "-wal",
        log=log_path(path).name,
    )


def resolved(path: Path) -> Path:
    """Return ``path`` with all links resolved: the lock must be the same for all names of a file."""
    try:
        return path.resolve()
    except (OSError, RuntimeError, ValueError) as error:
        raise ProjectError(
            "{path} cannot be used as a path ({error}). Choose another name.", path=path, error=error
        ) from error


def beside(path: Path) -> tuple[Path, Path]:
    """Return the files that SQLite keeps next to an open project: the write-ahead log and its index."""
    return path.with_name(path.name + "-wal"), path.with_name(path.name + "-shm")


def refuse_existing(path: Path) -> None:
    """Raise ProjectError if ``path`` already exists, ExportError if it belongs to another project."""
    if path.exists():
        raise ProjectError("{path} exists already. Open it, or choose another name for the new project.", path=path)
    ANY(path, streams=False)
    for log in (beside(path)[0], path.with_name(path.name + "-journal")):
        if log.exists() and log.stat().st_size:  # SQLite would apply it to the new file
            raise ProjectError(
                "{log} belongs to a project that was here, and may hold judgements that its file lacks. Put that file "
                "back, or move {log} away, or choose another name for the new project.",
                log=log,
            )


def write_project(file: Path, path: Path, sources: tuple[Path, Path], imported: Imported, topic: Topic) -> None:
    """Write the contents of the new project ``path`` to ``file``."""
    with database.translated(file):
        connection = sqlite3.connect(file, isolation_level=None)
        try:
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            migrate(connection)
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("BEGIN IMMEDIATE")
            first = topics.insert(connection, topic)
            images, features = (Place.of(source, path).to_json() for source in sources)
            connection.execute(
                "INSERT INTO project (id, created, seed, topic, images, features, fingerprint, invalid, report, layout)"
                " VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),  # tells projects apart
                    topic.seed,
                    first.id,
                    images,
                    features,
                    json.dumps(dict(imported.fingerprint)),
                    imported.collection.invalid.astype("<i8").tobytes(),
                    imported.report.to_json(),
                    imported.layout.to_json(),
                ),
            )
            connection.executemany(
                "INSERT INTO image (id, path, size, mtime, feature_row) VALUES (?, ?, ?, ?, nullif(?, -1))",
                _image_rows(imported),
            )
            connection.execute("COMMIT")
        finally:
            connection.close()


def _image_rows(imported: Imported) -> Iterable[tuple[int, str, int, int, int]]:
    return zip(
        range(len(imported.collection.paths)),
        imported.collection.paths,
        imported.sizes.tolist(),
        imported.mtimes.tolist(),
        imported.collection.row_of_image.tolist(),
        strict=True,
    )
