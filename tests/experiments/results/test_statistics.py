"""Statistics of paired searches."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.stats import wilcoxon

from annotator.experiments.results.statistics import compare, holm, interval


def values(array: np.ndarray, classes: int = 4) -> dict[tuple[str, int], float]:
    return {(str(at % classes), at // classes): float(value) for at, value in enumerate(array)}


def test_interval_covers_the_mean() -> None:
    rng = np.random.default_rng(0)
    covered = [
        found.low <= 0.5 <= found.high
        for found in (interval(values(rng.normal(0.5, 0.1, 40)), seed) for seed in range(25))
    ]
    assert np.mean(covered) > 0.8
    one = interval({("a", 0): 0.4})
    assert one.mean == 0.4
    assert math.isnan(one.low)


def test_interval_sees_that_classes_differ() -> None:
    by_class = {(str(c), q): c / 4 for c in range(4) for q in range(10)}
    found = interval(by_class)
    assert found.high - found.low > 0.3
    two = interval({("a", 0): 0.0, ("b", 0): 1.0})
    assert (two.low, two.high) == (0.0, 1.0)


def test_comparison_pairs_searches() -> None:
    rng = np.random.default_rng(1)
    base = rng.random(24)
    first = values(base + 0.05 + rng.normal(0, 0.01, 24))
    second = values(base)
    found = compare(first, {"second": second, "same": first, "none": {}})
    assert set(found) == {"second", "same"}
    result = found["second"]
    assert (result.wins, result.ties, result.losses) == (24, 0, 0)
    difference = np.array([first[key] - second[key] for key in first])
    assert result.p == pytest.approx(wilcoxon(difference).pvalue)
    assert result.adjusted == pytest.approx(2 * result.p)
    assert result.difference.low < difference.mean() < result.difference.high
    assert (found["same"].ties, found["same"].p, found["same"].difference.mean) == (24, 1.0, 0.0)
    partial = compare(first, {"second": {key: second[key] for key in list(second)[:6]}})["second"]
    assert partial.wins == 6


def test_holm_steps_down() -> None:
    assert holm({"a": 0.01, "b": 0.04, "c": 0.03}) == pytest.approx({"a": 0.03, "c": 0.06, "b": 0.06})
    assert holm({"a": 0.6, "b": 0.9}) == {"a": 1.0, "b": 1.0}
    assert holm({}) == {}
