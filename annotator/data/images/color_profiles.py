"""Colour profiles: what a file means by its numbers, in sRGB, which is what screens are sent."""

from __future__ import annotations

import io
from collections.abc import Callable

from PIL import Image

_WITH_OWN_PROFILES = ("L", "CMYK")


def to_srgb(image: Image.Image, to_rgb: Callable[[Image.Image], Image.Image]) -> Image.Image:
    """Return a loaded image in mode RGB, its colours in sRGB.

    Args:
        image: Image with its profile, if it has one, as it came from the file.
        to_rgb: Makes mode RGB of it without regard to profiles.

    Returns:
        A new image. A profile that is damaged or made for other channels is ignored: a picture in slightly wrong
        colours tells more than none.
    """
    profile = image.info.get("icc_profile")
    if not isinstance(profile, bytes) or not profile:
        return to_rgb(image)
    # Grey and CMYK profiles describe the channels as they are stored, RGB profiles what transparency was taken off.
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
