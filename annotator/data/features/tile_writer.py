"""The group of tiles in a feature file: features of parts of every image.

::

    /tiles/rows     (N * t, d) float16, tile j of row i in row i * t + j; NaN where an image is too small for tiles
    /tiles/boxes    (t, 4) left, top, width and height as shares of the upright image, the same for every image
    attributes of /tiles   images: SHA-256 of the paths of the images, as a fingerprint has it;
                           extractor: name and version of the encoder
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import Any

import h5py
import numpy as np
from numpy.typing import NDArray

from annotator.types import FloatArray

GROUP = "tiles"


class TileWriter:
    """Writes the tiles of a feature file that is being written.

    Args:
        file: The open file, with the attributes of its encoder.
        boxes: The tiles as shares of the image, shape (t, 4).
        n: Number of images.
        d: Number of features per tile.
    """

    def __init__(self, file: h5py.File, boxes: FloatArray, n: int, d: int) -> None:
        self._group = file.create_group(GROUP)
        self._group.create_dataset("boxes", data=np.asarray(boxes, np.float64))
        self._rows = self._group.create_dataset("rows", (n * len(boxes), d), "f2")
        self._group.attrs["extractor"] = encoder_of(file)
        self._names: list[str] = []

    def append(self, paths: Sequence[str], tiles: NDArray[Any]) -> None:
        """Append the tiles of images, shape (b, t, d)."""
        start = len(self._names) * tiles.shape[1]
        rows = tiles.reshape(-1, tiles.shape[2])
        self._rows[start : start + len(rows)] = rows.astype(np.float16)
        self._names += paths

    def finish(self) -> None:
        """Write what was appended for which images."""
        self._group.attrs["images"] = names_hash(self._names)


def names_hash(names: Iterable[str]) -> str:
    """Return the SHA-256 of names, each followed by a zero byte, in hexadecimal."""
    found = hashlib.sha256()
    for name in names:
        found.update(name.encode("utf-8") + b"\0")
    return found.hexdigest()


def encoder_of(file: h5py.File) -> str:
    """Return name and version of the encoder of a feature file."""
    told = [file.attrs.get(name, "") for name in ("extractor", "extractor_version")]
    return " ".join(str(one) for one in told if one)
