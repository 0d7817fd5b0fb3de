"""Thumbnails in memory: bounded in bytes, and of one image only those made from the same content of its file."""

from __future__ import annotations

from collections import OrderedDict

from PySide6.QtGui import QPixmap

from annotator.data.files.file_state import FileState


class MemoryCache:
    """Pixmaps by (image, edge), least recently used out first, bounded in bytes."""

    def __init__(self, budget: int) -> None:
        self.bytes = 0
        self._budget = budget
        self._pixmaps: OrderedDict[tuple[int, int], QPixmap] = OrderedDict()
        self._edges: dict[int, set[int]] = {}
        self._states: dict[int, tuple[FileState | None, int]] = {}

    def get(self, image: int, edge: int) -> QPixmap | None:
        """Return the pixmap at exactly this size."""
        pixmap = self._pixmaps.get((image, edge))
        if pixmap is not None:
            self._pixmaps.move_to_end((image, edge))
        return pixmap

    def nearest(self, image: int, edge: int) -> QPixmap | None:
        """Return the pixmap of the image whose size is closest to ``edge``, larger ones first."""
        edges = self._edges.get(image)
        if not edges:
            return None
        best = min(edges, key=lambda other: (other < edge, abs(other - edge)))
        return self.get(image, best)

    def state(self, image: int) -> FileState | None:
        """Return the state of the file that the pixmaps of ``image`` show."""
        return self._states.get(image, (None, 0))[0]

    def put(self, image: int, edge: int, pixmap: QPixmap, state: FileState | None = None, seen: int = 0) -> bool:
        """Keep a pixmap, and drop the oldest until the budget is met.

        Args:
            image: Image id.
            edge: Size at which it was asked for.
            pixmap: The thumbnail.
            state: State of the file it was made from; pixmaps of an earlier state are dropped.
            seen: When the file was in this state.

        Returns:
            False if another content of the file was seen later, so that this pixmap is out of date.
        """
        known, last = self._states.get(image, (state, seen))
        if known != state:
            if seen < last:
                return False
            self.drop(image)
        self._drop((image, edge))
        self._pixmaps[image, edge] = pixmap
        self._edges.setdefault(image, set()).add(edge)
        self._states[image] = (state, max(seen, last))
        self.bytes += _bytes(pixmap)
        while self.bytes > self._budget and len(self._pixmaps) > 1:
            self._drop(next(iter(self._pixmaps)))
        return True

    def drop(self, image: int) -> None:
        """Drop every pixmap of ``image``."""
        for edge in tuple(self._edges.get(image, ())):
            self._drop((image, edge))

    def edges(self, image: int) -> tuple[int, ...]:
        """Return the sizes at which ``image`` is kept."""
        return tuple(self._edges.get(image, ()))

    def clear(self) -> None:
        """Drop everything."""
        self._pixmaps.clear()
        self._edges.clear()
        self._states.clear()
        self.bytes = 0

    def _drop(self, key: tuple[int, int]) -> None:
        pixmap = self._pixmaps.pop(key, None)
        if pixmap is None:
            return
        self.bytes -= _bytes(pixmap)
        edges = self._edges[key[0]]
        edges.discard(key[1])
        if not edges:
            del self._edges[key[0]], self._states[key[0]]


def _bytes(pixmap: QPixmap) -> int:
    return pixmap.width() * pixmap.height() * 4
