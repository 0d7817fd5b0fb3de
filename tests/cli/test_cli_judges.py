"""The commands for several people, on the command line."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
import small_collection

from annotator import Label, Session
from annotator.cli import main


@pytest.fixture
def project(tmp_path: Path) -> Path:
    with small_collection.make(tmp_path).create() as session:
        session.judge([0, 1, 2], Label.RELEVANT)
        session.judge([3, 4], Label.IRRELEVANT)
        return session.project.path


def test_from_a_copy_to_a_table_of_agreement(project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    copy, table = tmp_path / "ben.annotator", tmp_path / "opinions.csv"
    assert main(["share", str(project), "--judge", "Ben", "--overlap", "5", "-o", str(copy)]) == 0
    assert "5 images that both of you judge" in capsys.readouterr().out
    with Session.open(copy) as session:
        session.judge([0, 1, 3], Label.RELEVANT)
        session.judge([2, 5], Label.IRRELEVANT)
        disputed = [session.paths[2], session.paths[3]]
        taken_over = session.paths[5]
    assert main(["merge", str(project), str(copy)]) == 0
    told = capsys.readouterr().out
    assert "Ben judged 5 images, 2 new steps" in told
    assert "1 images took over the label, 2 are disputed" in told
    assert main(["agreement", str(project), "--disputed", "-o", str(table)]) == 0
    told = capsys.readouterr().out
    assert "you, Ben" in told
    assert "0.50" in told
    assert told.splitlines()[-2:] == disputed
    rows = {row["path"]: row for row in csv.DictReader(table.read_text("utf-8").splitlines())}
    assert (rows[disputed[0]]["owner"], rows[disputed[0]]["Ben"]) == ("relevant", "irrelevant")
    assert len(rows) == 6
    assert main(["rank", str(project), "--where", "judge == 'ben'", "--json"]) == 0
    assert [json.loads(line)["path"] for line in capsys.readouterr().out.splitlines()] == [taken_over]


def test_merging_again_and_as_json(project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    copy = tmp_path / "ben.annotator"
    main(["share", str(project), "--judge", "Ben", "-o", str(copy)])
    with Session.open(copy) as session:
        session.judge([0], Label.IRRELEVANT)
    main(["merge", str(project), str(copy)])
    capsys.readouterr()
    assert main(["merge", str(project), str(copy), "--json"]) == 0
    (report,) = json.loads(capsys.readouterr().out)
    assert report["topics"][0]["steps"] == 0
    assert main(["agreement", str(project), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["agreement"][0]["people"] == ["", "Ben"]
    assert len(found["disputed"]) == 1


def test_what_is_in_the_way_is_said(project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["agreement", str(project)]) == 0
    assert "annotator share" in capsys.readouterr().err
    before = project.read_bytes()
    assert main(["share", str(project), "--judge", "Ben", "-o", str(project)]) == 2
    assert main(["merge", str(project), str(project), "--judge", "Ben"]) == 2
    assert "this project itself" in capsys.readouterr().err
    assert main(["merge", str(project), str(tmp_path / "missing.annotator")]) == 2
    assert project.read_bytes() == before
