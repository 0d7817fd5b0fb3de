"""Tell what was dropped on the window, and guess what belongs to an image folder."""

from __future__ import annotations

import enum
import os
from pathlib import Path

PROJECT_SUFFIX = ".annotator"
FEATURE_SUFFIXES = (".h5", ".hdf5", ".hdf", ".he5")


class Dropped(enum.Enum):
    """Kinds of files the window knows what to do with."""

    PROJECT = "project"
    IMAGES = "image folder"
    FEATURES = "feature file"
    UNKNOWN = "something else"


def kind_of(path: Path) -> Dropped:
    """Tell by name and kind what ``path`` is; the file is not opened."""
    if path.is_dir():
        return Dropped.IMAGES
    if path.suffix.lower() == PROJECT_SUFFIX:
        return Dropped.PROJECT
    if path.suffix.lower() in FEATURE_SUFFIXES:
        return Dropped.FEATURES
    return Dropped.UNKNOWN


def feature_files(images: Path) -> tuple[Path, ...]:
    """Return the feature files in or beside the image folder, those inside first, by name.

    Reads whole folders: call it outside the thread of the window.
    """
    return tuple(path for folder in (images, images.parent) for path in _features_in(folder))


def _features_in(folder: Path) -> list[Path]:
    try:
        with os.scandir(folder) as entries:
            return sorted(Path(e.path) for e in entries if e.name.lower().endswith(FEATURE_SUFFIXES) and e.is_file())
    except OSError:
        return []


def image_folder(features: Path) -> Path | None:
    """Return the folder that most likely holds the images of a feature file: the only folder beside it, or its own."""
    try:
        beside = sorted(p for p in features.parent.iterdir() if p.is_dir() and not p.name.startswith("."))
    except OSError:
        return None
    named = [p for p in beside if p.name.lower() in ("images", "imgs", "photos", "pictures", "img")]
    return named[0] if named else beside[0] if len(beside) == 1 else features.parent


def project_file(images: Path) -> Path:
    """Return a free name for the project of an image folder: beside the folder, or at home where that is read-only."""
    folder = images.parent if os.access(images.parent, os.W_OK) else Path.home()
    candidate = folder / f"{images.name or 'project'}{PROJECT_SUFFIX}"
    number = 2
    while candidate.exists():
        candidate = folder / f"{images.name or 'project'} {number}{PROJECT_SUFFIX}"
        number += 1
    return candidate
