"""Several topics in one project, and the settings of each."""

from __future__ import annotations

import pytest
from small_collection import selection

from annotator.config import ModelSettings
from annotator.errors import ConfigError, ProjectError, StrategyError
from annotator.session import Session
from annotator.types import Label

REL, IRR, UNSURE = Label.RELEVANT, Label.IRRELEVANT, Label.UNSURE


def test_topics_have_their_own_labels_batches_and_settings(session: Session, reopened) -> None:
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
