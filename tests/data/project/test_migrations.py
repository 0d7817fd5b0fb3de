"""Tables change only in migrations, each of which happens whole or not at all."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from annotator.data.project.migrations import MIGRATIONS, check_version, migrate, version
from annotator.errors import ProjectError


@pytest.fixture
def connection(tmp_path: Path):
    connection = sqlite3.connect(tmp_path / "file", isolation_level=None)
    yield connection
    connection.close()


def add_table(connection: sqlite3.Connection) -> None:
    connection.execute("CREATE TABLE added (x)")


def add_column(connection: sqlite3.Connection) -> None:
    connection.execute("ALTER TABLE added ADD COLUMN more")


def fail_half_way(connection: sqlite3.Connection) -> None:
    connection.execute("CREATE TABLE half (x)")
    connection.execute("INSERT INTO nowhere VALUES (1)")


def tables(connection: sqlite3.Connection) -> set[str]:
    return {row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}


def test_a_new_file_gets_the_present_version(connection: sqlite3.Connection) -> None:
    assert version(connection) == 0
    migrate(connection)
    assert version(connection) == len(MIGRATIONS)
    assert {"project", "image", "topic", "event", "change", "label", "step", "batch", "batch_image"} <= tables(
        connection
    )


def test_only_what_is_missing_is_run(connection: sqlite3.Connection) -> None:
    migrate(connection)
    migrate(connection)
    migrate(connection, (*MIGRATIONS, add_table))
    assert version(connection) == len(MIGRATIONS) + 1
    assert "added" in tables(connection)


def test_an_old_file_learns_of_confirmations_and_keeps_its_log(connection: sqlite3.Connection) -> None:
    migrate(connection, MIGRATIONS[:1])
    connection.execute("INSERT INTO topic VALUES (1, 'one', 'ital', '{}', 8, 0, '{}')")
    connection.execute("INSERT INTO event VALUES (7, 1, 'judge', NULL, 0, '2024', '1 image to relevant')")
    assert "confirmation" not in tables(connection)
    migrate(connection)
    assert "confirmation" in tables(connection)
    assert connection.execute("SELECT id, text FROM event").fetchall() == [(7, "1 image to relevant")]


def test_an_old_file_learns_of_the_archive_and_of_exclusive_topics(connection: sqlite3.Connection) -> None:
    migrate(connection, MIGRATIONS[:3])
    connection.execute("INSERT INTO topic VALUES (1, 'one', 'ital', '{}', 8, 0, '{}', '{}')")
    migrate(connection)
    assert connection.execute("SELECT archived, exclusive FROM topic").fetchall() == [(None, 0)]


def test_an_old_file_learns_of_notes_and_keeps_its_log(connection: sqlite3.Connection) -> None:
    migrate(connection, MIGRATIONS[:7])
    connection.execute("INSERT INTO topic (id, name, strategy, parameters, batch_size, seed, model)"
                       " VALUES (1, 'one', 'ital', '{}', 8, 0, '{}')")  # fmt: skip
    connection.execute("INSERT INTO event VALUES (7, 1, 'judge', NULL, 0, '2024', '1 image to relevant')")
    assert "note_change" not in tables(connection)
    migrate(connection)
    assert connection.execute("SELECT count(*) FROM note_change").fetchone() == (0,)
    assert connection.execute("SELECT id, text FROM event").fetchall() == [(7, "1 image to relevant")]


def test_an_old_file_learns_of_grades_and_keeps_its_labels(connection: sqlite3.Connection) -> None:
    migrate(connection, MIGRATIONS[:10])
    connection.execute("INSERT INTO topic (id, name, strategy, parameters, batch_size, seed, model)"
                       " VALUES (1, 'one', 'ital', '{}', 8, 0, '{}')")  # fmt: skip
    connection.execute("INSERT INTO image VALUES (0, 'a.png', 1, 1, 0, NULL)")
    connection.execute("INSERT INTO event VALUES (7, 1, 'judge', NULL, 0, '2024', '1 image to relevant')")
    connection.execute("INSERT INTO change VALUES (7, 0, 0, NULL, 1)")
    migrate(connection)
    assert connection.execute("SELECT * FROM change").fetchall() == [(7, 0, 0, None, 1, None, None)]
    with pytest.raises(sqlite3.IntegrityError):
        connection.execute("INSERT INTO change VALUES (7, 1, 0, NULL, 1, NULL, 4)")


def test_a_failing_migration_leaves_no_trace_and_those_before_it_stay(connection: sqlite3.Connection) -> None:
    migrate(connection, (add_table,))
    with pytest.raises(sqlite3.OperationalError, match="nowhere"):
        migrate(connection, (add_table, add_column, fail_half_way, add_table))
    assert version(connection) == 2
    assert connection.execute("SELECT count(more) FROM added").fetchone() == (0,)
    assert tables(connection) == {"added"}
    assert not connection.in_transaction


def test_a_new_file_gets_all_or_nothing(connection: sqlite3.Connection) -> None:
    with pytest.raises(sqlite3.OperationalError, match="nowhere"):
        migrate(connection, (add_table, fail_half_way))
    assert version(connection) == 0
    assert tables(connection) == set()


def test_a_newer_version_is_refused_with_the_reason() -> None:
    check_version(len(MIGRATIONS), "birds.annotator")
    with pytest.raises(ProjectError, match=r"birds.annotator was written by a newer version .* format is 99"):
        check_version(99, "birds.annotator")


@pytest.mark.parametrize(
    "table",
    [
        *("event", "change", "example", "example_change", "batch", "batch_image", "confirmation", "note_change"),
        "topic_text",
    ],
)
@pytest.mark.parametrize("verb", ["UPDATE", "DELETE"])
def test_the_record_is_append_only(connection: sqlite3.Connection, table: str, verb: str) -> None:
    migrate(connection)  # foreign keys are off here, so that one row can stand alone
    columns = [row[1:3] for row in connection.execute(f"PRAGMA table_info({table})")]
    words = {"kind": "'judge'", "field": "'grades'"}
    values = [
        words.get(name, "'1'") if kind == "TEXT" else "x'01'" if kind == "BLOB" else "1" for name, kind in columns
    ]
    connection.execute(f"INSERT INTO {table} VALUES ({', '.join(values)})")
    statement = f"DELETE FROM {table}" if verb == "DELETE" else f"UPDATE {table} SET {columns[0][0]} = 2"
    with pytest.raises(sqlite3.IntegrityError, match=f"the table {table} is append-only"):
        connection.execute(statement)
    assert connection.execute(f"SELECT count(*) FROM {table}").fetchone() == (1,)
