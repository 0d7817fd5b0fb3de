"""Simulated searches for grades."""

import threading

import numpy as np
import pytest

from annotator.data.features.features import ArrayFeatures
from annotator.engine import Engine
from annotator.errors import Cancelled, ConfigError, StrategyError
from annotator.parameters import ModelSettings
from annotator.simulate.grades import simulate_grades
from annotator.strategies.registry import GRADED, load_registry
from annotator.types import Progress

PLACES = np.random.default_rng(0).uniform(-1, 1, (200, 2))
GRADES = np.sin(2 * PLACES[:, 0]) * np.cos(PLACES[:, 1])
MODEL = ModelSettings(prior_mean=0.0, length_scale=0.7, noise=1e-3)


def play(grades=GRADES, **arguments):
    engine = Engine(ArrayFeatures(PLACES), registry=load_registry(graded=True), dtype=np.float64)
    return simulate_grades(engine, grades, **{"model": MODEL, "rounds": 5, "batch_size": 4, **arguments})


@pytest.mark.parametrize("cls", GRADED, ids=lambda cls: cls.name)
def test_every_strategy_learns(cls):
    points = play(strategy=cls.name, start=[0, 1])
    assert [p.round for p in points] == [0, 1, 2, 3, 4, 5]
    assert [p.graded for p in points] == [2, 6, 10, 14, 18, 22]
    assert points[-1].error < 0.1 < points[0].error
    assert points[0].seconds == 0.0 < points[1].seconds


def test_informed_choices_beat_chance():
    """Images chosen for what they tell against random ones, over ten searches."""
    ital, chance = (
        np.mean([play(strategy=name, seed=seed, rounds=3)[-1].error for seed in range(10)])
        for name in ("graded-ital", "random")
    )
    assert ital < 0.7 * chance


def test_without_a_start_the_first_error_is_that_of_saying_0():
    points = play(rounds=0)
    assert len(points) == 1
    assert points[0].error == pytest.approx(np.sqrt(np.mean(GRADES**2)), rel=1e-6)


def test_images_that_are_not_graded_are_not_shown_again():
    points = play(answered=0.5, rounds=100, batch_size=8)
    assert points[-1].round == 25  # every image was shown once
    assert 70 < points[-1].graded < 130
    counts = [[p.graded for p in play(answered=0.5, rounds=6, seed=seed)] for seed in (0, 0, 1)]
    assert counts[0] == counts[1] != counts[2]


def test_unknown_grades_are_neither_shown_nor_measured():
    partly = np.where(np.arange(200) < 60, GRADES, np.nan)
    points = play(partly, rounds=100, batch_size=10)
    assert points[-1].graded == 60
    assert points[-1].error < 0.01


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"rounds": -1}, ConfigError, "-1 rounds"),
        ({"batch_size": 0}, ConfigError, "of 0 images"),
        ({"answered": 1.5}, ConfigError, "1.5 of them"),
        ({"grades": GRADES[:5]}, ConfigError, "5 known grades do not fit 200 rows"),
        ({"grades": np.full(200, np.nan)}, ConfigError, "0 known grades"),
        ({"start": [3, 3]}, ConfigError, "distinct rows"),
        ({"start": [200]}, ConfigError, "distinct rows"),
        ({"strategy": "ital"}, StrategyError, "There is no strategy 'ital'"),
    ],
)
def test_what_cannot_be_played(arguments, error, message):
    with pytest.raises(error, match=message):
        play(**arguments)


def test_a_cancel_ends_it():
    cancel = threading.Event()
    cancel.set()
    with pytest.raises(Cancelled):
        play(progress=Progress(cancel=cancel))
