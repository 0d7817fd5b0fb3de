"""Single searches: the measures, the person, the starts, and agreement with the reference implementation."""

from __future__ import annotations

import dataclasses
import json
import math
from pathlib import Path

import numpy as np
import pytest
from sklearn.metrics import average_precision_score, ndcg_score

from annotator.errors import ConfigError
from annotator.experiments.config.reading import read_experiment
from annotator.experiments.data.datasets import ExperimentData, load
from annotator.experiments.playing.oracle import Oracle, doubt
from annotator.experiments.playing.search_run import Player, Round, Run, held_out
from annotator.experiments.playing.starts import Start, starts
from annotator.experiments.results.measures import MEASURES, curve, labels_to, primary, recall_after, work_saved
from annotator.experiments.specification import COLLECTION, TRACKS, DataSource, Method, Settings, UserSettings
from annotator.parameters import ModelSettings
from annotator.strategies.registry import load_registry

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def iris() -> ExperimentData:
    (data,) = load(DataSource("iris", "iris", {"test_size": 0.3}, "range"), TRACKS)
    return data


def test_held_out_measures_are_those_of_scikit_learn() -> None:
    rng = np.random.default_rng(0)
    for n in (1, 5, 60):
        relevant = rng.random(n) < 0.4
        relevant[0] = True
        score = np.round(rng.normal(size=n), 1)  # with ties
        precision, gain = held_out(relevant, score)
        assert precision == pytest.approx(average_precision_score(relevant, score))
        if n > 1:
            distinct = score + 1e-6 * np.arange(n)
            assert held_out(relevant, distinct)[1] == pytest.approx(ndcg_score([relevant], [distinct]))
        assert 0 < gain <= 1
    assert all(map(math.isnan, held_out(np.zeros(3, bool), np.arange(3.0))))


def test_measures_of_a_search() -> None:
    states = [Round(j, 0, ap, test, 1.0, 0.5, ()) for j, ap, test in ((1, 0.2, 0.1), (3, 0.6, 0.5), (5, 1.0, 0.7))]
    run = Run("d", "c", 0, "m", 100, 4, tuple(states), (0, 2, 9, 49))
    assert MEASURES["area"](run) == pytest.approx(0.6)
    assert MEASURES["reference_area"](run) == pytest.approx(0.4)
    assert MEASURES["test_area"](run) == pytest.approx(0.45)
    assert [recall_after(run, judged) for judged in (0, 1, 9, 10, 100)] == [0, 0.25, 0.5, 0.75, 1]
    assert (labels_to(run, 0.5), labels_to(run, 0.8), labels_to(run, 0.95)) == (3, 50, 50)
    assert work_saved(run) == pytest.approx(1 - 0.5 - 0.05)
    short = dataclasses.replace(run, rounds=run.rounds[:1])
    assert math.isnan(MEASURES["area"](short))
    assert math.isnan(MEASURES["seconds"](short))
    assert (primary(TRACKS), primary((COLLECTION,))) == ("test_area", "area")


def test_starts_are_those_of_the_reference(iris: ExperimentData) -> None:
    drawn = starts(iris, Settings(queries=3, examples=2, negatives=2))
    assert len(drawn) == 9
    for start in drawn:
        truth = iris.truth[start.wanted]
        assert (truth[list(start.relevant)] == 1).all()
        assert (truth[list(start.irrelevant)] == -1).all()
        assert iris.pool[[*start.relevant, *start.irrelevant]].all()
    np.random.seed(0)  # noqa: NPY002 - as the reference draws
    positive = np.flatnonzero(iris.truth["1"][iris.pool] > 0)
    expected = np.random.choice(positive, 5, replace=False)  # noqa: NPY002
    one_each = [s.relevant[0] for s in starts(iris, Settings(queries=5)) if s.wanted == "1"]
    assert one_each == expected.tolist()
    assert one_each[:2] == [s.relevant[0] for s in starts(iris, Settings(queries=2)) if s.wanted == "1"]
    with pytest.raises(ConfigError, match="35 relevant and 70 irrelevant"):
        starts(iris, Settings(examples=40))


def test_a_search_is_measured_in_both_ways(iris: ExperimentData) -> None:
    player = Player(iris, Settings(rounds=3, batch_size=4), UserSettings(), load_registry())
    start = starts(iris, Settings(queries=1))[1]
    run = player.play(start, Method("m", "ital"))
    assert [state.judged for state in run.rounds] == [1, 5, 9, 13]
    picked = [row for state in run.rounds for row in state.rows]
    assert len(set(picked)) == 12
    assert iris.pool[picked].all()
    assert (run.images, run.relevant, len(run.discovery)) == (105, 35, 35)
    assert run.rounds[-1].found == 1 + np.count_nonzero(iris.truth["1"][picked] > 0)
    assert run.discovery[0] == 0
    assert all(0 < value <= 1 for value in curve(run, "test_average_precision"))
    again = player.play(start, Method("m", "ital"))
    times = {"seconds": 0.0}
    assert [dataclasses.replace(s, **times) for s in run.rounds] == [
        dataclasses.replace(s, **times) for s in again.rounds
    ]


def test_the_control_goes_down_the_first_ranking(iris: ExperimentData) -> None:
    player = Player(iris, Settings(rounds=2, batch_size=4), UserSettings(), load_registry())
    run = player.play(starts(iris, Settings(queries=1))[0], Method("no-feedback", "topscoring", learn=False))
    tests = curve(run, "test_average_precision")
    assert tests == [tests[0]] * 3
    assert run.rounds[-1].judged == 9


def test_a_search_ends_when_nothing_is_left(iris: ExperimentData) -> None:
    player = Player(iris, Settings(rounds=9, batch_size=40), UserSettings(), load_registry())
    run = player.play(starts(iris, Settings(queries=1))[0], Method("m", "random"))
    assert [state.judged for state in run.rounds] == [1, 41, 81, 105]
    assert run.rounds[-1].average_precision == 1.0


def test_images_that_do_not_count_are_neither_found_nor_measured(iris: ExperimentData) -> None:
    truth = iris.truth["0"].copy()
    truth[np.flatnonzero(truth < 0)[::2]] = 0
    junk = dataclasses.replace(iris, truth={"0": truth})
    player = Player(junk, Settings(rounds=2, batch_size=10), UserSettings(), load_registry())
    run = player.play(starts(junk, Settings(queries=1))[0], Method("m", "random"))
    assert run.images == np.count_nonzero(iris.pool & (truth != 0))


def test_the_person_answers_as_set() -> None:
    truth = np.repeat(np.array([1, -1, 0], np.int8), [500, 500, 10])
    rows = np.arange(len(truth))
    certain = Oracle(truth, np.zeros(len(truth)), UserSettings(), 0)
    assert certain.judge(rows).tolist() == truth.tolist()
    wavering = Oracle(truth, np.zeros(len(truth)), UserSettings(answers=0.5, mistakes=0.2), 0)
    codes = wavering.judge(rows)[:1000]
    assert np.mean(codes != 0) == pytest.approx(0.5, abs=0.05)
    assert np.mean(codes[codes != 0] != truth[:1000][codes != 0]) == pytest.approx(0.2, abs=0.05)
    silent = Oracle(truth, np.zeros(len(truth)), UserSettings(answers=0.0), 0)
    assert silent.judge(np.array([1005, 3, 4])).tolist() == [0, 0, 0]
    near = Oracle(truth, np.repeat([1.0, 0.0], [500, 510]), UserSettings(unsure_near_boundary=1.0), 0)
    assert np.count_nonzero(near.judge(rows)[:500]) == 0
    assert np.count_nonzero(near.judge(rows)[500:1000]) == 500


def test_images_between_the_classes_are_doubtful() -> None:
    x = np.linspace(-1, 1, 101)[:, None]
    hard = doubt(x, np.where(x[:, 0] > 0, 1, -1).astype(np.int8))
    assert hard[50] > 0.7
    assert hard[[0, 100]].tolist() == [0, 0]
    assert hard.min() >= 0
    assert hard.max() <= 1


def test_agreement_with_the_reference_search_by_search(shared_data: Path) -> None:
    """Strategies without a defect there have its curve to the digits it was stored with."""
    reference = json.loads((shared_data / "reference" / "butterflies_curves.json").read_text(encoding="utf-8"))
    registry = load_registry()
    experiment = read_experiment(
        ROOT / "benchmarks" / "configs" / "butterflies.toml",
        registry,
        {"method": "borderline emoc", "repetitions": "5"},
    )
    (data,) = load(experiment.data[0], experiment.tracks)
    player = Player(data, experiment.settings, experiment.user, registry)
    for method, name in zip(experiment.methods, ("border", "EMOC"), strict=True):
        runs = [player.play(start, method) for start in starts(data, experiment.settings)]
        for measure, stored in (("test_average_precision", "mean_ap"), ("test_ndcg", "mean_ndcg")):
            mean = np.mean([curve(run, measure) for run in runs], axis=0)
            np.testing.assert_allclose(mean, reference["curves"][name][stored], atol=6e-5)


def test_a_start_is_what_is_prescribed(iris: ExperimentData) -> None:
    prescribed = dataclasses.replace(iris, starts={"0": (3, 5)}, truth={"0": np.ones(150, np.int8)})
    assert starts(prescribed, Settings(queries=9)) == [
        Start("iris", "0", 0, (3,), ()),
        Start("iris", "0", 1, (5,), ()),
    ]
    assert ModelSettings() == Method("m", "ital").model
