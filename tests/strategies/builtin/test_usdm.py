"""USDM: the sign of its uncertainty, its diversity, and its limits."""

import numpy as np
import pytest
from pools import pool_of, random_pool

from annotator.numerics.simplex import minimize_on_simplex
from annotator.strategies.builtin.usdm import Usdm, terms
from annotator.strategies.conformance import check_strategy


@pytest.mark.parametrize("parameters", [{"candidates": 1}, {"neighbours": 1}, {"weight": 0.0}, {"weight": 100.0}])
def test_the_contract_is_kept_with_any_parameters(parameters):
    check_strategy(Usdm, **parameters)


def test_picks_are_uncertain_and_those_of_the_opposite_sign_are_not():
    """The sign test: the reference and the code of the authors add the uncertainty instead of subtracting it."""
    rng = np.random.default_rng(2)
    array = np.concatenate([rng.normal(c, 1.0, (60, 4)) for c in (-1.0, 1.0)])
    pool = pool_of(array, [0, 1, 2, 60, 61, 62], [1.0, 1.0, 1.0, -1.0, -1.0, -1.0])
    strategy = Usdm()
    kernel, h = terms(pool, pool.candidates, strategy.neighbours)
    picks = np.searchsorted(pool.candidates, strategy.select(pool, 4))
    inverted = np.argsort(-minimize_on_simplex(kernel, h / np.log(2), 4.0), kind="stable")[:4]
    assert h[picks].mean() > h[inverted].mean() + 0.05


def test_copies_share_the_weight_of_one_image():
    """Three images alone weigh one each; ten near copies of a fourth weigh one together."""
    array = np.concatenate([6.0 * np.eye(4)[:3], 6.0 * np.eye(4)[[3] * 10]])
    array[3:] += np.random.default_rng(0).normal(0.0, 0.01, (10, 4))
    pool = pool_of(array, length_scale=1.0)
    chosen = Usdm(weight=0.0).select(pool, 4)
    assert set(chosen[:3].tolist()) == {0, 1, 2}
    assert chosen[3] >= 3
    assert pool.scores[0] == pytest.approx(1.0, abs=1e-3)


def test_weights_are_told_and_fall():
    pool = random_pool()
    chosen = Usdm().select(pool, 5)
    scores = np.array([pool.scores[int(row)] for row in chosen])
    assert (np.diff(scores) <= 0).all()
    assert (scores > 0).all()
