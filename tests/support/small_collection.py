"""A collection of a few images with features, and hand-written selections."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import h5py
import numpy as np
from PIL import Image

from annotator.session.session import Session
from annotator.types import Selection


@dataclass(frozen=True)
class Small:
    """The paths of the collection and of its project."""

    project: Path
    images: Path
    features: Path

    def create(self, **settings: object) -> Session:
        return Session.create(self.project, self.images, self.features, **settings)  # type: ignore[arg-type]


def make(folder: Path, n: int = 12, d: int = 4, *, extra_images: Sequence[str] = ()) -> Small:
    """Write ``n`` images and their features in reverse order, so that an image and its row never have the same number.

    The names end up as ``00/im0000.png`` ..., one folder for every five; ``extra_images`` have no features.
    """
    small = Small(folder / "work" / "small.annotator", folder / "work" / "images", folder / "work" / "features.h5")
    small.images.mkdir(parents=True)
    names = [f"{i // 5:02d}/im{i:04d}.png" for i in range(n)]
    picture = BytesIO()
    Image.new("RGB", (2, 2), "teal").save(picture, "PNG")
    for name in [*names, *extra_images]:
        (small.images / name).parent.mkdir(exist_ok=True)
        (small.images / name).write_bytes(picture.getvalue())
    write_features(small.features, np.random.default_rng(7).normal(size=(n, d)), names[::-1])
    return small


def take_at(small: Small, seconds: dict[int, float]) -> None:
    """Write into the files of images when they were taken, in seconds since 1970."""
    for image, at in seconds.items():
        exif = Image.Exif()
        exif[0x0132] = datetime.fromtimestamp(at, UTC).strftime("%Y:%m:%d %H:%M:%S")
        Image.new("RGB", (2, 2), "teal").save(small.images / f"{image // 5:02d}/im{image:04d}.png", exif=exif)


def write_features(path: Path, values: np.ndarray, names: Sequence[str]) -> None:
    with h5py.File(path, "w") as file:
        file["features"] = values.astype(np.float32)
        file.create_dataset("filenames", data=list(names), dtype=h5py.string_dtype("utf-8"))


def selection(session: Session, images: Sequence[int], *, scores: Sequence[float] | None = None) -> Selection:
    """Return the answer to the session's snapshot that proposes ``images`` and ranks by row."""
    snapshot = session.selections.snapshot()
    n = len(session.features.image_of_row)
    return Selection(
        revision=snapshot.revision,
        round=snapshot.round,
        rows=session.features.row_of_image[np.array(images, np.int64)],
        scores=np.array(scores if scores is not None else range(len(images)), np.float64),
        mean=np.linspace(1, -1, n, dtype=np.float32),
        std=np.ones(n, np.float32),
        strategy=snapshot.strategy,
        parameters=snapshot.parameters,
        seed=snapshot.seed,
        length_scale=2.5,
        seconds=0.1,
        evaluations=12,
        note="made by hand",
        model=snapshot.model,
    )
