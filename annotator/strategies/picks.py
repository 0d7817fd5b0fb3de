"""Choosing the images of a batch one after another."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotator.strategies.base import Pool
from annotator.types import IntArray


class Picks:
    """The images of a batch, each the one with the largest score at its turn.

    Iterating yields the steps and reports the progress; every step calls :meth:`take` once.

    Args:
        pool: The pool.
        rows: Rows to choose from, shape (c,).
        k: Number of images to choose, at most c.

    Attributes:
        chosen: Positions in ``rows`` chosen so far.
        scores: Score of each at its turn.
    """

    def __init__(self, pool: Pool, rows: IntArray, k: int) -> None:
        self._pool, self._rows, self._k = pool, rows, k
        self.chosen: list[int] = []
        self.scores: list[Any] = []

    def __iter__(self) -> Iterator[int]:
        """Yield the number of images chosen so far, until there are ``k``."""
        for step in range(self._k):
            self._pool.report(step / self._k)
            self._pool.count(len(self._rows))
            yield step
        self._pool.report(1.0)

    def take(self, score: NDArray[Any]) -> int:
        """Choose and return the position with the largest score, shape (c,); overwrites those of the chosen ones."""
        score[self.chosen] = -np.inf
        pick = int(np.argmax(score))
        self.scores.append(score[pick])
        self.chosen.append(pick)
        return pick

    def finish(self) -> IntArray:
        """Report the scores to the pool, and return the chosen rows in order."""
        self._pool.explain(self._rows[self.chosen], np.array(self.scores))
        return self._rows[self.chosen]
