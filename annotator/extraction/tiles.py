"""Features of parts of an image, for what fills only a small part of it.

The parts, *tiles*, are shares of the upright image, the same for every image, so that they overlap and cover it in
several sizes. An encoder sees each as an image of its own.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from annotator.extraction.encoder import Encoder
from annotator.types import FloatArray

LEAST_TILE = 16
"""Shortest side of a tile in pixels: an image whose tiles would be smaller is described as a whole only."""

_SIZES = ((1 / 3, 4),)
"""Edge of the tiles as a share of that of the image, and their number along it; docs/benchmark.md has the choice."""


def tile_boxes() -> FloatArray:
    """Return left, top, width and height of every tile as shares of the image, shape (t, 4)."""
    found = []
    for edge, count in _SIZES:
        starts = np.linspace(0.0, 1.0 - edge, count)
        found += [(left, top, edge, edge) for top in starts for left in starts]
    return np.array(found)


class Tiled:
    """An encoder of images and their tiles; implements :class:`annotator.extraction.encoder.Encoder`.

    A row holds the features of the image and then those of its tiles, ``(1 + t) * whole.d`` numbers. Those of the tiles
    are NaN if the image is too small.

    Attributes:
        whole: The encoder of one picture.
        boxes: The tiles as shares of the image, shape (t, 4).
    """

    def __init__(self, whole: Encoder, boxes: FloatArray | None = None) -> None:
        self.whole = whole
        self.boxes = tile_boxes() if boxes is None else boxes
        self.name, self.version = whole.name, whole.version
        self.preprocessing = f"{whole.preprocessing}, {len(self.boxes)} tiles {np.round(self.boxes, 4).tolist()}"
        self.d = (1 + len(self.boxes)) * whole.d
        self.edge = int(np.ceil(whole.edge / self.boxes[:, 2:].min()))

    def prepare(self, image: Image.Image) -> NDArray[Any]:
        """Return the input of the image and, unless it is too small, of its tiles, stacked."""
        edges = np.array([image.width, image.height])
        parts = [image]
        if (self.boxes[:, 2:] * edges).min() >= LEAST_TILE:
            corners = np.round(np.c_[self.boxes[:, :2], self.boxes[:, :2] + self.boxes[:, 2:]] * np.tile(edges, 2))
            parts += [image.crop(tuple(corner)) for corner in corners.astype(int).tolist()]
        return np.stack([self.whole.prepare(part) for part in parts])

    def encode(self, prepared: list[NDArray[Any]]) -> NDArray[Any]:
        """Return a row per image, shape (len(prepared), d), float32.

        One image at a time, because its tiles are a batch already.
        """
        found = np.full((len(prepared), 1 + len(self.boxes), self.whole.d), np.nan, np.float32)
        for image, parts in zip(found, prepared, strict=True):
            image[: len(parts)] = self.whole.encode(list(parts))
        return found.reshape(len(prepared), -1)

    def split(self, rows: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
        """Return the features of images, shape (b, whole.d), and of their tiles, shape (b, t, whole.d)."""
        parts = rows.reshape(len(rows), -1, self.whole.d)
        return parts[:, 0], parts[:, 1:]
