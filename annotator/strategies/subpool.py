"""Pool restricted to some of its candidates, for strategies composed of others."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotator.numerics.blocks import best
from annotator.strategies.base import Pool
from annotator.types import AnyFloatArray, IntArray


class Subpool:
    """Implements :class:`annotator.strategies.base.Pool` for a subset of the candidates of another pool.

    Args:
        pool: The other pool; it receives progress, evaluation counts and criterion values.
        positions: Positions of the remaining candidates, ascending, at least one.
    """

    def __init__(self, pool: Pool, positions: IntArray) -> None:
        self._pool = pool
        self._positions = positions
        self.candidates = pool.candidates[positions]
        self.mean, self.var = pool.mean[positions], pool.var[positions]
        self.judged, self.y, self.prior_mean = pool.judged, pool.y, pool.prior_mean
        self.noise, self.amplitude, self.rng = pool.noise, pool.amplitude, pool.rng
        self.cov, self.kernel, self.patch, self.features = pool.cov, pool.kernel, pool.patch, pool.features
        self.report, self.count, self.explain = pool.report, pool.count, pool.explain
        for array in (self.candidates, self.mean, self.var):
            array.setflags(write=False)

    @classmethod
    def without(cls, pool: Pool, rows: IntArray) -> Pool:
        """Return ``pool`` without the candidates ``rows``; ``pool`` itself if none of them is a candidate."""
        if not len(rows):
            return pool
        stays = np.ones(len(pool.candidates), np.bool_)
        stays[np.searchsorted(pool.candidates, rows)] = False
        return cls(pool, np.flatnonzero(stays))

    def cov_blocks(self, rows: IntArray) -> Iterator[tuple[IntArray, AnyFloatArray]]:
        """See the protocol."""
        for positions, cov in self._pool.cov_blocks(rows):
            here, columns = self._own(positions)
            if len(here):
                yield here, cov[:, columns]

    def blocks(self) -> Iterator[tuple[IntArray, AnyFloatArray]]:
        """See the protocol."""
        for positions, features in self._pool.blocks():
            here, rows = self._own(positions)
            if len(here):
                yield here, features[rows]

    def best(self, score: NDArray[Any], k: int) -> IntArray:
        """See the protocol."""
        chosen = best(score, k)
        self.count(len(self.candidates))
        self.explain(self.candidates[chosen], np.asarray(score)[chosen])
        return self.candidates[chosen]

    def _own(self, positions: IntArray) -> tuple[IntArray, IntArray]:
        """Return which candidates of the subset are at ``positions`` of the other pool, and where among them."""
        start, stop = np.searchsorted(self._positions, [positions[0], positions[-1] + 1])
        here = np.arange(start, stop)
        return here, np.searchsorted(positions, self._positions[here])
