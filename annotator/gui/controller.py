"""What happens between a key press and the next batch: the session and the model behind one window, without widgets."""

from __future__ import annotations

import dataclasses
import traceback
from collections.abc import Iterable, Sequence

import numpy as np
from PySide6.QtCore import QObject, Signal

from annotator.errors import AnnotatorError
from annotator.gui.ranking_filter import UNLABELLED, LabelCodes, ranks
from annotator.gui.topic_settings import TopicChoice
from annotator.gui.worker import ModelWorker
from annotator.session import Session, rank_images
from annotator.types import Batch, Change, IntArray, Label, Ranking, Selection, Snapshot

SIMPLE_STRATEGY = "topscoring"


@dataclasses.dataclass(frozen=True)
class Failure:
    """A model that failed.

    Attributes:
        text: What happened and what to do, in a sentence or two.
        details: Where it happened, for who wants to report it; "" if the person can mend it.
    """

    text: str
    details: str = ""


@dataclasses.dataclass(frozen=True, eq=False)
class Ranked:
    """What the model's thread makes of a selection.

    Attributes:
        ranking: The images, best first.
        ranks: Rank of every image from 1, 0 for none, shape (n_images,).
    """

    ranking: Ranking
    ranks: IntArray


class Controller(QObject):
    """Owns the session and the model's thread. Everything here belongs to the thread of the window.

    Signals:
        labels_changed: Ids of the images whose label changed; the change is durable by then.
        batch_changed: Another batch is on screen, or the first batches of the topic are there.
        ranking_changed: The collection is ranked anew.
        topic_changed: Another topic, or its name or settings.
        start_wanted: Nothing is known of the topic; the person should choose how to start.
        work_changed: The model began or ended choosing.
        progressed: Finished share of the choosing, in [0, 1].
        failed: A :class:`Failure`; labelling goes on with the last ranking.
        told: A remark for the status line.
    """

    labels_changed = Signal(object)
    batch_changed = Signal()
    ranking_changed = Signal()
    topic_changed = Signal()
    start_wanted = Signal()
    work_changed = Signal()
    progressed = Signal(float)
    failed = Signal(object)
    told = Signal(str)

    def __init__(self, session: Session, *, auto_next: bool = True, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.auto_next = auto_next
        self.labels: LabelCodes = np.full(session.n_images, UNLABELLED, dtype=np.int8)
        self.ranks: IntArray = np.zeros(session.n_images, dtype=np.int64)
        self.ranking: Ranking | None = None
        self.ranked_with = 0
        """Judgements that the ranking on screen was computed from."""
        self.length_scale: float | None = None
        self._shown: int | None = None
        self._last: Snapshot | None = None
        row_of_image = session.row_of_image
        n_images = session.n_images

        def rank(selection: Selection) -> Ranked:
            ranking = rank_images(selection, row_of_image)
            return Ranked(ranking, ranks(n_images, ranking))

        self._worker = ModelWorker(session.engine, rank, self)
        self._worker.selected.connect(self._selected)
        self._worker.failed.connect(self._failed)
        self._worker.stopped.connect(lambda _snapshot: self.told.emit("Stopped choosing"))
        self._worker.progressed.connect(self.progressed)
        self._worker.busy_changed.connect(lambda _busy: self.work_changed.emit())

    # Beginning and end

    def begin(self) -> None:
        """Show the state of the topic, and have the model do what is missing."""
        self._shown = None
        self.ranking = None
        self.ranked_with = 0
        self.ranks = np.zeros(self.session.n_images, dtype=np.int64)
        self._read_labels()
        self.topic_changed.emit()
        self.ranking_changed.emit()
        self.batch_changed.emit()
        if not self.session.batches and not self.known:
            self.start_wanted.emit()
        elif self._open_images() or self.session.read_only:
            self.update_ranking()
        else:
            self.next_batch()

    def close(self) -> None:
        """Stop the model, wait for its thread and close the session."""
        self._worker.close()
        self.session.close()

    def _read_labels(self) -> None:
        self.labels.fill(UNLABELLED)
        labels = self.session.labels
        if labels:
            images = np.fromiter(labels.keys(), dtype=np.int64, count=len(labels))
            self.labels[images] = np.fromiter((label.value for label in labels.values()), np.int8, count=len(labels))

    @property
    def known(self) -> int:
        """Number of judgements and external examples that the model can learn from."""
        counts = self.session.counts
        return counts.relevant + counts.irrelevant + len(self.session.external_examples)

    # Batches

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

    @property
    def batches(self) -> Sequence[Batch]:
        """All batches of the topic, by round."""
        return self.session.batches

    @property
    def batch(self) -> Batch | None:
        """The batch on screen, which may be an earlier one."""
        batches = self.session.batches
        return batches[self._position(batches)] if batches else None

    @property
    def at_latest(self) -> bool:
        """Whether the batch on screen is the newest."""
        return self._position(self.session.batches) == len(self.session.batches) - 1

    @property
    def at_first(self) -> bool:
        """Whether there is no batch before the one on screen."""
        return self._position(self.session.batches) <= 0

    def _position(self, batches: Sequence[Batch]) -> int:
        return len(batches) - 1 if self._shown is None else min(self._shown, len(batches) - 1)

    @property
    def remaining(self) -> tuple[int, ...]:
        """Unlabelled images of the batch on screen."""
        batch = self.batch
        return () if batch is None else tuple(i for i in batch.images if self.labels[i] == UNLABELLED)

    def _open_images(self) -> bool:
        batches = self.session.batches
        return bool(batches) and any(self.labels[image] == UNLABELLED for image in batches[-1].images)

    def go_to_batch(self, step: int) -> None:
        """Show the batch ``step`` places further; 0 shows the newest."""
        last = len(self.session.batches) - 1
        if last >= 0:
            self._show(last if step == 0 else max(0, min(last, self._position(self.session.batches) + step)))

    def _show(self, position: int) -> None:
        newest = len(self.session.batches) - 1
        self._shown = None if position == newest else position
        self.batch_changed.emit()

    def batch_of(self, image: int) -> int | None:
        """Return the place of the newest batch that holds ``image``."""
        batches = self.session.batches
        return next((at for at in range(len(batches) - 1, -1, -1) if image in batches[at].images), None)

    # Judging

    def judge(self, images: Iterable[int], label: Label | None) -> Change:
        """Label ``images``; the change is on disk when this returns."""
        change = self.session.judge(images, label)
        self._changed(change)
        return change

    def judge_rest(self) -> Change:
        """Judge every unlabelled image of the batch on screen irrelevant, as one step."""
        return self.judge(self.remaining, Label.IRRELEVANT)

    def undo(self) -> Change | None:
        """Take back the last step and show the images it was about."""
        return self._step(self.session.undo())

    def redo(self) -> Change | None:
        """Do again what was taken back last, and show the images."""
        return self._step(self.session.redo())

    def _step(self, change: Change | None) -> Change | None:
        if change is not None:
            # Whoever takes back the last answer of a batch does not want the next one yet.
            if self.choosing and any(self.session.label_of(image) is None for image in change.images):
                self._worker.cancel()
            self._changed(change, go_on=False)
            self._show_batch_of(change.images)
        return change

    def _show_batch_of(self, images: Sequence[int]) -> None:
        batch = self.batch
        if batch is not None and any(image in batch.images for image in images):
            return
        places = [place for image in images if (place := self.batch_of(image)) is not None]
        if places:
            self._show(max(places))

    def _changed(self, change: Change, *, go_on: bool = True) -> None:
        for image in change.images:
            label = self.session.label_of(image)
            self.labels[image] = UNLABELLED if label is None else label.value
        if change.images:
            self.labels_changed.emit(change.images)
            self.told.emit(f"Stored: {change.text}")
        if go_on and change.images and self.auto_next and self.at_latest and self._finished(change.images):
            self.next_batch()

    def _finished(self, images: Sequence[int]) -> bool:
        """Whether the labels of ``images`` completed the newest batch."""
        batch = self.batch
        return batch is not None and not self.remaining and any(image in batch.images for image in images)

    def add_examples(self, images: Iterable[int]) -> None:
        """Take ``images`` as relevant examples and choose the next batch."""
        self._changed(self.session.add_examples(images), go_on=False)
        self.next_batch()

    # The model

    def next_batch(self) -> None:
        """Have the model choose the next batch; the person can go on judging meanwhile."""
        if not self.session.read_only:
            self._ask(self.session.snapshot())

    def update_ranking(self) -> None:
        """Have the model rank the collection with all judgements."""
        if self.known:
            self._ask(self.session.snapshot(0))
        else:
            self._prepare()

    def try_again(self) -> None:
        """Ask again what failed."""
        if self._last is not None:
            self._ask(self.session.snapshot(0 if self._last.k == 0 else None))

    def choose_simply(self) -> None:
        """Choose the next batch with the strategy that cannot fail, this once."""
        self._ask(dataclasses.replace(self.session.snapshot(), strategy=SIMPLE_STRATEGY, parameters={}))

    def cancel(self) -> None:
        """Stop choosing."""
        self._worker.cancel()

    def _ask(self, snapshot: Snapshot) -> None:
        self._last = snapshot
        self._worker.select(snapshot)
        self.work_changed.emit()

    def _prepare(self) -> None:
        """Let the model work ahead on what is being judged."""
        batch = self.session.batches[-1] if self.session.batches else None
        if batch is None or self.session.read_only:
            return
        rows = self.session.row_of_image[np.asarray(batch.images, dtype=np.int64)]
        self._worker.prepare(self.session.snapshot(0), rows[rows >= 0])

    def _selected(self, snapshot: Snapshot, selection: Selection, ranked: Ranked) -> None:
        self.length_scale = selection.length_scale
        judged = len(snapshot.rows) + len(snapshot.examples)
        if judged:
            self._take_ranking(selection, ranked, judged)
        if snapshot.k > 0 and self.session.answers(selection):
            batch = self.session.accept(selection)
            if batch is None:
                self.told.emit(selection.note or "There is nothing left to judge")
            else:
                self._show(len(self.session.batches) - 1)
        self._prepare()

    def _take_ranking(self, selection: Selection, ranked: Ranked, judged: int) -> None:
        """Show a ranking made from ``judged`` judgements, unless a newer one is shown already."""
        if self.session.accept_ranking((selection, ranked.ranking)) is ranked.ranking:
            self.ranking, self.ranks, self.ranked_with = ranked.ranking, ranked.ranks, judged
            self.ranking_changed.emit()

    def _failed(self, _snapshot: Snapshot, error: Exception) -> None:
        if isinstance(error, AnnotatorError):
            self.failed.emit(Failure(str(error)))
        else:
            details = "".join(traceback.format_exception(error))
            self.failed.emit(Failure(f"The model failed: {type(error).__name__}: {error}", details))

    # Topics

    def switch_topic(self, topic: int) -> None:
        """Show another topic of the project."""
        if topic != self.session.topic.id:
            self._worker.cancel()
            self.session.switch_topic(topic)
            self.begin()

    def add_topic(self, name: str) -> None:
        """Add a topic and show it."""
        self.switch_topic(self.session.add_topic(name).id)

    def rename_topic(self, name: str) -> None:
        """Change the name of the topic on screen."""
        self.session.configure(name=name)
        self.topic_changed.emit()

    def configure(self, choice: TopicChoice) -> None:
        """Store new settings of the topic; another model ranks anew, another strategy acts with the next batch."""
        model_changed = choice.model != self.session.topic.model
        self.session.configure(
            strategy=choice.strategy,
            parameters=dict(choice.parameters),
            batch_size=choice.batch_size,
            model=choice.model,
        )
        self.topic_changed.emit()
        if model_changed:
            self.length_scale = None
            self.update_ranking()
