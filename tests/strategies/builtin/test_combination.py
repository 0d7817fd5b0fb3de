"""Combinations: reading them, dividing slots, voting by ranks, plugins as parts, and no twins."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import pytest
from pools import clusters, pool_of, random_pool

from annotator.errors import ConfigError, StrategyError
from annotator.strategies.builtin.combination import Combination, largest_remainder, ranks, weights_of
from annotator.strategies.builtin.ital import Ital
from annotator.strategies.builtin.uncertainty import Topscoring, Uncertainty
from annotator.strategies.conformance import check_strategy
from annotator.strategies.registry import Registry, load_registry
from annotator.strategies.subpool import Subpool


def test_names_and_weights_are_read_in_order():
    assert list(weights_of(" ital:2,topscoring , random : .5").items()) == [
        ("ital", 2.0),
        ("topscoring", 1.0),
        ("random", 0.5),
    ]


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ("", "lacks a name"),
        ("ital,,random", "lacks a name"),
        ("ital:much", "'much' of ital is not a positive number"),
        ("ital:0", "not a positive number"),
        ("ital:nan", "not a positive number"),
        ("ital:", "not a positive number"),
        ("ital, ital:2", "named twice"),
        ("ital, combination", "part of itself"),
    ],
)
def test_what_cannot_be_read_is_said(parts, message):
    with pytest.raises(ConfigError, match=message):
        Combination(parts=parts)


def test_an_unknown_strategy_is_named_with_those_there_are():
    with pytest.raises(StrategyError, match="no strategy 'itl'; the strategies are: mix, ital, "):
        load_registry().make("combination", {"parts": "topscoring:1, itl:2"})
    with pytest.raises(StrategyError, match="no strategy 'itl'"):
        Combination(parts="itl").select(random_pool(), 2)


@pytest.mark.parametrize(
    ("weights", "k", "slots"),
    [([2, 1, 0.5], 8, [5, 2, 1]), ([1, 1], 5, [3, 2]), ([1, 3], 1, [0, 1]), ([1, 1, 1], 2, [1, 1, 0]), ([7], 4, [4])],
)
def test_slots_go_by_the_largest_remainder(weights, k, slots):
    assert largest_remainder(np.array(weights, float), k).tolist() == slots


def test_later_strategies_choose_among_what_earlier_ones_left():
    pool, again = random_pool(), random_pool()
    chosen = Combination(parts="topscoring:1, ital:1").select(pool, 6)
    top = Topscoring().select(again, 3)
    assert chosen[:3].tolist() == top.tolist()
    assert chosen[3:].tolist() == Ital().select(Subpool.without(again, top), 3).tolist()


def test_no_slot_is_spent_on_a_twin_while_others_are_left():
    array = clusters(6, 6, 6, spread=1e-5)
    pool = pool_of(array, [0], [1.0], length_scale=3.0, prior_mean=0.0)
    assert len(set(Topscoring().select(pool, 3) // 6)) == 1
    for rule in ("slots", "ranks"):
        chosen = Combination(parts="topscoring, uncertainty", rule=rule).select(pool, 3)
        assert sorted(chosen // 6) == [0, 1, 2], rule
    everything = Combination(parts="topscoring, uncertainty").select(pool, 17)
    assert sorted(everything.tolist()) == list(range(1, 18))


def test_a_score_ranks_all_images_and_equal_ones_share_their_rank():
    pool = random_pool(n=40)
    got = ranks(Topscoring(), pool, 3)
    assert got.tolist() == (np.argsort(np.argsort(-pool.mean)) + 1).tolist()


def test_a_batch_ranks_its_picks_in_order_and_the_rest_alike():
    pool, again = random_pool(n=40, labels=8), random_pool(n=40, labels=8)
    got = ranks(Ital(), pool, 5)
    picks = np.searchsorted(pool.candidates, Ital().select(again, 5))
    assert got[picks].tolist() == [1, 2, 3, 4, 5]
    rest = np.setdiff1d(np.arange(32), picks)
    assert np.unique(got[rest]).tolist() == [(6 + 32) / 2]


def test_ranks_put_first_what_all_like():
    pool = random_pool(n=60, labels=8)
    mean = ranks(Topscoring(), pool, 1) * 0.75 + ranks(Uncertainty(), pool, 1) * 0.25
    chosen = Combination(parts="topscoring:3, uncertainty:1", rule="ranks").select(pool, 5)
    places = np.searchsorted(pool.candidates, chosen)
    assert mean[places].tolist() == pytest.approx(np.sort(mean)[:5].tolist())  # of equal ones, either may come first
    best = mean.min() / len(mean)
    assert pool.scores[int(chosen[0])] == pytest.approx(-best)


@dataclass(frozen=True)
class Last:
    """The last images."""

    name: ClassVar[str] = "last"
    title: ClassVar[str] = "Last"
    reference: ClassVar[str] = ""

    def select(self, pool, k):
        return pool.candidates[::-1][:k].copy()


def test_strategies_of_plugins_can_be_parts():
    registry = Registry({"combination": Combination, "last": Last})
    strategy = registry.make("combination", {"parts": "last"})
    pool = random_pool()
    assert strategy.select(pool, 3).tolist() == pool.candidates[::-1][:3].tolist()


@pytest.mark.parametrize("rule", ["slots", "ranks"])
@pytest.mark.parametrize("parts", ["ital:2, topscoring:1, random:0.5", "mix, emoc, uncertainty", "borderline"])
def test_every_rule_keeps_the_contract(rule, parts):
    check_strategy(Combination, rule=rule, parts=parts)
