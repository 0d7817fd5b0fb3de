"""Batches out of scores: chances follow the power of the score, and unlikeness spreads a batch."""

import numpy as np
import pytest
from pools import clusters, pool_of, random_pool

from annotator.strategies.builtin.batch_sampling import SCORES, Mmr, Power, score_of
from annotator.strategies.builtin.uncertainty import Topscoring, Uncertainty
from annotator.strategies.conformance import check_strategy


@pytest.mark.parametrize("name", SCORES)
def test_scores_are_on_one_scale(name):
    score = score_of(random_pool(), name)
    assert score.dtype == np.float64
    assert ((score >= 0) & (score <= 1)).all()


@pytest.mark.parametrize("name", SCORES)
def test_a_large_power_takes_the_best(name):
    pool = random_pool(n=60)
    best = pool.candidates[np.argsort(-score_of(pool, name), kind="stable")[:1]]
    assert Power(score=name, beta=1e6).select(pool, 1).tolist() == best.tolist()


@pytest.mark.parametrize("beta", [0.0, 1.0, 2.0])
def test_the_chance_of_an_image_is_the_power_of_its_score(beta):
    pool = random_pool(n=14, labels=4)
    power = score_of(pool, "relevance") ** beta
    picks = [int(Power(score="relevance", beta=beta).select(pool, 1)[0]) for _ in range(6000)]
    share = np.array([picks.count(row) for row in pool.candidates.tolist()]) / 6000
    assert share == pytest.approx(power / power.sum(), abs=0.03)


def test_a_drawn_batch_leaves_the_crowd_that_is_best():
    """Thirty copies of the most uncertain image fill the batch of the best; a drawn one reaches others."""
    array = np.random.default_rng(2).normal(size=(100, 4))
    array[30:60] = array[30]
    pool = pool_of(array, np.arange(2), [1.0, -1.0], prior_mean=0.0)
    crowd = pool.candidates[np.argsort(-score_of(pool, "uncertainty"), kind="stable")[:10]]
    assert sorted(Uncertainty().select(pool, 10)) != sorted(Power().select(pool, 10))
    assert np.isin(Power().select(pool, 10), crowd).sum() < 8


def test_marginal_relevance_looks_into_another_cluster():
    array = clusters(10, 10, 10, spread=0.05)
    pool = pool_of(array, [0, 10], [1.0, 1.0], length_scale=1.0)
    assert set(Topscoring().select(pool, 3) // 10) <= {0, 1}
    assert sorted(Mmr(trade_off=0.3).select(pool, 3) // 10) == [0, 1, 2]


@pytest.mark.parametrize("name", SCORES)
def test_marginal_relevance_without_diversity_takes_the_best(name):
    pool = random_pool()
    best = pool.candidates[np.argsort(-score_of(pool, name), kind="stable")[:6]]
    assert Mmr(score=name, trade_off=1.0).select(pool, 6).tolist() == best.tolist()


@pytest.mark.parametrize("name", SCORES)
@pytest.mark.parametrize("cls", [Power, Mmr])
def test_every_score_keeps_the_contract(cls, name):
    check_strategy(cls, score=name)
