"""UCB between its extremes, and Thompson sampling: how often each image is drawn."""

import numpy as np
import pytest
from pools import pool_of, random_pool

from annotator.strategies.builtin.uncertainty import Topscoring
from annotator.strategies.builtin.upper_confidence_bound import Thompson, Ucb, _covariance, _root
from annotator.strategies.conformance import check_strategy


@pytest.mark.parametrize(("cls", "parameters"), [(Ucb, {"kappa": 0.0}), (Thompson, {"candidates": 1})])
def test_the_contract_is_kept_within_any_limits(cls, parameters):
    check_strategy(cls, **parameters)


def test_no_optimism_is_topscoring_and_much_is_variance():
    pool = random_pool()
    assert Ucb(kappa=0.0).select(pool, 9).tolist() == Topscoring().select(pool, 9).tolist()
    assert Ucb(kappa=100.0).select(pool, 1)[0] == pool.candidates[np.argmax(100.0 * np.sqrt(pool.var) + pool.mean)]


def test_what_is_unknown_may_be_relevant():
    """Relevant for sure, a little below; unknown; irrelevant for sure."""
    array = [[0.0], [0.9], [20.0], [5.0], [5.1]]
    pool = pool_of(array, [0, 3], [1.0, -1.0], kernel="rbf", length_scale=1.0, prior_mean=0.0)
    assert Ucb(kappa=0.1).select(pool, 3).tolist() == [1, 2, 4]
    assert Ucb(kappa=3.0).select(pool, 3).tolist() == [2, 1, 4]


def test_the_covariance_is_drawn_from():
    pool = random_pool()
    rows = pool.candidates[::3]
    root = _root(_covariance(pool, rows))
    assert np.abs(root @ root - pool.cov(rows, rows)).max() < 2e-3
    assert np.abs(root - root.T).max() < 1e-12


def test_images_are_drawn_as_often_as_they_are_the_best():
    array = np.array([[0.0], [0.9], [20.0], [20.01], [5.0], [5.1]])
    counts = np.zeros(len(array))
    for seed in range(600):
        pool = pool_of(array, [0, 4], [1.0, -1.0], seed, length_scale=1.0, prior_mean=0.0)
        counts[Thompson().select(pool, 1)[0]] += 1
    cov = pool.cov(pool.candidates, pool.candidates)
    draws = np.random.default_rng(9).multivariate_normal(pool.mean, cov + 1e-9 * np.eye(4), 20000)
    best = np.bincount(pool.candidates[draws.argmax(axis=1)], minlength=len(array)) / 20000
    # The two at 20 are nearly one image: together they are best as often as one alone.
    together = np.array([counts[1], counts[2] + counts[3], counts[5]]) / 600
    assert together == pytest.approx([best[1], best[2] + best[3], best[5]], abs=0.06)
    assert together[1] > 0.2
