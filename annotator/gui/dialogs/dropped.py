"""Classify dropped files, and guess which files belong to an image folder."""

from __future__ import annotations

import enum
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from annotator.data.collection.match_names import join
from annotator.data.features.features import FeatureStore
from annotator.data.images.images import scan
from annotator.data.project.preview import shows
from annotator.errors import AnnotatorError
from annotator.gui.text.translate import tr
from annotator.types import Progress

PROJECT_SUFFIX = ".annotator"
FEATURE_SUFFIXES = (".h5", ".hdf5", ".hdf", ".he5", ".npy", ".npz", ".parquet", ".mat")


class Dropped(enum.Enum):
    """Kinds of files that the window accepts."""

    PROJECT = "project"
    IMAGES = "image folder"
    FEATURES = "feature file"
    UNKNOWN = "something else"


def kind_of(path: Path) -> Dropped:
    """Classify ``path`` by its name and kind; the file is not opened."""
    if path.is_dir():
        return Dropped.IMAGES
    if path.suffix.lower() == PROJECT_SUFFIX:
        return Dropped.PROJECT
    if path.suffix.lower() in FEATURE_SUFFIXES:
        return Dropped.FEATURES
    return Dropped.UNKNOWN


@dataclass(frozen=True)
class Plan:
    """What to do with several dropped files.

    Attributes:
        project: Project to open.
        images, features: What to start a new project with, if there is no project to open.
        ignored: Ignored files, each with the reason.
    """

    project: Path | None = None
    images: Path | None = None
    features: Path | None = None
    ignored: tuple[tuple[Path, str], ...] = ()


def plan(paths: Sequence[Path]) -> Plan:
    """Decide what to do with ``paths``: open the first project, else use the first folder and feature file."""
    first: dict[Dropped, Path] = {}
    ignored = []
    for path in paths:
        kind = kind_of(path)
        if kind is Dropped.UNKNOWN:
            ignored.append((path, tr("is neither a project, nor a folder, nor a feature file (.h5)")))
        elif kind in first:
            reasons = {
                Dropped.PROJECT: tr("one project is open at a time"),
                Dropped.IMAGES: tr("a project has one folder of images; its subfolders are searched too"),
                Dropped.FEATURES: tr("a project has one feature file"),
            }
            ignored.append((path, reasons[kind]))
        else:
            first[kind] = path
    project = first.get(Dropped.PROJECT)
    if project is not None:
        others = [path for kind, path in first.items() if kind is not Dropped.PROJECT]
        ignored += [(path, tr("a project is opened as it is")) for path in others]
        return Plan(project=project, ignored=tuple(ignored))
    return Plan(None, first.get(Dropped.IMAGES), first.get(Dropped.FEATURES), tuple(ignored))


def feature_files(images: Path, progress: Progress | None = None) -> tuple[Path, ...]:
    """Return the feature files in or next to the image folder that hold features of most of its images.

    Those inside come first, then by name. Reads whole folders: call it outside the thread of the window.
    """
    found = tuple(path for folder in (images, images.parent) for path in _features_in(folder))
    if not found:
        return ()
    paths = scan(images, progress).paths
    return tuple(path for path in found if _fits(path, paths))


def _fits(features: Path, paths: Sequence[str]) -> bool:
    try:
        with FeatureStore.open(features, budget_bytes=0) as store:
            return 2 * join(store.names, paths).matched > len(paths)
    except (AnnotatorError, OSError):
        return False


def _features_in(folder: Path) -> list[Path]:
    try:
        with os.scandir(folder) as entries:
            return sorted(Path(e.path) for e in entries if e.name.lower().endswith(FEATURE_SUFFIXES) and e.is_file())
    except OSError:
        return []


def image_folder(features: Path) -> Path | None:
    """Return the folder that most likely holds the images of a feature file: the only folder next to it, or its own."""
    try:
        beside = sorted(p for p in features.parent.iterdir() if p.is_dir() and not p.name.startswith("."))
    except OSError:
        return None
    named = [p for p in beside if p.name.lower() in ("images", "imgs", "photos", "pictures", "img")]
    return named[0] if named else beside[0] if len(beside) == 1 else features.parent


def project_of(images: Path) -> Path | None:
    """Return the project of an image folder that was begun earlier where :func:`project_file` puts it."""
    places = (folder / f"{images.name or 'project'}{PROJECT_SUFFIX}" for folder in (images.parent, Path.home()))
    return next((place for place in places if place.is_file() and shows(place, images)), None)


def project_file(images: Path) -> Path:
    """Return a free name for the project of an image folder: next to it, or in the home folder if read-only."""
    folder = images.parent if os.access(images.parent, os.W_OK) else Path.home()
    candidate = folder / f"{images.name or 'project'}{PROJECT_SUFFIX}"
    number = 2
    while candidate.exists():
        candidate = folder / f"{images.name or 'project'} {number}{PROJECT_SUFFIX}"
        number += 1
    return candidate
