"""Create thumbnails: from the store on disk, from the desktop's cache, or by decoding. Runs in the loader's threads."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, Signal
from PySide6.QtGui import QImage, QImageWriter

from annotator.data.files.file_state import FileState
from annotator.data.images.thumbnail_store import FILE_NAME, ThumbnailStore
from annotator.errors import AnnotatorError
from annotator.gui.images.freedesktop_cache import FreedesktopCache
from annotator.gui.images.image_reader import read_image
from annotator.gui.settings.preferences import Preferences
from annotator.gui.text.core_messages import core_words
from annotator.gui.text.translate import tr
from annotator.model.factor_file import FOLDER, empty

_MB = 1_000_000


class ThumbnailCache(QObject):
    """The program's thumbnail cache; it outlives projects, whose loaders create thumbnails with :attr:`maker`.

    Attributes:
        maker: Creates and stores thumbnails.

    Signals:
        problem(str): Thumbnails cannot be stored or were lost, and why; emitted once.
        emptied(int): The cache was emptied, and the bytes it had used.
    """

    problem = Signal(str)
    emptied = Signal(int)

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        """Use the store in ``folder``; it is opened when the first image is shown."""
        super().__init__(parent)
        self._factors = folder / FOLDER
        self._store = ThumbnailStore(folder / FILE_NAME, tell=lambda problem: self.problem.emit(core_words(problem)))
        self._emptying: threading.Thread | None = None
        self.maker = ThumbnailMaker(self._store, FreedesktopCache.of_system())

    def follow(self, preferences: Preferences) -> None:
        """Apply the preferences of the program."""
        self._store.limit = preferences.thumbnail_cache * _MB
        self.maker.share = preferences.share_thumbnails

    def empty(self) -> None:
        """Delete all stored thumbnails and factors of the model in the background."""
        if self._emptying is None or not self._emptying.is_alive():
            self._emptying = threading.Thread(target=self._empty, name="thumbnail-cache", daemon=True)
            self._emptying.start()

    def close(self) -> None:
        """Write pending thumbnails and close the store."""
        if self._emptying is not None:
            self._emptying.join()
        self._store.close()

    def _empty(self) -> None:
        held = self._store.bytes + empty(self._factors)
        self._store.clear()
        self.emptied.emit(held)


_TRIES = 3
_QUALITY = 85


@dataclass(frozen=True, eq=False)
class Thumbnail:
    """The result for an image file.

    Attributes:
        image: Pixels; ``None`` if the file cannot be shown.
        error: Why it cannot be shown.
        state: State of the file it was created from; ``None`` if there is none.
        seen: When the file was in this state, on the clock of :func:`time.monotonic_ns`.
    """

    image: QImage | None
    error: str
    state: FileState | None
    seen: int


class ThumbnailMaker:
    """Creates thumbnails from the fastest available source.

    Attributes:
        store: Store on disk; ``None`` for none.
        shared: Thumbnail cache of the desktop; ``None`` for none.
        share: Whether decoded thumbnails are added to the desktop's cache.
    """

    def __init__(self, store: ThumbnailStore | None = None, shared: FreedesktopCache | None = None) -> None:
        self.store = store
        self.shared = shared
        self.share = False

    def make(self, path: Path, edge: int) -> Thumbnail:
        """Return the thumbnail of ``path``, never one that mixes two states of a file that is being replaced."""
        for _ in range(_TRIES):
            state = FileState.of(path)
            thumbnail = self._made(path, state, edge)
            if FileState.of(path) == state:
                return thumbnail
        reason = tr("{path}: the file changes while it is read; it is shown once it is complete").format(path=path)
        return Thumbnail(None, reason, state, time.monotonic_ns())

    def _made(self, path: Path, state: FileState | None, edge: int) -> Thumbnail:
        seen = time.monotonic_ns()
        if state is not None and (kept := self._kept(path, state, edge)) is not None:
            return Thumbnail(kept, "", state, seen)
        try:
            picture = read_image(path, edge)
        except AnnotatorError as error:
            return Thumbnail(None, core_words(error), state, seen)
        # An image that is not reduced is not stored: decoding it takes no longer than decoding a copy.
        reduced = max(picture.size.width(), picture.size.height()) > edge
        if reduced and state is not None and state == FileState.of(path):
            if self.store is not None:
                self.store.put(path, state, edge, _encoded(picture.image))
            if self.share and self.shared is not None:
                self.shared.write(path, state, picture.image, picture.size)
        return Thumbnail(picture.image, "", state, seen)

    def _kept(self, path: Path, state: FileState, edge: int) -> QImage | None:
        data = None if self.store is None else self.store.get(path, state, edge)
        if data is not None:
            image = QImage.fromData(data)
            if not image.isNull():
                return image.convertToFormat(QImage.Format.Format_RGB32)
        return None if self.shared is None else self.shared.read(path, state, edge)


def _encoded(image: QImage) -> bytes:
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, b"jpeg")
    writer.setQuality(_QUALITY)
    writer.write(image)
    return bytes(data.data())
