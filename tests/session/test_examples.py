"""Images outside the collection as examples of what is looked for."""

from __future__ import annotations

import dataclasses
import math

import numpy as np
import pytest

from annotator.errors import FeatureError, ProjectError
from annotator.session.session import Session


def test_external_examples_reach_the_model_and_can_be_undone(session: Session, reopened) -> None:
    session.examples.add_external([1, 2, 3, 4], "a photo")
    session.examples.add_external(np.ones(4), "another")
    assert [example.name for example in session.examples.external] == ["a photo", "another"]
    assert session.selections.snapshot().examples.tolist() == [[1, 2, 3, 4], [1, 1, 1, 1]]
    session = reopened(session)
    assert session.judgements.undo_text == "external example another"
    session.undo()
    assert session.selections.snapshot().examples.tolist() == [[1, 2, 3, 4]]
    session.redo()
    session.examples.remove_external(session.examples.external[0])
    assert [example.name for example in session.examples.external] == ["another"]
    session.undo()
    assert len(session.examples.external) == 2
    session.redo()
    assert [example.name for example in session.examples.external] == ["another"]
    with pytest.raises(ProjectError, match="not in use"):
        session.examples.remove_external(dataclasses.replace(session.examples.external[0], id=99))
    assert session.next_batch() is not None


def test_any_name_of_an_example_can_be_stored(session: Session) -> None:
    session.examples.add_external(np.ones(4), "a\nb\udcff\0")
    assert session.examples.external[0].name == "a\\x0ab\\udcff\\x00"
    assert session.judgements.undo_text == "external example a\\x0ab\\udcff\\x00"


@pytest.mark.parametrize("vector", [[1, 2, 3], [1, 2, 3, math.inf], np.ones((1, 4)), 7.0, np.full(4, 1e300)])
def test_an_example_that_does_not_fit_is_refused(session: Session, vector: object) -> None:
    with pytest.raises(FeatureError, match="photo"):
        session.examples.add_external(vector, "photo")  # type: ignore[arg-type]
    assert session.examples.external == ()
    assert session.judgements.revision == 0
