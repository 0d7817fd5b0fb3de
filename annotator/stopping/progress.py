"""Everything that is known about how far a search is, gathered once for whoever shows it."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

import numpy as np

from annotator.stopping.advice import Advice
from annotator.stopping.evidence import AUDIT, Evidence
from annotator.stopping.pace import Pace
from annotator.types import IntArray

RECENT = 5
"""Latest batches that the present precision is taken from."""


@dataclass(frozen=True)
class BatchYield:
    """What a batch brought.

    Attributes:
        round: Its round, >= 1.
        judged: Labeled images that were asked in it, >= 1.
        relevant: Relevant ones of them.
        random: Whether it is a random sample, which is to find nothing but to tell.
    """

    round: int
    judged: int
    relevant: int
    random: bool

    @property
    def share(self) -> float:
        """Relevant share of the judged images, in [0, 1]."""
        return self.relevant / self.judged


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
    def batches(self) -> tuple[BatchYield, ...]:
        """Every batch with a label, by round."""
        return tuple(
            BatchYield(at, judged, hits, strategy == AUDIT)
            for at, strategy, judged, hits in self.seen.per_round
            if at and judged
        )

    @property
    def recent(self) -> tuple[int, int] | None:
        """(judged, relevant) in the latest batches that were no random samples; None before the first."""
        searched = [batch for batch in self.batches if not batch.random][-RECENT:]
        if not searched:
            return None
        return sum(batch.judged for batch in searched), sum(batch.relevant for batch in searched)


def curve_csv(progress: SearchProgress) -> str:
    """Return the data of all plots as CSV, one line per judgement.

    The columns are ``judged`` and ``found`` so far, and the ``round`` of the batch in which the image was asked, 0
    outside batches.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["judged", "found", "round"])
    rounds = ["", *progress.seen.rounds.tolist()]
    writer.writerows(zip(range(len(rounds)), progress.found.tolist(), rounds, strict=True))
    return text.getvalue()
