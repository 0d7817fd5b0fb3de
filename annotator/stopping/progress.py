"""Everything that is known about how far a search is, gathered once for whoever shows it."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from annotator.stopping.advice import Advice
from annotator.stopping.evidence import Evidence
from annotator.stopping.pace import Pace
from annotator.types import IntArray


@dataclass(frozen=True, eq=False)
class SearchProgress:
    """How far a search is.

    Attributes:
        seen: What the search has shown.
        advice: What follows from it.
        pace: How long a judgement takes; None before it can be told.
    """

    seen: Evidence
    advice: Advice
    pace: Pace | None

    @property
    def found(self) -> IntArray:
        """Relevant images after 0, 1, 2, ... labels, in the order in which they were set, shape (judged + 1,)."""
        return np.concatenate([[0], np.cumsum(self.seen.sequence, dtype=np.int64)])

    @property
    def batches(self) -> tuple[tuple[int, int, int], ...]:
        """(round, judged, relevant) of every batch with a label."""
        return tuple((at, judged, hits) for at, _, judged, hits in self.seen.per_round if at and judged)


def write_curve(progress: SearchProgress, target: Path) -> None:
    """Write the learning curve as CSV: ``judged`` and ``found``, one line per judgement.

    Raises:
        OSError: The file cannot be written; what was there before stays.
    """
    part = target.with_name(f".{target.name}.part")
    try:
        with part.open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(["judged", "found"])
            writer.writerows(enumerate(progress.found.tolist()))
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
