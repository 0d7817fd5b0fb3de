"""Computes the features that a project still lacks in another thread, while the user judges."""

from __future__ import annotations

import time
from collections import deque
from typing import Any

from PySide6.QtCore import QObject, Signal

from annotator.errors import AnnotatorError
from annotator.extraction import filling
from annotator.extraction.filling import Filled
from annotator.gui.tasks.builder import Builder
from annotator.gui.tasks.tasks import Task, TaskCenter
from annotator.gui.text.core_messages import core_words
from annotator.gui.text.translate import number, tr
from annotator.runtime.job import Job
from annotator.session.session import Session

SHOWN = 20
PICTURES, PICTURES_EVERY_S = 6, 1.0
"""Number of the latest images to show, and how often, in seconds."""


class FeatureBuilder(Builder):
    """Computes the missing features of a session, unless the user stops it.

    Attributes:
        total: Number of images whose features the latest run computes.

    Signals:
        joined: More images can be proposed.
        finished: All features are there.
        failed: Why they cannot be computed, as a text.
    """

    joined = Signal()
    finished = Signal()
    failed = Signal(str)

    def __init__(self, session: Session, tasks: TaskCenter, parent: QObject | None = None) -> None:
        super().__init__(tasks, "features", parent, gives_way=True)
        self._session = session
        self._latest: deque[str] = deque(maxlen=PICTURES)  # filled by the other thread
        self._image_of: dict[str, int] = {}
        self._shown = 0.0
        self.total = 0
        self.progressed.connect(self._show_latest)

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

        def apply(part: Any) -> Filled:
            result = job.apply(part)
            self.joined.emit()
            return result

        self._begin(tr("Computing features"), Job(job.compute, apply), self._done, total=self.total)

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
        self._end(Task.done, words)
        self.finished.emit()

    def _stopped(self) -> None:
        self._given_up = True
        self._end(Task.stopped, tr("What is done is kept; the rest is computed later."))

    def _failed(self, error: Exception) -> None:
        self._end(Task.failed, error)
        self.failed.emit(core_words(error))
