"""Thumbnail loader: decodes in several threads, caches within a memory budget, and never blocks the window."""

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
from annotator.gui.images.decode_queue import DecodeQueue, Request
from annotator.gui.images.file_watch import FileWatch, Watched
from annotator.gui.images.memory_cache import MemoryCache
from annotator.gui.images.thumbnail_maker import Thumbnail, ThumbnailMaker
from annotator.gui.text.core_messages import core_words
from annotator.gui.text.translate import tr

CACHE_BYTES = 256 << 20
"""Default memory budget for decoded thumbnails, in bytes."""

_DELIVERY_SECONDS = 0.005  # maximum work on arrivals before the window repaints
# Four sizes per octave, so that resizing cells a little does not decode everything again.
_EDGES = tuple(round(64 * 2 ** (step / 4) / 8) * 8 for step in range(21))


def snap_edge(edge: float) -> int:
    """Return the size at which to decode a thumbnail that is shown at ``edge``, both in device pixels."""
    return next((step for step in _EDGES if step >= edge), _EDGES[-1])


class ThumbnailLoader(QObject):
    """Returns thumbnails immediately if they are cached, and fetches the others in the background.

    Several widgets share one loader; each identifies itself as the ``owner`` of its requests. All methods must be
    called in the GUI thread. Files are watched while they are on screen: the thumbnail of a changed file is decoded
    again.

    Attributes:
        maker: Creates the thumbnails; its store may be set at any time.

    Signals:
        ready(int): A thumbnail of this image arrived or changed; request it again.
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
            path_of: Returns the file of an image id; called in the GUI thread; may raise ImageError.
            threads: Number of threads; by default one less than the number of cores, from 1 to 4.
            cache_bytes: Memory budget for decoded thumbnails, in bytes.
            parent: Qt parent.
            maker: Creates the thumbnails; by default one without a store on disk.
        """
        super().__init__(parent)
        self.maker = maker or ThumbnailMaker()
        self._path_of = path_of
        self._cache = MemoryCache(cache_bytes)
        self._errors: dict[int, tuple[str, FileState | None]] = {}
        self._queue = DecodeQueue()
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
        """Size of the cached thumbnails in bytes."""
        return self._cache.bytes

    @property
    def waiting(self) -> int:
        """Number of requests that no thread has taken yet."""
        return len(self._queue)

    def pixmap(self, image: int, edge: float, owner: Hashable = None) -> QPixmap | None:
        """Return a thumbnail of ``image``, and fetch it at the right size if it is not cached.

        Args:
            image: Image id.
            edge: Longer side at which it is shown, in device pixels.
            owner: The requesting widget.

        Returns:
            The thumbnail; one of another size while the right one is being fetched; ``None`` if there is none at all.
        """
        wanted = snap_edge(edge)
        found = self._cache.get(image, wanted)
        if found is not None:
            return found
        self._request(image, wanted, owner, ahead=False)
        return self._cache.nearest(image, wanted)

    def prefetch(self, images: Iterable[int], edge: float, owner: Hashable = None) -> None:
        """Fetch images that may be needed soon, after everything that is needed now."""
        wanted = snap_edge(edge)
        for image in images:
            if self._cache.get(image, wanted) is None:
                self._request(image, wanted, owner, ahead=True)

    def error(self, image: int) -> str | None:
        """Return why ``image`` cannot be shown, or ``None`` if no error is known."""
        return self._errors[image][0] if image in self._errors else None

    def keep_only(self, images: Collection[int], owner: Hashable = None) -> None:
        """Cancel the requests of ``owner`` except for ``images``: the others were scrolled out of view."""
        self._queue.keep_only(images, owner)
        self._visible[hash(owner)] = frozenset(images)  # not the owner, which may be deleted before the loader
        self._watch.look_soon()

    def look_for_changes(self) -> None:
        """Check the files on screen for changes and reload the changed ones."""
        self._watch.look()

    def clear(self) -> None:
        """Discard thumbnails and errors, and fetch the images on screen again."""
        self._generation += 1
        self._cache.clear()
        self._errors.clear()
        for image in frozenset().union(*self._visible.values()):
            self.ready.emit(image)

    def close(self) -> None:
        """Stop the threads and wait for the images being decoded. Nothing is delivered afterwards."""
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
        """Decode until the queue is closed; runs in a decoding thread."""
        while (request := self._queue.take()) is not None:
            generation = self._generation
            try:
                result = self.maker.make(request.path, request.edge)
            except Exception as error:  # a defect of a decoder costs one image, not the thread
                reason = tr("{path}: cannot be decoded ({error})").format(path=request.path, error=repr(error))
                result = Thumbnail(None, reason, FileState.of(request.path), time.monotonic_ns())
            self._results.append((request, result, generation))
            with self._lock:
                announce, self._announced = not self._announced, True
            if announce:
                self._arrived.emit()

    @Slot()
    def _deliver(self) -> None:
        """Convert arrived images to pixmaps; after the time limit, the rest waits for the next event loop iteration."""
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
                self.ready.emit(request.image)  # widgets that still need it request it again

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
        self.ready.emit(image)

    # Files that change while they are on screen

    def _watched(self) -> list[Watched]:
        """Return the images on screen that have arrived."""
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
        """Fetch ``image`` again; the old thumbnail is shown until the new one arrives."""
        if self._errors.pop(image, None) is not None:
            self.ready.emit(image)
        for edge in self._cache.edges(image):
            self._queue.put(image, edge, path, None)
