"""Query by committee: images on which different models that fit the judgements disagree."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from scipy.linalg import solve_triangular
from scipy.spatial.distance import pdist
from scipy.special import ndtr, rel_entr

from annotator.numerics.blocks import best
from annotator.numerics.cholesky import factor
from annotator.numerics.kernels import many
from annotator.numerics.normal import binary_entropy
from annotator.parameters import parameter
from annotator.strategies.base import Pool
from annotator.strategies.builtin.uncertainty import LeastConfidence
from annotator.types import FloatArray, IntArray

_REACHES = (0.5, 1.0, 2.0)  # length scales of the members, in median distances
_PAIRS = 400  # number of images from which the median distance is estimated
_TIE = 0.1  # weight of the divergence (at most ln 2), less than the gap between two vote entropies
_RANDOM = 5  # one in this many of the examined images is random
_SMALLEST_NOISE = 1e-4


@dataclass(frozen=True)
class Qbc:
    """Images about which a committee of models disagrees: each fits the judgements but generalizes differently.

    The committee: the model of the topic, three Gaussian processes with RBF kernels of half, once and twice the median
    distance as length scale, and one with a linear kernel. The entropy of their votes; ties are broken by the mean
    Kullback-Leibler divergence of their probabilities from the mean probability. Before the first judgement there is
    only one model: then it is ``least-confidence``.
    """

    name: ClassVar[str] = "qbc"
    title: ClassVar[str] = "Ask where models disagree"
    reference: ClassVar[str] = (
        "Seung, Opper & Sompolinsky 1992, Query by committee; with probabilities: McCallum & Nigam 1998, Employing EM "
        "and pool-based active learning for text classification"
    )

    candidates: int = parameter(
        3000,
        "Number of images voted on: four in five are the nearest to the boundary, the others random.",
        low=1,
        high=50000,
        unit="images",
    )

    def select(self, pool: Pool, k: int) -> IntArray:
        """Select the largest disagreement; O(candidates x judged x d)."""
        if not len(pool.judged):
            return LeastConfidence().select(pool, k)
        examined = _examined(pool, max(self.candidates, k))
        own = pool.mean[examined] / np.sqrt(pool.var[examined] + pool.noise)
        margins = np.array([np.asarray(own, np.float64), *_committee(pool, examined)])
        score = np.full(len(pool.candidates), -np.inf)
        score[examined] = disagreement(margins)
        return pool.best(score, k)


def disagreement(margins: FloatArray) -> FloatArray:
    """Return the vote entropy in nats plus a tenth of the mean divergence in nats, which breaks ties.

    Args:
        margins: mean / sd of each member for each image, shape (members, c); p = Phi(margin), a vote is its sign.
    """
    p = np.asarray(ndtr(margins))
    votes = binary_entropy((margins > 0).mean(axis=0))
    center = p.mean(axis=0)
    divergence = (rel_entr(p, center) + rel_entr(1.0 - p, 1.0 - center)).mean(axis=0)
    return np.asarray(votes + _TIE * divergence)


def _examined(pool: Pool, size: int) -> IntArray:
    """Return ascending positions of the candidates nearest to the boundary and of random ones."""
    c = len(pool.candidates)
    if size >= c:
        return np.arange(c)
    random = size // _RANDOM
    nearest = best(-np.abs(pool.mean), size - random)
    others = np.setdiff1d(np.arange(c), nearest)
    return np.sort(np.concatenate([nearest, pool.rng.choice(others, random, replace=False)]))


def _committee(pool: Pool, examined: IntArray) -> list[FloatArray]:
    """Return the margins of the additional committee members, each of shape (len(examined),)."""
    seen = np.asarray(pool.features(pool.judged), np.float64)
    rows = np.asarray(pool.features(pool.candidates[examined]), np.float64)
    origin = seen.mean(axis=0)
    seen, rows = seen - origin, rows - origin
    some = np.concatenate([seen[:_PAIRS], rows[:: max(1, len(rows) // _PAIRS)]])
    reach = float(np.median(pdist(some))) or 1.0
    noise = max(pool.noise / pool.amplitude, _SMALLEST_NOISE)
    center = float(np.mean(pool.prior_mean))
    margins: list[FloatArray] = []
    for factor_of_reach in _REACHES:
        pool.report(len(margins) / (len(_REACHES) + 1))
        length_scale = factor_of_reach * reach
        own = many("rbf", seen, seen, length_scale)
        margins.append(_margin(own, many("rbf", seen, rows, length_scale), np.ones(len(rows)), pool.y, center, noise))
    scale = max(float(np.mean(np.square(some).sum(axis=1))), 1e-12)
    own, across = (seen @ seen.T + scale) / scale, (seen @ rows.T + scale) / scale
    variance = (np.square(rows).sum(axis=1) + scale) / scale
    margins.append(_margin(own, across, variance, pool.y, center, noise))
    return margins


def _margin(
    own: FloatArray, across: FloatArray, variance: FloatArray, y: FloatArray, center: float, noise: float
) -> FloatArray:
    """Return the predictive mean / sd of a Gaussian process from kernel values; the sd includes the noise."""
    lower = factor(own + noise * np.eye(len(own)))
    projections = solve_triangular(lower, across, lower=True, check_finite=False)
    mean = center + projections.T @ solve_triangular(lower, y - center, lower=True)
    var = np.maximum(variance - np.square(projections).sum(axis=0), 1e-10) + noise
    return np.asarray(mean / np.sqrt(var))
