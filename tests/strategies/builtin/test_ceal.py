"""CEAL's criteria, and the contract with each."""

import numpy as np
import pytest
from pools import pool_of, random_pool

from annotator.strategies.builtin.ceal import CRITERIA, Ceal
from annotator.strategies.builtin.uncertainty import Borderline, Uncertainty
from annotator.strategies.conformance import check_strategy


@pytest.mark.parametrize("criterion", ["lc", "ms", "en", "rand", "fusion"])
def test_the_contract_with_every_criterion(criterion):
    check_strategy(Ceal, criterion=criterion)


def test_the_doubtful_image_is_asked_not_the_certain_ones():
    """Between a relevant and an irrelevant image nothing is certain; at either of them nearly everything is."""
    array = np.array([[0.0], [4.0], [0.05], [2.0], [3.95]])
    pool = pool_of(array, [0, 1], [1.0, -1.0], prior_mean=0.0, length_scale=1.5)
    for criterion in CRITERIA:
        assert Ceal(criterion).select(pool, 1).tolist() == [3]


def test_margin_and_confidence_are_what_they_are_elsewhere():
    pool = random_pool()
    np.testing.assert_array_equal(Ceal("ms").select(pool, 9), Borderline().select(pool, 9))
    np.testing.assert_array_equal(Ceal("lc").select(pool, 9), Uncertainty().select(pool, 9))


def test_fusion_draws_from_the_best_of_every_measure():
    pool = random_pool(labels=60, kernel="rbf", noise=0.5)
    union = {row for criterion in CRITERIA for row in Ceal(criterion).select(pool, 6).tolist()}
    chosen = Ceal("fusion").select(pool, 6).tolist()
    assert len(union) > 6
    assert set(chosen) <= union
    drawn = {row for seed in range(40) for row in Ceal("fusion").select(_again(pool, seed), 6).tolist()}
    assert drawn == union


def _again(pool, seed):
    """The same pool with another generator."""
    pool.rng = np.random.default_rng(seed)
    return pool
