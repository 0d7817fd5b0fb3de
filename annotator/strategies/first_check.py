"""The first batch of a topic that begins with judgements of another collection."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from annotator.numerics.blocks import descending
from annotator.strategies.base import Pool
from annotator.types import IntArray

COUNT = 10
"""Number of images of that batch."""


@dataclass(frozen=True)
class FirstCheck:
    """Images at ranks that grow by a constant factor, from the first to the last.

    Whether judgements still hold in another collection shows at the top of the ranking, where it is dense, and further
    down, where nothing relevant should be.
    """

    name: ClassVar[str] = "first-check"
    title: ClassVar[str] = "Does the ranking hold here?"
    reference: ClassVar[str] = ""

    def select(self, pool: Pool, k: int) -> IntArray:
        """Choose the images at these ranks of the posterior mean."""
        n = len(pool.candidates)
        wanted = np.geomspace(1, n, min(k, n)).round().astype(np.int64) - 1
        step = np.arange(len(wanted))
        ranks = np.maximum.accumulate(wanted - step) + step  # those at the top that round to the same move apart
        at = descending(pool.mean.astype(np.float32))[ranks]
        pool.explain(pool.candidates[at], pool.mean[at])
        return np.asarray(pool.candidates[at], np.int64)
