"""The worker thread of the model: at most one request runs and one waits; newer requests replace older ones."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from annotator.engine import Engine
from annotator.errors import Cancelled
from annotator.gui.tasks.background import Background, RunningJob
from annotator.runtime.memory import available_bytes
from annotator.types import IntArray, Progress, Selection, Snapshot

QUIET_S = 30.0
"""Seconds without a word after which a selection is told to be stuck."""

WATCH_MS = 500
GRACE_MS = 2000
LEAST_BYTES = 200_000_000
"""Memory of the machine below which a selection is stopped, before the system stops the program."""

Work = Callable[[Engine, Any, Progress], Any]
"""A question to the model, answered in its thread, with the snapshot that was given with it."""


@dataclass(frozen=True, eq=False)
class Question:
    """A question other than for batches and rankings.

    Attributes:
        work: Answers it in the model's thread.
        done: Called with the snapshot and the answer, in the thread of the window.
    """

    work: Work
    done: Callable[[Any, Any], object]


@dataclass(frozen=True, eq=False)
class Request:
    """One request to the model.

    Attributes:
        snapshot: State of the topic; None for a question that carries its own data.
        shown: Feature rows on screen to be prepared for; ``None`` asks for a selection instead.
        question: A question instead of either.
    """

    snapshot: Snapshot | None
    shown: IntArray | None = None
    question: Question | None = None

    @property
    def selects(self) -> bool:
        """Whether the user waits for the answer."""
        return self.shown is None and self.question is None


class ModelWorker(QObject):
    """Owns the engine and the only thread that uses it.

    A request for a selection replaces all earlier requests: a running one is cancelled, a waiting one is dropped. A
    running preparation finishes, because the selection needs its result. A preparation never replaces a waiting
    selection. Questions are answered in order when the worker is idle; a running one is interrupted by a selection and
    repeated after it.

    Signals:
        chosen: Snapshot and selection, before it is ranked; ``selected`` follows unless the request is replaced.
        selected: Snapshot, selection and what ``rank`` made of it, the answer to the latest request.
        failed: Snapshot and exception; the worker is ready for the next request.
        stopped: Snapshot of a selection that the user cancelled.
        progressed: Finished share of the running selection, in [0, 1].
        busy_changed: Whether a selection runs or waits.
        stuck: Snapshot of a selection without progress reports for so many seconds; see :meth:`give_up`. Emitted once.
        exhausted: Snapshot of a selection that was stopped because memory ran out.
    """

    stuck = Signal(object, float)
    exhausted = Signal(object)

    chosen = Signal(object, object)
    selected = Signal(object, object, object)
    failed = Signal(object, object)
    stopped = Signal(object)
    progressed = Signal(float)
    busy_changed = Signal(bool)
    _chose = Signal(object, object)  # from the model's thread

    def __init__(self, engine: Engine, rank: Callable[[Selection], object], parent: QObject | None = None) -> None:
        """Start the thread.

        Args:
            engine: Chooses batches; used only by this worker from now on.
            rank: Sorts the images by a selection; called in the model thread; its result is passed on.
            parent: Qt parent.
        """
        super().__init__(parent)
        self._engine = engine
        self._rank = rank
        self._background = Background("model", self)
        self._chose.connect(self._hand_on_choice, Qt.ConnectionType.QueuedConnection)
        self._running: Request | None = None
        self._job: RunningJob | None = None
        self._waiting: Request | None = None
        self._questions: dict[str, Request] = {}
        self._running_key = ""
        self._busy = False
        self._told_of: RunningJob | None = None
        self._watch = QTimer(self, interval=WATCH_MS)
        self._watch.timeout.connect(self._look_after)

    @property
    def busy(self) -> bool:
        """Whether somebody waits for a selection."""
        return any(request is not None and request.selects for request in (self._running, self._waiting))

    @property
    def preparing(self) -> bool:
        """Whether the model precomputes for the batch on screen."""
        return self._running is not None and self._running.shown is not None

    def select(self, snapshot: Snapshot) -> None:
        """Ask for the next batch (or, with ``k`` 0, for a ranking)."""
        if self._running is not None and self._running.shown is None:
            self._put_back()
            self._drop_running()
        self._waiting = Request(snapshot)
        self._go_on()

    def prepare(self, snapshot: Snapshot, rows: IntArray) -> None:
        """Request precomputation of what does not depend on the answers about ``rows``."""
        if self._waiting is None or not self._waiting.selects:
            self._waiting = Request(snapshot, rows)
            self._go_on()

    def ask(self, key: str, snapshot: Snapshot | None, question: Question) -> None:
        """Ask a question for when the worker is idle; a later one with the same ``key`` replaces it."""
        self._questions.pop(key, None)
        if self._running is not None and self._running_key == key:
            self._drop_running()
        self._questions[key] = Request(snapshot, question=question)
        self._go_on()

    def forget(self, key: str) -> None:
        """Drop the question ``key``."""
        self._questions.pop(key, None)
        if self._running is not None and self._running_key == key:
            self._drop_running()
            self._go_on()

    def forget_all(self) -> None:
        """Drop all questions."""
        self._questions.clear()
        if self._running is not None and self._running.question is not None:
            self._drop_running()
            self._go_on()

    def cancel(self) -> None:
        """Cancel the running selection and drop the waiting one."""
        request = self._waiting or self._running
        self._waiting = None
        if self._running is not None:
            self._drop_running()
        if request is not None and request.selects:
            self.stopped.emit(request.snapshot)
        self._go_on()

    def give_up(self, renewed: Callable[[], Engine]) -> None:
        """Stop a selection that does not respond, by force if needed.

        Args:
            renewed: Creates a new engine, because the one of the abandoned thread cannot be used any more.
        """
        job = self._job
        self.cancel()
        if job is None:
            return
        self._background.interrupt(job, Cancelled)

        def leave() -> None:
            if self._background.is_working_on(job):
                self._background.abandon()
                self._engine = renewed()
                again, self._running, self._job = self._running, None, None
                self._waiting = self._waiting or again
                self._go_on()

        QTimer.singleShot(GRACE_MS, self, leave)

    def _look_after(self) -> None:
        """Check that a selection still reports progress, and that memory is left."""
        job, request = self._job, self._running
        if job is None or request is None or not request.selects or not self._background.is_working_on(job):
            return
        left = available_bytes()
        if left is not None and left < LEAST_BYTES:
            self._background.interrupt(job, MemoryError)
            self._drop_running()
            self.exhausted.emit(request.snapshot)
            self._go_on()
            return
        quiet = time.monotonic() - job.heard
        if quiet > QUIET_S and self._told_of is not job:
            self._told_of = job
            self.stuck.emit(request.snapshot, quiet)

    def close(self) -> None:
        """Stop everything and wait for the thread; the engine may be closed afterwards."""
        self._running = self._waiting = None
        self._questions.clear()
        self._background.close()

    def _drop_running(self) -> None:
        if self._job is not None:
            self._job.drop()
        self._running = self._job = None
        self._running_key = ""

    def _put_back(self) -> None:
        """Queue an interrupted question again, unless a newer one of its key waits."""
        if self._running is not None and self._running.question is not None:
            self._questions.setdefault(self._running_key, self._running)

    def _go_on(self) -> None:
        if self._running is None and self._waiting is None:
            self._running_key = next(iter(self._questions), "")
            self._waiting = self._questions.pop(self._running_key, None)
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
            (self._watch.start if self._busy else self._watch.stop)()
            self.busy_changed.emit(self._busy)

    def _work(self, request: Request, progress: Progress) -> tuple[Selection, object] | _Answer | None:
        if request.question is not None:
            return _Answer(request.question.work(self._engine, request.snapshot, progress))
        assert request.snapshot is not None
        if request.shown is None:
            selection = self._engine.select(request.snapshot, progress)
            self._chose.emit(request, selection)  # the batch does not wait for a million images to be sorted
            return selection, self._rank(selection)
        self._engine.prepare(request.snapshot, request.shown, progress)
        return None

    def _hand_on_choice(self, request: Request, selection: Selection) -> None:
        if request is self._running:
            self.chosen.emit(request.snapshot, selection)

    def _progressed(self, share: float) -> None:
        if self._running is not None and self._running.selects:
            self.progressed.emit(share)

    def _done(self, request: Request, answer: tuple[Selection, object] | _Answer | None) -> None:
        # The result is passed on before the next request starts, because it may make that request obsolete.
        self._running = self._job = None
        if isinstance(answer, _Answer):
            assert request.question is not None
            request.question.done(request.snapshot, answer.value)
        elif answer is not None:
            self.selected.emit(request.snapshot, *answer)
        self._go_on()

    def _failed(self, request: Request, error: Exception) -> None:
        self._running = self._job = None
        self.failed.emit(request.snapshot, error)
        self._go_on()


@dataclass(frozen=True, eq=False)
class _Answer:
    """The answer to a question, which may be anything."""

    value: Any
