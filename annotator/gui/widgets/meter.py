"""A thin bar that shows a share. Unlike QProgressBar, it never repaints immediately, which would delay a key press."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSizePolicy, QWidget

HEIGHT = 6


class Meter(QWidget):
    """Shows ``value`` of ``total``."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        """Set the accessible name of the bar."""
        super().__init__(parent)
        self.value, self.total = 0.0, 1.0
        self._name = name
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_share(0, 1)

    def show_share(self, value: float, total: float) -> None:
        """Show ``value`` of ``total``, which is greater than 0."""
        self.value, self.total = value, total
        self.setAccessibleName(f"{self._name}: {round(100 * value / total)} %")
        self.update()

    def sizeHint(self) -> QSize:
        """Return the height of the bar, with an arbitrary width."""
        return QSize(120, HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the bar from the leading side."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        frame = QRectF(0, (self.height() - HEIGHT) / 2, self.width(), HEIGHT)
        painter.setBrush(self.palette().color(QPalette.ColorRole.Mid))
        painter.drawRoundedRect(frame, HEIGHT / 2, HEIGHT / 2)
        width = frame.width() * min(1.0, max(0.0, self.value / self.total))
        if width > 0:
            left = frame.right() - width if self.isRightToLeft() else frame.left()
            painter.setBrush(self.palette().color(QPalette.ColorRole.Highlight))
            painter.drawRoundedRect(QRectF(left, frame.top(), width, HEIGHT), HEIGHT / 2, HEIGHT / 2)
        painter.end()
