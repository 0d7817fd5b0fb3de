"""Several topics in one project, and the settings of each."""

from __future__ import annotations

import numpy as np
import pytest
from small_collection import selection

from annotator.data.project.text_log import mirror_path
from annotator.errors import ConfigError, ProjectError, StrategyError
from annotator.parameters import ModelSettings
from annotator.session.session import Session
from annotator.types import Label

REL, IRR, UNSURE = Label.RELEVANT, Label.IRRELEVANT, Label.UNSURE


def test_topics_have_their_own_labels_batches_and_settings(session: Session, reopened) -> None:
    first = session.topic
    session.judge([1], REL)
    session.selections.accept(selection(session, [2, 3]))
    second = session.topics.add("kites")
    assert session.topic == first
    assert session.topics.switch(second.id) == second
    assert (session.labels, session.batch, session.round, session.judgements.undo_text) == ({}, None, 0, None)
    session.judge([1], UNSURE)
    settings = ModelSettings(noise=0.5)
    session.topics.configure(strategy="random", batch_size=2, model=settings, name="red kites")
    session = reopened(session)
    assert (session.topic.name, session.topic.strategy, session.topic.batch_size) == ("red kites", "random", 2)
    assert session.topic.model == settings
    assert session.labels == {1: UNSURE}
    session.topics.switch(first.id)
    assert session.topic == first
    assert session.labels == {1: REL}
    assert session.batch is not None
    assert [topic.name for topic in session.topics] == ["relevant images", "red kites"]


def test_undo_stays_within_the_topic(session: Session) -> None:
    session.judge([1], REL)
    first = session.topic.id
    session.topics.switch(session.topics.add("other").id)
    session.judge([2], REL)
    session.undo()
    assert session.undo() is None
    session.topics.switch(first)
    assert session.labels == {1: REL}


@pytest.mark.parametrize("name", ["", "  ", "Relevant Images", "two\nlines", "x" * 201])
def test_a_topic_needs_a_name_of_its_own(session: Session, name: str) -> None:
    with pytest.raises(ProjectError, match="name"):
        session.topics.add(name)
    assert len(session.topics) == 1
    if name != "Relevant Images":
        with pytest.raises(ProjectError, match="name"):
            session.topics.configure(name=name)


def test_an_unknown_topic_is_answered_with_the_list(session: Session) -> None:
    with pytest.raises(ProjectError, match=r"no topic number 9.*1 relevant images"):
        session.topics.switch(9)


def test_settings_are_checked_before_they_are_stored(session: Session) -> None:
    before = session.topic
    with pytest.raises(StrategyError, match="ital"):
        session.topics.configure(strategy="itla")
    with pytest.raises(StrategyError, match="no parameter 'nonsense'"):
        session.topics.configure(parameters={"nonsense": 1})
    for size in (0, 1001):
        with pytest.raises(ConfigError, match="1 to 1000"):
            session.topics.configure(batch_size=size)
    with pytest.raises(TypeError, match="batch_size must be a whole number"):
        session.topics.configure(batch_size=2.0)  # type: ignore[arg-type]
    assert session.topic == before
    assert session.topics.configure() == before


def test_a_strategy_takes_complete_parameters(session: Session) -> None:
    assert session.topics.configure(strategy="ital").parameters
    chosen = dict(session.topic.parameters)
    assert session.topics.configure(parameters=chosen).parameters == chosen


def test_an_archived_topic_keeps_everything_and_comes_back(session: Session, reopened) -> None:
    first = session.topic
    second = session.topics.add("kites")
    session.topics.switch(second.id)
    session.judge([1, 2], REL)
    session.selections.accept(selection(session, [3, 4]))
    session.topics.archive(second.id)
    assert session.topic.id == first.id
    assert [topic.name for topic in session.topics] == ["relevant images"]
    session = reopened(session)
    assert session.topic.id == first.id
    assert [(topic.name, topic.archived[:2]) for topic in session.topics.archived] == [("kites", "20")]
    with pytest.raises(ProjectError, match=r"in the archive\. Restore it"):
        session.topics.switch(second.id)
    with pytest.raises(ProjectError, match="already, perhaps in the archive"):
        session.topics.add("kites")
    assert session.project.check() == ()
    assert session.topics.restore(second.id).archived == ""
    session.topics.switch(second.id)
    assert (session.labels, session.round, session.judgements.undo_text) == (
        {1: REL, 2: REL},
        1,
        "2 images to relevant",
    )


def test_the_last_topic_in_use_cannot_be_archived(session: Session) -> None:
    with pytest.raises(ProjectError, match="only topic in use"):
        session.topics.archive(session.topic.id)
    with pytest.raises(ProjectError, match="no topic number 7"):
        session.topics.archive(7)
    second = session.topics.add("kites")
    session.topics.archive(session.topic.id)  # another becomes current
    assert session.topic == second


def test_summaries_tell_how_far_each_topic_is(session: Session) -> None:
    session.judge([1, 2], REL)
    session.judge([3], UNSURE)
    session.selections.accept(selection(session, [4, 5]))
    other = session.topics.add("kites")
    one, two = session.topics.compare().run().summaries
    assert (one.relevant, one.irrelevant, one.unsure, one.judged, one.round) == (2, 0, 1, 3, 1)
    assert one.last_judged.endswith("Z")
    assert (two.topic, two.judged, two.round, two.last_judged) == (other, 0, 0, "")


def test_overlaps_count_shared_images_and_list_those_that_contradict_exclusive_topics(session: Session) -> None:
    first = session.topic.id
    session.judge([1, 2, 3], REL)
    second, third = session.topics.add("kites").id, session.topics.add("hawks").id
    session.topics.switch(second)
    session.judge([2, 3, 4], REL)
    session.judge([1], IRR)
    session.topics.switch(third)
    session.judge([3], UNSURE)
    session.judge([4], REL)
    found = session.topics.compare().run().overlaps
    assert found.topics == (first, second, third)
    assert found.both.tolist() == [[3, 2, 0], [2, 3, 1], [0, 1, 1]]
    assert found.shared == {2: {first: REL, second: REL}, 3: {first: REL, second: REL, third: UNSURE},
                            4: {second: REL, third: REL}}  # fmt: skip
    assert found.conflicts == ()
    session.topics.set_exclusive([second, third])
    conflicts = session.topics.compare().run().overlaps.conflicts
    assert [(conflict.image, conflict.topics) for conflict in conflicts] == [(4, (second, third))]
    session.topics.archive(second)
    assert session.topics.compare().run().overlaps.both.tolist() == [[3, 0], [0, 1]]
    assert session.topics.compare().run().overlaps.conflicts == ()


def test_exclusive_topics_are_remembered_and_checked(session: Session, reopened) -> None:
    second = session.topics.add("kites").id
    session.topics.set_exclusive([1, second])
    assert session.topics.add("hawks").exclusive is False
    session = reopened(session)
    assert [topic.exclusive for topic in session.topics] == [True, True, False]
    with pytest.raises(ProjectError, match="no topic number 9"):
        session.topics.set_exclusive([9])
    session.topics.set_exclusive([])
    assert not any(topic.exclusive for topic in session.topics)


def test_conditions_ask_about_the_labels_of_other_topics(session: Session) -> None:
    session.judge([0, 1], REL)
    session.judge([2], IRR)
    other = session.topics.add("It's a bird")
    session.topics.switch(other.id)
    session.judge([1], UNSURE)
    assert session.topics.columns_in("score > 1") == {}
    text = f"relevant('{_name(session, 1)}') and not judged('{_name(session, 1).upper()}') or unsure(\"it's a bird\")"
    found = session.topics.columns_in(text)
    assert [np.flatnonzero(values).tolist() for _, values in sorted(found.items())] == [[0, 1, 2], [0, 1], [1]]
    session.judge([1], IRR)
    assert not session.topics.columns_in('unsure("it\'s a bird")')['unsure("it\'s a bird")'].any()
    session.topics.switch(1)
    session.judge([5], REL)
    session.topics.switch(other.id)
    assert np.flatnonzero(session.topics.codes(1) == REL.value).tolist() == [0, 1, 5]
    assert session.topics.columns_in("relevant('fish')") == {}


def _name(session: Session, topic: int) -> str:
    return next(one.name for one in session.topics if one.id == topic)


def test_the_log_does_not_grow_by_opening_a_project_or_by_settings_that_stay(small) -> None:
    with small.create() as session:
        session.judge([1], Label.RELEVANT)
    log = mirror_path(small.project)
    before = log.read_bytes()
    for _ in range(2):
        with Session.open(small.project) as session:
            session.topics.configure(batch_size=session.topic.batch_size)
    assert log.read_bytes() == before
    with Session.open(small.project) as session:
        session.topics.configure(batch_size=session.topic.batch_size + 1)
    assert log.read_bytes().startswith(before)
    assert log.read_bytes() != before
