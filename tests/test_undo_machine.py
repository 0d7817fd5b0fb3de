"""Random judging, undoing, topics, batches and restarts against a model of plain dictionaries and lists."""

from __future__ import annotations

import os
import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import hypothesis.strategies as st
import small_collection
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from small_collection import selection

from annotator.session.session import Session
from annotator.types import Label

N = 8
IMAGES = st.lists(st.integers(0, N - 1), max_size=N)
LABELS = st.sampled_from([*Label, None])


@dataclass
class ModelTopic:
    """What a person would expect of a topic."""

    labels: dict[int, Label] = field(default_factory=dict)
    done: list[dict[int, tuple[Label | None, Label | None]]] = field(default_factory=list)
    undone: list[dict[int, tuple[Label | None, Label | None]]] = field(default_factory=list)
    batches: list[tuple[int, ...]] = field(default_factory=list)
    events: int = 0

    def judge(self, images: list[int], label: Label | None) -> None:
        step = {i: (self.labels.get(i), label) for i in dict.fromkeys(images) if self.labels.get(i) != label}
        if step:
            self.done.append(step)
            self.undone.clear()
            self.apply(step)

    def undo(self) -> None:
        self.undone.append(self.done.pop())
        self.apply({image: (new, old) for image, (old, new) in self.undone[-1].items()})

    def redo(self) -> None:
        self.done.append(self.undone.pop())
        self.apply(self.done[-1])

    def apply(self, step: dict[int, tuple[Label | None, Label | None]]) -> None:
        self.events += 1
        for image, (_, new) in step.items():
            self.labels.pop(image, None)  # a label that is set anew counts as the latest
            if new is not None:
                self.labels[image] = new


class Judging(RuleBasedStateMachine):
    """The session must always show what the model holds, and its labels must be the fold of its log."""

    @initialize()
    def create(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.session = small_collection.make(self.folder, N, 2).create()
        self.topics = {self.session.topic.id: ModelTopic()}
        self.model = self.topics[self.session.topic.id]

    def teardown(self) -> None:
        if hasattr(self, "folder"):
            self.session.close()
            shutil.rmtree(self.folder)

    @rule(images=IMAGES, label=LABELS)
    def judge(self, images: list[int], label: Label | None) -> None:
        before = dict(self.session.labels)
        change = self.session.judge(images, label)
        self.model.judge(images, label)
        assert change.images == tuple(i for i in dict.fromkeys(images) if before.get(i) != label)

    @rule(label=st.sampled_from(Label))
    def judge_remaining(self, label: Label) -> None:
        self.session.judge_remaining(label)
        batch = self.model.batches[-1] if self.model.batches else ()
        self.model.judge([image for image in batch if image not in self.model.labels], label)

    @rule()
    def undo(self) -> None:
        change = self.session.undo()
        if self.model.done:
            self.model.undo()
            assert change is not None
            assert set(change.images) == set(self.model.undone[-1])
        else:
            assert change is None

    @rule()
    def redo(self) -> None:
        change = self.session.redo()
        if self.model.undone:
            self.model.redo()
            assert change is not None
        else:
            assert change is None

    @rule(images=st.lists(st.integers(0, N - 1), min_size=1, max_size=4, unique=True))
    def next_batch(self, images: list[int]) -> None:
        rows, n = self.session.features.row_of_image, len(self.session.features.image_of_row)
        likely = [image for image in images if rows[image] < (n - 1) / 2]  # this selection ranks by row
        shown = sorted(images, key=rows.__getitem__, reverse=2 * len(likely) >= len(images))  # the exceptions first
        expected = tuple(image for image in shown if image not in self.model.labels)
        batch = self.session.selections.accept(selection(self.session, images))
        if expected:
            self.model.batches.append(expected)
            assert batch is not None
            assert batch.images == expected
        else:
            assert batch is None

    @precondition(lambda self: len(self.topics) < 3)
    @rule()
    def add_topic(self) -> None:
        topic = self.session.topics.add(f"topic {len(self.topics) + 1}")
        self.topics[topic.id] = ModelTopic()

    @rule(data=st.data())
    def switch_topic(self, data: st.DataObject) -> None:
        topic = data.draw(st.sampled_from(sorted(self.topics)))
        self.session.topics.switch(topic)
        self.model = self.topics[topic]

    @rule()
    def reopen(self) -> None:
        self.session.close()
        self.session = Session.open(self.session.project.path)

    @invariant()
    def shows_what_the_model_holds(self) -> None:
        if not hasattr(self, "session"):
            return
        session, model = self.session, self.model
        assert list(session.labels.items()) == list(model.labels.items())
        assert [batch.images for batch in session.judgements.batches] == model.batches
        assert (session.judgements.undo_text is None, session.judgements.redo_text is None) == (
            not model.done,
            not model.undone,
        )
        assert session.counts.unlabelled == N - len(model.labels)
        assert len({entry.revision for entry in session.judgements.history()}) == model.events
        assert session.project.check() == ()


TestJudging = Judging.TestCase
LONG = os.environ.get("ANNOTATOR_NIGHTLY") == "1"  # ten thousand operations take minutes
TestJudging.settings = settings(
    max_examples=100 if LONG else 20, stateful_step_count=100 if LONG else 30, deadline=None
)
