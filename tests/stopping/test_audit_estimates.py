"""Audit samples: the estimate is unbiased, the bound covers, and the draw has the probabilities it states."""

from __future__ import annotations

import math

import numpy as np
import pytest

from annotator.stopping.audit import AuditRound, draw, estimate, inclusion_probabilities, upper_bound


def test_inclusion_probabilities_mix_uniform_and_relevance() -> None:
    pi = inclusion_probabilities(np.array([0.0, 0.1, 0.3, 0.6]), 2, 0.5)
    assert pi == pytest.approx(2 * (0.5 / 4 + 0.5 * np.array([0.0, 0.1, 0.3, 0.6])))
    capped = inclusion_probabilities(np.array([0.0, 0.0, 0.0, 1.0]), 2, 0.2)
    assert capped[3] == 1
    assert capped.sum() == pytest.approx(2)
    assert inclusion_probabilities(np.ones(3), 3, 0.5) == pytest.approx(np.ones(3))


@pytest.mark.parametrize(("k", "share", "words"), [(0, 0.5, "audit of 0"), (5, 0.5, "audit of 5"), (1, 0.0, "share")])
def test_a_draw_out_of_range_is_refused(k: int, share: float, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        inclusion_probabilities(np.ones(4), k, share)


def test_draw_has_fixed_size_and_the_stated_probabilities() -> None:
    rng = np.random.default_rng(1)
    pi = inclusion_probabilities(rng.random(12) ** 3, 4, 0.3)
    counts = np.zeros(12)
    for _ in range(6000):
        taken = draw(pi, rng)
        assert len(taken) == 4
        counts[taken] += 1
    assert counts / 6000 == pytest.approx(pi, abs=4 * 0.5 / math.sqrt(6000))


def _search(rng: np.random.Generator, n: int, positives: int, rounds: int, k: int, share: float) -> list[AuditRound]:
    """Between audits, the model's best 8 are judged; its belief is noisy but leans to the truth."""
    y = np.zeros(n)
    y[:positives] = 1
    belief = np.exp(rng.normal(size=n) + 2 * y)
    open_ = np.ones(n, np.bool_)
    audits = []
    for _ in range(rounds):
        left = np.flatnonzero(open_)
        pi = inclusion_probabilities(belief[left], k, share)
        taken = draw(pi, rng)
        found = int(y[~open_].sum())
        audits.append(AuditRound(found, len(left), k * share / len(left), pi[taken], y[left[taken]]))
        open_[left[taken]] = False
        left = np.flatnonzero(open_)
        open_[left[np.argsort(-belief[left])[:8]]] = False
    return audits


def test_the_estimate_is_unbiased_and_the_bound_covers_at_all_rounds() -> None:
    totals, uppers = [], []
    for seed in range(500):
        audits = _search(np.random.default_rng(seed), 400, 40, 8, 4, 0.5)
        found = estimate(audits)
        assert found is not None
        totals.append(found.total)
        uppers.append(min(upper_bound(audits[: r + 1]) for r in range(8)))
    error = np.std(totals) / math.sqrt(500)
    assert abs(np.mean(totals) - 40) < 3 * error
    assert np.mean(np.array(uppers) >= 40) >= 0.95


def test_the_bound_covers_where_nothing_is_ever_found_by_the_search() -> None:
    covered = []
    for seed in range(400):
        rng = np.random.default_rng(seed)
        y = rng.permutation(np.repeat([1.0, 0.0], [40, 160]))
        audits = []
        for _ in range(10):  # the same images may be drawn again: the hardest case for a bound over rounds
            pi = inclusion_probabilities(np.ones(200), 10, 1.0)
            taken = draw(pi, rng)
            audits.append(AuditRound(0, 200, 0.05, pi[taken], y[taken]))
        covered.append(min(upper_bound(audits[: r + 1]) for r in range(10)) >= 40)
    assert np.mean(covered) >= 0.95


def test_a_whole_collection_drawn_is_known() -> None:
    everything = AuditRound(3, 4, 1.0, np.ones(4), np.array([1.0, 0.0, 1.0, 0.0]))
    assert everything.total == 5
    assert everything.variance == 0


def test_more_audits_without_a_find_lower_the_bound() -> None:
    empty = AuditRound(20, 1000, 0.01, np.full(10, 0.01), np.zeros(10))
    bounds = [upper_bound([empty] * r) for r in range(5)]
    assert bounds[0] == math.inf
    assert bounds == sorted(bounds, reverse=True)
    assert bounds[-1] > 20
    assert estimate([]) is None


def test_variance_is_that_of_independent_draws() -> None:
    rng = np.random.default_rng(0)
    pi, y = rng.uniform(0.1, 0.9, 30), (rng.random(30) < 0.5).astype(float)
    rounds = []
    for _ in range(4000):
        taken = rng.random(30) < pi
        rounds.append(AuditRound(0, 30, 0.1, pi[taken], y[taken]))
    assert np.mean([r.variance for r in rounds]) == pytest.approx(np.var([r.total for r in rounds]), rel=0.08)
