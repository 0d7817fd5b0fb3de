"""Image files: find them, read their headers, decode their pixels.

Pixels are decoded with Pillow, restricted to eight formats; HEIF needs the optional package pillow-heif. The format is
detected from the content of a file, not from its extension.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

import numpy as np
from PIL import (  # importing a plug-in registers its reader
    AvifImagePlugin,  # noqa: F401
    BmpImagePlugin,  # noqa: F401
    ExifTags,
    GifImagePlugin,  # noqa: F401
    Image,
    ImageFile,
    JpegImagePlugin,  # noqa: F401
    PngImagePlugin,  # noqa: F401
    TiffImagePlugin,  # noqa: F401
    WebPImagePlugin,  # noqa: F401
)

from annotator.data.files.names import Problem, inside
from annotator.data.files.reading import open_bytes
from annotator.data.images.color_profiles import to_srgb
from annotator.data.images.scanning import IMAGE_SUFFIXES, Scan, scan
from annotator.errors import ImageError
from annotator.extras import missing_extra
from annotator.messages import Message

__all__ = [
    "IMAGE_SUFFIXES",
    "PIXEL_LIMIT",
    "ImageInfo",
    "Problem",
    "Scan",
    "decode",
    "exif_of",
    "inside",
    "opened",
    "probe",
    "scan",
    "taken_of",
    "to_rgb",
    "upright_size",
]

PIXEL_LIMIT = 200_000_000
"""Images with more pixels are rejected: decoded, they take 600 MB or more."""

_FORMATS = ("JPEG", "PNG", "WEBP", "TIFF", "GIF", "BMP", "AVIF")
_HEIF_BRANDS = frozenset({b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"hevm", b"hevs", b"mif1", b"msf1"})
_LONGEST_START = 128  # bytes; the list of brands at the start of a HEIF or AVIF file is shorter
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_SIDEWAYS = (5, 6, 7, 8)
_TIME = re.compile(r"\s*(\d{4})[:-](\d\d)[:-](\d\d)[ T](\d\d:\d\d:\d\d)")


@dataclass(frozen=True)
class ImageInfo:
    """Contents of an image header.

    Attributes:
        width: Width in pixels when upright.
        height: Height in pixels when upright.
        format: ``JPEG``, ``PNG``, ``WEBP``, ``TIFF``, ``GIF``, ``BMP``, ``AVIF`` or ``HEIF``.
        taken: Capture time by the camera's clock, such as ``2019-05-12T13:02:11``, or ``None``.
    """

    width: int
    height: int
    format: str
    taken: str | None


def probe(path: Path) -> ImageInfo:
    """Read the header of an image file without decoding its pixels; images above the pixel limit are accepted.

    Raises:
        ImageError: The file is missing, empty, damaged, or not an image of a known format.
    """
    with opened(path) as image:
        width, height = upright_size(image)
        # Pillow reports a JPEG that contains several pictures as MPO.
        kind = "JPEG" if image.format == "MPO" else str(image.format)
        return ImageInfo(width, height, kind, taken_of(exif_of(image)))


def decode(
    path: Path, max_edge: int | None = None, *, least_edge: int | None = None, pixel_limit: int = PIXEL_LIMIT
) -> Image.Image:
    """Decode the first frame of an image file, upright, in sRGB.

    Transparent parts become white. An embedded color profile is applied; one that cannot be used is ignored. Gray
    images of more than 8 bits are stretched from their darkest to their brightest value, because scientific cameras
    rarely use the full range and the image would look black.

    Args:
        path: Image file.
        max_edge: Longest edge of the result in pixels; smaller images keep their size. ``None`` for full size.
        least_edge: Shortest edge that is needed in pixels. A JPEG is reduced while decoding as far as that allows, by a
            power of two, which takes a fraction of the time; any other image keeps its size.
        pixel_limit: Largest number of pixels to decode; checked against the header before decoding.

    Returns:
        An image of mode ``RGB`` that holds no open file.

    Raises:
        ImageError: The file is missing, empty, truncated, damaged, too large, or not an image of a known format; the
            message names the file and the reason.
    """
    with opened(path) as image:
        width, height = image.size
        if width * height > pixel_limit:
            reason = Message(
                "{width} x {height} pixels are more than the limit of {limit:g} megapixels; make a smaller copy of the "
                "image",
                width=width,
                height=height,
                limit=pixel_limit / 1e6,
            )
            raise _unreadable(path, reason)
        orientation = _orientation(image)
        if needed := least_edge or max_edge:
            image.draft("RGB", (needed, needed))
        image.load()
        picture = to_srgb(image, to_rgb)
        if max_edge is not None:
            picture.thumbnail((max_edge, max_edge), Image.Resampling.LANCZOS, reducing_gap=2.0)
        return picture.transpose(_UPRIGHT[orientation]) if orientation in _UPRIGHT else picture


def upright_size(image: ImageFile.ImageFile) -> tuple[int, int]:
    """Return the width and height of an opened image when upright."""
    width, height = image.size
    return (height, width) if _orientation(image) in _SIDEWAYS else (width, height)


@contextmanager
def opened(path: Path) -> Iterator[ImageFile.ImageFile]:
    """Yield the image with its header read; any exception in the block becomes an ImageError."""
    try:
        with open_bytes(path, ImageError) as file:
            yield _read_header(path, file)
    except ImageError:
        raise
    # Pillow's readers can raise anything on damaged data: OSError, SyntaxError, struct.error, KeyError, ...
    except Exception as error:
        raise _unreadable(path, _reason(error)) from error


def _read_header(path: Path, file: IO[bytes]) -> ImageFile.ImageFile:
    """Open ``file`` with the reader that matches its first bytes.

    This does what ``Image.open`` does, except for its pixel limit: that limit is global to the process, emits warnings
    from image threads, and does not report the size of the image.
    """
    start = file.read(_LONGEST_START)
    prefix = start[:16]
    if not prefix:
        raise _unreadable(path, Message("the file is empty (0 bytes)"))
    if _is_heif(start):  # before AVIF, whose reader accepts every container of this family
        file.seek(0)
        return _heif_reader(path)(file, "")
    for name in _FORMATS:
        reader, accepts = Image.OPEN[name]
        if accepts is not None and accepts(prefix) is True:
            file.seek(0)
            return reader(file, "")
    if prefix[4:12] in (b"ftypavif", b"ftypavis"):
        reason = Message("AVIF images cannot be read by this build of Pillow; install Pillow from PyPI")
    else:
        reason = Message(
            "this is not a JPEG, PNG, WebP, TIFF, GIF, BMP, AVIF or HEIC image, despite its file extension"
        )
    raise _unreadable(path, reason)


def _is_heif(start: bytes) -> bool:
    """Return whether a file that begins with these bytes is a HEIF container without an AVIF image."""
    if start[4:8] != b"ftyp":
        return False
    brands = {start[at : at + 4] for at in range(8, min(len(start), int.from_bytes(start[:4], "big")), 4)}
    return not brands & {b"avif", b"avis"} and bool(brands & _HEIF_BRANDS)


def _heif_reader(path: Path) -> type[ImageFile.ImageFile]:
    # Imported lazily: the package is optional, and few collections need it.
    try:
        from pillow_heif import HeifImageFile
    except ImportError as error:
        reason = Message("HEIC images need {needed}", needed=missing_extra("pillow-heif", "heif"))
        raise _unreadable(path, reason) from error
    reader: type[ImageFile.ImageFile] = HeifImageFile
    return reader


def _unreadable(path: Path, reason: Message) -> ImageError:
    return ImageError("{path}: {reason}", path=path, reason=reason)


def _reason(error: Exception) -> Message:
    if isinstance(error, FileNotFoundError):
        return Message("the file is missing; was it moved or deleted?")
    if isinstance(error, OSError) and error.errno is not None:
        return Message("the file cannot be read ({reason})", reason=error.strerror)
    if isinstance(error, MemoryError):
        return Message("there is not enough memory to decode it")
    return Message("the file is damaged or cut short ({error})", error=str(error) or type(error).__name__)


def exif_of(image: ImageFile.ImageFile) -> Image.Exif:
    """Return the EXIF data of the header, empty if they are damaged: the image is still usable."""
    # If a PNG has no EXIF chunk before its pixels, Pillow would decode all of it to look for one after them.
    if image.format == "PNG" and "exif" not in image.info:
        return Image.Exif()
    try:
        return image.getexif()
    except Exception:  # damaged data can raise any exception
        return Image.Exif()


def _orientation(image: ImageFile.ImageFile) -> int:
    """Return the EXIF orientation that is still to be undone, 1 for none."""
    # Pillow already turns TIFF images upright and swaps the size in the header accordingly.
    if image.format == "TIFF":
        return 1
    value = exif_of(image).get(ExifTags.Base.Orientation, 1)
    return value if isinstance(value, int) else 1


def taken_of(exif: Image.Exif) -> str | None:
    """Return the capture time by the camera's clock, as in :class:`ImageInfo`."""
    try:
        details = exif.get_ifd(ExifTags.IFD.Exif)
    except Exception:  # damaged data can raise any exception
        details = {}
    for value in (
        details.get(ExifTags.Base.DateTimeOriginal),
        details.get(ExifTags.Base.DateTimeDigitized),
        exif.get(ExifTags.Base.DateTime),
    ):
        match = _TIME.match(value) if isinstance(value, str) else None
        if match:
            text = f"{match[1]}-{match[2]}-{match[3]}T{match[4]}"
            try:
                datetime.fromisoformat(text).replace(tzinfo=UTC)
            except ValueError:  # cameras whose clock is not set write 0000:00:00
                continue
            return text
    return None


def to_rgb(image: Image.Image) -> Image.Image:
    """Return a copy of a loaded image in mode RGB."""
    if image.mode in ("I", "F") or image.mode.startswith("I;16"):
        return _stretched(image)
    if image.has_transparency_data:
        layer = image.convert("RGBA")
        canvas = Image.new("RGB", layer.size, "white")
        canvas.paste(layer, mask=layer.getchannel("A"))
        return canvas
    return image.convert("RGB")


def _stretched(image: Image.Image) -> Image.Image:
    """Map gray values from [darkest, brightest] to [0, 255]; non-finite values become black."""
    values = np.asarray(image).astype(np.float32)
    usable = np.isfinite(values)
    low, high = (float(values[usable].min()), float(values[usable].max())) if usable.any() else (0.0, 0.0)
    if low == high:
        low, high = 0.0, max(high, 65535.0)
    values -= low
    values *= 255.0 / (high - low)
    values[~usable] = 0.0
    return Image.fromarray(np.clip(values, 0, 255).astype(np.uint8)).convert("RGB")
