"""Judgements that may be mistakes, found by the model while it has nothing else to do."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Protocol, TypeVar

from PySide6.QtCore import QObject, Signal

from annotator.engine import Engine
from annotator.model.label_errors import LabelError, Review
from annotator.session.session import Session
from annotator.types import Progress, Snapshot

T = TypeVar("T")


class AskModel(Protocol):
    """Has the model answer a question, see :meth:`annotator.gui.controller.controller.Controller.ask_model`."""

    def __call__(
        self, key: str, work: Callable[[Engine, Snapshot, Progress], T], done: Callable[[Snapshot, T], object]
    ) -> None:
        """Ask it."""


class LabelErrors(QObject):
    """The review of the judgements of a topic, kept current while somebody watches.

    Attributes:
        watched: Whether the model looks after every judgement and ranking.
        suspicions: The suspected mistakes, the most suspect first.
        note: Why nothing can be suspected, "" if something can.

    Signals:
        changed: Other judgements are suspected.
    """

    changed = Signal()

    def __init__(self, session: Session, ask: AskModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._ask = session, ask
        self.watched = False
        self.suspicions: tuple[LabelError, ...] = ()
        self.note = ""

    def watch(self, on: bool) -> None:
        """Look for mistakes now and after every judgement and ranking, or stop that."""
        self.watched = on
        self.look()

    def look(self) -> None:
        """Have the model look, if somebody watches."""
        if self.watched:
            self._ask("mistakes", review, self._reviewed)

    def forget(self, images: Iterable[int]) -> None:
        """Drop the suspicions about images that were just judged."""
        judged = set(images)
        left = tuple(one for one in self.suspicions if one.image not in judged)
        if len(left) < len(self.suspicions):
            self.suspicions = left
            self.changed.emit()

    def clear(self) -> None:
        """Drop all suspicions: another topic is on screen."""
        self.suspicions, self.note = (), ""
        self.changed.emit()

    def _reviewed(self, snapshot: Snapshot, found: Review) -> None:
        session = self._session
        if snapshot.seed[:2] != (session.topic.seed, session.topic.id):
            return
        named, reviewed = session.named(found), session.reviewed
        self.suspicions = tuple(
            one for one in named.suspicions if session.label_of(one.image) is one.label and one.image not in reviewed
        )
        self.note = found.note
        self.changed.emit()


def review(engine: Engine, snapshot: Snapshot, progress: Progress) -> Review:
    """Return what the engine says of the judgements; called in the model's thread."""
    return engine.review(snapshot, progress=progress)
