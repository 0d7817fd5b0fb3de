"""The learners for graded answers: what they learn, and answers that may change or be missing."""

import numpy as np
import pytest
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.gaussian_process.kernels import RBF

from annotator.compat.regression import REGRESSION_LEARNERS, ITAL_Regression
from annotator.errors import ConfigError, FeatureError

PLACES = np.random.default_rng(0).uniform(-1, 1, (120, 2))
TRUTH = np.sin(2 * PLACES[:, 0]) * np.cos(PLACES[:, 1])


def learner_of(cls=ITAL_Regression, **arguments):
    return cls(PLACES, [0, 1], TRUTH[:2], 0.7, noise=1e-4, **arguments)


def error_of(learner):
    return float(np.sqrt(np.mean((learner.mean - TRUTH) ** 2)))


@pytest.mark.parametrize("name", REGRESSION_LEARNERS)
def test_every_learner_learns(name):
    learner = learner_of(REGRESSION_LEARNERS[name])
    before = error_of(learner)
    seen = {0, 1}
    for _ in range(5):
        chosen = learner.fetch_unlabelled(4)
        assert len(set(chosen)) == 4
        assert seen.isdisjoint(chosen)
        seen.update(chosen)
        learner.update({row: TRUTH[row] for row in chosen})
    assert error_of(learner) < 0.1 < before
    assert learner.labeled_ids == seen - {0, 1}
    assert learner.rounds == 5


def test_predictions_agree_with_another_model():
    learner = learner_of()
    learner.update({5: TRUTH[5], 9: 0.0, 11: None})
    rows = [0, 1, 5, 9]
    other = GaussianProcessRegressor(RBF(0.7), alpha=1e-4, optimizer=None).fit(PLACES[rows], [*TRUTH[[0, 1, 5]], 0.0])
    assert learner.mean == pytest.approx(other.predict(PLACES), abs=1e-9)
    assert learner.gp.predict([[0.3, 0.4]]) == pytest.approx(other.predict([[0.3, 0.4]]), abs=1e-9)


def test_answers_may_change_and_be_missing():
    learner = learner_of()
    learner.update({5: None, 6: 0.25})
    assert learner.unnameable_ids == {5}
    assert {0, 1, 5, 6}.isdisjoint(learner.fetch_unlabelled(200))
    assert {0, 1, 5, 6}.isdisjoint(learner.get_unseen())
    foreseen = learner.updated_prediction({5: 0.5, 0: -1.0}, [0, 5, 7], cov_mode="diag")
    learner.update({5: 0.5, 0: -1.0})
    assert learner.unnameable_ids == frozenset()
    assert foreseen[0] == pytest.approx(learner.mean[[0, 5, 7]], abs=1e-8)
    fresh = ITAL_Regression(PLACES, [0, 1], [-1.0, TRUTH[1]], 0.7, noise=1e-4)
    fresh.update({5: 0.5, 6: 0.25})
    assert learner.mean == pytest.approx(fresh.mean, abs=1e-8)
    learner.reset()
    assert learner.mean == pytest.approx(learner_of().mean, abs=1e-8)


def test_a_person_who_grades_half_of_the_images():
    learner = learner_of(label_prob=0.5)
    assert len(set(learner.fetch_unlabelled(6))) == 6
    with pytest.raises(ConfigError, match="'good' is not an answer"):
        learner.update({3: "good"})


def test_the_power_of_emoc_matters():
    cls = REGRESSION_LEARNERS["EMOC"]
    assert learner_of(cls).fetch_unlabelled(6) != learner_of(cls, norm=3).fetch_unlabelled(6)


def test_initial_grades_that_do_not_fit():
    for rows, y in [([0, 1], [1.0]), ([200], [1.0]), ([-1], [0.0])]:
        with pytest.raises(FeatureError, match="do not fit 120 rows of data"):
            ITAL_Regression(PLACES, rows, y)
