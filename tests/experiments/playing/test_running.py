"""Whole experiments: stopping and going on, several processes, the files and the command."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from ctrl_c import hear_ctrl_c
from patience import PATIENCE_S, wait_until
from pyarrow.parquet import read_table

from annotator.cli import main
from annotator.errors import ExportError
from annotator.experiments.config.reading import read_experiment
from annotator.experiments.playing import results_store, running
from annotator.experiments.playing.results_store import Store
from annotator.experiments.results.summary_tables import summary, text
from annotator.experiments.specification import Experiment
from annotator.strategies.registry import load_registry
from annotator.types import Progress

CONFIG = """\
rounds = 2
batch_size = 3
queries = 2
tracks = ["held-out", "collection"]
[data.iris]
scale = "range"
[methods.ital]
[methods.random]
[methods.no-feedback]
"""


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "small.toml"
    path.write_text(CONFIG, encoding="utf-8")
    return path


def experiment(config: Path, **overrides: str) -> Experiment:
    return read_experiment(config, load_registry(), overrides)


def test_a_stopped_run_goes_on(config: Path, tmp_path: Path) -> None:
    shares: list[float] = []

    def stop(share: float) -> None:
        shares.append(share)
        if share > 0.3:
            raise KeyboardInterrupt

    folder = tmp_path / "out"
    first = running.run(experiment(config), load_registry(), folder, progress=Progress(stop))
    assert (len(first.runs), first.total, first.complete) == (6, 18, False)
    shares.clear()
    second = running.run(experiment(config), load_registry(), folder, progress=Progress(shares.append))
    assert second.complete
    assert shares[0] == pytest.approx(6 / 18)
    assert second.runs[:6] == first.runs
    assert [run.method for run in second.runs[:3]] == ["ital", "random", "no-feedback"]
    lines = (folder / "runs.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 18
    # More searches keep the old ones; another number of rounds makes them all anew.
    running.run(experiment(config, repetitions="3"), load_registry(), folder)
    assert len((folder / "runs.jsonl").read_text(encoding="utf-8").splitlines()) == 27
    running.run(experiment(config, rounds="1", method="random"), load_registry(), folder)
    assert len((folder / "runs.jsonl").read_text(encoding="utf-8").splitlines()) == 33


def test_a_line_cut_off_by_a_crash_is_played_again(config: Path, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    whole = running.run(experiment(config, method="random"), load_registry(), folder)
    path = folder / "runs.jsonl"
    content = path.read_bytes()
    path.write_bytes(content[:-40])
    again = running.run(experiment(config, method="random"), load_registry(), folder)
    assert again.complete
    assert len(path.read_bytes().splitlines()) == 6
    assert again.runs[:5] == whole.runs[:5]
    assert json.loads(path.read_bytes().splitlines()[-1])["method"] == "random"


def test_another_version_plays_anew(config: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    small = experiment(config, method="random", repetitions="1")
    running.run(small, load_registry(), tmp_path / "out")
    monkeypatch.setattr(results_store, "__version__", "99")
    running.run(small, load_registry(), tmp_path / "out")
    assert len((tmp_path / "out" / "runs.jsonl").read_bytes().splitlines()) == 6


def test_processes_find_the_same(config: Path, tmp_path: Path) -> None:
    config.write_text(CONFIG + "[data.digits]\ntest_size = 0.9\nquery_classes = ['3']\n", encoding="utf-8")
    alone = running.run(experiment(config, repetitions="1"), load_registry(), tmp_path / "a")
    together = running.run(experiment(config, repetitions="1"), load_registry(), tmp_path / "b", jobs=2)
    assert together.complete
    pairs = zip(alone.runs, together.runs, strict=True)
    assert all([s.rows for s in a.rounds] == [s.rows for s in b.rounds] for a, b in pairs)


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is sent to a group of processes in another way")
def test_ctrl_c_keeps_what_is_done(config: Path, tmp_path: Path) -> None:
    config.write_text(CONFIG + "[data.digits]\n", encoding="utf-8")  # takes hours
    command = [sys.executable, "-m", "annotator", "benchmark", str(config), "-o", str(tmp_path / "out"), "--jobs=2"]
    long = [*command, "--repetitions=300", "--rounds=20", "--batch_size=1"]

    with subprocess.Popen(
        long, start_new_session=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, preexec_fn=hear_ctrl_c
    ) as process:
        path = tmp_path / "out" / "runs.jsonl"
        wait_until(lambda: path.exists() and path.read_bytes().count(b"\n") >= 3)
        os.killpg(process.pid, signal.SIGINT)
        _, said = process.communicate(timeout=PATIENCE_S)
    assert process.returncode == 130, said.decode()
    assert b"continues from here" in said
    stored = path.read_bytes()
    assert 3 <= stored.count(b"\n") < 5000
    assert stored.endswith(b"\n")
    assert (tmp_path / "out" / "summary.json").exists()


def test_a_folder_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(ExportError, match=r"runs\.jsonl cannot be used"):
        Store(tmp_path / "file")


def test_classes_can_be_kept_apart(config: Path, tmp_path: Path) -> None:
    apart = experiment(config, avg_class_perf="no")
    outcome = running.run(apart, load_registry(), tmp_path / "out")
    summed = summary(apart, outcome.runs)
    assert [result["class"] for result in summed["results"]] == ["0", "1", "2"]
    assert "iris, class 2: 2 searches" in text(summed)
    together = summary(experiment(config), outcome.runs)
    (result,) = together["results"]
    assert (result["searches"], result["classes"]) == (6, 3)
    assert set(result["compared"]["with"]) == {"random", "no-feedback"}
    low, high = result["methods"]["ital"]["interval"][1:]
    assert low <= result["methods"]["ital"]["measures"]["test_area"] <= high


def test_the_command_writes_tables(config: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "results"
    words = ["benchmark", str(config), "-o", str(out), "--method=ital,random", "--repetitions=1"]
    assert main(words) == 0
    printed = capsys.readouterr()
    assert "iris: 3 searches" in printed.out
    assert "6 of 6 searches are done" in printed.err
    assert main([*words, "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == json.loads((out / "summary.json").read_text(encoding="utf-8"))
    with (out / "rounds.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == 6 * 3
    assert {"data", "class", "query", "method", "round", "average_precision", "test_ndcg"} <= set(rows[0])
    with (out / "searches.csv").open(encoding="utf-8", newline="") as stream:
        assert {row["method"] for row in csv.DictReader(stream)} == {"ital", "random"}
    assert main(["benchmark", str(config), "--rounds=x"]) == 2
    assert "--rounds" in capsys.readouterr().err


def test_the_command_says_how_to_go_on(
    config: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    put = Store.put
    stored: list[str] = []

    def interrupted(self: Store, key: str, run: running.Run) -> None:
        put(self, key, run)
        stored.append(key)
        if len(stored) == 4:
            raise KeyboardInterrupt

    monkeypatch.setattr(Store, "put", interrupted)
    assert main(["benchmark", str(config), "-o", str(tmp_path / "out")]) == 130
    assert "continues from here" in capsys.readouterr().err
    assert (tmp_path / "out" / "summary.json").exists()
    monkeypatch.setattr(Store, "put", put)
    assert main(["benchmark", str(config), "-o", str(tmp_path / "out")]) == 0
    assert "18 of 18" in capsys.readouterr().err


def test_parquet_holds_the_same_rows(config: Path, tmp_path: Path) -> None:
    assert main(["benchmark", str(config), "-o", str(tmp_path / "out"), "--repetitions=1"]) == 0
    assert read_table(tmp_path / "out" / "rounds.parquet").num_rows == 27
