"""Helpers for benchmarks of the window: opening it, the event loop, stalls. Without a display it runs offscreen."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

if not os.environ.get("DISPLAY"):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QObject, Qt, QTimer

from annotator.data.project.trust import TrustStore
from annotator.gui.shell.app import make_application
from annotator.gui.shell.main_window import MainWindow
from annotator.gui.widgets.theme import apply_theme
from annotator.runtime.paths import UserFolders
from annotator.session.session import Session

INTERVAL_MS = 5
PATIENCE_S = 300


def trust(session: Session, folder: Path) -> None:
    """Let the window whose own files are in ``folder`` open a project although it reads files elsewhere."""
    TrustStore(UserFolders.under(folder).data).allow_places(session.project.path, session.project.places_outside)


def new_window(folder: Path) -> MainWindow:
    """Show an empty window that keeps its own files in ``folder``, and give it the keyboard."""
    window = MainWindow(apply_theme(make_application(), "light"), UserFolders.under(folder))
    window.resize(1440, 900)
    window.show()
    window.windowHandle().requestActivate()  # where no window manager does it
    wait_for(window.isActiveWindow, "the keyboard focus")
    return window


def open_project(window: MainWindow, project: Path) -> float:
    """Open a project until its batch is on screen; return the elapsed seconds."""
    start = time.perf_counter()
    window.open_project(project)
    wait_for(lambda: has_batch(window), "the first batch")
    assert window.workspace is not None
    seconds = time.perf_counter() - start
    window.workspace.batch.grid.setFocus()
    return seconds


def has_batch(window: MainWindow) -> bool:
    """Return whether a batch is on screen."""
    space = window.workspace
    return space is not None and space.isVisible() and space.controller.browser.batch is not None


def usable(folder: str, project: str = "") -> None:
    """Print the seconds since the start of this process once its window can be used."""
    window = new_window(Path(folder))
    if project:
        open_project(window, Path(project))
    print(since_start(), flush=True)
    window.close()


def since_start() -> float:
    """Return the seconds since the start of this process."""
    begun = int(Path("/proc/self/stat").read_text().rsplit(")", 1)[1].split()[19]) / os.sysconf("SC_CLK_TCK")
    return float(Path("/proc/uptime").read_text().split()[0]) - begun


def wait_for(condition, what: str) -> float:
    """Run the event loop until ``condition`` holds; return the elapsed seconds."""
    start = time.perf_counter()
    loop, timer = QEventLoop(), QTimer()
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.timeout.connect(lambda: loop.quit() if condition() or time.perf_counter() - start > PATIENCE_S else None)
    timer.start(1)
    loop.exec()
    if not condition():
        sys.exit(f"{what} did not come within {PATIENCE_S} s")
    return time.perf_counter() - start


def idle(seconds: float) -> None:
    """Run the event loop for a while, including deferred deletions, as the program does."""
    loop = QEventLoop()
    QTimer.singleShot(round(1000 * seconds), loop.quit)
    loop.exec()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


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
