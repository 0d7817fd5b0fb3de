"""Uncertain images in dense regions: uncertainty times the similarity to the nearest neighbors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from scipy.special import ndtr

from annotator.numerics.blocks import best, rows_per_block
from annotator.numerics.kernels import unit
from annotator.numerics.normal import binary_entropy
from annotator.parameters import parameter
from annotator.strategies.base import Pool
from annotator.strategies.builtin.expected_model_change import sample
from annotator.types import FloatArray, IntArray

_BLOCK_BYTES = 4 << 20


@dataclass(frozen=True)
class Sud:
    """Uncertain images surrounded by similar ones, so that an answer also informs about the neighbors.

    h(p), p with the noise of a judgement, times the mean cosine similarity to the nearest neighbors, at least 0. In
    large collections the neighbors come from a random sample and are farther away.
    """

    name: ClassVar[str] = "sud"
    title: ClassVar[str] = "Ask about typical undecided images"
    reference: ClassVar[str] = (
        "Zhu, Wang, Yao & Tsou 2008, Active learning with sampling by uncertainty and density for word sense "
        "disambiguation and text classification"
    )

    neighbours: int = parameter(
        20, "Number of nearest images that define the density.", low=1, high=1000, unit="images"
    )
    candidates: int = parameter(
        500, "Number of images examined, the most uncertain ones.", low=1, high=100000, unit="images"
    )
    sample: int = parameter(
        10000, "Number of random images among which neighbors are searched.", low=2, high=1000000, unit="images"
    )

    def select(self, pool: Pool, k: int) -> IntArray:
        """Select the largest products."""
        h = binary_entropy(ndtr(pool.mean / np.sqrt(pool.var + pool.noise)))
        examined = np.sort(best(h, max(self.candidates, k)))
        score = np.full(len(h), -np.inf)
        others = sample(pool, self.sample)
        score[examined] = h[examined] * np.maximum(nearest_similarity(pool, examined, others, self.neighbours), 0.0)
        return pool.best(score, k)


def nearest_similarity(pool: Pool, examined: IntArray, others: IntArray, neighbours: int) -> FloatArray:
    """Return the mean cosine similarity of images to their nearest neighbors.

    Args:
        pool: The pool.
        examined: Positions of the images, shape (e,).
        others: Positions among which neighbors are searched, ascending, shape (s,); an image is not its own neighbor.
        neighbors: Number of neighbors; fewer if there are fewer others.

    Returns:
        Means in [-1, 1], shape (e,); 0 if there is no other image.
    """
    found = np.zeros(len(examined))
    count = min(neighbours, len(others) - 1)
    if count < 1:
        return found
    around = unit(pool.features(pool.candidates[others])).T
    step = rows_per_block(around.shape[1] * around.itemsize, _BLOCK_BYTES)
    for start in range(0, len(examined), step):
        pool.report(start / len(examined))
        part = examined[start : start + step]
        similarity = unit(pool.features(pool.candidates[part])) @ around
        itself = np.minimum(np.searchsorted(others, part), len(others) - 1)
        present = np.flatnonzero(others[itself] == part)
        similarity[present, itself[present]] = -np.inf
        similarity.partition(len(others) - count, axis=1)
        found[start : start + len(part)] = similarity[:, -count:].mean(axis=1)
    return found
