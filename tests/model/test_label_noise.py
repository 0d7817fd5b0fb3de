"""Which judgements are probably wrong, in cases where it is known which are."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import minimize
from scipy.stats import norm

from annotator.model.label_errors import review
from annotator.model.label_noise import RARITY, SPREAD, USUAL_SCALE, label_noise
from annotator.numerics.kernels import rbf
from annotator.types import BoolArray, FloatArray, Label

NONE = np.zeros(60, np.bool_)


def crowds(wrong: tuple[int, ...] = (), apart: float = 4.0) -> tuple[FloatArray, FloatArray]:
    """Thirty relevant images in one place, thirty irrelevant ones in another; those in ``wrong`` mislabeled."""
    rng = np.random.default_rng(0)
    points = np.concatenate([rng.normal(0.0, 0.4, (30, 2)), rng.normal(apart, 0.4, (30, 2))])
    y = np.repeat([1.0, -1.0], 30)
    y[list(wrong)] *= -1.0
    return rbf(points, points, 1.5, 1.0), y


def reviewed(wrong: tuple[int, ...], apart: float = 4.0, certain: BoolArray = NONE):  # type: ignore[no-untyped-def]
    kernel, y = crowds(wrong, apart)
    return review(kernel, np.arange(60), y, -0.5, 0.01, certain)


def test_the_wrong_ones_are_listed_counted_and_no_others() -> None:
    found = reviewed((3, 40))
    assert {one.image for one in found.suspicions} == {3, 40}
    assert found.expected == pytest.approx(2.0, abs=0.3)
    assert [one.wrong for one in found.suspicions] == sorted((one.wrong for one in found.suspicions), reverse=True)
    first = next(one for one in found.suspicions if one.image == 3)
    assert first.label is Label.IRRELEVANT
    assert "5 of the 5 nearest judged images are relevant" in first.reason


def test_without_mistakes_the_list_is_empty_and_none_is_expected() -> None:
    found = reviewed(())
    assert (found.suspicions, found.note) == ((), "")
    assert found.expected < 0.1


def test_features_that_cannot_tell_say_so_instead_of_listing() -> None:
    found = reviewed((), apart=0.0)
    assert found.suspicions == ()
    assert "cannot tell mistakes from difficult images" in found.note
    assert len(found.quality) == 60


def test_reviewed_labels_are_right_for_sure_and_leave_the_others_suspected() -> None:
    certain = NONE.copy()
    certain[3] = True
    found = reviewed((3, 40), certain=certain)
    assert {one.image for one in found.suspicions} == {40}
    assert found.expected == pytest.approx(1.0, abs=0.3)


def test_what_was_corrected_makes_the_next_suspicion_stronger() -> None:
    margin = np.append(np.full(99, 1.2), -1.0)
    certain = np.zeros(100, np.bool_)
    certain[:4] = True
    alone, after_four = (label_noise(margin, certain, corrected) for corrected in (0, 4))
    assert after_four.share >= 0.03 > alone.share
    assert after_four.wrong[-1] > 0.8 > alone.wrong[-1]


@pytest.mark.parametrize("flips", [0.0, 0.05, 0.1])
def test_the_estimate_is_the_best_one_that_an_optimizer_finds(flips: float) -> None:
    rng = np.random.default_rng(1)
    signal = rng.normal(2.0, 1.0, 400)
    margin = np.where(rng.random(400) < flips, -1.0, 1.0) * signal * np.sign(rng.random(400) - norm.cdf(-1.5 * signal))
    found = label_noise(margin, np.zeros(400, np.bool_))

    def cost(at: FloatArray) -> float:
        share, scale = at
        right = norm.cdf(scale * margin)
        fit = np.log((1 - share) * right + share * (1 - right)).sum()
        return float(RARITY * share + 0.5 * (np.log(scale / USUAL_SCALE) / SPREAD) ** 2 - fit)

    best = minimize(cost, [0.03, 1.0], bounds=[(0.0, 0.2), (0.5, 8.0)]).x
    assert abs(found.share - best[0]) <= 0.02
    assert found.scale == pytest.approx(best[1], rel=0.15)
    assert found.wrong.sum() == pytest.approx(400 * best[0], abs=8)
