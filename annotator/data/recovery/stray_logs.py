"""Judgements in write-ahead logs that were put aside because they did not belong to the file next to them."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from annotator.data.files.generation import frames, generation_at, read_log, stray_logs
from annotator.data.project.backups import backups_of, folder_of
from annotator.data.project.database import Database, stored_generation
from annotator.data.project.log.topic_texts import FIELDS
from annotator.data.recovery.logged_steps import COUNT, Line, lines_of
from annotator.data.recovery.salvage import salvage
from annotator.errors import ProjectError
from annotator.messages import Message

_LEAVES = (0x0D, 0x0A)  # first byte of a page with rows: of a table, of one without row numbers
_LABELS = (-1, 0, 1, None)
_GRADES = (1, 2, 3, None)


def stray_lines(project: Path, opened: Database, lost: list[str]) -> Iterator[list[Line]]:
    """Yield the steps in each of the logs of a project, in the form of the text log.

    Args:
        project: The project.
        opened: A project file whose images are those of the project, if it is the same.
        lost: Receives sentences on logs that are of no use.
    """
    state = stored_generation(opened.connection)
    for file in stray_logs(project, folder_of(project)):
        log = read_log(file)
        if log is None:
            continue
        if state is None or log.project != state.project:
            lost.append(
                Message(
                    "{file}: it belongs to another project, which was here before. To recover that one, move "
                    "{project} away first.",
                    file=file,
                    project=project.name,
                )
            )
            continue
        bases = (project, *(one.path for one in backups_of(project)))
        base = next((one for one in bases if log.continues(generation_at(one, log.page, log.size))), None)
        with suppress(ProjectError, OSError, LookupError, sqlite3.Error):
            rows = _rows_of_pages(opened, file, log.size) if base is None else salvage(base, file).rows
            yield list(lines_of(rows))


def _rows_of_pages(opened: Database, log: Path, size: int) -> dict[str, list[dict[str, Any]]]:
    """Return the events and changes on the pages of a log whose file is gone.

    Each page with rows is read as if it were a whole table of another copy of the project.
    """
    pages: dict[int, bytes] = {}
    pending: dict[int, bytes] = {}
    for number, commit, data in frames(log):
        pending[number] = data
        if commit:
            pages |= pending
            pending = {}
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy"
        with closing(sqlite3.connect(copy)) as target:
            opened.connection.backup(target)
            target.execute("PRAGMA journal_mode = DELETE")
            roots = dict(target.execute("SELECT rootpage, tbl_name FROM sqlite_schema WHERE rootpage > 0"))
        leaves = [number for number, data in pages.items() if number != 1 and data[0] in _LEAVES]
        with copy.open("rb+") as stream:
            for number, data in pages.items():
                if number != 1:
                    stream.seek((number - 1) * size)
                    stream.write(data)
            n_pages = -(-stream.seek(0, 2) // size)
            stream.seek(28)
            stream.write(n_pages.to_bytes(4, "big"))
        rows: dict[str, list[dict[str, Any]]] = {name: opened_rows(opened, name) for name in ("image", "topic")} | {
            name: []
            for name in ("event", "change", "example", "confirmation", "example_change", "note_change", "topic_text")
        }
        for number in leaves:
            rows["event"] += _read_as(copy, "event", number, roots)
        sizes = {row["id"]: _size(row["text"]) for row in rows["event"]}
        found: dict[tuple[int, int], dict[str, Any]] = {}
        for number in leaves:
            for row in _read_as(copy, "change", number, roots):
                if row["event"] in sizes and row["position"] < sizes[row["event"]]:
                    found.setdefault((row["event"], row["position"]), row)
        rows["change"] = [found[key] for key in sorted(found)]
        notes = {}
        for number in leaves:
            for row in _read_as(copy, "note_change", number, roots):
                if row["event"] in sizes:
                    notes[row["event"], row["image"]] = row
        rows["note_change"] = [notes[key] for key in sorted(notes)]
        texts = {}
        for number in leaves:
            for row in _read_as(copy, "topic_text", number, roots):
                if row["event"] in sizes:
                    texts[row["event"], row["field"]] = row
        rows["topic_text"] = [texts[key] for key in sorted(texts)]
    return rows


def opened_rows(opened: Database, table: str) -> list[dict[str, Any]]:
    """Return all rows of a table."""
    cursor = opened.connection.execute(f"SELECT * FROM {table}")  # noqa: S608
    names = [one[0] for one in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def _read_as(copy: Path, table: str, page: int, roots: dict[int, str]) -> list[dict[str, Any]]:
    """Return the rows of a page read as one of ``table``, none if they are of another one."""
    if roots.get(page, table) != table:
        return []
    with suppress(sqlite3.Error, UnicodeDecodeError, OverflowError):
        with closing(sqlite3.connect(copy)) as connection:
            connection.execute("PRAGMA writable_schema = ON")
            connection.execute("UPDATE sqlite_schema SET rootpage = ? WHERE name = ?", (page, table))
            connection.commit()
        with closing(sqlite3.connect(copy)) as connection:
            cursor = connection.execute(f"SELECT * FROM {table} NOT INDEXED")  # noqa: S608
            names = [one[0] for one in cursor.description]
            rows = [dict(zip(names, row, strict=True)) for row in cursor]
        if all(_FITS[table](row) for row in rows):
            return rows
    return []


def _is_event(row: dict[str, Any]) -> bool:
    return (
        all(type(row[name]) is int for name in ("id", "topic", "round"))
        and all(isinstance(row[name], str) for name in ("kind", "at", "text"))
        and row["at"][:2] == "20"
    )


def _is_change(row: dict[str, Any]) -> bool:
    whole = all(type(row[name]) is int and row[name] >= 0 for name in ("event", "position", "image"))
    labels = row["old"] in _LABELS and row["new"] in _LABELS
    graded = row["old_grade"] in _GRADES and row["new_grade"] in _GRADES
    return whole and labels and graded and (row["old"], row["old_grade"]) != (row["new"], row["new_grade"])


def _is_note(row: dict[str, Any]) -> bool:
    whole = all(type(row[name]) is int and row[name] >= 0 for name in ("event", "image"))
    return whole and all(isinstance(row[name], str) for name in ("old", "new")) and row["old"] != row["new"]


def _is_text(row: dict[str, Any]) -> bool:
    return type(row["event"]) is int and row["field"] in FIELDS and row["old"] != row["new"]


_FITS = {"event": _is_event, "change": _is_change, "note_change": _is_note, "topic_text": _is_text}


def _size(text: object) -> int:
    count = COUNT.match(str(text))
    return int(count[1]) if count else 1 << 62
