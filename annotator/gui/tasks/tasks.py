"""Long work of the window in one place: what runs, how far it is, how long it takes yet, and how it ended."""

from __future__ import annotations

import enum
import time
import traceback
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from annotator.errors import AnnotatorError
from annotator.gui.tasks.background import Background
from annotator.gui.text.core_messages import core_words
from annotator.gui.text.translate import tr
from annotator.types import Progress

T = TypeVar("T")

KEPT = 20
"""Tasks that have ended and are still listed."""

_KNOWN_AFTER_S = 2.0  # before that, and before that share, the rate says too little
_KNOWN_FROM = 0.01
_SMOOTHING_S = 8.0


class State(enum.Enum):
    """How far a task is."""

    RUNNING = "running"
    STOPPING = "stopping"
    DONE = "done"
    STOPPED = "stopped"
    FAILED = "failed"

    @property
    def over(self) -> bool:
        """Whether it has ended."""
        return self not in (State.RUNNING, State.STOPPING)


class TimeLeft:
    """Estimates how long work takes yet, from its rate of the last seconds.

    Source: exponentially weighted mean with a fixed time constant, so that it does not matter how often is reported.
    """

    def __init__(self, now: float) -> None:
        self._started = self._latest = now
        self._share = 0.0
        self._weighted = self._weight = 0.0

    def progress(self, share: float, now: float) -> None:
        """Take in that ``share`` of the work, in [0, 1], is done at the time ``now``, in seconds."""
        passed = now - self._latest
        if passed <= 0 or share <= self._share:
            return
        keep = 2.0 ** (-passed / _SMOOTHING_S)
        self._weighted = keep * self._weighted + (1 - keep) * (share - self._share) / passed
        self._weight = keep * self._weight + (1 - keep)
        self._share, self._latest = share, now

    def seconds(self, now: float) -> float | None:
        """Return the time left at ``now``, in seconds; None while it cannot be known."""
        if now - self._started < _KNOWN_AFTER_S or self._share < _KNOWN_FROM or self._weighted <= 0:
            return None
        rest = (1.0 - self._share) * self._weight / self._weighted
        return max(0.0, rest - (now - self._latest))


class Task(QObject):
    """One piece of long work. Whoever does it tells it how far it is.

    Attributes:
        title: What is done, in the language of the person.
        total: Number of things that are worked off, 0 if they are not counted.
        share: Finished share in [0, 1].
        state: Whether it runs, and how it ended.
        result: What came of it, or why nothing did; "" while it runs.
        details: More for who wants to report a failure.
        started, ended: Seconds since 1970; ``ended`` is 0 while it runs.

    Signals:
        changed(Task): It is further, or has ended.
    """

    changed = Signal(object)

    def __init__(
        self,
        title: str,
        *,
        total: int = 0,
        stop: Callable[[], object] | None = None,
        again: Callable[[], object] | None = None,
        clock: Callable[[], float] = time.monotonic,
        parent: QObject | None = None,
    ) -> None:
        """Begin.

        Args:
            title: What is done.
            total: How many things are worked off.
            stop: Asks the work to stop; None if it cannot.
            again: Begins the same work anew after it failed or was stopped; None if that makes no sense.
            clock: Tells the time in seconds.
            parent: Qt parent.
        """
        super().__init__(parent)
        self.title, self.total = title, total
        self.share, self.state = 0.0, State.RUNNING
        self.result = self.details = ""
        self.started, self.ended = time.time(), 0.0
        self._stop, self._again, self._clock = stop, again, clock
        self._left = TimeLeft(clock())

    @property
    def can_stop(self) -> bool:
        """Whether the person can stop it now."""
        return self._stop is not None and self.state is State.RUNNING

    @property
    def can_repeat(self) -> bool:
        """Whether the person can try it again now."""
        return self._again is not None and self.state in (State.FAILED, State.STOPPED)

    @property
    def seconds_left(self) -> float | None:
        """How long it takes yet, in seconds; None while that cannot be known."""
        return self._left.seconds(self._clock()) if self.state is State.RUNNING else None

    def progress(self, share: float) -> None:
        """Tell that ``share`` of it, in [0, 1], is done."""
        if not self.state.over:
            self.share = min(1.0, max(self.share, share))
            self._left.progress(self.share, self._clock())
            self.changed.emit(self)

    def stop(self) -> None:
        """Ask it to stop; it tells when it has."""
        if self.can_stop and self._stop is not None:
            self.state = State.STOPPING
            self._stop()
            self.changed.emit(self)

    def repeat(self) -> None:
        """Begin the same work anew, as another task."""
        if self.can_repeat and self._again is not None:
            again, self._again = self._again, None
            self.changed.emit(self)
            again()

    def done(self, result: str = "") -> None:
        """Tell that it is finished and what came of it."""
        self.share = 1.0
        self._end(State.DONE, result)

    def stopped(self, result: str = "") -> None:
        """Tell that it ended because it was asked to."""
        self._end(State.STOPPED, result)

    def failed(self, error: BaseException | str) -> None:
        """Tell why it failed: an error that the person can mend speaks for itself, a defect gets its details."""
        if isinstance(error, BaseException) and not isinstance(error, AnnotatorError):
            self.details = "".join(traceback.format_exception(error))
            error = f"{type(error).__name__}: {error}"
        self._end(State.FAILED, core_words(error))

    def _end(self, state: State, result: str) -> None:
        if not self.state.over:
            self.state, self.result, self.ended = state, result, time.time()
            self.changed.emit(self)


class TaskCentre(QObject):
    """All tasks of the window, and threads for those that need nothing of a project that is open.

    Signals:
        listed(): A task began or was taken off the list.
        changed(Task): A task is further or has ended.
    """

    listed = Signal()
    changed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks: list[Task] = []
        self._threads: dict[str, Background] = {}

    @property
    def tasks(self) -> tuple[Task, ...]:
        """All tasks that are listed, the newest first."""
        return tuple(reversed(self._tasks))

    @property
    def running(self) -> tuple[Task, ...]:
        """The tasks that have not ended, the oldest first."""
        return tuple(task for task in self._tasks if not task.state.over)

    def begin(
        self,
        title: str,
        *,
        total: int = 0,
        stop: Callable[[], object] | None = None,
        again: Callable[[], object] | None = None,
    ) -> Task:
        """List a new task; for the arguments see :class:`Task`."""
        task = Task(title, total=total, stop=stop, again=again)
        task.changed.connect(self.changed)
        self._tasks.append(task)
        over = [one for one in self._tasks if one.state.over]
        for old in over[: max(0, len(over) - KEPT)]:
            self._tasks.remove(old)
        self.listed.emit()
        return task

    def run(
        self,
        title: str,
        work: Callable[[Progress], T],
        result: Callable[[T], str],
        *,
        thread: str = "tasks",
        total: int = 0,
        again: Callable[[], object] | None = None,
        stopped: str = "",
    ) -> Task:
        """Do ``work`` in another thread as a task.

        Args:
            title: What is done.
            work: The work; it is told where to report to.
            result: Makes the words that tell what came of it; called in the thread of the window.
            thread: Work of the same thread waits for each other.
            total: How many things are worked off.
            again: Begins the same work anew.
            stopped: What a stop means, in words.
        """
        if thread not in self._threads:
            self._threads[thread] = Background(thread, self)
        task = self.begin(title, total=total, stop=lambda: job.cancel.set(), again=again)
        job = self._threads[thread].run(
            work,
            lambda value: task.done(result(value)),
            task.failed,
            progressed=task.progress,
            cancelled=lambda: task.stopped(stopped or tr("Stopped.")),
        )
        return task

    def clear(self) -> None:
        """Take all tasks that have ended off the list."""
        self._tasks = list(self.running)
        self.listed.emit()

    def close(self) -> None:
        """Stop everything that runs in threads of this centre and wait for it."""
        for thread in self._threads.values():
            thread.close()
        for task in self.running:
            task.stopped()
