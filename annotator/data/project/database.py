"""The SQLite file of a project: checked before it is changed, written in transactions, with plain error messages."""

from __future__ import annotations

import ctypes
import os
import sqlite3
import sys
import urllib.parse
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from annotator.data.files.filesystem import network_kind
from annotator.data.files.generation import UNKNOWN, Generation, foreign_log, has_log, log_path
from annotator.data.files.project_files import APPLICATION_ID, MAGIC, note_closed, note_open
from annotator.data.files.reading import open_bytes
from annotator.data.project.locking import ProjectLock, lost
from annotator.data.project.migrations import check_version
from annotator.errors import ConfigError, DamagedProjectError, ProjectError
from annotator.messages import Message, Remedy, joined

_PATIENCE_S, _PATIENCE_REMOTE_S = 5.0, 60.0
_AS_IT_IS = "?immutable=1"  # without locks and without a log
_DAMAGE = ("unsupported file format", "Could not decode")
_CHECKPOINT_AFTER = 200, 5000  # transactions, or rows in them: about 4 MB of log
_REFERRING = ("event", "change", "label", "step", "example", "example_change", "batch", "batch_image")
_WHAT_TO_DO = {
    "SQLITE_FULL": Message("the disk is full; free some space and repeat the last step"),
    "SQLITE_READONLY": Message(
        "the file or its folder cannot be written; make them writable or copy the project elsewhere"
    ),
    "SQLITE_BUSY": Message("another program holds the file; close that program and repeat the last step"),
    "SQLITE_LOCKED": Message("another program holds the file; close that program and repeat the last step"),
    "SQLITE_CANTOPEN": Message("the file cannot be opened; check that it and its folder may be read and written"),
    "SQLITE_IOERR": Message("the disk failed to read or write; check the disk, then repeat the last step"),
}


class Database:
    """A connection to a project file; used by one thread at a time.

    Attributes:
        path: The file.
        read_only: Whether writing is rejected.
        lacks_log: Whether the file was moved without its write-ahead log, which may still be brought.
    """

    def __init__(self, path: Path, *, read_only: bool = False, lasting: bool = True) -> None:
        """Connect to an existing SQLite file.

        Args:
            path: The file.
            read_only: Whether writing is rejected.
            lasting: Whether a read-only connection keeps the state it saw first, whatever others write.

        Raises:
            ProjectError: It cannot be opened.
        """
        self.path = path
        self.read_only = read_only
        mode = _mode(path, read_only)
        with translated(path):
            self._connection: sqlite3.Connection | None = _connect(path, mode, read_only, lasting)
        self._noted = note_open(path, locked=mode != _AS_IT_IS)
        self.lacks_log = False
        self._process = os.getpid()
        self._lock: ProjectLock | None = None
        self._event = 0
        self._version: int | None = None
        self._generation: Generation | None = None
        self._stamped = False
        self._since = (0, 0)  # transactions, and rows changed, at the latest checkpoint

    @property
    def connection(self) -> sqlite3.Connection:
        """The connection, in autocommit mode outside of :meth:`transaction`.

        Raises:
            ProjectError: It was closed.
        """
        if self._connection is None:
            raise ProjectError("{path} is closed. Open it again to go on.", path=self.path)
        return self._connection

    def guard(self, lock: ProjectLock) -> None:
        """Acknowledge a transaction only if nobody but the owner of ``lock`` has written to the file since now."""
        with translated(self.path):
            self._version, self._event = self._read_latest()
        self._lock = lock
        logs = self.read("PRAGMA journal_mode") == [("wal",)]
        lock.watch(log=logs)
        with translated(self.path):
            self._generation = stored_generation(self.connection) or replace(Generation.new(), after=UNKNOWN)
        if not logs:
            self._generation, self._stamped = self._generation.next(open=False), True

    def read(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Return all rows of a query."""
        with translated(self.path):
            return self.connection.execute(sql, values).fetchall()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Yield the connection in a transaction, which is committed durably, or rolled back on an exception.

        Raises:
            ProjectError: The file is read-only, was moved away or may be written by somebody else, or the disk is full
                or fails; do not acknowledge anything.
        """
        if self.read_only:
            raise ProjectError("{path} is open read-only. Open it for writing to change it.", path=self.path)
        if self._lock is not None:
            self._lock.check()
        if self._generation is not None and not self._stamped:
            self._stamp()
        with self._written() as connection:
            yield connection
        if self._generation is not None:
            self._checkpoint_if_due()
        if self._lock is not None:
            self._lock.check(after_writing=True)

    @contextmanager
    def _written(self) -> Iterator[sqlite3.Connection]:
        connection = self.connection
        with translated(self.path):
            connection.execute("BEGIN IMMEDIATE")
            try:
                self._check_latest()
                yield connection
                if self._generation is not None:
                    connection.execute("UPDATE generation SET text = ?", (self._generation.text(),))
                _, event = self._read_latest()
                connection.execute("COMMIT")
            except BaseException as error:
                if connection.in_transaction:  # SQLite itself rolls back after some errors
                    connection.execute("ROLLBACK")
                if isinstance(error, sqlite3.Error):  # the number also changes when the disk fails
                    self._version = None
                raise
        self._event = event

    def _stamp(self) -> None:
        """Tell in the file itself, before anything else is written, that it is open and what its log will be."""
        assert self._generation is not None
        before, self._generation = self._generation, self._generation.next()
        try:
            with self._written() as connection:
                connection.execute(
                    "INSERT OR REPLACE INTO generation VALUES (1, ?, ?)",
                    (os.fsencode(self.path)[:1000].decode("utf-8", "replace"), self._generation.text()),
                )
        except BaseException:
            self._generation = before
            raise
        self._stamped = True
        self._checkpoint()
        if self._lock is not None:
            self._lock.check(after_writing=True)

    def _checkpoint_if_due(self) -> None:
        transactions, rows = self._since[0] + 1, self.connection.total_changes
        self._since = (transactions, self._since[1])
        if transactions >= _CHECKPOINT_AFTER[0] or rows - self._since[1] >= _CHECKPOINT_AFTER[1]:
            self._checkpoint()

    def _checkpoint(self) -> None:
        """Put the log into the file as far as nobody reads it; all of it makes a new state of the file."""
        assert self._generation is not None
        self._since = (0, self.connection.total_changes)
        with suppress(sqlite3.Error):  # the disk is full, say: the log stays as it is, and is complete
            busy, size, done = self.connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
            if not busy and size == done >= 0:  # -1 without a log
                self._generation = self._generation.next()

    def shut(self) -> bool:
        """Tell in the file that it is being closed properly, if it says that it is open; return whether that worked."""
        if self._connection is None or self._generation is None:
            return True
        if self._stamped or (self._generation.open and not self.lacks_log):
            before, self._generation = self._generation, self._generation.next(open=False)
            try:
                with self._written():
                    pass
            except (ProjectError, sqlite3.Error):
                self._generation = before
                return False
        return True

    def _check_latest(self) -> None:
        """Check, in a transaction, that nothing was stored that this program does not know."""
        version, event = self._read_latest()
        if self._lock is not None and (event != self._event or self._version not in (None, version)):
            raise lost(self.path, Message("judgements or settings were stored by another program"))
        self._version = version

    def _read_latest(self) -> tuple[int, int]:
        """Return a number that changes when another connection writes, and the number of the latest event."""
        version = self.connection.execute("PRAGMA data_version").fetchone()[0]
        return version, self.latest_event

    @property
    def latest_event(self) -> int:
        """Number of the latest event of any topic, 0 before the first."""
        return int(self.connection.execute("SELECT coalesce(max(id), 0) FROM event").fetchone()[0])

    def put_log_into_file(self) -> None:
        """Checkpoint the write-ahead log, also into a file that was moved, whose log SQLite would leave where it is."""
        if self._connection is not None:
            with suppress(sqlite3.Error):
                self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def close(self) -> None:
        """Checkpoint the write-ahead log and close the file; a forked process leaves both alone."""
        connection, self._connection = self._connection, None
        if connection is None:
            return
        if self._process != os.getpid():
            # Another thread may have been in SQLite, with a lock that nobody gives back in this process.
            ctypes.pythonapi.Py_IncRef(ctypes.py_object(connection))  # or its end would close it
            return
        connection.close()
        note_closed(self._noted)


def stored_generation(connection: sqlite3.Connection) -> Generation | None:
    """Return the state that a file says it is in; None if it does not, such as one of an older version."""
    try:
        row = connection.execute("SELECT text FROM generation").fetchone()
    except sqlite3.OperationalError:
        return None
    return None if row is None else Generation.parse(row[0])


def renew(connection: sqlite3.Connection) -> None:
    """Put a copy of a project into a state of its own, so that no write-ahead log belongs to it."""
    state = stored_generation(connection)
    if state is not None:
        with connection:
            connection.execute("UPDATE generation SET text = ?", (state.next(open=False).text(),))


def remedy(path: Path) -> Message:
    """Return what to do about a damaged file, as the end of a sentence."""
    return Remedy(
        "create an intact one from it and its backups: annotator recover {file}",
        "create an intact one from it and its backups with Recover",
        file=path.name,
    )


def damaged(path: Path, reason: Message) -> DamagedProjectError:
    """Return the error of a damaged file, with the advice to recover it apart from the reason."""
    return DamagedProjectError("{reason} To go on, {remedy}.", reason=reason, remedy=remedy(path))


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Convert SQLite errors that concern the file to ProjectError; errors in our SQL propagate unchanged."""
    try:
        yield
    except sqlite3.Error as error:
        code = "SQLITE_CORRUPT" if str(error).startswith(_DAMAGE) else _code(error)
        advice = next((text for start, text in _WHAT_TO_DO.items() if code.startswith(start)), None)
        if code.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB", "SQLITE_TOOBIG")):
            raise damaged(path, Message("{path}: the file is damaged ({error}).", path=path, error=error)) from error
        if advice is None:
            raise
        raise ProjectError("{path}: {advice}. ({error})", path=path, advice=advice, error=error) from error
    except (UnicodeDecodeError, OverflowError) as error:  # of text that is not UTF-8, or too long
        raise damaged(path, Message("{path}: the file is damaged ({error}).", path=path, error=error)) from error


@contextmanager
def understood(path: Path) -> Iterator[None]:
    """Convert exceptions caused by stored values that no version of the program wrote to ProjectError."""
    try:
        yield
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, ConfigError) as error:
        reason = Message(
            "{path}: the file is damaged: it holds values that the program never writes ({error}).",
            path=path,
            error=error,
        )
        raise damaged(path, reason) from error


@contextmanager
def untouched(path: Path) -> Iterator[sqlite3.Connection]:
    """Yield a connection that writes nothing and creates no file next to the database."""
    # Without a log, SQLite needs no files next to the database; a foreign log is passed over.
    mode = "?mode=ro" if has_log(path) and not foreign_log(path) else _AS_IT_IS
    with translated(path):
        connection = sqlite3.connect(_uri(path) + mode, uri=True)
        try:
            connection.execute("PRAGMA trusted_schema = OFF")
            yield connection
        finally:
            connection.close()


def check_sound(connection: sqlite3.Connection, path: Path) -> None:
    """Raise ProjectError if SQLite finds the file damaged."""
    with translated(path):
        found = [" ".join(row[0].split()) for row in connection.execute("PRAGMA quick_check(3)")]
        if found == ["ok"]:
            for table in _REFERRING:
                if (row := connection.execute(f"PRAGMA foreign_key_check({table})").fetchone()) is not None:
                    found = [Message("a row of {table} belongs to none of {parent}", table=row[0], parent=row[2])]
    if found != ["ok"]:
        found_words = joined(found, "; ")
        raise damaged(path, Message("{path} is damaged ({found}). It was left as it is.", path=path, found=found_words))


def inspect_header(path: Path) -> None:
    """Check the first bytes of ``path``; see :func:`inspect`."""
    with open_bytes(path, ProjectError) as file:
        header = file.read(100)
    reason = None
    if not header:
        reason = Message("{path} is empty (0 bytes).", path=path)
    elif len(header) < 100 or not header.startswith(MAGIC):
        reason = Message("{path} is not a project file, or its beginning is damaged.", path=path)
    if reason is not None:
        if not any(path.with_name(path.name + ending).exists() for ending in (".backups", "-wal")):
            raise ProjectError("{reason} Choose a project file.", reason=reason)
        restore = Message("If it was a project, {remedy}.", remedy=remedy(path))
        raise DamagedProjectError("{reason} {restore}", reason=reason, restore=restore)
    if int.from_bytes(header[68:72], "big") != APPLICATION_ID:
        raise ProjectError("{path} is a database of another program. Choose a project file.", path=path)
    check_version(int.from_bytes(header[60:64], "big"), path)


def writable(path: Path) -> bool:
    """Return whether this process may write ``path``."""
    return os.access(path, os.W_OK, effective_ids=os.access in os.supports_effective_ids)


def _connect(path: Path, mode: str, read_only: bool, lasting: bool) -> sqlite3.Connection:
    # check_same_thread: a background thread may create a project and then hand it to the thread that owns it.
    remote = bool(network_kind(path.parent))
    connection = sqlite3.connect(
        _uri(path) + mode,
        uri=True,
        isolation_level=None,
        check_same_thread=False,
        timeout=_PATIENCE_REMOTE_S if remote else _PATIENCE_S,
    )
    try:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA cell_size_check = ON")
        if sys.version_info >= (3, 12):
            connection.setconfig(sqlite3.SQLITE_DBCONFIG_DEFENSIVE, True)
        if read_only:
            connection.execute("PRAGMA query_only = ON")
            if lasting:
                connection.execute("BEGIN")  # one lasting transaction: all reads see the same state
            connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        else:
            # A write-ahead log needs memory shared by all processes that have the file open, which network drives lack.
            connection.execute(f"PRAGMA journal_mode = {'DELETE' if remote else 'WAL'}")
            connection.execute(f"PRAGMA synchronous = {'EXTRA' if remote else 'FULL'}")
            connection.execute("PRAGMA wal_autocheckpoint = 0")  # see _checkpoint
    except BaseException:
        connection.close()
        raise
    return connection


def _mode(path: Path, read_only: bool) -> str:
    """Return the mode of a connection; one to read may write for SQLite's cleanup if there is no log yet."""
    if foreign_log(path):
        if read_only:
            return _AS_IT_IS
        raise ProjectError(
            "{log} belongs to another file than {path}, which has taken its place. Open the project in the program, "
            "which puts that log aside.",
            log=log_path(path),
            path=path,
        )
    if not read_only:
        return "?mode=rw"
    if has_log(path):
        return "?mode=ro"  # the cleanup would put the log into the file, which would still say that it is open
    return "?mode=rw" if writable(path) and writable(path.parent) else _AS_IT_IS


def _uri(path: Path) -> str:
    name = path.absolute().as_posix()
    return "file://" + ("" if name.startswith("/") else "/") + urllib.parse.quote(os.fsencode(name))


def _code(error: sqlite3.Error) -> str:
    return getattr(error, "sqlite_errorname", None) or ""
