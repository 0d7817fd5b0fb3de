"""Color profiles: convert images to sRGB for display."""

from __future__ import annotations

import io
from collections.abc import Callable

from PIL import Image

_WITH_OWN_PROFILES = ("L", "CMYK")


def to_srgb(image: Image.Image, to_rgb: Callable[[Image.Image], Image.Image]) -> Image.Image:
    """Return a loaded image in mode RGB, converted to sRGB.

    Args:
        image: Image as read from the file, with its profile if it has one.
        to_rgb: Converts an image to mode RGB without regard to profiles.

    Returns:
        A new image. A profile that is damaged or meant for other channels is ignored, because slightly wrong colors are
            better than no image.
    """
    profile = image.info.get("icc_profile")
    if not isinstance(profile, bytes) or not profile:
        return to_rgb(image)
    # Gray and CMYK profiles apply to the stored channels, RGB profiles to the image after transparency is removed.
    if image.mode in _WITH_OWN_PROFILES and not image.has_transparency_data:
        return _converted(image, profile) or to_rgb(image)
    picture = to_rgb(image)
    return _converted(picture, profile) or picture


def _converted(picture: Image.Image, profile: bytes) -> Image.Image | None:
    from PIL import ImageCms

    try:
        source, srgb = ImageCms.getOpenProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB")
        return ImageCms.profileToProfile(picture, source, srgb, outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError):
        return None
