"""Sign probabilities against scipy's multivariate normal distribution function (Genz's algorithm)."""

from itertools import product

import numpy as np
import pytest
from scipy.special import entr, ndtr
from scipy.stats import multivariate_normal

from annotator.numerics.orthant import BatchSigns, nodes_for, noisy, normal_nodes, pair_table


def problem(t, seed):
    """Means and covariance of t batch images and one candidate."""
    rng = np.random.default_rng(seed)
    a = rng.normal(size=(t + 1, t + 2))
    return rng.normal(scale=0.5, size=t + 1), a @ a.T / (t + 2) + 0.05 * np.eye(t + 1)


def exact_table(mean, cov):
    table = np.empty((2,) * len(mean))
    for signs in product((0, 1), repeat=len(mean)):
        s = 2.0 * np.array(signs) - 1.0
        # P(s f > 0) = cdf of -s f at 0.
        table[signs] = multivariate_normal.cdf(
            np.zeros(len(mean)),
            -s * mean,
            cov * np.outer(s, s),
            maxpts=200_000,
            abseps=1e-7,
            rng=np.random.default_rng(0),
        )
    return table


def candidate(mean, cov):
    lower = np.linalg.cholesky(cov[:-1, :-1])
    loadings = np.linalg.solve(lower, cov[:-1, -1])
    sd = np.sqrt(cov[-1, -1] - loadings @ loadings)
    return lower, (mean[-1:], loadings[None], np.array([sd]))


@pytest.mark.parametrize("seed", range(6))
def test_a_pair_is_exact(seed):
    mean, cov = problem(1, seed)
    sd = np.sqrt(np.diag(cov))
    table = pair_table(mean[1:] / sd[1], mean[0] / sd[0], np.array([cov[0, 1] / sd[0] / sd[1]]))
    assert np.allclose(table[0], exact_table(mean, cov), atol=1e-6)


@pytest.mark.parametrize("t", [2, 3, 4])
@pytest.mark.parametrize("seed", range(3))
def test_joint_tables_and_entropies(t, seed):
    mean, cov = problem(t, 10 * t + seed)
    exact = exact_table(mean, cov)
    lower, arguments = candidate(mean, cov)
    signs = BatchSigns(mean[:-1], lower)
    table = signs.tables(*arguments)
    assert table.shape == (1,) + (2,) * (t + 1)
    assert table.sum() == pytest.approx(1.0, abs=1e-6)
    assert np.abs(table[0] - exact).max() < 1e-2
    gain = entr(exact).sum() - entr(exact.sum(axis=-1)).sum()
    assert signs.conditional_entropy(*arguments)[0] == pytest.approx(gain, abs=2.5e-3)


def test_an_independent_candidate_keeps_its_entropy():
    mean, cov = problem(3, 1)
    cov[-1, :-1] = cov[:-1, -1] = 0.0
    lower, arguments = candidate(mean, cov)
    p = ndtr(mean[-1] / np.sqrt(cov[-1, -1]))
    gain = BatchSigns(mean[:-1], lower).conditional_entropy(*arguments)[0]
    assert gain == pytest.approx(entr(p) + entr(1 - p), abs=1e-5)


def test_a_twin_of_a_batch_image_adds_nothing():
    mean, cov = problem(3, 2)
    mean[-1], cov[-1, :], cov[:, -1] = mean[0], cov[0, :], cov[:, 0]
    cov[-1, -1] = cov[0, 0]
    lower = np.linalg.cholesky(cov[:3, :3])
    arguments = (mean[-1:], lower[:1], np.array([1e-5]))
    assert BatchSigns(mean[:3], lower).conditional_entropy(*arguments)[0] < 1e-3


def test_noise_on_an_axis_is_a_symmetric_channel():
    table = np.array([[[0.1, 0.2], [0.3, 0.4]]])
    assert np.allclose(noisy(table, 0.5, (2,))[0, 0], [0.15, 0.15])
    assert np.allclose(noisy(table, 0.1, (1, 2)).sum(), 1.0)
    assert noisy(table, 0.0, (1, 2)) is table


def test_nodes_are_standard_normal_and_fixed():
    z = normal_nodes(3, 1024)
    assert np.abs(z.mean(axis=0)).max() < 5e-3
    assert np.abs(np.cov(z.T) - np.eye(3)).max() < 2e-2
    assert normal_nodes(3, 1024) is z
    assert nodes_for(7) > nodes_for(2)
