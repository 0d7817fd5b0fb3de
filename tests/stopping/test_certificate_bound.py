"""The bound of the certificate: worked out by hand, as often right as it says, and announced at its true cost."""

from __future__ import annotations

import numpy as np
import pytest

from annotator.stopping import certificate
from annotator.stopping.audit import AuditRound
from annotator.stopping.certificate import Goal, excluded, images_needed, upper_bound


def drawn_one_by_one(found: int, open_: int, relevant: list[int]) -> AuditRound:
    k = len(relevant)
    return AuditRound(found, open_, k / open_, np.full(k, k / open_), np.array(relevant, np.float64))


@pytest.fixture
def one_bettor(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stakes everything on every image being irrelevant."""
    monkeypatch.setattr(certificate, "STAKES", np.array([1.0]))
    monkeypatch.setattr(certificate, "CAPITAL", np.array([1.0]))


@pytest.mark.usefixtures("one_bettor")
def test_without_a_find_the_bound_is_that_of_the_hypergeometric_distribution() -> None:
    """5 of 10 images are drawn, none relevant: (10 C 5) / (7 C 5) = 252 / 21 = 12 if 3 are relevant, 252 / 6 if 4."""
    audit = drawn_one_by_one(20, 10, [0] * 5)
    assert upper_bound([audit], 1 / 11.99) == 22
    assert upper_bound([audit], 1 / 12.01) == 23
    assert upper_bound([audit], 1 / 41.99) == 23
    assert upper_bound([drawn_one_by_one(20, 10, [0] * 5 + [1, 1])], 1 / 11.99) == 22  # that of the best moment


@pytest.mark.usefixtures("one_bettor")
def test_the_cost_is_worked_out_by_hand() -> None:
    """8 found are less than 80 % of 11, so 3 missing ones have to be excluded: by 5 of 10 images as above."""
    assert images_needed((), Goal(0.8, 1 - 1 / 11.99), 8, 10) == 5
    assert images_needed((), Goal(0.8, 1 - 1 / 12.01), 8, 10) == 6
    two = [drawn_one_by_one(8, 10, [0, 0])]
    assert images_needed(two, Goal(0.8, 1 - 1 / 11.99), 8, 8) == 3


def test_a_batch_with_unequal_chances_pays_by_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """c least = 0.025. A find at 0.1 leaves 1 - 0.025 / 0.1 = 0.75, and the odds for m missing are 0.975^-m.

    0.75 * 0.975^-130 = 20.163 and 0.75 * 0.975^-129 = 19.659: with alpha = 0.05 the bound is found + 129.
    """
    monkeypatch.setattr(certificate, "STAKES", np.array([0.5]))
    monkeypatch.setattr(certificate, "CAPITAL", np.array([1.0]))
    audit = AuditRound(7, 1000, 0.05, np.array([0.1, 0.2, 0.05]), np.array([1.0, 0.0, 0.0]))
    assert upper_bound([audit]) == 7 + 129


def test_several_bettors_count_by_their_mean(monkeypatch: pytest.MonkeyPatch) -> None:
    """One image of 10 is irrelevant. If 5 are relevant, c = 1 wins 1 / 0.5 = 2 and c = 0.4 wins 1 / 0.8 = 1.25."""
    monkeypatch.setattr(certificate, "STAKES", np.array([1.0, 0.4]))
    monkeypatch.setattr(certificate, "CAPITAL", np.array([0.25, 0.75]))
    mean = 0.25 * 2 + 0.75 * 1.25
    audit = drawn_one_by_one(0, 10, [0])
    assert excluded([audit], 5, 1 / (mean - 0.001))
    assert not excluded([audit], 5, 1 / (mean + 0.001))


@pytest.mark.parametrize("relevant", [12, 2])
def test_looked_at_after_every_image_it_fails_as_rarely_as_it_says(relevant: int) -> None:
    """Found by nobody before, so all that is known comes from the draw; the whole collection is drawn."""
    wrong = 0
    for seed in range(500):
        truth = np.random.default_rng(seed).permutation(np.repeat([1, 0], [relevant, 60 - relevant]))
        wrong += excluded([drawn_one_by_one(0, 60, truth.tolist())], relevant, 0.2)
    assert 0.02 < wrong / 500 < 0.2


def test_what_it_says_to_cost_is_what_it_costs() -> None:
    goal = Goal(0.9)
    for relevant in ([], [1], [1, 1]):
        needed = images_needed((), goal, 40, 900, len(relevant))
        total = goal.refuted(40 + len(relevant))
        assert len(relevant) < needed < 900
        for count, enough in ((needed, True), (needed - 1, False)):
            audit = drawn_one_by_one(40, 900, relevant + [0] * (count - len(relevant)))
            assert excluded([audit], total) == enough


def test_the_cost_never_exceeds_what_is_left() -> None:
    audits = [drawn_one_by_one(6, 34, [0] * 34), drawn_one_by_one(6, 34, [1, 0, 1] + [0] * 31)]
    for rounds in ([], audits[:1], audits[1:]):
        for open_ in (0, 1, 2, 10, 1_000_000):
            for found in (0, 1, 40):
                needed = [images_needed(rounds, Goal(), found, open_, relevant) for relevant in (0, 1)]
                assert all(0 <= one <= open_ for one in needed)


def test_audits_by_score_and_one_by_one_count_together() -> None:
    by_score = AuditRound(40, 1000, 0.01, np.full(20, 0.02), np.zeros(20))
    alone = drawn_one_by_one(40, 900, [0] * 200)
    assert upper_bound([by_score, alone]) < upper_bound([alone])
    assert upper_bound([]) == np.inf
    assert upper_bound([AuditRound(40, 1000, 1e-9, np.array([0.5]), np.array([0.0]))]) == np.inf  # excludes nothing
