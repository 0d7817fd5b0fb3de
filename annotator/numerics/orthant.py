"""Joint sign probabilities of a batch and every candidate, to measure the information a candidate adds.

The relevance values of a batch S and a candidate i are jointly normal. Given standard normal z with
``f_S = mu_S + R z``, the candidate is normal, too: ``f_i | z ~ N(mu_i + u_i'z, sd_i^2)``. It is integrated in closed
form, so that only the |S| dimensions of the batch are sampled, with the same nodes for every candidate (common random
numbers).

Source:
    Genz 1992, Numerical computation of multivariate normal probabilities (separation of variables); the joint form
    with one integrated dimension is derived from it.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import entr, ndtr, ndtri

from annotator.numerics.normal import bivariate_cdf, fast_cdf
from annotator.types import FloatArray

LARGEST = 11
"""Largest batch whose 2^t patterns are enumerated; above it pairwise bounds are used (see strategies/information)."""


def nodes_for(t: int) -> int:
    """Return the number of nodes that keeps the error of a gain near 1e-3 nats for a batch of ``t`` images."""
    return 512 if t <= 2 else 1024 if t <= 5 else 4096


@lru_cache(maxsize=32)
def normal_nodes(t: int, count: int) -> FloatArray:
    """Return ``count`` scrambled Sobol nodes of the t-dimensional standard normal, shape (count, t); fixed seed."""
    from scipy.stats import qmc  # takes half a second to import; not when the window starts

    uniform = qmc.Sobol(t, scramble=True, rng=np.random.default_rng(20180)).random(count)
    nodes = ndtri(np.clip(uniform, 1e-12, 1 - 1e-12))
    nodes.setflags(write=False)
    return np.asarray(nodes)


def noisy(table: FloatArray, mistake: float, axes: tuple[int, ...]) -> FloatArray:
    """Pass the given binary axes of a probability table through a binary symmetric channel.

    Args:
        table: Probabilities; the named axes have length 2.
        mistake: Probability that an answer is flipped, in [0, 0.5].
        axes: Axes of ``table`` that represent answers.
    """
    if mistake == 0.0:
        return table
    for axis in axes:
        table = (1.0 - mistake) * table + mistake * np.flip(table, axis)
    return table


def pair_table(h: FloatArray, k: float, r: FloatArray) -> FloatArray:
    """Return the joint sign probabilities of each candidate and one image of the batch.

    Args:
        h: mu_i / sd_i of the candidates, shape (c,).
        k: mu_s / sd_s of the image of the batch.
        r: Posterior correlations, shape (c,).

    Returns:
        Table of shape (c, 2, 2): [candidate, sign of s, sign of i], index 1 means f > 0.
    """
    both = bivariate_cdf(h, np.full_like(h, k), r)
    p_i, p_s = ndtr(h), float(ndtr(k))
    table = np.empty((h.size, 2, 2))
    table[:, 1, 1] = both
    table[:, 1, 0] = p_s - both
    table[:, 0, 1] = p_i - both
    table[:, 0, 0] = 1.0 - p_s - p_i + both
    return np.clip(table, 0.0, 1.0)


class BatchSigns:
    """Sign patterns of a batch S, to be combined with candidates.

    Args:
        mean: Posterior means of S, shape (t,), t >= 1.
        lower: Factor R of their posterior covariance, shape (t, t).
        count: Number of nodes; default :func:`nodes_for` (t).
    """

    def __init__(self, mean: FloatArray, lower: FloatArray, count: int | None = None) -> None:
        t = len(mean)
        z = normal_nodes(t, count or nodes_for(t))
        pattern = ((mean + z @ lower.T) > 0) @ (1 << np.arange(t - 1, -1, -1))
        order = np.argsort(pattern, kind="stable")
        self.size = t
        self._z = np.ascontiguousarray(z[order], np.float32)
        present, self._starts, counts = np.unique(pattern[order], return_index=True, return_counts=True)
        self._present = present
        self._weights = counts / len(z)

    def tables(self, mean: NDArray[Any], loadings: NDArray[Any], sd: NDArray[Any]) -> FloatArray:
        """Return the joint sign probabilities of S and each candidate.

        Args:
            mean: mu_i, shape (c,).
            loadings: u_i, shape (c, t): covariance with the z of S.
            sd: Conditional standard deviations, shape (c,), > 0.

        Returns:
            Table of shape (c, 2, ..., 2) with t + 1 binary axes, the candidate's last; index 1 means f > 0.
        """
        weights = np.zeros(1 << self.size)
        weights[self._present] = self._weights
        table = np.zeros((len(mean), weights.size, 2))
        table[:, self._present, 1] = self._relevant(mean, loadings, sd)
        table[:, :, 0] = np.maximum(weights - table[:, :, 1], 0.0)
        return table.reshape((len(mean),) + (2,) * (self.size + 1))

    def conditional_entropy(self, mean: NDArray[Any], loadings: NDArray[Any], sd: NDArray[Any]) -> FloatArray:
        """Return H(R_i | R_S) in nats, shape (c,); arguments as in :meth:`tables`."""
        relevant = self._relevant(mean, loadings, sd)
        irrelevant = np.maximum(self._weights - relevant, 0.0)
        joint = entr(relevant).sum(1) + entr(irrelevant).sum(1)
        return np.asarray(np.maximum(joint - entr(self._weights).sum(), 0.0))

    def largest(self, mean: NDArray[Any], loadings: NDArray[Any], sd: NDArray[Any]) -> FloatArray:
        """Return max over r of P(R_S, R_i = r), shape (c,); arguments as in :meth:`tables`."""
        relevant = self._relevant(mean, loadings, sd)
        return np.asarray(np.maximum(relevant, self._weights - relevant).max(axis=1))

    def _relevant(self, mean: NDArray[Any], loadings: NDArray[Any], sd: NDArray[Any]) -> FloatArray:
        """Return P(pattern of S, f_i > 0) for the patterns that occur, shape (c, patterns)."""
        scaled = (loadings / sd[:, None]).astype(np.float32)
        limits = scaled @ self._z.T
        limits += (mean / sd).astype(np.float32)[:, None]
        cells = np.add.reduceat(fast_cdf(limits), self._starts, axis=1, dtype=np.float64)
        cells /= len(self._z)
        return np.minimum(cells, self._weights)
