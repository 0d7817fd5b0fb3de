"""The candidates a batch strategy examines, in order of their upper bound, with what it needs of them at hand."""

from __future__ import annotations

import numpy as np
from scipy.linalg import solve_triangular

from annotator.numerics.blocks import best
from annotator.strategies.base import Pool
from annotator.types import FloatArray, IntArray

LARGEST_SHORTLIST = 10_000
"""Largest size of a shortlist unless the person says otherwise."""

_FIRST = 1024
_NEGLIGIBLE = 1e-5  # share of the variance below which a chosen image (a twin of another) adds nothing but rounding


class Shortlist:
    """A growing prefix of the candidates in descending order of ``bound``.

    The prefix is gathered once, so that the covariance with each chosen image is a small matrix product instead of a
    pass over the collection.

    Args:
        pool: The pool.
        bound: Upper bound of each candidate's gain, shape (c,), aligned with ``pool.candidates``.
        limit: Largest size of the prefix.
        noise: Variance of a disturbance of each image's value, independent of all others.

    Attributes:
        positions: Positions in ``pool.candidates``, shape (s,).
        mean, var: Posterior mean and variance (with the noise) of the prefix, shape (s,), float64.
        bound: Upper bounds of the prefix, shape (s,), float64; the caller tightens them in place.
        loadings: Covariance with the independent components of the chosen images, shape (s, t), float64.
        chosen: Positions within the prefix that were chosen.
        lower: Factor of the posterior covariance of the chosen images, shape (t, t).
    """

    def __init__(self, pool: Pool, bound: FloatArray, limit: int, noise: float = 0.0) -> None:
        self._pool = pool
        self._noise = noise
        self._bound_all = bound
        self._limit = min(limit, len(bound))
        self._order: IntArray = np.empty(0, np.int64)
        self.positions: IntArray = np.empty(0, np.int64)
        self.mean, self.var, self.bound = np.empty(0), np.empty(0), np.empty(0)
        self.loadings = np.empty((0, 0))
        self.chosen: list[int] = []
        self.lower = np.empty((0, 0))
        self._patch = pool.patch()
        self.grow()

    @property
    def outside(self) -> float:
        """Largest upper bound of the candidates that are not in the prefix; -inf where there are none."""
        s = len(self.positions)
        return -np.inf if s >= self._limit else float(self._bound_all[self._order[s]])

    def residual(self, index: IntArray) -> FloatArray:
        """Variance at positions ``index`` given the relevance values of the chosen images, >= 1e-10."""
        explained = np.square(self.loadings[index]).sum(axis=1)
        return np.asarray(np.maximum(self.var[index] - explained, 1e-10))

    @property
    def rows(self) -> IntArray:
        """Feature rows of the chosen images."""
        return self._pool.candidates[self.positions[self.chosen]]

    def grow(self) -> None:
        """Take in more candidates: fourfold, up to the limit."""
        size = min(max(_FIRST, 4 * len(self.positions)), self._limit)
        if len(self._order) < self._limit:
            # One more than needed shows the bound of the first candidate outside.
            self._order = best(self._bound_all, min(size + 1, self._limit))
        new = self._order[len(self.positions) : size]
        self.positions = self._order[:size]
        self.mean = np.asarray(self._pool.mean[self.positions], np.float64)
        self.var = np.asarray(self._pool.var[self.positions], np.float64) + self._noise
        self.bound = np.concatenate([self.bound, self._bound_all[new]])
        self._patch.add(self._pool.candidates[new])
        # Positions among the earlier rows stay the same, so what was known of them stays valid.
        fresh = np.empty((len(new), len(self.chosen)))
        if self.chosen:
            cross = np.array([self._patch.cov(j, start=size - len(new)) for j in self.chosen])
            fresh = solve_triangular(self.lower, cross, lower=True, check_finite=False).T
        self.loadings = np.concatenate([self.loadings, fresh])

    def choose(self, position: int) -> None:
        """Add a candidate of the prefix to the chosen images; updates loadings and factor."""
        border = self.loadings[position]
        residual = self.residual(np.arange(len(self.positions)))
        pivot = float(np.sqrt(residual[position]))
        component = np.zeros(len(residual))
        if residual[position] > _NEGLIGIBLE * self.var[position]:
            cov = self._patch.cov(position)
            cov[position] += self._noise
            component = (cov - self.loadings @ border) / pivot
            # No covariance exceeds the product of the deviations; rounding may.
            reach = np.sqrt(residual)
            component = np.clip(component, -reach, reach)
        t = len(self.chosen)
        lower = np.zeros((t + 1, t + 1))
        lower[:t, :t] = self.lower
        lower[t] = [*border, pivot]
        self.lower = lower
        self.loadings = np.column_stack([self.loadings, component])
        self.chosen.append(position)
        self.bound[position] = -np.inf
