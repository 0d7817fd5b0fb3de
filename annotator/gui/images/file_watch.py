"""Detects changes of the image files on screen without disk access in the GUI thread."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication

from annotator.data.files.file_state import FileState

_SOON_MS = 300
_EVERY_MS = 5000


@dataclass(frozen=True)
class Watched:
    """An image on screen and the state of its file when it was read; ``None`` for a missing file."""

    image: int
    path: Path
    state: FileState | None


class FileWatch(QObject):
    """Compares the images on screen with the disk: soon after they change, and every few seconds from then on.

    The system's folder notifications are not used: they do not cover network drives and need a handle per folder.

    Signals:
        changed(int, Path): The file of this image was changed, restored or removed.
    """

    changed = Signal(int, object)

    def __init__(self, shown: Callable[[], Sequence[Watched]], parent: QObject | None = None) -> None:
        """Prepare to watch.

        Args:
            shown: Returns what is on screen; called in the GUI thread.
            parent: Qt parent.
        """
        super().__init__(parent)
        self._shown = shown
        self._condition = threading.Condition()
        self._todo: Sequence[Watched] | None = None
        self._open = True
        self._thread: threading.Thread | None = None
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._tick)

    def look_soon(self) -> None:
        """Check once the images on screen have not changed for a moment, and regularly from then on."""
        if self._open:
            self._timer.start(_SOON_MS)

    def look(self) -> None:
        """Check now."""
        shown = self._shown()
        if not shown or not self._open:
            return
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="thumbnails-watch", daemon=True)
            self._thread.start()
        with self._condition:
            self._todo = shown
            self._condition.notify()

    def close(self) -> None:
        """Stop; no more signals are emitted."""
        self._timer.stop()
        with self._condition:
            self._open = False
            self._condition.notify()
        if self._thread is not None:
            self._thread.join()

    def _tick(self) -> None:
        # Do not check while the window is inactive, so that disks can sleep.
        if QGuiApplication.applicationState() == Qt.ApplicationState.ApplicationActive:
            self.look()
        self._timer.start(_EVERY_MS)

    def _work(self) -> None:
        while True:
            with self._condition:
                while self._open and self._todo is None:
                    self._condition.wait()
                if not self._open or self._todo is None:
                    return
                todo, self._todo = self._todo, None
            for entry in todo:
                if FileState.of(entry.path) != entry.state and self._open:
                    self.changed.emit(entry.image, entry.path)
