"""The judgements choose the model, held near the settings of the person."""

import dataclasses

import numpy as np
import pytest
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.gaussian_process.kernels import RBF

from annotator.data.features.array_features import ArrayFeatures
from annotator.engine import Engine
from annotator.model.geometry import Geometry
from annotator.model.hyperparameters import EVERY, FIRST, MANY, _log_prior, adapted, n_used_for_selection
from annotator.model.posterior import RelevanceModel
from annotator.numerics.graph import build_graph
from annotator.parameters import ModelSettings
from annotator.types import Snapshot

SETTINGS = ModelSettings(adapt=True)


def model_of(array, graph=True):
    features = ArrayFeatures(array)
    built = build_graph(features, np.ones(len(array), bool)) if graph else None
    return RelevanceModel(Geometry(features, np.float64), built)


def chosen(array, y, m=64, seed=0, graph=True, settings=SETTINGS):
    model = model_of(array, graph)
    rows = np.random.default_rng(seed).choice(len(array), m, replace=False)
    return adapted(model, rows, y[rows], model.complete(settings))


def spirals(n=600, d=2):
    """Two spirals inside each other: neighbors agree, distances do not."""
    rng = np.random.default_rng(1)
    turn, side = np.sqrt(rng.uniform(0.05, 1, n)), np.arange(n) % 2
    angle = 4 * np.pi * turn + np.pi * side
    points = np.stack([turn * np.cos(angle), turn * np.sin(angle)], axis=1) + rng.normal(0, 0.01, (n, 2))
    return points, 1.0 - 2.0 * side


def test_where_neighbours_tell_more_than_distance_the_graph_gets_more_weight():
    array, y = spirals()
    found = chosen(array, y, settings=dataclasses.replace(SETTINGS, graph_weight=0.0))
    assert found.graph_weight > 0.0


def test_where_neighbours_tell_nothing_the_graph_is_not_trusted():
    """The sign of one direction among twelve: the ten nearest of 600 are spread over both sides."""
    array = np.random.default_rng(0).normal(size=(600, 12))
    found = chosen(array, np.sign(array[:, 0]), m=300)
    assert found.graph_weight < 0.5


def test_a_rule_that_changes_slowly_gets_a_longer_reach_than_one_that_changes_fast():
    array = np.random.default_rng(2).uniform(-3, 3, size=(500, 2))
    slow = chosen(array, np.sign(array[:, 0]), m=150, graph=False)
    fast = chosen(array, np.sign(np.sin(3.5 * array[:, 0])), m=150, graph=False)
    assert slow.length_scale > fast.length_scale


def test_labels_at_random_leave_the_settings_as_they_are():
    array = np.random.default_rng(3).normal(size=(300, 8))
    own = model_of(array).complete(SETTINGS)
    for seed in range(5):
        y = np.where(np.random.default_rng(seed).random(300) < 0.5, 1.0, -1.0)
        found = chosen(array, y, m=24, seed=seed)
        assert found.length_scale == pytest.approx(own.length_scale, rel=0.5)
        assert found.graph_weight in (0.25, 0.5, 0.75)


@pytest.mark.parametrize(
    ("changes", "steps"),
    [
        ({}, 0.0),
        ({"length_scale": 6.0}, 1.0),  # an octave
        ({"length_scale": 0.75}, 4.0),  # two, squared
        ({"graph_weight": 0.25}, 1.0),
        ({"graph_weight": 0.0}, 2.0),  # one part of the kernel is gone altogether
        ({"graph_weight": 1.0}, 2.0),
        ({"diffusion": 0.9}, 0.5),
        ({"diffusion": 0.9, "graph_weight": 0.0}, 2.0),  # without a graph its diffusion means nothing
        ({"diffusion": 0.9, "graph_weight": 0.75, "length_scale": 1.5}, 2.5),
    ],
)
def test_a_step_away_from_the_settings_has_to_earn_two_nats(changes, steps):
    own = ModelSettings(length_scale=3.0, graph_weight=0.5, diffusion=0.97)
    assert _log_prior(dataclasses.replace(own, **changes), own) == pytest.approx(-2.0 * steps)


def test_a_class_with_few_judgements_chooses_nothing():
    array, y = spirals()
    model = model_of(array)
    rows = np.concatenate([np.flatnonzero(y > 0)[:3], np.flatnonzero(y < 0)[:40]])
    own = model.complete(SETTINGS)
    assert adapted(model, rows, y[rows], own) == own


def test_it_is_made_anew_in_steps_and_lags_behind():
    assert [n_used_for_selection(m) for m in (0, FIRST - 1, FIRST, FIRST + EVERY - 1, FIRST + EVERY)] == [
        0,
        0,
        24,
        24,
        40,
    ]
    assert n_used_for_selection(FIRST + 7, 8) == 0
    assert n_used_for_selection(FIRST + 8, 8) == FIRST
    assert n_used_for_selection(10**6) == n_used_for_selection(400) <= 400


def snapshot(rows, y, settings, d):
    return Snapshot(1, 1, rows, y, np.empty(0, np.int64), np.empty((0, d)), "ital", {}, 4, (0, 0, 1), settings)


def test_the_engine_says_what_was_chosen_and_nothing_is_chosen_where_that_is_off():
    array, y = spirals()
    rows = np.random.default_rng(0).choice(len(array), 48, replace=False)
    engine = Engine(ArrayFeatures(array), dtype=np.float64)
    engine.build_graph()
    start = dataclasses.replace(SETTINGS, graph_weight=0.0)
    on = engine.select(snapshot(rows, y[rows], start, 2)).model
    off = engine.select(snapshot(rows, y[rows], dataclasses.replace(start, adapt=False), 2)).model
    assert on.graph_weight > off.graph_weight == 0.0


def test_what_was_prepared_is_what_is_used():
    """The pass that a changed kernel costs happens while the batch is on screen, not after its last key."""
    array, y = spirals()
    rows = np.random.default_rng(0).choice(len(array), 48, replace=False)
    engine = Engine(ArrayFeatures(array), dtype=np.float64)
    engine.build_graph()
    engine.select(snapshot(rows[:40], y[rows[:40]], SETTINGS, 2))
    engine.prepare(snapshot(rows[:40], y[rows[:40]], SETTINGS, 2), rows[40:])
    factor = engine._model._factor
    engine.select(snapshot(rows, y[rows], SETTINGS, 2))
    assert engine._model._factor is factor
    assert set(factor.keys) == set(rows.tolist())


def test_with_many_judgements_the_graph_counts_less_and_the_change_is_prepared():
    array, y = spirals()
    rows = np.random.default_rng(0).choice(len(array), MANY + 4, replace=False)
    engine = Engine(ArrayFeatures(array), dtype=np.float64)
    engine.build_graph()
    settings = ModelSettings(graph_weight=0.6)
    few, many = (snapshot(rows[:m], y[rows[:m]], settings, 2) for m in (MANY, MANY + 4))
    assert engine.select(few).model.graph_weight == 0.6
    engine.prepare(few, rows[MANY:])
    factor = engine._model._factor
    assert engine.select(many).model.graph_weight == pytest.approx(0.12)
    assert engine._model._factor is factor


def test_a_label_that_is_doubted_counts_less_as_in_scikit_learn():
    """What people said of a judgement is the noise of that judgement, also once it was prepared."""
    array, y = spirals()
    rows = np.random.default_rng(0).choice(len(array), 20, replace=False)
    doubt = np.where(np.arange(20) < 5, 10.0, np.where(np.arange(20) < 12, 1 / 3, 1.0))
    settings = ModelSettings(kernel="rbf", length_scale=2.0, graph_weight=0.0, adapt=False, prior_mean=0.0)
    engine = Engine(ArrayFeatures(array), dtype=np.float64)
    few = dataclasses.replace(snapshot(rows[:16], y[rows[:16]], settings, 2), doubt=doubt[:16])
    many = dataclasses.replace(snapshot(rows, y[rows], settings, 2), doubt=doubt)
    engine.posterior(few)
    engine.prepare(few, rows[16:])
    factor = engine._model._factor
    prepared = engine._model.revision
    found = engine.posterior(many)
    assert engine._model._factor is factor
    assert engine._model.revision == prepared + 1  # nothing but the targets was new
    expected = GaussianProcessRegressor(RBF(2.0), alpha=settings.noise * doubt, optimizer=None)
    np.testing.assert_allclose(found.mean, expected.fit(array[rows], y[rows]).predict(array), atol=1e-8)
