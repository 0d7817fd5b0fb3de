"""The base class of what builds something for an open project in another thread, while the user judges."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal

from annotator.gui.tasks.background import Background, RunningJob
from annotator.gui.tasks.tasks import Task, TaskCenter
from annotator.runtime.job import Job

P = TypeVar("P")
R = TypeVar("R")


class Builder(QObject):
    """One job at a time in a thread of its own, which the list of tasks shows and the user can stop.

    Signals:
        progressed: Finished share in [0, 1]; -1 when the job has ended, whichever way.
    """

    progressed = Signal(float)

    def __init__(
        self, tasks: TaskCenter, thread: str, parent: QObject | None = None, *, gives_way: bool = False
    ) -> None:
        """Prepare a thread.

        Args:
            tasks: Where jobs are listed.
            thread: Name of the thread.
            parent: Qt parent.
            gives_way: Whether every other thread goes first.
        """
        super().__init__(parent)
        self._tasks = tasks
        self._background = Background(thread, self, gives_way=gives_way)
        self._job: RunningJob | None = None
        self._task: Task | None = None
        self._given_up = False

    @property
    def running(self) -> bool:
        """Whether a job is running."""
        return self._job is not None

    def build(self) -> None:
        """Do what there is to do, unless the user does not want it."""
        raise NotImplementedError

    def again(self) -> None:
        """Do it although it was stopped or failed before."""
        self._given_up = False
        self.build()

    def stop(self) -> None:
        """Stop; what is done stays."""
        if self._job is not None:
            self._job.cancel.set()

    def close(self) -> None:
        """Stop, and wait for the thread."""
        self._background.close()
        if self._task is not None:
            self._task.stopped()

    def _begin(self, title: str, job: Job[P, R], done: Callable[[R], object], *, total: int = 0) -> None:
        """Start ``job``; without a title it is not listed. ``done`` gets the answer, and ends with :meth:`_end`."""
        task = self._tasks.begin(title, total=total, stop=self.stop, again=self.again) if title else None
        self._task = task

        def progressed(share: float) -> None:
            if task is not None:
                task.progress(share)
            self.progressed.emit(share)

        self._job = self._background.start(job, done, self._failed, progressed=progressed, cancelled=self._stopped)
        self.progressed.emit(0.0)

    def _end(self, outcome: Callable[..., object] = Task.done, *result: Any) -> None:
        """Let the task end with ``outcome``, a method of :class:`Task`, and its result."""
        task, self._task, self._job = self._task, None, None
        if task is not None:
            outcome(task, *result)
        self.progressed.emit(-1.0)

    def _stopped(self) -> None:
        """The job was stopped."""
        self._given_up = True
        self._end(Task.stopped)

    def _failed(self, error: Exception) -> None:
        """The job failed."""
        self._given_up = True
        self._end(Task.failed, error)
