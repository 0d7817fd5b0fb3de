"""How a thumbnail comes about: kept on disk, shared by the desktop, or decoded. Runs in the threads of the loader."""

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
from annotator.gui.images.decoder import read_image
from annotator.gui.images.freedesktop_cache import SharedThumbnails
from annotator.gui.settings.preferences import Preferences
from annotator.gui.text.core_messages import core_words
from annotator.gui.text.translate import tr

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
        self._store = ThumbnailStore(folder / FILE_NAME, tell=lambda problem: self.problem.emit(core_words(problem)))
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


_TRIES = 3
_QUALITY = 85


@dataclass(frozen=True, eq=False)
class Thumbnail:
    """What became of an image file.

    Attributes:
        image: Pixels; ``None`` if the file cannot be shown.
        error: Why it cannot be shown.
        state: The file this was made from; ``None`` if there is none.
        seen: When the file was in this state, on the clock of :func:`time.monotonic_ns`.
    """

    image: QImage | None
    error: str
    state: FileState | None
    seen: int


class ThumbnailMaker:
    """Makes thumbnails, from the nearest source that has one.

    Attributes:
        store: Keeps thumbnails on disk; ``None`` for none.
        shared: The desktop's thumbnails; ``None`` for none.
        share: Whether what is decoded is added to the desktop's thumbnails.
    """

    def __init__(self, store: ThumbnailStore | None = None, shared: SharedThumbnails | None = None) -> None:
        self.store = store
        self.shared = shared
        self.share = False

    def make(self, path: Path, edge: int) -> Thumbnail:
        """Return the thumbnail of ``path``, never one mixed from two contents of a file that is being replaced."""
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
        # A picture that is shown at its own size is decoded as soon as its copy would be.
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
