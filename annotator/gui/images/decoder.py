"""Decode an image file to a displayable QImage: upright, sRGB, opaque, of limited size. Thread-safe."""

from __future__ import annotations

import os
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QFile, QIODevice, QSize, Qt
from PySide6.QtGui import QColorSpace, QImage, QImageIOHandler, QImageReader, QPainter

from annotator.data.files.reading import check_file, open_bytes
from annotator.data.images.images import PIXEL_LIMIT, decode, probe
from annotator.errors import ImageError

_ALLOCATION_LIMIT_MB = 1024
# Qt reads only these formats, detected by content: otherwise, a renamed SVG would be rendered like a photograph. Qt's
# own detection is not used because it tries the plug-ins, and the SVG plug-in connects signals while this thread holds
# the GIL. The GUI thread may hold Qt's signal lock and wait for the GIL at that moment: a deadlock.
_STARTS = (
    (b"\xff\xd8\xff", b"jpeg"), (b"\x89PNG\r\n\x1a\n", b"png"), (b"GIF87a", b"gif"), (b"GIF89a", b"gif"),
    (b"BM", b"bmp"), (b"II*\0", b"tiff"), (b"MM\0*", b"tiff"), (b"II+\0", b"tiff"), (b"MM\0+", b"tiff"),
)  # fmt: skip
_JPEG_START_OF_SCAN, _JPEG_END = b"\xff\xda", b"\xff\xd9"
_JPEG_TAIL = 4096  # bytes; a complete JPEG almost always ends within them


@dataclass(frozen=True, eq=False)
class Picture:
    """A decoded image.

    Attributes:
        image: Pixels, upright, Format_RGB32, at most as large as requested.
        size: Size of the image in the file in pixels, upright.
    """

    image: QImage
    size: QSize


def read_here(path: Path, max_edge: int | None = None) -> Picture:
    """Decode ``path`` to at most ``max_edge`` pixels on the longer side; never enlarge.

    Raises:
        ImageError: The file is missing, empty, truncated, too large or not an image; the message names file and reason.
    """
    _check_file(path)
    QImageReader.setAllocationLimit(_ALLOCATION_LIMIT_MB)
    kind = _kind(path)
    if not kind:
        return _read_with_pillow(path, max_edge)
    # Opened only once, so that a file that is moved or deleted meanwhile is still read completely.
    file = QFile(str(path))
    if not file.open(QIODevice.OpenModeFlag.ReadOnly):
        raise ImageError(
            "{path}: cannot be read ({error}); check that the file is still there", path=path, error=file.errorString()
        )
    with closing(file):
        return _read_with_qt(file, kind, path, max_edge)


def _read_with_qt(file: QFile, kind: bytes, path: Path, max_edge: int | None) -> Picture:
    reader = QImageReader(file, kind)
    reader.setAutoDetectImageFormat(False)
    reader.setAutoTransform(True)
    jpeg = kind == b"jpeg"
    if jpeg:
        _check_jpeg_is_complete(path)
    elif reader.imageFormat() == QImage.Format.Format_Grayscale16:
        return _read_with_pillow(path, max_edge)  # stretches the values to the displayable range
    size = reader.size()
    if size.isValid():
        scaled = _scaled(size, max_edge)
        # A JPEG is scaled during decoding; all other formats are decoded at full size first.
        pixels = _pixels(scaled if jpeg else size)
        if pixels > PIXEL_LIMIT:
            raise ImageError(
                "{path}: {width} × {height} pixels exceed the {value} megapixels that can be "
                "shown; show a smaller copy of the image",
                path=path,
                width=size.width(),
                height=size.height(),
                value=PIXEL_LIMIT // 1_000_000,
            )
        if pixels * 4 > _ALLOCATION_LIMIT_MB << 20:
            return _read_with_pillow(path, max_edge)
        if scaled != size:
            reader.setScaledSize(scaled)
    image = reader.read()
    if image.isNull():
        return _read_with_pillow(path, max_edge)
    if not size.isValid():  # the format does not report its size in advance
        size = image.size()
        image = shrunk(image, max_edge)
    elif reader.transformation() & QImageIOHandler.Transformation.TransformationRotate90:
        size = size.transposed()
    return Picture(displayable(image), size)


def _kind(path: Path) -> bytes:
    """Return the Qt format of a file according to its first bytes, b"" if there is none."""
    with open_bytes(path, ImageError) as file:
        start = file.read(12)
    if start[:4] == b"RIFF" and start[8:] == b"WEBP":
        return b"webp"
    return next((kind for beginning, kind in _STARTS if start.startswith(beginning)), b"")


def _check_file(path: Path) -> None:
    check_file(path, ImageError)
    if path.stat().st_size == 0:
        raise ImageError("{path}: the file is empty (0 bytes); copy it again from its source", path=path)


def _check_jpeg_is_complete(path: Path) -> None:
    """Raise ImageError if the image data is truncated: Qt would silently fill the missing part with gray."""
    # Not memory-mapped: if another program truncated the file meanwhile, access would kill the process.
    try:
        with open_bytes(path, ImageError) as file:
            file.seek(max(0, os.fstat(file.fileno()).st_size - _JPEG_TAIL))
            data = file.read()
            # Cameras append data after the end marker; the end marker of an embedded thumbnail precedes the last scan.
            end = data.rfind(_JPEG_END)
            if end < 0 or data.rfind(_JPEG_START_OF_SCAN) > end:
                file.seek(0)
                data = file.read()
    except (OSError, ValueError) as error:
        raise ImageError(
            "{path}: cannot be read ({error}); check that the file is still there", path=path, error=error
        ) from error
    if data.rfind(_JPEG_END) <= data.rfind(_JPEG_START_OF_SCAN):
        raise ImageError("{path}: the file is truncated; copy it again from its source", path=path)


def _read_with_pillow(path: Path, max_edge: int | None) -> Picture:
    info = probe(path)
    picture = decode(path, max_edge)
    data = picture.tobytes()
    # QImage does not own `data`, hence the copy.
    image = QImage(data, picture.width, picture.height, 3 * picture.width, QImage.Format.Format_RGB888).copy()
    return Picture(displayable(shrunk(image, max_edge)), QSize(info.width, info.height))


def displayable(image: QImage) -> QImage:
    """Return ``image`` in sRGB and in the format that is fastest to draw, with transparency over white."""
    space = image.colorSpace()
    srgb = QColorSpace(QColorSpace.NamedColorSpace.SRgb)
    if space.isValid() and space != srgb:
        # Qt converts gray and CMYK profiles to sRGB only together with a change of format.
        alike = image.pixelFormat().colorModel() == image.pixelFormat().ColorModel.RGB
        converted = (
            image.convertedToColorSpace(srgb)
            if alike
            else image.convertedToColorSpace(srgb, QImage.Format.Format_RGB32)
        )
        if not converted.isNull():  # a profile for other channels is ignored
            image = converted
    if not image.hasAlphaChannel():
        return image.convertToFormat(QImage.Format.Format_RGB32)
    opaque = QImage(image.size(), QImage.Format.Format_RGB32)
    opaque.fill(Qt.GlobalColor.white)
    painter = QPainter(opaque)
    painter.drawImage(0, 0, image)
    painter.end()
    return opaque


def _pixels(size: QSize) -> int:
    return size.width() * size.height()


def _scaled(size: QSize, max_edge: int | None) -> QSize:
    if max_edge is None or max(size.width(), size.height()) <= max_edge:
        return size
    scaled = size.scaled(max_edge, max_edge, Qt.AspectRatioMode.KeepAspectRatio)
    return scaled.expandedTo(QSize(1, 1))


def shrunk(image: QImage, max_edge: int | None) -> QImage:
    """Return ``image`` with at most ``max_edge`` pixels on its longer side."""
    scaled = _scaled(image.size(), max_edge)
    if scaled == image.size():
        return image
    mode = Qt.TransformationMode.SmoothTransformation
    return image.scaled(scaled, Qt.AspectRatioMode.IgnoreAspectRatio, mode)
