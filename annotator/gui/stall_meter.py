"""Measure how long the event loop of the window is kept busy."""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, Qt, QTimer

INTERVAL_MS = 5


class StallMeter(QObject):
    """Find the longest time in which the event loop did not run.

    A timer asks to be called every 5 ms. What it is late is the time a key press would have waited.

    Attributes:
        longest: Longest delay since the last :meth:`reset`, in seconds.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.longest = 0.0
        self._last = time.perf_counter()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._timer.start(INTERVAL_MS)

    def _tick(self) -> None:
        now = time.perf_counter()
        self.longest = max(self.longest, now - self._last - INTERVAL_MS / 1000)
        self._last = now

    def reset(self) -> float:
        """Return the longest delay in seconds and start anew."""
        longest, self.longest = self.longest, 0.0
        self._last = time.perf_counter()
        return longest
