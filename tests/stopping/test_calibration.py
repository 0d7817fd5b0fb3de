"""Calibration against scikit-learn."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from annotator.stopping.calibration import Logistic, fit


def _data(m: int = 80) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(3)
    score = rng.normal(size=m)
    return score, (rng.random(m) < Logistic(-1.0, 2.0)(score)).astype(float), rng.uniform(1, 30, m)


def test_fit_is_that_of_scikit_learn_with_weights() -> None:
    score, y, weights = _data()
    theirs = LogisticRegression(C=1.0, tol=1e-10, max_iter=1000).fit(score[:, None], y, sample_weight=weights)
    ours = fit(score, y, weights)
    assert ours.slope == pytest.approx(theirs.coef_[0, 0], abs=1e-4)
    assert ours.intercept == pytest.approx(theirs.intercept_[0], abs=1e-4)


def test_weights_move_the_expected_number_to_what_they_stand_for() -> None:
    score, y, weights = _data()
    curve = fit(score, y, weights)
    assert weights @ curve(score) == pytest.approx(weights @ y)  # the intercept is not penalised


def test_separable_scores_keep_a_finite_slope() -> None:
    curve = fit(np.array([-2.0, -1.0, 1.0, 2.0]), np.array([0.0, 0.0, 1.0, 1.0]), np.ones(4))
    assert 0 < curve.slope < 10
    with pytest.raises(ValueError, match="both"):
        fit(np.zeros(2), np.ones(2), np.ones(2))
