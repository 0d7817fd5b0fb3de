"""Lays out the map in a separate thread, while the user judges."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from annotator.gui.controller.controller import Controller
from annotator.gui.tasks.builder import Builder
from annotator.gui.tasks.tasks import Task
from annotator.gui.text.core_messages import core_words
from annotator.gui.text.translate import tr
from annotator.session.map import ImageMap


class MapBuilder(Builder):
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
        super().__init__(controller.tasks, "map", parent, gives_way=True)
        self._controller = controller
        self._wanted = False
        self.map: ImageMap | None = None
        self.problem = ""
        controller.graph.progressed.connect(lambda share: self._go_on() if share < 0 else None)
        controller.features.finished.connect(self._go_on)

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
            self._begin("", layout.sketch(), self._sketched)
        elif not self.waiting:
            self._begin(tr("Laying out the map"), layout.lay_out(), self._done)
        self.changed.emit()

    def again(self) -> None:
        """Lay out the map although it was stopped or failed before."""
        self.problem = ""
        super().again()

    def _sketched(self, found: ImageMap) -> None:
        self.map = found
        self._over()
        self._go_on()

    def _done(self, found: ImageMap) -> None:
        self.map = found
        self._over(Task.done, tr("Similar images are near each other."))

    def _stopped(self) -> None:
        self.problem = tr("The layout of the map was stopped.")
        self._over(Task.stopped, self.problem)

    def _failed(self, error: Exception) -> None:
        self.problem = tr("The map could not be laid out: {error}").format(error=core_words(error))
        self._over(Task.failed, error)

    def _over(self, outcome: Callable[..., object] = Task.done, *result: object) -> None:
        self._end(outcome, *result)
        self.changed.emit()
