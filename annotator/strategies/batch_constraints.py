"""Metadata constraints on a batch: which rows are candidates, and which selected rows may share a batch.

The constraints are independent of the strategy. Candidates are sampled by their weights before the strategy runs. The
selected rows are admitted one at a time; rejected rows are replaced by running the strategy again on the rest.
"""

from __future__ import annotations

import math
from collections import Counter

import numpy as np

from annotator.types import BoolArray, FloatArray, IntArray, Steering


def thinned(candidates: IntArray, weights: FloatArray | None, k: int, rng: np.random.Generator) -> IntArray:
    """Return a random subset of the candidates, each kept with the probability given by its weight.

    Candidate i is kept if u_i < w_i, u_i uniform on [0, 1). If fewer than ``k`` remain, those with the smallest
    u_i / w_i are returned: the first to be kept if all weights were increased by a common factor.

    Args:
        candidates: Rows, ascending, shape (c,).
        weights: Probability of every row in (0, 1], shape (n,); None keeps all without drawing random numbers.
        k: Minimum number of rows to return, at most c.
        rng: Random generator of this selection.
    """
    if weights is None:
        return candidates
    ratio = rng.random(len(candidates)) / weights[candidates]
    passed = ratio < 1
    if np.count_nonzero(passed) < k:
        passed[np.argsort(ratio, kind="stable")[:k]] = True
    return candidates[passed]


class Admission:
    """Admits rows to a batch: at most ceil(k / g) from each of g strata, and one image per stack while others are left.

    Args:
        steering: Metadata constraints.
        candidates: Rows that may be selected, ascending, shape (c,); they determine the strata.
        k: Batch size.

    Attributes:
        admitted: Admitted rows in order of admission.
    """

    def __init__(self, steering: Steering, candidates: IntArray, k: int) -> None:
        self.admitted: list[int] = []
        self._k = k
        self._candidates = candidates
        self._free: BoolArray = np.ones(len(candidates), np.bool_)
        self._strata = None if steering.strata is None else steering.strata[candidates]
        self._limit = 0 if self._strata is None else math.ceil(k / max(1, len(np.unique(self._strata))))
        self._picks: Counter[int] = Counter()
        self._stacks = None if steering.stacks is None else steering.stacks[candidates]

    @property
    def open(self) -> IntArray:
        """Rows that can still be admitted, ascending.

        If the strata leave none, their limit is raised in steps of one until some remain. Several images of a stack are
        admitted only where every stack has one in the batch.
        """
        if self._stacks is not None and not self._free.any():
            self._stacks = None
            self._free = ~np.isin(self._candidates, self.admitted)
        while self._strata is not None and self._free.any():
            full = [stratum for stratum, count in self._picks.items() if count >= self._limit]
            open_ = self._free & ~np.isin(self._strata, full)
            if open_.any():
                return self._candidates[open_]
            self._limit += 1
        # Nearly every call comes before any admission, and copying a million numbers takes time.
        return self._candidates if self._free.all() else self._candidates[self._free]

    def admit(self, rows: IntArray) -> None:
        """Admit those of ``rows`` that are compatible with the batch, in order, until it is full."""
        for row in rows.tolist():
            place = int(np.searchsorted(self._candidates, row))
            stratum = None if self._strata is None else int(self._strata[place])
            full = stratum is not None and self._picks[stratum] >= self._limit
            if len(self.admitted) < self._k and self._free[place] and not full:
                self.admitted.append(row)
                self._free[place] = False
                if stratum is not None:
                    self._picks[stratum] += 1
                if self._stacks is not None:
                    self._free[self._stacks == self._stacks[place]] = False
