"""A rectangle that the user draws around a part of the image in a viewer."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from annotator.gui.text.translate import tr
from annotator.gui.viewer.viewer import Viewer
from annotator.gui.widgets.announce import announce

LEAST = 6.0
"""Shortest side that counts as a rectangle and not as a click, in logical pixels."""
_STEP = 0.04  # share of the shorter side of the image per arrow key
_SHADE, _INK, _LINE = QColor(0, 0, 0, 120), QColor(255, 255, 255), QColor(0, 0, 0, 170)
_WAYS = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}
_KEYS = {*_WAYS, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape}


class PartSelection(QWidget):
    """Covers a viewer until a rectangle is drawn or Esc is pressed; the wheel still zooms.

    It begins with a rectangle where there is one to propose, else without a mouse the arrow keys begin with one in the
    middle. They move it, with Shift they change its size, and Return takes it.

    Signals:
        chosen(QRect): The part in pixels of the image file, upright.
        ended: The rectangle was drawn, or the user wants none.
    """

    chosen = Signal(QRect)
    ended = Signal()

    def __init__(self, viewer: Viewer, first: QRectF | None = None) -> None:
        super().__init__(viewer)
        self._viewer = viewer
        self._corner: QPointF | None = None
        self._rect = first or QRectF()
        self._text = tr("Draw a rectangle around what you are looking for. Esc: back")
        if not self._rect.isEmpty():
            self._text = tr("Return: look for what is in the frame. Or draw another rectangle. Esc: back")
        self.setAccessibleName(self._text)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setGeometry(viewer.rect())
        viewer.installEventFilter(self)
        self.show()
        self.raise_()
        self.setFocus()
        announce(self, self._text)

    def end(self) -> None:
        """End without a rectangle."""
        if not self.isHidden():
            self.hide()
            self._viewer.removeEventFilter(self)
            self._viewer.setFocus()
            self.ended.emit()
            self.deleteLater()

    def _take(self) -> None:
        """Use the rectangle, unless it is hardly more than a point."""
        if min(self._rect.width(), self._rect.height()) < LEAST:
            self._rect = QRectF()
            self.update()
            return
        part = self._viewer.part_at(self._rect)
        self.end()
        self.chosen.emit(part)

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """Cover all of the viewer; end with the image."""
        if event.type() == QEvent.Type.Resize:
            self.setGeometry(self._viewer.rect())
            self._rect = QRectF()
        elif event.type() == QEvent.Type.Hide:
            self.end()
        return False

    def event(self, event: QEvent) -> bool:
        """Let no shortcut of the window take the keys of the rectangle."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() in _KEYS:
            event.accept()
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a rectangle."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._corner = self._inside(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Draw the rectangle."""
        if self._corner is not None:
            self._rect = QRectF(self._corner, self._inside(event.position())).normalized()
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Take the rectangle."""
        if self._corner is not None and event.button() == Qt.MouseButton.LeftButton:
            self.mouseMoveEvent(event)
            self._corner = None
            self._take()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move or resize the rectangle, take it, or go back."""
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape:
            self.end()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take()
        elif key in _WAYS:
            self._move(*_WAYS[key], resize=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        else:
            event.ignore()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """End when the user turns to something else in the window."""
        if event.reason() in (Qt.FocusReason.MouseFocusReason, Qt.FocusReason.TabFocusReason):
            self.end()

    def _move(self, x: int, y: int, *, resize: bool) -> None:
        area = self._viewer.image_area()
        step = _STEP * min(area.width(), area.height())
        if self._rect.isEmpty():
            self._rect = QRectF(area.center() - QPointF(area.width(), area.height()) / 4, area.size() / 2)
        elif resize:
            size = self._rect.size()
            self._rect.setWidth(max(step, min(area.right() - self._rect.left(), size.width() + x * step)))
            self._rect.setHeight(max(step, min(area.bottom() - self._rect.top(), size.height() + y * step)))
        else:
            left = max(area.left(), min(area.right() - self._rect.width(), self._rect.left() + x * step))
            top = max(area.top(), min(area.bottom() - self._rect.height(), self._rect.top() + y * step))
            self._rect.moveTo(left, top)
        self.update()

    def _inside(self, point: QPointF) -> QPointF:
        """Return the nearest point of the visible image."""
        area = self._viewer.image_area()
        return QPointF(max(area.left(), min(area.right(), point.x())), max(area.top(), min(area.bottom(), point.y())))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Shade what is outside of the rectangle, and say what to do."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shade = QPainterPath()
        shade.setFillRule(Qt.FillRule.OddEvenFill)
        shade.addRect(self._viewer.image_area())
        shade.addRect(self._rect)
        if not self._rect.isEmpty():
            painter.fillPath(shade, _SHADE)
            for color, width in ((_LINE, 4), (_INK, 2)):
                painter.setPen(QPen(color, width))
                painter.drawRect(self._rect)
        room = self.rect().adjusted(12, 12, -12, -12)
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap
        text = self.fontMetrics().boundingRect(room, flags, self._text)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_LINE)
        painter.drawRoundedRect(text.adjusted(-10, -5, 10, 5), 5, 5)
        painter.setPen(_INK)
        painter.drawText(text, flags, self._text)
        painter.end()
