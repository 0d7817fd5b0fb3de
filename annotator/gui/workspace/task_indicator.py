"""The indicator of running and failed background tasks in the status line."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QToolButton, QWidget

from annotator.gui.tasks.task_text import overview, status
from annotator.gui.tasks.tasks import State, Task, TaskCenter
from annotator.gui.text.translate import tr
from annotator.gui.widgets.build import in_row
from annotator.gui.widgets.icons import icon
from annotator.gui.widgets.meter import Meter

_METER_WIDTH = 80


class TaskIndicator(QWidget):
    """Hidden while nothing runs. A failure is shown until the list is opened.

    Signals:
        wanted(): The user wants to see the list.
    """

    wanted = Signal()

    def __init__(self, center: TaskCenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._center = center
        self._unseen: set[int] = set()
        self.button = QToolButton(self, toolButtonStyle=Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.button.clicked.connect(lambda _checked=False: self._look())
        self._meter = Meter(tr("Progress of the tasks"), self)
        self._meter.setFixedWidth(_METER_WIDTH)
        in_row(self.button, self._meter, on=self, margins=0)
        center.changed.connect(self._changed)
        center.listed.connect(self.refresh)
        self.refresh()

    @property
    def text(self) -> str:
        """The text shown, "" while it is hidden."""
        return "" if self.isHidden() else self.button.text()

    def refresh(self) -> None:
        """Show what runs now."""
        running = self._center.running
        share = sum(task.share for task in running) / len(running) if running else 0.0
        if running:
            text = overview(len(running), share)
            tip = "\n".join(f"{task.title}: {status(task)}" for task in running)
        else:
            text = tr("%n task(s) failed", "", len(self._unseen)) if self._unseen else ""
            tip = tr("Show what went wrong.")
        self.button.setText(text)
        self.button.setIcon(icon("warning" if self._unseen and not running else "chart"))
        self.button.setToolTip(tip)
        self.button.setAccessibleName(tr("Tasks: {status}").format(status=text))
        self._meter.show_share(share, 1.0)
        self._meter.setVisible(bool(running))
        self.setVisible(bool(text))

    def _changed(self, task: Task) -> None:
        if task.state is State.FAILED:
            self._unseen.add(id(task))
        self.refresh()

    def _look(self) -> None:
        self._unseen.clear()
        self.refresh()
        self.wanted.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The bar is part of the button."""
        event.accept()
        self._look()
