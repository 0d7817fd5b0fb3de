"""Which images the model labels itself, and with what."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import entr, ndtr

from annotator.model.pseudo_labels import pseudo_labels, threshold

NOTHING = np.empty(0, np.int64)
MEAN = np.array([0.1, 3.0, -4.0, 2.9, -0.2, np.nan, 5.0])
VAR = np.ones(7)


def test_the_certain_ones_with_the_sign_of_their_mean() -> None:
    found = pseudo_labels(MEAN, VAR, NOTHING, 0)
    assert found.rows.tolist() == [1, 2, 3, 6]
    assert found.targets.tolist() == [1.0, -1.0, 1.0, 1.0]
    assert found.noise.tolist() == [0.5] * 4


def test_judged_images_are_left_alone() -> None:
    assert pseudo_labels(MEAN, VAR, np.array([2, 6]), 0).rows.tolist() == [1, 3]


def test_a_large_variance_is_no_certainty() -> None:
    assert pseudo_labels(MEAN, VAR * 9.0, NOTHING, 0).rows.tolist() == []


def test_the_limit_keeps_the_least_uncertain() -> None:
    assert pseudo_labels(MEAN, VAR, NOTHING, 0, most=2).rows.tolist() == [2, 6]


def test_the_threshold_falls_with_the_rounds_to_zero() -> None:
    assert threshold(0) == 0.05
    assert threshold(5) == pytest.approx(0.0335)
    assert threshold(99) == 0.0
    assert pseudo_labels(MEAN, VAR, NOTHING, 99).rows.tolist() == []
    entropy = float(entr(ndtr(2.9)) + entr(ndtr(-2.9)))
    just_before, just_after = (int(np.floor((0.05 - entropy) / 0.0033)) + step for step in (0, 1))
    assert 3 in pseudo_labels(MEAN, VAR, NOTHING, just_before).rows
    assert 3 not in pseudo_labels(MEAN, VAR, NOTHING, just_after).rows


def test_single_precision_gives_the_same() -> None:
    found = pseudo_labels(MEAN.astype(np.float32), VAR.astype(np.float32), NOTHING, 1)
    assert found.rows.tolist() == pseudo_labels(MEAN, VAR, NOTHING, 1).rows.tolist()
