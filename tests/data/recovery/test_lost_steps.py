"""Steps that are only in a log, because an older file took the place of the project, are told and can be merged."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import small_collection
from small_collection import Small

from annotator.cli import main
from annotator.data.project import backups
from annotator.data.project.text_log import mirror_path
from annotator.data.recovery.recover import Recovery, recover
from annotator.session.session import Session
from annotator.types import Label

REL, IRR, UNSURE = Label.RELEVANT, Label.IRRELEVANT, Label.UNSURE


@pytest.fixture
def small(tmp_path: Path) -> Small:
    small = small_collection.make(tmp_path)
    with small.create() as session:
        session.judge([0, 1], REL)
    return small


def forked(small: Small, lost: Callable[[Session], object], later: Callable[[Session], object]) -> None:
    """Do ``lost``, put the file from before in the place of the project, and do ``later``."""
    older = shutil.copyfile(small.project, small.project.with_name("older"))
    with Session.open(small.project) as session:
        lost(session)
    shutil.copyfile(older, small.project)
    with Session.open(small.project) as session:
        later(session)


def merged(small: Small) -> tuple[dict[str, dict[int, int]], Recovery]:
    target = small.project.with_name("merged.annotator")
    result = recover(small.project, target)
    found = {}
    with Session.open(target) as session:
        assert session.project.check() == ()
        for topic in session.topics:
            session.topics.switch(topic.id)
            found[topic.name] = {image: int(label) for image, label in sorted(session.labels.items())}
    return found, result


@pytest.mark.parametrize("reopened", [False, True])
def test_every_surface_says_that_steps_are_missing_also_after_new_judgements(
    small: Small, reopened: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    forked(small, lambda session: session.judge([2], REL), lambda session: session.judge([3], REL) if reopened else 0)
    for command in ("status", "check", "history"):
        status = main([command, str(small.project)])
        captured = capsys.readouterr()
        assert "lacks 1 step(s) that its logs in plain text have" in captured.err
        assert "annotator recover small.annotator" in captured.err
        assert "nothing is damaged" not in captured.out
        assert status == (command == "check")
    assert main(["doctor", str(small.project)]) == 1
    assert "it has 1 steps that the project file has not" in capsys.readouterr().out
    with Session.open(small.project) as session:
        assert session.project.lost_steps == 1

    assert main(["recover", str(small.project)]) == 0
    told = capsys.readouterr().out
    assert "Created from the project file itself" in told
    assert "Nothing is known to be lost." in told
    small.project.with_name("small (recovered).annotator").replace(small.project)
    assert main(["check", str(small.project)]) == 0
    assert main(["doctor", str(small.project)]) == 0
    assert "lacks" not in capsys.readouterr().err
    with Session.open(small.project) as session:
        assert set(session.labels) == {0, 1, 2, *([3] if reopened else [])}


def test_what_was_judged_since_keeps_its_label(small: Small) -> None:
    def lost(session: Session) -> None:
        session.judge([2, 3, 4], REL)
        session.judge([0], IRR)

    forked(small, lost, lambda session: session.judge([3, 0], UNSURE))
    found, result = merged(small)
    assert found["relevant images"] == {0: 0, 1: 1, 2: 1, 3: 0, 4: 1}
    assert result.added == 1
    assert [str(text) for text in result.lost] == [
        "Left out, because these images were judged otherwise since: 2 labels of an older log."
    ]


def test_undone_steps_stay_undone(small: Small) -> None:
    def lost(session: Session) -> None:
        session.judge([2], REL)
        session.judge([4], REL)
        session.undo()
        session.undo()
        session.redo()
        session.undo()
        session.undo()  # of a step that both have

    forked(small, lost, lambda session: session.judge([5], IRR))
    found, _ = merged(small)
    assert found["relevant images"] == {5: -1}
    with Session.open(small.project.with_name("merged.annotator")) as session:
        while session.undo():
            pass
        while session.redo():
            pass
        assert {image: int(label) for image, label in session.labels.items()} == {5: -1}


def test_topics_confirmations_and_examples_are_merged(small: Small) -> None:
    def lost(session: Session) -> None:
        session.label_errors.confirm([1])
        session.examples.add_external(np.ones(4), "from elsewhere")
        session.topics.switch(session.topics.add("owls").id)
        session.judge([6], REL)

    forked(small, lost, lambda session: session.judge([5], IRR))
    found, result = merged(small)
    assert found == {"relevant images": {0: 1, 1: 1, 5: -1}, "owls": {6: 1}}
    assert (result.added, result.lost) == (3, [])
    with Session.open(small.project.with_name("merged.annotator")) as session:
        session.topics.switch(1)
        assert [one.name for one in session.examples.external] == ["from elsewhere"]
        assert session._state.judgements.confirmed() == {1}


def test_notes_are_merged_but_none_that_was_changed_since(small: Small) -> None:
    def lost(session: Session) -> None:
        session.collection.notes.set(2, "from the copy")
        session.collection.notes.set(3, "old text")
        session.collection.notes.set(4, "the same")

    def since(session: Session) -> None:
        session.collection.notes.set(3, "newer text")
        session.collection.notes.set(4, "the same")

    forked(small, lost, since)
    _, result = merged(small)
    assert [str(text) for text in result.lost] == [
        "Left out, because these images got another note since: 1 note of an older log."
    ]
    with Session.open(small.project.with_name("merged.annotator")) as session:
        assert session.collection.notes.all == {2: "from the copy", 3: "newer text", 4: "the same"}
        while session.undo():
            pass
        assert session.collection.notes.all == {}


def test_a_topic_of_the_same_number_and_another_name_is_not_mixed(small: Small) -> None:
    def topic(name: str, image: int) -> Callable[[Session], object]:
        def work(session: Session) -> None:
            session.topics.switch(session.topics.add(name).id)
            session.judge([image], REL)

        return work

    forked(small, topic("owls", 6), topic("kites", 7))
    found, result = merged(small)
    assert found == {"relevant images": {0: 1, 1: 1}, "kites": {7: 1}}
    assert [str(text) for text in result.lost] == ["Step 2 of the log: its topic is not known."]


def test_two_logs_that_contradict_each_other_are_both_merged(small: Small) -> None:
    forked(small, lambda session: session.judge([2], REL), lambda session: session.judge([3], REL))
    with Session.open(small.project):
        pass
    shutil.copyfile(small.project.with_name("older"), small.project)
    with Session.open(small.project) as session:
        session.judge([4], REL)
    assert len(list(backups.folder_of(small.project).glob("small.log-ahead-*"))) == 2
    assert set(merged(small)[0]["relevant images"]) == {0, 1, 2, 3, 4}


def test_a_restored_backup_lacks_nothing(small: Small) -> None:
    with Session.open(small.project) as session:
        session.judge([2], REL)
    assert main(["restore", str(small.project), "--newest"]) == 0
    with Session.open(small.project) as session:
        assert not session.project.lost_steps


def test_a_torn_line_of_the_log_is_no_lost_step(small: Small) -> None:
    """A power failure leaves zeros in place of the middle of a line, and the next line begins in the middle."""
    with Session.open(small.project) as session:
        session.judge([2], REL)
        session.judge([3], REL)
    log = mirror_path(small.project)
    data = log.read_bytes()
    start, end = data.index(b'"event":1,'), data.index(b'"event":3,')
    begin = data.index(b'"at":"', start) + 10
    log.write_bytes(data[:begin] + bytes(end - begin) + data[end:])
    with Session.open(small.project, read_only=True) as session:
        assert session.project.lost_steps == 0
