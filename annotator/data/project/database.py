"""The SQLite file of a project: checked before it is changed, written in transactions, with plain error messages."""

from __future__ import annotations

import os
import sqlite3
import sys
import urllib.parse
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from annotator.data.files.filesystem import network_kind
from annotator.data.files.project_files import APPLICATION_ID, MAGIC, note_closed, note_open
from annotator.data.project.migrations import check_version
from annotator.errors import ConfigError, ProjectError
from annotator.messages import Message, joined

_PATIENCE_S, _PATIENCE_REMOTE_S = 5.0, 60.0
_DAMAGE = ("unsupported file format", "Could not decode")
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
        connection: The connection, in autocommit mode outside of :meth:`transaction`.
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
        with translated(path):
            self.connection = _connect(path, read_only, lasting)
        self._identity = _identity(path)
        self._noted = note_open(path)

    def read(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Return all rows of a query."""
        with translated(self.path):
            return self.connection.execute(sql, values).fetchall()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Yield the connection in a transaction, which is committed durably, or rolled back on an exception.

        Raises:
            ProjectError: The file is read-only or was moved away, or the disk is full or fails; nothing was written.
        """
        if self.read_only:
            raise ProjectError("{path} is open read-only. Open it for writing to change it.", path=self.path)
        if _identity(self.path) != self._identity:  # SQLite would continue writing to the unlinked file
            raise ProjectError(
                "{path} was moved, deleted or replaced while it was open. Nothing more can be stored in it: put it "
                "back where it was, or close the project and open it where it is now.",
                path=self.path,
            )
        with translated(self.path):
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                yield self.connection
                self.connection.execute("COMMIT")
            except BaseException:
                if self.connection.in_transaction:  # SQLite itself rolls back after some errors
                    self.connection.execute("ROLLBACK")
                raise

    def close(self) -> None:
        """Checkpoint the write-ahead log and close the file."""
        self.connection.close()
        note_closed(self._noted)


def remedy(path: Path) -> Message:
    """Return what to do about a damaged file, as the end of a sentence."""
    return Message("create an intact one from it and its backups: annotator recover {file}", file=path.name)


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Convert SQLite errors that concern the file to ProjectError; errors in our SQL propagate unchanged."""
    try:
        yield
    except sqlite3.Error as error:
        damaged = str(error).startswith(_DAMAGE)
        code = "SQLITE_CORRUPT" if damaged else _code(error)
        advice = next((text for start, text in _WHAT_TO_DO.items() if code.startswith(start)), None)
        if code.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
            advice = Message("the file is damaged; {remedy}", remedy=remedy(path))
        if advice is None:
            raise
        raise ProjectError("{path}: {advice}. ({error})", path=path, advice=advice, error=error) from error
    except (UnicodeDecodeError, OverflowError) as error:  # of text that is not UTF-8, or too long
        raise ProjectError(
            "{path}: the file is damaged; {remedy}. ({error})", path=path, remedy=remedy(path), error=error
        ) from error


@contextmanager
def understood(path: Path) -> Iterator[None]:
    """Convert exceptions caused by stored values that no version of the program wrote to ProjectError."""
    try:
        yield
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, ConfigError) as error:
        raise ProjectError(
            "{path}: the file is damaged: it holds values that the program never writes ({error}). To go on, {remedy}.",
            path=path,
            error=error,
            remedy=remedy(path),
        ) from error


@contextmanager
def untouched(path: Path) -> Iterator[sqlite3.Connection]:
    """Yield a connection that writes nothing and creates no file next to the database."""
    mode = "?mode=ro" if _has_log(path) else "?immutable=1"  # without a log, SQLite needs no files next to the database
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
        raise ProjectError(
            "{path} is damaged ({found}). It was left as it is. To go on, {remedy}.",
            path=path,
            found=joined(found, "; "),
            remedy=remedy(path),
        )


def inspect_header(path: Path) -> None:
    """Check the first bytes of ``path``; see :func:`inspect`."""
    try:
        with path.open("rb") as file:
            header = file.read(100)
    except FileNotFoundError:
        raise ProjectError("{path} does not exist. Check the name, or create a new project.", path=path) from None
    except IsADirectoryError:
        raise ProjectError("{path} is a folder. Choose the project file itself.", path=path) from None
    except OSError as error:
        raise ProjectError(
            "{path} cannot be read ({reason}). Check that you may read it.", path=path, reason=error.strerror
        ) from error
    restore = Message("If it was a project, {remedy}.", remedy=remedy(path))
    if not header:
        raise ProjectError("{path} is empty (0 bytes). {restore}", path=path, restore=restore)
    if len(header) < 100 or not header.startswith(MAGIC):
        raise ProjectError(
            "{path} is not a project file, or its beginning is damaged. {restore}", path=path, restore=restore
        )
    if int.from_bytes(header[68:72], "big") != APPLICATION_ID:
        raise ProjectError("{path} is a database of another program. Choose a project file.", path=path)
    check_version(int.from_bytes(header[60:64], "big"), path)


def writable(path: Path) -> bool:
    """Return whether this process may write ``path``."""
    return os.access(path, os.W_OK, effective_ids=os.access in os.supports_effective_ids)


def _connect(path: Path, read_only: bool, lasting: bool) -> sqlite3.Connection:
    # check_same_thread: a background thread may create a project and then hand it to the thread that owns it.
    mode = _read_mode(path) if read_only else "?mode=rw"
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
    except BaseException:
        connection.close()
        raise
    return connection


def _read_mode(path: Path) -> str:
    """Return the mode for reading: writable for SQLite's cleanup if the folder permits it, else without any change."""
    if writable(path) and writable(path.parent):
        return "?mode=rw"
    return "?mode=ro" if _has_log(path) else "?immutable=1"


def _identity(path: Path) -> tuple[int, int] | None:
    """Return the identity of a file, which distinguishes it from another of the same name; None if there is none."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _has_log(path: Path) -> bool:
    try:
        return path.with_name(path.name + "-wal").stat().st_size > 0
    except OSError:
        return False


def _uri(path: Path) -> str:
    name = path.absolute().as_posix()
    return "file://" + ("" if name.startswith("/") else "/") + urllib.parse.quote(os.fsencode(name))


def _code(error: sqlite3.Error) -> str:
    return getattr(error, "sqlite_errorname", None) or ""
