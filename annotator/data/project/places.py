"""Locations of the images and the features of a project, and the errors when they are missing."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from annotator.data.features.features import FeatureStore
from annotator.data.features.layout import DETECT, FeatureLayout
from annotator.data.files.json_text import parse_json
from annotator.data.files.names import inside
from annotator.errors import FeatureError, ImageError

_LOOKED_AT = 100


@dataclass(frozen=True)
class Place:
    """The location of a file or folder outside of the project file.

    Attributes:
        relative: Path relative to the folder of the project, POSIX separators; None on another drive.
        absolute: Absolute path when it was stored.
    """

    relative: str | None
    absolute: str

    @classmethod
    def of(cls, path: Path, project: Path) -> Place:
        """Return the location of ``path`` as ``project`` stores it."""
        # Links in its parents are resolved as for the project; a final link is kept, because it may move along.
        absolute = path.absolute().parent.resolve() / path.name
        try:
            relative = Path(os.path.relpath(absolute, project.parent)).as_posix()
        except ValueError:  # Windows: another drive
            relative = None
        return cls(relative, str(absolute))

    def find(self, project: Path) -> Path:
        """Return the current path: relative to the project if it exists, else the stored absolute path.

        This finds the files both when a project is moved together with its images and when it is moved alone.
        """
        if self.relative is not None:
            near = Path(os.path.normpath(project.parent / self.relative))
            if near.exists():
                return near
        return Path(self.absolute)

    @classmethod
    def from_json(cls, text: str) -> Place:
        """Return the location stored as ``text``; ValueError or KeyError if it is none."""
        stored = parse_json(text, dict)
        relative, absolute = stored["relative"], stored["absolute"]
        if not isinstance(relative, str | None) or not isinstance(absolute, str) or "\0" in f"{relative}{absolute}":
            raise ValueError("a path is expected")
        return cls(relative, absolute)

    def to_json(self) -> str:
        """Return the location as text for the project file."""
        return json.dumps({"relative": self.relative, "absolute": self.absolute})


def existing_folder(root: Path, project: Path) -> Path:
    """Return the absolute path of the image folder ``root``, or raise ImageError if it is missing."""
    if not root.is_dir():
        raise ImageError(
            "The image folder {root} of the project {project} is missing. Put it back, or open the project with the "
            "folder where the images are now.",
            root=root,
            project=project.name,
        )
    return root.absolute()


def check_images(root: Path, paths: Sequence[str]) -> None:
    """Raise ImageError if a new image folder contains none of up to a hundred sampled images of the project."""
    step = max(1, len(paths) // _LOOKED_AT)
    if not any(inside(root, path).is_file() for path in paths[::step]):
        raise ImageError(
            "{root} holds none of the images of this project, e.g. not {example}. Choose the folder that was the "
            "image folder before.",
            root=root,
            example=paths[0],
        )


def open_features(features: Path, project: Path, layout: FeatureLayout = DETECT) -> FeatureStore:
    """Open the feature file of ``project``; raise FeatureError if it is missing or cannot be used."""
    if not features.exists():
        raise FeatureError(
            "The feature file {features} of the project {project} is missing. Put it back, or open the project with "
            "the file where it is now.",
            features=features,
            project=project.name,
        )
    try:
        return FeatureStore.open(features.absolute(), layout=layout)
    except FeatureError:
        if layout == DETECT:
            raise
        try:  # another file with another layout: comparing its fingerprint will report the difference
            return FeatureStore.open(features.absolute())
        except FeatureError:
            pass
        raise


def scratch_folder() -> Path:
    """Return a folder for large temporary files.

    The environment (TMPDIR, TEMP, TMP) takes precedence. Otherwise ``/var/tmp`` is preferred, which is on disk
    according to the Filesystem Hierarchy Standard, 5.15: many Linux systems keep ``/tmp`` in memory, which these files
    are meant to save.
    """
    disk = Path("/var/tmp")  # noqa: S108 - files in it have no name
    named = any(os.environ.get(name) for name in ("TMPDIR", "TEMP", "TMP"))
    if not named and disk.is_dir() and os.access(disk, os.W_OK):
        return disk
    return Path(tempfile.gettempdir())
