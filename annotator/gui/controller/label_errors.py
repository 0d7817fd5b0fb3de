"""Judgements that may be mistakes, found by the model while it is idle."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Protocol, TypeVar

from PySide6.QtCore import QObject, Signal

from annotator.model.label_errors import LabelError, Review
from annotator.runtime.job import Job
from annotator.session.session import Session

T = TypeVar("T")


class AskJob(Protocol):
    """Has the model compute a job, see :meth:`annotator.gui.controller.controller.Controller.ask_job`."""

    def __call__(self, key: str, job: Job[Any, T], done: Callable[[T], object]) -> None:
        """Ask for it."""


class LabelErrors(QObject):
    """The review of the judgements of a topic, kept current while it is watched.

    Attributes:
        watched: Whether the review is repeated after every judgement and ranking.
        suspicions: The suspected mistakes, the most suspect first.
        expected: Expected number of mistakes in all.
        note: Why no review is possible, "" if one is.

    Signals:
        changed: The suspected mistakes changed.
    """

    changed = Signal()

    def __init__(self, session: Session, ask: AskJob, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._ask = session, ask
        self.watched = False
        self.suspicions: tuple[LabelError, ...] = ()
        self.expected = 0.0
        self.note = ""

    def watch(self, on: bool) -> None:
        """Start or stop reviewing after every judgement and ranking."""
        self.watched = on
        self.look()

    def look(self) -> None:
        """Request a review, if watched."""
        if self.watched:
            topic = self._session.topic.id
            self._ask("mistakes", self._session.label_errors.review(), lambda found: self._reviewed(topic, found))

    def forget(self, images: Iterable[int]) -> None:
        """Drop the suspicions about images that were just judged."""
        judged = set(images)
        left = tuple(one for one in self.suspicions if one.image not in judged)
        if len(left) < len(self.suspicions):
            self.suspicions = left
            self.changed.emit()

    def clear(self) -> None:
        """Drop all suspicions: another topic is on screen."""
        self.suspicions, self.expected, self.note = (), 0.0, ""
        self.changed.emit()

    def _reviewed(self, topic: int, found: Review) -> None:
        session = self._session
        if topic != session.topic.id:
            return
        reviewed = session.label_errors.reviewed
        self.suspicions = tuple(
            one for one in found.suspicions if session.label_of(one.image) is one.label and one.image not in reviewed
        )
        self.expected, self.note = found.expected, found.note
        self.changed.emit()
