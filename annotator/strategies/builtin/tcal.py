"""Triple criteria active learning: clusters of images near the boundary, each represented by its medoid."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from annotator.numerics.blocks import best
from annotator.numerics.kernel_kmeans import kernel_kmeans
from annotator.parameters import parameter
from annotator.strategies.base import Pool
from annotator.types import FloatArray, IntArray


@dataclass(frozen=True)
class Tcal:
    """One representative per group of borderline images (triple criteria active learning).

    The ``factor`` x k images nearest to the boundary are divided into k clusters by kernel k-means; the image with the
    smallest mean distance to its cluster is chosen from each.
    """

    name: ClassVar[str] = "tcal"
    title: ClassVar[str] = "Sharpen the boundary, one image per group"
    reference: ClassVar[str] = (
        "Demir & Bruzzone 2015, A novel active learning method in relevance feedback for content-based remote sensing "
        "image retrieval"
    )

    factor: int = parameter(4, "Borderline images examined per image of the batch.", low=1, high=50)

    def select(self, pool: Pool, k: int) -> IntArray:
        """Select one image per cluster, the most borderline first."""
        k = min(k, len(pool.candidates))
        near = np.sort(best(-np.abs(pool.mean), self.factor * k))
        rows = pool.candidates[near]
        kernel = np.asarray(pool.kernel(rows, rows), np.float64)
        pool.report(0.5)
        label = kernel_kmeans(kernel, k, pool.rng)
        central = np.array([_medoid(kernel, np.flatnonzero(label == cluster)) for cluster in range(k)])
        score = np.full(len(pool.candidates), -np.inf)
        score[near[central]] = -np.abs(pool.mean[near[central]])
        return pool.best(score, k)


def _medoid(kernel: FloatArray, members: IntArray) -> int:
    """Return the member with the smallest mean squared distance to the others; the first if there are several."""
    within = kernel[np.ix_(members, members)]
    return int(members[np.argmin(np.diag(within) - 2.0 * within.mean(axis=1))])
