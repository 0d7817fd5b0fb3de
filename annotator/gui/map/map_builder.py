"""Lays out the map in a separate thread, while the user judges."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from annotator.gui.controller.controller import Controller
from annotator.gui.tasks.background import Background, RunningJob
from annotator.gui.tasks.tasks import Task
from annotator.gui.text.core_messages import core_words
from annotator.gui.text.translate import tr
from annotator.session.map import ImageMap


class MapBuilder(QObject):
    """Lays out the map of the open project once somebody wants to see it.

    A sketch comes first. The layout waits for the neighbor graph, which would otherwise be computed twice, and both
    wait for features that are still being computed.

    Attributes:
        map: The map so far; None before its first part.
        problem: Why there is no map, or none by neighbors; "" for no reason.

    Signals:
        changed: There is another map, or its layout began or ended.
    """

    changed = Signal()

    def __init__(self, controller: Controller, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._controller = controller
        self._background = Background("map", self, gives_way=True)
        self._job: RunningJob | None = None
        self._task: Task | None = None
        self._wanted = False
        self.map: ImageMap | None = None
        self.problem = ""
        controller.graph.progressed.connect(lambda share: self._go_on() if share < 0 else None)
        controller.features.finished.connect(self._go_on)

    @property
    def running(self) -> bool:
        """Whether the map is being laid out."""
        return self._job is not None

    @property
    def waiting(self) -> bool:
        """Whether something else has to be computed first."""
        return self._controller.session.features.growing or self._controller.graph.running

    def build(self) -> None:
        """Lay out the map, unless that was done or stopped."""
        self._wanted = True
        self._go_on()

    def _go_on(self) -> None:
        done = self.running or bool(self.problem) or (self.map is not None and self.map.refined)
        if not self._wanted or done:
            return
        layout = self._controller.session.collection.map
        if self.map is None and not self._controller.session.features.growing:
            self._job = self._background.start(layout.sketch(), self._sketched, self._failed, cancelled=self._stopped)
        elif not self.waiting:
            self._task = self._controller.tasks.begin(tr("Laying out the map"), stop=self.stop, again=self.again)
            self._job = self._background.start(
                layout.lay_out(), self._done, self._failed, progressed=self._task.progress, cancelled=self._stopped
            )
        self.changed.emit()

    def again(self) -> None:
        """Lay out the map although it was stopped or failed before."""
        self.problem = ""
        self.build()

    def stop(self) -> None:
        """Stop; the map stays as it is."""
        if self._job is not None:
            self._job.cancel.set()

    def close(self) -> None:
        """Stop, and wait for the thread."""
        self._background.close()
        if self._task is not None:
            self._task.stopped()

    def _sketched(self, found: ImageMap) -> None:
        self.map, self._job = found, None
        self.changed.emit()
        self._go_on()

    def _done(self, found: ImageMap) -> None:
        self.map = found
        if (task := self._end()) is not None:
            task.done(tr("Similar images are near each other."))

    def _stopped(self) -> None:
        self.problem = tr("The layout of the map was stopped.")
        if (task := self._end()) is not None:
            task.stopped(self.problem)

    def _failed(self, error: Exception) -> None:
        self.problem = tr("The map could not be laid out: {error}").format(error=core_words(error))
        if (task := self._end()) is not None:
            task.failed(error)

    def _end(self) -> Task | None:
        task, self._task, self._job = self._task, None, None
        self.changed.emit()
        return task
