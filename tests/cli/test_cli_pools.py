"""A test collection on the command line: pools, judgements, qrels and the evaluation of systems."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import small_collection

from annotator.cli import main
from annotator.session.session import Session
from annotator.types import Label


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    small = small_collection.make(tmp_path)
    with small.create(topic="anything", batch_size=4):
        pass
    ranked = {"a": {"1": [0, 1, 2, 3], "2": [8, 9]}, "b": {"1": [4, 0, 5, 6], "2": [10, 8], "3": [1]}}
    for system, topics in ranked.items():
        (tmp_path / f"{system}.run").write_text(
            "".join(
                f"{topic} Q0 im{image:04d} {rank} {-rank} {system}\n"
                for topic, images in topics.items()
                for rank, image in enumerate(images)
            )
        )
    (tmp_path / "topics.tsv").write_text("1\tred kites\n2\tgulls\n3\tterns\n4\tcrows\n")
    monkeypatch.chdir(tmp_path)
    return small.project


def run(capsys: pytest.CaptureFixture[str], *words: object) -> str:
    assert main([str(word) for word in words]) == 0
    return capsys.readouterr().out


def judge(project: Path) -> None:
    with Session.open(project) as session:
        for name, relevant in (("red kites", {0, 4}), ("gulls", {8})):
            session.topics.switch(next(one.id for one in session.topics if one.name == name))
            pool = session.collection.pools.left.tolist()
            session.judge(relevant, Label.RELEVANT)
            session.judge([image for image in pool if image not in relevant | {6}], Label.IRRELEVANT)


def test_from_runs_to_qrels_and_an_evaluation(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = run(capsys, "pool", project, "a.run", "b.run", "--topics", "topics.tsv", "--depth", "4")
    assert told.splitlines()[1].split() == ["1", "red", "kites", "0", "7", "0%", "0%"]
    assert "0 of 11 images are judged" in told
    assert run(capsys, "next", project, "--topic", "gulls").split() == [
        "01/im0008.png",
        "02/im0010.png",
        "01/im0009.png",
    ]
    judge(project)
    first, *_ = json.loads(run(capsys, "pool", project, "--json", "--save-topics", "out.tsv"))
    assert (first["judged"], first["size"], first["systems"]) == (6, 7, {"a": 1.0, "b": 0.75})
    saved = Path("out.tsv").read_text().splitlines()
    assert saved == ["anything\tanything", "1\tred kites", "2\tgulls", "3\tterns", "4\tcrows"]
    run(capsys, "export", project, "--format", "trec-qrels", "--all-topics", "-o", "all.qrels")
    lines = Path("all.qrels").read_text().splitlines()
    assert {line.split()[0] for line in lines} == {"1", "2", "3"}
    assert {"1 0 00/im0000.png 1", "1 0 00/im0001.png 0", "1 0 01/im0006.png -1", "3 0 00/im0001.png -1"} <= set(lines)
    told = run(capsys, "evaluate", project, "a.run", "b.run")
    assert told.splitlines()[1].startswith("a       0.7500 [0.50, 1.00]")
    found = json.loads(run(capsys, "evaluate", project, "a.run", "b.run", "--json"))
    assert (found["topics"], found["without_relevant"]) == (["1", "2"], ["3"])
    assert found["systems"][1]["measures"]["map"]["per_topic"] == {"1": 1.0, "2": 0.5}
    assert [(one["name"], one["unique"]) for one in found["reusability"]] == [("a", 0), ("b", 1)]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("pool", "gone.run"), "gone.run: the file is missing"),
        (("pool", "--depth", "5"), "--depth is about the images of runs"),
        (("pool", "a.run", "--order", "best"), "There is no order 'best'; there are: mtf, hedge, rrf, rank"),
        (("evaluate", "a.run"), "None of the topics"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_stored(
    project: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], message: str
) -> None:
    before = project.read_bytes()
    assert main([words[0], str(project), *words[1:]]) == 2
    assert message in capsys.readouterr().err
    assert run(capsys, "pool", project) == ""
    if words[0] == "evaluate":
        assert project.read_bytes() == before
