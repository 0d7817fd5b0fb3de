"""Least confidence, query by committee, BALD and BatchBALD: formulas by brute force, and what each is for."""

import numpy as np
import pytest
from pools import clusters, pool_of, random_pool
from scipy.special import ndtr
from scipy.stats import multivariate_normal

from annotator.data.features.features import ArrayFeatures
from annotator.model.geometry import Geometry
from annotator.model.posterior import RelevanceModel
from annotator.numerics.normal import binary_entropy
from annotator.parameters import ModelSettings
from annotator.strategies.builtin.bald import Bald, BatchBald, expected_entropy, mutual_information
from annotator.strategies.builtin.query_by_committee import Qbc, disagreement
from annotator.strategies.builtin.uncertainty import LeastConfidence
from annotator.strategies.conformance import check_strategy
from annotator.strategies.pool import PosteriorPool


@pytest.mark.parametrize(
    ("cls", "parameters"), [(Qbc, {"candidates": 1}), (Qbc, {"candidates": 7}), (BatchBald, {"candidates": 5})]
)
def test_the_contract_is_kept_within_any_limits(cls, parameters):
    check_strategy(cls, **parameters)


def test_least_confidence_margin_and_entropy_are_one_ordering():
    pool = random_pool()
    p = ndtr(pool.mean / np.sqrt(pool.var))
    picks = LeastConfidence().select(pool, 50).tolist()
    assert picks == pool.candidates[np.argsort(np.maximum(p, 1 - p), kind="stable")[:50]].tolist()
    assert picks == pool.candidates[np.argsort(np.abs(2 * p - 1), kind="stable")[:50]].tolist()
    assert pool.scores[picks[0]] == pytest.approx(binary_entropy(p).max())


def test_split_votes_count_before_divergence():
    margins = np.array([[3, 3, 3, 0.1], [3, 3, 0.1, 0.1], [-0.1, 3, 3, 0.1], [-0.1, -0.1, 0.1, 0.1]])
    score = disagreement(margins)
    assert score.argsort()[::-1].tolist() == [0, 1, 2, 3]  # 2:2, 3:1, then unlike probabilities, then none
    assert score[3] == pytest.approx(0.0, abs=1e-12)
    p = ndtr(margins[:, 2])
    divergence = np.mean(p * np.log(p / p.mean()) + (1 - p) * np.log((1 - p) / (1 - p).mean()))
    assert score[2] == pytest.approx(0.1 * divergence)


def test_the_committee_asks_where_its_members_generalise_differently():
    """Far beyond the relevant image the linear member says relevant, the others fall back to irrelevant."""
    array = [[-1.0, 0.0], [1.0, 0.0], [1.0, 0.05], [8.0, 0.0], [-8.0, 0.0], [-1.0, 0.05]]
    pool = pool_of(array, [0, 1], [-1.0, 1.0], length_scale=1.0)
    assert Qbc().select(pool, 1).tolist() == [3]


def test_without_judgements_there_is_one_model_and_its_confidence():
    array = np.random.default_rng(0).normal(size=(30, 3))
    model = RelevanceModel(Geometry(ArrayFeatures(array), np.float64))
    posterior = model.condition(np.empty(0, np.int64), np.empty(0), array[[7]], ModelSettings())
    nothing = np.empty(0, np.int64)
    pool = PosteriorPool(posterior, np.arange(30), nothing, np.empty(0), np.random.default_rng(0))
    assert Qbc().select(pool, 5).tolist() == LeastConfidence().select(pool, 5).tolist() != [0, 1, 2, 3, 4]


def test_expected_entropy_is_that_of_quadrature():
    nodes, weights = np.polynomial.hermite_e.hermegauss(200)
    weights = weights / weights.sum()
    mean, var = (a.ravel() for a in np.meshgrid(np.linspace(-3, 3, 13), [0.001, 0.05, 0.5, 2.0, 10.0]))
    exact = binary_entropy(ndtr(mean[:, None] + np.sqrt(var)[:, None] * nodes)) @ weights
    assert np.abs(expected_entropy(mean, var) - exact).max() < 0.002
    information = binary_entropy(ndtr(mean / np.sqrt(1 + var))) - exact
    assert np.abs(mutual_information(mean, var) - information).max() < 0.002
    little = (var == 0.001) & (np.abs(mean) <= 2)
    assert mutual_information(mean, var)[little] == pytest.approx(information[little], rel=0.1)


def test_bald_asks_what_is_unknown_and_not_what_is_contradictory():
    """Both images are at the boundary: one between contradictory labels, the other far from any."""
    array = [[0.0, 0.0], [0.0, 0.1], [0.0, 0.05], [9.0, 9.0]]
    pool = pool_of(array, [0, 1], [1.0, -1.0], length_scale=1.0, prior_mean=0.0, noise=0.1)
    assert np.abs(pool.mean).max() < 1e-6
    assert Bald().select(pool, 2).tolist() == [3, 2]


def answer_information(mean, cov):
    """Joint entropy of the answers less their expected entropies, by scipy's orthant probabilities."""
    signs = np.array(np.meshgrid(*[[-1, 1]] * len(mean))).reshape(len(mean), -1).T
    noisy = cov + np.eye(len(mean))
    cells = [multivariate_normal.cdf(s * mean, cov=noisy * np.outer(s, s)) for s in signs]
    return -np.sum(cells * np.log(cells)) - expected_entropy(mean, np.diag(cov)).sum()


def test_batchbald_is_greedy_in_the_joint_information():
    pool = random_pool(n=40, d=2, labels=6)
    picks = BatchBald(tolerance=0.0).select(pool, 3)
    at = np.searchsorted(pool.candidates, picks)
    gains = []
    for size in (1, 2, 3):
        here = at[:size]
        gains.append(answer_information(pool.mean[here], pool.cov(picks[:size], picks[:size])))
    assert np.diff([0.0, *gains]) == pytest.approx([pool.scores[row] for row in picks.tolist()], abs=5e-3)
    others = [i for i in range(len(pool.candidates)) if i not in at[:2]]
    best = max(
        answer_information(
            pool.mean[[*at[:2], i]], pool.cov(pool.candidates[[*at[:2], i]], pool.candidates[[*at[:2], i]])
        )
        for i in others
    )
    assert gains[2] > best - 5e-3


def test_no_two_images_of_the_batch_tell_the_same():
    """Two unknown groups of near copies; one by one, all of the less known group come first."""
    array = clusters(10, 10, 10, 10, d=4, spread=0.01)
    array[30:] *= 1.1
    pool = pool_of(array, [0, 10], [1.0, -1.0], length_scale=3.0, prior_mean=0.0)
    alone, together = Bald().select(pool, 2), BatchBald().select(pool, 2)
    assert len(set((alone // 10).tolist())) == 1
    assert set((together // 10).tolist()) == {2, 3}
