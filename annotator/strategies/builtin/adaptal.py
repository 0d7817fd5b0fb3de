"""Uncertainty weighted against density, with the weight determined by the expected remaining error."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from scipy.linalg import lapack
from scipy.special import ndtr

from annotator.numerics.blocks import best
from annotator.numerics.cholesky import factor
from annotator.numerics.lookahead import error, losses_after
from annotator.parameters import parameter
from annotator.strategies.base import Pool
from annotator.strategies.builtin.expected_model_change import sample, uncertainty
from annotator.types import FloatArray, IntArray

_WEIGHTS = np.arange(1, 11) / 10.0


@dataclass(frozen=True)
class Adaptal:
    """Uncertain images in dense regions, with the trade-off that leaves the fewest expected errors.

    For ten weights b the k best images by h(p)^b density^(1 - b) are collected; of these the k with the smallest
    expected error after their judgement are chosen. The density of an image is the information that the others carry
    about it. With more than ``candidates`` images, half the most uncertain and half a random sample are examined.
    """

    name: ClassVar[str] = "adaptal"
    title: ClassVar[str] = "Settle dense uncertain regions"
    reference: ClassVar[str] = "Li & Guo 2013, Adaptive active learning for image classification"

    candidates: int = parameter(
        1000,
        "Number of images examined: half the most uncertain ones, half a random sample.",
        low=2,
        high=5000,
        unit="images",
    )
    targets: int = parameter(
        1000, "Number of random images in which expected errors are counted.", low=1, high=10000, unit="images"
    )

    def select(self, pool: Pool, k: int) -> IntArray:
        """Select by expected error among the best images for every weight."""
        h = uncertainty(pool)
        examined = self._examined(pool, h, k)
        rows = pool.candidates[examined]
        pool.count(len(rows))
        pool.report(0.1)
        dense = density(np.asarray(pool.kernel(rows, rows), np.float64), pool.noise)
        pool.report(0.5)
        tops = [best(h[examined] ** weight * dense ** (1.0 - weight), k) for weight in _WEIGHTS]
        finalists = examined[np.unique(np.concatenate(tops))]
        score = np.full(len(h), -np.inf)
        score[finalists] = -self._expected_error(pool, finalists)
        return pool.best(score, k)

    def _examined(self, pool: Pool, h: FloatArray, k: int) -> IntArray:
        size = max(self.candidates, k)
        if len(h) <= size:
            return np.arange(len(h))
        rest = h.copy()
        rest[sample(pool, size // 2)] = np.inf  # the sample, then the most uncertain images up to ``size``
        return np.sort(best(rest, size))

    def _expected_error(self, pool: Pool, positions: IntArray) -> FloatArray:
        """Return the expected number of misclassified targets after judging each of these images."""
        targets = sample(pool, self.targets)
        cov = pool.cov(pool.candidates[positions], pool.candidates[targets])
        mean, var = pool.mean[positions], pool.var[positions]
        errors = losses_after(error, cov, pool.mean[targets], pool.var[targets], mean, var, pool.noise)
        p = ndtr(mean / np.sqrt(var))
        return np.asarray((1.0 - p) * errors[:, 0] + p * errors[:, 1])


def density(kernel: FloatArray, noise: float) -> FloatArray:
    """Return the information in nats that all other images have about each: .5 ln(K_ii [K^-1]_ii), noise in K.

    Args:
        kernel: Prior covariance of the images, shape (c, c); overwritten.
        noise: Noise variance, added to the diagonal.

    Returns:
        Densities >= 0, shape (c,); 0 for an image without others nearby.
    """
    kernel[np.diag_indices_from(kernel)] += noise
    inverse, _ = lapack.dpotri(factor(kernel), lower=1)
    information = 0.5 * np.log(np.diag(kernel) * np.diag(inverse))
    return np.asarray(np.maximum(information, 0.0))
