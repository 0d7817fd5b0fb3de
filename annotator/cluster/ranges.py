"""A range of the rows of a feature file: what one part of a collection is made of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotator.types import AnyFloatArray, Features, IntArray


class RangeFeatures:
    """The rows from ``start`` to ``stop`` of other features; implements :class:`annotator.types.Features`.

    Args:
        source: All rows.
        start, stop: Rows of this range, ``0 <= start < stop <= source.n``.
    """

    def __init__(self, source: Features, start: int, stop: int) -> None:
        self._source, self._start = source, start
        self.n, self.d = stop - start, source.d

    def rows(self, index: IntArray) -> AnyFloatArray:
        """Return the rows at ``index``, counted from the start of the range."""
        return self._source.rows(np.asarray(index, np.int64) + self._start)

    def blocks(self, rows_per_block: int) -> Iterator[tuple[int, NDArray[Any]]]:
        """Yield (first row, block) in order, counted from the start of the range."""
        stop = self._start + self.n
        for first, block in self._source.blocks(rows_per_block):
            low, high = max(first, self._start), min(first + len(block), stop)
            if low < high:
                yield low - self._start, block[low - first : high - first]
            if first + len(block) >= stop:
                return
