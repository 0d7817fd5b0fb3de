"""Saved topics on the command line: save, begin another search, apply to a folder."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
import small_collection
from PIL import Image

from annotator.cli import main


def run(*words: object) -> int:
    return main([str(word) for word in words])


def pictures(folder: Path, seed: int, n: int = 12) -> Path:
    """Make pictures of which those of even number are red."""
    folder.mkdir(parents=True)
    rng = np.random.default_rng(seed)
    for i in range(n):
        pixels = rng.integers(0, 90, (40, 40, 3))
        pixels[..., 0 if i % 2 == 0 else 2] += 150
        Image.fromarray(pixels.astype(np.uint8)).save(folder / f"im{i:02d}.png")
    return folder


@pytest.fixture
def saved(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    images, project, topic = pictures(tmp_path / "old" / "images", 1), tmp_path / "old" / "old.annotator", "red.topic"
    assert run("new", images, "--encoder", "descriptor", "--topic", "red", "-o", project) == 0
    assert run("judge", project, "--relevant", "im00.png", "im02.png", "--irrelevant", "im01.png", "im03.png") == 0
    capsys.readouterr()
    assert run("topic", project, "--save", tmp_path / topic) == 0
    assert f"{topic}: 2 relevant and 2 irrelevant judgements of 'red'" in capsys.readouterr().err
    return tmp_path / topic


def table(file: Path) -> list[tuple[str, float]]:
    with file.open(newline="", encoding="utf-8") as stream:
        return [(row["path"], float(row["probability"])) for row in csv.DictReader(stream)]


def test_next_year_begins_with_a_ranking(saved: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    images, project = pictures(tmp_path / "new" / "images", 2), tmp_path / "new" / "new.annotator"
    assert run("new", images, "--encoder", "descriptor", "-o", project) == 0
    capsys.readouterr()
    assert run("topic", project, "--load", saved, "--add", "red things") == 0
    told = capsys.readouterr().out
    assert told.startswith("red things: mix")
    assert "learned elsewhere: red, 2 relevant and 2 irrelevant judgements, saved 20" in told
    assert run("rank", project) == 0
    ranked = [line.split()[-1] for line in capsys.readouterr().out.splitlines()[1:7]]
    assert sorted(ranked) == [f"im{i:02d}.png" for i in range(0, 12, 2)]
    assert run("next", project) == 0
    assert len(capsys.readouterr().out.splitlines()) == 10
    assert run("undo", project) == 0
    assert run("topic", project) == 0
    assert "learned elsewhere" not in capsys.readouterr().out


def test_a_topic_is_applied_to_a_folder_and_to_features(
    saved: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    images = pictures(tmp_path / "new", 2)
    assert run("apply", saved, images, "-o", tmp_path / "scores.csv") == 0
    assert "scores.csv: 12 images" in capsys.readouterr().out
    found = table(tmp_path / "scores.csv")
    assert sorted(path for path, _ in found[:6]) == [f"im{i:02d}.png" for i in range(0, 12, 2)]
    assert [chance for _, chance in found] == sorted((chance for _, chance in found), reverse=True)
    assert found[0][1] > 0.5 > found[-1][1]
    assert run("extract", images, "--encoder", "descriptor", "-o", tmp_path / "new.h5") == 0
    assert run("apply", saved, "--features", tmp_path / "new.h5", "-o", tmp_path / "again.csv") == 0
    assert table(tmp_path / "again.csv") == found


def test_other_features_and_no_features_are_refused(
    saved: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = small_collection.make(tmp_path / "other")
    for words, what in (
        (("--features", other.features), "features of annotator-builtin 2, and these are 4"),
        ((), "Give the folder of the images, or --features FILE"),
        ((other.images, "--features", other.features), "Give the folder of the images, or --features FILE"),
        ((other.images, "--encoder", "lite0"), "Compute features with the same encoder"),
    ):
        assert run("apply", saved, *words, "-o", tmp_path / "scores.csv") == 2
        assert what in capsys.readouterr().err
    assert not (tmp_path / "scores.csv").exists()
    assert run("apply", other.features, other.images, "-o", tmp_path / "scores.csv") == 2
    assert "this is not a saved topic" in capsys.readouterr().err
