"""Learning loss: its regression, when it steps back, and that it asks where mistakes are."""

import numpy as np
import pytest
from pools import pool_of, random_pool
from sklearn.linear_model import Ridge
from sklearn.preprocessing import StandardScaler

from annotator.strategies.builtin.ital import Entropy
from annotator.strategies.builtin.learning_loss import LearningLoss, normal_score, predicted
from annotator.strategies.conformance import check_strategy


def test_the_contract_is_kept_with_few_candidates():
    check_strategy(LearningLoss, candidates=1)


def test_the_regression_is_that_of_scikit_learn():
    rng = np.random.default_rng(0)
    seen, target, inputs = rng.normal(3.0, 2.0, (30, 4)), rng.normal(size=30), rng.normal(size=(9, 4))
    scaler = StandardScaler().fit(seen)
    ridge = Ridge(alpha=2.0).fit(scaler.transform(seen), target)
    assert predicted(seen, target, inputs, 2.0) == pytest.approx(ridge.predict(scaler.transform(inputs)))


def test_losses_count_by_rank():
    assert normal_score(np.array([5.0, 0.1, 900.0])) == pytest.approx([0.0, -0.96742, 0.96742], abs=1e-5)


@pytest.mark.parametrize("y", [[1.0, -1.0] * 7 + [1.0], [1.0] * 20])
def test_with_few_labels_or_one_class_it_is_entropy(y):
    array = np.random.default_rng(1).normal(size=(80, 3))
    rows = np.arange(len(y))
    assert (
        LearningLoss().select(pool_of(array, rows, y), 5).tolist()
        == Entropy().select(pool_of(array, rows, y), 5).tolist()
    )


def test_it_asks_where_its_mistakes_were():
    """One region is labeled consistently, in the other one labels are a matter of luck."""
    rng = np.random.default_rng(2)
    clear, muddled = rng.normal(0.0, 0.5, (120, 2)), rng.normal(0.0, 0.5, (120, 2)) + 10.0
    array = np.concatenate([clear, muddled])
    rows = np.concatenate([np.arange(20), np.arange(120, 140)])
    y = np.concatenate([-np.ones(20), np.where(rng.random(20) < 0.5, 1.0, -1.0)])
    picks = LearningLoss().select(pool_of(array, rows, y, length_scale=1.0), 10)
    assert np.mean(picks >= 120) >= 0.9


def test_its_scores_go_with_the_losses_to_come():
    """The sign test: predicted and true losses of the candidates are positively correlated."""
    rng = np.random.default_rng(4)
    array = rng.normal(size=(400, 2))
    truth = np.where(array[:, 0] + 0.3 * rng.normal(size=400) > 0, 1.0, -1.0)
    rows = np.arange(60)
    pool = pool_of(array, rows, truth[:60], length_scale=1.0)
    picks = LearningLoss().select(pool, len(pool.candidates))
    wrong = np.sign(pool.mean) != truth[pool.candidates]
    at = np.searchsorted(pool.candidates, picks)
    assert wrong[at[:80]].mean() > 3 * wrong[at[80:]].mean()


def test_random_labels_do_no_harm():
    picks = LearningLoss().select(random_pool(labels=40), 8)
    assert len(set(picks.tolist())) == 8
