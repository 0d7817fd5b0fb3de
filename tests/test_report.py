"""The report for the developers: complete, readable, and silent about names and places."""

import json
import zipfile

import pytest
from small_collection import make

from annotator.cli import main
from annotator.errors import ExportError
from annotator.report import report_files, without_places, write_report


@pytest.fixture
def small(tmp_path):
    return make(tmp_path / "secret folder")


def test_it_holds_versions_and_numbers_and_no_name(small):
    with small.create() as session:
        session.judge([1], 1)
        session.topics.configure(name="very private topic")
        log = f"cannot read {session.collection.root}/{session.paths[0]} of very private topic"
        files = report_files(session, {"log.txt": log})
        everything = "\n".join(files.values())
        assert "Annotator" in files["versions.txt"]
        assert "numpy" in files["versions.txt"]
        facts = json.loads(files["project.json"])
        assert facts["images"] == session.n_images
        assert facts["topic on screen"]["labels"]["relevant"] == 1
        assert "very private topic" not in everything
        assert "secret folder" not in everything
        assert "<images>/" in files["log.txt"]
        assert not any(path in files["project.json"] for path in session.paths)


def test_the_longest_place_is_replaced_first():
    assert without_places("/home/me/photos/a.png", {"/home/me": "~", "/home/me/photos": "<images>"}) == "<images>/a.png"


def test_a_file_that_cannot_be_written_is_told_and_leaves_nothing(tmp_path):
    with pytest.raises(ExportError, match="Choose another place"):
        write_report({"a.txt": "a"}, tmp_path / "missing" / "report.zip")
    assert list(tmp_path.iterdir()) == []


def test_the_command_writes_it_with_and_without_a_project(small, tmp_path, capsys):
    with small.create():
        pass
    assert main(["report", "-o", str(tmp_path / "a.zip")]) == 0
    assert main(["report", str(small.project), "-o", str(tmp_path / "b.zip")]) == 0
    with zipfile.ZipFile(tmp_path / "a.zip") as one, zipfile.ZipFile(tmp_path / "b.zip") as two:
        assert one.namelist() == ["about.txt", "versions.txt"]
        assert two.namelist() == ["about.txt", "versions.txt", "project.json"]
        assert b"SQLite" in two.read("versions.txt")
    assert "Read them before" in capsys.readouterr().err
