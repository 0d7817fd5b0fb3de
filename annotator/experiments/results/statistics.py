"""Statistics of an experiment: the unit is the search, and methods are compared on the same searches."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from annotator.types import FloatArray

DRAWS = 2000
TIE = 1e-9

Values = Mapping[tuple[str, int], float]
"""Measure by search, identified by class and number."""


@dataclass(frozen=True)
class Interval:
    """A mean and its 95 % bootstrap interval."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True)
class Comparison:
    """Paired comparison of two methods on the same searches.

    Attributes:
        difference: Mean of the first minus the second, with its interval.
        p: Two-sided p-value of the Wilcoxon signed-rank test.
        adjusted: p-value after Holm's correction for all comparisons made together.
        wins, ties, losses: Number of searches in which the first is better, equal, worse.
    """

    difference: Interval
    p: float
    adjusted: float
    wins: int
    ties: int
    losses: int


def interval(values: Values, seed: int = 0) -> Interval:
    """Return the mean over searches and its bootstrap interval: classes are resampled, then searches within them.

    Fewer than three classes are kept fixed, because too few remain to resample. If such classes have one search each,
    the searches are resampled as if they were of one class.
    """
    by_class: dict[str, list[float]] = {}
    for (wanted, _), value in values.items():
        by_class.setdefault(wanted, []).append(value)
    groups = [np.array(group) for group in by_class.values()]
    everything = np.concatenate(groups)
    if len(groups) < 3 and len(everything) == len(groups):
        groups = [everything]
    if len(everything) < 2:
        return Interval(float(everything.mean()), math.nan, math.nan)
    means = _bootstrap(groups, np.random.default_rng(seed))
    low, high = np.quantile(means, [0.025, 0.975])
    return Interval(float(everything.mean()), float(low), float(high))


def _bootstrap(groups: Sequence[FloatArray], rng: np.random.Generator) -> FloatArray:
    count = len(groups)
    means = np.empty(DRAWS)
    for draw in range(DRAWS):
        chosen = rng.integers(count, size=count) if count >= 3 else range(count)
        drawn = [groups[c][rng.integers(len(groups[c]), size=len(groups[c]))] for c in chosen]
        means[draw] = np.concatenate(drawn).mean()
    return means


def compare(first: Values, others: Mapping[str, Values], *, lower_is_better: bool = False) -> dict[str, Comparison]:
    """Compare a method with others.

    Args:
        first: Measure of the method.
        others: Measures of the others by name.
        lower_is_better: Whether lower values win, for errors; else higher values win.

    Returns:
        Comparisons by name, over the searches that both methods have finished; others without any are omitted.
    """
    pairs = {}
    for name, values in others.items():
        shared = [key for key in first if key in values and not math.isnan(first[key] - values[key])]
        if shared:
            pairs[name] = {key: first[key] - values[key] for key in shared}
    tested = {name: _wilcoxon(np.array(list(pair.values()))) for name, pair in pairs.items()}
    adjusted = holm(tested)
    found = {}
    for name, pair in pairs.items():
        differences = np.array(list(pair.values()))
        gains = -differences if lower_is_better else differences
        wins, losses = np.count_nonzero(gains > TIE), np.count_nonzero(gains < -TIE)
        found[name] = Comparison(
            interval(pair), tested[name], adjusted[name], int(wins), len(differences) - int(wins + losses), int(losses)
        )
    return found


def holm(p: Mapping[str, float]) -> dict[str, float]:
    """Return p-values adjusted for multiple tests by Holm's step-down procedure."""
    adjusted, worst = {}, 0.0
    for place, name in enumerate(sorted(p, key=lambda name: p[name])):
        worst = max(worst, min(1.0, (len(p) - place) * p[name]))
        adjusted[name] = worst
    return adjusted


def _wilcoxon(differences: FloatArray) -> float:
    from scipy.stats import wilcoxon

    moved = differences[np.abs(differences) > TIE]
    return float(wilcoxon(moved).pvalue) if len(moved) else 1.0
