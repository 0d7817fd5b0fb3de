"""The list of tasks: a panel next to the images, and a dialog while no project is open."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QPushButton, QWidget

from annotator.gui.panels.panel import Panel, PanelContext
from annotator.gui.panels.task_row import TaskRow
from annotator.gui.tasks.tasks import Task, TaskCenter
from annotator.gui.text.translate import tr
from annotator.gui.widgets.build import DialogButtons, in_column, in_row, scrolled, wrapped

_DIALOG_SIZE = (460, 360)


class TaskList(QWidget):
    """All tasks, the newest first."""

    def __init__(self, center: TaskCenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._center = center
        self.rows: list[TaskRow] = []
        self._nothing = wrapped(
            tr("No task is running. Exports, neighbor searches and similar tasks are listed here."), self, "hint"
        )
        self.clear = QPushButton(tr("Clear finished"), self)
        self.clear.setToolTip(tr("Remove finished tasks from the list."))
        self.clear.clicked.connect(lambda _checked=False: center.clear())
        inside = QWidget(self)
        self._layout = in_column(self._nothing, None, on=inside)
        area = scrolled(inside, self, tr("Tasks"))
        foot = in_row(None, self.clear, margins=(8, 0, 8, 8))
        in_column((area, 1), foot, on=self, margins=0)
        center.listed.connect(self.refresh)
        center.changed.connect(self._changed)
        self.refresh()

    def row(self, task: Task) -> TaskRow:
        """Return the row of a task."""
        return next(row for row in self.rows if row.task is task)

    def refresh(self) -> None:
        """Update the list; rows of remaining tasks are kept."""
        tasks = self._center.tasks
        for row in [row for row in self.rows if row.task not in tasks]:
            self.rows.remove(row)
            self._layout.removeWidget(row)
            row.deleteLater()
        known = {id(row.task) for row in self.rows}
        for task in reversed([task for task in tasks if id(task) not in known]):
            row = TaskRow(task, self)
            self.rows.insert(0, row)
            self._layout.insertWidget(0, row)
        self._changed()

    def _changed(self, _task: Task | None = None) -> None:
        self._nothing.setVisible(not self.rows)
        self.clear.setEnabled(any(row.task.state.over for row in self.rows))


class TasksPanel(Panel):
    """The list as a panel."""

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.setAccessibleName(tr("Tasks"))
        self.list = TaskList(context.controller.tasks, self)
        in_column(self.list, on=self, margins=0)


class TasksDialog(QDialog):
    """The list as a dialog."""

    def __init__(self, center: TaskCenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Tasks"))
        self.resize(*_DIALOG_SIZE)
        self.list = TaskList(center, self)
        buttons = DialogButtons(self)
        buttons.reject(tr("Close"))
        in_column((self.list, 1), buttons, on=self)
