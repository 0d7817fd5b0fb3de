"""Salvage the readable rows of a damaged project file."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from annotator.data.files.generation import foreign_log, has_log, log_path
from annotator.data.project.database import inspect_header
from annotator.data.project.migrations import MIGRATIONS, migrate, version
from annotator.errors import ProjectError


@dataclass
class Salvage:
    """Rows of a damaged file by table.

    Attributes:
        rows: Readable rows by table, as dictionaries.
        damaged: Tables that could not be read completely.
    """

    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    damaged: set[str] = field(default_factory=set)


def salvage(project: Path, log: Path | None = None) -> Salvage:
    """Read as much as possible of every table of a project file, from a copy; the file itself is not changed.

    Args:
        project: The file.
        log: Its write-ahead log; None for the one next to it, if that belongs to it.

    Raises:
        ProjectError: It is not a project file, or even its list of tables cannot be read.
    """
    inspect_header(project)
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy"
        shutil.copyfile(project, copy)
        if log is None and has_log(project) and not foreign_log(project):
            log = log_path(project)
        if log is not None:
            shutil.copyfile(log, log_path(copy))
        found = Salvage()
        try:
            with closing(sqlite3.connect(copy)) as connection:
                connection.execute("PRAGMA writable_schema = ON")  # continues despite a damaged index
                for name, columns, keyed in _tables():
                    found.rows[name] = list(_rows(connection, name, columns, keyed, found))
        except sqlite3.DatabaseError as error:
            raise ProjectError(
                "{project}: not even the list of its tables can be read ({error}).", project=project, error=error
            ) from error
    return found


def _tables() -> list[tuple[str, list[tuple[str, bool]], bool]]:
    """Return each table's name, its columns (name, whether in the primary key) and whether it is WITHOUT ROWID."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as fresh:
        migrate(fresh)
        assert version(fresh) == len(MIGRATIONS)
        named = fresh.execute(
            "SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
        ).fetchall()
        columns = {name: fresh.execute(f"PRAGMA table_info({name})").fetchall() for name, _ in named}
        return [
            (name, [(row[1], bool(row[5])) for row in columns[name]], "WITHOUT ROWID" in sql) for name, sql in named
        ]


def _rows(
    connection: sqlite3.Connection, table: str, columns: list[tuple[str, bool]], keyed: bool, found: Salvage
) -> Iterator[dict[str, Any]]:
    """Yield the rows of a table, skipping what cannot be read.

    Columns are identified by position: their names in the file may be damaged too, and an older file has fewer of them.
    """
    try:
        there = [str(row[1]) for row in connection.execute(f"PRAGMA table_info({table})")]
    except (sqlite3.DatabaseError, UnicodeDecodeError):
        found.damaged.add(table)
        return
    if not there:  # a table of a later format than the file
        return
    names = [name for name, _ in columns][: len(there)]
    quoted = ['"' + name.replace('"', '""') + '"' for name in there]
    order = [quoted[place] for place, (_, key) in enumerate(columns[: len(there)]) if key] if keyed else ["rowid"]
    if not order:
        found.damaged.add(table)
        return
    key = ", ".join(order)
    seen: tuple[Any, ...] | None = None
    # Read forward as far as possible, then backward to that point.
    for direction in ("ASC", "DESC"):
        last: tuple[Any, ...] | None = None
        rows: list[dict[str, Any]] = []
        try:
            query = f"SELECT {key}, * FROM {table} NOT INDEXED ORDER BY {key} {direction}"  # noqa: S608
            for row in connection.execute(query):
                last = row[: len(order)]
                if direction == "DESC" and seen is not None and last <= seen:
                    break
                rows.append(dict(zip(names, row[len(order) :], strict=False)))
        except (sqlite3.DatabaseError, OverflowError, UnicodeDecodeError, TypeError):  # the last of a damaged key
            found.damaged.add(table)
        if direction == "ASC":
            yield from rows
            seen = last
            if table not in found.damaged:
                return
        else:
            yield from reversed(rows)
