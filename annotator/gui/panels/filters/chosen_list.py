"""What the ranking is filtered by, one line each, with a button that takes it back."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QStyle, QStyleOptionToolButton, QStylePainter, QToolButton, QWidget

from annotator.gui.text.translate import tr
from annotator.gui.widgets.build import in_column
from annotator.gui.widgets.icons import icon


class _Line(QToolButton):
    """A button as wide as the panel, whose text is elided."""

    def __init__(self, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setText(text)
        self.setIcon(icon("cancel"))
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Take back the filter {filter}").format(filter=text))
        self.setToolTip(text)

    def minimumSizeHint(self) -> QSize:
        """Return the height of a line."""
        return QSize(60, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw as much of the text as there is room for."""
        del event
        option = QStyleOptionToolButton()
        self.initStyleOption(option)
        room = self.width() - self.iconSize().width() - 24
        option.text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room)
        painter = QStylePainter(self)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ToolButton, option)
        painter.end()


class ChosenList(QWidget):
    """The filters in use.

    Signals:
        taken_back(str): The filter with this key is to be taken back.
    """

    taken_back = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries: Sequence[tuple[str, str]] = ()
        self._lines: list[_Line] = []
        self._column = in_column(on=self, margins=0, spacing=2)
        self.setAccessibleName(tr("Filters in use"))
        self.hide()

    @property
    def texts(self) -> tuple[str, ...]:
        """What the lines say."""
        return tuple(line.text() for line in self._lines)

    @property
    def lines(self) -> tuple[QToolButton, ...]:
        """The buttons, in order."""
        return tuple(self._lines)

    def show_filters(self, entries: Sequence[tuple[str, str]]) -> None:
        """Show these filters: the key and the text of each."""
        if entries == self._entries:
            return
        focused = next((place for place, line in enumerate(self._lines) if line.hasFocus()), None)
        for line in self._lines:
            line.hide()
            line.deleteLater()
        self._entries, self._lines = entries, []
        for key, text in entries:
            line = _Line(text, self)
            line.clicked.connect(partial(self._take_back, key))
            self._column.addWidget(line)
            self._lines.append(line)
        self.setVisible(bool(entries))
        if focused is not None and self._lines:
            self._lines[min(focused, len(self._lines) - 1)].setFocus()

    def _take_back(self, key: str, _checked: bool = False) -> None:
        self.taken_back.emit(key)
