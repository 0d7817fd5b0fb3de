"""Projects that are sound SQLite and mean nothing: every column holds, in turn, what the program never writes.

``python -m benchmarks.faults.meaning`` tries all values in all columns; ``tests/reliability`` tries a sample. Whatever
a file holds, opening it, working with it, examining and recovering it end in success or in a clear error.
"""

from __future__ import annotations

import argparse
import contextlib
import shutil
import sqlite3
import traceback
from collections.abc import Iterator
from pathlib import Path

from annotator.errors import AnnotatorError
from benchmarks.command import option, run

DEEP = 50_000
VALUES: tuple[object, ...] = (
    None, -1, 0, 7, 2**63 - 1, -(2**63), 1.5, float("inf"), "", "text", "null", "[]", "{}", "[1, 2]", '{"a": 1}',
    "[" * DEEP + "]" * DEEP, '{"a":' * DEEP + "1" + "}" * DEEP, '"\\ud800"', "../../etc/passwd", "a\nb", b"", b"\xff",
    b"12345678",
)  # fmt: skip


def make_project(folder: Path) -> Path:
    """Create a project that has something in most tables."""
    from annotator.session.session import Session
    from annotator.types import Label
    from benchmarks.faults.scenarios import make_collection

    make_collection(folder / "images", folder / "features.h5")
    project = folder / "p.annotator"
    with Session.create(project, folder / "images", folder / "features.h5", topic="kites") as session:
        session.next_batch()
        session.judge([0, 1], Label.RELEVANT)
        session.judge([2, 3], Label.IRRELEVANT)
        session.examples.add([4])
        session.topics.add("owls")
        session.features.add("other", folder / "features.h5")
        session.rank()
    return project


def columns(project: Path) -> list[tuple[str, str]]:
    """Return the (table, column) pairs of a project in which there are rows."""
    with contextlib.closing(sqlite3.connect(project)) as db:
        tables = [name for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        filled = [t for t in tables if not t.startswith("sqlite_") and db.execute(f"SELECT 1 FROM {t}").fetchone()]
        return [(t, row[1]) for t in filled for row in db.execute(f"PRAGMA table_info({t})")]


def altered(project: Path, target: Path, table: str, column: str, value: object) -> bool:
    """Write a copy with ``value`` in the first row that takes it; return whether there is one."""
    shutil.copyfile(project, target)
    with contextlib.closing(sqlite3.connect(target, isolation_level=None)) as db:
        db.execute("PRAGMA ignore_check_constraints = ON")
        for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
            db.execute(f"DROP TRIGGER {name}")
        try:
            return (
                db.execute(
                    f"UPDATE {table} SET {column} = ? WHERE ({column}) = (SELECT {column} FROM {table} LIMIT 1)",
                    (value,),
                ).rowcount
                > 0
            )
        except sqlite3.Error:
            return False


def used(project: Path) -> None:
    """Do what people do with a project."""
    from annotator.session.session import Session
    from annotator.types import Label

    with Session.open(project) as session:
        session.judgements.history()
        for topic in session.topics:
            session.topics.switch(topic.id)
            session.judge([5], Label.UNSURE)
            session.next_batch()
            session.rank()
        session.undo()
        session.project.check()
        _ = session.features.sets, session.exports.profiles, session.collection.import_report


def examined(project: Path) -> None:
    """Look for damage."""
    from annotator.data.recovery.health_check import examine

    list(examine(project))


def previewed(project: Path) -> None:
    """Show it on the start page."""
    from annotator.data.project.preview import preview_project

    preview_project(project)


def recovered(project: Path) -> None:
    """Recover it."""
    from annotator.data.recovery.recover import recover

    recover(project, project.with_name("recovered.annotator"))


USES = (used, examined, previewed, recovered)


def outcomes(folder: Path, every: int = 1, start: int = 0) -> Iterator[str]:
    """Try values in columns, and yield for every use "" after success or a clear error, else what happened.

    Args:
        folder: Empty folder to work in.
        every: Try only every n-th pair of a column and a value.
        start: The first of them.
    """
    project = make_project(folder)
    pairs = [(table, column, value) for table, column in columns(project) for value in VALUES]
    work = folder / "odd.annotator"
    for table, column, value in pairs[start::every]:
        for use in USES:
            for old in (*folder.glob("odd.annotator*"), *folder.glob("recovered.annotator*")):
                shutil.rmtree(old) if old.is_dir() else old.unlink()
            if not altered(project, work, table, column, value):
                break
            try:
                use(work)
            except AnnotatorError:
                yield ""
            except Exception as error:
                at = traceback.extract_tb(error.__traceback__)
                ours = next((f for f in reversed(at) if "/annotator/" in f.filename), at[-1])
                kind = f"{type(error).__name__}: {str(error)[:100]}"
                yield f"{table}.{column} = {str(value)[:20]!r}, {use.__name__}: {kind} ({ours.filename}:{ours.lineno})"
            else:
                yield ""


OPTIONS = (
    option("--every", type=int, default=1, tiny=100, help="try only every n-th pair of a column and a value"),
    option("--start", type=int, default=0, help="the first of them"),
)


def main(given: argparse.Namespace) -> None:
    """Try values in columns, and print what did not end well."""
    for text in filter(None, outcomes(given.folder, given.every, given.start)):
        print(text, flush=True)


if __name__ == "__main__":
    run(main, OPTIONS)
