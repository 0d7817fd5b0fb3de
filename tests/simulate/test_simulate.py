"""Simulated searches with the real engine on small sets, and the forms of a curve."""

from __future__ import annotations

import csv
import io
import json
import math
import threading
from pathlib import Path

import numpy as np
import pytest
from sklearn.metrics import average_precision_score

from annotator.data.features.array_features import ArrayFeatures
from annotator.data.features.features import FeatureStore
from annotator.engine import Engine
from annotator.errors import Cancelled, ConfigError, FeatureError, StrategyError
from annotator.parameters import ModelSettings
from annotator.simulate import SimulatedUser, read_classes, relevance, simulate, sparkline
from annotator.types import Progress

ROOT = Path(__file__).resolve().parents[2]
N, CLASSES = 240, 6


TRUSTING = ModelSettings(kernel="rbf", noise=0.01)
"""A model that a simulated person who never errs can afford."""


@pytest.fixture(scope="module")
def features():
    """Six clouds of forty points, sorted by class as class folders are."""
    rng = np.random.default_rng(3)
    centers = rng.normal(size=(CLASSES, 12))
    return (np.repeat(centers, N // CLASSES, axis=0) + rng.normal(scale=0.8, size=(N, 12))).astype(np.float32)


@pytest.fixture
def engine(features):
    engine = Engine(ArrayFeatures(features))
    yield engine
    engine.close()


@pytest.fixture
def truth():
    return np.isin(np.arange(N) // (N // CLASSES), (2, 4))


def points_without_times(curve):
    return [(p.round, p.judged, p.found, p.average_precision, p.recall, p.evaluations) for p in curve.points]


@pytest.mark.parametrize("strategy", ["ital", "topscoring", "random", "borderline", "uncertainty"])
def test_a_search_finds_and_ranks(engine, truth, strategy):
    settings = {"rounds": 5, "batch_size": 6, "strategy": strategy, "seed": 1, "model": TRUSTING}
    curve = simulate(engine, SimulatedUser(truth), queries=[85], **settings)
    assert [p.round for p in curve.points] == list(range(6))
    assert [p.judged for p in curve.points] == [1 + 6 * r for r in range(6)]
    found = [p.found for p in curve.points]
    assert found == sorted(found)
    assert found[0] == 1
    assert [p.recall for p in curve.points] == [count / 80 for count in found]
    assert curve.points[-1].average_precision > curve.points[0].average_precision
    assert (curve.images, curve.relevant, curve.queries) == (N, 80, (85,))
    assert all(seconds > 0 for seconds in curve.seconds)
    assert curve.points[0].seconds == 0


def test_topscoring_finds_more_than_random(engine, truth):
    found = {
        strategy: simulate(engine, SimulatedUser(truth), queries=[85], rounds=4, strategy=strategy).points[-1].found
        for strategy in ("topscoring", "random")
    }
    assert found["topscoring"] >= 30 > found["random"]


def test_the_same_arguments_give_the_same_curve_on_a_fresh_engine(features, truth):
    user = SimulatedUser(truth, mistake=0.1, unsure=0.1, seed=4)
    curves = [simulate(Engine(ArrayFeatures(features)), user, rounds=4, seed=9) for _ in range(2)]
    assert points_without_times(curves[0]) == points_without_times(curves[1])
    other = simulate(Engine(ArrayFeatures(features)), SimulatedUser(truth), queries=[85], strategy="random", seed=10)
    again = simulate(Engine(ArrayFeatures(features)), SimulatedUser(truth), queries=[85], strategy="random", seed=11)
    assert points_without_times(other) != points_without_times(again)


def test_average_precision_of_the_start_is_that_of_scikit_learn(engine, features, truth):
    curve = simulate(engine, SimulatedUser(truth), queries=[85], rounds=0, model=ModelSettings(length_scale=2.0))
    distance = ((features.astype(np.float64) - features[85]) ** 2).sum(1)
    assert len(curve.points) == 1
    assert curve.points[0].average_precision == pytest.approx(average_precision_score(truth, -distance), abs=1e-3)
    assert math.isnan(curve.area)


def test_without_any_start_equal_scores_are_in_random_order(engine, truth):
    """The images are sorted by class, so the order of rows would be a perfect ranking for the first class."""
    first = np.arange(N) < 40
    curve = simulate(engine, SimulatedUser(first), rounds=1)
    assert curve.queries == ()
    assert curve.points[0].judged == 0
    assert curve.points[0].average_precision < 0.4
    assert curve.points[1].judged == 8


def test_the_search_ends_when_everything_is_judged(engine, truth):
    curve = simulate(engine, SimulatedUser(truth), queries=[85], rounds=9, batch_size=100, strategy="topscoring")
    assert [p.judged for p in curve.points] == [1, 101, 201, 240]
    assert curve.points[-1].found == 80
    assert curve.points[-1].average_precision == curve.points[-1].recall == 1.0


def test_without_feedback_the_start_decides_the_ranking(engine, truth):
    settings = {"queries": [85], "rounds": 4, "strategy": "topscoring", "model": TRUSTING}
    control = simulate(engine, SimulatedUser(truth), learn=False, **settings)
    learning = simulate(engine, SimulatedUser(truth), **settings)
    assert control.points[0] == learning.points[0]
    assert control.points[-1].average_precision < learning.points[-1].average_precision
    assert [p.judged for p in control.points] == [1, 9, 17, 25, 33]
    assert "without feedback" in control.text()


def test_mistakes_and_unsure_answers(truth):
    user = SimulatedUser(truth, mistake=0.25, unsure=0.2, seed=5)
    everything = np.arange(N)
    answers = user.judge(everything)
    assert set(answers.tolist()) == {-1, 0, 1}
    assert np.mean(answers == 0) == pytest.approx(0.2, abs=0.08)
    decided = answers != 0
    assert np.mean((answers > 0)[decided] != truth[decided]) == pytest.approx(0.25, abs=0.08)
    backwards = everything[::-1].copy()
    assert user.judge(backwards).tolist() == answers[::-1].tolist()
    assert SimulatedUser(truth, mistake=0.25, unsure=0.2, seed=6).judge(everything).tolist() != answers.tolist()


def test_a_search_goes_on_when_the_user_is_always_wrong_or_always_unsure(engine, truth):
    wrong = simulate(engine, SimulatedUser(truth, mistake=1.0), queries=[85], rounds=2)
    unsure = simulate(engine, SimulatedUser(truth, unsure=1.0), queries=[85], rounds=2)
    assert wrong.points[-1].found == unsure.points[-1].found == 1
    assert wrong.points[-1].judged == unsure.points[-1].judged == 17
    assert unsure.points[-1].average_precision == pytest.approx(unsure.points[0].average_precision)


def test_rows_of_unknown_class_and_broken_rows_are_neither_shown_nor_measured(features, truth):
    broken = features.copy()
    broken[80] = np.nan
    known = np.arange(N) % 2 == 0
    curve = simulate(Engine(ArrayFeatures(broken)), SimulatedUser(truth, known=known), queries=[84], rounds=20)
    assert (curve.images, curve.relevant) == (N // 2 - 1, 39)
    assert curve.points[-1].judged == N // 2 - 1
    assert curve.points[-1].found == 39


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"queries": [0]}, "row 0: it is not relevant"),
        ({"queries": [N]}, f"row {N}: there are {N} rows"),
        ({"queries": [-1]}, "row -1"),
        ({"queries": [85, 85]}, "twice"),
        ({"rounds": -1}, "-1 rounds"),
        ({"batch_size": 0}, "of 0 images"),
    ],
)
def test_impossible_searches_are_refused(engine, truth, arguments, message):
    with pytest.raises(ConfigError, match=message):
        simulate(engine, SimulatedUser(truth), **arguments)


def test_unknown_strategies_and_parameters_are_refused(engine, truth):
    with pytest.raises(StrategyError, match="the strategies are"):
        simulate(engine, SimulatedUser(truth), strategy="best")
    with pytest.raises(StrategyError, match="no parameter 'speed'"):
        simulate(engine, SimulatedUser(truth), strategy="random", parameters={"speed": 1})


def test_impossible_users_are_refused(features, truth):
    with pytest.raises(ConfigError, match=r"mistake: 1\.5 is not a number from 0 to 1"):
        SimulatedUser(truth, mistake=1.5)
    with pytest.raises(ConfigError, match="No image is relevant"):
        SimulatedUser(truth, known=~truth)
    with pytest.raises(ConfigError, match=f"knows 3 images, but there are {N}"):
        simulate(Engine(ArrayFeatures(features)), SimulatedUser(np.ones(3, bool)))
    broken = features.copy()
    broken[truth] = np.inf
    with pytest.raises(ConfigError, match="usable features"):
        simulate(Engine(ArrayFeatures(broken)), SimulatedUser(truth))


def test_a_search_can_be_cancelled_and_reports_its_progress(engine, truth):
    shares = []
    simulate(engine, SimulatedUser(truth), rounds=4, strategy="random", progress=Progress(shares.append))
    assert shares == [0, 0.25, 0.5, 0.75]
    cancel = threading.Event()
    cancel.set()
    with pytest.raises(Cancelled):
        simulate(engine, SimulatedUser(truth), progress=Progress(cancel=cancel))


def test_examples_are_relevant_and_seeded(truth):
    user = SimulatedUser(truth)
    rows = user.examples(5, seed=2)
    assert truth[rows].all()
    assert len(set(rows.tolist())) == 5
    assert user.examples(5, seed=2).tolist() == rows.tolist()
    assert len(user.examples(1000, seed=0)) == 80


def test_forms_of_a_curve(engine, truth):
    curve = simulate(engine, SimulatedUser(truth), queries=[85], rounds=3, strategy="random", seed=2)
    rows = list(csv.DictReader(io.StringIO(curve.csv())))
    assert [int(row["found"]) for row in rows] == [p.found for p in curve.points]
    assert [float(row["average_precision"]) for row in rows] == [p.average_precision for p in curve.points]
    values = json.loads(json.dumps(curve.as_dict(), allow_nan=False))
    assert values["points"][3]["judged"] == 25
    assert values["area"] == curve.area == pytest.approx(curve.reference_area * 4 / 3)
    assert values["model"]["prior_mean"] == ModelSettings().prior_mean
    lines = curve.text().splitlines()
    assert lines[0] == f"random: 80 relevant of {N} images, 1 to start from, 8 per round"
    assert lines[1].split() == ["round", "judged", "found", "recall", "AP", "seconds"]
    assert lines[5].split()[:3] == ["3", "25", str(curve.points[3].found)]
    assert f"area under the curve {curve.area:.3f}" in lines[-1]
    assert simulate(engine, SimulatedUser(truth), rounds=0).as_dict()["area"] is None


def test_sparkline():
    assert sparkline([0, 0.5, 1.0]) == "▁▅█"
    assert sparkline([]) == ""


def write(path, text):
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_classes_are_read_and_joined_to_the_rows_by_name(tmp_path):
    path = write(tmp_path / "classes.csv", '\ufeffsize,class,filename\n3,kite,"a,1.jpg"\n4,crow,b.jpg\n4,crow,b.jpg\n')
    classes = read_classes(path)
    assert classes == {"a,1.jpg": "kite", "b.jpg": "crow"}
    relevant, known = relevance(("b.jpg", "unknown.jpg", "a,1.jpg"), classes, "kite")
    assert relevant.tolist() == [False, False, True]
    assert known.tolist() == [True, False, True]
    with pytest.raises(ConfigError, match="no class 'owl'; the classes are: crow, kite"):
        relevance(("b.jpg",), classes, "owl")
    with pytest.raises(ConfigError, match="No image of the class 'kite' has features"):
        relevance(("b.jpg",), classes, "kite")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("filename,kind\na,b\n", "no column 'class'; its columns are: filename, kind"),
        ("", "no column 'filename'; its columns are: none"),
        ("filename,class\n", "holds no images"),
        ("filename,class\na.jpg\n", "line 2: a file name and a class are needed"),
        ("filename,class\n,kite\n", "line 2"),
        ("filename,class\na.jpg,kite\na.jpg,crow\n", "line 3: 'a.jpg' has the classes 'kite' and 'crow'"),
        (b"filename,class\n\x81,kite\n", "neither UTF-8 nor"),
        ('filename,class\n"a"b,kite\n', "cannot be read as a table"),
        ("filename,class\n" + "a" * 200_000 + ",kite\n", "cannot be read as a table"),
    ],
)
def test_broken_class_tables_are_refused_with_the_line(tmp_path, text, message):
    path = write(tmp_path / "classes.csv", text)
    with pytest.raises(FeatureError, match=message):
        read_classes(path)
    with pytest.raises(FeatureError, match="the file is missing"):
        read_classes(tmp_path / "missing.csv")


def test_classes_are_read_from_a_table_as_excel_writes_it(tmp_path):
    path = write(tmp_path / "classes.csv", "sep=;\nClass;Filename\nkite;a.jpg\n".encode("utf-16"))
    assert read_classes(path) == {"a.jpg": "kite"}


def test_real_photos(shared_data):
    """Ten rounds on photos: with feedback far more is found than without."""
    folder = shared_data / "trashnet"
    with FeatureStore.open(folder / "squeezenet_512.h5") as store:
        relevant, known = relevance(store.names, read_classes(folder / "classes.csv"), "glass")
        assert known.all()
        assert relevant.sum() == 250
        engine = Engine(store)
        user = SimulatedUser(relevant, known=known)
        settings = {"queries": user.examples(1, seed=0), "strategy": "topscoring", "model": TRUSTING}
        learning = simulate(engine, user, **settings)
        control = simulate(engine, user, learn=False, **settings)
    assert learning.points[-1].judged == 81
    assert learning.points[-1].found > control.points[-1].found
    assert learning.area > control.area
