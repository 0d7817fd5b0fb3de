"""Example of a strategy plugin: relevant images that differ from each other.

Copy this file, rename the class, change ``select``, and test it::

    from annotator.strategies.conformance import check_strategy

    check_strategy(Spread)
"""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from annotator.parameters import parameter
from annotator.strategies.base import Pool
from annotator.types import IntArray


@dataclass(frozen=True)
class Spread:
    """Take the images that look most relevant and keep those that differ from each other (maximal marginal relevance).

    Useful if topscoring shows long runs of near-identical photos.
    """

    name: ClassVar[str] = "spread"
    title: ClassVar[str] = "Find more, each one different"
    reference: ClassVar[str] = "Carbonell & Goldstein 1998, The use of MMR, diversity-based reranking"

    trade_off: float = parameter(0.5, "1 looks only at relevance, 0 only at diversity.", low=0.0, high=1.0)
    shortlist: int = parameter(200, "Images considered, the highest ranked ones.", low=1, high=5000)

    def select(self, pool: Pool, k: int) -> IntArray:
        """Add the image with the best sum of relevance and distance to the images selected so far, repeatedly."""
        rows = pool.best(pool.mean, max(k, self.shortlist))
        position = np.searchsorted(pool.candidates, rows)
        relevance = pool.mean[position]
        similarity = pool.kernel(rows, rows)
        nearest = np.zeros(len(rows))
        chosen: list[int] = []
        scores = []
        while len(chosen) < min(k, len(rows)):
            score = self.trade_off * relevance - (1.0 - self.trade_off) * nearest
            score[chosen] = -np.inf
            pick = int(np.argmax(score))
            chosen.append(pick)
            scores.append(score[pick])
            nearest = np.maximum(nearest, similarity[pick])
            pool.report(len(chosen) / k)
        pool.explain(rows[chosen], np.array(scores))
        return rows[chosen]


STRATEGIES = (Spread,)
