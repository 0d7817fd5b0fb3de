"""Thumbnails: decoded by a few threads, kept within a budget of bytes, delivered without holding up the window."""

from __future__ import annotations

import os
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Collection, Hashable, Iterable
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QImage, QPixmap

from annotator.errors import AnnotatorError
from annotator.gui.decoding import read_image
from annotator.gui.request_queue import Request, RequestQueue
from annotator.gui.words import tr

CACHE_BYTES = 256 << 20
"""Default budget of decoded thumbnails in bytes."""

_REMEMBERED_SHAPES = 32
_DELIVERY_SECONDS = 0.005  # the window repaints after at most this much work on arrivals
# Four sizes per octave: resizing cells a little does not decode everything again.
_EDGES = tuple(round(64 * 2 ** (step / 4) / 8) * 8 for step in range(21))


def snap_edge(edge: float) -> int:
    """Return the size, in device pixels, at which a thumbnail is decoded that is shown at ``edge`` device pixels."""
    return next((step for step in _EDGES if step >= edge), _EDGES[-1])


class PixmapCache:
    """Pixmaps by (image, edge), least recently used out first, bounded in bytes."""

    def __init__(self, budget: int) -> None:
        self.bytes = 0
        self._budget = budget
        self._pixmaps: OrderedDict[tuple[int, int], QPixmap] = OrderedDict()
        self._edges: dict[int, set[int]] = {}

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

    def put(self, image: int, edge: int, pixmap: QPixmap) -> None:
        """Keep a pixmap, and drop the oldest until the budget is met."""
        self._drop((image, edge))
        self._pixmaps[image, edge] = pixmap
        self._edges.setdefault(image, set()).add(edge)
        self.bytes += _bytes(pixmap)
        while self.bytes > self._budget and len(self._pixmaps) > 1:
            self._drop(next(iter(self._pixmaps)))

    def clear(self) -> None:
        """Drop everything."""
        self._pixmaps.clear()
        self._edges.clear()
        self.bytes = 0

    def _drop(self, key: tuple[int, int]) -> None:
        pixmap = self._pixmaps.pop(key, None)
        if pixmap is None:
            return
        self.bytes -= _bytes(pixmap)
        edges = self._edges[key[0]]
        edges.discard(key[1])
        if not edges:
            del self._edges[key[0]]


def _bytes(pixmap: QPixmap) -> int:
    return pixmap.width() * pixmap.height() * 4


class ThumbnailLoader(QObject):
    """Answers "the picture of image i, please" at once with what it has, and fetches what it has not.

    Several widgets share one loader; each names itself as ``owner`` of what it asks for. All methods belong to the GUI
    thread.

    Signals:
        ready(int): A thumbnail of this image arrived; ask for it again.
        failed(int, str): The image cannot be shown, and why.
    """

    ready = Signal(int)
    failed = Signal(int, str)
    _arrived = Signal()

    def __init__(
        self,
        path_of: Callable[[int], Path],
        threads: int | None = None,
        cache_bytes: int = CACHE_BYTES,
        parent: QObject | None = None,
    ) -> None:
        """Start the decoding threads.

        Args:
            path_of: File of an image id; called in the GUI thread; may raise ImageError.
            threads: Number of threads; one less than there are cores, from 1 to 4, unless given.
            cache_bytes: Budget of decoded thumbnails.
            parent: Qt parent.
        """
        super().__init__(parent)
        self._path_of = path_of
        self._cache = PixmapCache(cache_bytes)
        self._errors: dict[int, str] = {}
        self._shapes: deque[tuple[int, int]] = deque(maxlen=_REMEMBERED_SHAPES)
        self._queue = RequestQueue()
        self._results: deque[tuple[Request, QImage | str, int]] = deque()
        self._lock = threading.Lock()
        self._announced = False
        self._generation = 0
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        count = threads or min(4, max(1, (os.cpu_count() or 2) - 1))
        self._threads = [threading.Thread(target=self._work, name=f"thumbnails-{i}", daemon=True) for i in range(count)]
        for thread in self._threads:
            thread.start()

    @property
    def cached_bytes(self) -> int:
        """Bytes of the thumbnails that are kept."""
        return self._cache.bytes

    @property
    def waiting(self) -> int:
        """Number of requests no thread has taken yet."""
        return len(self._queue)

    def pixmap(self, image: int, edge: float, owner: Hashable = None) -> QPixmap | None:
        """Return a thumbnail of ``image``, and fetch the fitting one if it is not there.

        Args:
            image: Image id.
            edge: Longer side at which it is shown, in device pixels.
            owner: Who asks.

        Returns:
            The thumbnail; one of another size while the fitting one is fetched; ``None`` if there is none at all.
        """
        wanted = snap_edge(edge)
        found = self._cache.get(image, wanted)
        if found is not None:
            return found
        self._request(image, wanted, owner, ahead=False)
        return self._cache.nearest(image, wanted)

    def prefetch(self, images: Iterable[int], edge: float, owner: Hashable = None) -> None:
        """Fetch images that may be wanted soon, after everything that is wanted now."""
        wanted = snap_edge(edge)
        for image in images:
            if self._cache.get(image, wanted) is None:
                self._request(image, wanted, owner, ahead=True)

    def error(self, image: int) -> str | None:
        """Return why ``image`` cannot be shown, ``None`` if that is not known to be so."""
        return self._errors.get(image)

    def shapes(self, images: Iterable[int]) -> tuple[tuple[int, int], ...]:
        """Return width and height of thumbnails of ``images``; of other images seen lately if there are none."""
        own = (self._cache.nearest(image, 0) for image in images)
        known = tuple((pixmap.width(), pixmap.height()) for pixmap in own if pixmap is not None)
        return known or tuple(self._shapes)

    def settled(self, image: int) -> bool:
        """Tell whether ``image`` has arrived at any size, or cannot be shown."""
        return image in self._errors or self._cache.nearest(image, 0) is not None

    def keep_only(self, images: Collection[int], owner: Hashable = None) -> None:
        """Cancel what ``owner`` asked for except ``images``: the rest scrolled away."""
        self._queue.keep_only(images, owner)

    def clear(self) -> None:
        """Forget thumbnails and errors, e.g. because the files were repaired."""
        self._generation += 1
        self._cache.clear()
        self._errors.clear()

    def close(self) -> None:
        """Stop the threads and wait for what they decode at the moment. Nothing is delivered afterwards."""
        self._queue.close()
        for thread in self._threads:
            thread.join()
        self._threads.clear()
        self._results.clear()

    def _request(self, image: int, edge: int, owner: Hashable, *, ahead: bool) -> None:
        if image in self._errors:
            return
        try:
            path = self._path_of(image)
        except AnnotatorError as error:
            self._errors[image] = str(error)
            return
        self._queue.put(image, edge, path, owner, ahead=ahead)

    def _work(self) -> None:
        """Decode until the queue is closed (runs in the pool)."""
        while (request := self._queue.take()) is not None:
            generation = self._generation
            result: QImage | str
            try:
                result = read_image(request.path, request.edge).image
            except AnnotatorError as error:
                result = str(error)
            except Exception as error:  # a decoder's defect costs one image, not the thread
                result = tr("{path}: cannot be decoded ({error!r})").format(path=request.path, error=error)
            self._results.append((request, result, generation))
            with self._lock:
                announce, self._announced = not self._announced, True
            if announce:
                self._arrived.emit()

    @Slot()
    def _deliver(self) -> None:
        """Turn arrived images into pixmaps; what takes too long waits for the next turn of the event loop."""
        with self._lock:
            self._announced = False
        deadline = time.perf_counter() + _DELIVERY_SECONDS
        while self._results:
            if time.perf_counter() > deadline:
                QTimer.singleShot(0, self._deliver)
                return
            request, result, generation = self._results.popleft()
            self._queue.done(request)
            if generation == self._generation and self._threads:
                self._store(request, result)

    def _store(self, request: Request, result: QImage | str) -> None:
        if isinstance(result, QImage):
            self._cache.put(request.image, request.edge, QPixmap.fromImage(result))
            self._shapes.append((result.width(), result.height()))
            self.ready.emit(request.image)
        else:
            self._errors[request.image] = result
            self.failed.emit(request.image, result)
