"""The tables of a project file and the migrations that update an older file.

Only migrations alter tables. Each is one transaction that also records the new version, so that a crash leaves the file
either before or after it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence

from annotator.data.files.generation import Generation
from annotator.errors import ProjectError

Migration = Callable[[sqlite3.Connection], None]

# The log (event, change, example_change, confirmation, note_change, topic_text) is the source of truth; label and step
# are derived from it.
_TABLES = (
    """CREATE TABLE project (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        created TEXT NOT NULL,      -- UTC, ISO 8601
        seed INTEGER NOT NULL,
        topic INTEGER,              -- the topic that was current last
        images TEXT NOT NULL,       -- JSON {"relative", "absolute"}: the image folder
        features TEXT NOT NULL,     -- JSON, likewise: the feature file
        fingerprint TEXT NOT NULL,  -- JSON: what recognizes the feature file
        invalid BLOB NOT NULL,      -- int64, little-endian: feature rows with values that are not finite
        report TEXT NOT NULL        -- JSON: the import report
    ) STRICT""",
    """CREATE TABLE image (
        id INTEGER PRIMARY KEY,     -- 0 .. N-1 in order of path
        path TEXT NOT NULL,         -- relative to the image folder, POSIX separators
        size INTEGER NOT NULL,      -- bytes
        mtime INTEGER NOT NULL,     -- nanoseconds since 1970
        feature_row INTEGER         -- NULL: the image has no features
    ) STRICT""",
    """CREATE TABLE topic (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL COLLATE NOCASE UNIQUE,
        strategy TEXT NOT NULL,
        parameters TEXT NOT NULL,   -- JSON
        batch_size INTEGER NOT NULL,
        seed INTEGER NOT NULL,
        model TEXT NOT NULL         -- JSON
    ) STRICT""",
    """CREATE TABLE event (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        topic INTEGER NOT NULL REFERENCES topic,
        kind TEXT NOT NULL CHECK (kind IN ('judge', 'example', 'external', 'import', 'undo', 'redo')),
        target INTEGER REFERENCES event,  -- of undo and redo: the step
        round INTEGER NOT NULL,
        at TEXT NOT NULL,                 -- UTC, ISO 8601
        text TEXT NOT NULL                -- the step in words
    ) STRICT""",
    "CREATE INDEX event_of_topic ON event (topic)",
    """CREATE TABLE change (
        event INTEGER NOT NULL REFERENCES event,
        position INTEGER NOT NULL,
        image INTEGER NOT NULL REFERENCES image,
        old INTEGER,                      -- -1 irrelevant, 0 unsure, 1 relevant, NULL unlabelled
        new INTEGER,
        PRIMARY KEY (event, position)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE example (
        id INTEGER PRIMARY KEY,
        topic INTEGER NOT NULL REFERENCES topic,
        name TEXT NOT NULL,
        vector BLOB NOT NULL              -- float64, little-endian
    ) STRICT""",
    """CREATE TABLE example_change (
        event INTEGER NOT NULL REFERENCES event,
        example INTEGER NOT NULL REFERENCES example,
        used INTEGER NOT NULL CHECK (used IN (0, 1)),
        PRIMARY KEY (example, event)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX example_change_of_event ON example_change (event)",
    """CREATE TABLE label (                  -- derived: the labels now
        topic INTEGER NOT NULL REFERENCES topic,
        image INTEGER NOT NULL REFERENCES image,
        label INTEGER NOT NULL CHECK (label IN (-1, 0, 1)),
        event INTEGER NOT NULL,           -- the one that set it
        position INTEGER NOT NULL,
        PRIMARY KEY (topic, image)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE step (                   -- derived: what can be undone and redone
        topic INTEGER NOT NULL REFERENCES topic,
        undone INTEGER NOT NULL CHECK (undone IN (0, 1)),
        event INTEGER NOT NULL REFERENCES event,
        PRIMARY KEY (topic, undone, event)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE batch (
        id INTEGER PRIMARY KEY,
        topic INTEGER NOT NULL REFERENCES topic,
        round INTEGER NOT NULL,
        strategy TEXT NOT NULL,
        parameters TEXT NOT NULL,         -- JSON, complete
        model TEXT NOT NULL,              -- JSON, complete
        length_scale REAL NOT NULL,
        seed TEXT NOT NULL,               -- JSON list
        revision INTEGER NOT NULL,        -- of the labels the model had seen
        created TEXT NOT NULL,
        seconds REAL NOT NULL,
        evaluations INTEGER NOT NULL,
        note TEXT NOT NULL,
        UNIQUE (topic, round)
    ) STRICT""",
    """CREATE TABLE batch_image (
        batch INTEGER NOT NULL REFERENCES batch,
        position INTEGER NOT NULL,
        image INTEGER NOT NULL REFERENCES image,
        score REAL,                       -- NULL: the strategy gave none
        PRIMARY KEY (batch, position),
        UNIQUE (batch, image)
    ) STRICT, WITHOUT ROWID""",
)
_APPEND_ONLY = ("event", "change", "example", "example_change", "batch", "batch_image")


def _first(connection: sqlite3.Connection) -> None:
    for statement in _TABLES:
        connection.execute(statement)
    for table in _APPEND_ONLY:
        _append_only(connection, table)


_METADATA = (
    """CREATE TABLE metadata_column (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL UNIQUE,        -- lower case
        source TEXT NOT NULL,             -- 'exif', 'size', 'quality' or 'csv'
        kind TEXT NOT NULL CHECK (kind IN ('number', 'text'))
    ) STRICT""",
    """CREATE TABLE metadata_block (
        column INTEGER NOT NULL REFERENCES metadata_column ON DELETE CASCADE,
        first INTEGER NOT NULL,           -- id of the first image of the block
        data BLOB NOT NULL,               -- zlib: float64 (NaN missing), or int32 numbers of words (-1 missing)
        PRIMARY KEY (column, first)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE metadata_word (
        column INTEGER NOT NULL REFERENCES metadata_column ON DELETE CASCADE,
        code INTEGER NOT NULL,
        word TEXT NOT NULL,
        PRIMARY KEY (column, code)
    ) STRICT, WITHOUT ROWID""",
    "ALTER TABLE topic ADD COLUMN scope TEXT NOT NULL DEFAULT '{}'",  # JSON; missing fields have their defaults
    "ALTER TABLE batch ADD COLUMN scope TEXT NOT NULL DEFAULT '{}'",
)


def _metadata(connection: sqlite3.Connection) -> None:
    for statement in _METADATA:
        connection.execute(statement)


def _confirmations(connection: sqlite3.Connection) -> None:
    """Add confirmations: judgements that keep a label after a second look."""
    connection.execute(
        """CREATE TABLE confirmation (
            event INTEGER NOT NULL REFERENCES event,
            position INTEGER NOT NULL,
            image INTEGER NOT NULL REFERENCES image,
            label INTEGER NOT NULL CHECK (label IN (-1, 0, 1)),     -- the label that is kept
            confirmed INTEGER NOT NULL CHECK (confirmed IN (0, 1)), -- 0: taken back
            PRIMARY KEY (image, event)
        ) STRICT, WITHOUT ROWID"""
    )
    connection.execute("CREATE INDEX confirmation_of_event ON confirmation (event)")
    _append_only(connection, "confirmation")


def _topic_lists(connection: sqlite3.Connection) -> None:
    """Add an archive for topics, and mark topics that exclude each other."""
    connection.execute("ALTER TABLE topic ADD COLUMN archived TEXT")  # UTC, ISO 8601; NULL: not archived
    connection.execute("ALTER TABLE topic ADD COLUMN exclusive INTEGER NOT NULL DEFAULT 0 CHECK (exclusive IN (0, 1))")


def _any_collection(connection: sqlite3.Connection) -> None:
    """Add what the import and export of other programs' files need."""
    _export_profiles(connection)
    _feature_layout(connection)
    _contents(connection)
    _feature_sets(connection)


def _feature_layout(connection: sqlite3.Connection) -> None:
    """Store the layout of the feature file, so that it is not detected again."""
    connection.execute("ALTER TABLE project ADD COLUMN layout TEXT NOT NULL DEFAULT '{}'")  # JSON


def _feature_sets(connection: sqlite3.Connection) -> None:
    """Add several feature files of the same images."""
    connection.execute(
        """CREATE TABLE feature_set (
            name TEXT PRIMARY KEY COLLATE NOCASE,
            place TEXT NOT NULL,              -- JSON {"relative", "absolute"}
            layout TEXT NOT NULL              -- JSON
        ) STRICT"""
    )


def _contents(connection: sqlite3.Connection) -> None:
    """Identify images by their content, and record that they are missing."""
    connection.execute("ALTER TABLE image ADD COLUMN missing TEXT")  # since when, UTC, ISO 8601; NULL: not missing
    connection.execute(
        """CREATE TABLE content (
            image INTEGER PRIMARY KEY REFERENCES image,
            size INTEGER NOT NULL,            -- of the file that was read
            mtime INTEGER NOT NULL,
            sha256 BLOB NOT NULL
        ) STRICT"""
    )


def _export_profiles(connection: sqlite3.Connection) -> None:
    """Store export profiles."""
    connection.execute(
        """CREATE TABLE export_profile (
            name TEXT PRIMARY KEY COLLATE NOCASE,
            format TEXT NOT NULL,
            target TEXT NOT NULL,             -- JSON {"relative", "absolute"}: file or folder
            options TEXT NOT NULL             -- JSON
        ) STRICT"""
    )


def _generations(connection: sqlite3.Connection) -> None:
    """Store which state the file is in, so that no write-ahead log of another one is applied to it."""
    connection.execute(
        """CREATE TABLE generation (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            path TEXT NOT NULL,               -- where the file was when it was opened to write
            text TEXT NOT NULL                -- see generation.py; last, so that it ends the page
        ) STRICT"""
    )
    connection.execute("INSERT INTO generation VALUES (1, '', ?)", (Generation.new().text(),))


def _words(connection: sqlite3.Connection) -> None:
    """Let words be a kind of example: the vector is then the direction that they mean."""
    connection.execute("ALTER TABLE example ADD COLUMN words TEXT")  # JSON; NULL: an external example


def _notes(connection: sqlite3.Connection) -> None:
    """Add notes on images. A note is of an image, whatever the topic of the step that wrote it."""
    connection.execute(
        """CREATE TABLE note_change (
            event INTEGER NOT NULL REFERENCES event,
            image INTEGER NOT NULL REFERENCES image,
            old TEXT NOT NULL,                -- '': no note
            new TEXT NOT NULL,
            PRIMARY KEY (image, event)
        ) STRICT, WITHOUT ROWID"""
    )
    connection.execute("CREATE INDEX note_change_of_event ON note_change (event)")
    _append_only(connection, "note_change")


def _judges(connection: sqlite3.Connection) -> None:
    """Let a topic hold the opinion of another person on the images of a topic."""
    connection.execute("ALTER TABLE topic ADD COLUMN judge TEXT NOT NULL DEFAULT ''")
    connection.execute("ALTER TABLE topic ADD COLUMN opinion_on INTEGER REFERENCES topic")  # NULL: an own topic


def _saved_topics(connection: sqlite3.Connection) -> None:
    """Let judgements of another collection be a kind of example: the vector is then all of theirs."""
    connection.execute("ALTER TABLE example ADD COLUMN saved TEXT")  # JSON; NULL: an external example, or words


def _grades(connection: sqlite3.Connection) -> None:
    """Add grades of relevant images, and the texts of a topic: the words of its grades, and its criteria."""
    for name in ("old_grade", "new_grade"):  # NULL: none was given
        connection.execute(f"ALTER TABLE change ADD COLUMN {name} INTEGER CHECK ({name} BETWEEN 1 AND 3)")
    connection.execute(
        """CREATE TABLE topic_text (
            event INTEGER NOT NULL REFERENCES event,
            field TEXT NOT NULL CHECK (field IN ('grades', 'criteria')),
            old TEXT NOT NULL,                -- '': none
            new TEXT NOT NULL,
            PRIMARY KEY (event, field)
        ) STRICT, WITHOUT ROWID"""
    )
    _append_only(connection, "topic_text")


def _pools(connection: sqlite3.Connection) -> None:
    """Let the pool of a topic be a kind of example: the vector is then its images, int64, little-endian."""
    connection.execute("ALTER TABLE example ADD COLUMN pool TEXT")  # JSON; NULL: something else


def _append_only(connection: sqlite3.Connection, table: str) -> None:
    for verb in ("UPDATE", "DELETE"):
        connection.execute(
            f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, 'the table {table} is append-only'); END"
        )


MIGRATIONS: tuple[Migration, ...] = (
    _first, _metadata, _confirmations, _topic_lists, _any_collection, _generations, _words, _notes, _judges,
    _saved_topics, _grades, _pools,
)  # fmt: skip
"""All migrations in order; the first brings an empty file to version 1."""


def version(connection: sqlite3.Connection) -> int:
    """Return the version of the tables, 0 for a new file."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def check_version(found: int, path: object, migrations: Sequence[Migration] = MIGRATIONS) -> None:
    """Raise ProjectError if a file of version ``found`` was written by a newer program."""
    if found > len(migrations):
        raise ProjectError(
            "{path} was written by a newer version of the program (its format is {found}, this program knows formats "
            "up to {known}). Nothing was changed. Open it with the newer version.",
            path=path,
            found=found,
            known=len(migrations),
        )


def migrate(connection: sqlite3.Connection, migrations: Sequence[Migration] = MIGRATIONS) -> None:
    """Run the migrations that have not been applied to the file.

    A new file gets all of them in one transaction, because every transaction waits for the disk.

    Args:
        connection: Writable connection in autocommit mode.
        migrations: All migrations, in order.

    Raises:
        sqlite3.Error: A migration failed and was rolled back; earlier ones of a file that had one remain applied.
    """
    found = version(connection)
    step = len(migrations) if found == 0 else 1
    for start in range(found, len(migrations), step or 1):
        connection.execute("BEGIN IMMEDIATE")
        try:
            for migration in migrations[start : start + step]:
                migration(connection)
            end = min(start + step, len(migrations))
            connection.execute(f"PRAGMA user_version = {end}")  # PRAGMA accepts no bound values; an integer
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
