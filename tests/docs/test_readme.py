"""The README's commands and its Python example run as they stand, on a small collection of the names it uses."""

from __future__ import annotations

import csv
import re
import shlex
import shutil
from pathlib import Path

import h5py
import numpy as np
import pytest

from annotator.cli import main
from annotator.sample import SamplePaths
from benchmarks import beyond_page
from benchmarks.command import REPOSITORY

README = (Path(__file__).resolve().parents[2] / "README.md").read_text(encoding="utf-8")
FORMATS = (Path(__file__).resolve().parents[2] / "docs" / "formats.md").read_text(encoding="utf-8")


@pytest.fixture
def photos(tmp_path: Path, sample: SamplePaths, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with ``photos``, ``features.h5`` and ``classes.csv``: kites are threes, crows are sevens."""
    with h5py.File(sample.features) as file:
        names, vectors = file["filenames"].asstr()[:300], file["features"][:300]
    with sample.classes.open(encoding="utf-8", newline="") as table:
        digits = {row["filename"]: row["class"] for row in csv.DictReader(table)}
    species = {"3": "kite", "7": "crow"}
    (tmp_path / "photos" / "2019").mkdir(parents=True)
    rows = []
    for name in names:
        kind = species.get(digits[name], "other")
        new = f"2019/{kind}.png"
        if (tmp_path / "photos" / new).exists():
            new = f"2019/{Path(name).name}"
        shutil.copy(sample.images / name, tmp_path / "photos" / new)
        rows.append((new, kind))
    with h5py.File(tmp_path / "features.h5", "w") as file:
        file["features"] = vectors
        file["filenames"] = [name for name, _ in rows]
    with (tmp_path / "classes.csv").open("w", encoding="utf-8", newline="") as table:
        csv.writer(table).writerows([("filename", "class"), *rows])
    monkeypatch.chdir(tmp_path)
    return tmp_path


def blocks(language: str, text: str = README) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)


def test_the_commands_run(photos: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = [line for block in blocks("sh") for line in block.splitlines() if line.startswith("annotator ")]
    assert len(lines) >= 8
    for line in lines:
        assert main(shlex.split(line)[1:]) == 0, line
    assert (photos / "ranking.csv").stat().st_size > 0
    assert "2019/kite.png" in capsys.readouterr().out


def test_the_python_example_runs(photos: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (example,) = blocks("python")
    exec(compile(example, "README.md", "exec"), {"__name__": "readme"})
    assert len(capsys.readouterr().out.splitlines()) == 5
    assert (photos / "labels.csv").stat().st_size > 0


def test_the_feature_file_example_makes_a_feature_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (example,) = blocks("python", FORMATS)
    exec(compile(example, "formats.md", "exec"), {"__name__": "formats"})
    with h5py.File("features.h5") as file:
        assert file["features"].shape == (2, 512)
        assert file["features"].dtype == np.float32
        assert file["filenames"].asstr()[0] == "2019/kite.jpg"


def test_the_gain_over_the_reference_is_the_published_one() -> None:
    results = REPOSITORY.read("beyond")["results"]
    whole, rare = (beyond_page.photos(results, rare=rare) for rare in (False, True))
    assert len(whole) == len(rare) == 9  # the text says "nine"
    said = " ".join(README.split())
    for group, text in ((whole, "the area above the learning curve is {} % smaller"), (rare, "it is {} % smaller")):
        mean, better, worse = beyond_page.reduction(group)
        text = f"{text.format(round(-100 * mean))} (geometric mean; significantly, p < 0.05, smaller on {better}"
        assert f"{text} and larger on {worse})" in said
    for name, word in (("digits", "Digits"), ("butterflies", "butterflies")):
        easy = next(one for one in results if one["collection"] == name)
        assert f"{word} ({round(-100 * beyond_page.change(easy))} %)" in said


def test_the_make_targets_exist() -> None:
    makefile = (Path(__file__).resolve().parents[2] / "Makefile").read_text(encoding="utf-8")
    named = re.findall(r"^make (\w+)$", README, re.MULTILINE)
    assert named == ["demo", "test"]
    for target in named:
        assert re.search(rf"^(.* )?{target}( .*)?:$", makefile, re.MULTILINE)
