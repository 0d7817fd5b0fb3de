"""Helpers for benchmarks of the window: event loop, stalls, memory, open files."""

from __future__ import annotations

import csv
import sys
import time
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QObject, Qt, QTimer

INTERVAL_MS = 5


def resident_mb() -> tuple[float, float]:
    """Return the resident memory of this process, anonymous and file-backed, in MB."""
    status = Path("/proc/self/status").read_text()
    fields = {line.split(":")[0]: line.split()[1] for line in status.splitlines() if line.startswith("Rss")}
    return int(fields["RssAnon"]) / 1024, int(fields["RssFile"]) / 1024


def wait_for(condition, seconds: float, what: str) -> float:
    """Run the event loop until ``condition`` holds; return the elapsed seconds."""
    start = time.perf_counter()
    loop, timer = QEventLoop(), QTimer()
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.timeout.connect(lambda: loop.quit() if condition() or time.perf_counter() - start > seconds else None)
    timer.start(1)
    loop.exec()
    if not condition():
        sys.exit(f"{what} did not happen within {seconds} s")
    return time.perf_counter() - start


def idle(seconds: float) -> None:
    """Run the event loop for a while, including deferred deletions, as the program does."""
    loop = QEventLoop()
    QTimer.singleShot(round(1000 * seconds), loop.quit)
    loop.exec()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def open_files() -> int:
    """Return the number of files, sockets and pipes that this process has open."""
    return len(list(Path("/proc/self/fd").iterdir()))


def classes_beside(features: Path) -> dict[str, str]:
    """Return the class of every image from the CSV file next to the feature file."""
    with features.with_suffix(".csv").open(newline="", encoding="utf-8") as file:
        return {row["filename"]: row["class"] for row in csv.DictReader(file)}


class StallMeter(QObject):
    """Measures the longest time in which the event loop did not run.

    A timer fires every 5 ms; its delay is the time a key press would have waited.

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
        """Return the longest delay in seconds and reset it."""
        longest, self.longest = self.longest, 0.0
        self._last = time.perf_counter()
        return longest
