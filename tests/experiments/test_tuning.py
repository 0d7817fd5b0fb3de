"""The search for model settings: closed forms against refits, both kinds of target, the command."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from annotator.cli import main
from annotator.errors import ConfigError
from annotator.experiments.tuning import cross_validation, leave_one_out, predictions_without, subset, tune
from annotator.numerics.kernels import rbf

SETTINGS = {"length_scale": 0.7, "amplitude": 1.3, "noise": 0.05}


def clouds(n: int = 40) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(0)
    target = np.where(np.arange(n) % 4 == 0, 1.0, -1.0)
    return rng.normal(size=(n, 3)) + 1.5 * target[:, None], target


def test_leaving_one_out_equals_refitting() -> None:
    x, y = clouds()
    kernel = rbf(x, x, SETTINGS["length_scale"], SETTINGS["amplitude"])
    mean, var = predictions_without(kernel, SETTINGS["noise"], y)
    for left in range(len(y)):
        rest = np.delete(np.arange(len(y)), left)
        inverse = np.linalg.inv(kernel[np.ix_(rest, rest)] + SETTINGS["noise"] * np.eye(len(rest)))
        row = kernel[left, rest]
        assert mean[left] == pytest.approx(row @ inverse @ y[rest], abs=1e-10)
        assert var[left] == pytest.approx(kernel[left, left] + SETTINGS["noise"] - row @ inverse @ row, abs=1e-10)


def test_a_singular_kernel_is_the_worst() -> None:
    mean, _ = predictions_without(-np.eye(3), 0.1, np.ones(3))
    assert np.isnan(mean).all()
    assert tune(lambda settings: np.nan if settings["noise"] < 0.05 else 1.0).settings["noise"] >= 0.05


def test_the_best_of_the_grid_is_found() -> None:
    found = tune(
        lambda s: -((np.log(s["length_scale"] / 2) ** 2) + (s["noise"] - 0.01) ** 2 + (s["amplitude"] - 2) ** 2)
    )
    assert found.settings == {"length_scale": 2.0, "amplitude": 2.0, "noise": 0.01}
    assert found.tried < 120


@pytest.mark.parametrize("few", [False, True])
def test_cross_validation_prefers_a_sensible_scale(few: bool) -> None:
    x, y = clouds()
    score = cross_validation(x, y, 5, few=few)
    assert score(SETTINGS | {"length_scale": 2.0}) > score(SETTINGS | {"length_scale": 0.001})
    assert 0 <= score(SETTINGS) <= 1
    with pytest.raises(ConfigError, match="11 folds"):
        cross_validation(x, y, 11)


def test_leave_one_out_prefers_a_sensible_scale() -> None:
    x, y = clouds()
    score = leave_one_out(x, y)
    assert score(SETTINGS | {"length_scale": 2.0}) > score(SETTINGS | {"length_scale": 0.01})


def test_numbers_are_predicted_too() -> None:
    x = np.linspace(0, 6, 60)[:, None]
    y = 5 + np.sin(x[:, 0])
    score = cross_validation(x, y, 6)
    assert -0.02 < score({"length_scale": 1.0, "amplitude": 1.0, "noise": 1e-4}) < 0
    assert score({"length_scale": 0.001, "amplitude": 1.0, "noise": 1e-4}) < -0.5
    density = leave_one_out(x, y)
    assert density({"length_scale": 1.0, "amplitude": 1.0, "noise": 1e-4}) > density(SETTINGS)


def test_few_labels_have_both_classes() -> None:
    _, y = clouds()
    rows = subset(y, 8)
    assert len(rows) == 8
    assert sorted(y[rows]) == [-1] * 4 + [1] * 4
    assert len(subset(y, 99)) == 40


def test_the_command_prints_settings(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = tmp_path / "iris.toml"
    config.write_text('[data.iris]\nscale = "range"\n[methods.ital]\n', encoding="utf-8")
    assert main(["tune", str(config), "--query_classes=1", "--folds", "3", "--labels", "40"]) == 0
    header, row = capsys.readouterr().out.splitlines()
    assert header.split() == ["data", "class", "score", "length_scale", "amplitude", "noise", "tried"]
    assert 0.5 < float(row.split()[2]) <= 1
    assert main(["tune", str(config), "--query_classes=1", "--by", "loo", "--labels", "20", "--json"]) == 0
    (found,) = json.loads(capsys.readouterr().out)
    assert found["data"] == "iris"


def test_the_command_reads_a_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    x = np.linspace(0, 6, 30)
    table = tmp_path / "sine.csv"
    table.write_text("x;y;z\n" + "\n".join(f"{a:.3f};{np.sin(a):.4f};0.5" for a in x), encoding="utf-8")
    assert main(["tune", str(table), "--target", "y", "--folds", "5", "--json"]) == 0
    (found,) = json.loads(capsys.readouterr().out)
    assert -0.1 < found["score"] < 0
    assert main(["tune", str(table), "--target", "w"]) == 2
    assert "there are: x, y, z" in capsys.readouterr().err
    table.write_text("x;y\n1;a\n", encoding="utf-8")
    assert main(["tune", str(table)]) == 2
