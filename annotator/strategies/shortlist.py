"""Shortlist of candidates that a batch strategy examines, in order of their upper bounds, with cached covariances."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import solve_triangular

from annotator.numerics.blocks import best
from annotator.parameters import parameter
from annotator.strategies.base import Pool
from annotator.types import FloatArray, IntArray

LARGEST_SHORTLIST = 10_000
"""Default maximum size of a shortlist."""


def shortlist_size(help: str) -> Any:
    """Declare the parameter for the size of a shortlist; ``help`` says which images it holds."""
    return parameter(None, f"{help}; auto is 10,000.", kind=int, low=1, unit="images")


_FIRST = 1024
_NEGLIGIBLE = 1e-5  # fraction of the variance below which a selected image (a near-duplicate) adds only rounding errors


def highest(bound: NDArray[Any], limit: int) -> tuple[IntArray, FloatArray]:
    """Return the positions of the ``limit`` highest bounds, highest first, and these bounds in float64."""
    order = best(bound, limit)
    return order, np.asarray(bound[order], np.float64)


class Shortlist:
    """A growing prefix of the candidates in descending order of the upper bound of their gain.

    The prefix is gathered once, so that covariances with a selected image are a small matrix product instead of a pass
    over the features.

    Args:
        pool: The pool.
        order: Positions in ``pool.candidates`` that may be examined, by descending upper bound of their gain, shape
            (l,); see :func:`highest`.
        bound: Upper bounds in that order, shape (l,).
        noise: Variance of an independent disturbance of each image's value.

    Attributes:
        positions: Positions in ``pool.candidates``, shape (s,).
        mean, var: Posterior mean and variance (including ``noise``) of the prefix, shape (s,), float64.
        bound: Upper bounds of the prefix, shape (s,), float64; tightened in place by the caller.
        loadings: Covariance with the independent components of the selected images, shape (s, t), float64.
        chosen: Positions within the prefix of the selected images.
        lower: Cholesky factor of the posterior covariance of the selected images, shape (t, t).
    """

    def __init__(self, pool: Pool, order: IntArray, bound: FloatArray, noise: float = 0.0) -> None:
        self._pool = pool
        self._noise = noise
        self._order, self._bounds = order, bound
        self.positions: IntArray = np.empty(0, np.int64)
        self.mean, self.var, self.bound = np.empty(0), np.empty(0), np.empty(0)
        self.loadings = np.empty((0, 0))
        self.chosen: list[int] = []
        self.lower = np.empty((0, 0))
        self._patch = pool.patch()
        self.grow()

    @property
    def outside(self) -> float:
        """Largest upper bound of the candidates that are not in the prefix; -inf if there are none."""
        s = len(self.positions)
        return -np.inf if s >= len(self._order) else float(self._bounds[s])

    def residual(self, index: IntArray) -> FloatArray:
        """Return the variance at positions ``index`` given the values of the selected images, >= 1e-10."""
        explained = np.square(self.loadings[index]).sum(axis=1)
        return np.asarray(np.maximum(self.var[index] - explained, 1e-10))

    @property
    def rows(self) -> IntArray:
        """Feature rows of the selected images."""
        return self._pool.candidates[self.positions[self.chosen]]

    def grow(self) -> None:
        """Extend the prefix fourfold, up to the limit."""
        known = len(self.positions)
        size = min(max(_FIRST, 4 * known), len(self._order))
        new = self._order[known:size]
        self.positions = self._order[:size]
        self.mean = np.asarray(self._pool.mean[self.positions], np.float64)
        self.var = np.asarray(self._pool.var[self.positions], np.float64) + self._noise
        self.bound = np.concatenate([self.bound, self._bounds[known:size]])
        self._patch.add(self._pool.candidates[new])
        # Positions of the earlier rows do not change, so their cached values stay valid.
        fresh = np.empty((len(new), len(self.chosen)))
        if self.chosen:
            cross = np.array([self._patch.cov(j, start=size - len(new)) for j in self.chosen])
            fresh = solve_triangular(self.lower, cross, lower=True, check_finite=False).T
        self.loadings = np.concatenate([self.loadings, fresh])

    def choose(self, position: int) -> None:
        """Select a candidate of the prefix; updates loadings and factor."""
        border = self.loadings[position]
        residual = self.residual(np.arange(len(self.positions)))
        pivot = float(np.sqrt(residual[position]))
        component = np.zeros(len(residual))
        if residual[position] > _NEGLIGIBLE * self.var[position]:
            cov = self._patch.cov(position)
            cov[position] += self._noise
            component = (cov - self.loadings @ border) / pivot
            # A covariance cannot exceed the product of the standard deviations, except by rounding.
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
