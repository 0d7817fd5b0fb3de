"""The session: judging, undo, topics, batches, snapshots, ranking, export, and coming back to all of it."""

from __future__ import annotations

import csv
import dataclasses
import math
import shutil
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
import small_collection
from small_collection import Small, selection

from annotator.config import ModelSettings
from annotator.data.collection import Collection, Imported
from annotator.data.features import FeatureStore
from annotator.data.project import Project
from annotator.errors import ConfigError, ExportError, FeatureError, ImageError, ProjectError, StrategyError
from annotator.session import Counts, ImportReport, Session, Topic, rank_images
from annotator.types import Change, Label, Progress

REL, IRR, UNSURE = Label.RELEVANT, Label.IRRELEVANT, Label.UNSURE


@pytest.fixture
def small(tmp_path: Path) -> Small:
    return small_collection.make(tmp_path)


@pytest.fixture
def session(small: Small):
    with small.create(batch_size=4) as session:
        yield session


REOPENED: list[Session] = []


@pytest.fixture(autouse=True)
def _close_reopened():
    yield
    while REOPENED:
        REOPENED.pop().close()


def reopened(session: Session) -> Session:
    """Close the session and come back; the new one is closed when the test is over."""
    session.close()
    REOPENED.append(Session.open(session.project_path))
    return REOPENED[-1]


# Judging


def test_judging_labels_images_and_says_what_changed(session: Session) -> None:
    change = session.judge([3, 1, 3], REL)
    assert change == Change((3, 1), session.revision, "2 images to relevant")
    assert session.labels == {3: REL, 1: REL}
    assert session.label_of(3) is REL
    assert session.label_of(0) is None
    assert session.counts == Counts(relevant=2, irrelevant=0, unsure=0, unlabelled=10)


def test_images_that_have_the_label_are_left_out_and_nothing_is_written_for_nothing(session: Session) -> None:
    session.judge([1], REL)
    assert session.judge([1, 2], REL).images == (2,)
    before = session.revision
    assert session.judge([1, 2], REL) == Change((), before, "")
    assert session.judge([], REL).images == ()
    assert session.judge([5], None).images == ()
    assert session.revision == before
    assert len(session.history()) == 2


def test_any_image_can_be_judged_anew_and_cleared(session: Session) -> None:
    session.judge([1, 2], REL)
    assert session.judge([1], IRR).text == "1 image to irrelevant"
    assert session.judge([2], None).text == "1 image to unlabelled"
    assert session.labels == {1: IRR}
    assert session.counts == Counts(0, 1, 0, 11)


def test_numpy_numbers_and_plain_numbers_are_ids_and_labels_too(session: Session) -> None:
    session.judge(np.array([1, 2]), Label(1))
    session.import_labels({np.int64(3): -1})  # type: ignore[dict-item]
    assert session.labels == {1: REL, 2: REL, 3: IRR}
    assert session.label_of(3) is IRR
    assert reopened(session).labels == {1: REL, 2: REL, 3: IRR}


@pytest.mark.parametrize("image", [-1, 12])
def test_an_unknown_image_is_refused_and_nothing_changes(session: Session, image: int) -> None:
    with pytest.raises(ImageError, match=f"no image number {image}.*0 to 11"):
        session.judge([0, image], REL)
    assert session.labels == {}
    assert session.revision == 0


def test_examples_and_imports_are_steps_with_a_kind_of_their_own(session: Session) -> None:
    session.add_examples([4])
    assert session.import_labels({1: IRR, 2: REL, 4: None}).text == "3 images to several labels"
    assert [entry.kind for entry in session.history()] == ["import"] * 3 + ["example"]
    assert session.labels == {1: IRR, 2: REL}


# Undo


def test_undo_and_redo_take_whole_steps(session: Session) -> None:
    session.judge(range(5), IRR)
    session.judge([0, 7], REL)
    assert session.undo_text == "2 images to relevant"
    change = session.undo()
    assert change is not None
    assert set(change.images) == {0, 7}
    assert session.labels == dict.fromkeys(range(5), IRR)
    assert (session.undo_text, session.redo_text) == ("5 images to irrelevant", "2 images to relevant")
    session.undo()
    assert session.labels == {}
    assert session.undo() is None
    session.redo()
    session.redo()
    assert session.redo() is None
    assert session.labels == {1: IRR, 2: IRR, 3: IRR, 4: IRR, 0: REL, 7: REL}


def test_a_new_judgement_clears_redo(session: Session) -> None:
    session.judge([1], REL)
    session.judge([2], REL)
    session.undo()
    session.judge([3], IRR)
    assert session.redo_text is None
    assert session.redo() is None
    session.undo()
    session.undo()
    assert session.labels == {}
    assert session.undo_text is None


def test_undo_spans_rounds_and_restarts(session: Session) -> None:
    session.judge([11], REL)
    for start in (0, 4):
        session.accept(selection(session, range(start, start + 4)))
        session.judge_remaining(IRR)
        session = reopened(session)
    texts = []
    while (text := session.undo_text) is not None:
        session.undo()
        texts.append(text)
        session = reopened(session)
    assert texts == ["4 images to irrelevant", "4 images to irrelevant", "1 image to relevant"]
    assert session.labels == {}
    assert session.round == 2
    assert [entry.round for entry in session.history()[-9:]] == [2] * 4 + [1] * 4 + [0]
    for _ in texts:
        session = reopened(session)
        assert session.redo() is not None
    assert session.counts == Counts(1, 8, 0, 3)
    assert session.check() == ()


def test_two_hundred_undos_and_redos(session: Session) -> None:
    states = [{}]
    for step in range(200):
        session.judge([step % 12, (step * 7) % 12], [REL, IRR, UNSURE, None][step % 4])
        if dict(session.labels) != states[-1]:
            states.append(dict(session.labels))
    for state in states[-2::-1]:
        session.undo()
        assert session.labels == state
    for state in states[1:]:
        session.redo()
        assert session.labels == state
    assert session.check() == ()


def test_the_history_tells_every_judgement_newest_first(session: Session) -> None:
    session.judge([2], UNSURE)
    session.accept(selection(session, [5]))
    session.judge([2, 5], REL)
    session.undo()
    told = [(e.image, e.old, e.new, e.round, e.kind) for e in session.history()]
    assert told == [
        (5, REL, None, 1, "undo"),
        (2, REL, UNSURE, 1, "undo"),
        (5, None, REL, 1, "judge"),
        (2, UNSURE, REL, 1, "judge"),
        (2, None, UNSURE, 0, "judge"),
    ]
    latest = session.history(1)[0]
    assert latest.path == session.paths[5]
    assert latest.revision == session.revision
    assert datetime.fromisoformat(latest.at).tzinfo is UTC


def test_a_clock_that_jumps_does_not_change_the_order(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    import annotator.session as module

    for image, year in enumerate((2030, 1999, 2020)):
        monkeypatch.setattr(module, "_now", lambda year=year: f"{year}-01-01T00:00:00.000Z")
        session.judge([image], REL)
    assert [(entry.image, entry.at[:4]) for entry in session.history()] == [(2, "2020"), (1, "1999"), (0, "2030")]
    session = reopened(session)
    session.undo()
    assert list(session.labels) == [0, 1]


# Topics


def test_topics_have_their_own_labels_batches_and_settings(session: Session) -> None:
    first = session.topic
    session.judge([1], REL)
    session.accept(selection(session, [2, 3]))
    second = session.add_topic("kites")
    assert session.topic == first
    assert session.switch_topic(second.id) == second
    assert (session.labels, session.batch, session.round, session.undo_text) == ({}, None, 0, None)
    session.judge([1], UNSURE)
    settings = ModelSettings(noise=0.5)
    session.configure(strategy="random", batch_size=2, model=settings, name="red kites")
    session = reopened(session)
    assert (session.topic.name, session.topic.strategy, session.topic.batch_size) == ("red kites", "random", 2)
    assert session.topic.model == settings
    assert session.labels == {1: UNSURE}
    session.switch_topic(first.id)
    assert session.topic == first
    assert session.labels == {1: REL}
    assert session.batch is not None
    assert [topic.name for topic in session.topics] == ["relevant images", "red kites"]


def test_undo_stays_within_the_topic(session: Session) -> None:
    session.judge([1], REL)
    first = session.topic.id
    session.switch_topic(session.add_topic("other").id)
    session.judge([2], REL)
    session.undo()
    assert session.undo() is None
    session.switch_topic(first)
    assert session.labels == {1: REL}


@pytest.mark.parametrize("name", ["", "  ", "Relevant Images", "two\nlines", "x" * 201])
def test_a_topic_needs_a_name_of_its_own(session: Session, name: str) -> None:
    with pytest.raises(ProjectError, match="name"):
        session.add_topic(name)
    assert len(session.topics) == 1
    if name != "Relevant Images":
        with pytest.raises(ProjectError, match="name"):
            session.configure(name=name)


def test_an_unknown_topic_is_answered_with_the_list(session: Session) -> None:
    with pytest.raises(ProjectError, match=r"no topic number 9.*1 relevant images"):
        session.switch_topic(9)


def test_settings_are_checked_before_they_are_stored(session: Session) -> None:
    before = session.topic
    with pytest.raises(StrategyError, match="ital"):
        session.configure(strategy="itla")
    with pytest.raises(StrategyError, match="no parameter 'nonsense'"):
        session.configure(parameters={"nonsense": 1})
    for size in (0, 1001, 2.0):
        with pytest.raises(ConfigError, match="1 to 1000"):
            session.configure(batch_size=size)  # type: ignore[arg-type]
    assert session.topic == before
    assert session.configure() == before


def test_a_strategy_takes_complete_parameters(session: Session) -> None:
    assert session.configure(strategy="ital").parameters
    chosen = dict(session.topic.parameters)
    assert session.configure(parameters=chosen).parameters == chosen


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
    assert (seen.round, seen.strategy, seen.note) == (1, "ital", "made by hand")


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


def test_the_batches_of_all_rounds_can_be_looked_at(session: Session) -> None:
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


def test_the_same_seed_and_judgements_give_the_same_batches(tmp_path: Path) -> None:
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


def test_a_snapshot_names_rows_in_the_order_of_their_latest_judgement(session: Session) -> None:
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


def test_external_examples_reach_the_model_and_can_be_undone(session: Session) -> None:
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


def test_rankings_belong_to_topics_and_are_computed_again_after_reopening(session: Session) -> None:
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
    assert told[3] == ("irrelevant", "1", "ital", "")
    assert told[8] == ("irrelevant", "1", "", "")
    assert told[4][0] == ""


def test_an_export_never_replaces_the_project_or_the_features(session: Session, small: Small) -> None:
    for target in (small.project, small.features, session.image_path(0)):
        before = target.read_bytes()
        with pytest.raises(ExportError):
            session.export("labels-csv", target)
        assert target.read_bytes() == before
    with pytest.raises(ExportError, match="labels-csv"):
        session.export("labels-vhs", small.project.parent / "x")


# Images


def test_images_are_found_by_path_name_and_stem(tmp_path: Path) -> None:
    with small_collection.make(
        tmp_path, extra_images=["00/twin.png", "01/twin.png", "01/twin.jpg"]
    ).create() as session:
        assert session.paths[session.find("00/im0003.png")] == "00/im0003.png"
        assert session.find("im0003.png") == session.find("im0003") == session.find("00/im0003.png")
        assert session.paths[session.find("twin.jpg")] == "01/twin.jpg"
        with pytest.raises(ImageError, match=r"2 images are called 'twin.png': 00/twin.png, 01/twin.png"):
            session.find("twin.png")
        with pytest.raises(ImageError, match="3 images"):
            session.find("twin")
        with pytest.raises(ImageError, match=r"Similar: 00/im0000.png.* and 5 more"):
            session.find("IM000")
        with pytest.raises(ImageError, match="relative"):
            session.find("zebra")
        assert session.image_path(0) == session.images_root / session.paths[0]
        assert session.image_path(0).is_file()


# Places


def test_a_moved_folder_keeps_working(session: Session, small: Small, tmp_path: Path) -> None:
    session.judge([1], REL)
    session.close()
    small.project.parent.rename(tmp_path / "elsewhere")
    with Session.open(tmp_path / "elsewhere" / small.project.name) as moved:
        assert moved.images_root == tmp_path / "elsewhere" / "images"
        assert moved.features_path == tmp_path / "elsewhere" / "features.h5"
        assert moved.labels == {1: REL}
    (tmp_path / "elsewhere").rename(tmp_path / "third")
    with Session.open(tmp_path / "third" / small.project.name) as moved:
        assert moved.image_path(0).is_file()


def test_a_project_moved_alone_finds_images_and_features_where_they_were(
    session: Session, small: Small, tmp_path: Path
) -> None:
    session.close()
    (tmp_path / "away").mkdir()
    moved = small.project.rename(tmp_path / "away" / small.project.name)
    with Session.open(moved) as session:
        assert (session.images_root, session.features_path) == (small.images, small.features)


def test_missing_images_and_features_can_be_said_anew(session: Session, small: Small, tmp_path: Path) -> None:
    session.judge([1], REL)
    session.close()
    images, features = tmp_path / "photos", tmp_path / "f.h5"
    small.images.rename(images)
    with pytest.raises(ImageError, match=r"image folder .*images of the project .* is missing"):
        Session.open(small.project)
    small.features.rename(features)
    with pytest.raises(FeatureError, match=r"feature file .*features.h5 .* is missing"):
        Session.open(small.project, images=images)
    with Session.open(small.project, images=images, features=features, read_only=True) as session:
        assert session.labels == {1: REL}
    with pytest.raises(ImageError):
        Session.open(small.project)
    (tmp_path / "wrong").mkdir()
    with pytest.raises(ImageError, match="holds none of the images"):
        Session.open(small.project, images=tmp_path / "wrong", features=features)
    with Session.open(small.project, images=images, features=features) as session:
        assert session.image_path(0).is_file()
    with Session.open(small.project) as session:
        assert (session.images_root, session.features_path) == (images, features)


def change_features(small: Small, how: str) -> str:
    """Alter the feature file; return what the message must say."""
    with small_collection.h5py.File(small.features) as file:
        values, names = file["features"][:], [name.decode() for name in file["filenames"][:]]
    if how == "re-ordered":
        small_collection.write_features(small.features, values[::-1], names[::-1])
        return "re-ordered"
    if how == "names":
        small_collection.write_features(small.features, values, names[::-1])
        return "names changed"
    if how == "values":
        small_collection.write_features(small.features, values + 1, names)
        return "values changed"
    if how == "fewer":
        small_collection.write_features(small.features, values[:-2], names[:-2])
        return "10 x 4 values instead of 12 x 4"
    small.features.write_bytes(small.features.read_bytes()[:-3000])
    return "features.h5"


@pytest.mark.parametrize("how", ["re-ordered", "names", "values", "fewer", "truncated"])
def test_a_changed_feature_file_is_refused_and_nothing_is_changed(session: Session, small: Small, how: str) -> None:
    session.judge([1], REL)
    session.close()
    original = small.features.read_bytes()
    what = change_features(small, how)
    before = small.project.read_bytes()
    with pytest.raises(FeatureError, match=what):
        Session.open(small.project)
    assert small.project.read_bytes() == before
    small.features.write_bytes(original)
    with Session.open(small.project) as session:
        assert session.labels == {1: REL}


# Creating, closing, copies


def test_creating_reports_progress_and_a_cancelled_creation_leaves_nothing(small: Small) -> None:
    before = sorted(small.project.parent.iterdir())
    progress = Progress()
    progress.cancel.set()
    with pytest.raises(BaseException) as caught:
        small.create(progress=progress)
    assert type(caught.value).__name__ == "Cancelled"
    assert sorted(small.project.parent.iterdir()) == before
    shares: list[float] = []
    small.create(progress=Progress(shares.append)).close()
    assert shares == sorted(shares)
    assert shares[-1] == 1.0


def test_creating_refuses_what_cannot_work_and_leaves_nothing(small: Small, tmp_path: Path) -> None:
    before = sorted(small.project.parent.iterdir())
    with pytest.raises(StrategyError):
        small.create(strategy="nonsense")
    with pytest.raises(ConfigError):
        small.create(batch_size=0)
    with pytest.raises(ConfigError, match="seed"):
        small.create(seed=-1)
    with pytest.raises(ImageError):
        Session.create(small.project, tmp_path / "nowhere", small.features)
    with pytest.raises(FeatureError):
        Session.create(small.project, small.images, tmp_path / "nothing.h5")
    small_collection.write_features(small.features, np.ones((2, 3)), ["x.png", "y.png"])
    with pytest.raises(FeatureError, match=r"none of its 2 names .*'x.png'.*'00/im0000.png'"):
        small.create()
    assert sorted(small.project.parent.iterdir()) == before


def test_an_existing_file_is_never_replaced(session: Session, small: Small) -> None:
    session.close()
    before = small.project.read_bytes()
    with pytest.raises(ProjectError, match="exists already"):
        small.create()
    assert small.project.read_bytes() == before


def test_closing_leaves_one_file_and_its_backup(session: Session, small: Small) -> None:
    before = {"images", "features.h5", small.project.name}
    session.close()
    session.close()
    assert {path.name for path in small.project.parent.iterdir()} == before
    with Session.open(small.project) as session:
        session.judge([1], REL)
    assert {path.name for path in small.project.parent.iterdir()} == before | {small.project.name + ".backups"}
    copies = list((small.project.parent / (small.project.name + ".backups")).iterdir())
    assert len(copies) == 1
    shutil.copy(copies[0], small.project.with_name("restored.annotator"))
    with Session.open(small.project.with_name("restored.annotator")) as restored:
        assert restored.labels == {1: REL}
        assert restored.check() == ()


def test_a_long_session_is_backed_up_while_it_goes_on(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    import annotator.session as module

    class Later(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime.now(tz) + timedelta(minutes=31)

    folder = session.project_path.with_name(session.project_path.name + ".backups")
    session.judge([1], REL)
    assert not folder.exists()
    monkeypatch.setattr(module, "datetime", Later)
    session.judge([2], REL)
    session.judge([3], REL)
    session.close()
    assert len(list(folder.iterdir())) == 1
    assert session.backup_problem == ""


def test_a_failing_backup_does_not_stop_the_work(session: Session) -> None:
    folder = session.project_path.with_name(session.project_path.name + ".backups")
    folder.write_text("in the way")
    session.judge([1], REL)
    session.close()
    assert "could not be backed up" in session.backup_problem
    with Session.open(session.project_path) as session:
        assert session.labels == {1: REL}


def test_damage_to_the_labels_is_found_and_repaired_from_the_log(session: Session) -> None:
    session.judge([1, 2], REL)
    session.judge([3], IRR)
    session.undo()
    database = session._project.database
    with database.transaction() as connection:
        connection.execute("DELETE FROM label WHERE image = 1")
        connection.execute("UPDATE step SET undone = 1 WHERE undone = 0")
    assert session.check() == ("The labels of 'relevant images' differ from the record of the judgements.",)
    session.repair()
    assert session.check() == ()
    assert session.labels == {1: REL, 2: REL}
    assert (session.undo_text, session.redo_text) == ("2 images to relevant", "1 image to irrelevant")


def test_the_session_needs_no_window() -> None:
    code = "import sys, annotator.session; sys.exit(any(name.startswith('PySide6') for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# Real and large collections


def test_real_photos_are_imported_judged_and_ranked(shared_data: Path, tmp_path: Path) -> None:
    photos = shared_data / "trashnet"
    with Session.create(tmp_path / "p.annotator", photos / "images", photos / "squeezenet_512.h5") as session:
        report = session.import_report
        assert (report.n_images, report.matched, report.steps["exact"]) == (1264, 1264, 1264)
        wanted = {image for image, path in enumerate(session.paths) if path.startswith("glass/")}
        session.add_examples(sorted(wanted)[:2])
        for _ in range(3):
            batch = session.next_batch()
            assert batch is not None
            session.judge([image for image in batch.images if image in wanted], REL)
            session.judge_remaining(IRR)
        found = len(wanted & set(session.rank().images[:50].tolist()))
        assert found > 50 * len(wanted) / 1264
    with Session.open(tmp_path / "p.annotator") as session:
        assert session.images_root == photos / "images"
        assert (session.round, session.counts.unlabelled) == (3, 1264 - 2 - 24)


def test_features_without_their_images_are_refused_with_the_reason(shared_data: Path, tmp_path: Path) -> None:
    butterflies = next((shared_data / "butterflies").glob("*.h5"))
    small = small_collection.make(tmp_path)
    with pytest.raises(FeatureError, match="none of its 1500 names belongs to an image"):
        Session.create(small.project, small.images, butterflies)
    with pytest.raises(ImageError):
        Session.create(small.project, tmp_path / "no folder", butterflies)
    assert not small.project.exists()


def test_a_hundred_thousand_images_open_in_a_second_and_are_judged_at_once(tmp_path: Path) -> None:
    n = 100_000
    paths = tuple(f"{i // 1000:03d}/IMG_{i:06d}.jpg" for i in range(n))
    images, features = tmp_path / "images", tmp_path / "features.h5"
    images.mkdir()  # the files themselves are not looked at when a project is opened
    small_collection.write_features(features, np.random.default_rng(1).normal(size=(n, 2)), paths)
    with FeatureStore.open(features) as store:
        zeros = np.zeros(n, np.int64)
        collection = Collection(paths, np.arange(n), n, zeros[:0])
        report = ImportReport(n, n, n, {"exact": n}, (), (), (), (), (), (), ())
        imported = Imported(collection, zeros, zeros, store.fingerprint(), report)
    topic = Topic(0, "large", "ital", {}, 8, 0, ModelSettings())
    Project.create(tmp_path / "p.annotator", images, features, topic, lambda: imported).close()
    start = time.process_time()
    with Session.open(tmp_path / "p.annotator") as session:
        assert time.process_time() - start < 1.0
        seconds = []
        for image in range(30):
            start = time.perf_counter()
            session.judge([image * 7], REL)
            seconds.append(time.perf_counter() - start)
        assert min(seconds) < 0.02  # the least: how long a busy disk takes to sync is not ours
        assert session.snapshot().rows.tolist() == [image * 7 for image in range(30)]
