"""One task in the list: title, progress, and its buttons."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QWidget

from annotator.gui.tasks.task_text import status
from annotator.gui.tasks.tasks import State, Task
from annotator.gui.text.translate import tr
from annotator.gui.widgets.build import in_column, in_row, named, push_button, wrapped
from annotator.gui.widgets.icons import icon
from annotator.gui.widgets.meter import Meter

_ICONS = {State.DONE: "relevant", State.STOPPED: "cancel", State.FAILED: "warning"}
_ICON_EDGE = 16
_DETAILS_LINES = 8


class TaskRow(QFrame):
    """Shows one task as long as it is listed."""

    def __init__(self, task: Task, parent: QWidget | None = None) -> None:
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
        in_column(head, self._meter, self._result, self._details, buttons, on=self)

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
