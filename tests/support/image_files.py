"""Builders of small, real image files for tests."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from PIL import Image

QUADRANTS = ((220, 30, 30), (30, 200, 30), (30, 30, 220), (230, 220, 40))
"""Colors of an upright test picture: top left, top right, bottom left, bottom right."""

# How a scanner stores an upright picture for each EXIF orientation: the inverse of what a viewer has to do.
_STORED = {
    1: lambda a: a,
    2: lambda a: a[:, ::-1],
    3: lambda a: a[::-1, ::-1],
    4: lambda a: a[::-1],
    5: lambda a: a.transpose(1, 0, 2),
    6: lambda a: np.rot90(a, 1),
    7: lambda a: a[::-1, ::-1].transpose(1, 0, 2),
    8: lambda a: np.rot90(a, -1),
}


def quadrants(width: int = 64, height: int = 32) -> np.ndarray:
    """Return an upright RGB picture whose corners have four different colors, uint8 (height, width, 3)."""
    picture = np.empty((height, width, 3), np.uint8)
    top, left = slice(0, height // 2), slice(0, width // 2)
    bottom, right = slice(height // 2, None), slice(width // 2, None)
    for (rows, columns), color in zip(
        ((top, left), (top, right), (bottom, left), (bottom, right)), QUADRANTS, strict=True
    ):
        picture[rows, columns] = color
    return picture


def corner_colors(image: Image.Image) -> np.ndarray:
    """Return the colors at the middle of the four quadrants, int64 (4, 3)."""
    a = np.asarray(image).astype(np.int64)
    h, w = a.shape[:2]
    return np.array([a[h // 4, w // 4], a[h // 4, -w // 4], a[-h // 4, w // 4], a[-h // 4, -w // 4]])


def save_oriented(path: Path, orientation: int, **options: object) -> None:
    """Save the quadrant picture as a camera held in the given EXIF orientation would."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    Image.fromarray(np.ascontiguousarray(_STORED[orientation](quadrants()))).save(path, exif=exif, **options)


def save_picture(path: Path, width: int = 64, height: int = 32, **options: object) -> Path:
    """Save the quadrant picture in the format of the file's ending, with its folders."""
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(quadrants(width, height)).save(path, **options)
    return path


def touch(root: Path, names: Iterable[str], content: bytes = b"x") -> None:
    """Write files of a few bytes, which are found but never decoded."""
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(content)


def png_header(width: int, height: int) -> bytes:
    """Return a PNG that promises ``width`` x ``height`` gray pixels and holds almost none of them."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    pixels = zlib.compress(bytes(1000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
