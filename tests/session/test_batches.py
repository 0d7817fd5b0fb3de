"""Snapshots out, batches and rankings back in; external examples; export."""

from __future__ import annotations

import csv
import dataclasses
import math
from pathlib import Path

import numpy as np
import pytest
import small_collection
from small_collection import Small, selection

from annotator.errors import ExportError, FeatureError, ProjectError
from annotator.session.session import Session, rank_images
from annotator.types import Label

REL, IRR, UNSURE = Label.RELEVANT, Label.IRRELEVANT, Label.UNSURE


# Batches


def test_a_batch_is_stored_before_it_is_shown(session: Session, small: Small) -> None:
    accepted = session.accept(selection(session, [7, 2, 9], scores=[0.5, math.nan, -1.0]))
    with Session.open(small.project, read_only=True) as other:
        seen = other.batch
    assert accepted is not None
    assert seen is not None
    assert seen.images == accepted.images == (7, 2, 9)
    assert seen.scores[::2] == (0.5, -1.0)
    assert math.isnan(seen.scores[1])
    assert dataclasses.replace(seen, scores=()) == dataclasses.replace(accepted, scores=())
    assert (seen.round, seen.strategy, seen.note) == (1, "mix", "made by hand")


def test_remaining_are_the_unlabelled_images_of_the_open_batch(session: Session) -> None:
    assert session.remaining == ()
    assert session.judge_remaining(REL).images == ()
    session.accept(selection(session, [7, 2, 9]))
    session.judge([2, 4], REL)
    assert session.remaining == (7, 9)
    assert session.judge_remaining(IRR).images == (7, 9)
    assert session.remaining == ()


def test_images_judged_meanwhile_are_dropped_from_an_arriving_batch(session: Session) -> None:
    late = selection(session, [7, 2, 9])
    session.judge([2], REL)
    batch = session.accept(late)
    assert batch is not None
    assert batch.images == (7, 9)
    assert batch.scores == (0.0, 2.0)
    assert batch.revision == 0
    nothing_left = selection(session, [7])
    session.judge([7], IRR)
    assert session.accept(nothing_left) is None
    assert session.batch == batch


def test_an_answer_for_another_topic_or_round_is_refused(session: Session) -> None:
    late = selection(session, [7])
    other = session.add_topic("other")
    home = session.topic.id
    session.switch_topic(other.id)
    assert not session.answers(late)
    with pytest.raises(ProjectError, match="another topic"):
        session.accept(late)
    with pytest.raises(ProjectError, match="other"):
        session.accept_ranking(late)
    session.switch_topic(home)
    session.accept(late)
    assert not session.answers(late)
    with pytest.raises(ProjectError, match="round 1"):
        session.accept(late)
    assert session.round == 1


def test_the_batches_of_all_rounds_can_be_looked_at(session: Session, reopened) -> None:
    for image in (3, 1, 2):
        session.accept(selection(session, [image]))
    before = session.batches
    assert [batch.images for batch in before] == [(3,), (1,), (2,)]
    assert [batch.round for batch in before] == [1, 2, 3]
    session = reopened(session)
    assert session.batches == before
    assert session.batch == before[-1]


def test_the_engine_chooses_batches_until_nothing_is_left(session: Session) -> None:
    seen: list[int] = []
    while (batch := session.next_batch()) is not None:
        seen += batch.images
        assert session.ranking is not None
        session.judge_remaining(REL if len(seen) % 8 else IRR)
    assert sorted(seen) == list(range(12))
    assert session.round == 3


def test_the_same_seed_and_judgements_give_the_same_batches(tmp_path: Path, reopened) -> None:
    told = []
    for name in ("a", "b"):
        with small_collection.make(tmp_path / name).create(strategy="random", batch_size=3, seed=5) as session:
            for _ in range(2):
                session.next_batch()
                session.judge_remaining(IRR)
                session = reopened(session)
            told.append([batch.images for batch in session.batches])
    assert told[0] == told[1]


# Snapshots


def test_a_snapshot_names_rows_in_the_order_of_their_latest_judgement(session: Session, reopened) -> None:
    row = session.row_of_image
    session.judge([5, 3], REL)
    session.judge([8], UNSURE)
    session.judge([1], IRR)
    session.judge([5], IRR)
    snapshot = session.snapshot()
    assert snapshot.rows.tolist() == row[[3, 1, 5]].tolist()
    assert snapshot.y.tolist() == [1.0, -1.0, -1.0]
    assert snapshot.closed.tolist() == [row[8]]
    assert (snapshot.revision, snapshot.round, snapshot.k) == (session.revision, 1, 4)
    assert snapshot.seed == (0, session.topic.id, 1)
    assert snapshot.examples.shape == (0, 4)
    session = reopened(session)
    assert session.snapshot(0).rows.tolist() == snapshot.rows.tolist()
    assert session.snapshot(0).k == 0


def test_images_without_usable_features_are_labelled_but_never_proposed(tmp_path: Path) -> None:
    small = small_collection.make(tmp_path, extra_images=["00/plain.png"])
    values = np.random.default_rng(0).normal(size=(13, 4))
    values[2] = np.nan
    values[4] = 0
    names = [f"{i // 5:02d}/im{i:04d}.png" for i in range(12)] + ["gone.png"]
    small_collection.write_features(small.features, values, names)
    with small.create(batch_size=20) as session:
        plain = session.find("plain.png")
        damaged = session.find("im0002")
        assert session.row_of_image[plain] == -1
        assert session.image_of_row[12] == -1
        session.judge([plain, damaged], REL)
        snapshot = session.snapshot()
        assert snapshot.rows.tolist() == []
        assert sorted(snapshot.closed.tolist()) == [2, 12]
        batch = session.next_batch()
        assert batch is not None
        assert len(batch.images) == 11
        assert not {plain, damaged} & set(batch.images)
        report = session.import_report
        assert (report.n_images, report.n_features, report.matched) == (13, 13, 12)
        assert report.images_without_features == ("00/plain.png",)
        assert report.features_without_images == ("gone.png",)
        assert report.invalid_rows == ("00/im0002.png",)
        assert report.zero_rows == ("00/im0004.png",)
    with Session.open(small.project) as session:
        assert session.import_report == report


# External examples


def test_external_examples_reach_the_model_and_can_be_undone(session: Session, reopened) -> None:
    session.add_external_example([1, 2, 3, 4], "a photo")
    session.add_external_example(np.ones(4), "another")
    assert [example.name for example in session.external_examples] == ["a photo", "another"]
    assert session.snapshot().examples.tolist() == [[1, 2, 3, 4], [1, 1, 1, 1]]
    session = reopened(session)
    assert session.undo_text == "external example another"
    session.undo()
    assert session.snapshot().examples.tolist() == [[1, 2, 3, 4]]
    session.redo()
    session.remove_external_example(session.external_examples[0])
    assert [example.name for example in session.external_examples] == ["another"]
    session.undo()
    assert len(session.external_examples) == 2
    session.redo()
    assert [example.name for example in session.external_examples] == ["another"]
    with pytest.raises(ProjectError, match="not in use"):
        session.remove_external_example(dataclasses.replace(session.external_examples[0], id=99))
    assert session.next_batch() is not None


def test_any_name_of_an_example_can_be_stored(session: Session) -> None:
    session.add_external_example(np.ones(4), "a\nb\udcff\0")
    assert session.external_examples[0].name == "a\\x0ab\\udcff\\x00"
    assert session.undo_text == "external example a\\x0ab\\udcff\\x00"


@pytest.mark.parametrize("vector", [[1, 2, 3], [1, 2, 3, math.inf], np.ones((1, 4)), 7.0])
def test_an_example_that_does_not_fit_is_refused(session: Session, vector: object) -> None:
    with pytest.raises(FeatureError, match="photo"):
        session.add_external_example(vector, "photo")  # type: ignore[arg-type]
    assert session.external_examples == ()
    assert session.revision == 0


# Ranking and export


def test_a_ranking_holds_images_best_first_with_ties_by_id(session: Session) -> None:
    answer = selection(session, [])
    mean = np.array([0, 1, 1, 0, 2, 0, 0, 0, np.nan, 0, 0, 0], np.float32)
    answer = dataclasses.replace(answer, mean=mean, std=np.arange(12, dtype=np.float32))
    ranking = session.accept_ranking(answer)
    assert ranking.images.tolist() == [7, 9, 10, 0, 1, 2, 4, 5, 6, 8, 11]  # row = 11 - image
    assert ranking.mean.tolist() == [2, 1, 1] + [0] * 8
    assert ranking.std[0] == 4
    assert (ranking.round, ranking.revision) == (0, 0)
    assert session.ranking is ranking


def test_an_older_ranking_does_not_replace_a_newer_one(session: Session) -> None:
    old = selection(session, [1])
    session.judge([1], REL)
    newer = session.accept_ranking(selection(session, []))
    assert session.accept_ranking(old) is newer
    assert session.ranking is newer


def test_a_ranking_can_be_sorted_on_another_thread(session: Session) -> None:
    answer = selection(session, [1])
    ranking = rank_images(answer, session.row_of_image)
    assert session.accept_ranking((answer, ranking)) is ranking


def test_rankings_belong_to_topics_and_are_computed_again_after_reopening(session: Session, reopened) -> None:
    session.judge([1], REL)
    session.judge([2], IRR)
    ranking = session.rank()
    first = session.topic.id
    session.switch_topic(session.add_topic("other").id)
    assert session.ranking is None
    session.switch_topic(first)
    assert session.ranking is ranking
    session = reopened(session)
    assert session.ranking is None
    assert session.rank().images.tolist() == ranking.images.tolist()


def test_labels_are_exported_with_the_story_of_each(session: Session, tmp_path: Path) -> None:
    session.add_examples([0])
    session.accept(selection(session, [3, 4]))
    session.judge([3, 8], IRR)
    session.undo()
    session.redo()
    session.rank()
    report = session.export("labels-csv", tmp_path / "labels.csv")
    assert report.written == 12
    with (tmp_path / "labels.csv").open(newline="", encoding="utf-8") as file:
        rows = {row["path"]: row for row in csv.DictReader(file)}
    told = {session.find(path): (r["label"], r["round"], r["strategy"], r["note"]) for path, r in rows.items()}
    assert told[0] == ("relevant", "", "", "example")
    assert told[3] == ("irrelevant", "1", "mix", "")
    assert told[8] == ("irrelevant", "1", "", "")
    assert told[4][0] == ""


def test_an_export_is_ranked_by_the_labels_now(session: Session, tmp_path: Path) -> None:
    session.judge([3], REL)
    session.export("ranking-csv", tmp_path / "ranking.csv")
    assert session.ranking is not None
    assert session.ranking.images[0] == 3
    session.judge([3], IRR)
    session.judge([8], REL)
    session.export("ranking-csv", tmp_path / "ranking.csv")
    with (tmp_path / "ranking.csv").open(newline="", encoding="utf-8") as file:
        assert next(csv.DictReader(file))["path"] == session.paths[8]


def test_an_export_never_replaces_the_project_or_the_features(session: Session, small: Small) -> None:
    for target in (small.project, small.features, session.image_path(0)):
        before = target.read_bytes()
        with pytest.raises(ExportError):
            session.export("labels-csv", target)
        assert target.read_bytes() == before
    with pytest.raises(ExportError, match="labels-csv"):
        session.export("labels-vhs", small.project.parent / "x")
