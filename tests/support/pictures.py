"""Image files for tests of widgets: small, real, recognizable by their colors."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image

RED, GREEN, BLUE, YELLOW = (200, 20, 20), (20, 180, 20), (20, 20, 200), (220, 210, 30)


def picture(width: int = 120, height: int = 80) -> Image.Image:
    """Return a picture with red, green / blue, yellow quadrants."""
    pixels = np.empty((height, width, 3), np.uint8)
    pixels[: height // 2, : width // 2], pixels[: height // 2, width // 2 :] = RED, GREEN
    pixels[height // 2 :, : width // 2], pixels[height // 2 :, width // 2 :] = BLUE, YELLOW
    return Image.fromarray(pixels)


def save_many(folder: Path, count: int, width: int = 120, height: int = 80) -> list[Path]:
    """Save ``count`` JPEG files; each has its own gray."""
    paths = []
    for i in range(count):
        path = folder / f"image-{i:03d}.jpg"
        shade = 40 + i * 150 // max(1, count)
        Image.new("RGB", (width, height), (shade, shade, shade)).save(path)
        paths.append(path)
    return paths


def truncate(path: Path, share: float = 0.5) -> Path:
    """Cut the end off a file."""
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    return path
