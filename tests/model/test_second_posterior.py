"""A ranking from targets that nobody has given: pseudo-labels, doubted labels, balanced trust."""

import dataclasses

import numpy as np
import pytest

from annotator.data.features.array_features import ArrayFeatures
from annotator.engine import Engine
from annotator.metrics import average_precision
from annotator.model.hyperparameters import balanced
from annotator.model.second_posterior import doubted
from annotator.parameters import ModelSettings
from annotator.types import Snapshot

PLAIN = ModelSettings(kernel="rbf", graph_weight=0.0, noise=0.1)


def snapshot(rows, y, settings, round=1, k=4):
    nothing = np.empty(0, np.int64)
    return Snapshot(1, round, rows, y, nothing, np.empty((0, 3)), "ital", {}, k, (0, 0, 1), settings)


@pytest.fixture
def clouds():
    """Two clouds, and labels of which two in ten are wrong."""
    rng = np.random.default_rng(0)
    truth = np.arange(200) % 2 == 0
    array = rng.normal(size=(200, 3)) + 3.0 * truth[:, None]
    rows = rng.choice(200, 40, replace=False)
    y = np.where(truth[rows], 1.0, -1.0)
    wrong = rng.choice(40, 8, replace=False)
    y[wrong] *= -1
    return array, truth, rows, y, wrong


@pytest.mark.parametrize("robust", ["soft", "hard", "weights"])
def test_doubt_is_for_the_judgements_that_the_others_contradict(clouds, robust):
    array, _, rows, y, wrong = clouds
    engine = Engine(ArrayFeatures(array), dtype=np.float64)
    kernel = engine.posterior(snapshot(rows, y, PLAIN)).kernel(rows, rows)
    targets, noise = doubted(kernel, y, dataclasses.replace(PLAIN, robust=robust), PLAIN.prior_mean)
    right = np.delete(np.arange(40), wrong)
    trust = y * targets / noise
    assert np.median(trust[wrong]) < np.median(trust[right])
    if robust != "weights":
        assert (noise == 0.1).all()
        assert (np.abs(targets) <= 1.0).all()


@pytest.mark.parametrize("robust", ["hard", "weights"])
def test_mistakes_do_less_harm_to_the_ranking_and_what_is_asked_stays(clouds, robust):
    array, truth, rows, y, _ = clouds
    engine = Engine(ArrayFeatures(array), dtype=np.float64)
    plain = engine.select(snapshot(rows, y, PLAIN))
    found = engine.select(snapshot(rows, y, dataclasses.replace(PLAIN, robust=robust)))
    rest = np.setdiff1d(np.arange(200), rows)
    before, after = (average_precision(truth[rest][np.argsort(-s.mean[rest])]) for s in (plain, found))
    assert after > before
    assert (found.rows == plain.rows).all()


def test_pseudo_labels_move_the_ranking_and_nothing_else():
    rng = np.random.default_rng(1)
    array = np.concatenate([rng.normal(0, 0.2, (60, 3)), rng.normal(2, 0.2, (60, 3)), rng.normal(1, 0.5, (40, 3))])
    rows, y = np.array([0, 1, 60, 61]), np.array([1.0, 1, -1, -1])
    engine = Engine(ArrayFeatures(array), dtype=np.float64)
    settings = dataclasses.replace(PLAIN, noise=0.001)
    plain = engine.select(snapshot(rows, y, settings))
    found = engine.select(snapshot(rows, y, dataclasses.replace(settings, pseudo_labels=True)))
    assert (found.rows == plain.rows).all()
    assert (found.mean != plain.mean).any()
    late = engine.select(snapshot(rows, y, dataclasses.replace(settings, pseudo_labels=True), round=100))
    assert np.abs(late.mean - plain.mean).max() < 1e-5  # the threshold has fallen to 0


def test_both_kinds_weigh_the_same_as_a_whole():
    y = np.array([1.0] * 5 + [-1.0] * 20)
    assert balanced(y, 25, PLAIN) is None
    noise = balanced(y, 25, dataclasses.replace(PLAIN, balance=1.0))
    weight = PLAIN.noise / noise
    assert weight[:5].sum() == pytest.approx(weight[5:].sum())
    assert weight.mean() == pytest.approx(1.0)
    assert balanced(y[:6], 6, dataclasses.replace(PLAIN, balance=1.0)) is None  # one irrelevant judgement is too few


def test_judgements_after_the_first_m_get_a_weight_but_do_not_change_it():
    """Of the first 12, 4 are relevant: w = 12 / (2 * 4) = 1.5 and 12 / (2 * 8) = 0.75, whatever follows."""
    y = np.array([1.0] * 4 + [-1.0] * 8 + [1.0] * 20)
    noise = balanced(y, 12, dataclasses.replace(PLAIN, balance=1.0))
    assert PLAIN.noise / noise == pytest.approx([1.5] * 4 + [0.75] * 8 + [1.5] * 20)
    half = balanced(y, 12, dataclasses.replace(PLAIN, balance=0.5))
    assert PLAIN.noise / half == pytest.approx(np.sqrt([1.5] * 4 + [0.75] * 8 + [1.5] * 20))
    late = np.array([1.0] * 3 + [-1.0] * 9 + [1.0] * 20)  # 3 of the first 12 are too few, 23 of all are not
    assert balanced(late, 12, dataclasses.replace(PLAIN, balance=1.0)) is None


def test_the_engine_trusts_the_rare_kind_more():
    rng = np.random.default_rng(2)
    array = rng.normal(size=(120, 3))
    y = np.where(array[:, 0] > 1.0, 1.0, -1.0)
    rows = np.concatenate([np.flatnonzero(y > 0)[:5], np.flatnonzero(y < 0)[:40]])
    engine = Engine(ArrayFeatures(array), dtype=np.float64)
    plain = engine.posterior(snapshot(rows, y[rows], PLAIN)).mean
    even = engine.posterior(snapshot(rows, y[rows], dataclasses.replace(PLAIN, balance=1.0))).mean
    assert even[rows[:5]].mean() > plain[rows[:5]].mean()
