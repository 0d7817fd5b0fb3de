"""The demo without a window: a real session, judged by itself, with real exports."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from pathlib import Path

import ir_measures
import pytest

from annotator import Session
from annotator.cli import main
from annotator.data.exporting import FORMATS
from annotator.sample import SamplePaths, default_folder


@pytest.fixture
def made(sample: SamplePaths, monkeypatch: pytest.MonkeyPatch) -> SamplePaths:
    """The sample where the demo looks for it, made already."""
    monkeypatch.setattr("annotator.sample.default_folder", lambda: sample.images.parent)
    return sample


def test_headless_demo_finds_the_digits_and_exports(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    output = tmp_path / "demo output"
    assert main(["demo", "--headless", "-o", str(output)]) == 0
    said = capsys.readouterr()
    assert "among 1,797 handwritten digits" in said.out
    assert str(output) in said.out
    with Session.open(output / "digits.annotator", read_only=True) as session:
        assert session.round == 10
        assert session.counts.relevant + session.counts.irrelevant == 2 + 10 * session.topic.batch_size
    for form in FORMATS.values():
        assert (output / f"{form.name}{form.suffix}").stat().st_size > 0
    last = next(line for line in said.out.splitlines() if line.split()[:1] == ["10"])
    assert float(last.split()[2]) > 0.9  # average precision after 82 judgements; 0.1 is chance
    assert (default_folder() / "images").is_dir()


def test_another_reader_measures_the_same(
    tmp_path: Path, made: SamplePaths, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["demo", "--headless", "-o", str(tmp_path)]) == 0
    last = next(line for line in capsys.readouterr().out.splitlines() if line.split()[:1] == ["10"])
    with made.classes.open(encoding="utf-8", newline="") as table:
        truth = [ir_measures.Qrel("the-digit-3", row["filename"], row["class"] == "3") for row in csv.DictReader(table)]
    run = list(ir_measures.read_trec_run(str(tmp_path / "trec-run.run")))
    measured = ir_measures.calc_aggregate([ir_measures.AP], truth, run)[ir_measures.AP]
    assert measured == pytest.approx(float(last.split()[2]), abs=6e-4)


def test_without_a_display_the_demo_says_so_and_goes_on(tmp_path: Path) -> None:
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    environment = {name: value for name, value in os.environ.items() if name not in hidden}
    folder = tmp_path / "it's here"
    command = [sys.executable, "-m", "annotator", "demo", "-o", str(folder)]
    ended = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr
    assert "No window (there is no display)" in ended.stderr
    assert (folder / "labels-csv.csv").exists()
    with_a_window, without = [line.strip() for line in ended.stdout.splitlines()[-3::2]]
    assert " gui " in with_a_window
    for line in (with_a_window.replace(" gui ", " status "), without):  # as printed, in a shell that knows no more
        shown = subprocess.run(line, shell=True, env=environment, cwd="/", capture_output=True, text=True)
        assert shown.returncode == 0, shown.stderr
        assert "the digit 3" in shown.stdout


@pytest.mark.usefixtures("made")
def test_a_demo_never_replaces_a_project(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "digits.annotator").write_text("mine")
    assert main(["demo", "--headless", "-o", str(tmp_path)]) == 2
    assert (tmp_path / "digits.annotator").read_text() == "mine"
    assert "digits.annotator" in capsys.readouterr().err


@pytest.mark.usefixtures("made")
def test_a_file_instead_of_a_folder_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    assert main(["demo", "--headless", "-o", str(tmp_path / "mine.txt")]) == 2
    assert "mine.txt cannot be used as a folder" in capsys.readouterr().err
