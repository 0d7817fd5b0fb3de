"""Bayesian active learning by disagreement: answers that are uncertain because the model lacks data.

The answer y at an image is the sign of its relevance value f plus a disturbance of variance 1 (probit likelihood). Its
information about f is H(y) - E H(y | f): the uncertainty of the answer minus the part that no judgement removes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from annotator.parameters import parameter
from annotator.strategies.base import Pool
from annotator.strategies.information import Gain, UserModel, next_gain
from annotator.strategies.shortlist import LARGEST_SHORTLIST, Shortlist, highest, shortlist_size
from annotator.types import FloatArray, IntArray

_A2 = 0.5 * np.pi * np.log(2.0)


def expected_entropy(mean: NDArray[Any], var: NDArray[Any]) -> FloatArray:
    """Return E h(Phi(f)) in nats for f ~ N(mean, var), elementwise; the error is below 0.002.

    Source:
        Houlsby et al. 2011, section 3: h(Phi(x)) is approximately ln 2 exp(-x^2 / (pi ln 2)).
    """
    mean, var = np.asarray(mean, np.float64), np.asarray(var, np.float64)
    return np.asarray(np.log(2.0) * np.sqrt(_A2 / (var + _A2)) * np.exp(-np.square(mean) / (2.0 * (var + _A2))))


def mutual_information(mean: NDArray[Any], var: NDArray[Any]) -> FloatArray:
    """Return the information of an answer about f ~ N(mean, var), in nats, elementwise, >= 0.

    Both entropies use the same approximation, so that its errors cancel for small variances.
    """
    mean64, var64 = np.asarray(mean, np.float64), np.asarray(var, np.float64)
    answer = expected_entropy(mean64 / np.sqrt(var64 + 1.0), np.zeros_like(var64))
    return np.asarray(np.maximum(answer - expected_entropy(mean64, var64), 0.0))


@dataclass(frozen=True)
class Bald:
    """Images whose answer is most informative about the model: uncertain for lack of data, not because borderline.

    The mutual information between the answer, with a probit likelihood, and the relevance value.
    """

    name: ClassVar[str] = "bald"
    title: ClassVar[str] = "Ask what the model does not know"
    reference: ClassVar[str] = (
        "Houlsby, Huszar, Ghahramani & Lengyel 2011, Bayesian active learning for classification and preference "
        "learning"
    )

    def select(self, pool: Pool, k: int) -> IntArray:
        """Select the images with the largest mutual information, in nats."""
        return pool.best(mutual_information(pool.mean, pool.var), k)


@dataclass(frozen=True)
class BatchBald:
    """Images whose answers together are most informative about the model, without redundancy.

    The joint entropy of the answers of the batch minus the sum of their expected entropies given the relevance values.
    """

    name: ClassVar[str] = "batchbald"
    title: ClassVar[str] = "Ask what the model does not know, without redundancy"
    reference: ClassVar[str] = (
        "Kirsch, van Amersfoort & Gal 2019, BatchBALD: efficient and diverse batch acquisition for deep Bayesian "
        "active learning"
    )

    tolerance: float = parameter(
        0.001, "Information per image, in nats, that may be lost for speed; 0 searches exactly.", low=0.0, high=0.1
    )
    candidates: int | None = shortlist_size("Number of images examined, the individually most informative ones")

    def select(self, pool: Pool, k: int) -> IntArray:
        """Select greedily with lazy evaluation; from the thirteenth image on, the joint entropy is bounded."""
        k = min(k, len(pool.candidates))
        alone = mutual_information(pool.mean, pool.var)
        pool.count(len(alone))
        shortlist = Shortlist(pool, *highest(alone, max(k, self.candidates or LARGEST_SHORTLIST)), noise=1.0)
        gain = _AnswerGain(shortlist, expected_entropy(pool.mean, pool.var))
        scores = []
        while len(shortlist.chosen) < k:
            position, value = next_gain(pool, gain, self.tolerance)
            shortlist.choose(position)
            scores.append(value)
        pool.count(gain.evaluations)
        pool.explain(shortlist.rows, np.array(scores))
        return shortlist.rows


class _AnswerGain(Gain):
    """Information that a candidate's answer adds to those of the selected images: H(y_i | y_S) - E H(y_i | f_i)."""

    def __init__(self, shortlist: Shortlist, cost: FloatArray) -> None:
        super().__init__(shortlist, UserModel())
        self._cost = cost

    def __call__(self, index: IntArray, best: float | FloatArray) -> FloatArray:
        if not self.shortlist.chosen:
            return super().__call__(index, best)
        cost = self._cost[self.shortlist.positions[index]]
        return super().__call__(index, best + cost) - cost
