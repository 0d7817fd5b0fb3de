"""Commands about one image."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import small_collection

from annotator.cli import main


def run(*words: object) -> int:
    return main([str(word) for word in words])


@pytest.fixture
def project(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """Twelve images, three of them judged."""
    small = small_collection.make(tmp_path, extra_images=["extra/none.png"])
    assert run("new", small.images, small.features, "-o", small.project, "-k", 4) == 0
    assert run("judge", small.project, "--relevant", "im0000.png", "--irrelevant", "im0005.png", "im0007.png") == 0
    capsys.readouterr()
    return small.project


def test_why_tells_what_the_model_believes(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("next", project) == 0
    chosen = capsys.readouterr().out.splitlines()[0]
    assert run("why", project, chosen) == 0
    told = dict(line.split(":", 1) for line in capsys.readouterr().out.splitlines())
    assert told["image"].strip() == chosen
    assert told["label"].strip() == "unlabelled"
    assert told["chosen in round 1"].strip().endswith("bits")
    assert told["rank"].strip().endswith("of 12")
    assert told["nearest relevant"].strip().startswith("00/im0000.png (")
    assert "relevant" in told["neighbours"]


def test_why_as_json(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("why", project, "im0005", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["path"], told["label"], told["chosen"], told["images"]) == ("01/im0005.png", "irrelevant", [], 12)
    assert 0 <= told["probability_without_its_judgement"] <= 1
    assert told["rank_before"] is None
    assert [one["path"] for one in told["nearest_irrelevant"]] == ["01/im0007.png"]


def test_similar_lists_the_nearest_first(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("similar", project, "im0003", "--top", 5) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["similarity", "label", "path"]
    values = [float(line.split()[0]) for line in lines[1:]]
    assert len(values) == 5
    assert values == sorted(values, reverse=True)
    assert run("similar", project, "im0003", "--json") == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert len(rows) == 11
    assert {row["label"] for row in rows} == {"relevant", "irrelevant", "unlabelled"}


@pytest.mark.parametrize("command", ["why", "similar"])
def test_what_cannot_be_asked_is_said(project: Path, command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(command, project, "none.png") == 2
    assert "extra/none.png: this image has no features" in capsys.readouterr().err
    assert run(command, project, "nowhere.png") == 2
