"""Efficient nonmyopic search: the value against conditioning anew, and looking ahead."""

import numpy as np
import pytest
from pools import pool_of, random_pool
from scipy.special import ndtr

from annotator.strategies.builtin.active_search import Ens
from annotator.strategies.builtin.uncertainty import Topscoring
from annotator.strategies.conformance import check_strategy


def likely(pool):
    return ndtr(pool.mean / np.sqrt(pool.var))


def test_the_value_is_that_of_the_model_conditioned_anew():
    array = np.random.default_rng(3).normal(size=(30, 2))
    rows, y = [0, 1, 2], [1.0, -1.0, -1.0]
    pool = pool_of(array, rows, y)
    row = int(Ens(budget=6).select(pool, 1)[0])
    p = likely(pool)[np.searchsorted(pool.candidates, row)]
    value = p
    for label, chance in ((-1.0, 1 - p), (1.0, p)):
        value += chance * np.sort(likely(pool_of(array, [*rows, row], [*y, label])))[-5:].sum()
    assert pool.scores[row] == pytest.approx(value, abs=1e-6)


def test_the_last_judgement_takes_the_most_probable_image():
    pool = random_pool()
    chosen = Ens(budget=1).select(pool, 1)
    assert chosen[0] == pool.candidates[np.argmax(likely(pool))]


def test_with_judgements_left_it_asks_where_success_leads_to_more():
    """A lone image beside the found one is likelier than the crowd, but nothing is to be found beyond it."""
    rng = np.random.default_rng(0)
    crowd = np.array([20.0, 0.0]) + rng.normal(scale=0.2, size=(40, 2))
    array = np.concatenate([[[0.0, 0.0], [1.0, 0.0]], crowd])
    pool = pool_of(array, [0], [1.0], length_scale=1.0, prior_mean=-0.5)
    assert Topscoring().select(pool, 1)[0] == 1
    assert Ens(budget=1).select(pool, 1)[0] == 1
    assert Ens(budget=30).select(pool, 1)[0] >= 2


@pytest.mark.parametrize("parameters", [{"budget": 1}, {"candidates": 2}, {"budget": 1000}])
def test_every_variant_keeps_the_contract(parameters):
    check_strategy(Ens, **parameters)
