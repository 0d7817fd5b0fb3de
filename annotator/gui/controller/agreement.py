"""Reads in another thread how far the people who judged the topic agree, while the user goes on judging."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from annotator.data.judges.agreeing import JudgesReview
from annotator.gui.tasks.builder import Builder
from annotator.gui.tasks.tasks import TaskCenter
from annotator.gui.text.translate import tr
from annotator.session.session import Session


class AgreementReader(Builder):
    """Reads the opinions on the current topic, again whenever something changed while it was reading.

    Signals:
        found: What the people agree and disagree about, a :class:`JudgesReview`.
    """

    found = Signal(object)

    def __init__(self, session: Session, tasks: TaskCenter, parent: QObject | None = None) -> None:
        super().__init__(tasks, "agreement", parent)
        self._session, self._outdated = session, False

    def build(self) -> None:
        """Read what the people say now."""
        self._outdated = self.running
        if not self.running:
            self._begin("", self._session.judgements.others.review(), self._show)

    def _show(self, review: JudgesReview) -> None:
        self._end()
        if self._outdated:
            self.build()
        else:
            self.found.emit(review)

    def _failed(self, error: Exception) -> None:
        self._task = self._tasks.begin(tr("Reading who said what"), again=self.again)
        super()._failed(error)
