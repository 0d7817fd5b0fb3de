"""Metadata columns read from image files: capture time, location, camera, size, sharpness and brightness.

Values that cannot be read are missing: the file is damaged, the camera has no clock, the image has no location.
"""

from __future__ import annotations

import contextlib
import math
import threading
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from PIL import ExifTags, Image, ImageFile

from annotator.data.files.names import printable
from annotator.data.images.images import PIXEL_LIMIT, exif_of, opened, taken_of, to_rgb, upright_size
from annotator.errors import ImageError

Kind = Literal["number", "text"]

EDGE = 512
"""Longest edge, in pixels, of the gray image on which sharpness and luminance are measured."""

_LONGEST_TEXT = 100
_LARGE = 25_000_000
"""Images with more pixels that cannot be decoded at a reduced size are decoded one at a time, at 75 MB or more each."""

_one_large = threading.Lock()


@dataclass(frozen=True)
class Fact:
    """A column that is read from image files.

    Attributes:
        kind: ``number`` or ``text``.
        source: Where it is read from, one of :data:`SOURCES`.
        help: Description for the user.
    """

    kind: Kind
    source: str
    help: str


FACTS: Mapping[str, Fact] = {
    "time": Fact("number", "exif", "time the image was taken, in seconds since 1970 by the camera's clock"),
    "year": Fact("number", "exif", "year it was taken"),
    "month": Fact("number", "exif", "month it was taken, 1 to 12"),
    "hour": Fact("number", "exif", "hour of the day it was taken, 0 to 23"),
    "camera": Fact("text", "exif", "camera make and model"),
    "latitude": Fact("number", "exif", "degrees north of the equator, -90 to 90"),
    "longitude": Fact("number", "exif", "degrees east of Greenwich, -180 to 180"),
    "width": Fact("number", "size", "width in pixels when upright"),
    "height": Fact("number", "size", "height in pixels when upright"),
    "sharpness": Fact("number", "quality", "variance of the Laplacian of the gray image; low if blurred"),
    "luminance": Fact("number", "quality", "mean of the gray image, 0 black to 255 white"),
    "clipped": Fact("number", "quality", "share of the gray image that is black or white, 0 to 1"),
}
"""Columns by name."""

SOURCES = ("exif", "size", "quality")
"""Sources of columns: EXIF data, the file header, the pixels."""


def read_facts(path: Path, sources: Collection[str]) -> dict[str, float | str]:
    """Read columns from one image file.

    Args:
        path: Image file.
        sources: Which of :data:`SOURCES` to read.

    Returns:
        Values by column name; unknown values are omitted.
    """
    facts: dict[str, float | str] = {}
    with contextlib.suppress(ImageError), opened(path) as image:
        if "exif" in sources:
            facts |= _exif_facts(exif_of(image))
        if "size" in sources:
            facts["width"], facts["height"] = map(float, upright_size(image))
        if "quality" in sources:
            facts |= _quality(_gray(image))
    return facts


def _exif_facts(exif: Image.Exif) -> dict[str, float | str]:
    facts: dict[str, float | str] = {}
    taken = taken_of(exif)
    if taken is not None:
        moment = datetime.fromisoformat(taken).replace(tzinfo=UTC)
        facts |= {"time": moment.timestamp(), "year": moment.year, "month": moment.month, "hour": moment.hour}
    camera = camera_of(exif)
    if camera:
        facts["camera"] = camera
    latitude, longitude = place_of(exif)
    if latitude is not None and longitude is not None:
        facts |= {"latitude": latitude, "longitude": longitude}
    return facts


def place_of(exif: Image.Exif) -> tuple[float, float] | tuple[None, None]:
    """Return the capture location in degrees north and east, or None twice if it is unknown or impossible."""
    try:
        place: Mapping[int, Any] = exif.get_ifd(ExifTags.IFD.GPSInfo)
    except Exception:  # Pillow's parser can raise any exception on damaged data
        place = {}
    latitude = _degrees(place, ExifTags.GPS.GPSLatitude, ExifTags.GPS.GPSLatitudeRef, "S", 90.0)
    longitude = _degrees(place, ExifTags.GPS.GPSLongitude, ExifTags.GPS.GPSLongitudeRef, "W", 180.0)
    return (None, None) if latitude is None or longitude is None else (latitude, longitude)


def camera_of(exif: Image.Exif) -> str:
    """Return the camera make and model, or "" if they are unknown."""
    make, model = (clean_text(exif.get(tag)) for tag in (ExifTags.Base.Make, ExifTags.Base.Model))
    brand = make.split(" ")[0].casefold()
    return model if model and brand in model.casefold() else f"{make} {model}".strip()


def clean_text(value: object) -> str:
    """Return an EXIF text on one line and of bounded length, or "" for anything but text."""
    text = " ".join(value.replace("\0", " ").split()) if isinstance(value, str) else ""
    return printable(text)[:_LONGEST_TEXT]


def _degrees(place: Mapping[int, Any], angle: int, reference: int, negative: str, most: float) -> float | None:
    """Convert degrees, minutes and seconds to decimal degrees; return None if the angle is missing or impossible."""
    try:
        degrees, minutes, seconds = (float(part) for part in place[angle])
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        return None
    value = degrees + minutes / 60 + seconds / 3600
    if not (math.isfinite(value) and 0 <= value <= most):
        return None
    return -value if str(place.get(reference, "")).strip("\0 ").upper() == negative else value


def _gray(image: ImageFile.ImageFile) -> NDArray[np.float32]:
    """Decode an opened image to gray values in [0, 255] with a longest edge of at most :data:`EDGE` pixels."""
    pixels = image.size[0] * image.size[1]
    if pixels > PIXEL_LIMIT:
        raise ImageError("the image has too many pixels")
    small = image.draft("L", (EDGE, EDGE)) is not None  # only JPEG can be decoded at a reduced size
    with _one_large if pixels > _LARGE and not small else contextlib.nullcontext():
        image.load()
        gray = image if image.mode == "L" else to_rgb(image).convert("L")
    gray.thumbnail((EDGE, EDGE), Image.Resampling.BILINEAR, reducing_gap=2.0)
    return np.asarray(gray, np.float32)


def _quality(gray: NDArray[np.float32]) -> dict[str, float | str]:
    facts: dict[str, float | str] = {
        "luminance": float(gray.mean()),
        "clipped": float(np.mean((gray <= 1) | (gray >= 254))),
    }
    if min(gray.shape) >= 3:
        facts["sharpness"] = sharpness(gray)
    return facts


def sharpness(gray: NDArray[np.float32]) -> float:
    """Return the variance of the Laplacian (4 neighbors) over the interior of a gray image (Pech-Pacheco et al. 2000).

    Args:
        gray: Gray values in [0, 255], shape (h, w), both at least 3.
    """
    inner = gray[1:-1, 1:-1]
    laplacian = gray[:-2, 1:-1] + gray[2:, 1:-1] + gray[1:-1, :-2] + gray[1:-1, 2:] - 4 * inner
    return float(np.var(laplacian, dtype=np.float64))
