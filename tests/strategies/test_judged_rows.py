"""The model's belief about judged images, against models that are fitted again."""

import numpy as np
import pytest
from pools import pool_of, random_pool

from annotator.parameters import ModelSettings
from annotator.strategies.leave_one_out import judged_mean, leave_one_out
from annotator.strategies.pool import PosteriorPool


def knowing_words(pool):
    """The same pool once words are known, which are another prior mean for every image."""
    model, rows = pool._posterior._model, np.asarray(pool.judged)
    trend = model.trend(np.random.default_rng(9).normal(size=model.geometry.features.d))
    settings = ModelSettings()
    nothing = np.empty((0, model.geometry.features.d))
    posterior = model.condition(rows, np.asarray(pool.y), nothing, settings, trends=() if trend is None else (trend,))
    return PosteriorPool(posterior, pool.candidates, rows, np.asarray(pool.y), pool.rng)


@pytest.mark.parametrize("m0", [-0.5, 0.0, 0.7])
def test_the_prior_mean_of_judged_images_is_known(m0):
    assert random_pool(prior_mean=m0).prior_mean.tolist() == [m0] * 8
    assert knowing_words(random_pool()).prior_mean.std() > 0.05


@pytest.mark.parametrize("known", [lambda pool: pool, knowing_words])
def test_the_mean_of_judged_images_is_that_of_the_posterior(known):
    pool = known(random_pool())
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
