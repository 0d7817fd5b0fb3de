"""Builds the neighbor graph in a separate thread, while the user judges."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from annotator.gui.tasks.builder import Builder
from annotator.gui.tasks.tasks import Task, TaskCenter
from annotator.gui.text.core_messages import core_words
from annotator.gui.text.translate import tr
from annotator.session.session import Session


class GraphBuilder(Builder):
    """Builds the neighbor graph for the engine of a session, once, unless the user stops it.

    Signals:
        built: The engine has the graph.
        status_message: The result, for the status line.
    """

    built = Signal()
    status_message = Signal(str)

    def __init__(self, session: Session, tasks: TaskCenter, parent: QObject | None = None) -> None:
        super().__init__(tasks, "graph", parent)
        self._session = session

    def build(self) -> None:
        """Build the graph if the topic needs one, none exists, and it was not stopped before."""
        wanted = not self._session.project.read_only and self._session.features.graph_is_missing
        if wanted and not (self.running or self._given_up):
            self._begin(tr("Finding neighbors of all images"), self._session.features.build_graph(), self._done)

    def _done(self, _none: None) -> None:
        self._end(Task.done, tr("Judgements now spread further, along similar images."))
        self.status_message.emit(tr("The model now knows which images are neighbors"))
        self.built.emit()

    def _stopped(self) -> None:
        remark = tr("Images are compared by their features only")
        self._given_up = True
        self._end(Task.stopped, remark)
        self.status_message.emit(remark)

    def _failed(self, error: Exception) -> None:
        super()._failed(error)
        self.status_message.emit(
            tr("Images are compared by their features only: {error}").format(error=core_words(error))
        )
