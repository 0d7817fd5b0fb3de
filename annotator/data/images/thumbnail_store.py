"""Thumbnail cache on disk: one SQLite file that can be deleted at any time.

Errors of the store never stop the program. A damaged file is recreated; one that cannot be opened or written is not
used. Either is reported once.
"""

from __future__ import annotations

import os
import queue
import sqlite3
import threading
import time
from collections.abc import Callable
from pathlib import Path

from annotator.data.files.file_state import FileState
from annotator.messages import Message

_VERSION = 1
_TABLES = f"""
CREATE TABLE IF NOT EXISTS thumbnails (
    id INTEGER PRIMARY KEY, path BLOB NOT NULL, edge INTEGER NOT NULL, mtime INTEGER NOT NULL, size INTEGER NOT NULL,
    used INTEGER NOT NULL, UNIQUE (path, edge)
);
CREATE INDEX IF NOT EXISTS thumbnails_by_use ON thumbnails (used);
-- Apart from the entries, so that noting a use does not write the picture again.
CREATE TABLE IF NOT EXISTS pictures (id INTEGER PRIMARY KEY, data BLOB NOT NULL);
PRAGMA user_version = {_VERSION};
"""


class OtherVersionError(sqlite3.DatabaseError):
    """The file was written by another version of the program."""


def is_damage(error: sqlite3.DatabaseError) -> bool:
    """Return whether the error means that the file is damaged, not that it is temporarily inaccessible."""
    # Busy, full, read-only and the like are OperationalErrors; so is a missing table.
    return not isinstance(error, sqlite3.OperationalError) or "no such" in str(error)


def connect(file: Path, wait: float) -> sqlite3.Connection:
    """Open the file, creating folders and tables if needed; wait up to ``wait`` seconds for other programs' locks."""
    file.parent.mkdir(parents=True, exist_ok=True)
    db = sqlite3.connect(file, timeout=wait, isolation_level=None, check_same_thread=False)
    try:
        (version,) = db.execute("PRAGMA user_version").fetchone()
        (tables,) = db.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        if version != _VERSION and tables:
            raise OtherVersionError(f"version {version}")
        if not tables:
            db.execute("PRAGMA auto_vacuum = INCREMENTAL")
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = NORMAL")
        db.execute("PRAGMA journal_size_limit = 8000000")
        if not tables:
            db.executescript(f"BEGIN IMMEDIATE; {_TABLES} COMMIT;")
    except BaseException:
        db.close()
        raise
    return db


def insert(db: sqlite3.Connection, row: tuple[bytes, int, int, int, int], data: bytes) -> None:
    """Insert a thumbnail, replacing any other of the same path and edge; ``row`` holds the columns in order."""
    path, edge = row[:2]
    db.execute("DELETE FROM pictures WHERE id IN (SELECT id FROM thumbnails WHERE path = ? AND edge = ?)", (path, edge))
    entry = db.execute(
        "INSERT OR REPLACE INTO thumbnails (path, edge, mtime, size, used) VALUES (?, ?, ?, ?, ?)", row
    ).lastrowid
    db.execute("INSERT OR REPLACE INTO pictures (id, data) VALUES (?, ?)", (entry, data))


def note_use(db: sqlite3.Connection, entry: int, now: int) -> None:
    """Record that a thumbnail was used at ``now``."""
    db.execute("UPDATE thumbnails SET used = ? WHERE id = ?", (now, entry))


def delete_all(db: sqlite3.Connection) -> None:
    """Delete every thumbnail; :func:`shrink` returns the space to the disk."""
    db.execute("DELETE FROM pictures")
    db.execute("DELETE FROM thumbnails")


def _pragma(db: sqlite3.Connection, name: str) -> int:
    return int(db.execute(f"PRAGMA {name}").fetchone()[0])


def mostly_free(db: sqlite3.Connection) -> bool:
    """Return whether more than half of the file is unused."""
    return _pragma(db, "freelist_count") > _pragma(db, "page_count") // 2


def used_bytes(db: sqlite3.Connection) -> int:
    """Return the number of bytes in use in the file."""
    return (_pragma(db, "page_count") - _pragma(db, "freelist_count")) * _pragma(db, "page_size")


def make_room(db: sqlite3.Connection, limit: int) -> None:
    """Delete the least recently used thumbnails until ``limit`` bytes are left, and shrink the file."""
    while used_bytes(db) > limit:
        (left,) = db.execute("SELECT count(*) FROM thumbnails").fetchone()
        if not left:
            break
        with db:
            db.execute("BEGIN IMMEDIATE")
            oldest = db.execute("SELECT id FROM thumbnails ORDER BY used, id LIMIT ?", (max(1, left // 50),)).fetchall()
            db.executemany("DELETE FROM pictures WHERE id = ?", oldest)
            db.executemany("DELETE FROM thumbnails WHERE id = ?", oldest)
    shrink(db)


def shrink(db: sqlite3.Connection) -> None:
    """Return free pages to the disk."""
    # As a script: execute() would run only the first of its many steps.
    db.executescript("PRAGMA incremental_vacuum")
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


FILE_NAME = "thumbnails.db"
DEFAULT_LIMIT = 1_000_000_000
"""Default limit in bytes on disk."""

_BATCH = 64
_BATCH_SECONDS = 1.0
_KEPT = 0.9  # share of the limit that is kept after making room
_USE_STEP = 3600  # seconds; repeated use within the same hour is not recorded
_WAIT_SECONDS = 2.0


class ThumbnailStore:
    """An LRU cache of encoded thumbnails, keyed by path, modification time and size of the file, and edge.

    All methods are thread-safe; :meth:`get` and :meth:`put` never raise.

    Attributes:
        file: The SQLite file.
        limit: Limit in bytes on disk; 0 disables the store.
    """

    def __init__(self, file: Path, limit: int = DEFAULT_LIMIT, tell: Callable[[str], None] | None = None) -> None:
        """Prepare a store; the file is opened on first use.

        Args:
            file: Path of the SQLite file; created with its folders.
            limit: Limit in bytes on disk.
            tell: Called, from any thread, with the reason why the store was recreated or disabled.
        """
        self.file = file
        self.limit = limit
        self._tell = tell
        self._told = False
        self._usable, self._closed = True, False
        self._remade = 0
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None
        self._todo: queue.SimpleQueue[Callable[[sqlite3.Connection], None] | threading.Event | None]
        self._todo = queue.SimpleQueue()
        self._thread: threading.Thread | None = None

    def get(self, path: Path, state: FileState, edge: int) -> bytes | None:
        """Return the thumbnail of ``path`` in ``state``."""
        with self._lock:
            if not self._usable or self._closed or self.limit <= 0:
                return None
            try:
                if self._connection is None:
                    self._connection = self._open()
                row = self._connection.execute(
                    "SELECT t.id, t.used, p.data FROM thumbnails t JOIN pictures p USING (id) "
                    "WHERE path = ? AND edge = ? AND mtime = ? AND size = ?",
                    (os.fsencode(path), edge, state.mtime, state.size),
                ).fetchone()
            except (sqlite3.Error, OSError) as error:
                self._failed(error)
                return None
        if row is None:
            return None
        entry, used, data = row
        now = int(time.time())
        if now - used > _USE_STEP:
            self._later(lambda db: note_use(db, entry, now))
        return bytes(data)

    def put(self, path: Path, state: FileState, edge: int, data: bytes) -> None:
        """Store a thumbnail; writes are deferred and batched.

        The thumbnail of a file that has just changed is not stored: the next change might get the same time stamp.
        """
        if self._usable and len(data) < self.limit and state.settled:
            row = (os.fsencode(path), edge, state.mtime, state.size, int(time.time()))
            self._later(lambda db: insert(db, row, data))

    def clear(self) -> None:
        """Delete all thumbnails and return the space to the disk."""
        self._later(delete_all)
        self.flush()

    def flush(self) -> None:
        """Wait until everything is written."""
        written = threading.Event()
        if self._thread is not None:
            self._todo.put(written)
            written.wait()

    @property
    def usable(self) -> bool:
        """Whether thumbnails can be stored; True until opening or writing has failed."""
        return self._usable

    @property
    def bytes(self) -> int:
        """Size in bytes on disk."""
        return sum(file.stat().st_size for file in self._files() if file.exists())

    def close(self) -> None:
        """Write pending thumbnails and close the file."""
        with self._lock:
            thread, self._thread = self._thread, None
        if thread is not None:
            self._todo.put(None)
            thread.join()
        with self._lock:
            self._closed = True
            self._forget_connection()

    # Writing, in its own thread

    def _later(self, task: Callable[[sqlite3.Connection], None]) -> None:
        with self._lock:
            if self._closed:
                return
            if self._thread is None:
                self._thread = threading.Thread(target=self._write, name="thumbnail-store", daemon=True)
                self._thread.start()
        self._todo.put(task)

    def _write(self) -> None:
        db: sqlite3.Connection | None = None
        opened, ended = 0, False
        while not ended:
            tasks, waiters, ended = self._collect()
            if tasks and self._usable:
                try:
                    with self._lock:
                        if db is not None and opened != self._remade:
                            db.close()
                            db = None
                        if db is None:
                            db = self._open()
                            opened = self._remade
                    self._carry_out(db, tasks)
                except (sqlite3.Error, OSError) as error:
                    if db is not None:
                        db.close()
                        db = None
                    with self._lock:
                        self._failed(error)
            for waiter in waiters:
                waiter.set()
        if db is not None:
            db.close()

    def _collect(self) -> tuple[list[Callable[[sqlite3.Connection], None]], list[threading.Event], bool]:
        """Wait for work, then a moment longer for more of it."""
        tasks: list[Callable[[sqlite3.Connection], None]] = []
        task = self._todo.get()
        deadline = time.monotonic() + _BATCH_SECONDS
        while task is not None and not isinstance(task, threading.Event):
            tasks.append(task)
            if len(tasks) == _BATCH:
                return tasks, [], False
            try:
                task = self._todo.get(timeout=max(0.0, deadline - time.monotonic()))
            except queue.Empty:
                return tasks, [], False
        return tasks, [] if task is None else [task], task is None

    def _carry_out(self, db: sqlite3.Connection, tasks: list[Callable[[sqlite3.Connection], None]]) -> None:
        with db:
            db.execute("BEGIN IMMEDIATE")
            for task in tasks:
                task(db)
        if used_bytes(db) > self.limit:
            make_room(db, int(self.limit * _KEPT))
        elif mostly_free(db):
            shrink(db)

    # The file

    def _open(self) -> sqlite3.Connection:
        """Open the file; recreate it once if it is damaged or of another version. The lock is held."""
        try:
            return connect(self.file, _WAIT_SECONDS)
        except sqlite3.DatabaseError as error:
            if not is_damage(error) or self._remade:
                raise
            self._remake(error)
            return connect(self.file, _WAIT_SECONDS)

    def _failed(self, error: Exception) -> None:
        """Recreate the file if it is damaged and was not recreated before; else disable the store. The lock is held."""
        self._forget_connection()
        if isinstance(error, sqlite3.DatabaseError) and is_damage(error) and not self._remade:
            try:
                self._remake(error)
            except OSError as problem:
                error = problem
            else:
                return
        self._usable = False
        self._remark(
            Message(
                "{file}: thumbnails are not kept on disk until the program is started again ({error})",
                file=self.file,
                error=error,
            )
        )

    def _remake(self, error: Exception) -> None:
        self._remade += 1
        for file in self._files():
            file.unlink(missing_ok=True)
        if not isinstance(error, OtherVersionError):
            self._remark(
                Message(
                    "{file}: the thumbnail cache was damaged ({error}) and is rebuilt; nothing is lost",
                    file=self.file,
                    error=error,
                )
            )

    def _remark(self, text: str) -> None:
        if self._tell is not None and not self._told:
            self._told = True
            self._tell(text)

    def _forget_connection(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _files(self) -> tuple[Path, ...]:
        return tuple(self.file.with_name(self.file.name + ending) for ending in ("", "-wal", "-shm"))
