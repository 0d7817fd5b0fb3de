"""Which images of a map are at a point, in a direction, around an image, or inside an outline."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPolygonF

from annotator.numerics.tsne import Positions
from annotator.types import BoolArray, FloatArray, IntArray

_ASIDE = 2.0  # how much farther a step aside counts than one in the direction


def nearest(positions: Positions, choosable: BoolArray, x: float, y: float) -> int | None:
    """Return the image of ``choosable`` (shape (N,)) nearest to a point of the map; None if there is none."""
    square = np.where(choosable, _squares(positions, x, y), np.inf)
    if not len(square):
        return None
    best = int(square.argmin())
    return best if np.isfinite(square[best]) else None


def in_direction(positions: Positions, choosable: BoolArray, image: int, right: int, up: int) -> int | None:
    """Return the next image to the ``right`` (1 or -1) or ``up`` of an image; None if there is none."""
    difference = positions - positions[image]
    ahead, aside = difference[:, 0] * right + difference[:, 1] * up, difference[:, 0] * up - difference[:, 1] * right
    with np.errstate(invalid="ignore"):
        fits = choosable & (ahead > 0) & (np.abs(aside) <= ahead * 1.001)
    cost = np.where(fits, ahead**2 + (_ASIDE * aside) ** 2, np.inf)
    best = int(cost.argmin())
    return best if np.isfinite(cost[best]) else None


def around(positions: Positions, choosable: BoolArray, image: int, count: int) -> IntArray:
    """Return the ``count`` images of ``choosable`` nearest to an image, which is the first."""
    if not np.isfinite(positions[image]).all():
        return np.array([image], np.int64)
    square = np.where(choosable, _squares(positions, *positions[image].tolist()), np.inf)
    square[image] = -1.0
    count = min(count, int(np.count_nonzero(np.isfinite(square))))
    best = np.argpartition(square, count - 1)[:count]
    return np.asarray(best[np.argsort(square[best], kind="stable")], np.int64)


def inside(outline: QPolygonF, size: QSize, places: tuple[NDArray[np.float32], NDArray[np.float32]]) -> BoolArray:
    """Return which places, in logical pixels of a view, are inside an outline, to the pixel.

    Filling the outline once costs the same however many images and corners there are.
    """
    width, height = size.width(), size.height()
    mask = QImage(width, height, QImage.Format.Format_Grayscale8)
    mask.fill(0)
    painter = QPainter(mask)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(Qt.GlobalColor.white)
    painter.drawPolygon(outline.translated(QPointF(0, 0)), Qt.FillRule.OddEvenFill)
    painter.end()
    filled = np.frombuffer(mask.constBits(), np.uint8).reshape(height, mask.bytesPerLine())[:, :width] > 0
    across, down = places
    with np.errstate(invalid="ignore"):
        there = np.flatnonzero((across >= 0) & (across < width) & (down >= 0) & (down < height))
    found = np.zeros(len(across), np.bool_)
    found[there] = filled[down[there].astype(np.int64), across[there].astype(np.int64)]
    return found


def _squares(positions: Positions, x: float, y: float) -> FloatArray:
    return np.asarray((positions[:, 0] - np.float32(x)) ** 2 + (positions[:, 1] - np.float32(y)) ** 2)
