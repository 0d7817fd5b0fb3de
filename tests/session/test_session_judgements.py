"""Judging, undo and history, across rounds and restarts."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pytest
from small_collection import selection

from annotator.errors import ImageError
from annotator.session.judgements import Counts
from annotator.session.session import Session
from annotator.session.state import State
from annotator.types import Change, Label

REL, IRR, UNSURE = Label.RELEVANT, Label.IRRELEVANT, Label.UNSURE


# Judging


def test_judging_labels_images_and_says_what_changed(session: Session) -> None:
    change = session.judge([3, 1, 3], REL)
    assert change == Change((3, 1), session.judgements.revision, "2 images to relevant")
    assert session.labels == {3: REL, 1: REL}
    assert session.label_of(3) is REL
    assert session.label_of(0) is None
    assert session.counts == Counts(relevant=2, irrelevant=0, unsure=0, unlabelled=10)


def test_images_that_have_the_label_are_left_out_and_nothing_is_written_for_nothing(session: Session) -> None:
    session.judge([1], REL)
    assert session.judge([1, 2], REL).images == (2,)
    before = session.judgements.revision
    assert session.judge([1, 2], REL) == Change((), before, "")
    assert session.judge([], REL).images == ()
    assert session.judge([5], None).images == ()
    assert session.judgements.revision == before
    assert len(session.judgements.history()) == 2


def test_any_image_can_be_judged_anew_and_cleared(session: Session) -> None:
    session.judge([1, 2], REL)
    assert session.judge([1], IRR).text == "1 image to irrelevant"
    assert session.judge([2], None).text == "1 image to unlabelled"
    assert session.labels == {1: IRR}
    assert session.counts == Counts(0, 1, 0, 11)


def test_numpy_numbers_and_plain_numbers_are_ids_and_labels_too(session: Session, reopened) -> None:
    session.judge(np.array([1, 2]), Label(1))
    session.judgements.import_labels({np.int64(3): -1})  # type: ignore[dict-item]
    assert session.labels == {1: REL, 2: REL, 3: IRR}
    assert session.label_of(3) is IRR
    assert reopened(session).labels == {1: REL, 2: REL, 3: IRR}


@pytest.mark.parametrize("image", [-1, 12])
def test_an_unknown_image_is_refused_and_nothing_changes(session: Session, image: int) -> None:
    with pytest.raises(ImageError, match=f"no image number {image}.*0 to 11"):
        session.judge([0, image], REL)
    assert session.labels == {}
    assert session.judgements.revision == 0


def test_examples_and_imports_are_steps_with_a_kind_of_their_own(session: Session) -> None:
    session.examples.add([4])
    assert session.judgements.import_labels({1: IRR, 2: REL, 4: None}).text == "3 images to several labels"
    assert [entry.kind for entry in session.judgements.history()] == ["import"] * 3 + ["example"]
    assert session.labels == {1: IRR, 2: REL}


# Undo


def test_undo_and_redo_take_whole_steps(session: Session) -> None:
    session.judge(range(5), IRR)
    session.judge([0, 7], REL)
    assert session.judgements.undo_text == "2 images to relevant"
    change = session.undo()
    assert change is not None
    assert set(change.images) == {0, 7}
    assert session.labels == dict.fromkeys(range(5), IRR)
    assert (session.judgements.undo_text, session.judgements.redo_text) == (
        "5 images to irrelevant",
        "2 images to relevant",
    )
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
    assert session.judgements.redo_text is None
    assert session.redo() is None
    session.undo()
    session.undo()
    assert session.labels == {}
    assert session.judgements.undo_text is None


def test_undo_spans_rounds_and_restarts(session: Session, reopened) -> None:
    session.judge([11], REL)
    for start in (0, 4):
        session.selections.accept(selection(session, range(start, start + 4)))
        session.judge_remaining(IRR)
        session = reopened(session)
    texts = []
    while (text := session.judgements.undo_text) is not None:
        session.undo()
        texts.append(text)
        session = reopened(session)
    assert texts == ["4 images to irrelevant", "4 images to irrelevant", "1 image to relevant"]
    assert session.labels == {}
    assert session.round == 2
    assert [entry.round for entry in session.judgements.history()[-9:]] == [2] * 4 + [1] * 4 + [0]
    for _ in texts:
        session = reopened(session)
        assert session.redo() is not None
    assert session.counts == Counts(1, 8, 0, 3)
    assert session.project.check() == ()


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
    assert session.project.check() == ()


def test_the_history_tells_every_judgement_newest_first(session: Session) -> None:
    session.judge([2], UNSURE)
    session.selections.accept(selection(session, [5]))
    session.judge([2, 5], REL)
    session.undo()
    told = [(e.image, e.old, e.new, e.round, e.kind) for e in session.judgements.history()]
    assert told == [
        (5, REL, None, 1, "undo"),
        (2, REL, UNSURE, 1, "undo"),
        (5, None, REL, 1, "judge"),
        (2, UNSURE, REL, 1, "judge"),
        (2, None, UNSURE, 0, "judge"),
    ]
    latest = session.judgements.history(1)[0]
    assert latest.path == session.paths[5]
    assert latest.revision == session.judgements.revision
    assert datetime.fromisoformat(latest.at).tzinfo is UTC


def test_a_clock_that_jumps_does_not_change_the_order(
    session: Session, monkeypatch: pytest.MonkeyPatch, reopened
) -> None:
    for image, year in enumerate((2030, 1999, 2020)):
        monkeypatch.setattr(State, "now", lambda _state, year=year: f"{year}-01-01T00:00:00.000Z")
        session.judge([image], REL)
    assert [(entry.image, entry.at[:4]) for entry in session.judgements.history()] == [
        (2, "2020"),
        (1, "1999"),
        (0, "2030"),
    ]
    session = reopened(session)
    session.undo()
    assert list(session.labels) == [0, 1]
