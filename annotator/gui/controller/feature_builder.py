"""Computes the features that a project still lacks in another thread, while the user judges."""

from __future__ import annotations

import time
from collections import deque
from typing import Any

from PySide6.QtCore import QObject, Signal

from annotator.errors import AnnotatorError
from annotator.extraction import filling
from annotator.extraction.filling import Filled
from annotator.gui.tasks.background import Background, RunningJob
from annotator.gui.tasks.tasks import Task, TaskCenter
from annotator.gui.text.core_messages import core_words
from annotator.gui.text.translate import number, tr
from annotator.runtime.job import Job
from annotator.session.session import Session

SHOWN = 20
PICTURES, PICTURES_EVERY_S = 6, 1.0
"""Number of the latest images to show, and how often, in seconds."""


class FeatureBuilder(QObject):
    """Computes the missing features of a session, unless the user stops it.

    Attributes:
        total: Number of images whose features the latest run computes.

    Signals:
        joined: More images can be proposed.
        finished: All features are there.
        progressed: Finished share in [0, 1].
        failed: Why they cannot be computed, as a text.
    """

    joined = Signal()
    finished = Signal()
    progressed = Signal(float)
    failed = Signal(str)

    def __init__(self, session: Session, tasks: TaskCenter, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._tasks = session, tasks
        self._background = Background("features", self, gives_way=True)
        self._job: RunningJob | None = None
        self._task: Task | None = None
        self._given_up = False
        self._latest: deque[str] = deque(maxlen=PICTURES)  # filled by the other thread
        self._image_of: dict[str, int] = {}
        self._shown = 0.0
        self.total = 0

    @property
    def running(self) -> bool:
        """Whether features are being computed."""
        return self._job is not None

    def build(self) -> None:
        """Compute what is missing, if anything is."""
        if self.running or self._given_up:
            return
        try:
            job = filling.fill_in(self._session, self._latest.append)
        except AnnotatorError as error:
            self.failed.emit(core_words(error))
            return
        if job is None:
            return
        pending = self._session.features.pending.tolist()
        self.total = len(pending)
        self._image_of = {self._session.paths[image]: image for image in pending}
        self._latest.clear()
        self._task = self._tasks.begin(tr("Computing features"), total=self.total, stop=self.stop, again=self.try_again)
        self.progressed.connect(self._task.progress)
        self.progressed.connect(self._show_latest)

        def apply(part: Any) -> Filled:
            result = job.apply(part)
            self.joined.emit()
            return result

        self._job = self._background.start(
            Job(job.compute, apply),
            self._done,
            self._failed,
            progressed=self.progressed.emit,
            cancelled=lambda: self._end().stopped(tr("What is done is kept; the rest is computed later.")),
        )

    def stop(self) -> None:
        """Stop; what is done is kept."""
        if self._job is not None:
            self._given_up = True
            self._job.cancel.set()

    def try_again(self) -> None:
        """Go on after it was stopped or failed."""
        self._given_up = False
        self.build()

    def close(self) -> None:
        """Stop, and wait for the thread."""
        self._background.close()
        if self._task is not None:
            self._task.stopped()

    def _show_latest(self, _share: float) -> None:
        """Show the latest images, not more often than a person can look at them."""
        now = time.monotonic()
        if self._task is not None and self._latest and now - self._shown >= PICTURES_EVERY_S:
            self._shown = now
            self._task.show_images([self._image_of[path] for path in tuple(self._latest)])

    def _done(self, result: Filled) -> None:
        words = tr("{count} images have features.").format(count=number(self._session.features.n_usable))
        if result.problems:
            words += "\n" + tr("%n image(s) cannot be read:", "", len(result.problems))
            shown = result.problems[:SHOWN]
            words += "".join(f"\n{problem.path}: {core_words(problem.reason)}" for problem in shown)
            words += "\n…" if len(result.problems) > SHOWN else ""
        self._end().done(words)
        self.finished.emit()

    def _failed(self, error: Exception) -> None:
        self._end().failed(error)
        self.failed.emit(core_words(error))

    def _end(self) -> Task:
        assert self._task is not None
        task, self._task, self._job = self._task, None, None
        self.progressed.disconnect(task.progress)
        self.progressed.disconnect(self._show_latest)
        return task
