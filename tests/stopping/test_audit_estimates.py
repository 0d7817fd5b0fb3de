"""Audit samples: the estimate is unbiased, the bound covers, and the draw has the probabilities it states."""

from __future__ import annotations

import math

import numpy as np
import pytest

from annotator.stopping.audit import AuditRound, draw, estimate, inclusion_probabilities
from annotator.stopping.certificate import excluded, upper_bound


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
    totals, covered = [], []
    for seed in range(500):
        audits = _search(np.random.default_rng(seed), 400, 40, 8, 4, 0.5)
        found = estimate(audits)
        assert found is not None
        totals.append(found.total)
        covered.append(not excluded(audits, 40))  # at any time
    error = np.std(totals) / math.sqrt(500)
    assert abs(np.mean(totals) - 40) < 3 * error
    assert np.mean(covered) >= 0.95


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
        covered.append(not excluded(audits, 40))  # at any time
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


def test_the_range_is_the_gamma_interval_worked_out_by_hand() -> None:
    """Fay & Feuer 1997: v / 2y chi2(a/2; 2y^2/v) and (v + w^2) / 2(y + w) chi2(1 - a/2; 2(y + w)^2 / (v + w^2)).

    1 and 3 images were drawn, so the rounds weigh 1/4 and 3/4. Each find adds its weight / pi to y and the square of
    that to v: 1/4 / 0.1 = 3/4 / 0.3 = 2.5, hence y = 2 * 2.5 = 5 and v = 2 * 2.5^2 = 12.5. The largest step that one
    image can make is w = max(1/4 / 0.05, 3/4 / 0.075) = max(5, 10) = 10, hence y + w = 15 and v + w^2 = 112.5. Both
    degrees of freedom are 4: 2 * 25 / 12.5 and 2 * 225 / 112.5. Tables of chi-square with 4 degrees of freedom have
    0.48442 at 0.025, 11.14329 at 0.975, 0.71072 at 0.05 and 9.48773 at 0.95.
    """
    small = AuditRound(4, 20, 0.05, np.array([0.1]), np.array([1.0]))
    large = AuditRound(8, 40, 0.075, np.full(3, 0.3), np.array([0.0, 1.0, 0.0]))
    found = estimate([small, large])
    assert found is not None
    known = 4 / 4 + 8 * 3 / 4  # found before the draws, weighted in the same way
    assert found.total == pytest.approx(known + 5)
    assert found.low == pytest.approx(known + 12.5 / 10 * 0.48442, abs=1e-4)
    assert found.high == pytest.approx(known + 112.5 / 30 * 11.14329, abs=1e-4)
    assert (found.seen, found.drawn) == (2, 4)
    narrower = estimate([small, large], confidence=0.9)
    assert narrower is not None
    assert narrower.low == pytest.approx(known + 12.5 / 10 * 0.71072, abs=1e-4)
    assert narrower.high == pytest.approx(known + 112.5 / 30 * 9.48773, abs=1e-4)


def test_the_range_has_a_width_where_nothing_was_found() -> None:
    """With y = v = 0 and w = 1 / 0.02 = 50, the upper end is 50^2 / 100 = 25 times 7.37776, chi2(0.975; 2)."""
    found = estimate([AuditRound(3, 100, 0.02, np.full(2, 0.02), np.zeros(2))])
    assert found is not None
    assert (found.total, found.low, found.seen, found.drawn) == (3, 3, 0, 2)
    assert found.high == pytest.approx(3 + 25 * 7.37776, abs=1e-3)
