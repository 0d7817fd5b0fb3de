"""Information-theoretic active learning: the batch whose answers are most informative about its own relevance.

The reference implementation can treat weakly correlated images as independent, which splits its sign probabilities into
smaller ones. This implementation has no equivalent: the cost of a candidate does not depend on the number of small
correlations, and large batches are searched by pairs.

Source:
    Barz, Kaeding & Denzler 2018, Information-theoretic active learning for content-based image retrieval (GCPR). The
    user model is corrected: theirs uses the posterior given wrong answers instead of the prior.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar

from annotator.parameters import parameter
from annotator.strategies.base import Pool
from annotator.strategies.builtin.minentropy import extreme_information
from annotator.strategies.information import UserModel, most_informative
from annotator.strategies.shortlist import shortlist_size
from annotator.types import IntArray


@dataclass(frozen=True)
class Entropy:
    """Images with the highest joint uncertainty about their relevance.

    The joint entropy -sum_r p(r) ln p(r) of the relevance signs of the batch, with p(r) from the orthants of the
    posterior; images are added one at a time.
    """

    name: ClassVar[str] = "entropy"
    title: ClassVar[str] = "Ask about the least certain batch"
    reference: ClassVar[str] = (
        "Konyushkova, Sznitman & Fua 2016, Geometry in active learning for binary and multi-class image segmentation"
    )

    tolerance: float = parameter(
        0.001, "Entropy per image, in nats, that may be lost for speed; 0 searches exactly.", low=0.0, high=0.1
    )
    candidates: int | None = shortlist_size("Number of images examined, the most uncertain ones")

    def select(self, pool: Pool, k: int) -> IntArray:
        """Select greedily with lazy evaluation, see :func:`most_informative`."""
        return most_informative(pool, k, UserModel(), self.tolerance, self.candidates)


@dataclass(frozen=True)
class Ital:
    """The images whose answers together are most informative about their relevance (mutual information).

    The mutual information I(R; F) = sum_f sum_r p(r) p(f | r) ln(p(f | r) / p(f)) of the relevance signs R of the batch
    and the answers F of the user, with p(r) from the orthants of the posterior; images are added one at a time.
    """

    name: ClassVar[str] = "ital"
    title: ClassVar[str] = "Ask about the most informative batch"
    reference: ClassVar[str] = (
        "Barz, Kaeding & Denzler 2018, Information-theoretic active learning for content-based image retrieval"
    )

    label_probability: float = parameter(
        1.0, "Share of the shown images that you expect to answer (the others stay unsure).", low=0.05, high=1.0
    )
    mistake_probability: float = parameter(
        0.0, "Share of your answers that you expect to be wrong.", low=0.0, high=0.45
    )
    tolerance: float = parameter(
        0.001, "Information per image, in nats, that may be lost for speed; 0 searches exactly.", low=0.0, high=0.1
    )
    candidates: int | None = parameter(
        None,
        "Number of images examined, the most uncertain ones; auto is 10,000 (200 for min-entropy and surprise).",
        kind=int,
        low=1,
        unit="images",
    )
    objective: str = parameter(
        "entropy",
        "entropy: average information of your answers; min-entropy: least information, if all are given and correct; "
        "surprise: most information, which prefers images whose relevance is clear (for comparisons).",
        choices=("entropy", "min-entropy", "surprise"),
    )
    top: int | None = parameter(
        None, "Choose only among this many of the highest ranked images; auto is all.", kind=int, low=1
    )
    top_per_judgement: float | None = parameter(
        None, "The same, as a multiple of the number of judgements; the smaller limit applies.", kind=float, low=0.01
    )

    def select(self, pool: Pool, k: int) -> IntArray:
        """Select greedily, see :func:`most_informative` and :func:`extreme_information`."""
        if self.objective != "entropy":
            return extreme_information(pool, k, self.candidates, self._top(pool), most=self.objective == "surprise")
        user = UserModel(self.label_probability, self.mistake_probability)
        return most_informative(pool, k, user, self.tolerance, self.candidates, self._top(pool))

    def _top(self, pool: Pool) -> int | None:
        limits = [] if self.top is None else [self.top]
        if self.top_per_judgement is not None:
            limits.append(math.ceil(self.top_per_judgement * max(1, len(pool.judged))))
        return min(limits, default=None)
