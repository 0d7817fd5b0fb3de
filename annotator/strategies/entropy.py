"""Joint entropy of the batch: what ITAL maximises for a person who answers everything and makes no mistakes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from annotator.config import parameter
from annotator.strategies.base import Pool
from annotator.strategies.information import UserModel, most_informative
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
    candidates: int | None = parameter(
        None, "Number of images examined, the most uncertain ones; auto is 10,000.", kind=int, low=1, unit="images"
    )

    def select(self, pool: Pool, k: int) -> IntArray:
        """Choose greedily with lazy evaluation, see :func:`most_informative`."""
        return most_informative(pool, k, UserModel(), self.tolerance, self.candidates)
