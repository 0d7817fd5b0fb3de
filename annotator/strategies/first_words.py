"""The first batches of a topic that is known by words only."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from annotator.strategies.base import Pool
from annotator.strategies.builtin.maxherding import MaxHerding
from annotator.strategies.near_duplicates import best_without_duplicates, chosen_without_duplicates
from annotator.strategies.subpool import Subpool
from annotator.types import IntArray

_TWINS = 0.98  # as the default strategy


@dataclass(frozen=True)
class FirstWords:
    """Half of a batch is what the words say, the other half stands for the whole collection.

    Words can be understood wrongly, and a model that has only seen irrelevant images where they point does not know
    where to look instead.
    """

    name: ClassVar[str] = "first-words"
    title: ClassVar[str] = "What words find"
    reference: ClassVar[str] = ""

    def select(self, pool: Pool, k: int) -> IntArray:
        """Choose the images with the largest mean, and representatives of the rest."""
        k = min(k, len(pool.candidates))
        found = pool.candidates[best_without_duplicates(pool, pool.mean, math.ceil(k / 2), _TWINS)]
        pool.explain(found, pool.mean[np.searchsorted(pool.candidates, found)])
        if len(found) == k:
            return np.asarray(found, np.int64)
        rest = Subpool.without(pool, found)
        return np.concatenate([found, chosen_without_duplicates(MaxHerding(), rest, k - len(found), _TWINS, found)])
