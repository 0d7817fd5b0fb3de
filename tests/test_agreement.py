"""Measures of agreement against published examples and scikit-learn."""

from __future__ import annotations

import math

import numpy as np
import pytest
from sklearn.metrics import cohen_kappa_score

from annotator.agreement import MISSING, agreement, cohen_kappa, gwet_ac1, krippendorff_alpha, raw


def table(*cells: tuple[int, int, int]) -> np.ndarray:
    """Return labels of two judges from (first, second, how often)."""
    return np.array([[a, b] for a, b, n in cells for _ in range(n)], np.int8)


GWET = table((1, 1, 118), (1, -1, 5), (-1, 1, 2))
"""Gwet 2008, table 1: kappa is negative although the judges agree on 118 of 125."""


def test_the_paradox_of_kappa_as_published() -> None:
    assert agreement(GWET, raw).value == pytest.approx(0.944, abs=5e-4)
    assert agreement(GWET, cohen_kappa).value == pytest.approx(-0.0234, abs=5e-5)
    assert agreement(GWET, gwet_ac1).value == pytest.approx(0.9408, abs=5e-5)


def test_alpha_of_two_observers_and_binary_data_as_published() -> None:
    """Krippendorff 2011, section A: ten units, two observers, alpha = 0.095."""
    first, second = (0, 1, 0, 0, 0, 0, 0, 0, 1, 0), (1, 1, 1, 0, 0, 1, 0, 0, 0, 0)
    labels = np.where(np.array([first, second]).T == 1, 1, -1).astype(np.int8)
    assert agreement(labels, krippendorff_alpha).value == pytest.approx(0.095, abs=5e-4)


def test_kappa_is_that_of_scikit_learn() -> None:
    rng = np.random.default_rng(3)
    first = rng.choice([-1, 1], 200)
    labels = np.stack([first, np.where(rng.random(200) < 0.8, first, -first)], axis=1).astype(np.int8)
    assert agreement(labels, cohen_kappa).value == pytest.approx(cohen_kappa_score(labels[:, 0], labels[:, 1]))


def test_missing_labels_are_left_out() -> None:
    """What only one of two judged changes neither raw agreement nor kappa nor alpha."""
    alone = np.array([[1, MISSING], [MISSING, -1], [MISSING, MISSING]], np.int8)
    for measure in (raw, cohen_kappa, krippendorff_alpha):
        assert agreement(np.vstack([GWET, alone]), measure).value == pytest.approx(agreement(GWET, measure).value)


def test_three_judges_by_hand() -> None:
    """Four images, three judges: pairs agree 1, 1/3, 1 and 1 (two judges); relevant 3/3, 2/3, 0/3, 2/2."""
    labels = np.array([[1, 1, 1], [1, 1, -1], [-1, -1, -1], [1, MISSING, 1]], np.int8)
    observed = (1 + 1 / 3 + 1 + 1) / 4
    assert agreement(labels, raw).value == pytest.approx(observed)
    share = (1 + 2 / 3 + 0 + 1) / 4
    expected = 2 * share * (1 - share)
    assert agreement(labels, gwet_ac1).value == pytest.approx((observed - expected) / (1 - expected))
    # Coincidences: 7 relevant and 4 irrelevant values; of the differing pairs, 2 + 2 of 2 each in the second image.
    assert agreement(labels, krippendorff_alpha).value == pytest.approx(1 - 10 * 2 / (11**2 - 7**2 - 4**2))


def test_the_interval_covers_the_truth_as_often_as_it_says() -> None:
    """Judges who each are right with .9 on images of which 30 % are relevant: alpha follows from that."""
    rng = np.random.default_rng(0)
    agree = 0.9**2 + 0.1**2
    share = 0.3 * 0.9 + 0.7 * 0.1
    truth = 1 - (1 - agree) / (2 * share * (1 - share))
    covered = 0
    for trial in range(200):
        true = np.where(rng.random((150, 1)) < 0.3, 1, -1)
        labels = np.where(rng.random((150, 2)) < 0.9, true, -true).astype(np.int8)
        found = agreement(labels, krippendorff_alpha, seed=trial)
        covered += found.low <= truth <= found.high
    assert 180 <= covered <= 200


def test_one_label_only_says_nothing() -> None:
    labels = np.ones((20, 2), np.int8)
    assert agreement(labels, raw).value == 1
    for measure in (cohen_kappa, krippendorff_alpha):
        assert math.isnan(agreement(labels, measure).value)
    assert math.isnan(agreement(np.empty((0, 2), np.int8), raw).value)


def test_the_same_seed_gives_the_same_interval() -> None:
    assert agreement(GWET, raw, seed=4) == agreement(GWET, raw, seed=4)
    with pytest.raises(ValueError, match="two judges"):
        agreement(np.ones((3, 3), np.int8), cohen_kappa)
