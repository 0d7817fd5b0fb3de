"""Images with the largest posterior variance, individually or jointly for the batch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from annotator.parameters import parameter
from annotator.strategies.base import Pool
from annotator.strategies.shortlist import LARGEST_SHORTLIST, Shortlist, highest, shortlist_size
from annotator.types import FloatArray, IntArray


@dataclass(frozen=True)
class Variance:
    """Images with the largest predictive variance, which depends on the judged images but not on their labels.

    ``plain`` takes the largest variances v_i, which may be next to each other. ``corr`` subtracts from v_i the
    covariances with the images chosen before. ``logdet`` takes the largest variance given the values of the images
    chosen before, which makes the determinant of the covariance of the batch large; no two images of the batch are
    redundant.
    """

    name: ClassVar[str] = "variance"
    title: ClassVar[str] = "Fill the gaps"
    reference: ClassVar[str] = (
        "Seo, Wallat, Graepel & Obermayer 2000, Gaussian process regression: active data selection and test point "
        "rejection"
    )

    mode: str = parameter(
        "plain",
        "plain scores each image alone; corr and logdet keep the images of a batch apart.",
        choices=("plain", "corr", "logdet"),
    )
    candidates: int | None = shortlist_size("Number of images examined, those with the largest variance (corr, logdet)")

    def select(self, pool: Pool, k: int) -> IntArray:
        """Select greedily; ``logdet`` is exact unless an image beyond ``candidates`` would have been better."""
        if self.mode == "plain":
            return pool.best(pool.var, k)
        k = min(k, len(pool.candidates))
        shortlist = Shortlist(pool, *highest(pool.var, max(k, self.candidates or LARGEST_SHORTLIST)))
        scores = []
        for step in range(k):
            pool.report(step / k)
            score = self._score(shortlist)
            # Correlations can be negative, so `corr` has no upper bound and all permitted candidates are examined.
            while np.isfinite(shortlist.outside) and (self.mode == "corr" or score.max() < shortlist.outside):
                shortlist.grow()
                score = self._score(shortlist)
            pool.count(len(score))
            pick = int(np.argmax(score))
            shortlist.choose(pick)
            scores.append(score[pick])
        pool.explain(shortlist.rows, np.array(scores))
        return shortlist.rows

    def _score(self, shortlist: Shortlist) -> FloatArray:
        if self.mode == "logdet":
            score = shortlist.residual(np.arange(len(shortlist.positions)))
        else:
            score = shortlist.var - shortlist.loadings @ shortlist.lower.sum(axis=0)
        score[shortlist.chosen] = -np.inf
        return score
