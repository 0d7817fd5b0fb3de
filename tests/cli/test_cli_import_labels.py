"""Labels of other programs on the command line."""

from __future__ import annotations

import json

import pytest
import small_collection

from annotator.cli import main
from annotator.session.session import Session
from annotator.types import Label


def run(*words: object) -> int:
    return main([str(word) for word in words])


@pytest.fixture
def small(tmp_path, capsys):
    made = small_collection.make(tmp_path)
    assert run("new", made.images, made.features, "-o", made.project) == 0
    capsys.readouterr()
    return made


def test_labels_are_shown_first_and_taken_in_one_step(small, tmp_path, capsys):
    with Session.open(small.project) as session:
        paths = list(session.paths)
        session.judge([0], Label.RELEVANT)
    file = tmp_path / "labels.csv"
    file.write_text(f"path,label\n{paths[0]},0\n{paths[1]},wanted\n{paths[2]},0\nnone.png,1\n")
    assert run("import-labels", small.project, file) == 2
    assert "--map 'wanted=relevant'" in capsys.readouterr().err
    known = ("--map", "wanted=relevant")
    assert run("import-labels", small.project, file, *known, "--dry-run", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["new"], told["same"], told["unmatched"]) == (2, 0, ["none.png"])
    assert told["conflicts"] == [{"path": paths[0], "ours": "relevant", "theirs": "irrelevant", "place": "line 2"}]
    assert run("import-labels", small.project, file, *known) == 2
    assert "1 images have other labels here" in capsys.readouterr().err
    with Session.open(small.project) as session:
        assert dict(session.labels) == {0: Label.RELEVANT}
    assert run("import-labels", small.project, file, *known, "--on-conflict", "theirs") == 0
    assert "undo takes it back" in capsys.readouterr().out
    with Session.open(small.project) as session:
        assert dict(session.labels) == {0: Label.IRRELEVANT, 1: Label.RELEVANT, 2: Label.IRRELEVANT}
        session.undo()
        assert dict(session.labels) == {0: Label.RELEVANT}
    assert run("import-formats", "--json") == 0
    assert {entry["name"] for entry in json.loads(capsys.readouterr().out)} >= {"csv", "xmp", "smqtk"}
