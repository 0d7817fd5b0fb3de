"""Batches that both collect relevant images and teach the model, adapted to how rare relevant images are.

Part of the batch collects the images predicted to be relevant. The rest teaches the model, with two strategies: ITAL
selects the images with the least certain joint labels, which are close to the relevant ones already found; EPIG selects
the images most informative about random images of the collection. If many judgements are relevant, exploring the whole
collection pays off. If relevant images are rare, nearly every image far from those found is irrelevant, and judging it
adds no information. EPIG therefore gets a share of the slots equal to the fraction of relevant judgements.

Source:
    Barz, Kaeding & Denzler 2018 (ITAL); Bickford Smith et al. 2023 (EPIG); Cormack & Grossman 2014 (continuous active
    learning); the division of the slots is our own, docs/benchmark.md has its evaluation.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from annotator.parameters import parameter
from annotator.strategies.base import Pool
from annotator.strategies.builtin.epig import Epig
from annotator.strategies.builtin.ital import Ital
from annotator.strategies.near_duplicates import best_without_duplicates, chosen_without_duplicates
from annotator.strategies.subpool import Subpool
from annotator.types import IntArray

_PRIOR = 4  # pseudo-count of irrelevant judgements, so that relevance is not assumed to be common at the start


@dataclass(frozen=True)
class Mix:
    """Collect likely relevant images and learn in the same batch; the slider sets the ratio.

    The share ``find`` takes the largest means. Of the rest, ``explore`` times the share of relevant judgements is
    chosen by ``epig``, the others by ``ital``. Images more similar than ``twins`` do not share a batch.
    """

    name: ClassVar[str] = "mix"
    title: ClassVar[str] = "Find and learn"
    reference: ClassVar[str] = (
        "Barz, Kaeding & Denzler 2018, Information-theoretic active learning for content-based image retrieval; "
        "Bickford Smith et al. 2023, Prediction-oriented Bayesian active learning"
    )

    find: float = parameter(
        0.0,
        "Share of every batch that collects likely relevant images; the rest teaches the model. 0 learns, 1 collects.",
        low=0.0,
        high=1.0,
    )
    collect_first: int = parameter(
        0, "Number of judgements that only collect, before learning starts.", low=0, high=1_000_000, unit="judgements"
    )
    explore: float = parameter(
        1.0,
        "Share of the learning slots that explore the whole collection, as a multiple of the share of relevant "
        "judgements; 0 stays close to what was found.",
        low=0.0,
        high=10.0,
    )
    twins: float = parameter(
        0.98,
        "Similarity above which two images are near-duplicates; a batch contains only one of them.",
        low=0.5,
        high=1.0,
    )

    def select(self, pool: Pool, k: int) -> IntArray:
        """Select the images to collect, then the images to learn from among the rest."""
        k = min(k, len(pool.candidates))
        rows = self._found(pool, k)
        explored = self._explored(pool, k - len(rows))
        for strategy, slots in ((Ital(), k - len(rows) - explored), (Epig(), explored)):
            if slots > 0:
                rest = Subpool.without(pool, rows)
                rows = np.concatenate([rows, chosen_without_duplicates(strategy, rest, slots, self.twins, rows)])
        return rows

    def _found(self, pool: Pool, k: int) -> IntArray:
        collecting = len(pool.y) <= self.collect_first and self.collect_first > 0
        wanted = k if collecting else math.ceil(self.find * k)
        if wanted == 0:
            return np.empty(0, np.int64)
        positions = best_without_duplicates(pool, pool.mean, wanted, self.twins)
        pool.count(len(pool.candidates))
        pool.explain(pool.candidates[positions], pool.mean[positions])
        return np.asarray(pool.candidates[positions], np.int64)

    def _explored(self, pool: Pool, slots: int) -> int:
        share = np.count_nonzero(pool.y > 0) / (len(pool.y) + _PRIOR)
        return round(slots * min(1.0, self.explore * share))
