"""Metadata around a strategy: thinning by weights, limits per stratum, one image of a burst."""

from __future__ import annotations

import numpy as np
import pytest

from annotator.data.features.features import ArrayFeatures
from annotator.engine import Engine
from annotator.parameters import ModelSettings, Scope
from annotator.strategies.batch_constraints import Admission, thinned
from annotator.types import Snapshot, Steering

N = 120
X = np.random.default_rng(0).normal(size=(N, 5)).astype(np.float32)


def chosen(steering: Steering, *, k: int = 8, strategy: str = "topscoring", x=X, seed: int = 0, closed=()):
    snapshot = Snapshot(
        revision=4, round=2, rows=np.array([3, 50]), y=np.array([1.0, -1.0]), closed=np.array(closed, np.int64),
        examples=np.empty((0, x.shape[1])), strategy=strategy, parameters={}, k=k, seed=(seed, 1, 2),
        model=ModelSettings(), steering=steering,
    )  # fmt: skip
    return Engine(ArrayFeatures(x)).select(snapshot)


# Weights


def test_candidates_pass_with_their_weight_as_chance() -> None:
    weights = np.where(np.arange(20_000) % 2, 0.25, 1.0)
    passed = thinned(np.arange(20_000), weights, 1, np.random.default_rng(0))
    assert np.count_nonzero(passed % 2 == 0) == 10_000
    assert np.count_nonzero(passed % 2) == pytest.approx(2500, abs=150)
    assert np.array_equal(passed, np.unique(passed))


def test_enough_candidates_are_left_and_heavy_ones_among_them_first() -> None:
    weights = np.full(1000, 1e-3)
    weights[:20] = 0.02
    counts = np.zeros(1000)
    for seed in range(300):
        passed = thinned(np.arange(1000), weights, 10, np.random.default_rng(seed))
        assert len(passed) >= 10
        counts[passed] += 1
    assert counts[:20].mean() > 10 * counts[20:].mean()


def test_without_weights_nothing_is_drawn() -> None:
    rng, other = np.random.default_rng(5), np.random.default_rng(5)
    rows = np.arange(9)
    assert thinned(rows, None, 3, rng) is rows
    assert rng.random() == other.random()


@pytest.mark.parametrize("strategy", ["topscoring", "ital", "random", "maxherding"])
def test_light_images_are_rarely_proposed_by_any_strategy(strategy: str) -> None:
    weights = np.where(np.arange(N) < 60, 1.0, 1e-3)
    rows = np.concatenate([chosen(Steering(weights=weights), strategy=strategy, seed=s).rows for s in range(4)])
    assert np.count_nonzero(rows >= 60) <= 1
    again = chosen(Steering(weights=weights), strategy=strategy)
    assert np.array_equal(again.rows, chosen(Steering(weights=weights), strategy=strategy).rows)


def test_equal_steering_means_the_same_picks_as_none() -> None:
    plain = chosen(Steering())
    assert plain.scope == Scope()
    told = chosen(Steering(Scope(filter="year == 2024"), np.ones(N), np.zeros(N, np.int64)))
    assert told.rows.tolist() == plain.rows.tolist()
    assert told.scores.tolist() == plain.scores.tolist()
    assert told.scope == Scope(filter="year == 2024")


# Strata


@pytest.mark.parametrize("strategy", ["topscoring", "ital"])
def test_no_stratum_gets_more_than_its_share(strategy: str) -> None:
    ranked = np.argsort(-chosen(Steering(), k=1).mean)
    strata = np.zeros(N, np.int64)
    strata[ranked[60:]] = 1 + np.arange(60) % 2  # the best half is one stratum
    rows = chosen(Steering(strata=strata), strategy=strategy).rows
    counts = np.bincount(strata[rows], minlength=3)
    assert len(np.unique(rows)) == 8
    assert counts.max() <= 3  # ceil(8 / 3)
    if strategy == "topscoring":
        assert strata[rows[:3]].tolist() == [0, 0, 0]
        assert counts.tolist() == [3, *sorted(counts[1:].tolist(), key=counts[1:].tolist().index)]


def test_the_share_is_exceeded_only_where_other_strata_are_used_up() -> None:
    strata = np.zeros(N, np.int64)
    strata[10] = 1
    strata[11:13] = 2
    rows = chosen(Steering(strata=strata), k=9).rows
    assert len(rows) == 9
    assert {10, 11, 12} <= set(rows.tolist())


# Stacks


def stack():
    """Rows 60 to 64 are what the model believes most relevant, and a stack."""
    x = X.copy()
    x[3] = 4
    x[60:65] = x[3] + np.random.default_rng(1).normal(scale=1e-3, size=(5, 5))
    stacks = np.arange(N)
    stacks[60:65] = 60
    return x, Steering(stacks=stacks)


def test_one_image_of_a_stack_is_shown() -> None:
    x, steering = stack()
    assert set(chosen(Steering(), x=x).rows) >= set(range(60, 65))
    rows = chosen(steering, x=x).rows
    assert len(rows) == 8
    assert np.count_nonzero((rows >= 60) & (rows < 65)) == 1


def test_a_batch_is_filled_up_where_only_images_of_its_stacks_are_left() -> None:
    x, steering = stack()
    selection = chosen(steering, x=x, k=4, closed=np.setdiff1d(np.arange(N), np.arange(60, 65)))
    assert len(set(selection.rows.tolist())) == 4
    assert set(selection.rows.tolist()) < set(range(60, 65))


def test_a_second_image_of_a_stack_comes_after_all_other_stacks() -> None:
    x, steering = stack()
    left = np.array([0, 1, *range(60, 65)])
    rows = chosen(steering, x=x, k=5, closed=np.setdiff1d(np.arange(N), left)).rows.tolist()
    assert len(set(rows)) == 5
    assert {0, 1} < set(rows[:3])
    assert all(row >= 60 for row in rows[3:])


def test_rows_are_admitted_in_order_until_the_batch_is_full() -> None:
    admission = Admission(Steering(), np.array([2, 4, 6, 8]), 2)
    admission.admit(np.array([8, 8, 4, 2]))
    assert admission.admitted == [8, 4]
    assert admission.open.tolist() == [2, 6]
