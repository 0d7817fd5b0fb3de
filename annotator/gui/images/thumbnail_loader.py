"""Thumbnails: decoded by a few threads, kept within a budget of bytes, delivered without holding up the window."""

from __future__ import annotations

import os
import threading
import time
from collections import deque
from collections.abc import Callable, Collection, Hashable, Iterable
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QPixmap

from annotator.data.files.file_state import FileState
from annotator.errors import AnnotatorError
from annotator.gui.images.decode_queue import Request, RequestQueue
from annotator.gui.images.file_watch import FileWatch, Watched
from annotator.gui.images.memory_cache import PixmapCache
from annotator.gui.images.thumbnail_maker import Thumbnail, ThumbnailMaker
from annotator.gui.text.core_messages import core_words
from annotator.gui.text.translate import tr

CACHE_BYTES = 256 << 20
"""Default budget of decoded thumbnails in bytes."""

_REMEMBERED_SHAPES = 32
_DELIVERY_SECONDS = 0.005  # the window repaints after at most this much work on arrivals
# Four sizes per octave: resizing cells a little does not decode everything again.
_EDGES = tuple(round(64 * 2 ** (step / 4) / 8) * 8 for step in range(21))


def snap_edge(edge: float) -> int:
    """Return the size, in device pixels, at which a thumbnail is decoded that is shown at ``edge`` device pixels."""
    return next((step for step in _EDGES if step >= edge), _EDGES[-1])


class ThumbnailLoader(QObject):
    """Answers "the picture of image i, please" at once with what it has, and fetches what it has not.

    Several widgets share one loader; each names itself as ``owner`` of what it asks for. All methods belong to the GUI
    thread.

    What was delivered is looked after: a file that changes is read anew while it is on screen.

    Attributes:
        maker: Makes the thumbnails; may be given a store at any time.

    Signals:
        ready(int): A thumbnail of this image arrived, or it is another one now; ask for it again.
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
        maker: ThumbnailMaker | None = None,
    ) -> None:
        """Start the decoding threads.

        Args:
            path_of: File of an image id; called in the GUI thread; may raise ImageError.
            threads: Number of threads; one less than there are cores, from 1 to 4, unless given.
            cache_bytes: Budget of decoded thumbnails.
            parent: Qt parent.
            maker: Makes the thumbnails; one that keeps nothing on disk unless given.
        """
        super().__init__(parent)
        self.maker = maker or ThumbnailMaker()
        self._path_of = path_of
        self._cache = PixmapCache(cache_bytes)
        self._errors: dict[int, tuple[str, FileState | None]] = {}
        self._shapes: deque[tuple[int, int]] = deque(maxlen=_REMEMBERED_SHAPES)
        self._queue = RequestQueue()
        self._results: deque[tuple[Request, Thumbnail, int]] = deque()
        self._lock = threading.Lock()
        self._announced = False
        self._generation = 0
        self._visible: dict[int, frozenset[int]] = {}
        self._watch = FileWatch(self._watched, self)
        self._watch.changed.connect(self._file_changed, Qt.ConnectionType.QueuedConnection)
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
        return self._errors[image][0] if image in self._errors else None

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
        self._visible[hash(owner)] = frozenset(images)  # not the owner: it may be gone before the loader
        self._watch.look_soon()

    def look_for_changes(self) -> None:
        """Read anew what is on screen and has changed on disk."""
        self._watch.look()

    def clear(self) -> None:
        """Forget thumbnails and errors, and fetch what is on screen again."""
        self._generation += 1
        self._cache.clear()
        self._errors.clear()
        for image in frozenset().union(*self._visible.values()):
            self.ready.emit(image)

    def close(self) -> None:
        """Stop the threads and wait for what they decode at the moment. Nothing is delivered afterwards."""
        self._watch.close()
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
            self._errors[image] = (core_words(error), None)
            return
        self._queue.put(image, edge, path, owner, ahead=ahead)

    def _work(self) -> None:
        """Decode until the queue is closed (runs in the pool)."""
        while (request := self._queue.take()) is not None:
            generation = self._generation
            try:
                result = self.maker.make(request.path, request.edge)
            except Exception as error:  # a decoder's defect costs one image, not the thread
                reason = tr("{path}: cannot be decoded ({error})").format(path=request.path, error=repr(error))
                result = Thumbnail(None, reason, FileState.of(request.path), time.monotonic_ns())
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
            if not self._threads:
                continue
            if generation == self._generation:
                self._store(request, result)
            else:
                self.ready.emit(request.image)  # whoever still wants it asks again

    def _store(self, request: Request, result: Thumbnail) -> None:
        image = request.image
        if result.image is None:
            self._cache.drop(image)
            self._errors[image] = (result.error, result.state)
            self.failed.emit(image, result.error)
            return
        pixmap = QPixmap.fromImage(result.image)
        if self._cache.put(image, request.edge, pixmap, result.state, result.seen):
            self._errors.pop(image, None)
            self._shapes.append((pixmap.width(), pixmap.height()))
        self.ready.emit(image)

    # Files that change while they are shown

    def _watched(self) -> list[Watched]:
        """Return what is on screen and has arrived."""
        found = []
        for image in frozenset().union(*self._visible.values()):
            if image in self._errors:
                state = self._errors[image][1]
            elif self._cache.nearest(image, 0) is not None:
                state = self._cache.state(image)
            else:
                continue
            try:
                found.append(Watched(image, self._path_of(image), state))
            except AnnotatorError:
                continue
        return found

    @Slot(int, object)
    def _file_changed(self, image: int, path: Path) -> None:
        """Fetch ``image`` anew; what is shown stays until it is there."""
        if self._errors.pop(image, None) is not None:
            self.ready.emit(image)
        for edge in self._cache.edges(image):
            self._queue.put(image, edge, path, None)
