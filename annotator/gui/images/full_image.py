"""Full resolution of one image at a time, decoded in the background; a new request replaces an older one."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QImage

from annotator.errors import AnnotatorError
from annotator.gui.images.image_reader import read_image
from annotator.gui.tasks.background import Background, RunningJob
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
        self._background = Background("viewer", self)
        self._job: RunningJob | None = None

    def load(self, image: int, path: Path) -> None:
        """Request an image; an earlier request is dropped."""
        self.cancel()

        def failed(error: Exception) -> None:
            # A defect of a decoder costs one image, not the program.
            other = tr("{path}: cannot be decoded ({error!r})").format(path=path, error=error)
            self.failed.emit(image, core_words(error) if isinstance(error, AnnotatorError) else other)

        self._job = self._background.run(
            lambda _progress: load_full_image(path), lambda picture: self.loaded.emit(image, picture), failed
        )

    def cancel(self) -> None:
        """Drop the request."""
        if self._job is not None:
            self._job.drop()

    def close(self) -> None:
        """Stop the thread and wait for it."""
        self._background.close()
