"""The event log: what it records, and that labels and steps follow from it alone."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import numpy as np
import pytest

from annotator.data.project.database import Database
from annotator.data.project.history import HistoryFilter
from annotator.data.project.judgements import Judgements
from annotator.data.project.log.fold import fold, rebuild, stored
from annotator.data.project.migrations import migrate
from annotator.data.project.search_log import read_search
from annotator.errors import ProjectError
from annotator.types import UNLABELLED, Batch, Label

REL, IRR, UNSURE = Label.RELEVANT, Label.IRRELEVANT, Label.UNSURE
AT = "2024-05-01T12:00:00.000Z"


@pytest.fixture
def database(tmp_path: Path):
    """Twenty images and two topics."""
    path = tmp_path / "log"
    connection = sqlite3.connect(path, isolation_level=None)
    migrate(connection)
    connection.executemany("INSERT INTO image VALUES (?, 'a' || ?, 1, 1, NULL, NULL)", [(i, i) for i in range(20)])
    connection.executemany(
        "INSERT INTO topic (id, name, strategy, parameters, batch_size, seed, model, scope)"
        " VALUES (?, ?, 'ital', '{}', 8, 0, '{}', '{}')",
        [(1, "one"), (2, "two")],
    )
    connection.close()
    database = Database(path)
    yield database
    database.close()


def record(judgements: Judgements, images: list[int], label: Label | None) -> int:
    return judgements.record(dict.fromkeys(images, label), kind="judge", round=3, at=AT).revision


def test_every_event_is_kept_as_it_was(database: Database) -> None:
    log = Judgements(database, 1)
    first = record(log, [4, 2], REL)
    second = record(log, [2], IRR)
    log.undo(round=4, at=AT)
    events = database.read("SELECT id, topic, kind, target, round, at, text FROM event ORDER BY id")
    assert events == [
        (first, 1, "judge", None, 3, AT, "2 images to relevant"),
        (second, 1, "judge", None, 3, AT, "1 image to irrelevant"),
        (second + 1, 1, "undo", second, 4, AT, "1 image to irrelevant"),
    ]
    changes = database.read("SELECT event, position, image, old, new FROM change ORDER BY event, position")
    assert changes == [(first, 0, 4, None, 1), (first, 1, 2, None, 1), (second, 0, 2, 1, -1), (second + 1, 0, 2, -1, 1)]


def test_what_is_read_back_is_what_was_there(database: Database) -> None:
    log = Judgements(database, 1)
    record(log, [4, 2, 9], REL)
    record(log, [2], UNSURE)
    record(log, [9], None)
    record(log, [4], IRR)
    log.undo(round=0, at=AT)
    again = Judgements(database, 1)
    assert list(again.labels.items()) == list(log.labels.items()) == [(2, UNSURE), (4, REL)]
    assert again.revision == log.revision
    assert [again.count(label) for label in (REL, IRR, UNSURE)] == [1, 0, 1]
    assert [log.count(label) for label in (REL, IRR, UNSURE)] == [1, 0, 1]


def test_label_codes_follow_every_change_and_cannot_be_written(database: Database) -> None:
    log = Judgements(database, 1)
    record(log, [4, 2], REL)
    codes = log.codes(20)  # taken once, current for ever
    record(log, [2], UNSURE)
    record(log, [4], None)
    record(log, [7, 8], IRR)
    log.undo(round=0, at=AT)
    log.undo(round=0, at=AT)
    log.redo(round=0, at=AT)
    log.undo(round=0, at=AT)
    assert dict(enumerate(codes.tolist())) == {i: {4: 1, 2: 0}.get(i, UNLABELLED) for i in range(20)}
    assert codes.tolist() == Judgements(database, 1).codes(20).tolist() == log.codes(20).tolist()
    with pytest.raises(ValueError, match="read-only"):
        codes[0] = 1


def test_topics_do_not_touch_each_other(database: Database) -> None:
    one, two = Judgements(database, 1), Judgements(database, 2)
    record(one, [1], REL)
    record(two, [1], IRR)
    one.undo(round=0, at=AT)
    assert one.labels == {}
    assert Judgements(database, 2).labels == {1: IRR}
    assert two.undo_text() == "1 image to irrelevant"
    assert [judgement.kind for judgement in one.history()] == ["undo", "judge"]


def test_a_later_confirmation_in_another_topic_takes_none_away(database: Database) -> None:
    one, two = Judgements(database, 1), Judgements(database, 2)
    for log in (one, two):
        record(log, [1, 2], REL)
    one.confirm([1, 2], round=0, at=AT)
    two.confirm([1], round=0, at=AT)
    two.undo(round=0, at=AT)
    assert one.confirmed() == {1, 2}
    assert two.confirmed() == frozenset()


def test_the_history_since_a_time_includes_that_time(database: Database) -> None:
    log = Judgements(database, 1)
    for image, at in enumerate(("2024-05-01T11:59:59.999Z", AT, "2024-05-01T12:00:00.001Z")):
        log.record({image: REL}, kind="judge", round=0, at=at)
    assert [entry.image for entry in log.history(wanted=HistoryFilter(since=AT))] == [2, 1]
    assert log.history_size(HistoryFilter(since=AT)) == 2


def test_the_steps_of_a_search_are_those_by_hand_and_batches_know_what_was_labelled_before(database: Database) -> None:
    def batch(number: int) -> Batch:
        return Batch(number, number, (9,), (0.0,), "mix", {}, log.revision, AT)

    log = Judgements(database, 1)
    batches = [batch(1)]
    record(log, [4, 2], REL)
    batches.append(batch(2))
    log.record({7: IRR}, kind="import", round=0, at=AT)
    log.record({8: REL}, kind="example", round=0, at=AT)
    record(log, [2], None)
    batches.append(batch(3))
    log.undo(round=0, at=AT)
    found = read_search(database, log, batches, np.arange(20))
    assert found.steps == ((AT, 2), (AT, 1))
    assert [set(asked.before.tolist()) for asked in found.batches] == [set(), {4, 2}, {4, 7, 8}]
    assert found.labels == {4: REL, 7: IRR, 8: REL, 2: REL}


def test_the_limit_of_listed_steps_counts_only_those_that_can_be_undone(database: Database) -> None:
    log = Judgements(database, 1)
    events = [record(log, [image], REL) for image in range(6)]
    for _ in range(3):
        log.undo(round=0, at=AT)
    assert [(step.event, step.undone) for step in log.steps(2)] == [
        *((event, True) for event in events[:2:-1]),
        *((event, False) for event in events[2:0:-1]),
    ]


def test_the_derived_tables_equal_the_fold_of_the_log(database: Database) -> None:
    log = Judgements(database, 1)
    for step in range(60):
        if step % 7 in (3, 4):
            log.undo(round=0, at=AT)
        elif step % 7 == 5:
            log.redo(round=0, at=AT)
        else:
            record(log, [step % 20, step * 3 % 20], [REL, IRR, UNSURE, None][step % 4])
    folded = fold(database, 1)
    assert folded == stored(database, 1)
    assert {image: Label(row[0]) for image, row in folded.labels.items()} == log.labels
    assert folded.done
    assert len(folded.undone) == 1  # the last step of all was an undo


def test_the_derived_tables_can_be_rebuilt(database: Database) -> None:
    log = Judgements(database, 1)
    record(log, [1, 2, 3], REL)
    record(log, [2], IRR)
    log.undo(round=0, at=AT)
    before = stored(database, 1)
    with database.transaction() as connection:
        connection.execute("DELETE FROM label")
        connection.execute("DELETE FROM step")
    assert stored(database, 1) != before
    rebuild(database, 1)
    assert stored(database, 1) == before


def test_a_failed_step_changes_neither_file_nor_memory(database: Database) -> None:
    log = Judgements(database, 1)
    record(log, [1], REL)
    before = (dict(log.labels), log.revision, database.read("SELECT count(*) FROM event"), stored(database, 1))
    with pytest.raises(sqlite3.IntegrityError):  # image 99 does not exist: a defect of the caller, not of the file
        record(log, [2, 99], IRR)
    assert (dict(log.labels), log.revision, database.read("SELECT count(*) FROM event"), stored(database, 1)) == before
    record(log, [2], IRR)
    assert log.labels == {1: REL, 2: IRR}


def test_a_full_disk_is_told_and_nothing_is_half_written(database: Database) -> None:
    log = Judgements(database, 1)
    record(log, [1], REL)
    pages = database.read("PRAGMA page_count")[0][0]
    database.connection.execute(f"PRAGMA max_page_count = {pages}")  # from now on SQLite finds the disk full

    def judge_for_ever() -> None:
        while True:
            record(log, list(range(20)), IRR)
            record(log, list(range(20)), UNSURE)

    with pytest.raises(ProjectError, match="disk is full; free some space"):
        judge_for_ever()
    assert fold(database, 1) == stored(database, 1)
    kept = Judgements(database, 1)
    assert (kept.labels, kept.revision) == (log.labels, log.revision)
    database.connection.execute("PRAGMA max_page_count = 1000000")
    record(log, [5], REL)
    assert Judgements(database, 1).labels[5] is REL
