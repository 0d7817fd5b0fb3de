"""Min-entropy against enumeration, and the options of ITAL that restrict the candidates."""

from itertools import product

import numpy as np
import pytest
from pools import random_pool
from scipy.stats import multivariate_normal

from annotator.strategies.builtin.ital import Entropy, Ital
from annotator.strategies.builtin.minentropy import joint_information
from annotator.strategies.conformance import check_strategy
from annotator.strategies.shortlist import Shortlist, highest


@pytest.mark.parametrize(
    "parameters",
    [
        {"objective": "min-entropy"},
        {"objective": "min-entropy", "candidates": 3},
        {"objective": "surprise"},
        {"top": 4},
        {"top_per_judgement": 1.5},
        {"top": 30, "top_per_judgement": 0.5, "candidates": 2},
    ],
)
def test_ital_keeps_the_contract_with_every_option(parameters):
    check_strategy(Ital, **parameters)


def by_enumeration(mean, cov, extreme=max):
    found = []
    for signs in product((-1.0, 1.0), repeat=len(mean)):
        s = np.array(signs)
        arguments = {"maxpts": 200_000, "abseps": 1e-7, "rng": np.random.default_rng(0)}
        found.append(multivariate_normal.cdf(np.zeros(len(mean)), -s * mean, cov * np.outer(s, s), **arguments))
    return -np.log(extreme(found))


@pytest.mark.parametrize(("chosen", "tolerance"), [(0, 1e-9), (1, 1e-6), (2, 2e-3), (3, 4e-3), (4, 6e-3)])
def test_min_entropy_of_a_batch(chosen, tolerance):
    pool = random_pool(n=30, kernel="rbf", length_scale=3.0, prior_mean=-0.5)
    shortlist = Shortlist(pool, *highest(np.arange(len(pool.candidates), 0, -1.0), 30))
    for position in range(chosen):
        shortlist.choose(position)
    index = np.array([chosen, chosen + 5])
    for value, last in zip(joint_information(shortlist, index), index, strict=True):
        at = [*range(chosen), int(last)]
        cov = pool.cov(pool.candidates[at], pool.candidates[at])
        assert value == pytest.approx(by_enumeration(pool.mean[at], cov), abs=tolerance)


def test_a_single_image_is_the_same_by_either_objective():
    average, least = random_pool(), random_pool()
    assert Ital().select(average, 1) == Ital(objective="min-entropy").select(least, 1)


def test_the_batch_is_harder_to_guess_than_that_of_the_other_objective_suggests():
    """What each objective maximizes, measured by enumeration on the batches of both."""
    pool = random_pool(n=60, length_scale=3.0, labels=4)
    batches = [Ital(objective=o, tolerance=0.0).select(pool, 3) for o in ("entropy", "min-entropy")]
    values = []
    for rows in batches:
        at = np.searchsorted(pool.candidates, rows)
        values.append(by_enumeration(pool.mean[at], pool.cov(rows, rows)))
    assert values[1] >= values[0] - 0.01


def test_large_batches_stay_distinct_and_scores_tell_what_each_image_adds():
    pool = random_pool()
    chosen = Ital(objective="min-entropy").select(pool, 16)
    assert len(np.unique(chosen)) == 16
    scores = np.array([pool.scores[int(row)] for row in chosen])
    assert (scores > 0).all()
    assert (scores <= np.log(2) + 0.05).all()


def test_surprise_prefers_what_is_certain():
    pool = random_pool(n=60, length_scale=3.0, labels=4)
    at = [np.searchsorted(pool.candidates, Ital(objective=o).select(pool, 2)) for o in ("surprise", "min-entropy")]
    certain, open_ = (by_enumeration(pool.mean[i], pool.cov(pool.candidates[i], pool.candidates[i]), min) for i in at)
    assert certain > 2 * open_
    assert len(set(Ital(objective="surprise").select(random_pool(), 16).tolist())) == 16


@pytest.mark.parametrize("objective", ["entropy", "min-entropy", "surprise"])
def test_candidates_can_be_restricted_to_the_highest_ranked(objective):
    pool = random_pool(labels=8)
    highest = set(pool.candidates[np.argsort(-pool.mean)][:12].tolist())
    for options in ({"top": 12}, {"top_per_judgement": 1.5}, {"top": 12, "top_per_judgement": 5.0}):
        chosen = Ital(objective=objective, **options).select(random_pool(labels=8), 5)
        assert set(chosen.tolist()) <= highest
    # A restriction never leaves less than the batch that was asked for.
    assert len(Ital(objective=objective, top=2).select(random_pool(), 6)) == 6


def test_entropy_is_ital_with_a_perfect_person():
    pool, twin = random_pool(), random_pool()
    assert Entropy().select(pool, 8).tolist() == Ital().select(twin, 8).tolist()
    assert pool.scores == twin.scores
    check_strategy(Entropy, tolerance=0.0, candidates=4)
