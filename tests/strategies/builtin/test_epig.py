"""EPIG: information about other images in closed form, and what it is for."""

import numpy as np
import pytest
from pools import pool_of
from scipy.special import entr, ndtr
from scipy.stats import multivariate_normal

from annotator.numerics.normal import pair_information
from annotator.strategies.builtin.epig import Epig
from annotator.strategies.conformance import check_strategy


@pytest.mark.parametrize("correlation", [-0.95, -0.3, 0.0, 0.6, 0.999])
def test_the_information_of_a_pair_equals_that_of_scipys_probabilities(correlation):
    mean, sd = np.array([0.3, -0.7]), np.array([0.8, 1.2])
    cov = np.array([[sd[0] ** 2, correlation * sd.prod()], [correlation * sd.prod(), sd[1] ** 2]])
    both = multivariate_normal.cdf(mean, cov=cov)  # P(f > 0) = P(-f < 0) = cdf of the centered variable at the mean
    p, q = ndtr(mean / sd)
    expected = sum(entr([p, 1 - p, q, 1 - q])) - sum(entr([both, p - both, q - both, 1 - p - q + both]))
    one = np.array
    got = pair_information(one([mean[0]]), one([cov[0, 0]]), one([mean[1]]), one([cov[1, 1]]), one([[cov[0, 1]]]))
    assert got[0, 0] == pytest.approx(expected, abs=1e-5)


def test_an_image_tells_everything_about_itself_and_nothing_about_strangers():
    mean, var = np.array([0.4]), np.array([0.9])
    p = ndtr(mean / np.sqrt(var))
    assert pair_information(mean, var, mean, var, var[None])[0, 0] == pytest.approx((entr(p) + entr(1 - p)).item())
    assert pair_information(mean, var, mean, var, np.zeros((1, 1)))[0, 0] == 0.0


def test_it_asks_in_the_crowd_and_not_about_the_outlier():
    """Both are equally uncertain by themselves; only the crowd has others to tell about."""
    rng = np.random.default_rng(0)
    crowd = rng.normal(scale=0.3, size=(40, 2))
    outliers = np.array([[30.0, 0.0], [0.0, 30.0]])
    pool = pool_of(np.concatenate([crowd, outliers]), length_scale=1.0, prior_mean=0.0)
    assert Epig(targets=42).select(pool, 1)[0] < 40


def test_a_batch_does_not_ask_the_same_crowd_twice():
    rng = np.random.default_rng(1)
    centers = np.array([[0.0, 0.0], [20.0, 0.0], [0.0, 20.0]])
    array = np.repeat(centers, 20, axis=0) + rng.normal(scale=0.2, size=(60, 2))
    pool = pool_of(array, length_scale=2.0, prior_mean=0.0)
    assert sorted(Epig(targets=60).select(pool, 3) // 20) == [0, 1, 2]


def test_relevance_weights_ask_about_what_seems_relevant():
    rng = np.random.default_rng(2)
    array = np.repeat([[0.0, 0.0], [20.0, 0.0]], 30, axis=0) + rng.normal(scale=0.7, size=(60, 2))
    pool = pool_of(array, [0, 30], [1.0, -1.0], length_scale=1.0, prior_mean=-0.5)
    chosen = Epig(targets=58, weights="relevance").select(pool, 4)
    assert (chosen < 30).sum() > (Epig(targets=58).select(pool, 4) < 30).sum()


@pytest.mark.parametrize("parameters", [{"weights": "relevance"}, {"candidates": 3, "targets": 2}])
def test_every_variant_keeps_the_contract(parameters):
    check_strategy(Epig, **parameters)
