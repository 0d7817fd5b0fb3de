"""How long a judgement takes this person, from the times at which the steps were stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

PAUSE_S = 120.0
"""A step that comes later than this after the one before it follows a pause, which tells nothing about the pace."""

LATELY = 20
"""Latest steps that the present pace is taken from."""


@dataclass(frozen=True)
class Pace:
    """Seconds per judgement.

    Attributes:
        median: Over all steps that follow another one without a pause.
        lately: Over the latest of them.
        working: Seconds of work in all, pauses left out.
        steps: Steps the figures rest on.
    """

    median: float
    lately: float
    working: float
    steps: int


def pace(steps: Sequence[tuple[str, int]]) -> Pace | None:
    """Return the pace of a search; None before there are two steps without a pause between them.

    A step that judges several images at once counts as that many judgements of equal length.

    Args:
        steps: (UTC time in ISO 8601, images judged) of every step, oldest first.
    """
    if len(steps) < 2:
        return None
    times = np.array([datetime.fromisoformat(at).timestamp() for at, _ in steps])
    images = np.array([count for _, count in steps[1:]], dtype=float)
    gaps = np.diff(times)
    at_work = (gaps >= 0) & (gaps <= PAUSE_S) & (images > 0)  # clocks can be set back
    if not at_work.any():
        return None
    each = gaps[at_work] / images[at_work]
    return Pace(
        median=float(np.median(each)),
        lately=float(np.median(each[-LATELY:])),
        working=float(gaps[at_work].sum()),
        steps=int(at_work.sum()),
    )
