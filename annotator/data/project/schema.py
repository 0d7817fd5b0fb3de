"""What a project file may consist of: the tables, indexes and triggers that our migrations make, and nothing else.

A project may come from a stranger. A view or trigger of his making would run inside our own statements, and a table of
another shape would make them mean something else. So a file whose schema is not exactly ours is not opened.
"""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from functools import cache
from pathlib import Path

from annotator.data.project.database import check_sound, inspect_header, remedy, translated, untouched
from annotator.data.project.migrations import MIGRATIONS, check_version, migrate, version
from annotator.errors import ProjectError

_COMMENT = re.compile(r"--[^\n]*")
_SPACE = re.compile(r"\s+")
_READ = "SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"


def check_schema(connection: sqlite3.Connection, path: Path) -> None:
    """Raise ProjectError if the file has other tables, indexes, triggers or views than those of its version."""
    with translated(path):
        number = version(connection)
        found = {(kind, name): _plain(sql) for kind, name, sql in connection.execute(_READ)}
    expected = _schema(number)
    wrong = sorted(name for _, name in found.keys() ^ expected.keys())
    wrong += sorted(key[1] for key in found.keys() & expected.keys() if found[key] != expected[key])
    if wrong:
        raise ProjectError(
            "{path} is not as the program makes it ({names}): it is damaged, or was changed by somebody else, perhaps "
            "to do harm. Nothing of it was used. If it is yours, {remedy}.",
            path=path,
            names=", ".join(map(repr, wrong[:3])),
            remedy=remedy(path),
        )


@cache
def _schema(number: int) -> dict[tuple[str, str], str]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as fresh:
        migrate(fresh, MIGRATIONS[:number])
        return {(kind, name): _plain(sql) for kind, name, sql in fresh.execute(_READ)}


def _plain(sql: str | None) -> str:
    """Return a definition without what means nothing: comments and the kind of blanks."""
    return _SPACE.sub(" ", _COMMENT.sub("", sql or "")).strip()


def inspect(path: Path) -> None:
    """Check that ``path`` is a sound project file of a version we know, without changing a byte of it.

    The caller holds the project's lock, so that nobody writes meanwhile.

    Raises:
        ProjectError: It is missing, no file, empty, no project, newer than this program, not of our making, or
            damaged.
    """
    inspect_header(path)
    with untouched(path) as connection:
        check_version(version(connection), path)
        check_schema(connection, path)
        check_sound(connection, path)
