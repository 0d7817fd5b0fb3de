"""Words as the prior mean of the model, against a dense Gaussian process."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from test_posterior import NO_EXAMPLES, SETTINGS, D, N, X, model

from annotator.data.features.features import ArrayFeatures
from annotator.engine import Engine
from annotator.model import hyperparameters, trend
from annotator.model.geometry import Geometry
from annotator.model.label_quality import opinions
from annotator.model.trend import BELIEF, SPREAD, Trend
from annotator.numerics.graph import build_graph
from annotator.types import Snapshot

WORDS = np.random.default_rng(8).normal(size=D)
ROWS, Y = np.array([4, 8, 15, 16, 23]), np.array([1.0, -1, 1, -1, -1])


def standardized(array, words=WORDS):
    cosine = array @ words / np.linalg.norm(array, axis=1)
    return (cosine - cosine.mean()) / cosine.std()


def dense(rows, y, array=X, examples=NO_EXAMPLES, told=None):
    """The mean of a GP with kernel k + SPREAD^2 t t' and mean m0 + BELIEF t, all at once."""
    told = standardized(array) if told is None else told
    points = np.concatenate([array[rows], examples])
    cosine = array @ WORDS / np.linalg.norm(array, axis=1)
    outside = (examples @ WORDS / np.linalg.norm(examples, axis=1) - cosine.mean()) / cosine.std()
    here = np.concatenate([told[rows], outside])

    def k(a, b, ta, tb):
        d2 = ((a[:, None] - b[None]) ** 2).sum(-1)
        return SETTINGS.amplitude * np.exp(-d2 / (2 * SETTINGS.length_scale**2)) + SPREAD**2 * np.outer(ta, tb)

    targets = np.concatenate([y, np.ones(len(examples))]) - SETTINGS.prior_mean - BELIEF * here
    inverse = np.linalg.inv(k(points, points, here, here) + SETTINGS.noise * np.eye(len(points)))
    return SETTINGS.prior_mean + BELIEF * told + k(array, points, told, here) @ inverse @ targets


def conditioned(made, rows=ROWS, y=Y, examples=NO_EXAMPLES):
    return made.condition(rows, y, examples, SETTINGS, trends=(made.trend(WORDS),))


@pytest.mark.parametrize("shift", [0.0, 30.0])
def test_the_trend_is_the_standardized_cosine(shift):
    array = X + shift
    made = Trend.along(WORDS, Geometry(ArrayFeatures(array), np.float64), None)
    assert np.abs(made.values - standardized(array)).max() < 1e-7
    assert np.abs(made.of(array[:5]) - made.values[:5]).max() < 1e-7


def test_rows_without_numbers_have_no_trend():
    array = X.copy()
    array[3] = np.nan
    made = Trend.along(WORDS, Geometry(ArrayFeatures(array), np.float64), None)
    assert made.values[3] == 0.0
    assert np.abs(np.delete(made.values, 3) - standardized(np.delete(array, 3, axis=0))).max() < 1e-9


def test_words_that_say_nothing_change_nothing():
    same = np.tile(X[:1], (N, 1))
    assert not Trend.along(WORDS, Geometry(ArrayFeatures(same), np.float64), None).values.any()


def test_without_labels_the_mean_is_the_trend():
    posterior = conditioned(model(), ROWS[:0], Y[:0])
    assert np.abs(posterior.mean - SETTINGS.prior_mean - BELIEF * standardized(X)).max() < 1e-9
    assert np.abs(posterior.var - SETTINGS.amplitude).max() < 1e-9


def test_it_is_the_gaussian_process_with_the_trend_in_mean_and_kernel():
    assert np.abs(conditioned(model()).mean - dense(ROWS, Y)).max() < 1e-8


def test_examples_from_outside_have_a_trend_too():
    examples = np.random.default_rng(1).normal(size=(2, D))
    assert np.abs(conditioned(model(), examples=examples).mean - dense(ROWS, Y, examples=examples)).max() < 1e-8


def test_one_judgement_after_the_other_gives_the_same_as_all_at_once():
    made = model()
    for m in (1, 3, 5, 4, 5):
        posterior = conditioned(made, ROWS[:m], Y[:m])
        assert np.abs(posterior.mean - dense(ROWS[:m], Y[:m])).max() < 1e-8
    without = made.condition(ROWS, Y, NO_EXAMPLES, SETTINGS)
    assert np.abs(without.mean - model().condition(ROWS, Y, NO_EXAMPLES, SETTINGS).mean).max() < 1e-9
    assert made.trend(None) is None


def test_words_that_the_judgements_contradict_fade():
    told = standardized(X)
    order = np.argsort(told)
    rows = np.concatenate([order[:8], order[-8:]])
    y = np.repeat([1.0, -1.0], 8)

    def weight(y):
        posterior = conditioned(model(), rows, y)
        return float(np.polyfit(told, posterior.expected, 1)[0])

    assert weight(y) < 0.25 * BELIEF
    assert weight(-y) > BELIEF


def test_neighbors_share_the_trend():
    rng = np.random.default_rng(0)
    array = rng.normal(0, 0.1, (60, 4))
    array[:30, 0] += 3
    array[30:, 1] += 3
    graph = build_graph(ArrayFeatures(array), np.ones(60, np.bool_))
    noisy = np.repeat([1.0, -1.0], 30) + rng.normal(0, 1, 60)
    smooth = trend.smoothed(noisy, graph)
    assert smooth[:30].std() < 0.5 * noisy[:30].std()
    assert smooth[:30].mean() > 0.5
    assert smooth[30:].mean() < -0.5
    missing = dataclasses.replace(graph, neighbours=np.full_like(graph.neighbours, -1))
    assert np.abs(trend.smoothed(noisy, missing) - (1 - trend.STAY) * noisy).max() < 1e-12


def snapshot(words, rows=ROWS, y=Y, **changes):
    return Snapshot(
        1,
        1,
        rows,
        y,
        np.empty(0, np.int64),
        NO_EXAMPLES,
        "topscoring",
        {},
        4,
        (0, 0, 1),
        SETTINGS,
        words=words,
        **changes,
    )


@pytest.mark.parametrize("robust", ["off", "soft", "weights"])
def test_every_answer_of_the_engine_knows_the_words(robust):
    engine = Engine(ArrayFeatures(X), dtype=np.float64)
    wanted = dataclasses.replace(snapshot(WORDS), model=dataclasses.replace(SETTINGS, robust=robust))
    without = dataclasses.replace(wanted, words=None)
    plain, told = engine.select(without), engine.select(wanted)
    assert np.abs(plain.mean - told.mean).max() > 0.01
    again = Engine(ArrayFeatures(X), dtype=np.float64).select(wanted)
    assert np.array_equal(again.mean, told.mean)
    posterior = engine.posterior(wanted)
    kernel = posterior.kernel(ROWS, ROWS)
    by_others = opinions(kernel, Y, posterior.expected[ROWS], SETTINGS.noise).probability
    explained = engine.explain(wanted, int(ROWS[0]))
    assert explained.others == pytest.approx(by_others[0])
    assert engine.explain(without, int(ROWS[0])).others != pytest.approx(by_others[0])


def test_model_selection_judges_a_model_by_what_is_left_after_the_words():
    made, share = model(), np.full(5, 0.1)
    kernel = made.kernel(SETTINGS)
    k = kernel.between(kernel.points(ROWS), kernel.points(ROWS))
    plain = hyperparameters._scores(k, Y, share, SETTINGS, 0.1, np.zeros(5))
    told = hyperparameters._scores(k, Y, share, SETTINGS, 0.1, np.full(5, 0.25))
    assert [told[-0.75], told[-0.5]] == pytest.approx([plain[-0.5], plain[-0.25]])


def test_rules_add_trends_with_expectations_of_their_own():
    """The mean of a GP with kernel k + sum_i s_i^2 t_i t_i' and mean m0 + sum_i b_i t_i, all at once."""
    rng = np.random.default_rng(1)
    trends = tuple(Trend(rng.normal(size=N), belief=belief) for belief in ((0.4, 0.3), (0.02, 0.1)))
    made = model()
    found = made.condition(ROWS, Y, NO_EXAMPLES, SETTINGS, trends=(made.trend(WORDS), *trends))
    told = np.column_stack([standardized(X), *(one.values for one in trends)])
    mean, spread = np.array([(BELIEF, SPREAD), *(one.belief for one in trends)]).T
    d2 = ((X[:, None] - X[None]) ** 2).sum(-1)
    k = SETTINGS.amplitude * np.exp(-d2 / (2 * SETTINGS.length_scale**2)) + (told * spread**2) @ told.T
    before = SETTINGS.prior_mean + told @ mean
    inverse = np.linalg.inv(k[np.ix_(ROWS, ROWS)] + SETTINGS.noise * np.eye(len(ROWS)))
    expected = before + k[:, ROWS] @ inverse @ (Y - before[ROWS])
    assert np.abs(found.mean - expected).max() < 1e-6


def test_votes_of_rules_rank_by_themselves_and_with_neighbors_who_share_them():
    votes = np.zeros((1, N), np.int8)
    votes[0, :3] = 1
    told = dataclasses.replace(snapshot(None, np.empty(0, np.int64), np.empty(0)), votes=votes, k=0)
    engine = Engine(ArrayFeatures(X))
    plain = engine.select(told).mean
    assert set(np.argsort(-plain)[:3].tolist()) == {0, 1, 2}
    assert np.ptp(plain[3:]) < 1e-6
    engine.build_graph()
    shared = engine.select(told).mean
    assert set(np.argsort(-shared)[:3].tolist()) <= {0, 1, 2} | set(engine.graph.neighbours[:3].ravel().tolist())
    assert np.ptp(shared[3:]) > 1e-3
    without = engine.select(dataclasses.replace(told, votes=None)).mean
    assert np.ptp(without) < 1e-6
