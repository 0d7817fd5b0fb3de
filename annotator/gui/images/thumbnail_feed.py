"""The thumbnails of one grid: visible ones are fetched first, then the adjacent ones, and no others."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QObject, QSize, QTimer, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QWidget

from annotator.gui.images.thumbnail_loader import ThumbnailLoader
from annotator.types import IntArray

_PREFETCH_DELAY_MS = 120


class ThumbnailFeed(QObject):
    """Requests thumbnails for one grid from a loader that may serve several grids.

    Attributes:
        visible: Rows of the grid that are on screen.

    Signals:
        changed(int): The thumbnail of this row arrived or cannot be decoded.
    """

    changed = Signal(int)

    def __init__(self, loader: ThumbnailLoader, grid: QWidget) -> None:
        super().__init__(grid)
        self.visible = range(0)
        self._grid = grid
        self._loader = loader
        self._ids: IntArray = np.empty(0, dtype=np.int64)
        self._edge = 0.0
        self._rest = QTimer(self, singleShot=True, interval=_PREFETCH_DELAY_MS)
        self._rest.timeout.connect(self._fetch_ahead)
        loader.ready.connect(self._arrived)
        loader.failed.connect(self._arrived)

    def look_at(self, rows: range, ids: IntArray, box: QSize) -> None:
        """Update what is on screen.

        Args:
            rows: Visible rows.
            ids: Image id of every row of the grid, shape (n,).
            box: Size at which a thumbnail is shown, in logical pixels.
        """
        self._edge = max(box.width(), box.height()) * self._grid.devicePixelRatioF()
        if rows != self.visible:
            self.visible, self._ids = rows, ids
            self._loader.keep_only(set(ids[rows.start : rows.stop].tolist()), self)
            self._rest.start()

    def forget(self) -> None:
        """Cancel all requests, because other images are shown now."""
        self._loader.keep_only((), self)
        self.visible, self._ids = range(0), self._ids[:0]

    def pixmap(self, image: int) -> QPixmap | None:
        """Return the thumbnail of an image, or ``None`` while it is being fetched."""
        return self._loader.pixmap(image, self._edge, self)

    def error(self, image: int) -> str | None:
        """Return why an image cannot be shown."""
        return self._loader.error(image)

    def _fetch_ahead(self) -> None:
        start, stop, page = self.visible.start, self.visible.stop, len(self.visible)
        below, above = self._ids[stop : stop + page], self._ids[max(0, start - page // 2) : start]
        self._loader.prefetch((*below.tolist(), *above.tolist()), self._edge, self)

    def _arrived(self, image: int) -> None:
        for place in np.flatnonzero(self._ids[self.visible.start : self.visible.stop] == image):
            self.changed.emit(self.visible.start + int(place))
