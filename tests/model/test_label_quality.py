"""How well a judgement agrees with the others."""

from __future__ import annotations

import numpy as np
from scipy.special import ndtr

from annotator.model.label_quality import (
    NOISE,
    down_weighted,
    hard_targets,
    opinions,
    soft_targets,
    too_few,
    vote,
)
from annotator.model.leave_one_out import leave_one_out
from annotator.numerics.kernels import rbf
from annotator.types import FloatArray


def _two_crowds(wrong: tuple[int, ...] = ()) -> tuple[FloatArray, FloatArray]:
    """Fifteen relevant images in one place, fifteen irrelevant ones in another; those in ``wrong`` mislabeled."""
    rng = np.random.default_rng(0)
    points = np.concatenate([rng.normal(0.0, 0.4, (15, 2)), rng.normal(4.0, 0.4, (15, 2))])
    y = np.repeat([1.0, -1.0], 15)
    y[list(wrong)] *= -1.0
    return rbf(points, points, 1.5, 1.0), y


def test_quality_is_the_probability_of_the_label_at_raised_noise() -> None:
    kernel, y = _two_crowds(wrong=(3,))
    found = opinions(kernel, y, -0.5, 0.01)
    mean, var = leave_one_out(kernel, y, -0.5, NOISE)
    np.testing.assert_allclose(found.quality, ndtr(y * mean / np.sqrt(var)))
    np.testing.assert_allclose(found.margin, y * mean / np.sqrt(var))
    np.testing.assert_allclose(found.probability, ndtr(mean / np.sqrt(var)))
    np.testing.assert_array_equal(opinions(kernel, y, -0.5, NOISE).quality, found.quality)
    assert not np.allclose(opinions(kernel, y, -0.5, 1.0).quality, found.quality)


def test_the_vote_leaves_the_image_itself_out() -> None:
    kernel, y = _two_crowds(wrong=(3,))
    votes = vote(kernel, y)
    assert votes[3] == 5.0
    assert (votes[15:] == -5.0).all()
    assert vote(np.eye(2), np.array([1.0, -1.0])).tolist() == [-1.0, 1.0]
    assert vote(np.eye(1), np.ones(1)).tolist() == [0.0]


def test_few_judgements_say_nothing_and_the_text_says_why() -> None:
    assert too_few(np.repeat([1.0, -1.0], [5, 15])) == ""
    assert too_few(np.repeat([1.0, -1.0], [50, 60])) == ""
    assert "4 relevant and 30 irrelevant" in too_few(np.repeat([1.0, -1.0], [4, 30]))
    assert "at least 5 of each kind" in too_few(np.repeat([1.0, -1.0], [9, 10]))


def test_doubt_raises_the_noise_up_to_a_thousandfold() -> None:
    np.testing.assert_allclose(down_weighted(0.01, np.array([1.0, 0.5, 0.0])), [0.01, 0.02, 10.0])


def test_bootstrapping_moves_targets_towards_the_prediction() -> None:
    y, p = np.array([1.0, 1.0, -1.0, -1.0]), np.array([0.9, 0.1, 0.1, 0.5])
    np.testing.assert_allclose(soft_targets(y, p, 0.5), [0.9, 0.1, -0.9, -0.5])
    np.testing.assert_allclose(soft_targets(y, p), [0.99, 0.91, -0.99, -0.95])
    np.testing.assert_allclose(hard_targets(y, p), [1.0, 0.6, -1.0, -1.0])
    np.testing.assert_array_equal(soft_targets(y, p, 1.0), y)
