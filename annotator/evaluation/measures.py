"""Measures of a ranking whose images are judged only in part.

A ranking is given as the grades of its images, best first: 0 for irrelevant, 1 and more for relevant,
:data:`UNJUDGED` for an image of the pool without a judgement and :data:`OUTSIDE` for one outside of the pool. Where
trec_eval has a measure, the values are the same.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from annotator.types import FloatArray, IntArray

UNJUDGED = -1
"""Grade of an image of the pool that has no judgement; the qrels of trec_eval have the same number."""

OUTSIDE = -2
"""Grade of an image that is not in the pool, and has no judgement either."""

_SMOOTHING = 1e-5  # of infAP in trec_eval


def bpref(grades: IntArray, relevant: int, irrelevant: int) -> float:
    """Return how seldom an image judged irrelevant is ranked above a relevant one; unjudged images do not count.

    Args:
        grades: Grades in the order of the ranking, shape (n,).
        relevant: Number R of images judged relevant, ranked or not.
        irrelevant: Number N of images judged irrelevant, ranked or not.

    Returns:
        Mean over the relevant images of 1 - min(irrelevant ones above it, R) / min(N, R); NaN without a relevant one.

    Source:
        Buckley & Voorhees 2004, Retrieval evaluation with incomplete information, section 4; the variant with min(N, R)
        of trec_eval.
    """
    if relevant == 0:
        return float("nan")
    above = np.minimum(np.cumsum(grades == 0)[grades > 0], relevant)
    return float((1 - above / max(min(irrelevant, relevant), 1)).sum() / relevant)


def infap(grades: IntArray, relevant: int) -> float:
    """Return average precision as inferred from judgements of a random sample of the pool.

    Args:
        grades: Grades in the order of the ranking, shape (n,).
        relevant: Number of images judged relevant, ranked or not.

    Returns:
        The expected precision at the relevant images, on average; NaN without a relevant one.

    Source:
        Yilmaz & Aslam 2006, Estimating average precision with incomplete and imperfect judgments, section 4.
    """
    if relevant == 0:
        return float("nan")
    places = np.flatnonzero(grades > 0)
    found = np.arange(len(places))
    others = np.cumsum(grades == 0)[places]
    pooled = found + others + np.cumsum(grades == UNJUDGED)[places]
    rate = (found + _SMOOTHING) / (found + others + 2 * _SMOOTHING)
    above = pooled * rate  # the places above, times the share of them in the pool, times that of relevant ones in it
    return float(((1 + above) / (places + 1)).sum() / relevant)


def statap(grades: IntArray, chances: FloatArray, relevant: float) -> float:
    """Return an estimate of average precision from images that were drawn with known probabilities.

    Every relevant image counts with one over its probability, and so do the relevant images above it in its precision.
    If the draws are independent of each other, neither sum is biased. With probabilities of 1, it is average precision.

    Args:
        grades: Grades in the order of the ranking, shape (n,).
        chances: Probability with which each of them was drawn to be judged, shape (n,); 1 if it was in any case.
        relevant: Estimated number of relevant images: the sum of one over the probability of each that is judged.

    Returns:
        The estimate, which may exceed 1; NaN without a relevant image.

    Source:
        Aslam & Pavlu 2007, A practical sampling strategy for efficient retrieval evaluation, section 3.
    """
    if not relevant:
        return float("nan")
    places = np.flatnonzero(grades > 0)
    weights = 1 / chances[places]
    precision = (1 + np.cumsum(weights) - weights) / (places + 1)
    return float((weights * precision).sum() / relevant)


def judged_share(grades: IntArray, depth: int) -> float:
    """Return the share of the first ``depth`` images that have a judgement; NaN for an empty ranking."""
    return float((grades[:depth] >= 0).mean()) if len(grades) else float("nan")


def interval(
    values: Sequence[float] | FloatArray, confidence: float = 0.95, resamples: int = 10_000
) -> tuple[float, float]:
    """Return the percentile bootstrap interval of a mean over topics; always the same one for the same values.

    Args:
        values: A value per topic, shape (t,).
        confidence: Probability that the interval is to have, in (0, 1).
        resamples: How many samples of t topics are drawn, with replacement.

    Returns:
        The ends of the interval; NaN for fewer than two topics, which say nothing about others.
    """
    known = np.asarray(values, np.float64)
    if len(known) < 2:
        return float("nan"), float("nan")
    means = known[np.random.default_rng(0).integers(len(known), size=(resamples, len(known)))].mean(axis=1)
    low, high = np.quantile(means, ((1 - confidence) / 2, (1 + confidence) / 2))
    return float(low), float(high)
