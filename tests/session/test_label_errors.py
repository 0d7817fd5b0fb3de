"""Suspected mistakes of a session, and labels that are kept."""

from __future__ import annotations

from pathlib import Path

import h5py
import numpy as np
import pytest
import small_collection

from annotator.errors import ImageError, ModelError
from annotator.session.session import Session
from annotator.types import Label

REL, IRR = Label.RELEVANT, Label.IRRELEVANT
WRONG = {4, 11, 81, 112}


@pytest.fixture
def crowds(tmp_path: Path):
    """120 images in two crowds, all judged: 0-59 relevant, the others irrelevant, but four the wrong way."""
    small = small_collection.make(tmp_path, 120, 3)
    with h5py.File(small.features, "r+") as file:  # rows are in reverse order of the images
        file["features"][...] = np.random.default_rng(1).normal(0, 0.3, (120, 3)) + 4 * (np.arange(120) < 60)[:, None]
    with small.create() as session:
        session.judgements.import_labels(
            {image: REL if (image < 60) != (image in WRONG) else IRR for image in range(120)}
        )
        yield session


def images(session: Session) -> set[int]:
    return {suspicion.image for suspicion in session.label_errors.find().run()}


def test_finds_what_was_judged_wrongly(crowds: Session) -> None:
    found = crowds.label_errors.find().run()
    assert {suspicion.image for suspicion in found} == WRONG
    for suspicion in found:
        assert suspicion.label is crowds.label_of(suspicion.image)
        assert suspicion.quality < 0.3
        assert suspicion.wrong > 0.5
    reasons = {suspicion.image: suspicion.reason for suspicion in found}
    assert reasons[4].startswith("The other judgements make irrelevant only ")
    assert "5 of the 5 nearest judged images are relevant" in reasons[4]


def test_nothing_is_changed_by_looking(crowds: Session) -> None:
    before = (dict(crowds.labels), crowds.judgements.revision)
    crowds.label_errors.find().run()
    assert (dict(crowds.labels), crowds.judgements.revision) == before


def test_a_kept_label_is_not_suspected_again_also_after_reopening(crowds: Session, reopened) -> None:
    change = crowds.label_errors.confirm([4, 4])
    assert (change.images, change.text) == ((4,), "1 image kept as it is")
    assert images(crowds) == WRONG - {4}
    again = reopened(crowds)
    assert again.label_of(4) is IRR
    assert again.label_errors.reviewed == {4}
    assert images(again) == WRONG - {4}
    assert again.project.check() == ()


def test_the_list_goes_on_while_it_is_corrected(crowds: Session) -> None:
    crowds.judge([4], REL)
    assert crowds._state.judgements.corrected() == 1
    assert images(crowds) == WRONG - {4}
    crowds.judge([11], REL)
    assert images(crowds) == WRONG - {4, 11}


def test_a_confirmation_is_a_step_like_any_other(crowds: Session) -> None:
    crowds.label_errors.confirm([4, 11, 81, 112])
    assert crowds.judgements.undo_text == "4 images kept as they are"
    crowds.undo()
    assert images(crowds) == WRONG
    crowds.redo()
    assert images(crowds) == set()
    crowds.undo()
    crowds.judge([4], REL)
    assert crowds.judgements.redo_text is None
    assert crowds.project.check() == ()


def test_confirming_twice_writes_nothing(crowds: Session) -> None:
    crowds.label_errors.confirm([4])
    revision = crowds.judgements.revision
    assert crowds.label_errors.confirm([4]).images == ()
    assert crowds.judgements.revision == revision


def test_a_confirmation_is_about_one_label_of_one_topic(crowds: Session) -> None:
    crowds.label_errors.confirm([4])
    other = crowds.topics.add("other")
    crowds.topics.switch(other.id)
    crowds.judge([4], IRR)
    assert crowds.label_errors.reviewed == frozenset()
    crowds.topics.switch(1)
    crowds.judge([4], None)
    crowds.judge([4], REL)
    assert crowds.label_errors.reviewed == frozenset()


def test_who_changes_a_label_has_looked_twice_until_it_is_undone(crowds: Session) -> None:
    crowds.judge([7], IRR)
    assert crowds.label_errors.reviewed == {7}
    assert 7 not in images(crowds)
    crowds.undo()
    assert crowds.label_errors.reviewed == frozenset()


def test_only_labels_can_be_kept(crowds: Session) -> None:
    crowds.judge([4], None)
    assert crowds.label_errors.confirm([4]).images == ()
    with pytest.raises(ImageError, match="no image number 999"):
        crowds.label_errors.confirm([4, 999])


def test_the_snapshot_tells_the_reviewed_rows(crowds: Session) -> None:
    crowds.label_errors.confirm([4, 9])
    assert sorted(crowds.selections.snapshot().reviewed.tolist()) == sorted(
        crowds.features.row_of_image[[4, 9]].tolist()
    )


def test_with_few_judgements_the_reason_is_told(session: Session) -> None:
    with pytest.raises(ModelError, match="0 relevant and 0 irrelevant"):
        session.label_errors.find().run()
    session.judge(range(3), REL)
    with pytest.raises(ModelError, match="3 relevant and 0 irrelevant images are too few to find mistakes: 60"):
        session.label_errors.find().run()
