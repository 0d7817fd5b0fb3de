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


def test_how_names_were_matched_is_told(small, tmp_path, capsys):
    file = tmp_path / "labels.csv"
    file.write_text(
        "filename,included,label\nim0001.png,0,1\n2018/im0002.png,1,0\n00/im0003.png,1,1\n00\\IM0003.png,1,0\n"
    )
    assert run("import-labels", small.project, file) == 2
    assert "which column has the label: label, included. Choose one (--column label=label)" in capsys.readouterr().err
    assert run("import-labels", small.project, file, "--column", "label=label", "--dry-run", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["matched"] == {"exact": 1, "normalised": 1, "basename": 1}
    assert told["matched loosely"] == [{"name": "im0001.png", "path": "00/im0001.png"}]
    assert told["contradictory"] == ["00/im0003.png"]
    reason = "the only image of this name is 00/im0002.png, which may be another one"
    assert told["reasons"] == {"2018/im0002.png": reason}
    assert run("import-labels", small.project, file, "--column", "label=label") == 0
    out = capsys.readouterr().out
    assert "im0001.png -> 00/im0001.png" in out
    assert f"2018/im0002.png: {reason}" in out
    assert "1 contradictory in the file, left out" in out
    with Session.open(small.project) as session:
        assert {session.paths[image]: label for image, label in session.labels.items()} == {
            "00/im0001.png": Label.RELEVANT
        }


def test_a_folder_of_images_is_refused_instead_of_taking_its_folders_for_classes(small, capsys):
    assert run("import-labels", small.project, small.images) == 2
    assert "are its folders (00, 01, 02) classes?" in capsys.readouterr().err
    with Session.open(small.project) as session:
        assert not session.labels


def test_features_report_what_was_matched_by_a_part_of_the_name(tmp_path, capsys):
    import h5py
    import numpy as np

    made = small_collection.make(tmp_path)
    with h5py.File(tmp_path / "f.h5", "w") as file:
        file["features"] = np.random.default_rng(0).normal(size=(3, 4)).astype(np.float32)
        names = ["im0001.png", "2018/im0002.png", "00/im0003.png"]
        file.create_dataset("filenames", data=names, dtype=h5py.string_dtype("utf-8"))
    assert run("new", made.images, tmp_path / "f.h5", "-o", tmp_path / "p.annotator") == 0
    out = capsys.readouterr().out
    assert "im0001.png -> 00/im0001.png" in out
    assert "2018/im0002.png" in out
    with Session.open(tmp_path / "p.annotator") as session:
        report = session.collection.import_report
        assert report.loose == (("im0001.png", "00/im0001.png"),)
        assert report.features_without_images == ("2018/im0002.png",)
