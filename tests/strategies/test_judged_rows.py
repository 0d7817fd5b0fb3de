"""The model's belief about judged images, against models that are fitted again."""

import numpy as np
import pytest
from pools import pool_of, random_pool

from annotator.strategies.leave_one_out import judged_mean, leave_one_out, prior_mean


@pytest.mark.parametrize("m0", [-0.5, 0.0, 0.7])
def test_the_prior_mean_is_read_off_the_candidates(m0):
    assert prior_mean(random_pool(prior_mean=m0)) == pytest.approx(m0, abs=1e-6)


def test_the_mean_of_judged_images_is_that_of_the_posterior():
    pool = random_pool()
    assert judged_mean(pool) == pytest.approx(pool._posterior.mean[pool.judged], abs=1e-6)
    assert judged_mean(random_pool(labels=0)).shape == (0,)


def test_leave_one_out_is_the_model_without_the_judgement():
    rng = np.random.default_rng(3)
    array, rows = rng.normal(size=(60, 3)), np.arange(10)
    y = np.where(rng.random(10) < 0.5, 1.0, -1.0)
    settings = {"length_scale": 1.5, "noise": 0.05}
    found = leave_one_out(pool_of(array, rows, y, **settings))
    for j in range(10):
        without = pool_of(array, np.delete(rows, j), np.delete(y, j), **settings)
        at = np.searchsorted(without.candidates, j)
        assert found.mean[j] == pytest.approx(without.mean[at], abs=1e-5)
        assert found.var[j] == pytest.approx(without.var[at] + 0.05, abs=1e-5)
