"""Batches of uncertain and diverse images, by clusters or by the gradients that their answers would cause."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from annotator.numerics.blocks import best
from annotator.numerics.clustering import clustered, nearest_first
from annotator.parameters import parameter
from annotator.strategies.base import Pool
from annotator.strategies.builtin.expected_model_change import uncertainty
from annotator.strategies.information import relevant
from annotator.strategies.shortlist import LARGEST_SHORTLIST, shortlist_size
from annotator.types import FloatArray, IntArray


@dataclass(frozen=True)
class Badge:
    """Uncertain images whose answers would change the model in different directions.

    Seeds of k-means++ among the gradients g_i = -s_i a_i x_i in the space of the kernel, with the probability a_i that
    the guessed label s_i is wrong: the first has the longest gradient, each other one is drawn with a probability
    proportional to its squared distance to the nearest one drawn before.
    """

    name: ClassVar[str] = "badge"
    title: ClassVar[str] = "Ask where the model is unsure, each image different"
    reference: ClassVar[str] = (
        "Ash, Zhang, Krishnamurthy, Langford & Agarwal 2020, Deep batch active learning by diverse, uncertain gradient "
        "lower bounds"
    )

    candidates: int | None = shortlist_size("Number of images examined, those with the longest gradients")

    def select(self, pool: Pool, k: int) -> IntArray:
        """Draw the images sequentially; O(candidates x d) per image."""
        k = min(k, len(pool.candidates))
        p = np.asarray(relevant(pool), np.float64)
        wrong = np.minimum(p, 1.0 - p)
        examined = np.sort(best(wrong, max(k, self.candidates or LARGEST_SHORTLIST)))
        rows = pool.candidates[examined]
        scale = np.where(p[examined] > 0.5, -1.0, 1.0) * wrong[examined]
        patch = pool.patch()
        patch.add(rows)
        length = np.square(scale) * pool.amplitude
        nearest = length.copy()
        chosen: list[int] = []
        scores = []
        for step in range(k):
            pool.report(step / k)
            pool.count(len(rows))
            pick = _drawn(nearest, chosen, pool.rng) if chosen else int(np.argmax(length))
            scores.append(nearest[pick])
            chosen.append(pick)
            distance = length + length[pick] - 2.0 * scale * scale[pick] * patch.kernel(pick)
            nearest = np.minimum(nearest, np.maximum(distance, 0.0)) if step else np.maximum(distance, 0.0)
        pool.explain(rows[chosen], np.array(scores))
        return rows[chosen]


def _drawn(weight: FloatArray, chosen: list[int], rng: np.random.Generator) -> int:
    """Draw an unselected position with probability proportional to ``weight``; uniformly if all weights are 0."""
    weight = weight.copy()
    weight[chosen] = 0.0
    total = float(weight.sum())
    if not total > 0.0:
        weight[:] = 1.0
        weight[chosen] = 0.0
        total = float(weight.sum())
    return int(rng.choice(len(weight), p=weight / total))


@dataclass(frozen=True)
class KmeansUncertain:
    """Central images of groups of uncertain ones: k-means of the most uncertain images, weighted by uncertainty.

    There are k groups; the weight of an image is h(p), p = Phi(mean / sd). The image nearest to the center of each
    group, largest group first.
    """

    name: ClassVar[str] = "kmeans-uncertain"
    title: ClassVar[str] = "Ask where the model is unsure, one image per group"
    reference: ClassVar[str] = "Zhdanov 2019, Diverse mini-batch active learning"

    factor: int = parameter(10, "Number of images clustered, as a multiple of the batch size.", low=1, high=1000)

    def select(self, pool: Pool, k: int) -> IntArray:
        """Select by one run of k-means over ``factor * k`` images."""
        k = min(k, len(pool.candidates))
        h = uncertainty(pool)
        examined = np.sort(best(h, self.factor * k))
        pool.count(len(h))
        pool.report(0.1)
        points = np.asarray(pool.features(pool.candidates[examined]), np.float64)
        points = points - points.mean(axis=0)
        weights = h[examined] + 1e-12
        label, distance = clustered(points, k, int(pool.rng.integers(1 << 31)), weights=weights / weights.max())
        chosen = examined[nearest_first(label, distance)[:k]]
        pool.explain(pool.candidates[chosen], h[chosen])
        return pool.candidates[chosen]
