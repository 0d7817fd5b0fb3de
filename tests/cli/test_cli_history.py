"""The command that lists judgements."""

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
    """Twelve images, judged in two steps, one of which took a label off."""
    small = small_collection.make(tmp_path)
    assert run("new", small.images, small.features, "-o", small.project, "-k", 4) == 0
    assert run("judge", small.project, "--relevant", "im0000.png", "--irrelevant", "im0005.png", "im0007.png") == 0
    assert run("judge", small.project, "--clear", "im0007.png") == 0
    capsys.readouterr()
    return small.project


def listed(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_newest_first_with_counts(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("history", project) == 0
    captured = capsys.readouterr()
    lines = captured.out.splitlines()
    assert lines[0].split() == ["time", "round", "kind", "was", "label", "image"]
    assert lines[1].split()[1:] == ["0", "judge", "irrelevant", "unlabelled", "01/im0007.png"]
    assert len(lines) == 5
    assert "4 of 4 judgements" in captured.err


@pytest.mark.parametrize(
    ("options", "names"),
    [
        (["--label", "relevant"], ["im0000"]),
        (["--label", "cleared"], ["im0007"]),
        (["--name", "IM0005"], ["im0005"]),
        (["--kind", "import"], ["im0007", "im0005", "im0000"]),
        (["--round", 1], []),
        (["--since", "2001-01-01", "--top", 1], ["im0007"]),
        (["--since", "2999-01-01T00:00+02:00"], []),
    ],
)
def test_narrowed(project: Path, capsys: pytest.CaptureFixture[str], options: list[object], names: list[str]) -> None:
    assert run("history", project, "--json", *options) == 0
    assert [Path(str(one["path"])).stem for one in listed(capsys)] == names


def test_what_the_model_doubts(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        run("judge", project, "--irrelevant", "im0001.png", "--relevant", "im0002.png", "im0003.png", "im0004.png") == 0
    )
    capsys.readouterr()
    assert run("history", project, "--against-model", "--json") == 0
    found = listed(capsys)
    assert all(float(str(one["probability"])) <= 0.5 for one in found)
    assert run("history", project, "--against-model") == 0


def test_a_time_that_is_none_is_refused(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        run("history", project, "--since", "yesterday")
    assert "Write it like 2024-05-31" in capsys.readouterr().err
