"""Smooth scrolling: short, interruptible, and off if the user prefers reduced motion."""

from __future__ import annotations

from PySide6.QtCore import QEasingCurve, QObject, QPropertyAnimation
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QScrollBar

from annotator.gui.widgets.reduced_motion import moves

_DURATION_MS = 130
_FARTHEST = 4  # pages; longer distances are jumped


class SmoothScroll(QObject):
    """Moves a scroll bar to the position requested by the wheel or the keyboard.

    Attributes:
        enabled: Whether it scrolls smoothly, unless the user prefers reduced motion; otherwise it jumps.
    """

    def __init__(self, bar: QScrollBar, parent: QObject) -> None:
        super().__init__(parent)
        self.enabled = True
        self._bar = bar
        self._glide = QPropertyAnimation(bar, b"value", self)
        self._glide.setDuration(_DURATION_MS)
        self._glide.setEasingCurve(QEasingCurve.Type.OutCubic)
        bar.sliderPressed.connect(self.stop)

    def target(self) -> int:
        """Return the position of the bar, or the one to which it is moving."""
        running = self._glide.state() == QPropertyAnimation.State.Running
        return int(self._glide.endValue()) if running else self._bar.value()

    def stop(self) -> None:
        """Stop at the current position."""
        self._glide.stop()

    def go(self, value: int) -> None:
        """Scroll to ``value``, limited to the range of the bar."""
        value = max(self._bar.minimum(), min(self._bar.maximum(), value))
        far = abs(value - self._bar.value()) > _FARTHEST * self._bar.pageStep()
        self._glide.stop()
        if not self.enabled or not moves(self._bar) or far or not self._bar.isVisible():
            self._bar.setValue(value)
        elif value != self._bar.value():
            self._glide.setStartValue(self._bar.value())
            self._glide.setEndValue(value)
            self._glide.start()

    def wheel(self, event: QWheelEvent) -> None:
        """Scroll by a wheel or touchpad event."""
        pixels = event.pixelDelta().y()
        if pixels:  # touchpads already scroll smoothly
            self._glide.stop()
            self._bar.setValue(self._bar.value() - pixels)
            return
        lines = event.angleDelta().y() / 120 * QApplication.wheelScrollLines()
        self.go(self.target() - round(lines * self._bar.singleStep()))
