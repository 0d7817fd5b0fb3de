"""Uncertain and diverse images: uncertainty minus the similarity to the nearest selected or judged image."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from scipy.special import ndtr

from annotator.numerics.blocks import best
from annotator.numerics.kernels import unit
from annotator.parameters import parameter
from annotator.strategies.base import Pool
from annotator.strategies.picks import Picks
from annotator.strategies.shortlist import LARGEST_SHORTLIST, shortlist_size
from annotator.types import AnyFloatArray, FloatArray, IntArray


@dataclass(frozen=True)
class BorderlineDiversity:
    """Images near the boundary that the model finds dissimilar.

    The smallest sum of abs(mean) and the correlation, before any judgement, with the nearest image of the batch.
    """

    name: ClassVar[str] = "borderline-diversity"
    title: ClassVar[str] = "Sharpen the boundary, each image different"
    reference: ClassVar[str] = "Brinker 2003, Incorporating diversity in active learning with support vector machines"

    trade_off: float = parameter(0.5, "1 uses only the distance to the boundary, 0 only diversity.", low=0.0, high=1.0)
    candidates: int | None = shortlist_size("Number of images examined, the nearest to the boundary")

    def select(self, pool: Pool, k: int) -> IntArray:
        """Select greedily, starting with the image nearest to the boundary."""
        k = min(k, len(pool.candidates))
        distance = np.abs(pool.mean)
        examined = np.sort(best(-distance, max(k, self.candidates or LARGEST_SHORTLIST)))
        return unlike(pool, k, examined, -distance[examined], self.trade_off)


def unlike(pool: Pool, k: int, examined: IntArray, score: AnyFloatArray, trade_off: float) -> IntArray:
    """Select ``k`` images with a high score that are dissimilar.

    The first image is the one with the highest score, whatever the trade-off.

    Args:
        pool: The pool.
        k: Batch size, at most the number of examined candidates.
        examined: Positions of the examined candidates, shape (c,).
        score: Score of each, shape (c,).
        trade_off: Weight of the score; the remaining weight is that of the prior correlation with the nearest image of
            the batch.
    """
    rows = pool.candidates[examined]
    patch = pool.patch()
    patch.add(rows)
    nearest = np.zeros(len(rows))
    picks = Picks(pool, rows, k)
    for step in picks:
        weight = trade_off if step else 1.0
        pick = picks.take(weight * score - (1.0 - weight) * nearest)
        nearest = np.maximum(nearest, patch.kernel(pick) / pool.amplitude)
    return picks.finish()


@dataclass(frozen=True)
class Rbmal:
    """Images unlike everything seen so far; uncertainty counts more as judgements accumulate.

    The weighted sum of 1 - cosine similarity to the nearest judged or chosen image and of the uncertainty 1 - abs(1 -
    2p), p with the noise of a judgement. The weight of the first is the share of images not yet judged, which is close
    to 1 in a large collection: there, the strategy spreads judgements and almost ignores the model.
    """

    name: ClassVar[str] = "rbmal"
    title: ClassVar[str] = "Look where you have not looked"
    reference: ClassVar[str] = "Cardoso, Silva, Canuto, Moro & Goncalves 2017, Ranked batch-mode active learning"

    novelty: float | None = parameter(
        None,
        "1 uses only novelty, 0 only uncertainty; auto is the share of images not yet judged.",
        kind=float,
        low=0.0,
        high=1.0,
    )
    candidates: int | None = shortlist_size("Number of images examined closely, the best before the batch")

    def select(self, pool: Pool, k: int) -> IntArray:
        """Select greedily; selected images only lower the scores of others, so few must be examined."""
        c = len(pool.candidates)
        k = min(k, c)
        uncertainty = 1.0 - np.abs(1.0 - 2.0 * ndtr(pool.mean / np.sqrt(pool.var + pool.noise)))
        similarity = self._similarity_to_judged(pool)
        pool.count(c)
        score = self._score(pool, 0, similarity, uncertainty)
        examined = np.sort(best(score, max(k, self.candidates or LARGEST_SHORTLIST)))
        rows = pool.candidates[examined]
        vectors = unit(pool.features(rows))
        similarity, uncertainty = similarity[examined], uncertainty[examined]
        picks = Picks(pool, rows, k)
        for step in picks:
            pick = picks.take(self._score(pool, step, similarity, uncertainty))
            similarity = np.maximum(similarity, vectors @ vectors[pick])
        return picks.finish()

    def _score(self, pool: Pool, step: int, similarity: FloatArray, uncertainty: FloatArray) -> FloatArray:
        c = len(pool.candidates)
        weight = (c - step) / (c + len(pool.judged)) if self.novelty is None else self.novelty
        return weight * (1.0 - similarity) + (1.0 - weight) * uncertainty

    def _similarity_to_judged(self, pool: Pool) -> FloatArray:
        """Return the cosine similarity of every candidate to the nearest judged image; -1, the minimum, if none."""
        nearest = np.full(len(pool.candidates), -1.0)
        if len(pool.judged):
            seen = unit(pool.features(pool.judged)).T
            for positions, block in pool.blocks():
                nearest[positions] = (unit(block) @ seen).max(axis=1)
        return nearest
