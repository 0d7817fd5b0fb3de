"""Experiments with grades: tables of numbers, files of the reference, searches that are measured by their error."""

from __future__ import annotations

import csv
import itertools
import json
import re
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from sklearn.datasets import load_diabetes
from sklearn.metrics import root_mean_squared_error

from annotator.cli import main
from annotator.compat.regression import REGRESSION_LEARNERS, ITAL_Regression
from annotator.errors import ConfigError, FeatureError
from annotator.experiments.config import reference_names
from annotator.experiments.config.reading import read_experiment
from annotator.experiments.data.graded_data import KINDS, GradedData, load_graded
from annotator.experiments.data.number_tables import read_table
from annotator.experiments.playing import running
from annotator.experiments.playing.graded_run import GradedPlayer, graded_starts
from annotator.experiments.results.graded_tables import summary, text
from annotator.experiments.results.statistics import compare
from annotator.experiments.specification import DataSource, Experiment, Method, Settings, UserSettings
from annotator.strategies.registry import load_registry
from annotator.types import Progress

CONFIG = """\
rounds = 5
batch_size = 4
queries = 3
[data.diabetes]
kind = "table"
data_file = "diabetes.csv"
target = "progression"
test_size = 0.3
[methods.graded-ital]
[methods.random]
"""

CONF = """\
[EXPERIMENT]
dataset         = Yacht
method          = ITAL
batch_size      = 2
rounds          = 3
label_prob      = 1.0
mistake_variance= 0.0

[Yacht]
data_file       = yacht.data

[METHOD_DEFAULTS]
length_scale    = 0.05
var             = 10.0

[ITAL]
label_prob      = 0.9
change_estimation_subset = 25

[var]
use_correlations= yes
"""

GRADED = load_registry(graded=True)


@pytest.fixture
def config(tmp_path: Path) -> Path:
    found = load_diabetes()
    names = [*found.feature_names, "progression"]
    rows = np.column_stack([found.data, found.target])[:150]
    np.savetxt(tmp_path / "diabetes.csv", rows, "%.8g", ",", header=",".join(names), comments="")
    path = tmp_path / "diabetes.toml"
    path.write_text(CONFIG, encoding="utf-8")
    return path


def experiment(path: Path, **overrides: str) -> Experiment:
    return read_experiment(path, load_registry(), overrides)


def loaded(path: Path) -> GradedData:
    (data,) = load_graded(experiment(path).data[0], ())
    return data


def test_targets_are_scaled_by_the_pool(config: Path) -> None:
    data = loaded(config)
    assert (np.count_nonzero(data.pool), np.count_nonzero(data.test)) == (105, 45)
    assert not (data.pool & data.test).any()
    assert (data.grades[data.pool].min(), data.grades[data.pool].max()) == (-1.0, 1.0)
    target = (data.grades + 1) / 2 * (data.high - data.low) + data.low
    np.testing.assert_allclose(np.sort(target), np.sort(load_diabetes().target[:150]))


def test_tables_of_several_forms_are_read(tmp_path: Path) -> None:
    path = tmp_path / "table"
    for content in ('"a, b";y\n1;2\n3;4\n', "a y\n1 2\n3 4\n", "1 2\n3 4\n", "1\t2\n3\t4\n", "\ufeffa,y\n1,2\n3,4\n"):
        path.write_text(content, encoding="utf-8")
        features, target = read_table(path)
        assert (features.tolist(), target.tolist()) == ([[1], [3]], [2, 4])
    path.write_text("1 2\n3 4\n", encoding="utf-8")
    assert read_table(path, "1")[1].tolist() == [1, 3]
    for content in ("", "a,y\n1,x\n", "a,y\n1,2,3\n", "y\n1\n", "a,y\n1,nan\n"):
        path.write_text(content, encoding="utf-8")
        with pytest.raises(FeatureError, match="table"):
            read_table(path)


def test_a_misspelt_target_is_answered_with_the_columns(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config.write_text(CONFIG.replace('"progression"', '"progresion"'), encoding="utf-8")
    assert main(["benchmark", str(config), "-o", str(config.parent / "out")]) == 2
    said = capsys.readouterr().err
    assert "there is no column 'progresion' (did you mean 'progression'?)" in said
    assert "there are: age, sex, bmi, bp, s1, s2, s3, s4, s5, s6, progression" in said


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("graded-ital", "graded-itl", "line 9: there is no strategy 'graded-itl' .did you mean 'graded-ital'"),
        ("random", "no-feedback", "line 10: there is no strategy"),
        ("rounds = 5", 'tracks = ["collection"]', "line 1: grades are measured on held-out images"),
        ("[methods.r", "[data.iris]\n[methods.r", "line 10: diabetes and iris: one of them has grades"),
        ("target =", "query_classes = ['1']\ntarget =", "query_classes is for classes"),
        ("rounds = 5", "negatives = 1", "negatives is for classes"),
        ("[methods.r", "[user]\nmistakes = 0.1\n[methods.r", "mistakes is for classes"),
    ],
)
def test_what_grades_do_not_have_is_refused(config: Path, old: str, new: str, said: str) -> None:
    config.write_text(CONFIG.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ConfigError, match=said):
        experiment(config)


def test_data_without_anything_to_measure_are_refused(config: Path, tmp_path: Path) -> None:
    for size in ("0", "150"):
        config.write_text(CONFIG.replace("0.3", size), encoding="utf-8")
        with pytest.raises(ConfigError, match="leaves none of 150 rows"):
            loaded(config)
    config.write_text(CONFIG.replace("test_size", "tst_size"), encoding="utf-8")
    with pytest.raises(ConfigError, match="did you mean 'test_size'"):
        loaded(config)
    (tmp_path / "flat.csv").write_text("a,y\n" + "1,2\n" * 9, encoding="utf-8")
    with pytest.raises(FeatureError, match="all targets are 2"):
        load_graded(DataSource("flat", "table", {"data_file": "flat.csv"}, folder=tmp_path), ())
    config.write_text(CONFIG, encoding="utf-8")
    with pytest.raises(ConfigError, match="too few to start from 200"):
        graded_starts(loaded(config), Settings(examples=200))


def test_learning_beats_the_prior(config: Path) -> None:
    data = loaded(config)
    played = experiment(config)
    player = GradedPlayer(data, played.settings, played.user, GRADED)
    assert played.methods[0].model.prior_mean == 0.0
    prior = float(np.sqrt(np.mean(np.square(data.grades[data.test]))))
    for start in graded_starts(data, played.settings):
        run = player.play(start, played.methods[0])
        assert [state.graded for state in run.rounds] == [1, 5, 9, 13, 17, 21]
        assert run.rounds[5].error < prior
    again = GradedPlayer(data, played.settings, played.user, GRADED).play(start, played.methods[0])
    assert [state.error for state in again.rounds] == [state.error for state in run.rounds]


def test_held_out_rows_are_never_graded(config: Path) -> None:
    data = loaded(config)
    played = experiment(config, rounds="50")
    (start, *_) = graded_starts(data, played.settings)
    run = GradedPlayer(data, played.settings, played.user, GRADED).play(start, played.methods[1])
    assert run.rounds[-1].graded == np.count_nonzero(data.pool)


def test_the_error_is_that_of_the_learner_alone(config: Path) -> None:
    """The same grades give the same predictions of held-out rows as in the learner with the name of the reference."""
    data = loaded(config)
    method = experiment(config, rounds="0").methods[0]
    settings = Settings(examples=10, queries=1, rounds=0, precision="double")
    (start,) = graded_starts(data, settings)
    assert list(start.relevant) == np.random.RandomState(0).choice(105, 10, replace=False).tolist()
    scale = 0.3
    model = type(method.model)(kernel="rbf", prior_mean=0.0, length_scale=scale, noise=0.01)
    run = GradedPlayer(data, settings, UserSettings(), GRADED).play(start, Method("m", "graded-ital", {}, model))
    rows = list(start.relevant)
    learner = ITAL_Regression(data.features, rows, data.grades[rows], length_scale=scale, noise=0.01)
    mean = learner.mean
    assert mean is not None
    expected = root_mean_squared_error(data.grades[data.test], mean[data.test])
    assert run.rounds[0].error == pytest.approx(expected, abs=1e-6)


def test_lower_errors_win() -> None:
    rng = np.random.default_rng(0)
    errors = {("", number): float(value) for number, value in enumerate(rng.uniform(0.3, 0.5, 12))}
    worse = {key: value + 0.1 + 0.01 * key[1] for key, value in errors.items()}
    found = compare(errors, {"worse": worse, "same": errors}, lower_is_better=True)
    assert (found["worse"].wins, found["worse"].ties, found["worse"].losses) == (12, 0, 0)
    assert found["worse"].difference.mean < 0
    assert found["worse"].p < 0.01
    assert found["same"].ties == 12
    assert compare(errors, {"worse": worse})["worse"].losses == 12


def test_a_stopped_run_goes_on(config: Path, tmp_path: Path) -> None:
    def stop(share: float) -> None:
        if share > 0.4:
            raise KeyboardInterrupt

    folder = tmp_path / "out"
    first = running.run_graded(experiment(config), GRADED, folder, progress=Progress(stop))
    assert (len(first.runs), first.total, first.complete) == (3, 6, False)
    second = running.run_graded(experiment(config), GRADED, folder)
    assert second.complete
    assert second.runs[:3] == first.runs
    assert len((folder / "runs.jsonl").read_text(encoding="utf-8").splitlines()) == 6
    other = (tmp_path / "diabetes.csv").read_text(encoding="utf-8").replace("151", "152", 1)
    (tmp_path / "diabetes.csv").write_text(other, encoding="utf-8")
    running.run_graded(experiment(config, repetitions="1"), GRADED, folder)
    assert len((folder / "runs.jsonl").read_text(encoding="utf-8").splitlines()) == 8


def test_processes_find_the_same(config: Path, tmp_path: Path) -> None:
    small = experiment(config, repetitions="1", rounds="2")
    alone = running.run_graded(small, GRADED, tmp_path / "a")
    together = running.run_graded(small, GRADED, tmp_path / "b", jobs=2)
    errors = [[[state.error for state in run.rounds] for run in found.runs] for found in (alone, together)]
    assert errors[0] == errors[1]


def test_the_summary_says_that_lower_is_better(config: Path, tmp_path: Path) -> None:
    played = experiment(config)
    outcome = running.run_graded(played, GRADED, tmp_path / "out")
    summed = summary(played, outcome.runs, outcome.data)
    assert (summed["measure"], summed["lower_is_better"]) == ("rmse_area", True)
    (result,) = summed["results"]
    assert (result["images"], result["held_out"], result["searches"]) == (105, 45, 3)
    first, other = (result["methods"][name] for name in ("graded-ital", "random"))
    compared = result["compared"]["with"]["random"]
    difference = first["measures"]["rmse_area"] - other["measures"]["rmse_area"]
    assert compared["difference"][0] == pytest.approx(difference, abs=2e-6)
    won = sum(
        np.trapezoid([s.error for s in a.rounds]) < np.trapezoid([s.error for s in b.rounds])
        for a, b in zip(outcome.runs[::2], outcome.runs[1::2], strict=True)
    )
    assert (compared["wins"], compared["losses"]) == (won, 3 - won)
    assert first["curves"]["rmse"][0] == other["curves"]["rmse"][0]
    assert "lower is better" in text(summed)
    assert "below 0 is better" in text(summed)


def test_the_command_writes_tables_and_a_picture(
    config: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("matplotlib")
    out = tmp_path / "out"
    words = ["benchmark", str(config), "-o", str(out), "--rounds=2", "--label_prob=0.5"]
    assert main([*words, "--plots"]) == 0
    printed = capsys.readouterr()
    assert "diabetes: 3 searches, 105 images, 45 held out, rmse_area (lower is better" in printed.out
    assert "6 of 6 searches are done" in printed.err
    with (out / "rounds.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == 6 * 3
    assert list(rows[0]) == ["data", "query", "method", "round", "graded", "rmse", "seconds"]
    assert min(int(row["graded"]) for row in rows if row["round"] == "2") < 9
    with (out / "searches.csv").open(encoding="utf-8", newline="") as stream:
        assert {"rmse_area", "rmse_start", "rmse_final", "held_out"} <= set(next(csv.DictReader(stream)))
    with Image.open(out / "diabetes-rmse-curves.png") as picture:
        assert len(picture.convert("L").getcolors() or ()) > 5
    assert main([*words, "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == json.loads((out / "summary.json").read_text(encoding="utf-8"))


def test_settings_are_tuned_for_grades(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["tune", str(config), "--folds", "3", "--json"]) == 0
    (found,) = json.loads(capsys.readouterr().out)
    assert -0.6 < found["score"] < 0


def test_a_file_of_the_reference_is_read_and_played(tmp_path: Path) -> None:
    x = np.random.default_rng(0).random((60, 3))
    np.savetxt(tmp_path / "yacht.data", np.column_stack([x, np.sin(3 * x).sum(axis=1)]))
    path = tmp_path / "yacht.conf"
    path.write_text(CONF, encoding="utf-8")
    found = experiment(path, method="ITAL,var RandomRetrieval_Regression", repetitions="2")
    assert found.graded
    assert (found.settings.examples, found.settings.queries, found.settings.precision) == (10, 2, "double")
    assert [method.strategy for method in found.methods] == ["graded-ital", "variance", "random"]
    assert found.methods[0].parameters == {"label_probability": 0.9}
    assert found.methods[1].parameters == {"mode": "corr"}
    assert (found.methods[0].model.length_scale, found.methods[0].model.amplitude) == (0.05, 10.0)
    assert "change_estimation_subset" in found.notes[0]
    outcome = running.run_graded(found, GRADED, tmp_path / "out")
    assert [run.rounds[-1].graded for run in outcome.runs] == [16] * 6
    for old, new, said in (
        ("= ITAL", "= MCMI", "line 3: there is no method 'MCMI'"),
        ("= 0.0", "= -1", "line 7: mistake_variance: -1.0 is not a number"),
        ("use_cor", "usecor", "line 21: .*did you mean 'use_correlations'"),
    ):
        path.write_text(CONF.replace(old, new, 1), encoding="utf-8")
        with pytest.raises(ConfigError, match=said):
            experiment(path, **({"method": "var"} if old == "use_cor" else {}))


def test_the_documentation_shows_a_file_that_can_be_read(tmp_path: Path) -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "experiments.md").read_text(encoding="utf-8")
    examples = [text for text in re.findall(r"```toml\n(.*?)```", page, re.DOTALL) if 'kind = "table"' in text]
    assert len(examples) == 1
    path = tmp_path / "shown.toml"
    path.write_text(examples[0], encoding="utf-8")
    assert [method.strategy for method in experiment(path).methods] == list(GRADED.strategies)
    for kind in KINDS:
        assert f"`{kind}`" in page


def test_grades_of_the_reference_are_those_of_the_table_and_may_have_errors(tmp_path: Path) -> None:
    x = np.random.default_rng(0).random((60, 3))
    y = 20 + 5 * np.sin(3 * x).sum(axis=1)
    np.savetxt(tmp_path / "yacht.data", np.column_stack([x, y]))
    path = tmp_path / "yacht.conf"
    smooth = CONF.replace("0.05", "0.5")
    path.write_text(smooth.replace("= 0.0", "= 4.0"), encoding="utf-8")
    wrong = experiment(path, repetitions="2")
    assert wrong.user.grade_error == 4.0
    data = loaded(path)
    np.testing.assert_allclose(np.sort(data.grades), np.sort(y), atol=1e-12)
    path.write_text(smooth, encoding="utf-8")
    right = experiment(path, repetitions="2")
    exact, noisy = (running.run_graded(one, GRADED, tmp_path / str(i)).runs for i, one in enumerate((right, wrong)))
    for a, b in zip(exact, noisy, strict=True):
        assert b.rounds[0].error == a.rounds[0].error
        assert b.rounds[-1].error > 1.2 * a.rounds[-1].error


def test_a_batch_without_grades_is_asked_again(config: Path) -> None:
    found = experiment(config, label_prob="0.2", batch_size="2")
    player = GradedPlayer(loaded(config), found.settings, found.user, GRADED)
    for start in graded_starts(loaded(config), found.settings):
        graded = [state.graded for state in player.play(start, found.methods[1]).rounds]
        assert all(more > before for before, more in itertools.pairwise(graded))


def test_the_toy_of_the_reference_is_known(tmp_path: Path) -> None:
    path = tmp_path / "toy.conf"
    content = (
        "[EXPERIMENT]\ndataset = ToyRegression\nmethod = ITAL\nbatch_size = 6\n[ToyRegression]\nnum_samples = 40\n"
    )
    path.write_text(content, encoding="utf-8")
    data = loaded(path)
    assert (data.features.shape, int(np.count_nonzero(data.test))) == ((40, 2), 20)
    assert 0.0 <= data.features[data.pool].min() < data.features[data.pool].max() <= 1.0


def test_every_learner_and_data_set_of_the_reference_has_a_counterpart() -> None:
    for name, (strategy, fixed) in reference_names.GRADED_METHODS.items():
        made = GRADED.make(strategy, fixed)
        for parameter in reference_names.GRADED_PARAMETERS.get(name, {}).values():
            assert hasattr(made, parameter)
    assert set(REGRESSION_LEARNERS) <= set(reference_names.GRADED_METHODS)
    assert set(reference_names.REGRESSION.values()) == set(KINDS)
