"""Notices that image files on screen have changed on disk, without the window ever asking the disk."""

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
    """An image and the state of its file that is shown; ``None`` for a file that was missing."""

    image: int
    path: Path
    state: FileState | None


class FileWatch(QObject):
    """Compares what is shown with the disk: soon after other images are on screen, and every few seconds after that.

    Watching folders by the system's own means would miss network drives and needs a handle for every folder.

    Signals:
        changed(int, Path): The file of this image is another one now, or back, or gone.
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
        """Look once the images on screen have not changed for a moment, and regularly from then on."""
        if self._open:
            self._timer.start(_SOON_MS)

    def look(self) -> None:
        """Look now."""
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
        """Stop; nothing is told afterwards."""
        self._timer.stop()
        with self._condition:
            self._open = False
            self._condition.notify()
        if self._thread is not None:
            self._thread.join()

    def _tick(self) -> None:
        # Nobody sees a window that is not in front, and disks may sleep.
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
