"""Snapshots out, batches and rankings back in."""

from __future__ import annotations

import dataclasses
import math
import shutil
import threading
from pathlib import Path

import numpy as np
import pytest
import small_collection
from small_collection import Small, selection

from annotator.data.project.snapshot import rank_images
from annotator.errors import ProjectError
from annotator.model import factor_file
from annotator.runtime.paths import UserFolders
from annotator.session import selections
from annotator.session.session import Session
from annotator.types import Label

REL, IRR, UNSURE = Label.RELEVANT, Label.IRRELEVANT, Label.UNSURE


def test_a_batch_is_stored_before_it_is_shown(session: Session, small: Small) -> None:
    accepted = session.selections.accept(selection(session, [7, 2, 9], scores=[0.5, math.nan, -1.0]))
    with Session.open(small.project, read_only=True) as other:
        seen = other.batch
    assert accepted is not None
    assert seen is not None
    assert sorted(seen.images) == [2, 7, 9]
    assert seen.images == accepted.images
    by_image = dict(zip(seen.images, seen.scores, strict=True))
    assert (by_image[7], by_image[9]) == (0.5, -1.0)
    assert math.isnan(by_image[2])
    assert dataclasses.replace(seen, scores=()) == dataclasses.replace(accepted, scores=())
    assert (seen.round, seen.strategy, seen.note) == (1, "mix", "made by hand")


@pytest.mark.parametrize(
    ("mean", "order"), [([-0.1, -0.9, 0.3, -0.5], (2, 0, 3, 1)), ([0.1, 0.9, -0.3, 0.5], (2, 0, 3, 1))]
)
def test_a_batch_shows_the_exceptions_first(session: Session, mean: list[float], order: tuple[int, ...]) -> None:
    chosen = selection(session, [0, 1, 2, 3], scores=[0.0, 1.0, 2.0, 3.0])
    predicted = chosen.mean.copy()
    predicted[chosen.rows] = mean
    batch = session.selections.accept(dataclasses.replace(chosen, mean=predicted))
    assert batch is not None
    assert batch.images == order
    assert batch.scores == tuple(map(float, order))


def test_images_judged_meanwhile_are_dropped_from_an_arriving_batch(session: Session) -> None:
    late = selection(session, [7, 2, 9])
    session.judge([2], REL)
    batch = session.selections.accept(late)
    assert batch is not None
    assert batch.images == (7, 9)
    assert batch.scores == (0.0, 2.0)
    assert batch.revision == 0
    nothing_left = selection(session, [7])
    session.judge([7], IRR)
    assert session.selections.accept(nothing_left) is None
    assert session.batch == batch


def test_an_answer_for_another_topic_or_round_is_refused(session: Session) -> None:
    late = selection(session, [7])
    other = session.topics.add("other")
    home = session.topic.id
    session.topics.switch(other.id)
    assert not session.selections.answers(late)
    with pytest.raises(ProjectError, match="another topic"):
        session.selections.accept(late)
    with pytest.raises(ProjectError, match="other"):
        session.selections.accept_ranking(late)
    session.topics.switch(home)
    session.selections.accept(late)
    assert not session.selections.answers(late)
    with pytest.raises(ProjectError, match="round 1"):
        session.selections.accept(late)
    assert session.round == 1


def test_a_snapshot_names_rows_in_the_order_of_their_latest_judgement(session: Session, reopened) -> None:
    row = session.features.row_of_image
    session.judge([5, 3], REL)
    session.judge([8], UNSURE)
    session.judge([1], IRR)
    session.judge([5], IRR)
    snapshot = session.selections.snapshot()
    assert snapshot.rows.tolist() == row[[3, 1, 5]].tolist()
    assert snapshot.y.tolist() == [1.0, -1.0, -1.0]
    assert snapshot.closed.tolist() == [row[8]]
    assert (snapshot.revision, snapshot.round, snapshot.k) == (session.judgements.revision, 1, 4)
    assert snapshot.seed == (0, session.topic.id, 1)
    assert snapshot.examples.shape == (0, 4)
    session = reopened(session)
    assert session.selections.snapshot(0).rows.tolist() == snapshot.rows.tolist()
    assert session.selections.snapshot(0).k == 0


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
        assert session.features.row_of_image[plain] == -1
        assert session.features.image_of_row[12] == -1
        session.judge([plain, damaged], REL)
        snapshot = session.selections.snapshot()
        assert snapshot.rows.tolist() == []
        assert sorted(snapshot.closed.tolist()) == [2, 12]
        batch = session.next_batch()
        assert batch is not None
        assert len(batch.images) == 11
        assert not {plain, damaged} & set(batch.images)
        report = session.collection.import_report
        assert (report.n_images, report.n_features, report.matched) == (13, 13, 12)
        assert report.images_without_features == ("00/plain.png",)
        assert report.features_without_images == ("gone.png",)
        assert report.invalid_rows == ("00/im0002.png",)
        assert report.zero_rows == ("00/im0004.png",)
    with Session.open(small.project) as session:
        assert session.collection.import_report == report


def test_a_ranking_holds_images_best_first_with_ties_by_id(session: Session) -> None:
    answer = selection(session, [])
    mean = np.array([0, 1, 1, 0, 2, 0, 0, 0, np.nan, 0, 0, 0], np.float32)
    answer = dataclasses.replace(answer, mean=mean, std=np.arange(12, dtype=np.float32))
    ranking = session.selections.accept_ranking(answer)
    assert ranking.images.tolist() == [7, 9, 10, 0, 1, 2, 4, 5, 6, 8, 11]  # row = 11 - image
    assert ranking.mean.tolist() == [2, 1, 1] + [0] * 8
    assert ranking.std[0] == 4
    assert (ranking.round, ranking.revision) == (0, 0)
    assert session.ranking is ranking


def test_an_older_ranking_does_not_replace_a_newer_one(session: Session) -> None:
    old = selection(session, [1])
    session.judge([1], REL)
    newer = session.selections.accept_ranking(selection(session, []))
    assert session.selections.accept_ranking(old) is newer
    assert session.ranking is newer


def test_a_ranking_can_be_sorted_on_another_thread(session: Session) -> None:
    answer = selection(session, [1])
    ranking = rank_images(answer, session.features.row_of_image)
    assert session.selections.accept_ranking((answer, ranking)) is ranking


def test_rankings_belong_to_topics_and_are_computed_again_after_reopening(session: Session, reopened) -> None:
    session.judge([1], REL)
    session.judge([2], IRR)
    ranking = session.rank()
    first = session.topic.id
    session.topics.switch(session.topics.add("other").id)
    assert session.ranking is None
    session.topics.switch(first)
    assert session.ranking is ranking
    session = reopened(session)
    assert session.ranking is None
    assert session.rank().images.tolist() == ranking.images.tolist()


def test_the_engine_is_there_without_a_look_into_the_project_file(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The thread of the model asks for it, while another one uses the database."""

    def read(*_: object) -> None:
        raise AssertionError("it read the project")

    monkeypatch.setattr("annotator.data.project.database.Database.read", read)
    engine = session.selections.engine
    assert session.selections.engine is engine
    assert session.selections.renew_engine() is not engine


def test_a_project_that_is_opened_again_continues_with_the_stored_factor(
    small: Small, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(factor_file, "LEFT_FREE", 0)
    folders = UserFolders.under(tmp_path / "user")
    monkeypatch.setattr(selections, "UserFolders", lambda: folders)
    small.create(batch_size=2).close()
    copy = small.project.with_name("copy.annotator")
    shutil.copy(small.project, copy)

    def judged(project: Path, least: int) -> list[list[int]]:
        """Judge three batches; the project is opened for each."""
        monkeypatch.setattr(factor_file, "WORTH_KEEPING", least)
        batches = []
        for label in (REL, IRR, REL):
            with Session.open(project) as session:
                batches.append(list(session.next_batch().images))
                session.judge(batches[-1], label)
            for thread in threading.enumerate():
                if thread.name == factor_file.WRITER:
                    thread.join()
        return batches

    plain = judged(copy, 1 << 40)
    assert not folders.cache.exists()
    assert judged(small.project, 1) == plain
    (rest,) = (folders.cache / "factors").glob("*.npz")
    with np.load(rest) as stored:
        assert len(stored["keys"]) == 4, "the third batch was chosen from four judgements"
