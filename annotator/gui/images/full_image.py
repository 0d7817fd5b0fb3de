"""Full resolution of one image at a time, decoded in the background; a new request replaces an older one."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QImage

from annotator.errors import AnnotatorError
from annotator.gui.images.image_reader import read_image
from annotator.gui.text.core_messages import core_words
from annotator.gui.text.translate import tr

_SMALLEST_LEVEL = 400  # pixels on the longer side
_LARGEST_EDGE = 12_000  # pixels; larger images are decoded at this reduced size


@dataclass(frozen=True, eq=False)
class FullImage:
    """An image pyramid: an image and successively halved copies, so that any zoom is drawn fast and without aliasing.

    Attributes:
        levels: The image, then each half as large as the one before.
        size: Size of the image in the file, upright, in pixels.
    """

    levels: tuple[QImage, ...]
    size: QSize

    @property
    def complete(self) -> bool:
        """Whether every pixel of the file was decoded."""
        return self.levels[0].size() == self.size

    def level(self, zoom: float) -> QImage:
        """Return the smallest copy with at least ``zoom`` of its pixels per pixel of the file."""
        wanted = self.size.width() * zoom
        return next((image for image in reversed(self.levels) if image.width() >= wanted), self.levels[0])


def load_full_image(path: Path) -> FullImage:
    """Decode ``path`` and compute the smaller copies.

    Raises:
        ImageError: It cannot be decoded; the message names file and reason.
    """
    picture = read_image(path, _LARGEST_EDGE)
    levels = [picture.image]
    while max(levels[-1].width(), levels[-1].height()) > 2 * _SMALLEST_LEVEL:
        half = (levels[-1].size() / 2).expandedTo(QSize(1, 1))
        smooth = Qt.TransformationMode.SmoothTransformation
        levels.append(levels[-1].scaled(half, Qt.AspectRatioMode.IgnoreAspectRatio, smooth))
    return FullImage(tuple(levels), picture.size)


class FullImageLoader(QObject):
    """One thread that decodes the most recently requested image.

    Signals:
        loaded(int, FullImage): The image is decoded.
        failed(int, str): It cannot be decoded, and why.
    """

    loaded = Signal(int, object)
    failed = Signal(int, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._changed = threading.Condition()
        self._wanted: tuple[int, Path] | None = None
        self._open = True
        self._thread: threading.Thread | None = None

    def load(self, image: int, path: Path) -> None:
        """Request an image; an earlier request that has not been started is dropped."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="viewer", daemon=True)
            self._thread.start()
        with self._changed:
            self._wanted = (image, path)
            self._changed.notify()

    def cancel(self) -> None:
        """Drop the request."""
        with self._changed:
            self._wanted = None

    def close(self) -> None:
        """Stop the thread and wait for it."""
        with self._changed:
            self._open = False
            self._wanted = None
            self._changed.notify()
        if self._thread is not None:
            self._thread.join()

    def _work(self) -> None:
        while True:
            with self._changed:
                while self._open and self._wanted is None:
                    self._changed.wait()
                if not self._open or self._wanted is None:
                    return
                (image, path), self._wanted = self._wanted, None
            try:
                self.loaded.emit(image, load_full_image(path))
            except AnnotatorError as error:
                self.failed.emit(image, core_words(error))
            except Exception as error:  # a defect of a decoder costs one image, not the thread
                self.failed.emit(image, tr("{path}: cannot be decoded ({error!r})").format(path=path, error=error))
