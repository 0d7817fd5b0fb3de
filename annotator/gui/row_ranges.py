"""Selections as ranges of rows: a selection of a million images is one pair of numbers."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from PySide6.QtCore import QAbstractItemModel, QItemSelection

from annotator.types import IntArray


def selection_of(model: QAbstractItemModel, ranges: Iterable[tuple[int, int]]) -> QItemSelection:
    """Return ranges of rows (first, last), both included, as a selection."""
    selection = QItemSelection()
    for first, last in ranges:
        selection.select(model.index(first, 0), model.index(last, 0))
    return selection


def ranges_of(selection: QItemSelection) -> list[tuple[int, int]]:
    """Return the ranges of rows (first, last) of a selection, in ascending order."""
    parts = (selection.at(i) for i in range(selection.size()))
    return sorted((part.top(), part.bottom()) for part in parts)


def contiguous(rows: IntArray) -> list[tuple[int, int]]:
    """Return ascending unique ``rows``, shape (m,), as ranges (first, last)."""
    if not rows.size:
        return []
    breaks = np.flatnonzero(np.diff(rows) > 1)
    firsts, lasts = rows[np.r_[0, breaks + 1]], rows[np.r_[breaks, rows.size - 1]]
    return list(zip(firsts.tolist(), lasts.tolist(), strict=True))
