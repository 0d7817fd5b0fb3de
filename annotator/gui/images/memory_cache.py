"""Cache of thumbnails in memory, limited in bytes; all pixmaps of an image show the same state of its file."""

from __future__ import annotations

from collections import OrderedDict

from PySide6.QtGui import QPixmap

from annotator.data.files.file_state import FileState


class MemoryCache:
    """An LRU cache of pixmaps by (image, edge), limited in bytes."""

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
        """Return the pixmap of the image whose size is closest to ``edge``, preferring larger ones."""
        edges = self._edges.get(image)
        if not edges:
            return None
        best = min(edges, key=lambda other: (other < edge, abs(other - edge)))
        return self.get(image, best)

    def state(self, image: int) -> FileState | None:
        """Return the state of the file that the pixmaps of ``image`` show."""
        return self._states.get(image, (None, 0))[0]

    def put(self, image: int, edge: int, pixmap: QPixmap, state: FileState | None = None, seen: int = 0) -> bool:
        """Store a pixmap, and drop the least recently used ones until the budget is met.

        Args:
            image: Image id.
            edge: Size at which it was requested.
            pixmap: The thumbnail.
            state: State of the file it was created from; pixmaps of another state are dropped.
            seen: When the file was in this state.

        Returns:
            False if another state of the file was seen later, so that this pixmap is outdated.
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
        """Return the sizes at which ``image`` is cached."""
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
