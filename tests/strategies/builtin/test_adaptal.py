"""AdaptAL: density against Gaussian processes that leave one image out, and what it is for."""

import numpy as np
import pytest
from pools import clusters, pool_of, random_pool
from scipy.special import entr, ndtr

from annotator.numerics.lookahead import error, losses_after
from annotator.strategies.builtin.adaptal import Adaptal, density
from annotator.strategies.conformance import check_strategy


@pytest.mark.parametrize("limits", [{"candidates": 2, "targets": 1}, {"candidates": 9, "targets": 5}])
def test_the_contract_is_kept_within_any_limits(limits):
    check_strategy(Adaptal, **limits)


def test_density_is_the_information_the_others_carry():
    pool = random_pool(n=40)
    rows, noise = pool.candidates, 0.01
    kernel = np.array(pool.kernel(rows, rows))
    expected = []
    for i in range(len(rows)):
        others = np.delete(np.arange(len(rows)), i)
        inside = kernel[np.ix_(others, others)] + noise * np.eye(len(others))
        left = kernel[i, i] + noise - kernel[i, others] @ np.linalg.solve(inside, kernel[others, i])
        expected.append(0.5 * np.log((kernel[i, i] + noise) / left))
    assert np.abs(density(kernel.copy(), noise) - expected).max() < 1e-9


def test_an_image_alone_has_no_density():
    assert density(np.eye(3), 0.1).tolist() == [0.0, 0.0, 0.0]


def test_the_choice_is_the_least_expected_error_among_the_best_of_every_weight():
    pool = random_pool(n=80)
    chosen = Adaptal().select(pool, 3)
    p = ndtr(pool.mean / np.sqrt(pool.var))
    h = entr(p) + entr(1 - p)
    dense = density(np.array(pool.kernel(pool.candidates, pool.candidates)), pool.noise)
    finalists = set()
    for weight in np.linspace(0.1, 1.0, 10):
        finalists |= set(np.argsort(-(h**weight) * dense ** (1 - weight), kind="stable")[:3].tolist())
    at = np.array(sorted(finalists))
    cov = pool.cov(pool.candidates[at], pool.candidates)
    errors = losses_after(error, cov, pool.mean, pool.var, pool.mean[at], pool.var[at], pool.noise)
    expected = (1 - p[at]) * errors[:, 0] + p[at] * errors[:, 1]
    assert chosen.tolist() == pool.candidates[at[np.argsort(expected, kind="stable")[:3]]].tolist()
    assert len(finalists) > 3


def test_crowds_are_asked_about_before_images_alone():
    array = clusters(40, 1, 1, 6)
    pool = pool_of(array, [42, 43], [1.0, -1.0], length_scale=1.5)
    assert (Adaptal().select(pool, 2) < 40).all()
