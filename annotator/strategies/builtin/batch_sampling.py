"""Batches from any per-image score: sampled in proportion to a power of it, or by maximal marginal relevance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from annotator.numerics.blocks import best
from annotator.parameters import parameter
from annotator.strategies.base import Pool
from annotator.strategies.builtin.bald import mutual_information
from annotator.strategies.builtin.diversity import unlike
from annotator.strategies.builtin.expected_model_change import uncertainty
from annotator.strategies.information import relevant
from annotator.strategies.shortlist import LARGEST_SHORTLIST, shortlist_size
from annotator.types import FloatArray, IntArray

SCORES = ("uncertainty", "bald", "relevance")
"""Scores: h(p) in bits, the information about the model in bits, and p, where p = P(relevant)."""

_LEAST = 1e-12  # scores are raised to this minimum before the logarithm


def score_of(pool: Pool, name: str) -> FloatArray:
    """Return the score ``name``, one of :data:`SCORES`, of every candidate, shape (c,), in [0, 1]."""
    if name == "relevance":
        return np.asarray(relevant(pool), np.float64)
    nats = uncertainty(pool) if name == "uncertainty" else mutual_information(pool.mean, pool.var)
    return np.asarray(nats / np.log(2.0), np.float64)


@dataclass(frozen=True)
class Power:
    """Draw images with probability proportional to a power of their score, which diversifies a batch at no cost.

    The best k by beta ln(score) + g, g independent standard Gumbel variables: a sample without replacement.
    """

    name: ClassVar[str] = "power"
    title: ClassVar[str] = "Draw the better ones more often"
    reference: ClassVar[str] = (
        "Kirsch, Farquhar, Atighehchian, Jesson, Branchaud-Charron & Gal 2023, Stochastic batch acquisition: a simple "
        "baseline for deep active learning"
    )

    score: str = parameter(
        "uncertainty",
        "uncertainty: of the label; bald: what the model does not know; relevance: predicted probability.",
        choices=SCORES,
    )
    beta: float = parameter(
        1.0, "Power of the score: 0 draws uniformly, large values take the best images.", low=0.0, high=1e6
    )

    def select(self, pool: Pool, k: int) -> IntArray:
        """Select the k largest perturbed logarithms, which are the reported scores."""
        logarithm = np.log(np.maximum(score_of(pool, self.score), _LEAST))
        return pool.best(self.beta * logarithm + pool.rng.gumbel(size=len(logarithm)), k)


@dataclass(frozen=True)
class Mmr:
    """Dissimilar images with a high score (maximal marginal relevance).

    The weighted difference of the score and of the correlation, before any judgement, with the nearest image of the
    batch.
    """

    name: ClassVar[str] = "mmr"
    title: ClassVar[str] = "Find more like these, each image different"
    reference: ClassVar[str] = (
        "Carbonell & Goldstein 1998, The use of MMR, diversity-based reranking for reordering documents and producing "
        "summaries"
    )

    score: str = parameter(
        "relevance",
        "relevance: predicted probability; uncertainty: of the label; bald: what the model does not know.",
        choices=SCORES,
    )
    trade_off: float = parameter(0.7, "1 uses only the score, 0 only diversity.", low=0.0, high=1.0)
    candidates: int | None = shortlist_size("Number of images examined, those with the highest score")

    def select(self, pool: Pool, k: int) -> IntArray:
        """Select greedily, starting with the highest score."""
        k = min(k, len(pool.candidates))
        score = score_of(pool, self.score)
        pool.count(len(score))
        examined = best(score, max(k, self.candidates or LARGEST_SHORTLIST))
        return unlike(pool, k, examined, score[examined], self.trade_off)
