"""Files that the system asks a running program to open, as macOS does after a double click."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QFileOpenEvent


class FileOpening(QObject):
    """Passes files on to the window; installs itself on the application ``parent``."""

    def __init__(self, parent: QObject, take: Callable[[list[Path]], None]) -> None:
        super().__init__(parent)
        self._take = take
        parent.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Handle a file; ignore other events."""
        if isinstance(event, QFileOpenEvent) and event.file():
            self._take([Path(event.file())])
            return True
        return super().eventFilter(watched, event)
