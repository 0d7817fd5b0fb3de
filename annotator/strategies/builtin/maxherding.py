"""First batch without any label or example: images that together represent as much of the collection as possible."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from annotator.parameters import parameter
from annotator.strategies.base import Pool
from annotator.strategies.picks import Picks
from annotator.types import IntArray


@dataclass(frozen=True)
class MaxHerding:
    """Cover the collection: each pick most increases the kernel similarity of a sample to its nearest judged image.

    The largest mean over a sample j of max(0, k(i, j) - c_j), where c_j is the largest kernel similarity of j to a
    judged or chosen image.
    """

    name: ClassVar[str] = "maxherding"
    title: ClassVar[str] = "Explore the collection"
    reference: ClassVar[str] = (
        "Bae, Noh & Sutherland 2024, Generalized coverage for more robust low-budget active learning"
    )

    sample: int = parameter(
        2000,
        "Number of random images that represent the collection when coverage is measured.",
        low=10,
        high=20000,
        unit="images",
    )

    def select(self, pool: Pool, k: int) -> IntArray:
        """Select greedily; candidates and targets are one random sample, so the cost does not grow with n."""
        k = min(k, len(pool.candidates))
        size = min(max(self.sample, k), len(pool.candidates))
        rows = np.sort(pool.rng.choice(pool.candidates, size, replace=False))
        similarity = pool.kernel(rows, rows)
        covered = np.zeros(size)
        if len(pool.judged):
            covered = pool.kernel(pool.judged, rows).max(axis=0)
        picks = Picks(pool, rows, k)
        for _ in picks:
            pick = picks.take(np.maximum(similarity - covered, 0.0).mean(axis=1))
            covered = np.maximum(covered, similarity[pick])
        return picks.finish()
