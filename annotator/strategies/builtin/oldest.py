"""Strategy that goes through the collection in the order of the feature file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from annotator.strategies.base import Pool
from annotator.types import IntArray


@dataclass(frozen=True)
class Oldest:
    """The images that come first in the feature file.

    The smallest row number.
    """

    name: ClassVar[str] = "oldest"
    title: ClassVar[str] = "Go through in order"
    reference: ClassVar[str] = ""

    def select(self, pool: Pool, k: int) -> IntArray:
        """Select the lowest rows; the candidates are ascending."""
        return pool.candidates[:k]
