"""Sample collection: the 1,797 handwritten digits of scikit-learn as image files.

It lets a new user label images within a minute of installation and provides real images for tests. The files are
generated locally, never downloaded.
"""

from __future__ import annotations

import csv
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import h5py
import numpy as np
import platformdirs
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from annotator.data.features.hdf5_writing import written
from annotator.errors import ImageError
from annotator.types import Progress

_COUNT = 1797
_EDGE = 128
_PER_FOLDER = 100
_IMAGES, _FEATURES, _CLASSES = "images", "digits.h5", "classes.csv"


@dataclass(frozen=True)
class SamplePaths:
    """Locations of the parts of the sample.

    Attributes:
        images: Folder with 1,797 PNG files in subfolders of one hundred; file names do not reveal the digit.
        features: HDF5 file with ``features`` (1797, 64) float32 in [0, 1] and ``filenames`` relative to ``images``.
        classes: CSV file with the columns ``filename`` and ``class``, the digit.
    """

    images: Path
    features: Path
    classes: Path


def default_folder() -> Path:
    """Return the sample folder: in the user's data folder, or in the temporary folder if that is read-only."""
    data = platformdirs.user_data_path("annotator", appauthor=False)
    try:
        data.mkdir(parents=True, exist_ok=True)
    except OSError:
        usable = False
    else:
        usable = os.access(data, os.W_OK)
    if not usable:
        owner = str(os.getuid()) if hasattr(os, "getuid") else "user"  # the temporary folder may be shared
        data = Path(tempfile.gettempdir()) / f"annotator-{owner}"
    return data / "sample"


def create_sample(folder: Path, progress: Progress | None = None) -> SamplePaths:
    """Write the sample into ``folder``; add missing files to an existing sample, remove nothing.

    The files are identical on every machine. A new folder appears completely or not at all.

    Args:
        folder: Folder of the sample; created if missing.
        progress: Progress reporter; a cancellation leaves ``folder`` unchanged.

    Raises:
        ImageError: The folder cannot be written.
        Cancelled: The user canceled.
    """
    paths = SamplePaths(folder / _IMAGES, folder / _FEATURES, folder / _CLASSES)
    if _complete(paths):
        return paths
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}-") as temporary:
            made = Path(temporary) / folder.name
            _write(made, progress or Progress())
            _install(made, folder)
    except OSError as error:
        raise ImageError(
            "{folder}: the sample cannot be written ({reason}). Free some space or choose a folder you may write to.",
            folder=folder,
            reason=error.strerror or error,
        ) from error
    return paths


def _names() -> list[str]:
    """Return the file name of each digit, shuffled because the data set is ordered 0, 1, 2, ..."""
    numbers = np.random.default_rng(1797).permutation(_COUNT) + 1
    return [f"sheet-{(number - 1) // _PER_FOLDER + 1:02d}/{number:04d}.png" for number in numbers]


def _complete(paths: SamplePaths) -> bool:
    """Return whether all files exist. Files appear atomically, so existence suffices for images and classes."""
    try:
        with h5py.File(paths.features, "r") as file:
            whole = file["features"].shape == (_COUNT, 64) and file["filenames"].shape == (_COUNT,)
    except (OSError, KeyError):
        return False
    return whole and paths.classes.is_file() and all((paths.images / name).is_file() for name in _names())


def _write(folder: Path, progress: Progress) -> None:
    from sklearn.datasets import load_digits  # slow to import, needed only once

    digits = load_digits()
    names = _names()
    for number, (name, pixels) in enumerate(zip(names, digits.images, strict=True)):
        target = folder / _IMAGES / name
        target.parent.mkdir(parents=True, exist_ok=True)
        _drawing(pixels).save(target)
        if number % 50 == 0:
            progress.step(number / _COUNT)
    with written(folder / _FEATURES) as file:
        file["features"] = (digits.data / 16).astype(np.float32)
        file.create_dataset("filenames", data=names, dtype=h5py.string_dtype("utf-8"))
    with (folder / _CLASSES).open("w", newline="", encoding="utf-8") as table:
        writer = csv.writer(table)
        writer.writerow(["filename", "class"])
        writer.writerows(zip(names, digits.target.tolist(), strict=True))
    progress.step(1.0)


def _drawing(pixels: NDArray[np.float64]) -> Image.Image:
    """Render 8 x 8 gray values in [0, 16] as smooth dark ink on white paper.

    Plain enlargement looks out of focus: the blur joins the squares into strokes and the steep tone curve sharpens
    their edges.
    """
    margin = 8
    gray = Image.fromarray((np.pad(pixels, 1) * (255 / 16)).astype(np.uint8))
    large = gray.resize((_EDGE - 2 * margin,) * 2, Image.Resampling.LANCZOS).filter(ImageFilter.GaussianBlur(2.3))
    ink = np.clip((np.pad(np.asarray(large), margin) / 255 - 0.22) / 0.4, 0, 1)
    return Image.fromarray((250 - 220 * ink).astype(np.uint8))


def _install(made: Path, folder: Path) -> None:
    """Move the finished sample to its destination: atomically if nothing is there, else file by file."""
    if not folder.exists():
        try:
            made.rename(folder)
        except OSError:  # another process was first; both wrote identical bytes, so merging is safe
            if not folder.exists():
                raise
        else:
            return
    for source in _files(made):
        target = folder / source.relative_to(made)
        target.parent.mkdir(parents=True, exist_ok=True)
        source.replace(target)


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())
