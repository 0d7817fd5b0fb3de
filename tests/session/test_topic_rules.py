"""Rules of a topic: in the log, undone, voting, refused, recovered, copied, merged, and in the evidence pack."""

from __future__ import annotations

import dataclasses
import json
import zipfile
from pathlib import Path

import numpy as np
import pytest
import small_collection
from small_collection import Small

from annotator.data.project.log.rules import Rule
from annotator.data.project.text_log import mirror_path
from annotator.data.recovery.recover import recover
from annotator.errors import ConfigError
from annotator.session.session import Session
from annotator.types import Label
from annotator.verification import verify

FEW = Rule("n < 3", Label.RELEVANT)
MANY = Rule("n >= 8", Label.IRRELEVANT)


@pytest.fixture
def numbered(small: Small, tmp_path: Path) -> Small:
    """A project whose images have a number, n, in the order of their names."""
    with small.create(batch_size=4) as session:
        import_numbers(session, tmp_path / "numbers.csv", "n")
    return small


def import_numbers(session: Session, table: Path, name: str) -> None:
    rows = "".join(f"{path},{number}\n" for number, path in enumerate(session.paths))
    table.write_text(f"image,{name}\n{rows}", "utf-8")
    session.collection.metadata.import_table(table).run()


def test_rules_are_steps_that_can_be_undone_also_later(numbered: Small) -> None:
    with Session.open(numbered.project) as session:
        assert (list(session.topics.rules), len(session.topics.rules)) == ([], 0)
        assert session.topics.rules.add(" n < 3 ", Label.RELEVANT).text == "rule: relevant where n < 3"
        session.topics.rules.add(*dataclasses.astuple(MANY))
        assert session.topics.rules.replace(1, "n < 2", Label.RELEVANT).text == "rule: relevant where n < 2"
        assert session.topics.rules.replace(1, "n < 2", Label.RELEVANT).text == ""
        assert session.topics.rules.remove(2).text == "rule removed: irrelevant where n >= 8"
        assert list(session.topics.rules) == [Rule("n < 2", Label.RELEVANT)]
    with Session.open(numbered.project) as session:
        assert session.undo().text == "rule removed: irrelevant where n >= 8"
        session.undo()
        assert list(session.topics.rules) == [FEW, MANY]
        session.undo()
        assert list(session.topics.rules) == [FEW]
        session.redo()
        assert list(session.topics.rules) == [FEW, MANY]
        session.undo()
        session.undo()
        assert (list(session.topics.rules), session.undo()) == ([], None)
        assert session.project.check() == ()


def test_rules_rank_before_anything_is_judged_and_every_topic_has_its_own(numbered: Small) -> None:
    with Session.open(numbered.project) as session:
        assert not session.judgements.anything
        session.topics.rules.add(*dataclasses.astuple(FEW))
        session.topics.rules.add(*dataclasses.astuple(MANY))
        assert session.judgements.anything
        assert set(session.rank().images[:3].tolist()) == {0, 1, 2}
        assert session.ranking.images[-4:].tolist() == [8, 9, 10, 11]
        batch = session.next_batch()
        assert batch is not None
        assert set(batch.images[:4]) & {0, 1, 2}
        assert session.selections.snapshot_before() is not None
        session.topics.switch(session.topics.add("other").id)
        assert len(session.topics.rules) == 0
        assert session.selections.snapshot(0).votes is None


def test_a_rule_that_judgements_contradict_fades(numbered: Small) -> None:
    with Session.open(numbered.project) as session:
        session.topics.rules.add(*dataclasses.astuple(FEW))
        before = session.rank()
        session.judge([0, 1], Label.IRRELEVANT)
        session.judge([5, 6, 7], Label.RELEVANT)
        after = session.rank()
        assert before.images[:3].tolist().count(2) == 1
        assert after.images.tolist().index(2) > 2
        (report,) = session.topics.rules.report().run()
        assert (report.right, report.judged, report.images) == (0, 2, 3)


def test_the_report_counts_votes(numbered: Small) -> None:
    with Session.open(numbered.project) as session:
        for condition, vote in (("n < 6", 1), ("n < 5", 1), ("n >= 3 and n < 9", -1), ("n > 100", -1)):
            session.topics.rules.add(condition, Label(vote))
        session.judge([0, 1], Label.RELEVANT)
        session.judge([4, 7], Label.IRRELEVANT)
        session.judge([2], Label.UNSURE)
        first, same, other, never = session.topics.rules.report().run()
        assert (first.images, first.coverage, first.overlap, first.conflict) == (6, 0.5, 0.5, 0.25)
        assert (first.right, first.judged) == (2, 3)
        assert (other.right, other.judged, other.conflict) == (2, 2, 0.25)
        assert first.interval[0] <= first.accuracy <= first.interval[1]
        assert max(first.weight, same.weight) < 0.7 < other.weight
        assert (never.images, never.judged) == (0, 0)
        assert np.isnan(never.accuracy)


@pytest.mark.parametrize(
    ("condition", "vote", "says"),
    [
        ("", 1, "Write a condition"),
        ("m < 3", 1, "There is no column 'm'"),
        ("n + 1", 1, "is a number, not a condition"),
        ("n < 3", 0, "A rule votes relevant or irrelevant"),
        ("relevant('relevant images')", 1, "cannot ask for the labels of its own topic"),
        ("hour < 6", 1, "hour not read yet"),
        ("n >= 8", -1, "has this rule already"),
    ],
)
def test_a_rule_that_cannot_be_used_is_refused(numbered: Small, condition: str, vote: int, says: str) -> None:
    with Session.open(numbered.project) as session:
        session.topics.rules.add(*dataclasses.astuple(MANY))
        with pytest.raises(ConfigError, match=says):
            session.topics.rules.add(condition, Label(vote))
        with pytest.raises(ConfigError, match=r"There is no rule number 2; .* has 1 rule\."):
            session.topics.rules.remove(2)
        assert list(session.topics.rules) == [MANY]


def test_a_topic_has_a_limit_of_rules(numbered: Small) -> None:
    with Session.open(numbered.project) as session:
        for number in range(30):
            session.topics.rules.add(f"n == {number}", Label.RELEVANT)
        with pytest.raises(ConfigError, match="at most 30 rules"):
            session.topics.rules.add("n < 3", Label.RELEVANT)
        assert len(session.rank().images) == 12


def test_a_rule_without_its_column_does_not_vote_and_the_others_do(numbered: Small, tmp_path: Path) -> None:
    with Session.open(numbered.project) as session:
        session.topics.add("night")
        session.topics.rules.add("n < 3 and relevant('night')", Label.RELEVANT)
        session.topics.rules.add(*dataclasses.astuple(MANY))
        session.topics.rename(next(one.id for one in session.topics if one.name == "night"), "dusk")
        broken, whole = session.topics.rules.report().run()
        assert str(broken.problem) == "There is no topic 'night'."
        assert (broken.images, whole.images, str(whole.problem)) == (0, 4, "")
        assert session.rank().images[-4:].tolist() == [8, 9, 10, 11]
        session.topics.rules.remove(2)
        assert session.selections.snapshot(0).votes is None


def test_a_rule_follows_the_labels_of_another_topic(numbered: Small) -> None:
    with Session.open(numbered.project) as session:
        first, night = session.topic.id, session.topics.add("night").id
        session.topics.rules.add("relevant('night')", Label.IRRELEVANT)
        session.topics.switch(night)
        session.judge([3, 4], Label.RELEVANT)
        session.topics.switch(first)
        assert np.flatnonzero(session.topics.rules.votes()[0]).tolist() == [3, 4]
        assert set(session.rank().images[-2:].tolist()) == {3, 4}


def test_rules_are_recovered_from_the_text_log(numbered: Small, tmp_path: Path) -> None:
    with Session.open(numbered.project) as session:
        session.topics.rules.add(*dataclasses.astuple(FEW))
        session.topics.rules.add(*dataclasses.astuple(MANY))
        session.topics.rules.remove(1)
        session.undo()
    assert "n >= 8" in mirror_path(numbered.project).read_text("utf-8")
    for backup in (*numbered.project.parent.glob("*.backups/*.annotator"), numbered.project):
        backup.unlink()
    recover(numbered.project, tmp_path / "recovered.annotator")
    with Session.open(tmp_path / "recovered.annotator") as session:
        assert list(session.topics.rules) == [FEW, MANY]
        assert session.redo().text == "rule removed: relevant where n < 3"
        assert session.project.check() == ()


def test_a_copy_for_another_person_has_the_rules_and_a_new_topic_brings_them(numbered: Small, tmp_path: Path) -> None:
    other = tmp_path / "ada.annotator"
    with Session.open(numbered.project) as session:
        session.topics.rules.add(*dataclasses.astuple(FEW))
        session.judgements.others.share(other, "Ada", 2).run()
    with Session.open(other, images=numbered.images, features=numbered.features) as ada:
        assert list(ada.topics.rules) == [FEW]
        ada.topics.switch(ada.topics.add("night").id)
        ada.topics.rules.add(*dataclasses.astuple(MANY))
        ada.topics.rules.add("n == 5", Label.RELEVANT)
        ada.undo()
        ada.judge([9], Label.IRRELEVANT)
    with Session.open(numbered.project) as session:
        session.judgements.others.merge(other).run()
        assert list(session.topics.rules) == [FEW]
        session.topics.switch(next(one.id for one in session.topics if one.name == "night"))
        assert list(session.topics.rules) == [MANY]
        assert session.project.check() == ()


def test_the_evidence_pack_has_the_rules_and_their_votes_and_is_verified(numbered: Small, tmp_path: Path) -> None:
    pack = tmp_path / "pack.zip"
    with Session.open(numbered.project) as session:
        session.topics.rules.add(*dataclasses.astuple(FEW))
        session.topics.rules.add(*dataclasses.astuple(MANY))
        session.judge([0, 4], Label.RELEVANT)
        session.judge([9], Label.IRRELEVANT)
        session.export("evidence", pack)
    checks = verify(pack, numbered.features)
    assert [check for check in checks if check.passed is False] == []
    with zipfile.ZipFile(pack) as archive:
        search = json.loads(archive.read("search.json"))
    assert search["settings"]["rules"] == [FEW.facts(), MANY.facts()]
    assert [one["vote"] for one in search["votes"]] == ["relevant", "irrelevant"]


def test_votes_are_computed_again_only_when_they_can_have_changed(numbered: Small) -> None:
    with Session.open(numbered.project) as session:
        session.topics.rules.add("n < 3", Label.RELEVANT)
        first = session.selections.snapshot(0).votes
        assert first is not None
        session.judge([7], Label.IRRELEVANT)
        assert session.selections.snapshot(0).votes is first
        session.topics.rules.add("n >= 8", Label.IRRELEVANT)
        second = session.selections.snapshot(0).votes
        assert second is not None
        assert len(second) == 2
        session.undo()
        third = session.selections.snapshot(0).votes
        assert third is not None
        assert third.tolist() == first.tolist()


@pytest.mark.parametrize("condition", ["disputed", "example", "n < 3 and selected", "judge == 'Ben'"])
def test_what_was_judged_or_selected_is_no_rule(numbered: Small, condition: str) -> None:
    with Session.open(numbered.project) as session:
        with pytest.raises(ConfigError, match="what is known besides"):
            session.topics.rules.add(condition, Label.RELEVANT)
        assert len(session.topics.rules) == 0


def test_a_rule_is_found_by_what_it_says(numbered: Small) -> None:
    with Session.open(numbered.project) as session:
        for rule in (FEW, MANY):
            session.topics.rules.add(*dataclasses.astuple(rule))
        assert [session.topics.rules.number(rule) for rule in (FEW, MANY)] == [1, 2]
        session.topics.rules.remove(1)
        assert session.topics.rules.number(MANY) == 1
        with pytest.raises(ConfigError, match="any more"):
            session.topics.rules.number(FEW)


def test_feature_sets_are_compared_by_features_alone(tmp_path: Path) -> None:
    """Votes and doubts are those of the features in use, and of other rows than the features they are compared with."""
    small = small_collection.make(tmp_path, 30)
    with small.create() as session:
        values = np.random.default_rng(3).normal(size=(26, 5))
        small_collection.write_features(tmp_path / "other.h5", values, list(session.paths[:26]))
        import_numbers(session, tmp_path / "numbers.csv", "n")
        session.judge(range(12), Label.RELEVANT)
        session.judge(range(12, 28), Label.IRRELEVANT)
        session.features.add("other", tmp_path / "other.h5")
        before = session.features.compare().run()
        session.topics.rules.add(*dataclasses.astuple(FEW))
        session.judgements.others.share(tmp_path / "ben.annotator", "Ben", 4).run()
        with Session.open(tmp_path / "ben.annotator") as theirs:
            theirs.judge([0, 9], Label.IRRELEVANT)
        session.judgements.others.merge(tmp_path / "ben.annotator").run()
        assert session.selections.snapshot(0).votes is not None
        assert session.selections.snapshot(0).doubt is not None
        assert session.features.compare().run() == before
