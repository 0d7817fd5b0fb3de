"""Cache of the stacks of a project in the user's cache folder, so that they are found only once.

One file per project. It holds the mark of what the stacks were computed from; if that differs, or the file is damaged,
they are found again and nothing is lost.
"""

from __future__ import annotations

import contextlib
import hashlib
import zipfile
from pathlib import Path

import numpy as np
import platformdirs

from annotator.data.files.atomic import atomic_binary
from annotator.data.files.reading import open_bytes
from annotator.errors import AnnotatorError, FeatureError
from annotator.numerics.stacks import Kind, Stacks

VERSION = 1


def mark_of(*parts: object) -> str:
    """Return a mark of everything that the stacks depend on."""
    return hashlib.sha256(repr((VERSION, *parts)).encode("utf-8", "surrogateescape")).hexdigest()


def place(project: Path) -> Path:
    """Return the file for the project at ``project``."""
    name = hashlib.sha256(str(project).encode("utf-8", "surrogateescape")).hexdigest()[:32]
    return platformdirs.user_cache_path("annotator", appauthor=False) / "stacks" / f"{name}.npz"


def load(project: Path, mark: str, n_images: int) -> Stacks | None:
    """Return the stored stacks of ``n_images`` images with this mark, or None if there are no usable ones."""
    with contextlib.suppress(AnnotatorError, OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        with open_bytes(place(project), FeatureError) as stream, np.load(stream, allow_pickle=False) as stored:
            if str(stored["mark"]) != mark:
                return None
            of, kind = stored["of"].astype(np.int64), stored["kind"].astype(np.int8)
        sound = of.shape == kind.shape == (n_images,) and (of >= 0).all() and (of <= np.arange(n_images)).all()
        if sound and (of[of] == of).all() and np.isin(kind, list(Kind)).all():
            return Stacks.by(of, kind)
    return None


def store(stacks: Stacks, project: Path, mark: str) -> None:
    """Write the stacks; where that is impossible, they are found again next time."""
    path = place(project)
    with contextlib.suppress(OSError, AnnotatorError):
        path.parent.mkdir(parents=True, exist_ok=True)
        with atomic_binary(path) as stream:
            np.savez(stream, mark=np.array(mark), of=stacks.of.astype(np.int32), kind=stacks.kind)
