"""Closed forms of the look-ahead against models that were fitted again."""

import numpy as np
import pytest
from scipy.special import entr, ndtr

from annotator.data.features.features import ArrayFeatures
from annotator.model.geometry import Geometry
from annotator.model.posterior import RelevanceModel
from annotator.numerics.lookahead import after, entropy, error, expected_change, losses_after
from annotator.parameters import ModelSettings

N, D = 60, 5
X = np.random.default_rng(1).normal(size=(N, D))
ROWS, Y = np.array([2, 9, 30, 41]), np.array([1.0, -1.0, 1.0, -1.0])
ALL, IMAGES = np.arange(N), np.array([0, 7, 33])
SETTINGS = ModelSettings(kernel="rbf", length_scale=2.0, noise=0.02)
LABELS = (-1.0, 1.0)


def posterior(rows=ROWS, y=Y):
    return RelevanceModel(Geometry(ArrayFeatures(X), np.float64)).condition(rows, y, np.empty((0, D)), SETTINGS)


def refit(image, label):
    return posterior(np.append(ROWS, image), np.append(Y, label))


@pytest.mark.parametrize("image", IMAGES)
@pytest.mark.parametrize("label", LABELS)
def test_one_more_judgement_equals_a_refit(image, label):
    now, then = posterior(), refit(image, label)
    cov = now.cov(np.array([image]), ALL)[0]
    mean, var = after(now.mean, now.var, cov, now.mean[image], now.var[image], now.noise, label)
    assert np.abs(mean - then.mean).max() < 1e-9
    assert np.abs(var - then.var).max() < 1e-9


@pytest.mark.parametrize("loss", [entropy, error])
def test_losses_after_equal_refits(loss):
    now = posterior()
    cov = now.cov(IMAGES, ALL)
    sums = losses_after(loss, cov, now.mean, now.var, now.mean[IMAGES], now.var[IMAGES], now.noise)
    for i, image in enumerate(IMAGES):
        for j, label in enumerate(LABELS):
            then = refit(image, label)
            p = ndtr(then.mean / np.sqrt(then.var))
            expected = entr(p) + entr(1 - p) if loss is entropy else np.minimum(p, 1 - p)
            assert sums[i, j] == pytest.approx(expected.sum(), abs=1e-9)


def test_expected_change_equals_refits():
    now = posterior()
    absolute = np.abs(now.cov(IMAGES, ALL)).mean(axis=1)
    mean, var = now.mean[IMAGES], now.var[IMAGES]
    p = ndtr(mean / np.sqrt(var))
    change = expected_change(absolute, mean, var, now.noise, p)
    for i, image in enumerate(IMAGES):
        moved = [np.abs(refit(image, label).mean - now.mean).mean() for label in LABELS]
        assert change[i] == pytest.approx((1 - p[i]) * moved[0] + p[i] * moved[1], abs=1e-9)


def test_many_pairs_in_single_precision_stay_near_double_precision():
    rng = np.random.default_rng(0)
    cov = rng.uniform(-0.5, 0.5, (90, 1000))
    mean, var = rng.normal(size=1000), rng.uniform(0.6, 1.0, 1000)
    at = rng.normal(size=90), rng.uniform(0.6, 1.0, 90)
    for loss in (entropy, error):
        double = losses_after(loss, cov, mean, var, *at, 0.01)
        single = losses_after(loss, cov.astype(np.float32), mean, var, *at, 0.01)
        assert np.abs(single - double).max() < 1e-5 * 1000


def test_certain_probabilities_have_no_entropy_in_either_precision():
    for dtype in (np.float32, np.float64):
        assert np.abs(entropy(np.array([0.0, 1.0], dtype))).max() < 1e-5
        assert entropy(np.array([0.5], dtype))[0] == pytest.approx(np.log(2))


@pytest.mark.parametrize("scale", [1e-6, 1.0, 1e6])
def test_a_share_of_a_variance_is_left_whatever_its_scale(scale):
    _, var = after(np.zeros(1), np.array([scale]), np.array([scale * (1 + 1e-9)]), 0.0, scale, 1e-9 * scale, 1.0)
    assert var[0] == pytest.approx(1e-10 * scale)
