"""Read what can be read of a damaged project file."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from annotator.data.database import inspect_header
from annotator.data.migrations import MIGRATIONS, migrate, version
from annotator.data.project import beside
from annotator.errors import ProjectError


@dataclass
class Salvage:
    """Rows of a damaged file by table.

    Attributes:
        rows: Rows that could be read, by table, as dictionaries.
        damaged: Tables of which something could not be read.
    """

    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    damaged: set[str] = field(default_factory=set)


def salvage(project: Path) -> Salvage:
    """Read every table of a project file as far as it goes; the file is not touched, a copy of it is read.

    Raises:
        ProjectError: It is no project file, or not even its list of tables can be read.
    """
    inspect_header(project)
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy"
        for file in (project, *beside(project)):
            if file.exists() and not file.name.endswith("-shm"):
                shutil.copyfile(file, copy.with_name(copy.name + file.name[len(project.name) :]))
        found = Salvage()
        try:
            with closing(sqlite3.connect(copy)) as connection:
                connection.execute("PRAGMA writable_schema = ON")  # goes on where an index is damaged
                for name, sql in _tables():
                    found.rows[name] = list(_rows(connection, name, "WITHOUT ROWID" in sql, found))
        except sqlite3.DatabaseError as error:
            raise ProjectError(f"{project}: not even the list of its tables can be read ({error}).") from error
    return found


def _tables() -> list[tuple[str, str]]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as fresh:
        migrate(fresh)
        assert version(fresh) == len(MIGRATIONS)
        return fresh.execute(
            "SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
        ).fetchall()


def _rows(connection: sqlite3.Connection, table: str, keyed: bool, found: Salvage) -> Iterator[dict[str, Any]]:
    """Yield the rows of a table, jumping over what cannot be read."""
    connection.row_factory = sqlite3.Row
    try:
        columns = {row["name"]: row["pk"] for row in connection.execute(f"PRAGMA table_info({table})")}
    except sqlite3.DatabaseError:
        found.damaged.add(table)
        return
    if not columns:  # a table of a later format than the file
        return
    order = [name for name, pk in columns.items() if pk] if keyed else ["rowid"]
    key = ", ".join(order)
    seen: tuple[Any, ...] | None = None
    # Forwards as far as it goes, then backwards to where that was.
    for direction in ("ASC", "DESC"):
        last: tuple[Any, ...] | None = None
        rows: list[dict[str, Any]] = []
        try:
            # The names are those of our own tables, from an empty file of ours.
            query = f"SELECT {key}, * FROM {table} NOT INDEXED ORDER BY {key} {direction}"  # noqa: S608
            for row in connection.execute(query):
                last = tuple(row)[: len(order)]
                if direction == "DESC" and seen is not None and last <= seen:
                    break
                rows.append({name: row[name] for name in columns})
        except (sqlite3.DatabaseError, OverflowError, UnicodeDecodeError):
            found.damaged.add(table)
        if direction == "ASC":
            yield from rows
            seen = last
            if table not in found.damaged:
                return
        else:
            yield from reversed(rows)
