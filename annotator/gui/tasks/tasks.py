"""The long-running tasks of the window: what is running, its progress, its remaining time, and its result."""

from __future__ import annotations

import enum
import time
import traceback
from collections.abc import Callable, Iterable
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from annotator.errors import AnnotatorError
from annotator.gui.tasks.background import Background
from annotator.gui.text.core_messages import core_words
from annotator.gui.text.translate import tr
from annotator.types import Progress

T = TypeVar("T")

KEPT = 20
"""Number of finished tasks that remain listed."""

_KNOWN_AFTER_S = 2.0  # before this time and this share, the rate is too uncertain
_KNOWN_FROM = 0.01
_SMOOTHING_S = 8.0


class State(enum.Enum):
    """State of a task."""

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
    """Estimates the remaining time of a task from its recent rate.

    The rate is an exponentially weighted mean with a fixed time constant, so that the frequency of reports does not
    matter.
    """

    def __init__(self, now: float) -> None:
        self._started = self._latest = now
        self._share = 0.0
        self._weighted = self._weight = 0.0

    def progress(self, share: float, now: float) -> None:
        """Record that ``share`` of the work, in [0, 1], is done at time ``now``, in seconds."""
        passed = now - self._latest
        if passed <= 0 or share <= self._share:
            return
        keep = 2.0 ** (-passed / _SMOOTHING_S)
        self._weighted = keep * self._weighted + (1 - keep) * (share - self._share) / passed
        self._weight = keep * self._weight + (1 - keep)
        self._share, self._latest = share, now

    def rate(self, now: float) -> float | None:
        """Return the share of the work done per second at ``now``; None while it is unknown."""
        if now - self._started < _KNOWN_AFTER_S or self._share < _KNOWN_FROM or self._weighted <= 0:
            return None
        return self._weighted / self._weight

    def seconds(self, now: float) -> float | None:
        """Return the remaining time at ``now``, in seconds; None while it is unknown."""
        rate = self.rate(now)
        return None if rate is None else max(0.0, (1.0 - self._share) / rate - (now - self._latest))


class Task(QObject):
    """One long-running task. The code that does the work reports its progress to this object.

    Attributes:
        title: Title, in the user's language.
        total: Number of items to process, 0 if they are not counted.
        share: Finished share in [0, 1].
        state: Whether it is running, and how it ended.
        images: The images of the open project that were processed last, oldest first; none when it has ended.
        result: Its result, or why it has none; "" while it is running.
        details: Details for reporting a failure.
        started, ended: Seconds since 1970; ``ended`` is 0 while it is running.

    Signals:
        changed(Task): It has progressed or ended.
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
        """Start a task.

        Args:
            title: Title of the task.
            total: Number of items to process.
            stop: Requests cancellation; None if the task cannot be canceled.
            again: Starts the same task again after it failed or was stopped; None if it cannot be repeated.
            clock: Returns the time in seconds.
            parent: Qt parent.
        """
        super().__init__(parent)
        self.title, self.total = title, total
        self.share, self.state = 0.0, State.RUNNING
        self.result = self.details = ""
        self.images: tuple[int, ...] = ()
        self.started, self.ended = time.time(), 0.0
        self._stop, self._again, self._clock = stop, again, clock
        self._left = TimeLeft(clock())

    @property
    def can_stop(self) -> bool:
        """Whether the user can stop it now."""
        return self._stop is not None and self.state is State.RUNNING

    @property
    def can_repeat(self) -> bool:
        """Whether the user can start it again now."""
        return self._again is not None and self.state in (State.FAILED, State.STOPPED)

    @property
    def seconds_left(self) -> float | None:
        """Remaining time in seconds; None while it is unknown."""
        return self._left.seconds(self._clock()) if self.state is State.RUNNING else None

    @property
    def items_per_second(self) -> float | None:
        """Number of items done per second; None while it is unknown, or if they are not counted."""
        rate = self._left.rate(self._clock()) if self.state is State.RUNNING else None
        return None if rate is None or not self.total else rate * self.total

    def progress(self, share: float) -> None:
        """Report that ``share`` of the task, in [0, 1], is done."""
        if not self.state.over:
            self.share = min(1.0, max(self.share, share))
            self._left.progress(self.share, self._clock())
            self.changed.emit(self)

    def show_images(self, images: Iterable[int]) -> None:
        """Report the images that were processed last."""
        if not self.state.over:
            self.images = tuple(images)
            self.changed.emit(self)

    def stop(self) -> None:
        """Request cancellation; :meth:`stopped` reports when it has taken effect."""
        if self.can_stop and self._stop is not None:
            self.state = State.STOPPING
            self._stop()
            self.changed.emit(self)

    def repeat(self) -> None:
        """Start the same work again, as another task."""
        if self.can_repeat and self._again is not None:
            again, self._again = self._again, None
            self.changed.emit(self)
            again()

    def done(self, result: str = "") -> None:
        """Report that the task is finished, with its result."""
        self.share = 1.0
        self._end(State.DONE, result)

    def stopped(self, result: str = "") -> None:
        """Report that the task ended because it was canceled."""
        self._end(State.STOPPED, result)

    def failed(self, error: BaseException | str) -> None:
        """Report a failure; an exception other than an AnnotatorError is a defect and gets its traceback as details."""
        if isinstance(error, BaseException) and not isinstance(error, AnnotatorError):
            self.details = "".join(traceback.format_exception(error))
            error = f"{type(error).__name__}: {error}"
        self._end(State.FAILED, core_words(error))

    def _end(self, state: State, result: str) -> None:
        if not self.state.over:
            self.state, self.result, self.ended = state, result, time.time()
            self.images = ()
            self.changed.emit(self)


class TaskCenter(QObject):
    """All tasks of the window, and threads for those that do not depend on an open project.

    Signals:
        listed(): A task was started or removed from the list.
        changed(Task): A task has progressed or ended.
    """

    listed = Signal()
    changed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks: list[Task] = []
        self._threads: dict[str, Background] = {}

    @property
    def tasks(self) -> tuple[Task, ...]:
        """All listed tasks, newest first."""
        return tuple(reversed(self._tasks))

    @property
    def running(self) -> tuple[Task, ...]:
        """The tasks that have not ended, oldest first."""
        return tuple(task for task in self._tasks if not task.state.over)

    def begin(
        self,
        title: str,
        *,
        total: int = 0,
        stop: Callable[[], object] | None = None,
        again: Callable[[], object] | None = None,
    ) -> Task:
        """Start and list a new task; the arguments are those of :class:`Task`."""
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
        """Run ``work`` in another thread as a task.

        Args:
            title: Title of the task.
            work: The work; called with the progress to report to.
            result: Returns the text of the result; called in the GUI thread.
            thread: Name of the thread; tasks in the same thread run one at a time.
            total: Number of items to process.
            again: Starts the same work again.
            stopped: Text of the result after a stop.
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
        """Remove all finished tasks from the list."""
        self._tasks = list(self.running)
        self.listed.emit()

    def close(self) -> None:
        """Cancel all tasks in the threads of this object and wait for them."""
        for thread in self._threads.values():
            thread.close()
        for task in self.running:
            task.stopped()
