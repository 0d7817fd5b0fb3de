"""Expected entropy reduction: the closed form against conditioning anew, and what it is for."""

import numpy as np
import pytest
from pools import pool_of
from scipy.special import entr, ndtr

from annotator.strategies.builtin.expected_error_reduction import Eer


def test_the_score_is_the_expected_entropy_of_the_model_conditioned_anew():
    array = np.random.default_rng(3).normal(size=(30, 2))
    rows, y = [0, 1, 2], [1.0, -1.0, -1.0]
    pool = pool_of(array, rows, y)
    row = int(Eer().select(pool, 1)[0])
    at = int(np.searchsorted(pool.candidates, row))
    p = ndtr(pool.mean[at] / np.sqrt(pool.var[at]))
    expected = 0.0
    for label, chance in ((-1.0, 1 - p), (1.0, p)):
        after = pool_of(array, [*rows, row], [*y, label])
        others = ndtr(after.mean / np.sqrt(after.var))
        expected += chance * (entr(others) + entr(1 - others)).sum()
    # The image itself is among the targets; what is left of its uncertainty is little.
    assert -pool.scores[row] == pytest.approx(expected, abs=0.3)
    assert -pool.scores[row] >= expected - 1e-9


def test_it_asks_in_the_crowd_and_not_about_the_outlier():
    rng = np.random.default_rng(0)
    crowd = rng.normal(scale=0.3, size=(40, 2))
    outliers = np.array([[30.0, 0.0], [0.0, 30.0]])
    pool = pool_of(np.concatenate([crowd, outliers]), length_scale=1.0, prior_mean=0.0)
    assert Eer().select(pool, 1)[0] < 40


def test_a_batch_does_not_ask_the_same_crowd_twice():
    rng = np.random.default_rng(1)
    centers = np.array([[0.0, 0.0], [20.0, 0.0], [0.0, 20.0]])
    array = np.repeat(centers, 20, axis=0) + rng.normal(scale=0.2, size=(60, 2))
    pool = pool_of(array, length_scale=2.0, prior_mean=0.0)
    assert sorted(Eer().select(pool, 3) // 20) == [0, 1, 2]
