"""BAIT: what the batch explains, forward and back, by brute force."""

from itertools import combinations

import numpy as np
import pytest
from pools import clusters, pool_of, random_pool

from annotator.strategies.builtin.bait import Bait, missed_most
from annotator.strategies.conformance import check_strategy


@pytest.mark.parametrize("parameters", [{"candidates": 1}, {"targets": 1}, {"candidates": 7, "targets": 5}])
def test_the_contract_is_kept_within_any_limits(parameters):
    check_strategy(Bait, **parameters)


def explained(pool, rows):
    """Variance of all candidates that judging ``rows`` removes."""
    across = pool.cov(rows, pool.candidates)
    return np.trace(across.T @ np.linalg.solve(pool.cov(rows, rows) + pool.noise * np.eye(len(rows)), across))


def test_one_image_removes_most_of_the_variance_but_for_its_twin():
    pool = random_pool(n=60, length_scale=2.0)
    pick = Bait().select(pool, 1)
    best = max(explained(pool, pool.candidates[[i]]) for i in range(len(pool.candidates)))
    assert explained(pool, pick) > 0.9 * best


def test_the_pair_is_close_to_the_best_pair():
    pool = random_pool(n=30, d=2, labels=4, length_scale=1.0)
    pair = explained(pool, Bait().select(pool, 2))
    values = [explained(pool, np.array(rows)) for rows in combinations(pool.candidates.tolist(), 2)]
    assert pair > 0.95 * max(values)
    assert np.median(values) < 0.8 * max(values)


def test_the_image_put_back_is_the_one_missed_least():
    pool = random_pool(n=60, length_scale=2.0)
    rows = pool.candidates[5:11]
    within = pool.cov(rows, rows) + pool.noise * np.eye(6)
    kept = missed_most(within, pool.cov(rows, pool.candidates), 5)
    left = [explained(pool, np.delete(rows, j)) for j in range(6)]
    assert np.setdiff1d(np.arange(6), kept).tolist() == [int(np.argmax(left))]
    assert missed_most(within, pool.cov(rows, pool.candidates), 6).tolist() == list(range(6))


def test_labels_do_not_matter():
    array = np.random.default_rng(0).normal(size=(80, 3))
    picks = [Bait().select(pool_of(array, [0, 1, 2], y), 4).tolist() for y in ([1.0, -1.0, 1.0], [-1.0, -1.0, 1.0])]
    assert picks[0] == picks[1]


def test_a_crowd_is_judged_before_an_outlier():
    array = np.concatenate([clusters(5, 60), [[30.0, 30.0, 30.0]]])
    assert 5 <= Bait().select(pool_of(array, [0], [1.0], length_scale=1.0), 1)[0] < 65
