"""Metadata read in a process of its own: the same values, and a file on which the process ends costs one image."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import small_collection
from PIL import Image

from annotator.data.images.image_metadata import SOURCES, read_facts
from annotator.data.metadata import reader, reading_process
from annotator.data.metadata.reading_process import ReadingProcess, serve


@pytest.fixture
def names(tmp_path: Path) -> list[str]:
    """Return the names of images with and without EXIF, of one that is no image, and of one that is missing."""
    (tmp_path / "été").mkdir()
    exif = Image.Exif()
    exif[0x0110] = "Trap 7"
    Image.new("RGB", (40, 30), "red").save(tmp_path / "été" / "a.jpg", exif=exif)
    Image.new("L", (9, 12)).save(tmp_path / "b.png")
    (tmp_path / "c.jpg").write_text("no image")
    return ["été/a.jpg", "b.png", "c.jpg", "missing.png"]


def test_the_values_are_those_of_this_process(names: list[str], tmp_path: Path) -> None:
    process = ReadingProcess(tmp_path)
    try:
        found = list(process.facts(SOURCES, names * 20))
        child = process._process
        assert child is not None
        if hasattr(os, "getpriority"):
            assert os.getpriority(os.PRIO_PROCESS, child.pid) > os.getpriority(os.PRIO_PROCESS, 0)
    finally:
        process.close()
    assert found == [read_facts(tmp_path / name, SOURCES) for name in names] * 20
    assert found[0]["camera"] == "Trap 7"
    assert child.returncode is not None


def test_a_file_on_which_it_ends_has_no_values(
    names: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process ends at a name that leads out of the folder, which no collection has."""
    process = ReadingProcess(tmp_path)
    try:
        found = list(process.facts(("size",), [names[0], "../b.png", names[1]]))
    finally:
        process.close()
    assert found == [{"width": 40.0, "height": 30.0}, {}, {"width": 9.0, "height": 12.0}]


def test_the_process_answers_line_by_line(names: list[str], tmp_path: Path) -> None:
    asked = {"root": str(tmp_path), "sources": ["size"], "paths": names[:2]}
    answers = io.BytesIO()
    serve(io.BytesIO(2 * (json.dumps(asked).encode() + b"\n")), answers)
    assert [len(json.loads(line)) for line in answers.getvalue().splitlines()] == [2, 2]


def test_many_images_are_read_apart_when_nobody_waits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here: list[Path] = []
    monkeypatch.setattr(reader, "read_facts", lambda path, _sources: here.append(path) or {})
    with small_collection.make(tmp_path, 12).create() as session:
        monkeypatch.setattr(reader, "WORTH_A_PROCESS", 12)
        session.collection.metadata.read(["size"], awaited=False).run()
        assert here == []
        assert session.collection.metadata.columns["width"].min() > 0
        session.collection.metadata.read(["size"], again=True).run()
        monkeypatch.setattr(reader, "WORTH_A_PROCESS", 13)
        session.collection.metadata.read(["size"], again=True, awaited=False).run()
        assert len(here) == 24
    assert reading_process.WORTH_A_PROCESS > 1_000


def test_where_the_process_cannot_run_the_files_are_read_here(
    names: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = []

    def ends_at_once(word: str, **_how: object) -> subprocess.Popen[bytes]:
        started.append(word)
        return subprocess.Popen([sys.executable, "-c", ""], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    monkeypatch.setattr(reading_process.child, "start", ends_at_once)
    process = ReadingProcess(tmp_path)
    found = list(process.facts(("size",), names * 10))
    assert len(started) == reading_process.MOST_FAILURES
    assert found == [read_facts(tmp_path / name, ["size"]) for name in names * 10]


def test_a_file_that_takes_for_ever_has_no_values(
    names: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never_answers(_word: str, **_how: object) -> subprocess.Popen[bytes]:
        waits = [sys.executable, "-c", "import sys; sys.stdin.read()"]
        return subprocess.Popen(waits, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    monkeypatch.setattr(reading_process.child, "start", never_answers)
    monkeypatch.setattr(reading_process, "PATIENCE_S", 0.05)
    assert list(ReadingProcess(tmp_path).facts(("size",), names[:1])) == [{}]
