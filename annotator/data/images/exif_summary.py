"""What one image file tells of the photograph, for a person to read."""

from __future__ import annotations

import contextlib
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import ExifTags, Image

from annotator.data.images.image_metadata import camera_of, clean_text, place_of
from annotator.data.images.images import exif_of, opened, taken_of, upright_size
from annotator.errors import ImageError
from annotator.messages import Message


@dataclass(frozen=True)
class Photo:
    """What a file tells; what is unknown is None or "".

    Attributes:
        bytes: Size of the file.
        format: Name of the format, e.g. "JPEG".
        width, height: Size in pixels when upright.
        taken: When it was taken by the camera's clock, ISO 8601.
        camera, lens: What it was taken with.
        exposure_s: Exposure time in seconds.
        aperture: The f-number.
        iso: Sensitivity.
        focal_mm: Focal length in millimetres.
        latitude, longitude: Where it was taken, in degrees north and east.
        problem: Why the file cannot be read, "" if it can.
    """

    bytes: int | None = None
    format: str = ""
    width: int | None = None
    height: int | None = None
    taken: str = ""
    camera: str = ""
    lens: str = ""
    exposure_s: float | None = None
    aperture: float | None = None
    iso: int | None = None
    focal_mm: float | None = None
    latitude: float | None = None
    longitude: float | None = None
    problem: str = ""


def read_photo(path: Path) -> Photo:
    """Read what the file at ``path`` tells of itself; only its header is read. A problem is told in the answer."""
    size = None
    try:
        size = path.stat().st_size
        with opened(path) as image:
            width, height = upright_size(image)
            exif = exif_of(image)
            return Photo(size, image.format or "", width, height, **_taken_with(exif))
    except ImageError as error:
        return Photo(size, problem=error.message)
    except OSError as error:
        return Photo(
            size, problem=Message("{path}: cannot be read ({reason}).", path=path, reason=error.strerror or error)
        )


def _taken_with(exif: Image.Exif) -> dict[str, Any]:
    details: Mapping[int, Any] = {}
    with contextlib.suppress(Exception):  # damaged data raise whatever Pillow's parser trips over
        details = exif.get_ifd(ExifTags.IFD.Exif)
    latitude, longitude = place_of(exif)
    iso = _number(details.get(ExifTags.Base.ISOSpeedRatings))
    return {
        "taken": taken_of(exif) or "",
        "camera": camera_of(exif),
        "lens": clean_text(details.get(ExifTags.Base.LensModel)),
        "exposure_s": _number(details.get(ExifTags.Base.ExposureTime)),
        "aperture": _number(details.get(ExifTags.Base.FNumber)),
        "iso": None if iso is None else round(iso),
        "focal_mm": _number(details.get(ExifTags.Base.FocalLength)),
        "latitude": latitude,
        "longitude": longitude,
    }


def _number(value: Any) -> float | None:
    """Return a positive number; None for anything else, such as a fraction of zero by zero."""
    if isinstance(value, tuple | list):
        value = value[0] if value else None
    try:
        number = float(value)
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    return number if math.isfinite(number) and number > 0 else None
