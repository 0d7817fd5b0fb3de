"""Where the images and the features of a project lie, and what to say when they do not lie there any more."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from annotator.data.features.features import FeatureStore
from annotator.data.features.layout import DETECT, FeatureLayout
from annotator.data.files.names import inside
from annotator.errors import FeatureError, ImageError

_LOOKED_AT = 100


@dataclass(frozen=True)
class Place:
    """Where something lies outside of the project file.

    Attributes:
        relative: Path relative to the folder of the project, POSIX separators; None on another drive.
        absolute: Absolute path when it was stored.
    """

    relative: str | None
    absolute: str

    @classmethod
    def of(cls, path: Path, project: Path) -> Place:
        """Return the place of ``path`` as ``project`` stores it."""
        # Links above it are followed as they were for the project; a link itself is kept, for it may move along.
        absolute = path.absolute().parent.resolve() / path.name
        try:
            relative = Path(os.path.relpath(absolute, project.parent)).as_posix()
        except ValueError:  # Windows: another drive
            relative = None
        return cls(relative, str(absolute))

    def find(self, project: Path) -> Path:
        """Return the path now: relative to the project if something is there, else where it was.

        So a project moved together with its images works, and so does one moved alone.
        """
        if self.relative is not None:
            near = Path(os.path.normpath(project.parent / self.relative))
            if near.exists():
                return near
        return Path(self.absolute)

    def to_json(self) -> str:
        """Return the place as text for the project file."""
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
    """Raise ImageError if a new image folder holds none of up to a hundred of the project's images."""
    step = max(1, len(paths) // _LOOKED_AT)
    if not any(inside(root, path).is_file() for path in paths[::step]):
        raise ImageError(
            "{root} holds none of the images of this project, e.g. not {example}. Choose the folder that was the "
            "image folder before.",
            root=root,
            example=paths[0],
        )


def open_features(features: Path, project: Path, layout: FeatureLayout = DETECT) -> FeatureStore:
    """Open the feature file of ``project``, or raise FeatureError if it is missing or cannot be used."""
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
        try:  # another file, laid out otherwise: its fingerprint tells what is wrong with it
            return FeatureStore.open(features.absolute())
        except FeatureError:
            pass
        raise


def scratch_folder() -> Path:
    """Return a folder for large files that the program needs while it runs.

    What the environment names (TMPDIR, TEMP) counts. Where it names nothing, many a Linux keeps ``/tmp`` in memory,
    which is what such files are to spare; ``/var/tmp`` is on a disk by the Filesystem Hierarchy Standard, 5.15.
    """
    disk = Path("/var/tmp")  # noqa: S108 - files in it have no name
    named = any(os.environ.get(name) for name in ("TMPDIR", "TEMP", "TMP"))
    if not named and disk.is_dir() and os.access(disk, os.W_OK):
        return disk
    return Path(tempfile.gettempdir())
