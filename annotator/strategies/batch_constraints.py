"""Metadata around a strategy: which rows it may choose from, and which of its picks go together into one batch.

Every strategy is steered alike and knows nothing of it: candidates are thinned by their weights before it chooses, and
what it chooses is admitted pick by pick; for picks that are not, it chooses again among what is left.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from annotator.types import BoolArray, FloatArray, IntArray, Steering

BURST_S = 2.0
"""Images of one camera taken less than this apart can be of one burst."""

BURST_SIMILARITY = 0.98
"""They are if their kernel, in units of the amplitude, is larger than this."""

_PART = 4096

Kernel = Callable[[IntArray, IntArray], NDArray[np.floating]]
"""Returns the kernel between rows and rows, 1 for a row with itself."""


def thinned(candidates: IntArray, weights: FloatArray | None, k: int, rng: np.random.Generator) -> IntArray:
    """Return the candidates that pass a draw with their weights as chances.

    Candidate i passes if u_i < w_i, u_i uniform on [0, 1). Where fewer than ``k`` pass, those with the smallest
    u_i / w_i are taken, which are the ones that would pass first if all weights were raised by a common factor.

    Args:
        candidates: Rows, ascending, shape (c,).
        weights: Chance of every row in (0, 1], shape (n,); None takes all and draws nothing.
        k: Number of rows wanted at least, at most c.
        rng: Generator of this selection.
    """
    if weights is None:
        return candidates
    ratio = rng.random(len(candidates)) / weights[candidates]
    passed = ratio < 1
    if np.count_nonzero(passed) < k:
        passed[np.argsort(ratio, kind="stable")[:k]] = True
    return candidates[passed]


class Admission:
    """Admits picks to a batch: not more than ceil(k / g) of each of g strata, and one image of every burst.

    Args:
        steering: What metadata say.
        candidates: Rows that may be chosen, ascending, shape (c,); they tell which strata there are.
        k: Number of rows wanted.
        kernel: Similarity of rows.

    Attributes:
        admitted: Rows of the batch so far, in the order they were admitted.
    """

    def __init__(self, steering: Steering, candidates: IntArray, k: int, kernel: Kernel) -> None:
        self.admitted: list[int] = []
        self._k, self._kernel = k, kernel
        self._candidates = candidates
        self._free: BoolArray = np.ones(len(candidates), np.bool_)
        self._strata = None if steering.strata is None else steering.strata[candidates]
        self._limit = 0 if self._strata is None else math.ceil(k / max(1, len(np.unique(self._strata))))
        self._picks: Counter[int] = Counter()
        self._times = None if steering.times is None else steering.times[candidates]
        self._cameras = None if steering.cameras is None else steering.cameras[candidates]

    @property
    def open(self) -> IntArray:
        """Rows that can still be admitted, ascending.

        Where the strata leave none, their limit is raised by one and by one until some are; of a burst no second image
        is admitted.
        """
        while self._strata is not None and self._free.any():
            full = [stratum for stratum, count in self._picks.items() if count >= self._limit]
            open_ = self._free & ~np.isin(self._strata, full)
            if open_.any():
                return self._candidates[open_]
            self._limit += 1
        # Nothing is taken yet in nearly every call, and a copy of a million numbers is not free.
        return self._candidates if self._free.all() else self._candidates[self._free]

    def admit(self, rows: IntArray) -> None:
        """Admit those of ``rows`` that go together with what is in the batch, in their order, until it is full."""
        for row in rows.tolist():
            place = int(np.searchsorted(self._candidates, row))
            stratum = None if self._strata is None else int(self._strata[place])
            full = stratum is not None and self._picks[stratum] >= self._limit
            if len(self.admitted) < self._k and self._free[place] and not full:
                self.admitted.append(row)
                self._free[place] = False
                if stratum is not None:
                    self._picks[stratum] += 1
                self._close_burst(place)

    def _close_burst(self, place: int) -> None:
        if self._times is None or self._cameras is None:
            return
        near = self._free & (np.abs(self._times - self._times[place]) < BURST_S)  # false where no time is known
        near &= self._cameras == self._cameras[place]
        twins = np.flatnonzero(near)
        # A scanner can write the same time into every image, hence in parts.
        for start in range(0, len(twins), _PART):
            part = twins[start : start + _PART]
            similar = self._kernel(self._candidates[part], self._candidates[[place]])[:, 0]
            self._free[part[similar > BURST_SIMILARITY]] = False
