"""An open project behind the window, without widgets: judging, undo, batches and the ranking."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any, TypeVar

import numpy as np
from PySide6.QtCore import QObject, Signal

from annotator.data.importing import LabelPlan
from annotator.engine import Engine
from annotator.gui.controller.batch_browser import BatchBrowser
from annotator.gui.controller.blind_mode import BlindMode
from annotator.gui.controller.failure import failure_of, out_of_memory, stuck_text
from annotator.gui.controller.feature_builder import FeatureBuilder
from annotator.gui.controller.filtering import Filtering
from annotator.gui.controller.graph_builder import GraphBuilder
from annotator.gui.controller.label_errors import LabelErrors
from annotator.gui.controller.metadata_builder import MetadataBuilder
from annotator.gui.controller.model_worker import ModelWorker, Question
from annotator.gui.controller.ranking_filter import Ranked
from annotator.gui.controller.stacks import StackView
from annotator.gui.controller.words_search import WordsSearch
from annotator.gui.tasks.tasks import TaskCenter
from annotator.gui.text.core_messages import core_words
from annotator.gui.text.translate import tr
from annotator.parameters import ModelSettings
from annotator.runtime.job import Job
from annotator.session.session import Session
from annotator.types import Change, IntArray, Label, Progress, Ranking, Selection, Snapshot

T = TypeVar("T")

SIMPLE_STRATEGY = "topscoring"


class Controller(QObject):
    """Owns the session and the model's thread. All methods are called in the thread of the window.

    Attributes:
        session: The project; it owns the labels.
        browser: Which batch is on screen.
        blind_mode: What is hidden from the user.
        words: Understands what the topic looks for.
        filtering: What the ranking is filtered by.
        graph, features, metadata, stacks: Build what the project still lacks; find stacks.
        label_errors: Judgements that may be mistakes.
        auto_next: Whether a completed batch is followed by the next one.
        ranked_with, ranked_round: Judgements that the ranking on screen was computed from, and the round of the latest.
        model: Settings of the model in effect; None until it has answered.

    Signals:
        labels_changed: The Change of labels or of their confirmations; durable. The session has the labels.
        batch_changed: Another batch is on screen, or the first batches of the topic are there.
        ranking_changed: The collection was ranked again.
        topic_changed: Another topic, or its name or settings.
        start_wanted: The topic has no judgements; the user should choose how to start.
        work_changed: The model started or finished choosing.
        progressed: Finished share of the choosing, in [0, 1].
        failed: A :class:`~annotator.gui.controller.failure.Failure`; labelling continues with the last ranking.
        stuck: A sentence about a strategy that has not reported progress for long; :meth:`give_up` stops it.
        status_message: A remark for the status line.
    """

    labels_changed = Signal(object)
    batch_changed, ranking_changed, topic_changed = Signal(), Signal(), Signal()
    start_wanted, work_changed = Signal(), Signal()
    progressed = Signal(float)
    failed, stuck = Signal(object), Signal(str)
    status_message = Signal(str)

    def __init__(
        self,
        session: Session,
        *,
        auto_next: bool = True,
        tasks: TaskCenter | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.session = session
        self.tasks = tasks or TaskCenter(self)
        self.auto_next = auto_next
        self.blind_mode = BlindMode(self)
        self._ranks = self._unranked = np.zeros(session.n_images, dtype=np.int64)
        self._ranking: Ranking | None = None
        self.ranked_with = self.ranked_round = 0
        self.model: ModelSettings | None = None
        self.browser = BatchBrowser(session)
        self.blind_mode.changed.connect(self.ranking_changed)
        self._last: Snapshot | None = None
        rank = partial(Ranked.by, session.features.row_of_image, session.n_images)
        self._worker = ModelWorker(session.selections.engine, rank, self)
        self._worker.chosen.connect(self._chosen)
        self._worker.selected.connect(self._selected)
        self._worker.failed.connect(lambda _snapshot, error: self.failed.emit(failure_of(error)))
        self._worker.stuck.connect(lambda snapshot, seconds: self.stuck.emit(stuck_text(snapshot, seconds)))
        self._worker.exhausted.connect(lambda snapshot: self.failed.emit(out_of_memory(snapshot)))
        self._worker.stopped.connect(lambda _snapshot: self.status_message.emit(tr("Stopped choosing")))
        self._worker.progressed.connect(self.progressed)
        self._worker.busy_changed.connect(lambda _busy: self.work_changed.emit())
        self.label_errors = LabelErrors(session, self.ask_job, self)
        self.words = WordsSearch(session, lambda words: self.go_by(session.topics.use_words(words)), self)
        self.graph = GraphBuilder(session, self.tasks, self)
        self.graph.status_message.connect(self.status_message)
        self.graph.built.connect(self._more_known)
        self._too_early = False
        self.features = FeatureBuilder(session, self.tasks, self)
        self.features.joined.connect(lambda: self._more_known(images=True))
        self.features.finished.connect(self.graph.build)
        self.metadata, self.filtering = MetadataBuilder(session, self.tasks, self.features, self), Filtering(self)
        self.stacks = StackView(session, self.tasks, self.graph, self.features, self.metadata, self)
        self.stacks.found.connect(self._more_known)

    def begin(self) -> None:
        """Show the state of the topic, and request missing batches and rankings from the model."""
        self._worker.forget_all()
        self.browser.to_newest()
        self._ranking, self._ranks = None, self._unranked
        self.ranked_with = self.ranked_round = 0
        self.label_errors.clear()
        self.words.drop()
        self.words.changed.emit()
        self.topic_changed.emit()
        self.ranking_changed.emit()
        self.batch_changed.emit()
        begun = bool(self.session.judgements.batches)
        pools = self.session.collection.pools
        if not begun and not self.session.judgements.anything and not pools.waiting:
            self.start_wanted.emit()
        elif (
            self.browser.newest_is_open
            or self.session.project.read_only
            or (begun and not self.auto_next)
            or pools.finished
        ):
            self.update_ranking()
        else:
            self.next_batch()
        self.graph.build()
        self.features.build()
        self.metadata.build()
        self.stacks.build()

    def close(self) -> None:
        """Stop all work, wait for the threads and close the session."""
        for part in (self.metadata, self.features, self.stacks, self.graph, self.words, self._worker):
            part.close()
        self.session.close()

    @property
    def known(self) -> int:
        """Number of judgements, here and elsewhere, and of external examples that the model can learn from."""
        counts = self.session.counts
        return counts.relevant + counts.irrelevant + self.session.judgements.outside

    @property
    def ranking(self) -> Ranking | None:
        """The latest ranking to show; None before the first, and while predictions are hidden."""
        return None if self.blind_mode.blind else self._ranking

    @property
    def ranks(self) -> IntArray:
        """Rank of every image to show, from 1, 0 for none, shape (n_images,)."""
        return self._unranked if self.blind_mode.blind else self._ranks

    @property
    def busy(self) -> bool:
        """Whether the model chooses or ranks."""
        return self._worker.busy

    @property
    def wants_batch(self) -> bool:
        """Whether the latest request was for a batch (and not only for a ranking)."""
        return self._last is not None and self._last.k > 0

    @property
    def choosing(self) -> bool:
        """Whether the model chooses a batch (and does not only rank)."""
        return self.busy and self.wants_batch

    def move_to_batch(self, step: int) -> None:
        """Show the batch ``step`` positions ahead; 0 shows the newest."""
        if step:
            self.browser.move(step)
        else:
            self.browser.to_newest()
        self.batch_changed.emit()

    def judge(self, images: Iterable[int], label: Label | None, grade: int | None = None) -> Change:
        """Label ``images``, with a grade if one is given; the change is on disk when this returns."""
        change = self.session.judge(images, label) if grade is None else self.session.judgements.grade(images, grade)
        self._changed(change)
        return change

    def import_labels(self, labels: Mapping[int, Label], plan: LabelPlan) -> Change:
        """Import labels of another program as one step, with what the plan has besides; stored when this returns."""
        change = self.session.judgements.import_labels(labels, plan.opinions, plan.grades_of(labels))
        self._changed(change, go_on=False)
        return change

    def judge_rest(self, label: Label) -> Change:
        """Judge every unlabelled image of the batch on screen, and of its stacks, as one step."""
        return self.judge(self.browser.unlabelled, label)

    def confirm(self, images: Iterable[int]) -> Change:
        """Confirm the labels of ``images`` after a second look; stored when this returns."""
        change = self.session.label_errors.confirm(images)
        if change.images:
            self.status_message.emit(tr("Stored: {text}").format(text=core_words(change.text)))
            self.labels_changed.emit(change)
            self.label_errors.forget(change.images)
        return change

    def undo(self) -> Change | None:
        """Undo the last step and show its images."""
        return self._step(self.session.undo(), tr("Undone"))

    def redo(self) -> Change | None:
        """Redo the step undone last and show its images."""
        return self._step(self.session.redo(), tr("Redone"))

    def go(self, by: int) -> Change | None:
        """Undo (negative) or redo (positive) several steps and show their images."""
        move = self.session.redo if by > 0 else self.session.undo
        changes = [change for _ in range(abs(by)) if (change := move()) is not None]
        if len(changes) < 2:
            change = changes[0] if changes else None
        else:
            images = dict.fromkeys(image for one in changes for image in one.images)
            change = Change(tuple(images), changes[-1].revision, tr("%n step(s)", "", len(changes)))
        return self._step(change, tr("Redone") if by > 0 else tr("Undone"))

    def _step(self, change: Change | None, done: str) -> Change | None:
        if change is not None:
            # Undoing the last judgement of a batch means that the next batch is not wanted yet.
            if self.choosing and any(self.session.label_of(image) is None for image in change.images):
                self._worker.cancel()
            self._changed(change, done, go_on=False)
            if self.browser.find(change.images):
                self.batch_changed.emit()
            if not change.images:  # words, rules, an example from outside, or a second look
                self._words_changed(choose=False)
        return change

    def _changed(self, change: Change, done: str = "", *, go_on: bool = True) -> None:
        self.labels_changed.emit(change)
        self.label_errors.forget(change.images)
        if change.text:
            self.status_message.emit(f"{done or tr('Stored')}: {core_words(change.text)}")
            self.label_errors.look()
        completed = self.browser.completed_by(change.images)
        if go_on and self.auto_next and completed and not self.session.collection.pools.finished:
            self.next_batch()

    def learn_from(self, change: Change) -> None:
        """Choose the next batch by examples that have just been added."""
        self._changed(change, go_on=False)
        self.next_batch()

    def go_by(self, change: Change) -> None:
        """Go by words or rules that have changed; choose a batch unless the one on screen is being judged."""
        self._changed(change, go_on=False)
        self._words_changed(choose=not self.browser.begun)

    def _words_changed(self, *, choose: bool) -> None:
        self.words.changed.emit()
        if not self.session.judgements.anything:
            self.begin()
        elif choose:
            self.next_batch()
        else:
            self.update_ranking()

    def next_batch(self) -> None:
        """Show the next images of the pool, or have the model choose a batch; the user can go on judging meanwhile."""
        if self.session.collection.pools.waiting and self.session.collection.pools.next_batch() is not None:
            self.move_to_batch(0)
            self.update_ranking()
        elif not self.session.project.read_only:
            self._ask(self.session.selections.snapshot())

    def update_ranking(self) -> None:
        """Have the model rank the collection with all judgements."""
        if self.session.judgements.anything:
            self._ask(self.session.selections.snapshot(None if self.choosing else 0))  # a batch comes with its ranking
        else:
            self.prepare()

    def try_again(self) -> None:
        """Repeat the request that failed."""
        if self._last is not None:
            self._ask(self.session.selections.snapshot(0 if self._last.k == 0 else None))

    def choose_simply(self) -> None:
        """Choose the next batch with the strategy that cannot fail, for this batch only."""
        self._ask(dataclasses.replace(self.session.selections.snapshot(), strategy=SIMPLE_STRATEGY, parameters={}))

    def cancel(self) -> None:
        """Stop choosing."""
        self._worker.cancel()

    def give_up(self) -> None:
        """Stop a strategy that does not respond, and choose the next batch with the one that cannot fail."""
        self._worker.give_up(self.session.selections.renew_engine)
        self.choose_simply()

    def _ask(self, snapshot: Snapshot) -> None:
        self._last, self._too_early = snapshot, not self.session.features.n_usable
        if not self._too_early:
            self._worker.select(snapshot)
        self.work_changed.emit()

    def prepare(self) -> None:
        """Let the model precompute for the images being judged."""
        batch = self.session.judgements.batches[-1] if self.session.judgements.batches else None
        if batch is None or self.session.project.read_only:
            return
        rows = self.session.features.row_of_image[np.asarray(batch.images, dtype=np.int64)]
        self._worker.prepare(self.session.selections.snapshot(0), rows[rows >= 0])

    def _chosen(self, snapshot: Snapshot, selection: Selection) -> None:
        """Show the batch; the ranking follows."""
        self.model = selection.model
        if snapshot.k > 0 and self.session.selections.answers(selection):
            batch = self.session.selections.accept(selection)
            self._last = dataclasses.replace(snapshot, k=0)  # what is left to do is the ranking
            if batch is None:
                self.status_message.emit(core_words(selection.note) or tr("There is nothing left to judge"))
            else:
                self.browser.to_newest()
                self.batch_changed.emit()
            self.work_changed.emit()

    def _selected(self, snapshot: Snapshot, selection: Selection, ranked: Ranked) -> None:
        if snapshot.knows_something:
            self._take_ranking(snapshot, selection, ranked)
        self.prepare()
        self.label_errors.look()

    def _take_ranking(self, snapshot: Snapshot, selection: Selection, ranked: Ranked) -> None:
        """Show a ranking, unless a newer one is shown already."""
        if self.session.selections.accept_ranking((selection, ranked.ranking)) is ranked.ranking:
            self._ranking, self._ranks = ranked.ranking, ranked.ranks
            self.ranked_with = len(snapshot.rows) + len(snapshot.alike) + len(snapshot.examples)
            self.ranked_round = self.session.judgements.round_at(snapshot.revision)
            self.ranking_changed.emit()

    def ask_model(
        self, key: str, work: Callable[[Engine, Snapshot, Progress], T], done: Callable[[Snapshot, T], object]
    ) -> None:
        """Have the model answer a question as soon as it is idle.

        Args:
            key: A later question with the same key replaces this one.
            work: Called in the model's thread with the engine and the present state of the topic.
            done: Called with that state and the answer, in the thread of the window.
        """
        self._worker.ask(key, self.session.selections.snapshot(0), Question(work, done))

    def ask_job(self, key: str, job: Job[Any, T], done: Callable[[T], object]) -> None:
        """Have the model compute a job of the session as soon as it is idle, and apply it.

        Args:
            key: A later question with the same key replaces this one.
            job: The work of the model.
            done: Called with the answer, in the thread of the window.
        """

        def apply(_snapshot: None, parts: list[Any]) -> None:
            for answer in map(job.apply, parts):
                done(answer)

        self._worker.ask(key, None, Question(lambda _engine, _snapshot, progress: list(job.compute(progress)), apply))

    def _more_known(self, *, images: bool = False) -> None:
        """Rank again with the neighbor graph; with images whose features have come, also choose the batch again."""
        if self._too_early:
            self.try_again()
        elif self.session.judgements.anything and (images or not self.choosing):
            self.update_ranking()

    def forget_question(self, key: str) -> None:
        """Drop a question."""
        self._worker.forget(key)

    def switch_topic(self, topic: int) -> None:
        """Show another topic of the project."""
        if topic != self.session.topic.id:
            self._worker.cancel()
            self.session.topics.switch(topic)
            self.begin()

    def add_topic(self, name: str) -> None:
        """Add a topic and show it."""
        self.switch_topic(self.session.topics.add(name).id)
