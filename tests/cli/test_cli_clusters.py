"""Clusters on the command line: methods, names, a look at one, and judging one at once."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from annotator.cli import main
from annotator.sample import SamplePaths
from annotator.session.session import Session


def run(*words: object) -> int:
    return main([str(word) for word in words])


@pytest.fixture
def project(tmp_path: Path, sample: SamplePaths, capsys: pytest.CaptureFixture[str]) -> Path:
    path = tmp_path / "digits.annotator"
    assert run("new", sample.images, sample.features, "-o", path, "--topic", "zeros") == 0
    capsys.readouterr()
    return path


@pytest.fixture
def zeros(sample: SamplePaths) -> set[str]:
    with sample.classes.open(encoding="utf-8", newline="") as table:
        return {row["filename"] for row in csv.DictReader(table) if row["class"] == "0"}


def described(project: Path, capsys: pytest.CaptureFixture[str], *words: object) -> list[dict[str, object]]:
    assert run("clusters", project, *words, "--json") == 0
    return json.loads(capsys.readouterr().out)["clusters"]


def test_a_cluster_is_looked_at_and_judged_as_one_step(
    project: Path, zeros: set[str], capsys: pytest.CaptureFixture[str]
) -> None:
    options = ("--k", 10)
    clusters = described(project, capsys, *options)
    mine = next(one for one in clusters if one["nearest"] in zeros)
    number = mine["cluster"]
    assert run("judge", project, "--irrelevant", mine["nearest"]) == 0
    capsys.readouterr()
    assert run("clusters", project, *options, "--look", number) == 0
    shown = capsys.readouterr()
    assert len(shown.out.splitlines()) == 16
    assert mine["nearest"] not in shown.out.splitlines()
    assert f"--judge {number} LABEL judges all of them" in shown.err
    assert run("clusters", project, *options, "--judge", number, "relevant") == 0
    told = capsys.readouterr()
    assert told.out == f"{mine['images'] - 1} images to relevant\n"
    assert "1 images of the cluster had a label and keep it" in told.err
    with Session.open(project) as session:
        assert session.counts.relevant == mine["images"] - 1
        found = {session.paths[image] for image, label in session.labels.items() if label.word == "relevant"}
        assert len(found & zeros) > 0.95 * len(found)
        session.undo()
        assert session.counts.relevant == 0
        assert session.counts.irrelevant == 1


def test_a_judged_cluster_is_not_judged_again(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("clusters", project, "--k", 5, "--judge", 5, "unsure") == 0
    capsys.readouterr()
    assert run("clusters", project, "--k", 5, "--judge", 5, "relevant") == 1
    assert "has a label already; nothing changed" in capsys.readouterr().err


@pytest.mark.parametrize("method", ["kmeans", "hdbscan"])
def test_other_methods_can_be_chosen(project: Path, capsys: pytest.CaptureFixture[str], method: str) -> None:
    clusters = described(project, capsys, "--method", method, *(() if method == "hdbscan" else ("--k", 4)))
    sizes = [one["images"] for one in clusters]
    assert sizes == sorted(sizes, reverse=True)
    assert method == "hdbscan" or (len(sizes) == 4 and sum(sizes) == 1797)


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ((), "Say how many clusters there are: --k N"),
        (("--k", 3, "--look", 4), "There is no cluster 4; there are 3."),
        (("--k", 3, "--judge", 0, "relevant"), "There is no cluster 0"),
        (("--k", 3, "--judge", "first", "relevant"), "'first' is not the number of a cluster"),
        (("--k", 3, "--judge", 1, "good"), "'good' is not a label"),
        (("--k", 3, "--look", 1, "--judge", 1, "relevant"), "two steps"),
        (("--k", 3, "--words", "bird"), "Words find images by features of the network"),
    ],
)
def test_what_cannot_be_done_is_said(
    project: Path, capsys: pytest.CaptureFixture[str], words: tuple[object, ...], problem: str
) -> None:
    assert run("clusters", project, *words) != 0
    assert problem in capsys.readouterr().err
    with Session.open(project) as session:
        assert not session.labels


def test_features_of_another_network_give_no_names(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert all("name" not in one for one in described(project, capsys, "--k", 3))
