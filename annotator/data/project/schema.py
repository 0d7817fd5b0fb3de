"""The schema of a project file: exactly the tables, indexes and triggers that the migrations create.

A project may come from an untrusted source. A foreign view or trigger would run inside our statements, and a table of
another shape would change their meaning. A file whose schema is not exactly ours is therefore not opened.
"""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from functools import cache
from pathlib import Path

from annotator.data.project.database import check_sound, inspect_header, remedy, translated, untouched
from annotator.data.project.migrations import MIGRATIONS, check_version, migrate, version
from annotator.errors import DamagedProjectError
from annotator.messages import Message

_COMMENT = re.compile(r"--[^\n]*")
_SPACE = re.compile(r"\s+")
_READ = "SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"


def check_schema(connection: sqlite3.Connection, path: Path) -> None:
    """Raise ProjectError if the tables, indexes, triggers or views of the file differ from those of its version."""
    with translated(path):
        number = version(connection)
        found = {(kind, name): _plain(sql) for kind, name, sql in connection.execute(_READ)}
    expected = _schema(number)
    wrong = sorted(name for _, name in found.keys() ^ expected.keys())
    wrong += sorted(key[1] for key in found.keys() & expected.keys() if found[key] != expected[key])
    if wrong:
        reason = Message(
            "{path} does not have the structure that the program writes ({names}): it is damaged, or somebody else "
            "changed it, perhaps to do harm. Nothing in it was used.",
            path=path,
            names=", ".join(map(repr, wrong[:3])),
        )
        raise DamagedProjectError("{reason} If it is yours, {remedy}.", reason=reason, remedy=remedy(path))


@cache
def _schema(number: int) -> dict[tuple[str, str], str]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as fresh:
        migrate(fresh, MIGRATIONS[:number])
        return {(kind, name): _plain(sql) for kind, name, sql in fresh.execute(_READ)}


def _plain(sql: str | None) -> str:
    """Return a definition without comments and with normalized whitespace."""
    return _SPACE.sub(" ", _COMMENT.sub("", sql or "")).strip()


def inspect(path: Path) -> None:
    """Check that ``path`` is an intact project file of a known version, without changing it.

    The caller holds the project's lock, so that no other process writes meanwhile.

    Raises:
        ProjectError: It is missing, not a file, empty, not a project, of a newer version, has a foreign schema, or is
            damaged.
    """
    inspect_header(path)
    with untouched(path) as connection:
        with translated(path):
            found = version(connection)
        check_version(found, path)
        check_schema(connection, path)
        check_sound(connection, path)
