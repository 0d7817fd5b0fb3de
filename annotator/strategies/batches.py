"""Batches out of any score of single images: by chance in proportion to a power of it, or by unlikeness."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from annotator.config import parameter
from annotator.numerics.blocks import best
from annotator.strategies.base import Pool
from annotator.strategies.scores import SCORES, score_of
from annotator.strategies.shortlist import LARGEST_SHORTLIST
from annotator.types import IntArray

_LEAST = 1e-12  # scores below it are as good as zero, whose logarithm has no value


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
        """Choose the k largest disturbed logarithms, by which they are explained."""
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
    candidates: int | None = parameter(
        None, "Number of images examined, those with the highest score; auto is 10,000.", kind=int, low=1, unit="images"
    )

    def select(self, pool: Pool, k: int) -> IntArray:
        """Choose greedily, starting with the highest score."""
        k = min(k, len(pool.candidates))
        score = score_of(pool, self.score)
        pool.count(len(score))
        examined = best(score, max(k, self.candidates or LARGEST_SHORTLIST))
        rows, score = pool.candidates[examined], score[examined]
        patch = pool.patch()
        patch.add(rows)
        nearest = np.zeros(len(rows))
        chosen: list[int] = []
        scores = []
        for step in range(k):
            pool.report(step / k)
            pool.count(len(rows))
            # Without a batch to differ from, the first image is the best one whatever the trade-off.
            trade_off = self.trade_off if chosen else 1.0
            value = trade_off * score - (1.0 - trade_off) * nearest
            value[chosen] = -np.inf
            chosen.append(int(np.argmax(value)))
            scores.append(value[chosen[-1]])
            nearest = np.maximum(nearest, patch.kernel(chosen[-1]) / pool.amplitude)
        pool.explain(rows[chosen], np.array(scores))
        return rows[chosen]
