"""Audit samples: the chances that are told are the chances that are drawn, and the estimate has no bias."""

import numpy as np
import pytest

from annotator.strategies.audit import Audit, inclusion_probabilities, systematic_sample
from annotator.strategies.conformance import check_strategy
from tests.strategies.pools import random_pool


@pytest.mark.parametrize("uniform", [0.0, 0.3, 1.0])
@pytest.mark.parametrize("k", [1, 5, 20, 40])
def test_chances_sum_to_the_size_and_none_exceeds_one(uniform, k):
    p = np.random.default_rng(0).random(40) ** 6
    pi = inclusion_probabilities(p, k, uniform)
    assert pi.sum() == pytest.approx(k)
    assert ((pi > 0) & (pi <= 1)).all()


def test_chances_are_those_of_the_formula():
    p = np.array([0.1, 0.2, 0.3, 0.4])
    assert inclusion_probabilities(p, 2, 0.5) == pytest.approx(2 * (0.5 / 4 + 0.5 * p))


def test_what_exceeds_one_is_spread_over_the_others():
    pi = inclusion_probabilities(np.array([0.9, 0.02, 0.04]), 2, 0.0)
    assert pi == pytest.approx([1.0, 1 / 3, 2 / 3])


def test_impossible_images_keep_a_chance():
    assert inclusion_probabilities(np.zeros(5), 2, 0.0) == pytest.approx(np.full(5, 0.4))


def test_images_are_drawn_with_the_chances_told():
    rng = np.random.default_rng(1)
    pi = inclusion_probabilities(rng.random(12) ** 3, 4, 0.2)
    drawn = np.zeros(12)
    for _ in range(5000):
        sample = systematic_sample(pi, rng)
        assert len(np.unique(sample)) == 4
        drawn[sample] += 1
    assert drawn / 5000 == pytest.approx(pi, abs=0.03)


def test_the_estimate_from_the_scores_has_no_bias():
    pool = random_pool(n=80, labels=8)
    relevant = np.random.default_rng(4).random(80) < 0.2  # nothing to do with what the model believes
    estimates = []
    for _ in range(3000):
        chosen = Audit().select(pool, 10)
        estimates.append(sum(relevant[row] / pool.scores[int(row)] for row in chosen))
    error = np.std(estimates) / np.sqrt(3000)
    assert abs(np.mean(estimates) - relevant[pool.candidates].sum()) < 4 * error


def test_without_a_uniform_part_the_likely_images_are_drawn_more_often():
    pool = random_pool(n=80, labels=8)
    means = {u: np.mean([pool.mean[np.isin(pool.candidates, Audit(uniform=u).select(pool, 5))].mean()
                         for _ in range(200)]) for u in (0.0, 1.0)}  # fmt: skip
    assert means[0.0] > means[1.0]


@pytest.mark.parametrize("uniform", [0.0, 1.0])
def test_every_variant_keeps_the_contract(uniform):
    check_strategy(Audit, uniform=uniform)
