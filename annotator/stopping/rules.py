"""Stopping rules from the literature. Each gives advice and states its assumptions; none is a proof."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike


@dataclass(frozen=True)
class Verdict:
    """Verdict of a stopping rule.

    Attributes:
        name: Name of the rule.
        value: Statistic of the rule; NaN if it cannot be computed yet.
        limit: Value at which the rule stops; NaN if not known yet.
        stop: Whether the rule advises stopping.
        assumes: Assumption of the rule, one sentence.
    """

    name: str
    value: float
    limit: float
    stop: bool
    assumes: str


def consecutive_irrelevant(relevant: ArrayLike, limit: int) -> Verdict:
    """Advise stopping after ``limit`` consecutive judgements without a relevant image.

    Args:
        relevant: Relevance of each judged image, in order of judging, shape (t,).
        limit: Number of consecutive irrelevant judgements, >= 1.
    """
    found = np.flatnonzero(np.asarray(relevant, np.bool_))
    n = len(np.asarray(relevant))
    run = n - 1 - int(found[-1]) if len(found) else n
    return Verdict(
        "consecutive irrelevant",
        run,
        limit,
        run >= limit,
        "Assumes that the images judged last were the ones most likely to be relevant; batches that explore or learn "
        "break it.",
    )


def knee(relevant: ArrayLike) -> Verdict:
    """Advise stopping after a knee of the gain curve: many relevant images before it, few after it.

    The value is the largest ratio of slopes, max_i (pos_i / (i + 1)) / ((1 + pos_R - pos_i) / (R - i)); the
    rule stops at 156 - min(pos_R, 150).

    Args:
        relevant: Number of relevant images found in each round, shape (R,).

    Source:
        Cormack & Grossman 2016, section 3.
    """
    counts = np.asarray(relevant, np.float64)
    rounds = len(counts)
    assumes = (
        "Assumes that the most relevant images come first and that the yield drops only once; meant for large reviews."
    )
    if rounds < 2:
        return Verdict("knee", math.nan, math.nan, False, assumes)
    met = np.cumsum(counts)
    i = np.arange(rounds - 1)
    before = met[:-1] / (i + 1)
    after = (1 + met[-1] - met[:-1]) / (rounds - 1 - i)
    value = float(np.max(before / after))
    limit = float(156 - min(met[-1], 150))
    return Verdict("knee", value, limit, value >= limit, assumes)


def cmh(relevant: ArrayLike, n: int, recall: float = 0.95, alpha: float = 0.05) -> Verdict:
    """Test the hypothesis that less than ``recall`` of the relevant images are found.

    For every past moment i, the images judged since are treated as random draws from those unjudged at i. If K relevant
    ones had been left, p = P(Hypergeometric(unjudged at i, K, draws) <= found since i) is the probability of so few
    finds. The value is the smallest p.

    Args:
        relevant: Relevance of each judged image, in order of judging, shape (t,).
        n: Number of images in the collection, >= t.
        recall: Target recall, in (0, 1).
        alpha: Significance level below which the rule stops.

    Source:
        Callaghan & Mueller-Hansen 2020; K = floor(pos / recall - pos_i + 1), the least K that means a lower recall.
    """
    from scipy.stats import hypergeom  # takes half a second to import; not when the window starts

    y = np.asarray(relevant, np.int64)
    assumes = (
        "Assumes that images were drawn at random since some past moment; a search that works draws relevant ones "
        "first, which makes it cautious, and the many moments tested make it bold."
    )
    total = int(y.sum())
    if not total:
        return Verdict("CMH", 1.0, alpha, False, assumes)
    before = np.concatenate([[0], np.cumsum(y)[:-1]])
    i = np.arange(len(y))
    left = np.minimum(np.floor(total / recall - before + 1).astype(np.int64), n - i)
    possible = left > total - before  # otherwise the judged images alone contradict it
    p = np.where(possible, hypergeom.cdf(total - before, n - i, left, len(y) - i), 0.0)
    value = float(p.min())
    return Verdict("CMH", value, alpha, value < alpha, assumes)


def safe(judged: int, n: int, run: int, least: int, limit: int) -> Verdict:
    """Apply the SAFE procedure: a minimum number of judgements, then a run of judgements without a relevant image.

    Args:
        judged: Number of judged images.
        n: Number of images in the collection.
        run: Number of judgements since the latest relevant image.
        least: Minimum number of judged images, e.g. a tenth of the collection.
        limit: Required number of consecutive judgements without a relevant image.

    Returns:
        Verdict whose value is the smaller fraction of the two conditions that is met, in [0, 1].

    Source:
        Boetje & van de Schoot 2024 (random start, active phase, another model, quality check).
    """
    value = min(1.0, judged / max(least, 1), run / max(limit, 1)) if judged < n else 1.0
    return Verdict(
        "SAFE",
        value,
        1.0,
        value >= 1,
        "Assumes that a second look with another strategy and at excluded images follows, as that procedure asks.",
    )
