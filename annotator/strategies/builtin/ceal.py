"""Uncertainty sampling of cost-effective active learning, by one of five measures."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from scipy.special import ndtr

from annotator.numerics.normal import binary_entropy
from annotator.parameters import parameter
from annotator.strategies.base import Pool
from annotator.types import AnyFloatArray, FloatArray, IntArray


def least_confident(pool: Pool) -> FloatArray:
    """Return the confidence in a *judgement*, negated: -|mean| / sqrt(var + noise), which includes the noise."""
    return np.asarray(-np.abs(pool.mean) / np.sqrt(pool.var + pool.noise), np.float64)


def smallest_margin(pool: Pool) -> AnyFloatArray:
    """Return the closeness to the boundary regardless of the variance: -|mean|."""
    return np.asarray(-np.abs(pool.mean))


def largest_entropy(pool: Pool) -> FloatArray:
    """Return the entropy of relevance in nats, h(Phi(mean / sqrt(var)))."""
    return binary_entropy(ndtr(np.asarray(pool.mean, np.float64) / np.sqrt(pool.var)))


CRITERIA: Mapping[str, Callable[[Pool], AnyFloatArray]] = {
    "lc": least_confident,
    "ms": smallest_margin,
    "en": largest_entropy,
}
"""Measures by name. With two classes and probabilities alone, all three have the same order; they differ in their
treatment of the noise and the variance."""


@dataclass(frozen=True)
class Ceal:
    """Uncertain images by least confidence (lc), margin (ms), entropy (en), chance (rand), or a mixture (fusion).

    ``fusion`` draws from the union of the k best of each measure. The other half of the method, pseudo-labels, is
    :func:`annotator.model.pseudo_labels.pseudo_labels`.
    """

    name: ClassVar[str] = "ceal"
    title: ClassVar[str] = "Ask about uncertain images"
    reference: ClassVar[str] = "Wang et al. 2017, Cost-effective active learning for deep image classification"

    criterion: str = parameter(
        "fusion",
        "Measure of uncertainty: least confidence, margin, entropy, none, or all three combined.",
        choices=("lc", "ms", "en", "rand", "fusion"),
    )

    def select(self, pool: Pool, k: int) -> IntArray:
        """Select by the measure; best first, in random order for ``rand`` and ``fusion``."""
        if self.criterion == "rand":
            return pool.rng.choice(pool.candidates, min(k, len(pool.candidates)), replace=False)
        if self.criterion == "fusion":
            union = np.unique(np.concatenate([pool.best(measure(pool), k) for measure in CRITERIA.values()]))
            return pool.rng.permutation(union)[:k]
        return pool.best(CRITERIA[self.criterion](pool), k)
