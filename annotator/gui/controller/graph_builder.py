"""Builds the neighbor graph in a separate thread, while the user judges."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from annotator.gui.tasks.background import Background, RunningJob
from annotator.gui.tasks.tasks import Task, TaskCenter
from annotator.gui.text.core_messages import core_words
from annotator.gui.text.translate import tr
from annotator.session.session import Session


class GraphBuilder(QObject):
    """Builds the neighbor graph for the engine of a session, once, unless the user stops it.

    Signals:
        progressed: Finished share in [0, 1]; -1 when building has ended.
        built: The engine has the graph.
        status_message: The result, for the status line.
    """

    progressed = Signal(float)
    built = Signal()
    status_message = Signal(str)

    def __init__(self, session: Session, tasks: TaskCenter, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._tasks = session, tasks
        self._background = Background("graph", self)
        self._job: RunningJob | None = None
        self._task: Task | None = None
        self._given_up = False

    @property
    def running(self) -> bool:
        """Whether the graph is being built."""
        return self._job is not None

    def build(self) -> None:
        """Build the graph if the topic needs one, none exists, and it was not stopped before."""
        wanted = not self._session.project.read_only and self._session.features.graph_is_missing
        if self.running or self._given_up or not wanted:
            return
        self._task = self._tasks.begin(tr("Finding neighbors of all images"), stop=self.stop, again=self._try_again)
        self.progressed.connect(self._task.progress)
        self._job = self._background.start(
            self._session.features.build_graph(),
            self._done,
            self._failed,
            progressed=self.progressed.emit,
            cancelled=self._stopped,
        )
        self.progressed.emit(0.0)

    def stop(self) -> None:
        """Stop building; the model works without the graph until the project is opened again."""
        if self._job is not None:
            self._job.cancel.set()

    def close(self) -> None:
        """Stop building and wait for the thread."""
        self._background.close()
        if self._task is not None:
            self._task.stopped()

    def _try_again(self) -> None:
        self._given_up = False
        self.build()

    def _done(self, _none: None) -> None:
        if self._task is not None:
            self._task.done(tr("Judgements now spread further, along similar images."))
        self._ended(tr("The model now knows which images are neighbors"))
        self.built.emit()

    def _stopped(self) -> None:
        remark = tr("Images are compared by their features only")
        if self._task is not None:
            self._task.stopped(remark)
        self._given_up = True
        self._ended(remark)

    def _failed(self, error: Exception) -> None:
        if self._task is not None:
            self._task.failed(error)
        self._given_up = True
        self._ended(tr("Images are compared by their features only: {error}").format(error=core_words(error)))

    def _ended(self, remark: str) -> None:
        self._job = None
        if self._task is not None:
            self.progressed.disconnect(self._task.progress)
            self._task = None
        self.progressed.emit(-1.0)
        self.status_message.emit(remark)
