"""The tables of the thumbnail store, and how they are kept small."""

from __future__ import annotations

import sqlite3
from pathlib import Path

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
    """Tell whether the content of the file is to blame, not that it cannot be reached at the moment."""
    # Busy, full, read-only and the like are OperationalErrors; a table that is missing is one, too.
    return not isinstance(error, sqlite3.OperationalError) or "no such" in str(error)


def connect(file: Path, wait: float) -> sqlite3.Connection:
    """Open the file, made with its folders and tables; ``wait`` seconds for other programs that write to it."""
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
    """Put a picture in place of what was kept for the same path and edge; ``row`` as the columns are."""
    path, edge = row[:2]
    db.execute("DELETE FROM pictures WHERE id IN (SELECT id FROM thumbnails WHERE path = ? AND edge = ?)", (path, edge))
    entry = db.execute(
        "INSERT OR REPLACE INTO thumbnails (path, edge, mtime, size, used) VALUES (?, ?, ?, ?, ?)", row
    ).lastrowid
    db.execute("INSERT OR REPLACE INTO pictures (id, data) VALUES (?, ?)", (entry, data))


def note_use(db: sqlite3.Connection, entry: int, now: int) -> None:
    """Remember that a thumbnail was wanted at ``now``."""
    db.execute("UPDATE thumbnails SET used = ? WHERE id = ?", (now, entry))


def delete_all(db: sqlite3.Connection) -> None:
    """Forget every thumbnail; the space is given back by :func:`shrink`."""
    db.execute("DELETE FROM pictures")
    db.execute("DELETE FROM thumbnails")


def _pragma(db: sqlite3.Connection, name: str) -> int:
    return int(db.execute(f"PRAGMA {name}").fetchone()[0])


def mostly_free(db: sqlite3.Connection) -> bool:
    """Tell whether more than half of the file is unused."""
    return _pragma(db, "freelist_count") > _pragma(db, "page_count") // 2


def used_bytes(db: sqlite3.Connection) -> int:
    """Return the bytes of the file that hold something."""
    return (_pragma(db, "page_count") - _pragma(db, "freelist_count")) * _pragma(db, "page_size")


def make_room(db: sqlite3.Connection, limit: int) -> None:
    """Delete what was not used for longest until ``limit`` bytes are left, and shorten the file."""
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
    """Give pages that are free back to the disk."""
    # As a script: execute() would take the first of its many steps only.
    db.executescript("PRAGMA incremental_vacuum")
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
