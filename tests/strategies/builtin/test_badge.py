"""BADGE and clustered uncertainty: the gradients' distances by brute force, and diversity among uncertain images."""

import numpy as np
import pytest
from pools import clusters, pool_of, random_pool
from scipy.special import ndtr

from annotator.numerics.normal import binary_entropy
from annotator.strategies.builtin import badge
from annotator.strategies.builtin.badge import Badge, KmeansUncertain
from annotator.strategies.builtin.uncertainty import LeastConfidence
from annotator.strategies.conformance import check_strategy


@pytest.mark.parametrize(("cls", "parameters"), [(Badge, {"candidates": 1}), (KmeansUncertain, {"factor": 1})])
def test_the_contract_is_kept_within_any_limits(cls, parameters):
    check_strategy(cls, **parameters)


def test_images_are_drawn_by_the_distance_of_their_gradients(monkeypatch):
    """The gradients are built explicitly: the factor of the kernel gives every image a vector."""
    pool = random_pool(n=60, length_scale=2.0, amplitude=1.7)
    p = ndtr(pool.mean / np.sqrt(pool.var))
    vectors = np.linalg.cholesky(pool.kernel(pool.candidates, pool.candidates) + 1e-9 * np.eye(len(p)))
    guess = np.where(p > 0.5, 1.0, 0.0)
    embedding = (p - guess)[:, None] * vectors
    assert len(set(guess.tolist())) == 2  # gradients of both directions
    weights = []
    drawn = badge._drawn
    monkeypatch.setattr(badge, "_drawn", lambda weight, *rest: weights.append(weight) or drawn(weight, *rest))
    picks = Badge().select(pool, 4)
    at = np.searchsorted(pool.candidates, picks)
    assert at[0] == np.argmax(np.square(embedding).sum(axis=1))
    for step, weight in enumerate(weights, 1):
        far = np.square(embedding[:, None] - embedding[at[:step]]).sum(axis=2).min(axis=1)
        assert weight == pytest.approx(far, abs=1e-6)


def test_copies_are_not_drawn_while_others_are_left():
    array = np.concatenate([np.zeros((20, 2)), [[0.0, 5.0]], [[5.0, 0.0]]])
    pool = pool_of(array, prior_mean=0.0, length_scale=1.0)
    picks = Badge().select(pool, 3)
    assert {20, 21} <= set(picks.tolist())


def test_one_image_of_each_uncertain_group():
    """One undecided group is a little nearer to the relevant images: one by one, it would not be asked about."""
    array = clusters(5, 5, 12, 8, d=4, spread=0.05)
    array[22:, 0] += 0.5
    pool = pool_of(array, [0, 1, 5, 6], [1.0, 1.0, -1.0, -1.0], length_scale=4.0, prior_mean=0.0)
    picks = KmeansUncertain(factor=10).select(pool, 2)
    assert np.searchsorted([5, 10, 22], picks, side="right").tolist() == [2, 3]
    assert (np.searchsorted([5, 10, 22], LeastConfidence().select(pool, 2), side="right") == 2).all()


def test_only_the_most_uncertain_are_clustered():
    pool = random_pool()
    most = LeastConfidence().select(pool, 12)
    assert np.isin(KmeansUncertain(factor=3).select(pool, 4), most).all()


def test_the_most_uncertain_weigh_most():
    """One image is wanted: the one nearest to the mean of the examined images, weighted by h(p)."""
    pool = random_pool(n=500, d=1)
    h = binary_entropy(ndtr(pool.mean / np.sqrt(pool.var)))
    x = pool.features(pool.candidates)[:, 0]
    nearest = [np.argmin(np.abs(x - np.average(x, weights=weights))) for weights in (h, np.ones(len(h)))]
    assert nearest[0] != nearest[1]
    assert KmeansUncertain(factor=1000).select(pool, 1)[0] == pool.candidates[nearest[0]]
