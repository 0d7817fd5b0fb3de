"""Metadata on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import small_collection
from PIL import Image

from annotator.cli import main
from annotator.session.session import Session
from annotator.types import Label


def run(*words: object) -> int:
    return main([str(word) for word in words])


@pytest.fixture
def project(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """Twelve images of which the first three have EXIF data."""
    small = small_collection.make(tmp_path)
    for number, year in enumerate((2023, 2024, 2024)):
        exif = Image.Exif()
        exif[0x0110] = "NIKON D90"
        exif[0x0132] = f"{year}:05:01 1{number}:00:00"
        Image.new("L", (20, 10), 100 + number).save(small.images / f"00/im{number:04d}.png", exif=exif)
    assert run("new", small.images, small.features, "-o", small.project, "-k", 4) == 0
    assert run("judge", small.project, "--relevant", "im0000.png", "--irrelevant", "im0005.png") == 0
    capsys.readouterr()
    return small.project


def output(capsys: pytest.CaptureFixture[str], *words: object) -> str:
    assert run(*words) == 0
    return capsys.readouterr().out


def test_what_is_read_is_shown(project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "year" not in output(capsys, "metadata", project)
    (tmp_path / "sites.csv").write_text("filename,site\nim0001.png,reef\nnone.png,bay\n", encoding="utf-8")
    assert run("metadata", project, "--read", "exif,size,quality", "--csv", tmp_path / "sites.csv") == 0
    shown = capsys.readouterr()
    assert "none.png: no image has this name" in shown.err
    lines = {line.split()[0]: line.split(maxsplit=3) for line in shown.out.splitlines()}
    assert lines["year"] == ["year", "number", "25.0%", "2023 to 2024"]
    assert lines["time"][3] == "1682935200 to 1714564800  (2023-05-01 to 2024-05-01)"
    assert lines["camera"] == ["camera", "text", "25.0%", "NIKON D90 3"]
    assert lines["width"][2:] == ["100.0%", "2 to 20"]
    assert lines["latitude"][2:] == ["0.0%"]
    assert lines["site"] == ["site", "text", "8.3%", "reef 1"]
    rows = {row["column"]: row for row in map(json.loads, output(capsys, "metadata", project, "--json").splitlines())}
    assert rows["year"] == {
        "column": "year", "source": "exif", "kind": "number", "known": 0.25, "low": 2023, "high": 2024
    }  # fmt: skip
    assert rows["folder"]["frequent"] == {"00": 5, "01": 5, "02": 2}
    assert rows["latitude"]["low"] is None


def test_the_ranking_can_be_asked_for_some_images(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("metadata", project, "--read", "exif,quality")
    capsys.readouterr()
    found = output(capsys, "rank", project, "--json", "--where", "year == 2024 & luminance > 101 or judged")
    assert {json.loads(line)["path"] for line in found.splitlines()} == {
        "00/im0000.png", "00/im0002.png", "01/im0005.png"
    }  # fmt: skip
    found = output(capsys, "rank", project, "--json", "--where", "camera == 'nikon*' and not judged")
    assert {json.loads(line)["path"] for line in found.splitlines()} == {"00/im0001.png", "00/im0002.png"}
    assert run("rank", project, "--where", "camra == 'NIKON'") == 2
    error = capsys.readouterr().err
    assert "no column 'camra'" in error
    assert "probability" in error
    assert "camera" in error
    assert run("rank", project, "--where", "sharpness > 0 and width > 3") == 2
    assert "width not read yet. Read it from the images first: annotator metadata PROJECT --read size" in (
        capsys.readouterr().err
    )


def test_a_topic_is_limited_and_freed(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("metadata", project, "--read", "exif")
    capsys.readouterr()
    told = output(capsys, "topic", project, "--filter", "known(year)", "--weight", "0.1 + 0.9 * (year > 2023)")
    assert "3 of 12 images fulfill the filter" in told
    assert "filter=known(year), weight=0.1 + 0.9 * (year > 2023), bursts=True" in told
    assert set(output(capsys, "next", project).split()) == {"00/im0001.png", "00/im0002.png"}
    assert run("judge", project, "--rest", "irrelevant") == 0
    capsys.readouterr()
    assert run("next", project) == 1
    assert "There is no image left to judge that fulfills the filter of the topic." in capsys.readouterr().err
    told = output(capsys, "topic", project, "--filter", "", "--weight", "", "--bursts", "no", "--stratum", "folder")
    assert "scope: stratum=folder\n12 of 12" in told
    assert len(output(capsys, "next", project).split()) == 4
    topics = json.loads(output(capsys, "status", project, "--json"))["topics"]
    assert topics[0]["scope"] == {"filter": "", "weight": "", "stratum": "folder", "bursts": False}
    assert run("topic", project, "--filter", "year ==") == 2
    assert "filter: 'year ==' is not a condition" in capsys.readouterr().err


def test_what_cannot_be_read_is_refused(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("metadata", project, "--read", "exif,colour") == 2
    assert "'colour' cannot be read from images; what can is: exif, size, quality" in capsys.readouterr().err


def test_notes_are_written_printed_found_and_removed(project, capsys):
    with Session.open(project) as session:
        session.judge([0], Label.RELEVANT)
        first, second = session.paths[3], session.paths[4]
    assert run("note", project, first, "looks, like a 7") == 0
    assert run("note", project, second, "unreadable") == 0
    assert f"note on {second}" in capsys.readouterr().err
    assert run("note", project, first) == 0
    assert capsys.readouterr().out == "looks, like a 7\n"
    assert run("note", project) == 0
    assert capsys.readouterr().out == f'path,image_note\n{first},"looks, like a 7"\n{second},unreadable\n'
    assert run("rank", project, "--where", "image_note == '*LIKE*'", "--json") == 0
    assert [json.loads(line)["path"] for line in capsys.readouterr().out.splitlines()] == [first]
    assert run("note", project, first, "") == 0
    assert run("note", project) == 0
    assert capsys.readouterr().out == f"path,image_note\n{second},unreadable\n"
    assert run("undo", project) == 0
    capsys.readouterr()
    assert run("note", project, first) == 0
    assert capsys.readouterr().out == "looks, like a 7\n"
    assert run("note", project, "no such image", "a") == 2
