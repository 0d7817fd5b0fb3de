"""A line of text that gives way: what does not fit is left out, and the tool tip has all of it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QLabel, QToolTip


class ElidedLabel(QLabel):
    """A label that never makes the window wider than the screen."""

    def minimumSizeHint(self) -> QSize:
        """Return the height of a line."""
        return QSize(1, super().minimumSizeHint().height())

    @property
    def elided(self) -> bool:
        """Whether a part of the text is left out."""
        return self.fontMetrics().horizontalAdvance(self.text()) > self.contentsRect().width()

    def event(self, event: QEvent) -> bool:
        """Show all of the text as a tool tip where a part of it is left out."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip and self.elided:
            QToolTip.showText(event.globalPos(), self.text(), self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the beginning of the text and … where the rest does not fit."""
        room = self.contentsRect()
        if not self.elided:
            super().paintEvent(event)
            return
        painter = QPainter(self)
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, text)
        painter.end()
