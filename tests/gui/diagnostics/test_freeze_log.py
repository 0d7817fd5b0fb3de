"""The recorder of stalls: what halts the window is written down with its place."""

import json
from pathlib import Path
from types import SimpleNamespace

import pytest
import small_collection
from patience import hold_up, wait_until
from PySide6.QtCore import QSettings

from annotator.cli.parser import make_parser
from annotator.errors import ExportError
from annotator.gui.diagnostics.freeze_log import FreezeLog
from annotator.gui.shell import app
from annotator.gui.shell.last_project import LastProject


def caught(recorder, qtbot):
    """Halt the window and tell whether it was caught there; a busy machine may have halted it just before."""
    before = recorder._beat
    qtbot.waitUntil(lambda: recorder._beat != before)
    recorder.stalls.clear()
    hold_up(0.4)
    qtbot.waitUntil(lambda: any(stall.seconds >= 0.35 for stall in recorder.stalls))
    return any("hold_up" in call for call in longest(recorder).stack)


def longest(recorder):
    return max(recorder.stalls, key=lambda one: one.seconds)


@pytest.fixture
def recorder(qtbot, tmp_path):
    made = FreezeLog(tmp_path / "stalls.jsonl", threshold=0.08)
    yield made
    made.close()


def test_a_stall_is_recorded_with_its_length_and_place(recorder, qtbot, tmp_path):
    wait_until(lambda: caught(recorder, qtbot))
    stall, file = longest(recorder), tmp_path / "stalls.jsonl"
    assert any("hold_up" in call for call in stall.stack)

    def written():
        lines = [json.loads(line) for line in file.read_text().splitlines(keepends=True) if line.endswith("\n")]
        return any(line["seconds"] == stall.seconds and line["stack"] == list(stall.stack) for line in lines)

    wait_until(written)
    assert "the longest took" in recorder.summary()
    assert "hold_up" in recorder.summary()


def test_the_file_is_there_as_soon_as_the_window_answers(qtbot, tmp_path):
    file = tmp_path / "stalls.jsonl"
    recorder = FreezeLog(file, threshold=3600)
    try:
        assert not file.exists()
        qtbot.waitUntil(file.exists)
        assert file.read_text() == ""
    finally:
        recorder.close()


def test_nothing_is_said_of_a_window_that_answers(recorder):
    recorder.stalls.clear()
    assert recorder.summary() == "No stall of the window above 80 ms."


def test_a_file_that_cannot_be_written_is_told_and_nothing_else_happens(qtbot, tmp_path):
    recorder = FreezeLog(tmp_path / "missing" / "stalls.jsonl", threshold=0.08)
    try:
        hold_up(0.3)
        qtbot.waitUntil(lambda: bool(recorder.stalls and recorder.problem))
        assert "stalls.jsonl" in recorder.summary()
    finally:
        recorder.close()


def test_nothing_is_written_among_the_images_of_an_open_project(qtbot, tmp_path):
    with small_collection.make(tmp_path).create():
        file = tmp_path / "work" / "images" / "stalls.jsonl"
        recorder = FreezeLog(file, threshold=3600)
        try:
            qtbot.waitUntil(lambda: bool(recorder.problem))
            assert "stalls.jsonl" in recorder.problem
            assert "Choose" in recorder.problem
        finally:
            recorder.close()
        assert not file.exists()


def test_nothing_is_recorded_among_the_images_of_the_last_project(tmp_path):
    small = small_collection.make(tmp_path)
    small.create().close()
    window = SimpleNamespace(last=LastProject(QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)))
    window.last.opened(small.project, read_only=False)
    app._check_stalls(tmp_path / "stalls.jsonl", window, None, restore=True)
    app._check_stalls(small.images / "stalls.jsonl", window, None, restore=False)
    with pytest.raises(ExportError, match="only read"):
        app._check_stalls(small.images / "stalls.jsonl", window, None, restore=True)


@pytest.mark.parametrize("command", ["gui", "demo"])
def test_the_command_line_takes_a_file_of_lines_and_never_a_project(command, capsys):
    assert make_parser().parse_args([command, "--record-stalls", "a.jsonl"]).record_stalls == Path("a.jsonl")
    with pytest.raises(SystemExit):
        make_parser().parse_args([command, "--record-stalls", "birds.annotator"])
    assert "has to end with .jsonl" in capsys.readouterr().err
