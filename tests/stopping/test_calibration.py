"""Calibration against scikit-learn, and what is expected to be left against models that were fitted again."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from annotator.data.features.array_features import ArrayFeatures
from annotator.engine import Engine
from annotator.parameters import ModelSettings
from annotator.stopping.calibration import Logistic, audit_weights, expected_left, fit
from annotator.types import Batch, Snapshot


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
    assert weights @ curve(score) == pytest.approx(weights @ y)  # the intercept is not penalized


def test_separable_scores_keep_a_finite_slope() -> None:
    curve = fit(np.array([-2.0, -1.0, 1.0, 2.0]), np.array([0.0, 0.0, 1.0, 1.0]), np.ones(4))
    assert 0 < curve.slope < 10
    with pytest.raises(ValueError, match="both"):
        fit(np.zeros(2), np.ones(2), np.ones(2))


def test_what_is_left_is_the_sum_over_a_curve_fitted_to_models_that_each_forgot_one_judgement() -> None:
    rng = np.random.default_rng(4)
    array = rng.normal(size=(90, 3))
    y = np.where(array[:, 0] + 0.5 * rng.normal(size=90) > 0.4, 1.0, -1.0)
    engine, judged, open_rows = Engine(ArrayFeatures(array), dtype=np.float64), np.arange(30), np.arange(35, 90)
    model = ModelSettings(
        kernel="rbf", length_scale=1.5, graph_weight=0.0, noise=0.3, adapt=False, balance=0.0, robust="off"
    )

    def snapshot(rows: np.ndarray) -> Snapshot:
        none = np.empty(0, np.int64)
        return Snapshot(len(rows), 1, rows, y[rows], none, np.empty((0, 3)), "mix", {}, 0, (0, 0, 1), model)

    def score(rows: np.ndarray, of: np.ndarray) -> np.ndarray:
        found = engine.posterior(snapshot(rows))
        return np.asarray(found.mean[of] / np.sqrt(found.var[of]))

    weights = rng.uniform(1, 9, 30)
    scores = np.concatenate([score(np.delete(judged, i), judged[i : i + 1]) for i in range(30)])
    expected = fit(scores, (y[judged] > 0).astype(float), weights)(score(judged, open_rows)).sum()
    given = snapshot(judged)
    left = expected_left(engine.posterior(given), engine.settings(given), given, weights, open_rows)
    assert left == pytest.approx(expected, rel=1e-6)
    assert np.ptp(engine.posterior(given).var[open_rows]) > 0.3  # the variances matter
    only = snapshot(judged[y[judged] > 0])
    assert (
        expected_left(engine.posterior(only), engine.settings(only), only, np.ones(len(only.rows)), open_rows) is None
    )


def test_audited_images_stand_for_those_that_were_not_drawn() -> None:
    def batch(images: tuple[int, ...], scores: tuple[float, ...], strategy: str) -> Batch:
        return Batch(1, 1, images, scores, strategy, {}, 0, "2026-01-01T00:00:00Z", "")

    batches = [batch((3, 4), (0.5, 0.25), "mix"), batch((7, 9), (0.5, 0.04), "audit")]
    assert audit_weights(batches, np.array([9, 3, 7, 1])).tolist() == [25.0, 1.0, 2.0, 1.0]
