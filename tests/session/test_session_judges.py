"""Several people judge the same images: copies, merging, agreement, and what is settled."""

from __future__ import annotations

import csv
import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
import small_collection

from annotator import Label, Session
from annotator.data.importing import read_labels
from annotator.data.project.backups import folder_of
from annotator.data.recovery.recover import recover
from annotator.errors import ProjectError
from annotator.numerics.stacks import Stacks
from annotator.sample import SamplePaths, create_sample

RELEVANT, IRRELEVANT, UNSURE = Label.RELEVANT, Label.IRRELEVANT, Label.UNSURE


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> SamplePaths:
    return create_sample(tmp_path_factory.mktemp("sample") / "digits")


@pytest.fixture
def session(sample: SamplePaths, tmp_path: Path) -> Iterator[Session]:
    made = Session.create(tmp_path / "mine.annotator", sample.images, sample.features, topic="threes")
    made.judge(range(30), RELEVANT)
    made.judge(range(30, 60), IRRELEVANT)
    yield made
    made.close()


@pytest.fixture
def copy(session: Session, tmp_path: Path) -> Path:
    target = tmp_path / "for Ben.annotator"
    session.judgements.others.share(target, "Ben", 20).run()
    return target


def judged_by_ben(copy: Path, *steps: tuple[range, Label | None]) -> None:
    with Session.open(copy) as other:
        for images, label in steps:
            other.judge(images, label)


def test_a_copy_has_no_judgements_and_begins_with_images_of_both(session: Session, tmp_path: Path) -> None:
    session.topics.add("fives")
    target = tmp_path / "for Ben.annotator"
    both = session.judgements.others.share(target, "Ben", 20).run()
    assert len(set(both)) == 20
    assert set(both) <= set(session.labels)
    with Session.open(target) as other:
        assert other.paths == session.paths
        assert not other.labels
        assert other.judgements.undo_text is None
        assert [topic.name for topic in other.topics] == ["threes", "fives"]
        assert other.judgements.others.names == ("Ben",)
        assert other.batch is not None
        assert set(other.batch.images) == set(both)
        other.judge(other.batch.images, RELEVANT)
        following = other.next_batch()
        assert following is not None
        assert following.round == 2
    assert list(target.parent.glob("*unfinished*")) == []


def test_an_overlap_larger_than_what_was_judged_is_filled_up(session: Session, tmp_path: Path) -> None:
    both = session.judgements.others.share(tmp_path / "b.annotator", "Ben", 100).run()
    assert set(range(60)) < set(both)
    assert len(set(both)) == 100
    assert session.judgements.others.share(tmp_path / "c.annotator", "Cem", 0).run() == ()
    with Session.open(tmp_path / "c.annotator") as other:
        assert other.batch is None


def test_merging_brings_their_judgements_and_changes_none_of_mine(session: Session, copy: Path) -> None:
    judged_by_ben(copy, (range(25), RELEVANT), (range(25, 40), IRRELEVANT), (range(100, 110), RELEVANT))
    mine = dict(session.labels)
    (brought,) = session.judgements.others.merge(copy).run().topics
    assert (brought.topic, brought.judge, brought.steps, brought.judged) == ("threes", "Ben", 3, 50)
    assert (brought.adopted, brought.unknown, brought.disputed) == (10, (), 5)
    assert {image: session.labels[image] for image in mine} == mine
    assert all(session.labels[image] is RELEVANT for image in range(100, 110))
    assert session.judgements.others.disputed().tolist() == [25, 26, 27, 28, 29]
    assert session.undo() is not None  # what was taken over is one step
    assert dict(session.labels) == mine


def test_merging_again_changes_nothing(session: Session, copy: Path) -> None:
    judged_by_ben(copy, (range(40), RELEVANT), (range(100, 110), RELEVANT))
    session.judgements.others.merge(copy).run()
    before, opinions = dict(session.labels), session.judgements.others.opinions()
    (again,) = session.judgements.others.merge(copy).run().topics
    assert (again.steps, again.adopted) == (0, 0)
    assert dict(session.labels) == before
    assert session.judgements.others.opinions().labels.tolist() == opinions.labels.tolist()
    assert session.project.check() == ()


def test_later_judgements_and_undone_ones_of_the_copy_arrive(session: Session, copy: Path) -> None:
    judged_by_ben(copy, (range(100, 110), RELEVANT))
    session.judgements.others.merge(copy).run()
    with Session.open(copy) as other:
        other.undo()
        other.judge([100, 101], IRRELEVANT)
    (brought,) = session.judgements.others.merge(copy).run().topics
    assert brought.steps == 2
    assert session.labels[100] is IRRELEVANT
    assert 105 not in session.labels
    assert session.project.check() == ()


def test_a_decision_settles_what_was_disputed_until_it_is_undone(session: Session, copy: Path) -> None:
    judged_by_ben(copy, (range(3), IRRELEVANT))
    session.judgements.others.merge(copy).run()
    assert session.judgements.others.disputed().tolist() == [0, 1, 2]
    session.judge([0], IRRELEVANT)  # Ben is right
    session.label_errors.confirm([1])  # I am
    assert session.judgements.others.disputed().tolist() == [2]
    session.undo()
    session.undo()
    assert session.judgements.others.disputed().tolist() == [0, 1, 2]


def test_the_model_trusts_what_people_agree_on_more_than_what_they_dispute(session: Session, copy: Path) -> None:
    def doubt() -> dict[float, int]:
        given = session.selections.snapshot(0).doubt
        values, counts = np.unique([] if given is None else given.round(2), return_counts=True)
        return dict(zip(values.tolist(), counts.tolist(), strict=True))

    assert doubt() == {}
    judged_by_ben(copy, (range(10), RELEVANT), (range(10, 13), IRRELEVANT), (range(100, 110), RELEVANT))
    session.judgements.others.merge(copy).run()
    assert doubt() == {0.33: 10, 1.0: 57, 10.0: 3}  # what only one of them judged is as before
    before = session.rank().images.tolist()
    session.judge([10], IRRELEVANT)  # settled
    assert doubt() == {0.33: 10, 1.0: 58, 10.0: 2}
    session.undo()
    assert doubt() == {0.33: 10, 1.0: 57, 10.0: 3}
    assert session.rank().images.tolist() == before
    judged_by_ben(copy, (range(10), IRRELEVANT))  # he thinks better of it; nothing is adopted
    session.judgements.others.merge(copy).run()
    assert doubt() == {1.0: 57, 10.0: 13}


def test_stacks_keep_what_people_say_of_the_image_that_stands_for_them(session: Session, copy: Path) -> None:
    judged_by_ben(copy, (range(10), RELEVANT), (range(10, 13), IRRELEVANT))
    session.judgements.others.merge(copy).run()
    of = np.arange(session.n_images)
    of[5:15] = 5
    session.selections.use_stacks(Stacks.by(of, np.zeros(len(of), np.int8)))
    snapshot = session.selections.snapshot(0)
    assert snapshot.doubt is not None
    assert len(snapshot.doubt) == len(snapshot.rows) == 60 - 9
    assert np.count_nonzero(snapshot.doubt < 1) == 6


def test_a_decision_does_not_make_the_agreement_better(session: Session, copy: Path) -> None:
    judged_by_ben(copy, (range(20), RELEVANT), (range(20, 30), IRRELEVANT), (range(30, 40), IRRELEVANT))
    session.judgements.others.merge(copy).run()
    (before,) = session.judgements.others.agreement()
    assert before.judges == ("", "Ben")
    assert before.images == 40
    assert before.raw.value == pytest.approx(0.75)
    session.judge(range(20, 30), IRRELEVANT)
    assert session.judgements.others.agreement() == (before,)


def test_unsure_is_no_answer(session: Session, copy: Path) -> None:
    judged_by_ben(copy, (range(10), RELEVANT), (range(10, 30), UNSURE))
    session.judgements.others.merge(copy).run()
    (pair,) = session.judgements.others.agreement()
    assert pair.images == 10
    assert session.judgements.others.disputed().tolist() == []


def test_three_people(session: Session, copy: Path, tmp_path: Path) -> None:
    third = tmp_path / "for Cem.annotator"
    session.judgements.others.share(third, "Cem").run()
    judged_by_ben(copy, (range(40), RELEVANT), (range(200, 210), RELEVANT))
    judged_by_ben(third, (range(20), RELEVANT), (range(200, 205), IRRELEVANT))
    session.judgements.others.merge(copy).run()
    (brought,) = session.judgements.others.merge(third).run().topics
    assert session.judgements.others.names == ("", "Ben", "Cem")
    assert [pair.judges for pair in session.judgements.others.agreement()] == [
        ("", "Ben"), ("", "Cem"), ("Ben", "Cem"), ("", "Ben", "Cem"),
    ]  # fmt: skip
    assert brought.disputed == 10 + 5  # with me, and those two with each other
    assert len(list(session.topics)) == 1


def test_a_plain_copy_of_the_project_counts_only_what_was_judged_in_it(session: Session, tmp_path: Path) -> None:
    path = session.project.path
    session.close()
    other = tmp_path / "plain.annotator"
    shutil.copy(path, other)
    judged_by_ben(other, (range(25, 35), IRRELEVANT))
    with Session.open(path) as mine:
        with pytest.raises(ProjectError, match="does not say who judged"):
            mine.judgements.others.merge(other).run()
        (brought,) = mine.judgements.others.merge(other, "Ben").run().topics
        assert (brought.judge, brought.steps, brought.judged, brought.disputed) == ("Ben", 1, 5, 5)


def test_a_topic_that_only_the_copy_has_comes_along(session: Session, copy: Path) -> None:
    with Session.open(copy) as other:
        other.topics.switch(other.topics.add("nines").id)
        other.judge([7], RELEVANT)
    brought = session.judgements.others.merge(copy).run().topics
    assert [(one.topic, one.adopted) for one in brought] == [("nines", 1)]
    assert [topic.name for topic in session.topics] == ["threes", "nines"]
    assert session.topic.name == "threes"


def test_other_images_other_features_and_the_project_itself(session: Session, copy: Path, tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="this project itself"):
        session.judgements.others.merge(session.project.path).run()
    with small_collection.make(tmp_path / "other").create() as foreign:
        elsewhere = foreign.project.path
    with pytest.raises(ProjectError, match="about other images"):
        session.judgements.others.merge(elsewhere).run()
    with pytest.raises(ProjectError, match=r"for Ben\.annotator"):
        session.judgements.others.share(copy, "Ben").run()
    with pytest.raises(ProjectError, match="cannot name a person"):
        session.judgements.others.share(tmp_path / "n.annotator", "  ").run()


def test_an_opinion_is_no_topic_to_work_on(session: Session, copy: Path) -> None:
    judged_by_ben(copy, (range(3), RELEVANT))
    session.judgements.others.merge(copy).run()
    assert [topic.name for topic in session.topics] == ["threes"]
    assert session.topics.archived == ()
    assert [one.topic.name for one in session.topics.compare().run().summaries] == ["threes"]
    with pytest.raises(ProjectError, match="no topic number 2"):
        session.topics.switch(2)


def test_their_notes_come_along_and_stay_theirs(session: Session, copy: Path) -> None:
    session.collection.notes.set(1, "mine")
    with Session.open(copy) as other:
        other.judge([0, 1], IRRELEVANT)
        other.collection.notes.set(0, "too dark")
        other.collection.notes.set(1, "first thought")
        other.collection.notes.set(1, "second thought")
    session.judgements.others.merge(copy).run()
    session.judgements.others.merge(copy).run()
    assert [(one.image, one.labels, one.notes) for one in session.judgements.others.disputes()] == [
        (0, (RELEVANT, IRRELEVANT), ("", "too dark")), (1, (RELEVANT, IRRELEVANT), ("mine", "second thought")),
    ]  # fmt: skip
    assert session.collection.notes.all == {1: "mine"}
    with Session.open(copy) as other:
        other.undo()
    session.judgements.others.merge(copy).run()
    assert [one.notes[1] for one in session.judgements.others.disputes()] == ["too dark", "first thought"]


def test_the_notes_of_others_survive_a_recovery(
    session: Session, copy: Path, sample: SamplePaths, tmp_path: Path
) -> None:
    session.collection.notes.set(0, "the same words")
    with Session.open(copy) as other:
        other.judge([0], IRRELEVANT)
        other.collection.notes.set(0, "the same words")
    session.judgements.others.merge(copy).run()
    project = session.project.path
    session.close()
    project.write_bytes(b"damaged")
    for backup in folder_of(project).glob("*.annotator"):  # only the log in plain text is left
        backup.unlink()
    target = tmp_path / "again.annotator"
    recover(project, target, images=sample.images, features=sample.features)
    with Session.open(target, images=sample.images, features=sample.features) as again:
        assert [one.notes for one in again.judgements.others.disputes()] == [("the same words", "the same words")]


def test_what_a_file_would_bring_is_told_without_changing_anything(session: Session, copy: Path) -> None:
    judged_by_ben(copy, (range(10), RELEVANT), (range(100, 105), IRRELEVANT))
    before = session.project.path.read_bytes()
    told = session.judgements.others.compare(copy).run()
    assert (told.judge, [(one.topic, one.judged, one.new) for one in told.topics]) == ("Ben", [("threes", 15, 15)])
    assert told.notes == ()
    assert session.project.path.read_bytes() == before
    session.judgements.others.merge(copy).run()
    judged_by_ben(copy, (range(105, 108), RELEVANT))
    assert [(one.judged, one.new) for one in session.judgements.others.compare(copy).run().topics] == [(18, 3)]


def test_history_and_exports_say_whose_label_it_is(session: Session, copy: Path, tmp_path: Path) -> None:
    judged_by_ben(copy, (range(100, 103), RELEVANT))
    session.judgements.others.merge(copy).run()
    session.judge([101], IRRELEVANT)
    session.judge([102], IRRELEVANT)
    session.undo()
    latest = {one.image: (one.kind, one.judge) for one in reversed(session.judgements.history())}
    assert [latest[image] for image in (0, 100, 101, 102)] == [
        ("judge", ""), ("import", "Ben"), ("judge", ""), ("undo", "Ben"),
    ]  # fmt: skip
    table = tmp_path / "labels.csv"
    session.export("labels-csv", table)
    rows = {row["path"]: row["annotator"] for row in csv.DictReader(table.read_text("utf-8").splitlines())}
    assert [rows[session.paths[image]] for image in (0, 100, 101, 102)] == ["", "Ben", "", "Ben"]


def test_a_copy_that_is_open_elsewhere_is_read_as_it_is(session: Session, copy: Path) -> None:
    with Session.open(copy) as other:
        other.judge(range(100, 110), RELEVANT)
        (brought,) = session.judgements.others.merge(copy).run().topics
        assert brought.adopted == 10
        other.judge([110], RELEVANT)
    (brought,) = session.judgements.others.merge(copy).run().topics
    assert (brought.steps, brought.adopted) == (1, 1)


def test_a_damaged_copy_changes_nothing(session: Session, copy: Path) -> None:
    judged_by_ben(copy, (range(100, 110), RELEVANT))
    whole = copy.read_bytes()
    mine, others = dict(session.labels), session.judgements.others
    for broken in (whole[: len(whole) // 2], b"", b"not a project", whole[:5000] + b"\xff" * 20000 + whole[25000:]):
        copy.write_bytes(broken)
        with pytest.raises(ProjectError, match=r"for Ben\.annotator"):
            others.merge(copy).run()
        assert (dict(session.labels), others.names) == (mine, ("",))
    copy.write_bytes(whole)
    with closing(sqlite3.connect(copy)) as database:
        triggers = database.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            database.execute(f"DROP TRIGGER {name}")
        database.execute("UPDATE change SET new = 7")
        for _, sql in triggers:
            database.execute(sql)
        database.commit()
    with pytest.raises(ProjectError, match=r"for Ben\.annotator is damaged: its step 1 holds values"):
        others.merge(copy).run()
    assert (dict(session.labels), others.names) == (mine, ("",))
    assert session.project.check() == ()


def label_studio_task(image: str, **choices: str) -> dict[str, object]:
    """Return a task of Label Studio that several people annotated."""
    annotations = [
        {"completed_by": {"email": f"{person}@x.org"}, "updated_at": "2026-01-01T10:00:00Z", "result": [
            {"from_name": "label", "type": "choices", "value": {"choices": [choice]}}
        ]}
        for person, choice in choices.items()
    ]  # fmt: skip
    return {"data": {"image": image}, "annotations": annotations}


CVAT = """<annotations><meta><project><tasks>
<task><id>1</id><assignee><username>ann</username></assignee></task>
<task><id>2</id><assignee><username>bo</username></assignee></task></tasks></project></meta>
<image name="{0}" task_id="1"><tag label="relevant"/></image>
<image name="{0}" task_id="2"><tag label="relevant"/></image>
<image name="{1}" task_id="1"><tag label="relevant"/></image>
<image name="{1}" task_id="2"><tag label="irrelevant"/></image>
<image name="{2}" task_id="2"><tag label="irrelevant"/></image></annotations>"""


@pytest.mark.parametrize("program", ["label-studio", "cvat"])
def test_files_with_labels_of_several_people_land_in_the_same_queue(
    session: Session, tmp_path: Path, program: str
) -> None:
    paths = [session.paths[image] for image in (100, 101, 102)]
    if program == "cvat":
        file, people = tmp_path / "labels.xml", ["ann", "bo"]
        file.write_text(CVAT.format(*paths), "utf-8")
    else:
        file, people = tmp_path / "labels.json", ["ann@x.org", "bo@x.org"]
        tasks = [
            label_studio_task(paths[0], ann="Relevant", bo="Relevant"),
            label_studio_task(paths[1], ann="Relevant", bo="Irrelevant"),
            label_studio_task(paths[2], bo="Irrelevant"),
        ]
        file.write_text(json.dumps(tasks), "utf-8")
    mine, record = dict(session.labels), session.judgements
    plan = record.plan_import(read_labels(file))
    assert (plan.format, plan.differing, plan.contradictory) == (program, (101,), ())
    record.import_labels(plan.labels("stop"), plan.opinions)
    assert dict(session.labels) == {**mine, 100: RELEVANT, 102: IRRELEVANT}
    assert record.others.names == ("", *people)
    assert [(one.image, one.labels) for one in record.others.disputes()] == [(101, (None, RELEVANT, IRRELEVANT))]
    assert [(pair.judges, pair.images) for pair in record.others.agreement()][2] == (tuple(people), 2)
    assert {one.image: one.judge for one in record.history()}[100] == ", ".join(people)
    before = record.revision
    record.import_labels(record.plan_import(read_labels(file)).labels("stop"), plan.opinions)
    assert record.revision == before
    session.judge([101], RELEVANT)
    assert record.others.disputes() == ()
