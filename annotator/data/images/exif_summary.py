"""Summary of the header of one image file, for display."""

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
    """Facts from the header of an image file; unknown values are None or "".

    Attributes:
        bytes: File size.
        format: Name of the format, e.g. "JPEG".
        width, height: Size in pixels when upright.
        taken: Capture time by the camera's clock, ISO 8601.
        camera, lens: Names of camera and lens.
        exposure_s: Exposure time in seconds.
        aperture: The f-number.
        iso: ISO sensitivity.
        focal_mm: Focal length in millimeters.
        latitude, longitude: Capture location in degrees north and east.
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
    """Read the facts of the file at ``path`` from its header; errors are reported in ``problem`` instead of raised."""
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
    with contextlib.suppress(Exception):  # Pillow's parser can raise any exception on damaged data
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
    """Return a positive number, or None for anything else, such as the fraction 0/0."""
    if isinstance(value, tuple | list):
        value = value[0] if value else None
    try:
        number = float(value)
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    return number if math.isfinite(number) and number > 0 else None
