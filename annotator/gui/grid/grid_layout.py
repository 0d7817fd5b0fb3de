"""Geometry of a grid by arithmetic only: a million cells cost as much as ten."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

GAP = 8
"""Distance between cells and to the border, in logical pixels."""

PADDING = 7
"""Distance from the border of a cell to the picture in logical pixels: room for a border and the focus ring."""

SMALLEST_FIT = 48
"""Minimum size of cells in fit mode, in logical pixels; below it, the grid scrolls instead."""


Shapes = Sequence[tuple[int, int]]

DEFAULT_SHAPES: Shapes = ((4, 3), (3, 4))
"""Shapes assumed where no image is known: both landscape and portrait."""

_ELONGATED = 2.5  # beyond it, a strip or a panorama gets no cell of its shape


@dataclass(frozen=True)
class GridLayout:
    """Equal cells in rows, first cell at the leading corner; coordinates are content pixels from the top left.

    Attributes:
        count: Number of cells.
        columns: Cells per row, at least 1.
        cell_width, cell_height: Size of a cell.
        left: Distance of the leftmost column from the left border.
        top: Distance of the first row from the top.
        gap: Distance between cells.
        mirrored: Whether the first cell of a row is on the right.
    """

    count: int
    columns: int
    cell_width: int
    cell_height: int
    left: int
    top: int
    gap: int = GAP
    mirrored: bool = False

    @classmethod
    def flow(
        cls, count: int, width: int, edge: int, extra: int, aspect: float = 1.0, *, mirrored: bool = False
    ) -> GridLayout:
        """Return a layout that fills ``width`` with cells about ``edge`` wide, with as many rows as needed.

        Args:
            count: Number of cells.
            width: Width of the viewport.
            edge: Target length of the longer side of a cell; cells are between two thirds and four thirds as wide as
                it says so that columns fill the width.
            extra: Height of a cell that is unavailable to the image, e.g. for the name below it.
            aspect: Width of the area for the image divided by its height.
            mirrored: Right-to-left order.
        """
        usable = max(1, width - 2 * GAP)
        wanted = edge if aspect >= 1.0 else round((edge - 2 * PADDING) * aspect) + 2 * PADDING
        columns = max(1, round((usable + GAP) / (wanted + GAP)))
        cell = max(1, (usable + GAP) // columns - GAP)
        cell = min(cell, max(wanted * 4 // 3, wanted))
        used = columns * (cell + GAP) - GAP
        height = round((cell - 2 * PADDING) / aspect) + 2 * PADDING + extra
        return cls(count, columns, cell, max(1, height), (width - used) // 2, GAP, GAP, mirrored)

    @classmethod
    def fit(
        cls, count: int, width: int, height: int, extra: int, shapes: Shapes = DEFAULT_SHAPES, *, mirrored: bool = False
    ) -> GridLayout:
        """Return a layout with ``count`` cells as large as possible in ``width`` × ``height`` without scrolling.

        Args:
            count: Number of cells.
            width, height: Size of the viewport.
            extra: Height of a cell that is unavailable to the image.
            shapes: Widths and heights of typical images in any unit; the layout maximizes their total displayed area,
                and no cell is more elongated than most of them.
            mirrored: Right-to-left order.
        """
        margin = 2 * PADDING
        best_area, columns, rows = -1.0, 1, max(1, count)
        for candidate in range(1, max(1, count) + 1):
            lines = -(-max(1, count) // candidate)
            w, h = _share(width, candidate) - margin, _share(height, lines) - extra - margin
            area = sum(min(w / a, h / b) ** 2 * a * b for a, b in shapes) if w > 0 and h > 0 else 0.0
            if area > best_area:
                best_area, columns, rows = area, candidate, lines
        w, h = _share(width, columns), _share(height, rows)
        if min(w, h - extra) < SMALLEST_FIT:
            return cls.flow(count, width, SMALLEST_FIT, extra, mirrored=mirrored)
        # More elongated cells would only move images apart.
        narrow, wide = _extremes(shapes)
        widest, tallest = round((h - extra - margin) * wide) + margin, round((w - margin) / narrow) + margin + extra
        w, h = min(w, widest), min(h, tallest)
        left = (width - columns * (w + GAP) + GAP) // 2
        top = max(GAP, (height - rows * (h + GAP) + GAP) // 2)
        return cls(count, columns, w, h, left, top, GAP, mirrored)

    @property
    def rows(self) -> int:
        """Number of rows."""
        return -(-self.count // self.columns)

    @property
    def height(self) -> int:
        """Height of the content, borders included."""
        return 2 * self.top + self.rows * self.pitch - self.gap if self.count else 0

    @property
    def pitch(self) -> int:
        """Distance from one row to the next."""
        return self.cell_height + self.gap

    def rect(self, cell: int) -> tuple[int, int, int, int]:
        """Return (x, y, width, height) of a cell."""
        row, column = divmod(cell, self.columns)
        if self.mirrored:
            column = self.columns - 1 - column
        x = self.left + column * (self.cell_width + self.gap)
        return x, self.top + row * self.pitch, self.cell_width, self.cell_height

    def at(self, x: int, y: int) -> int | None:
        """Return the cell at a point; ``None`` in a gap or beyond the last cell."""
        column, beside = divmod(x - self.left, self.cell_width + self.gap)
        row, below = divmod(y - self.top, self.pitch)
        if not 0 <= column < self.columns or row < 0 or beside >= self.cell_width or below >= self.cell_height:
            return None
        if self.mirrored:
            column = self.columns - 1 - column
        cell = row * self.columns + column
        return cell if cell < self.count else None

    def between(self, top: int, bottom: int) -> range:
        """Return the cells of all rows that overlap the band from ``top`` to ``bottom`` (exclusive)."""
        first = max(0, (top - self.top) // self.pitch)
        last = max(0, -(-(bottom - self.top) // self.pitch))
        return range(min(first * self.columns, self.count), min(last * self.columns, self.count))

    def touching(self, x0: int, y0: int, x1: int, y1: int) -> list[tuple[int, int]]:
        """Return the cells that touch a rectangle as inclusive ranges (first, last)."""
        step = self.cell_width + self.gap
        low = max(0, (x0 - self.left + self.gap) // step)
        high = min(self.columns - 1, (x1 - self.left) // step)
        first_row = max(0, (y0 - self.top + self.gap) // self.pitch)
        last_row = min(self.rows - 1, (y1 - self.top) // self.pitch)
        if low > high or first_row > last_row:
            return []
        if self.mirrored:
            low, high = self.columns - 1 - high, self.columns - 1 - low
        if low == 0 and high == self.columns - 1:  # complete rows form a single range
            return [(first_row * self.columns, min((last_row + 1) * self.columns, self.count) - 1)]
        starts = ((row * self.columns + low, row * self.columns + high) for row in range(first_row, last_row + 1))
        return [(first, min(last, self.count - 1)) for first, last in starts if first < self.count]


def typical_aspect(shapes: Shapes) -> float:
    """Return the median of width / height."""
    return math.exp(median(map(math.log, _aspects(shapes or DEFAULT_SHAPES))))


def _extremes(shapes: Shapes) -> tuple[float, float]:
    """Return the smallest and the largest width / height, leaving out a fifth of the images at each end."""
    aspects = _aspects(shapes)
    outliers = len(aspects) // 5
    return aspects[outliers], aspects[-1 - outliers]


def _aspects(shapes: Shapes) -> list[float]:
    return sorted(max(1 / _ELONGATED, min(_ELONGATED, width / height)) for width, height in shapes)


def _share(length: int, parts: int) -> int:
    return (length - GAP * (parts + 1)) // parts
