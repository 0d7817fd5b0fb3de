"""The thumbnails on disk as the window sees them: as large as the preferences say, emptied on request."""

from __future__ import annotations

import threading
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from annotator.data.images.thumbnail_store import FILE_NAME, ThumbnailStore
from annotator.gui.preferences import Preferences
from annotator.gui.shared_thumbnails import SharedThumbnails
from annotator.gui.thumbnail_maker import ThumbnailMaker

_MB = 1_000_000


class ThumbnailCache(QObject):
    """Lives as long as the program; the loaders of its projects make their thumbnails with :attr:`maker`.

    Attributes:
        maker: Makes thumbnails and keeps them.

    Signals:
        problem(str): Thumbnails are not kept, or were lost, and why; told once.
        emptied(int): The cache was emptied; bytes that it had.
    """

    problem = Signal(str)
    emptied = Signal(int)

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        """Use the store in ``folder``; nothing is opened before an image is shown."""
        super().__init__(parent)
        self._store = ThumbnailStore(folder / FILE_NAME, tell=self.problem.emit)
        self._emptying: threading.Thread | None = None
        self.maker = ThumbnailMaker(self._store, SharedThumbnails.of_system())

    def follow(self, preferences: Preferences) -> None:
        """Follow the settings of the program."""
        self._store.limit = preferences.thumbnail_cache * _MB
        self.maker.share = preferences.share_thumbnails

    def empty(self) -> None:
        """Delete what is kept, in the background."""
        if self._emptying is None or not self._emptying.is_alive():
            self._emptying = threading.Thread(target=self._empty, name="thumbnail-cache", daemon=True)
            self._emptying.start()

    def close(self) -> None:
        """Write what waits, and close the store."""
        if self._emptying is not None:
            self._emptying.join()
        self._store.close()

    def _empty(self) -> None:
        held = self._store.bytes
        self._store.clear()
        self.emptied.emit(held)
