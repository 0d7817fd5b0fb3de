"""Grades of relevance and criteria: in the log, undone, read again, learned from, recovered, and brought by others."""

from __future__ import annotations

import csv
import json
import zipfile

import numpy as np
import pytest

from annotator.data.importing import read_labels
from annotator.data.project.text_log import mirror_path
from annotator.data.recovery.recover import recover
from annotator.errors import ConfigError, ImageError, ImportLabelsError
from annotator.metrics import err, ndcg
from annotator.session.session import Session
from annotator.types import Label
from annotator.verification import verify

WORDS = ("not relevant", "marginal", "highly relevant")
FOUR = ("no", "barely", "fairly", "very")


def graded(session: Session) -> dict[int, int]:
    return dict(session.judgements.given)


def test_a_grade_is_a_relevant_label_with_a_word_beside_it(small) -> None:
    with small.create() as session:
        assert session.topics.set_grades(WORDS).text == "grades not relevant / marginal / highly relevant"
        assert session.judgements.grade([3, 1], 2).text == "2 images to highly relevant"
        session.judgements.grade([4], 1)
        session.judgements.grade([5], 0)
        session.judge([6], Label.RELEVANT)
        assert session.labels == {3: 1, 1: 1, 4: 1, 5: -1, 6: 1}
        assert session.counts.relevant == 4
        assert graded(session) == {3: 2, 1: 2, 4: 1}
        assert session.judgements.grades.tolist() == [-1, 2, -1, 2, 1, 0, 1, -1, -1, -1, -1, -1]
        assert session.judgements.grade([4], 1).text == ""  # it has that grade
        assert session.judge([3], Label.RELEVANT).text == ""  # what is relevant keeps its grade
        session.judge([3], Label.UNSURE)
        assert graded(session) == {1: 2, 4: 1}
        session.judgements.grade([4], 2)
        entry = session.judgements.history(1)[0]
        assert (entry.old, entry.old_grade, entry.new, entry.new_grade) == (Label.RELEVANT, 1, Label.RELEVANT, 2)


def test_every_step_with_a_grade_can_be_undone_and_redone_also_after_a_restart(small) -> None:
    with small.create() as session:
        session.judge([0], Label.RELEVANT)
        session.topics.set_grades(WORDS)
        session.judgements.grade([0, 2], 2)
        session.judgements.grade([2], 1)
        session.judgements.record({0: Label.IRRELEVANT, 7: Label.RELEVANT}, {7: 1})
    with Session.open(small.project) as session:
        states = [(dict(session.labels), graded(session), session.topics.grades)]
        while session.undo() is not None:
            states.append((dict(session.labels), graded(session), session.topics.grades))
        assert states == [
            ({0: -1, 2: 1, 7: 1}, {2: 1, 7: 1}, WORDS),
            ({0: 1, 2: 1}, {0: 2, 2: 1}, WORDS),
            ({0: 1, 2: 1}, {0: 2, 2: 2}, WORDS),
            ({0: 1}, {}, WORDS),
            ({0: 1}, {}, ()),
            ({}, {}, ()),
        ]
    with Session.open(small.project) as session:
        for labels, grades, words in states[-2::-1]:
            assert session.redo() is not None
            assert (dict(session.labels), graded(session), session.topics.grades) == (labels, grades, words)
        assert session.project.check() == ()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("no", "yes"), "A topic has 3 or 4 grades"),
        (("a", "b", "c", "d", "e"), "A topic has 3 or 4 grades"),
        (("no", "yes", "Yes "), "Every grade needs a word of its own"),
        (("no", " ", "yes"), "cannot name a grade"),
        (("no", "a\nb", "yes"), "cannot name a grade"),
    ],
)
def test_words_that_do_not_fit_are_refused_and_nothing_changes(small, words, says) -> None:
    with small.create() as session:
        with pytest.raises(ConfigError, match=says):
            session.topics.set_grades(words)
        assert (session.topics.grades, session.judgements.revision) == ((), 0)


def test_grades_in_use_cannot_be_taken_away_and_those_that_are_not_there_cannot_be_given(small) -> None:
    with small.create() as session:
        with pytest.raises(ConfigError, match="has no grades"):
            session.judgements.grade([1], 1)
        session.topics.set_grades(FOUR)
        with pytest.raises(ConfigError, match="has no grade 4; its grades are 0 no, 1 barely, 2 fairly, 3 very"):
            session.judgements.grade([1], 4)
        assert session.labels == {}
        session.judgements.grade([1, 2], 3)
        session.judgements.grade([3], 1)
        with pytest.raises(ConfigError, match=r"Grades above 2, .* are in use: 2 images"):
            session.topics.set_grades(WORDS)
        assert session.topics.grades == FOUR
        session.judgements.grade([1, 2], 2)
        session.topics.set_grades(WORDS)
        with pytest.raises(ConfigError, match=r"Grades above 1, .* are in use: 2 images"):
            session.topics.set_grades(())
        session.judgements.grade([1, 2], 1)
        session.topics.set_grades(())
        assert session.counts.relevant == 3


def test_the_model_learns_the_grades_and_ranks_the_higher_ones_first(small) -> None:
    with small.create() as session:
        session.judge([0], Label.IRRELEVANT)
        session.judge([1, 2, 3], Label.RELEVANT)
        assert session.selections.snapshot(0).y.tolist() == [-1, 1, 1, 1]
        session.topics.set_grades(FOUR)
        session.judgements.grade([2], 2)
        session.judgements.grade([3], 3)
        snapshot = session.selections.snapshot(0)
        image = session.features.image_of_row[snapshot.rows]
        assert dict(zip(image.tolist(), snapshot.y.tolist(), strict=True)) == pytest.approx(
            {0: -1, 1: 1 / 3, 2: 2 / 3, 3: 1}
        )
        ranking = session.rank()
        places = {image: place for place, image in enumerate(ranking.images.tolist())}
        assert places[3] < places[2] < places[1] < places[0]


def test_criteria_are_a_step_and_show_only_images_that_exist(small) -> None:
    text = "# Counts\nA kite from below.\n\n![seen from below](00/im0003.png)\n\n# Does not\nDrawings."
    with small.create() as session:
        assert session.topics.criteria == ""
        assert session.topics.set_criteria(text + "\r\n").text == "criteria"
        with pytest.raises(ImageError, match="nowhere"):
            session.topics.set_criteria("![](nowhere.png)")
        session.topics.set_criteria("Everything.")
        session.undo()
    with Session.open(small.project) as session:
        assert session.topics.criteria == text
        session.topics.switch(session.topics.add("other").id)
        assert session.topics.criteria == ""


def test_grades_and_criteria_are_recovered_from_the_text_log(small, tmp_path) -> None:
    with small.create() as session:
        session.topics.set_grades(WORDS)
        session.topics.set_criteria("Whole birds.")
        session.judgements.grade([3, 4], 2)
        session.judgements.grade([4], 1)
        session.judgements.grade([5, 6], 1)
        session.undo()
        expected = (dict(session.labels), graded(session), len(session.judgements.history()))
    lines = [json.loads(line) for line in mirror_path(small.project).read_text("utf-8").splitlines()]
    assert ["00/im0004.png", 1, 1, 2, 1] in [change for line in lines for change in line.get("changes", ())]
    for backup in (*small.project.parent.glob("*.backups/*.annotator"), small.project):
        backup.unlink()  # only the text log is left
    recovered = tmp_path / "recovered.annotator"
    assert recover(small.project, recovered).lost[1:] == []
    with Session.open(recovered) as session:
        assert session.topics.grades == WORDS
        assert session.topics.criteria == "Whole birds."
        assert (dict(session.labels), graded(session), len(session.judgements.history())) == expected
        assert session.redo().text == "2 images to marginal"
        assert session.project.check() == ()


def test_a_line_of_a_log_with_grades_that_the_program_never_writes_is_left_out(small, tmp_path) -> None:
    with small.create() as session:
        session.topics.set_grades(WORDS)
        session.judgements.grade([3], 2)
    log = mirror_path(small.project)
    log.write_text(log.read_text("utf-8").replace("1,null,2]", "1,null,7]"), "utf-8")
    for backup in (*small.project.parent.glob("*.backups/*.annotator"), small.project):
        backup.unlink()
    result = recover(small.project, tmp_path / "recovered.annotator")
    assert any("never writes" in one for one in result.lost)
    with Session.open(tmp_path / "recovered.annotator") as session:
        assert (session.labels, session.topics.grades) == ({}, WORDS)


def test_two_judges_share_the_words_and_a_grade_on_which_all_agree_is_taken_over(small, tmp_path) -> None:
    other = tmp_path / "ada.annotator"
    with small.create() as session:
        session.topics.set_grades(WORDS)
        session.topics.set_criteria("Whole birds.")
        session.judgements.grade([0, 1], 2)
        session.judgements.others.share(other, "Ada", 2).run()
    with Session.open(other, images=small.images, features=small.features) as ada:
        assert (ada.topics.grades, ada.topics.criteria, dict(ada.labels)) == (WORDS, "Whole birds.", {})
        ada.judgements.grade([0], 1)
        ada.judgements.grade([2, 3], 1)
        ada.judgements.grade([3], 2)
    with Session.open(small.project) as session:
        session.judgements.others.merge(other).run()
        assert graded(session) == {0: 2, 1: 2, 2: 1, 3: 2}
        assert session.judgements.others.disputes() == ()  # both call it relevant
        assert session.judgements.others.merge(other).run().topics[0].steps == 0
        session.undo()
        assert graded(session) == {0: 2, 1: 2}


def test_a_project_without_grades_writes_what_it_always_wrote(small, tmp_path) -> None:
    with small.create() as session:
        session.judge([3, 1], Label.RELEVANT)
        session.judge([4], Label.IRRELEVANT)
        session.export("labels-csv", tmp_path / "labels.csv")
        session.export("labels-json", tmp_path / "labels.json")
        assert np.isin(session.selections.snapshot(0).y, (-1, 1)).all()
    title = (tmp_path / "labels.csv").read_text("utf-8").splitlines()[0]
    assert title.endswith(",note,image_note")
    assert "grade" not in (tmp_path / "labels.json").read_text("utf-8")
    lines = [json.loads(line) for line in mirror_path(small.project).read_text("utf-8").splitlines()]
    assert all(len(change) == 3 and "texts" not in line for line in lines for change in line.get("changes", ()))


def judged(session: Session) -> None:
    session.topics.set_grades(FOUR)
    session.topics.set_criteria("Whole birds.")
    session.judgements.grade([0, 1], 3)
    session.judgements.grade([2], 2)
    session.judgements.grade([3, 4], 0)
    session.judge([5], Label.RELEVANT)
    session.judge([6], Label.UNSURE)


@pytest.mark.parametrize(
    ("form", "name"),
    [
        ("labels-csv", "labels.csv"),
        ("labels-json", "labels.json"),
        ("labels-jsonl", "labels.jsonl"),
        ("trec-qrels", "all.qrels"),
    ],
)
def test_an_export_is_read_back_with_the_grades(small, tmp_path, form, name) -> None:
    with small.create(topic="kites") as session:
        judged(session)
        session.export(form, tmp_path / name)
        grades, given = session.judgements.grades.tolist(), graded(session)
        session.topics.switch(session.topics.add("again").id)
        session.topics.set_grades(FOUR)
        plan = session.judgements.plan_import(read_labels(tmp_path / name))
        labels = plan.labels("stop")
        session.judgements.import_labels(labels, grades=plan.grades_of(labels))
        assert session.judgements.grades.tolist() == grades
        assert graded(session) == given | {5: 1}
        assert session.judgements.plan_import(read_labels(tmp_path / name)).grades == {}
        session.judgements.grade([0], 1)
        again = session.judgements.plan_import(read_labels(tmp_path / name))
        assert (again.conflicts, again.grades) == ((), {})
        assert again.remarks == ("Kept, because another grade was given here: that of 1 image.",)


def test_an_import_gives_ungraded_images_their_grade_and_refuses_one_that_does_not_fit(small, tmp_path) -> None:
    qrels = tmp_path / "foreign.qrels"
    qrels.write_text("1 0 00/im0000.png 2\n1 0 00/im0001.png 1\n1 0 00/im0002.png 7\n", "utf-8")
    with small.create() as session:
        session.judge([0], Label.RELEVANT)
        plan = session.judgements.plan_import(read_labels(qrels))
        assert (plan.same, plan.grades) == (1, {})
        assert plan.remarks == ("The file has grades and the topic has none: every grade above 0 is relevant.",)
        session.topics.set_grades(WORDS)
        with pytest.raises(ImportLabelsError, match="line 3: grade 7, and the grades of the topic go up to 2"):
            session.judgements.plan_import(read_labels(qrels))
        qrels.write_text(qrels.read_text("utf-8").replace(" 7", " 0"), "utf-8")
        plan = session.judgements.plan_import(read_labels(qrels))
        labels = plan.labels("stop")
        session.judgements.import_labels(labels, grades=plan.grades_of(labels))
        assert (session.labels, graded(session)) == ({0: 1, 1: 1, 2: -1}, {0: 2, 1: 1})


def test_the_evidence_pack_holds_grades_and_criteria_and_is_computed_again(small, tmp_path) -> None:
    pack = tmp_path / "pack.zip"
    with small.create(topic="kites") as session:
        judged(session)
        session.export("evidence", pack)
    assert all(check.passed is not False for check in verify(pack, features=small.features))
    with zipfile.ZipFile(pack) as archive:
        measures = json.loads(archive.read("metrics.json"))["measures"]
        settings = json.loads(archive.read("search.json"))["settings"]
        ranking = [row["grade"] for row in csv.DictReader(archive.read("ranking.csv").decode().splitlines())]
        qrels = [line.split()[3] for line in archive.read("judgements.qrels").decode().splitlines()]
    assert (settings["grades"], settings["criteria"]) == (list(FOUR), "Whole birds.")
    grades = np.array([int(grade or 0) for grade in ranking])
    assert measures["nDCG"] == pytest.approx(ndcg(grades))
    assert measures["ERR"] == pytest.approx(err(grades, 3))
    assert sorted(qrels) == ["0", "0", "1", "2", "3", "3"]
