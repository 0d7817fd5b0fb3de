"""Run a function in another thread and hear of its end in the thread of the window."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from annotator.errors import Cancelled
from annotator.types import Progress

T = TypeVar("T")
REPORT_INTERVAL_S = 0.03


def _nothing(*_arguments: object) -> None:
    """Do nothing: the callback of who does not want to know."""


@dataclass(eq=False)
class Job:
    """One function call that runs elsewhere.

    Attributes:
        cancel: Set to ask the function to stop.
        dropped: Whether the outcome is no longer wanted; no callback is called then.
    """

    cancel: threading.Event = field(default_factory=threading.Event)
    dropped: bool = False

    def drop(self) -> None:
        """Stop the function at its next step and ignore its outcome."""
        self.dropped = True
        self.cancel.set()


class Background(QObject):
    """One thread that works off function calls in their order.

    The functions get plain values and return plain values; the callbacks run in the thread this object lives in.

    Signals:
        _arrived: Carries a job and what to call for it across the border between the threads.
    """

    _arrived = Signal(object, object)

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._executor = ThreadPoolExecutor(1, thread_name_prefix=name)
        self._jobs: set[Job] = set()
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        work: Callable[[Progress], T],
        done: Callable[[T], object],
        failed: Callable[[Exception], object],
        *,
        progressed: Callable[[float], object] = _nothing,
        cancelled: Callable[[], object] = _nothing,
    ) -> Job:
        """Call ``work`` in the other thread.

        Args:
            work: Called with where to report to; raises Cancelled when it was asked to stop.
            done: Called with the result.
            failed: Called with the exception that ended the work.
            progressed: Called with the finished share in [0, 1], at most some thirty times a second.
            cancelled: Called when the work stopped because it was asked to.
        """
        job = Job()
        self._jobs.add(job)
        progress = Progress(self._throttled(job, progressed), job.cancel)

        def call() -> None:
            outcome: Callable[[], object]
            try:
                progress.step(0.0)
                result = work(progress)
            except Cancelled:
                outcome = cancelled
            except Exception as error:  # every failure is shown to the person by `failed`
                outcome = _bind(failed, error)
            else:
                outcome = _bind(done, result)
            self._arrived.emit(job, _Last(outcome))

        self._executor.submit(call)
        return job

    def _throttled(self, job: Job, progressed: Callable[[float], object]) -> Callable[[float], None]:
        latest = 0.0

        def report(share: float) -> None:
            nonlocal latest
            now = time.monotonic()
            if now - latest >= REPORT_INTERVAL_S:
                latest = now
                self._arrived.emit(job, _bind(progressed, share))

        return report

    def _deliver(self, job: Job, call: Callable[[], object]) -> None:
        if isinstance(call, _Last):
            self._jobs.discard(job)
        if not job.dropped:
            call()

    def close(self) -> None:
        """Stop everything, wait for the thread, and drop what has not been delivered."""
        for job in self._jobs:
            job.drop()
        self._executor.shutdown(wait=True, cancel_futures=True)
        self._jobs.clear()


@dataclass(frozen=True)
class _Last:
    """The final call of a job."""

    outcome: Callable[[], object]

    def __call__(self) -> None:
        self.outcome()


def _bind(function: Callable[[Any], object], value: Any) -> Callable[[], object]:
    return lambda: function(value)
