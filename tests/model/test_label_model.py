"""The label model against published ones, rules of known accuracy, and rules that say nothing."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from annotator.model.label_model import LabelModel, Votes, label_model, summary
from annotator.types import FloatArray, IntArray

NO_ROWS, NO_LABELS = np.empty(0, np.int64), np.empty(0)

# Dawid & Skene of crowd-kit 1.4.2 (numpy 2.4.6, pandas 3.1.1; 500 iterations) on the votes of `always(5)`:
BALANCE = 0.5260705603189807
RIGHT = [  # P(vote -1 | -1) and P(vote +1 | +1) of each rule
    [0.8678784943303541, 0.9042837559529188],
    [0.8006190147554119, 0.8278499392095117],
    [0.7714765520913764, 0.7572419121948427],
    [0.7133337506333991, 0.6826848946735654],
    [0.7068212581447377, 0.6863223118344148],
]
RELEVANT = [0.001632, 0.327177, 0.084404, 0.516583, 0.911789, 0.991029, 0.991029, 0.030609, 0.990897, 0.008678]


def always(seed: int, n: int = 600, accuracies: Sequence[float] = (0.9, 0.8, 0.75, 0.7, 0.65)) -> np.ndarray:
    """Rules that vote on every image, for a topic of half of them."""
    rng = np.random.default_rng(seed)
    y = np.where(rng.random(n) < 0.5, 1, -1)
    return np.stack([np.where(rng.random(n) < one, y, -y) for one in accuracies]).astype(np.int8)


def fitted(votes: np.ndarray, balance: float, rows: IntArray = NO_ROWS, y: FloatArray = NO_LABELS) -> LabelModel:
    return label_model(Votes.of_rules(votes.astype(np.int8)), rows, y, balance)


def test_without_limits_it_is_the_model_of_dawid_and_skene() -> None:
    votes = Votes.of_rules(always(5))
    found = label_model(votes, NO_ROWS, NO_LABELS, BALANCE, unjudged=np.inf, prior=1e-9)
    assert np.allclose(found.weights, 1.0)
    assert np.abs(found.rates[:, [0, 2], [0, 1]] - RIGHT).max() < 2e-3
    assert np.abs(found.probability[votes.of][:10] - RELEVANT).max() < 2e-3


def test_accuracies_are_those_of_triplets() -> None:
    """Fu et al. 2020, equation 3: E[v_i y]^2 = E[v_i v_j] E[v_i v_k] / E[v_j v_k] for independent rules."""
    votes = always(6, 20_000, (0.85, 0.75, 0.65))
    found = label_model(Votes.of_rules(votes), NO_ROWS, NO_LABELS, 0.5, unjudged=np.inf, prior=1e-9)
    moments = votes.astype(float) @ votes.T / votes.shape[1]
    for i, j, k in ((0, 1, 2), (1, 0, 2), (2, 0, 1)):
        triplet = np.sqrt(moments[i, j] * moments[i, k] / moments[j, k])
        right = (found.rates[i, 0, 0] + found.rates[i, 2, 1]) / 2
        assert right == pytest.approx((1 + triplet) / 2, abs=0.015)


@pytest.mark.parametrize("balance", [0.1, 0.3])
def test_the_interval_of_the_accuracy_holds_for_rules_that_only_vote_where_they_fire(balance: float) -> None:
    inside = []
    for seed in range(12):
        rng = np.random.default_rng(seed)
        relevant = rng.random(2_000) < balance
        rates = ((0.7, 0.2), (0.8, 0.3), (0.6, 0.1), (0.5, 0.2))
        votes = np.stack([rng.random(2_000) < np.where(relevant, *rate) for rate in rates])
        rows = rng.choice(2_000, 40, replace=False)
        found = fitted(votes, balance, rows, np.where(relevant[rows], 1.0, -1.0))
        true = np.array([relevant[one].mean() for one in votes])
        inside += ((found.interval[:, 0] <= true) & (true <= found.interval[:, 1])).tolist()
    assert np.mean(inside) >= 0.9


def test_judgements_narrow_the_interval_and_overrule_the_expectation() -> None:
    votes = np.zeros((1, 1_000))
    votes[0, :100] = 1
    before = fitted(votes, 0.2)
    rows = np.arange(0, 1_000, 8)
    wrong = fitted(votes, 0.2, rows, np.where(rows % 3, 1.0, -1.0) * np.where(rows < 100, -1.0, 1.0))
    assert before.evidence[-1] > 1
    assert wrong.evidence[-1] < 0.2
    assert wrong.accuracy[0] < before.accuracy[0]
    assert np.diff(wrong.interval[0]) < np.diff(before.interval[0])


def test_rules_that_vote_nearly_the_same_count_about_once() -> None:
    rng = np.random.default_rng(3)
    relevant = rng.random(2_000) < 0.2
    one = rng.random(2_000) < np.where(relevant, 0.7, 0.2)
    near = one ^ (rng.random(2_000) < 0.02)
    other = rng.random(2_000) < np.where(relevant, 0.7, 0.2)
    alone = fitted(one[None], 0.2).evidence.max()
    assert fitted(np.stack([one, one]), 0.2).evidence.max() == pytest.approx(alone, rel=0.05)
    assert fitted(np.stack([one, near, near]), 0.2).evidence.max() < 1.4 * alone
    both = fitted(np.stack([one, other]), 0.2)
    assert both.evidence.max() > 1.5 * alone
    assert both.weights.min() > 0.95


def test_equal_rules_that_contradict_each_other_say_little() -> None:
    votes = np.zeros((2, 200))
    votes[0, :40], votes[1, :40] = 1, -1
    assert np.abs(fitted(votes, 0.2).evidence).max() < 0.5


@pytest.mark.parametrize("vote", [-1, 0, 1])
@pytest.mark.parametrize("rows", [NO_ROWS, np.array([0, 7])])
def test_a_rule_that_votes_the_same_on_every_image_says_nothing(vote: int, rows: IntArray) -> None:
    found = fitted(np.full((1, 50), vote), 0.16, rows, np.array([1.0, -1.0])[: len(rows)])
    assert np.abs(found.evidence).max() < 0.01
    assert np.isnan(found.accuracy[0]) == (vote == 0)


def test_no_rules_say_nothing() -> None:
    found = fitted(np.zeros((0, 50)), 0.16)
    assert found.evidence.tolist() == [0.0]
    assert found.probability.tolist() == [pytest.approx(0.16)]
    assert len(found.accuracy) == 0
    assert list(summary(np.zeros((0, 50), np.int8), NO_ROWS, NO_LABELS)) == []


def test_patterns_give_the_votes_back() -> None:
    votes = np.random.default_rng(0).integers(-1, 2, (39, 500)).astype(np.int8)
    found = Votes.of_rules(votes)
    assert np.array_equal(found.patterns[found.of].T, votes)


def test_coverage_overlap_and_conflict_are_shares_of_all_images() -> None:
    votes = np.array([[1, 1, 0, 0], [1, 0, 1, 0], [-1, 0, 0, 0]], np.int8)
    told = list(summary(votes, np.array([0, 2]), np.array([1.0, -1.0])))
    assert told[0] == (0.5, 0.25, 0.25, 1, 1)
    assert told[1] == (0.5, 0.25, 0.25, 1, 2)
    assert told[2] == (0.25, 0.25, 0.25, 0, 1)


def test_a_sample_of_the_images_is_enough_for_many_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    votes = Votes.of_rules(always(8, 6_000, (0.9, 0.85, 0.8, 0.8, 0.75, 0.75, 0.7, 0.7, 0.65, 0.6)))
    rows = np.arange(20)
    y = np.where(votes.patterns[votes.of[rows]].sum(axis=1) > 0, 1.0, -1.0)
    every = label_model(votes, rows, y, 0.5)
    monkeypatch.setattr("annotator.model.label_model.MOST_PATTERNS", 800)
    some = label_model(votes, rows, y, 0.5)
    assert len(votes.patterns) > 800
    assert len(some.evidence) == len(every.evidence)
    assert np.abs(some.accuracy - every.accuracy).max() < 0.05
    assert np.corrcoef(some.evidence, every.evidence)[0, 1] > 0.995
