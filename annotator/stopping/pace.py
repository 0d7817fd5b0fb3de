"""Time per judgement, from the times at which judgements were stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

PAUSE_S = 120.0
"""Maximum time in seconds between two steps; a longer gap is a pause and does not count."""

LATELY = 20
"""Number of latest steps from which the recent pace is computed."""


@dataclass(frozen=True)
class Pace:
    """Time per judgement, in seconds.

    Attributes:
        median: Median over all steps that follow another one without a pause.
        lately: Median over the latest of them.
        working: Total working time in seconds, without pauses.
        steps: Number of steps that were evaluated.
    """

    median: float
    lately: float
    working: float
    steps: int


def pace(steps: Sequence[tuple[str, int]]) -> Pace | None:
    """Return the pace of a search; None if no step follows another one without a pause.

    A step that judges several images counts as that many judgements of equal duration.

    Args:
        steps: (UTC time in ISO 8601, number of judged images) of every step, oldest first.
    """
    if len(steps) < 2:
        return None
    times = np.array([datetime.fromisoformat(at).timestamp() for at, _ in steps])
    images = np.array([count for _, count in steps[1:]], dtype=float)
    gaps = np.diff(times)
    at_work = (gaps >= 0) & (gaps <= PAUSE_S) & (images > 0)  # gaps are negative if the clock was set back
    if not at_work.any():
        return None
    each = gaps[at_work] / images[at_work]
    return Pace(
        median=float(np.median(each)),
        lately=float(np.median(each[-LATELY:])),
        working=float(gaps[at_work].sum()),
        steps=int(at_work.sum()),
    )
