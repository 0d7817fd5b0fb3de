"""Strategies that score every image individually and select the best, in O(n)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from scipy.special import ndtr

from annotator.numerics.normal import binary_entropy
from annotator.strategies.base import Pool
from annotator.types import IntArray


@dataclass(frozen=True)
class Random:
    """Uniformly random images: the control for every other strategy.

    Every set of k images has the same probability.
    """

    name: ClassVar[str] = "random"
    title: ClassVar[str] = "Check at random"
    reference: ClassVar[str] = ""

    def select(self, pool: Pool, k: int) -> IntArray:
        """Draw uniformly without replacement."""
        return pool.rng.choice(pool.candidates, min(k, len(pool.candidates)), replace=False)


@dataclass(frozen=True)
class Topscoring:
    """The images with the highest predicted relevance (continuous active learning).

    The largest posterior mean.
    """

    name: ClassVar[str] = "topscoring"
    title: ClassVar[str] = "Find more like these"
    reference: ClassVar[str] = (
        "Cormack & Grossman 2014, Evaluation of machine-learning protocols for technology-assisted review"
    )

    def select(self, pool: Pool, k: int) -> IntArray:
        """Select the highest posterior means."""
        return pool.best(pool.mean, k)


@dataclass(frozen=True)
class Borderline:
    """The images nearest to the boundary between relevant and irrelevant.

    The smallest abs(mean).
    """

    name: ClassVar[str] = "borderline"
    title: ClassVar[str] = "Sharpen the boundary"
    reference: ClassVar[str] = "Tong & Chang 2001, Support vector machine active learning for image retrieval"

    def select(self, pool: Pool, k: int) -> IntArray:
        """Select the smallest absolute posterior means."""
        return pool.best(-np.abs(pool.mean), k)


@dataclass(frozen=True)
class Uncertainty:
    """The images with the least certain label: near the boundary and far from judged images.

    The smallest abs(mean) / sqrt(var + noise).
    """

    name: ClassVar[str] = "uncertainty"
    title: ClassVar[str] = "Ask where the model is unsure"
    reference: ClassVar[str] = "Kapoor, Grauman, Urtasun & Darrell 2007, Active learning with Gaussian processes"

    def select(self, pool: Pool, k: int) -> IntArray:
        """Select the smallest |mean| / sqrt(var + noise)."""
        return pool.best(-np.abs(pool.mean) / np.sqrt(pool.var + pool.noise), k)


@dataclass(frozen=True)
class LeastConfidence:
    """The images with the least confident predicted label, without the noise of a judgement.

    The largest h(p), p = Phi(mean / sd). With two classes least confidence 1 - max(p, 1 - p), the margin between the
    classes abs(2p - 1) and the entropy h(p) give the same order, so this strategy is all three.
    """

    name: ClassVar[str] = "least-confidence"
    title: ClassVar[str] = "Ask where a guess would be least certain"
    reference: ClassVar[str] = (
        "Lewis & Gale 1994, A sequential algorithm for training text classifiers (margin: Scheffer, Decomain & Wrobel "
        "2001; entropy: Settles 2009)"
    )

    def select(self, pool: Pool, k: int) -> IntArray:
        """Select the largest entropies of the relevance sign, in nats."""
        return pool.best(binary_entropy(ndtr(pool.mean / np.sqrt(pool.var))), k)
