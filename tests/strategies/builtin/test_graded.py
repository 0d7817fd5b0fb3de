"""Graded relevance: closed forms against determinants, quadrature and refits; the engine with grades."""

import itertools

import numpy as np
import pytest
from pools import pool_of
from scipy.integrate import quad
from scipy.stats import norm
from sklearn.datasets import load_digits

from annotator.data.features.features import ArrayFeatures
from annotator.engine import Engine
from annotator.errors import StrategyError
from annotator.numerics.normal import absolute_moment
from annotator.parameters import ModelSettings
from annotator.strategies.builtin.graded import GradedEmoc, GradedEntropy, GradedItal
from annotator.strategies.conformance import check_strategy
from annotator.strategies.registry import BUILT_IN, GRADED, load_registry
from annotator.types import Snapshot

ROWS = np.array([3, 17, 29, 40])
GRADES = np.array([1.0, 0.25, -0.4, -1.0])


def graded_pool(n=60, noise=0.1, **settings):
    array = np.random.default_rng(4).normal(size=(n, 2))
    return pool_of(array, ROWS, GRADES, noise=noise, prior_mean=0.0, length_scale=1.0, **settings)


def information(pool, rows):
    """.5 ln det(I + C / noise)."""
    return 0.5 * np.linalg.slogdet(np.eye(len(rows)) + pool.cov(rows, rows) / pool.noise)[1]


def partial_information(pool, rows, label):
    """The expectation of the information over who is answered."""
    total = 0.0
    for answered in itertools.product([False, True], repeat=len(rows)):
        share = np.prod(np.where(answered, label, 1.0 - label))
        total += share * information(pool, rows[np.array(answered)])
    return total


def scores(pool, rows):
    return np.array([pool.scores[int(row)] for row in rows])


@pytest.mark.parametrize("noise", [1e-2, 0.1, 2.0])
def test_ital_adds_up_to_the_log_determinant(noise):
    pool = graded_pool(noise=noise)
    rows = GradedItal().select(pool, 6)
    for t in range(1, 7):
        assert scores(pool, rows)[:t].sum() == pytest.approx(information(pool, rows[:t]), abs=1e-10)


def test_a_single_answer_is_taken_with_its_noise():
    """One image with variance 1 and noise .1: .5 ln 11."""
    pool = pool_of(np.array([[0.0], [100.0], [200.0]]), [0], [0.5], noise=0.1, length_scale=1.0)
    rows = GradedItal().select(pool, 1)
    assert scores(pool, rows)[0] == pytest.approx(0.5 * np.log(11.0), abs=1e-10)


@pytest.mark.parametrize("label", [0.3, 0.8])
def test_ital_of_a_person_who_leaves_images_out(label):
    pool = graded_pool()
    rows = GradedItal(label_probability=label).select(pool, 5)
    for t in range(1, 6):
        assert scores(pool, rows)[:t].sum() == pytest.approx(partial_information(pool, rows[:t], label), abs=1e-10)


def test_every_pick_of_ital_is_the_best_one():
    pool = graded_pool()
    rows = GradedItal(label_probability=0.6).select(pool, 4)
    for t in range(4):
        values = {
            row: partial_information(pool, np.append(rows[:t], row), 0.6)
            for row in pool.candidates
            if row not in rows[:t]
        }
        assert values[rows[t]] == pytest.approx(max(values.values()), abs=1e-10)


def test_beyond_five_chosen_images_later_ones_count_as_answered():
    pool = graded_pool()
    rows = GradedItal(label_probability=0.5).select(pool, 12)
    gains = scores(pool, rows)
    assert len(set(rows.tolist())) == 12
    assert (np.diff(gains) < 1e-12).all()
    assert 0.5 * information(pool, rows) < gains.sum() < information(pool, rows)


def test_entropy_adds_up_to_that_of_the_normal_distribution():
    pool = graded_pool()
    rows = GradedEntropy().select(pool, 5)
    cov = pool.cov(rows, rows) + 1e-8 * np.eye(5)
    expected = 0.5 * (5 * np.log(2 * np.pi * np.e) + np.linalg.slogdet(cov)[1])
    assert scores(pool, rows).sum() == pytest.approx(expected, abs=1e-10)


def test_entropy_and_variance_given_the_batch_choose_alike():
    pool = graded_pool()
    variance = load_registry(graded=True).make("variance", {"mode": "logdet"})
    assert GradedEntropy().select(pool, 6).tolist() == variance.select(pool, 6).tolist()


@pytest.mark.parametrize("power", [0.5, 1.0, 2.0, 3.0])
def test_moments_by_quadrature(power):
    for var in (0.2, 1.0, 7.0):
        expected = 2 * quad(lambda x: x**power * norm.pdf(x, scale=np.sqrt(var)), 0, np.inf)[0]  # noqa: B023
        assert absolute_moment(np.array(var), power) == pytest.approx(expected, rel=1e-8)


@pytest.mark.parametrize("power", [1.0, 2.0])
def test_emoc_is_the_expected_change_of_models_fitted_again(power):
    pool = graded_pool()
    rows = GradedEmoc(power=power).select(pool, 3)
    array = np.random.default_rng(4).normal(size=(60, 2))
    at = {int(row): i for i, row in enumerate(pool.candidates)}
    for row in rows:
        mean, seen = float(pool.mean[at[row]]), float(pool.var[at[row]]) + pool.noise

        def moved(y, row=row):
            """Mean change of the predictions for all candidates, by another model."""
            again = pool_of(array, [*ROWS, row], [*GRADES, y], noise=pool.noise, prior_mean=0.0, length_scale=1.0)
            here = again._posterior.mean[pool.candidates]
            return float(np.mean(np.abs(here - pool.mean) ** power))

        # The change is proportional to abs(y - mean)^power.
        unit = moved(mean + 1.0)
        assert moved(mean - 0.3) == pytest.approx(unit * 0.3**power, rel=1e-6)
        expected = 2 * quad(lambda x: unit * x**power * norm.pdf(x, scale=np.sqrt(seen)), 0, np.inf)[0]  # noqa: B023
        assert pool.scores[int(row)] == pytest.approx(expected, rel=1e-7)


def test_emoc_chooses_the_best_and_preselects_in_large_collections():
    array = load_digits().data[:900] / 16
    pools = [pool_of(array, ROWS, GRADES, seed=1) for _ in range(2)]
    exact = GradedEmoc(candidates=1000, targets=1000).select(pools[0], 4)
    few = GradedEmoc(candidates=100, targets=1000).select(pools[1], 4)
    assert scores(pools[0], exact).tolist() == sorted(scores(pools[0], exact), reverse=True)
    assert scores(pools[1], few).mean() > 0.9 * scores(pools[0], exact).mean()


@pytest.mark.parametrize("cls", GRADED, ids=lambda cls: cls.name)
def test_they_keep_the_contract(cls):
    check_strategy(cls)


def test_ital_keeps_the_contract_with_images_left_out():
    check_strategy(GradedItal, label_probability=0.4, candidates=20)


@pytest.mark.parametrize("cls", GRADED, ids=lambda cls: cls.name)
@pytest.mark.parametrize(
    "settings",
    [
        {"noise": 1e-6},
        {"noise": 10.0},
        {"amplitude": 1e-6, "noise": 1e-6},
        {"amplitude": 1e6},
        {"length_scale": 1e-3},
        {"length_scale": 1e3, "noise": 1e-6},
    ],
    ids=str,
)
def test_the_batch_is_full_and_explained_by_finite_numbers(cls, settings):
    pool = pool_of(load_digits().data[:300] / 16, ROWS, GRADES, dtype=np.float32, **settings)
    chosen = cls().select(pool, 8)
    assert len(np.unique(chosen)) == 8
    assert np.isfinite([pool.scores.get(int(row), 0.0) for row in chosen]).all()


@pytest.mark.parametrize("cls", GRADED, ids=lambda cls: cls.name)
def test_the_engine_learns_grades(cls):
    """A function of the position is learnt from grades chosen by each strategy: the error falls round by round."""
    place = np.random.default_rng(0).uniform(-1, 1, (150, 2))
    truth = np.sin(2 * place[:, 0]) * np.cos(place[:, 1])
    engine = Engine(ArrayFeatures(place), registry=load_registry(graded=True), dtype=np.float64)
    rows = np.array([0, 1])
    errors = []
    for number in range(1, 6):
        taken = Snapshot(
            revision=number,
            round=number,
            rows=rows,
            y=truth[rows],
            closed=np.empty(0, np.int64),
            examples=np.empty((0, 2)),
            strategy=cls.name,
            parameters={},
            k=4,
            seed=(0, number),
            model=ModelSettings(kernel="rbf", prior_mean=0.0, length_scale=0.7, noise=1e-4),
        )
        chosen = engine.select(taken)
        errors.append(float(np.sqrt(np.mean((chosen.mean - truth) ** 2))))
        rows = np.concatenate([rows, chosen.rows])
    assert errors[-1] < 0.1 < errors[0]


def test_they_are_not_offered_for_labels():
    names = {cls.name for cls in BUILT_IN}
    assert {"graded-ital", "graded-emoc", "graded-entropy"}.isdisjoint(names)
    assert list(load_registry(graded=True).strategies) == [cls.name for cls in GRADED]
    with pytest.raises(StrategyError, match="There is no strategy 'graded-ital'"):
        load_registry().make("graded-ital")
