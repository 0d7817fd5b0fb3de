"""The list of tasks: a panel next to the images, and a dialog while no project is open."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QWidget

from annotator.gui.controller.feature_builder import PICTURES
from annotator.gui.panels.panel import Panel, PanelContext
from annotator.gui.panels.thumbnail_button import ThumbnailButton
from annotator.gui.tasks.task_text import status
from annotator.gui.tasks.tasks import State, Task, TaskCenter
from annotator.gui.text.translate import tr
from annotator.gui.widgets.build import DialogButtons, in_column, in_row, named, push_button, scrolled, wrapped
from annotator.gui.widgets.icons import icon
from annotator.gui.widgets.meter import Meter

_DIALOG_SIZE = (460, 360)
_ICONS = {State.DONE: "relevant", State.STOPPED: "cancel", State.FAILED: "warning"}
_ICON_EDGE = 16
_DETAILS_LINES = 8
_EDGE = 44  # of the latest images, in logical pixels


class TaskRow(QFrame):
    """Shows one task as long as it is listed.

    Attributes:
        pictures: Buttons with the images that the task has processed last, none without an open project.

    Signals:
        image_chosen(int): The user wants to see this image large.
    """

    image_chosen = Signal(int)

    def __init__(self, task: Task, parent: QWidget | None = None, context: PanelContext | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.task = task
        self._sign = QLabel(self)
        self._title = wrapped(task.title, self, "heading")
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self._meter = Meter(task.title, self)
        self._status = wrapped("", self, "hint")
        self._result = QLabel(self, wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self._result.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._details = named(QPlainTextEdit(self, readOnly=True), tr("Details of: {title}").format(title=task.title))
        self._details.setFixedHeight(_DETAILS_LINES * self.fontMetrics().lineSpacing())
        self._details.hide()
        self.pictures: list[ThumbnailButton] = []
        if context is not None:
            self.pictures = [ThumbnailButton(context.source, context.loader, self, _EDGE) for _ in range(PICTURES)]
        for picture in self.pictures:
            picture.chosen.connect(self.image_chosen)
        self.stop = self._button(tr("Stop"), tr("Stop: {title}"), task.stop)
        self.again = self._button(tr("Try again"), tr("Try again: {title}"), task.repeat)
        self.fold = self._button(tr("Details"), tr("Details of: {title}"), self._toggle)
        self.copy = self._button(tr("Copy"), tr("Copy what happened: {title}"), self._copy)
        self._lay_out()
        task.changed.connect(self.refresh)
        self.refresh()

    def _button(self, text: str, name: str, slot: Callable[[], object]) -> QPushButton:
        return named(push_button(text, self, slot), name.format(title=self.task.title))

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self._title, 1)
        buttons = in_row((self._status, 1), self.fold, self.copy, self.again, self.stop)
        pictures = in_row(*self.pictures, None, spacing=2)
        in_column(head, self._meter, pictures, self._result, self._details, buttons, on=self)

    @property
    def text(self) -> str:
        """The progress or the result of the task, as shown."""
        return self._status.text()

    def refresh(self, _task: Task | None = None) -> None:
        """Show the present state of the task."""
        task = self.task
        line = status(task)
        self._status.setText(line)
        self.setAccessibleName(f"{task.title}: {line}. {task.result}".strip())
        self._meter.setVisible(not task.state.over)
        self._meter.show_share(task.share, 1.0)
        for at, picture in enumerate(self.pictures):
            image = task.images[at] if at < len(task.images) else None
            picture.setVisible(image is not None)
            if picture.image != image:
                picture.show_image(image)
        self._result.setText(task.result)
        self._result.setVisible(bool(task.result))
        self._details.setPlainText(task.details)
        if task.state in _ICONS:
            self._sign.setPixmap(icon(_ICONS[task.state]).pixmap(_ICON_EDGE, _ICON_EDGE))
        self._sign.setVisible(task.state in _ICONS)
        had_focus = self.stop.hasFocus()
        self.stop.setVisible(task.can_stop)
        self.again.setVisible(task.can_repeat)
        self.fold.setVisible(bool(task.details))
        self.copy.setVisible(task.state is State.FAILED)
        if had_focus and not task.can_stop:
            self.focusNextChild()  # a button that disappears must not lose the keyboard focus

    def _toggle(self) -> None:
        self._details.setVisible(self._details.isHidden())

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(
            "\n\n".join(filter(None, (self.task.title, self.task.result, self.task.details)))
        )


class TaskList(QWidget):
    """All tasks, the newest first.

    Signals:
        image_chosen(int): The user wants to see this image large.
    """

    image_chosen = Signal(int)

    def __init__(self, center: TaskCenter, parent: QWidget | None = None, context: PanelContext | None = None) -> None:
        super().__init__(parent)
        self._center, self._context = center, context
        self.rows: list[TaskRow] = []
        self._nothing = wrapped(
            tr("No task is running. Exports, neighbor searches and similar tasks are listed here."), self, "hint"
        )
        self.clear = push_button(tr("Clear finished"), self, center.clear)
        self.clear.setToolTip(tr("Remove finished tasks from the list."))
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
            row = TaskRow(task, self, self._context)
            row.image_chosen.connect(self.image_chosen)
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
        self.list = TaskList(context.controller.tasks, self, context)
        self.list.image_chosen.connect(self.image_chosen)
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
