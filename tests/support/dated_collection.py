"""Photographs of three years and two cameras in folders, with features: what the panel Filter chooses from."""

from __future__ import annotations

from pathlib import Path

import h5py
import numpy as np
from image_files import save_picture
from PIL import Image

PHOTOS = (
    # path, camera, time, width, height
    ("2022/bay/a.jpg", "Nikon", "2022:05:01 10:00:00", 40, 20),
    ("2022/bay/b.jpg", "Nikon", "2022:05:20 10:00:00", 40, 20),
    ("2022/reef/c.jpg", "Canon", "2022:06:11 10:00:00", 20, 40),
    ("2023/bay/d.jpg", "Canon", "2023:01:01 10:00:00", 40, 20),
    ("2023/bay/e.jpg", "Nikon", "2023:01:02 10:00:00", 20, 40),
    ("2023/reef/f.jpg", "Nikon", "2023:07:30 10:00:00", 40, 20),
    ("2024/bay/g.jpg", "Canon", "2024:02:29 10:00:00", 40, 20),
    ("2024/reef/h.png", "", "", 30, 30),
)
"""What the images say of themselves, by image id."""


def make(folder: Path) -> tuple[Path, Path]:
    """Create the images and their features in ``folder``; returns the paths of both."""
    for path, camera, taken, width, height in PHOTOS:
        exif = Image.Exif()
        if camera:
            exif[0x0110], exif[0x0132] = camera, taken
        save_picture(folder / "photos" / path, width, height, exif=exif)
    features = np.random.default_rng(5).standard_normal((len(PHOTOS), 4)).astype(np.float32)
    with h5py.File(folder / "features.h5", "w") as file:
        file["features"] = features
        names = [path for path, *_ in PHOTOS]
        file.create_dataset("filenames", data=names, dtype=h5py.string_dtype("utf-8"))
    return folder / "photos", folder / "features.h5"
