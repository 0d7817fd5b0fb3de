"""How far several people agree who judged the same images: measures corrected for chance, with intervals.

Labels are relevant and irrelevant; images that a person did not judge are missing. All measures depend only on how
often each combination of labels occurs, which makes their bootstrap a draw of these counts.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from annotator.types import FloatArray, LabelCodes

MISSING = -2
"""Code of an image that a person did not judge."""
_CATEGORIES = (-1, 1)
_RESAMPLES = 2000

Measure = Callable[[LabelCodes, FloatArray], FloatArray]
"""From the combinations, shape (p, judges), and how often each occurs, shape (..., p), to values, shape (...)."""


@dataclass(frozen=True)
class Agreement:
    """A measure of agreement.

    Attributes:
        value: 1 for perfect agreement, 0 for that of chance (except for raw agreement); NaN if it is not defined, as
            where only one label occurs.
        low, high: 95 % bootstrap interval over the images; NaN if the value is.
    """

    value: float
    low: float
    high: float


def agreement(labels: LabelCodes, measure: Measure, seed: int = 0) -> Agreement:
    """Return a measure of agreement with its 95 % percentile bootstrap interval.

    Args:
        labels: -1 irrelevant, 1 relevant, :data:`MISSING`; shape (images, judges).
        measure: One of the measures of this module.
        seed: Seed of the bootstrap.
    """
    if not len(labels):
        return Agreement(math.nan, math.nan, math.nan)
    combinations, counts = np.unique(labels, axis=0, return_counts=True)
    value = float(measure(combinations, counts.astype(np.float64)))
    if math.isnan(value):
        return Agreement(value, value, value)
    drawn = np.random.default_rng(seed).multinomial(len(labels), counts / len(labels), size=_RESAMPLES)
    values = measure(combinations, drawn.astype(np.float64))
    low, high = np.nanpercentile(values, [2.5, 97.5])
    return Agreement(value, float(low), float(high))


def raw(combinations: LabelCodes, counts: FloatArray) -> FloatArray:
    """Return the share of pairs of judges that agree, averaged over the images that at least two judged."""
    per_label = _per_label(combinations)
    judges = per_label.sum(axis=1)
    several = judges >= 2
    pairs = np.where(several, judges * (judges - 1), 1)
    agree = (per_label * (per_label - 1)).sum(axis=1) / pairs
    return _ratio(counts @ (agree * several), counts @ several.astype(np.float64))


def cohen_kappa(combinations: LabelCodes, counts: FloatArray) -> FloatArray:
    """Return Cohen's kappa of two judges over the images that both judged (Cohen 1960).

    Raises:
        ValueError: There are not exactly two judges.
    """
    if combinations.shape[1] != 2:
        raise ValueError("Cohen's kappa compares two judges.")
    both = (combinations != MISSING).all(axis=1)
    n = counts @ both.astype(np.float64)
    observed = _ratio(counts @ (both & (combinations[:, 0] == combinations[:, 1])).astype(np.float64), n)
    expected = np.zeros_like(observed)
    for code in _CATEGORIES:
        first, second = (counts @ (both & (combinations[:, judge] == code)).astype(np.float64) for judge in (0, 1))
        expected = expected + _ratio(first, n) * _ratio(second, n)
    return _ratio(observed - expected, 1 - expected)


def gwet_ac1(combinations: LabelCodes, counts: FloatArray) -> FloatArray:
    """Return Gwet's AC1 of two or more judges, with missing labels (Gwet 2008, eq. 4 and 5, and 2014, ch. 2).

    Other than kappa it does not fall where one label is much more frequent than the other.
    """
    per_label = _per_label(combinations)
    judges = per_label.sum(axis=1)
    judged = judges > 0
    shares = per_label / np.maximum(judges, 1)[:, None]
    share = _ratio(counts @ shares, (counts @ judged.astype(np.float64))[..., None])
    expected = (share * (1 - share)).sum(axis=-1) / (len(_CATEGORIES) - 1)
    return _ratio(raw(combinations, counts) - expected, 1 - expected)


def krippendorff_alpha(combinations: LabelCodes, counts: FloatArray) -> FloatArray:
    """Return Krippendorff's alpha for nominal data, of two or more judges, with missing labels (Krippendorff 2011)."""
    per_label = _per_label(combinations)
    judges = per_label.sum(axis=1)
    several = judges >= 2
    weight = several / np.maximum(judges - 1, 1)
    total = counts @ (per_label * several[:, None])
    n = total.sum(axis=-1)
    differing = counts @ (weight * (judges**2 - (per_label**2).sum(axis=1)))
    chance = n**2 - (total**2).sum(axis=-1)
    return 1 - _ratio((n - 1) * differing, chance)


def _per_label(combinations: LabelCodes) -> FloatArray:
    """Return how many judges gave each label, shape (p, 2)."""
    return np.stack([(combinations == code).sum(axis=1) for code in _CATEGORIES], axis=1).astype(np.float64)


def _ratio(above: FloatArray, below: FloatArray) -> FloatArray:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(np.abs(below) > 1e-12, np.divide(above, below), np.nan)
