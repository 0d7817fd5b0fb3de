"""Pools of several systems: read, judged topic by topic, kept, and evaluated."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from small_collection import Small

from annotator.data.project import backups
from annotator.data.recovery.recover import recover
from annotator.errors import ConfigError, ProjectError
from annotator.session.conditions import columns_of
from annotator.session.session import Session
from annotator.types import Label
from annotator.verification import verify

RANKED = {"a": {"1": [0, 1, 2, 3], "2": [8, 9]}, "b": {"1": [4, 0, 5, 6], "2": [10, 8]}}


def run_files(folder: Path, paths: list[str], ranked: dict[str, dict[str, list[int]]] = RANKED) -> list[Path]:
    """Write a TREC run for each system."""
    files = []
    for system, topics in ranked.items():
        lines = [
            f"{topic} Q0 {paths[image]} {rank} {100 - rank} {system}\n"
            for topic, images in topics.items()
            for rank, image in enumerate(images, 1)
        ]
        files.append(folder / f"{system}.run")
        files[-1].write_text("".join(lines))
    return files


@pytest.fixture
def runs(session: Session, tmp_path: Path) -> list[Path]:
    return run_files(tmp_path, list(session.paths))


@pytest.fixture
def table(tmp_path: Path) -> Path:
    (tmp_path / "topics.tsv").write_text("1\tred kites\n2\tgulls\n3\tnothing yet\n")
    return tmp_path / "topics.tsv"


def enter(session: Session, name: str) -> None:
    session.topics.switch(next(topic.id for topic in session.topics if topic.name == name))


def test_pools_make_the_topics_and_are_judged_first(session: Session, runs: list[Path], table: Path) -> None:
    done = session.collection.pools.add(runs, topics=table, depth=2).run()
    assert (done.changed, done.added) == (("red kites", "gulls"), ("red kites", "gulls", "nothing yet"))
    assert done.without_run == ("3",)
    enter(session, "red kites")
    batch = session.next_batch()
    assert batch is not None
    assert (batch.strategy, batch.images, dict(batch.parameters)) == ("pool", (0, 4, 1), {"depth": 2, "order": "mtf"})
    assert session.collection.pools.judged == (0, 3)
    session.judge([0, 4], Label.RELEVANT)
    assert session.collection.pools.judged == (2, 3)
    assert np.flatnonzero(columns_of(session, "pooled")["pooled"]).tolist() == [0, 1, 4]
    session.judge([1], Label.IRRELEVANT)
    after = session.next_batch()
    assert after is not None
    assert after.strategy == "mix"  # the pool is judged
    kites, gulls, empty = session.collection.pools.progress()
    assert (kites.topic, kites.query, kites.judged, kites.size, dict(kites.systems)) == (
        *("red kites", "1", 3, 3),
        {"a": 1.0, "b": 1.0},
    )
    assert (gulls.judged, gulls.size, dict(gulls.systems)) == (0, 3, {"a": 0.0, "b": 0.0})
    assert (empty.query, empty.size) == ("3", 0)
    assert session.collection.pools.queries[-3:] == (("1", "red kites"), ("2", "gulls"), ("3", "nothing yet"))


def test_relevant_images_bring_their_system_to_the_front(session: Session, runs: list[Path]) -> None:
    session.collection.pools.add(runs).run()
    enter(session, "1")
    session.judge([4, 5], Label.RELEVANT)
    session.judge([0], Label.IRRELEVANT)
    assert session.collection.pools.left.tolist() == [6, 1, 2, 3]
    session.undo()
    session.undo()
    assert session.collection.pools.left.tolist()[0] == 0


def test_the_same_runs_change_nothing_and_a_new_system_joins(
    session: Session, runs: list[Path], tmp_path: Path
) -> None:
    session.collection.pools.add(runs, depth=2).run()
    assert session.collection.pools.add(runs).run().changed == ()
    (late,) = run_files(tmp_path, list(session.paths), {"late": {"1": [7, 0, 11]}})
    assert session.collection.pools.add([late]).run().changed == ("1",)
    enter(session, "1")
    assert session.collection.pools.judged == (0, 4)
    (other,) = run_files(tmp_path, list(session.paths), {"a": {"1": [7]}})
    with pytest.raises(ProjectError, match="has another ranking of the system 'a'"):
        session.collection.pools.add([other]).run()
    with pytest.raises(ProjectError, match="has a pool of depth 2 already"):
        session.collection.pools.add(runs, depth=3).run()


def test_a_topic_that_the_table_does_not_have_stores_nothing(session: Session, runs: list[Path], table: Path) -> None:
    table.write_text("1\tred kites\n")
    with pytest.raises(ProjectError, match="the runs rank the topic '2', which is not in this file"):
        session.collection.pools.add(runs, topics=table).run()
    with pytest.raises(ConfigError, match="There is no order 'best'"):
        session.collection.pools.add(runs, order="best").run()
    table.write_text("1\tred kites\n2\tRed  kites\n")
    with pytest.raises(ProjectError, match="The ids '1' and '2' both mean the topic"):
        session.collection.pools.add(runs, topics=table).run()
    table.write_text(f"1\t{'x' * 300}\n2\tgulls\n")
    with pytest.raises(ProjectError, match="cannot name a topic"):
        session.collection.pools.add(runs, topics=table).run()
    assert (len(session.topics), session.collection.pools.progress()) == (1, ())


def test_a_pool_is_undone_and_comes_back(
    session: Session, runs: list[Path], reopened: Callable[[Session], Session]
) -> None:
    session.collection.pools.add(runs).run()
    enter(session, "1")
    session.judge([0], Label.RELEVANT)
    session = reopened(session)
    assert session.collection.pools.judged == (1, 7)
    session.undo()
    assert session.judgements.undo_text == "pool of topic 1"
    session.undo()
    assert (session.collection.pools.current, session.collection.pools.judged) == (None, (0, 0))
    session.redo()
    assert session.collection.pools.judged == (0, 7)


@pytest.mark.parametrize("from_log", [True, False])
def test_a_pool_is_recovered_by_the_paths_of_its_images(
    session: Session, runs: list[Path], small: Small, tmp_path: Path, from_log: bool
) -> None:
    session.collection.pools.add(runs).run()
    enter(session, "1")
    session.judge([0, 5], Label.RELEVANT)
    expected = session.collection.pools.current
    session.close()
    if from_log:
        small.project.write_bytes(b"damaged")
    else:
        shutil.rmtree(backups.folder_of(small.project))
        data = bytearray(small.project.read_bytes())
        with sqlite3.connect(small.project) as file:
            roots = dict(file.execute("SELECT name, rootpage FROM sqlite_schema"))
        file.close()
        start = (roots["label"] - 1) * 4096
        data[start : start + 4096] = random.Random(1).randbytes(4096)
        small.project.write_bytes(data)
    recover(small.project, tmp_path / "again.annotator")
    with Session.open(tmp_path / "again.annotator", images=small.images, features=small.features) as again:
        enter(again, "1")
        found = again.collection.pools.current
        assert expected is not None
        assert found is not None
        assert (found.to_json(), found.images.tolist()) == (expected.to_json(), expected.images.tolist())
        assert again.collection.pools.judged == (2, 7)


def test_a_damaged_pool_is_an_error_and_no_crash(session: Session, runs: list[Path], small: Small) -> None:
    session.collection.pools.add(runs).run()
    session.close()
    with sqlite3.connect(small.project) as file:
        (trigger,) = file.execute("SELECT sql FROM sqlite_master WHERE name = 'example_no_update'").fetchone()
        file.execute("DROP TRIGGER example_no_update")
        file.execute("UPDATE example SET pool = replace(pool, '\"systems\"', '\"gone\"')")
        file.execute(trigger)
    file.close()
    with (
        Session.open(small.project) as session,
        pytest.raises(ProjectError, match="The pool of a topic cannot be read"),
    ):
        session.collection.pools.progress()


def test_systems_are_evaluated_and_left_out(session: Session, runs: list[Path]) -> None:
    session.collection.pools.add(runs).run()
    with pytest.raises(ProjectError, match="None of the topics"):
        session.collection.pools.evaluate(runs).run()
    enter(session, "1")
    session.judge([0, 4], Label.RELEVANT)
    session.judge([1, 2, 3, 5, 6], Label.IRRELEVANT)
    found = session.collection.pools.evaluate(runs).run()
    assert (found.topics, found.without_relevant, found.unknown) == (("1",), ("2",), ())
    assert [(one.name, one.mean("map")) for one in found.systems] == [("b", 1.0), ("a", 0.5)]
    assert [(one.name, one.unique, one.without) for one in found.reusability] == [("a", 0, 0.5), ("b", 1, 0.5)]


def test_grades_count_in_the_evaluation_and_in_the_qrels_of_all_topics(
    session: Session, runs: list[Path], tmp_path: Path
) -> None:
    session.collection.pools.add(runs).run()
    enter(session, "1")
    session.topics.set_grades(["no", "far", "near"])
    session.judgements.grade([4], 2)
    session.judge([0], Label.RELEVANT)
    session.judge([1, 2, 3, 5, 6], Label.IRRELEVANT)
    enter(session, "2")
    found = {one.name: one.mean("ndcg") for one in session.collection.pools.evaluate(runs).run().systems}
    ideal = 2 + 1 / np.log2(3)
    assert found == pytest.approx({"a": 1 / ideal, "b": 1.0})
    session.export("trec-qrels", tmp_path / "all.qrels", options={"all_topics": True})
    lines = [line.split() for line in (tmp_path / "all.qrels").read_text().splitlines()]
    assert [(path, grade) for topic, _, path, grade in lines if topic == "1" and grade in "12"] == [
        (session.paths[0], "1"),
        (session.paths[4], "2"),
    ]


def test_a_sample_gives_estimates_with_its_probabilities(session: Session, runs: list[Path]) -> None:
    session.collection.pools.add(runs, sample=3).run()
    enter(session, "1")
    pool = session.collection.pools.current
    assert pool is not None
    assert pool.chances is not None
    assert (len(pool.members), session.collection.pools.judged) == (3, (0, 3))
    session.judge(pool.members.tolist(), Label.RELEVANT)
    (a, _) = sorted(session.collection.pools.evaluate(runs).run().systems, key=lambda one: one.name)
    places = [place for place, image in enumerate(RANKED["a"]["1"]) if image in pool.members]
    chance = dict(zip(pool.images.tolist(), pool.chances.tolist(), strict=True))
    weights = [1 / chance[RANKED["a"]["1"][place]] for place in places]
    total = sum(1 / chance[image] for image in pool.members.tolist())
    parts = [w * (1 + sum(weights[:i])) / (p + 1) for i, (p, w) in enumerate(zip(places, weights, strict=True))]
    assert a.mean("statAP") == pytest.approx(sum(parts) / total)
    with pytest.raises(ProjectError, match="no sample"):
        session.collection.pools.add(runs, sample=2).run()


def test_the_evidence_of_a_pool_is_verified(session: Session, runs: list[Path], tmp_path: Path, small: Small) -> None:
    session.collection.pools.add(runs).run()
    enter(session, "1")
    batch = session.next_batch()
    assert batch is not None
    session.judge(batch.images[:2], Label.RELEVANT)
    session.judge(batch.images[2:], Label.IRRELEVANT)
    session.export("evidence", tmp_path / "pack.zip")
    checks = verify(tmp_path / "pack.zip", small.features)
    assert [one for one in checks if one.passed is False] == []
    assert any(one.passed for one in checks)


def test_who_judges_a_copy_judges_the_same_pools(session: Session, runs: list[Path], tmp_path: Path) -> None:
    session.collection.pools.add(runs).run()
    enter(session, "1")
    mine = session.collection.pools.current
    assert mine is not None
    session.judge([0], Label.RELEVANT)
    session.judgements.others.share(tmp_path / "ben.annotator", "Ben", 0).run()
    with Session.open(tmp_path / "ben.annotator") as theirs:
        enter(theirs, "1")
        pool = theirs.collection.pools.current
        assert pool is not None
        assert pool.to_json() == mine.to_json()
        assert pool.images.tolist() == mine.images.tolist()
        assert theirs.collection.pools.judged == (0, len(mine.members))
        batch = theirs.next_batch()
        assert batch is not None
        assert batch.strategy == "pool"
        theirs.judge(pool.members.tolist(), Label.IRRELEVANT)
        assert theirs.project.check() == ()
    report = session.judgements.others.merge(tmp_path / "ben.annotator").run()
    (brought,) = report.topics
    assert (brought.topic, brought.disputed) == ("1", 1)
    assert session.collection.pools.judged == (len(mine.members), len(mine.members))
