"""The model at work beside the window: at most one request runs and one waits, the latest wins."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from annotator.gui.background import Background, Job
from annotator.model.suspicion import Review
from annotator.selection import Engine
from annotator.types import IntArray, Progress, Selection, Snapshot


@dataclass(frozen=True, eq=False)
class Request:
    """What the model is asked for.

    Attributes:
        snapshot: State of the topic.
        shown: Feature rows on screen to be prepared for; ``None`` asks for a selection instead.
        reviews: Whether suspected mistakes are asked for, and nothing else.
    """

    snapshot: Snapshot
    shown: IntArray | None = None
    reviews: bool = False

    @property
    def selects(self) -> bool:
        """Whether somebody waits for the answer."""
        return self.shown is None and not self.reviews


class ModelWorker(QObject):
    """Owns the engine and the only thread that uses it.

    A request for a selection replaces everything before it: one that runs is asked to stop, one that waits is
    forgotten. A running preparation is left to finish, because the selection needs its result. A preparation never
    replaces a waiting selection. Suspected mistakes are looked for when there is nothing else to do;
    a search for them that runs is given up for a selection.

    Signals:
        reviewed: Snapshot and :class:`~annotator.model.suspicion.Review`; images are called by their feature row.
        selected: Snapshot, selection and what ``rank`` made of it, the answer to the latest request.
        failed: Snapshot and exception; the worker is ready for the next request.
        stopped: Snapshot of a selection that the person cancelled.
        progressed: Finished share of the running selection, in [0, 1].
        busy_changed: Whether a selection runs or waits.
    """

    reviewed = Signal(object, object)
    selected = Signal(object, object, object)
    failed = Signal(object, object)
    stopped = Signal(object)
    progressed = Signal(float)
    busy_changed = Signal(bool)

    def __init__(self, engine: Engine, rank: Callable[[Selection], object], parent: QObject | None = None) -> None:
        """Start the thread.

        Args:
            engine: Chooses batches; nobody else may use it from now on.
            rank: Sorts the images by a selection; called in the model thread, its answer is handed on.
            parent: Qt parent.
        """
        super().__init__(parent)
        self._engine = engine
        self._rank = rank
        self._background = Background("model", self)
        self._running: Request | None = None
        self._job: Job | None = None
        self._waiting: Request | None = None
        self._review: Request | None = None
        self._busy = False

    @property
    def busy(self) -> bool:
        """Whether somebody waits for a selection."""
        return any(request is not None and request.selects for request in (self._running, self._waiting))

    @property
    def preparing(self) -> bool:
        """Whether the model works ahead for the batch on screen."""
        return self._running is not None and self._running.shown is not None

    def select(self, snapshot: Snapshot) -> None:
        """Ask for the next batch (or, with ``k`` 0, for a ranking)."""
        if self._running is not None and self._running.shown is None:
            self._drop_running()
        self._waiting = Request(snapshot)
        self._go_on()

    def prepare(self, snapshot: Snapshot, rows: IntArray) -> None:
        """Ask to compute ahead what does not depend on the answers about ``rows``."""
        if self._waiting is None or not self._waiting.selects:
            self._waiting = Request(snapshot, rows)
            self._go_on()

    def review(self, snapshot: Snapshot) -> None:
        """Ask for suspected mistakes as soon as nothing else is wanted; a later request takes the place of this one."""
        self._review = Request(snapshot, reviews=True)
        self._go_on()

    def cancel(self) -> None:
        """Stop the running selection and forget the waiting one."""
        request = self._waiting or self._running
        self._waiting = None
        if self._running is not None:
            self._drop_running()
        if request is not None and request.selects:
            self.stopped.emit(request.snapshot)
        self._go_on()

    def close(self) -> None:
        """Stop everything and wait for the thread; the engine may be closed afterwards."""
        self._running = self._waiting = self._review = None
        self._background.close()

    def _drop_running(self) -> None:
        if self._job is not None:
            self._job.drop()
        self._running = self._job = None

    def _go_on(self) -> None:
        if self._running is None and self._waiting is None:
            self._waiting, self._review = self._review, None
        if self._running is None and self._waiting is not None:
            self._running, self._waiting = self._waiting, None
            request = self._running
            self._job = self._background.run(
                lambda progress: self._work(request, progress),
                lambda answer: self._done(request, answer),
                lambda error: self._failed(request, error),
                progressed=self._progressed,
            )
        if self._busy != self.busy:
            self._busy = self.busy
            self.busy_changed.emit(self._busy)

    def _work(self, request: Request, progress: Progress) -> tuple[Selection, object] | Review | None:
        if request.reviews:
            return self._engine.review(request.snapshot, progress=progress)
        if request.shown is None:
            selection = self._engine.select(request.snapshot, progress)
            return selection, self._rank(selection)
        self._engine.prepare(request.snapshot, request.shown, progress)
        return None

    def _progressed(self, share: float) -> None:
        if self._running is not None and self._running.selects:
            self.progressed.emit(share)

    def _done(self, request: Request, answer: tuple[Selection, object] | Review | None) -> None:
        # The outcome is handed on before the next request starts: what it changes may make that request pointless.
        self._running = self._job = None
        if isinstance(answer, Review):
            self.reviewed.emit(request.snapshot, answer)
        elif answer is not None:
            self.selected.emit(request.snapshot, *answer)
        self._go_on()

    def _failed(self, request: Request, error: Exception) -> None:
        self._running = self._job = None
        self.failed.emit(request.snapshot, error)
        self._go_on()
