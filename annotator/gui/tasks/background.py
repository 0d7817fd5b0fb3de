"""Run functions in a background thread and receive their results in the GUI thread."""

from __future__ import annotations

import contextlib
import ctypes
import math
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from queue import SimpleQueue
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from annotator.errors import Cancelled
from annotator.runtime.job import Job
from annotator.runtime.threads import give_way
from annotator.types import Progress

T = TypeVar("T")
P = TypeVar("P")
R = TypeVar("R")
REPORT_INTERVAL_S = 0.03
CLOSING_S = 10.0


def _nothing(*_arguments: object) -> None:
    """Do nothing: the default callback."""


@dataclass(eq=False)
class RunningJob:
    """One function call in a background thread.

    Attributes:
        cancel: Set to request cancellation.
        dropped: Whether the result is no longer wanted; no callback is called then.
        heard: When the function started or last reported progress, on the clock of :func:`time.monotonic`; infinite
            before the start.
    """

    cancel: threading.Event = field(default_factory=threading.Event)
    dropped: bool = False
    heard: float = math.inf

    def drop(self) -> None:
        """Cancel the function at its next step and ignore its result."""
        self.dropped = True
        self.cancel.set()


class Background(QObject):
    """One thread that runs function calls in order.

    The functions take and return plain values; the callbacks run in the thread of this object. The thread is a daemon,
    so that a function that never returns, such as one in a plugin, does not prevent the program from exiting.

    Signals:
        _arrived: Carries a job, its callback, and whether that is the last one, to the thread of this object.
    """

    _arrived = Signal(object, object, bool)

    def __init__(self, name: str, parent: QObject | None = None, *, gives_way: bool = False) -> None:
        """Prepare a thread; it starts with the first function.

        Args:
            name: Name of the thread.
            parent: Qt parent.
            gives_way: Whether every other thread goes first.
        """
        super().__init__(parent)
        self._name = name
        self._gives_way = gives_way
        self._calls: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._thread: threading.Thread | None = None
        self._working_on: RunningJob | None = None
        self._jobs: set[RunningJob] = set()
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        work: Callable[[Progress], T],
        done: Callable[[T], object],
        failed: Callable[[Exception], object],
        *,
        progressed: Callable[[float], object] = _nothing,
        cancelled: Callable[[], object] = _nothing,
    ) -> RunningJob:
        """Call ``work`` in the background thread.

        Args:
            work: Called with the progress to report to; raises Cancelled when it was canceled.
            done: Called with the result.
            failed: Called with the exception that ended the work.
            progressed: Called with the finished share in [0, 1], at most about thirty times a second.
            cancelled: Called when the work was canceled.
        """
        job = RunningJob()
        self._submit(job, work, done, failed, progressed, cancelled)
        return job

    def start(
        self,
        job: Job[P, R],
        done: Callable[[R], object],
        failed: Callable[[Exception], object],
        *,
        progressed: Callable[[float], object] = _nothing,
        cancelled: Callable[[], object] = _nothing,
    ) -> RunningJob:
        """Compute ``job`` in the other thread, and apply its parts in this one as they arrive.

        Args:
            job: The work.
            done: Called with the answer, when all parts were applied.
            failed: Called with the exception that ended either half.
            progressed: As for :meth:`run`.
            cancelled: As for :meth:`run`; parts that were applied stay.
        """
        running = RunningJob()
        answer: list[R] = []

        def take(part: P) -> None:
            try:
                answer[:] = [job.apply(part)]
            except Exception as error:  # every failure is shown to the person by `failed`
                running.drop()
                failed(error)

        def compute(progress: Progress) -> None:
            for part in job.compute(progress):
                self._arrived.emit(running, partial(take, part), False)

        self._submit(running, compute, lambda _none: done(answer[0]), failed, progressed, cancelled)
        return running

    def _submit(
        self,
        job: RunningJob,
        work: Callable[[Progress], T],
        done: Callable[[T], object],
        failed: Callable[[Exception], object],
        progressed: Callable[[float], object],
        cancelled: Callable[[], object],
    ) -> None:
        self._jobs.add(job)
        progress = Progress(self._throttled(job, progressed), job.cancel)

        def call() -> None:
            outcome: Callable[[], object]
            self._working_on = job
            job.heard = time.monotonic()
            try:
                progress.step(0.0)
                result = work(progress)
            except Cancelled:
                outcome = cancelled
            except Exception as error:  # every failure is shown to the person by `failed`
                outcome = partial(failed, error)
            else:
                outcome = partial(done, result)
            finally:
                self._working_on = None
            self._arrived.emit(job, outcome, True)

        self._calls.put(call)
        if self._thread is None:
            arguments = (self._calls, self._gives_way)
            self._thread = threading.Thread(target=_work_off, args=arguments, name=f"{self._name}_0", daemon=True)
            self._thread.start()

    def interrupt(self, job: RunningJob, error: type[Exception]) -> None:
        """Raise ``error`` in the function of ``job`` if it is running.

        The exception is raised at the next Python instruction; a function that is blocked in a library does not receive
        it.
        """
        if self._working_on is job and self._thread is not None and self._thread.ident is not None:
            ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(self._thread.ident), ctypes.py_object(error))

    def is_working_on(self, job: RunningJob) -> bool:
        """Return whether the function of ``job`` is running."""
        return self._working_on is job

    def abandon(self) -> None:
        """Abandon the thread, whatever it is doing, and start another one with the next function."""
        for job in self._jobs:
            job.drop()
        self._calls.put(None)
        self._calls, self._thread, self._working_on = SimpleQueue(), None, None
        self._jobs.clear()

    def _throttled(self, job: RunningJob, progressed: Callable[[float], object]) -> Callable[[float], None]:
        latest = 0.0

        def report(share: float) -> None:
            nonlocal latest
            now = job.heard = time.monotonic()
            if now - latest >= REPORT_INTERVAL_S:
                latest = now
                self._arrived.emit(job, partial(progressed, share), False)

        return report

    def _deliver(self, job: RunningJob, call: Callable[[], object], last: bool) -> None:
        if last:
            self._jobs.discard(job)
        if not job.dropped:
            call()

    def close(self) -> None:
        """Cancel everything, wait for the thread, and discard undelivered results.

        A function that does not stop is interrupted after a while; if it still does not stop, its thread is abandoned.
        """
        for job in self._jobs:
            job.drop()
        self._calls.put(None)
        if self._thread is not None:
            self._thread.join(CLOSING_S)
            if self._thread.is_alive() and (running := self._working_on) is not None:
                self.interrupt(running, Cancelled)
                self._thread.join(CLOSING_S)
            self._thread = None
        self._jobs.clear()


def _work_off(calls: SimpleQueue[Callable[[], None] | None], gives_way: bool) -> None:
    if gives_way:
        give_way()
    while True:
        with contextlib.suppress(Exception):  # an interruption that arrived too late
            call = calls.get()
            if call is None:
                return
            call()
