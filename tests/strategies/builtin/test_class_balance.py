"""Balanced labels: CB-entropy, minority, GALAXY."""

import numpy as np
import pytest
from pools import pool_of, random_pool
from scipy.special import ndtr

from annotator.numerics.normal import binary_entropy
from annotator.strategies.builtin.class_balance import CbEntropy, Galaxy, Minority, _next_on_line
from annotator.strategies.builtin.uncertainty import LeastConfidence
from annotator.strategies.conformance import check_strategy


@pytest.mark.parametrize("parameters", [{"share": 0.0}, {"share": 1.0, "balance": 1000.0}, {"balance": 0.0}])
def test_the_contract_is_kept_with_any_balance(parameters):
    check_strategy(CbEntropy, **parameters)


def test_without_balance_it_is_entropy():
    pool = random_pool()
    assert CbEntropy(balance=0.0).select(pool, 9).tolist() == LeastConfidence().select(pool, 9).tolist()


def test_images_of_the_batch_count_with_their_probability():
    pool = random_pool()
    p = ndtr(pool.mean / np.sqrt(pool.var))
    picks = np.searchsorted(pool.candidates, CbEntropy(share=0.4, balance=2.0).select(pool, 4))
    relevant, labels = np.count_nonzero(pool.y > 0), len(pool.y)
    for step, pick in enumerate(picks):
        expected = (relevant + p[picks[:step]].sum() + p) / (labels + step + 1)
        score = binary_entropy(p) - 2.0 * np.abs(0.4 - expected)
        score[picks[:step]] = -np.inf
        assert pick == np.argmax(score)


@pytest.mark.parametrize(("label", "seldom"), [(-1.0, 1.0), (1.0, -1.0)])
def test_the_class_with_fewer_labels_is_preferred(label, seldom):
    rng = np.random.default_rng(0)
    array = rng.normal(size=(200, 3))
    pool = pool_of(array, np.arange(6), [label] * 5 + [seldom], prior_mean=0.0)
    z = seldom * pool.mean / np.sqrt(pool.var)
    at = np.searchsorted(pool.candidates, Minority().select(pool, 5))
    assert at.tolist() == np.argsort(-z, kind="stable")[:5].tolist()
    balanced = np.searchsorted(pool.candidates, CbEntropy(balance=5.0).select(pool, 5))
    plain = np.searchsorted(pool.candidates, LeastConfidence().select(pool, 5))
    assert z[balanced].mean() > z[plain].mean()


def test_relevant_images_are_preferred_where_labels_are_balanced():
    pool = pool_of(np.random.default_rng(0).normal(size=(50, 2)), [0, 1], [1.0, -1.0])
    pick = np.searchsorted(pool.candidates, Minority().select(pool, 1))
    assert (pool.mean / np.sqrt(pool.var))[pick] == (pool.mean / np.sqrt(pool.var)).max()


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ([-1, 0, 0, 0, 1, 0, 0, 0, 0, 0, -1], 2),  # the shortest stretch between opposite labels
        ([-1, 0, -1, 0, 0, 0, 0, 0, 1], 5),  # a shorter one between equal labels does not count
        ([0, 0, -1, 1, 0, 0], 1),  # no stretch is left: next to the change of labels
        ([0, -1, 1, -1, -1, 0], 0),
        ([-1, 1, 1, 1, 1, 0], 5),
    ],
)
def test_the_place_on_the_line(line, expected):
    assert _next_on_line(np.array(line, float)) == expected


def test_galaxy_asks_on_both_sides_of_the_boundary():
    """A ranking with few relevant images: those nearest the boundary are nearly all irrelevant."""
    array = np.concatenate([np.linspace(0.0, 1.0, 40), np.linspace(2.0, 20.0, 400)])[:, None]
    pool = pool_of(array, [0, 239], [1.0, -1.0], length_scale=3.0, prior_mean=0.0)
    picks = np.searchsorted(pool.candidates, Galaxy().select(pool, 8))
    around = np.sort(pool.mean[picks])
    assert around[0] < 0 < around[-1]
    assert np.abs(around).min() < 0.1


def test_galaxy_begins_without_labels_of_a_class():
    array = np.linspace(0.0, 1.0, 50)[:, None]
    pool = pool_of(array, [0], [1.0], length_scale=0.3, prior_mean=-0.5)
    order = np.argsort(pool.mean)
    first = np.searchsorted(pool.candidates, Galaxy().select(pool, 1))[0]
    assert abs(int(np.flatnonzero(order == first)[0]) - len(order) // 2) <= 1


def test_galaxy_does_not_choose_twice_where_all_are_wanted():
    pool = pool_of(np.linspace(0.0, 1.0, 30)[:, None], [0, 29], [1.0, -1.0])
    assert sorted(Galaxy().select(pool, 100).tolist()) == pool.candidates.tolist()
