"""Progress of a search: evidence, advice and pace, gathered once for all displays."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

import numpy as np

from annotator.stopping.advice import Advice
from annotator.stopping.certificate import Certificate
from annotator.stopping.evidence import AUDIT, Evidence
from annotator.stopping.next_step import NextStep
from annotator.stopping.pace import Pace
from annotator.types import IntArray

RECENT = 5
"""Number of latest batches from which the current precision is computed."""


@dataclass(frozen=True)
class BatchYield:
    """Yield of a batch.

    Attributes:
        round: Round of the batch, >= 1.
        judged: Number of labeled images of the batch, >= 1.
        relevant: Number of relevant ones.
        random: Whether the batch is a random sample, which serves to estimate rather than to find.
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
    """Progress of a search.

    Attributes:
        seen: Evidence from the search.
        advice: Advice derived from the evidence.
        next_step: What the advice comes to, in a sentence.
        pace: Time per judgement; None if there are too few steps.
        certificate: Whether a recall is certified, or what is missing.
    """

    seen: Evidence
    advice: Advice
    next_step: NextStep
    pace: Pace | None
    certificate: Certificate

    @property
    def found(self) -> IntArray:
        """Number of relevant images after 0, 1, 2, ... labels, in the order they were given, shape (judged + 1,)."""
        return np.concatenate([[0], np.cumsum(self.seen.sequence, dtype=np.int64)])

    @property
    def batches(self) -> tuple[BatchYield, ...]:
        """Every batch with a label, in order of round."""
        return tuple(
            BatchYield(at, judged, hits, strategy == AUDIT)
            for at, strategy, judged, hits in self.seen.per_round
            if at and judged
        )

    @property
    def recent(self) -> tuple[int, int] | None:
        """(judged, relevant) in the latest batches that are not random samples; None if there are none."""
        searched = [batch for batch in self.batches if not batch.random][-RECENT:]
        if not searched:
            return None
        return sum(batch.judged for batch in searched), sum(batch.relevant for batch in searched)


def curve_csv(progress: SearchProgress) -> str:
    """Return the data of all plots as CSV, one line per judgement.

    The columns are ``judged`` and ``found`` so far, and the ``round`` of the batch with the image, 0 outside batches.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["judged", "found", "round"])
    rounds = ["", *progress.seen.rounds.tolist()]
    writer.writerows(zip(range(len(rounds)), progress.found.tolist(), rounds, strict=True))
    return text.getvalue()
