"""Data of the benchmarks: sets with known classes, and collections that are made up."""

from __future__ import annotations

import argparse
import csv
import os
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

import h5py
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from benchmarks.command import REPOSITORY, MissingError, Places, existing, option

FILES = {
    "butterflies": ("butterflies/features.h5", "butterflies/classes.csv"),
    "waste-squeezenet": ("trashnet/squeezenet_512.h5", "trashnet/classes.csv"),
    "waste-mobilenet": ("trashnet/mobilenet_1280.h5", "trashnet/classes.csv"),
    "waste-lite0": ("trashnet/efficientnet_lite0_1280.h5", "trashnet/classes.csv"),
    "things-squeezenet": ("things/squeezenet_512.h5", "things/classes.csv"),
    "things-lite0": ("things/efficientnet_lite0_1280.h5", "things/classes.csv"),
    "pets-squeezenet": ("pets/squeezenet_512.h5", "pets/classes.csv"),
    "pets-lite0": ("pets/efficientnet_lite0_1280.h5", "pets/classes.csv"),
    "textures-squeezenet": ("textures/squeezenet_512.h5", "textures/classes.csv"),
    "textures-lite0": ("textures/efficientnet_lite0_1280.h5", "textures/classes.csv"),
}
"""Features and classes of the sets outside the repository, relative to ../shared/data."""

SETS = ("digits", *FILES)
CLUSTERS, BLOCK = 50, 50_000
TINY_IMAGES, TINY_DIMENSIONS = 400, 16


@cache
def read(name: str) -> tuple[NDArray[np.float32], NDArray[np.str_]]:
    """Return the features of a set and the class of each row."""
    if name == "digits":
        from sklearn.datasets import load_digits  # slow to import

        digits = load_digits()
        return (digits.data / 16).astype(np.float32), digits.target.astype(str)
    features, table = (REPOSITORY.shared(part) for part in FILES[name])
    with h5py.File(features) as file:
        rows, names = file["features"][:].astype(np.float32), file["filenames"].asstr()[:]
    classes = classes_in(table)
    return rows, np.array([classes[name] for name in names])


def check(names: Iterable[str], places: Places) -> None:
    """Raise MissingError unless all files of the named sets are there; call it before hours of work."""
    for name in names:
        for part in FILES.get(name.removesuffix("-rare"), ()):
            places.shared(part)


def classes_in(table: Path) -> dict[str, str]:
    """Return the class of every image from a CSV file with the columns filename and class."""
    with table.open(newline="", encoding="utf-8") as file:
        return {row["filename"]: row["class"] for row in csv.DictReader(file)}


def classes_beside(features: Path) -> dict[str, str]:
    """Return the class of every image from the CSV file next to the feature file."""
    return classes_in(features.with_suffix(".csv"))


def signs(features: Path) -> NDArray[np.float64]:
    """Return +1 for the rows of the class of the first row, else -1."""
    classes = np.array(list(classes_beside(features).values()))
    return np.where(classes == classes[0], 1.0, -1.0)


def make_features(file: Path, n: int, d: int) -> Path:
    """Write features of ``n`` images in 50 clusters, which are the classes in the CSV file next to it."""
    rng = np.random.default_rng(3)
    centers = rng.normal(size=(CLUSTERS, d)).astype(np.float32)
    names = [f"{number // 1000:04d}/{number:07d}.jpg" for number in range(n)]
    with h5py.File(file, "w") as stored, file.with_suffix(".csv").open("w", newline="", encoding="utf-8") as table:
        rows = stored.create_dataset("features", (n, d), "f4")
        stored.create_dataset("filenames", data=names, dtype=h5py.string_dtype("utf-8"))
        lines = csv.writer(table)
        lines.writerow(("filename", "class"))
        for start in range(0, n, BLOCK):
            cluster = rng.integers(0, CLUSTERS, min(BLOCK, n - start))
            noise = rng.normal(scale=0.5, size=(len(cluster), d)).astype(np.float32)
            rows[start : start + len(cluster)] = centers[cluster] + noise
            lines.writerows(zip(names[start : start + len(cluster)], cluster.tolist(), strict=True))
    return file


def write_features(file: Path, rows: NDArray[np.float32], names: Sequence[str]) -> None:
    """Write a feature file."""
    with h5py.File(file, "w") as stored:
        stored["features"] = rows
        stored.create_dataset("filenames", data=names, dtype=h5py.string_dtype("utf-8"))


def make_images(folder: Path, names: Iterable[str]) -> Path:
    """Write an image of noise, and links to it under ``names``."""
    folder.mkdir(parents=True)
    picture = folder.parent / "picture.jpg"
    Image.fromarray(np.random.default_rng(0).integers(0, 255, (48, 64, 3), np.uint8)).save(picture)
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        os.link(picture, folder / name)
    return folder


def _tiny_features(folder: Path) -> Path:
    return make_features(folder / "tiny.h5", TINY_IMAGES, TINY_DIMENSIONS)


def _tiny_images(folder: Path) -> Path:
    return make_images(folder / "images", classes_beside(folder / "tiny.h5"))


def _with_classes(text: str) -> Path:
    _there(str(Path(text).with_suffix(".csv")))
    return _there(text)


def _there(text: str) -> Path:
    try:
        return existing(Path(text))
    except MissingError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


FEATURES = option(
    "features",
    type=_with_classes,
    tiny=_tiny_features,
    metavar="FEATURES.h5",
    help="feature file, with its classes in FEATURES.csv",
)
IMAGES = option("images", type=_there, tiny=_tiny_images, metavar="IMAGES", help="folder of its images")
