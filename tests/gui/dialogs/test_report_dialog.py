"""Reading, thinning out and saving a report; and the log it is made from."""

import logging
import zipfile

import pytest
from on_screen import on_screen
from PySide6.QtCore import Qt

from annotator.gui.diagnostics import log_file
from annotator.gui.dialogs.report_dialog import ReportDialog


@pytest.fixture
def dialog(window, project, qtbot):
    handler = log_file.start(window.places.state)
    window.open_project(project)
    qtbot.waitUntil(lambda: on_screen(window))
    window.tell("something odd happened")
    window.actions_["help.report"].trigger()
    made = window.findChild(ReportDialog)
    qtbot.waitUntil(made.isVisible)
    yield made
    log_file.stop(handler)


def test_every_file_can_be_read_before_it_is_given_away(dialog):
    names = [dialog.list.item(row).text() for row in range(dialog.list.count())]
    assert names == ["about.txt", "versions.txt", "project.json", "preferences.toml", "log.txt"]
    texts = []
    for row in range(len(names)):
        dialog.list.setCurrentRow(row)
        texts.append(dialog.text.toPlainText())
    assert "no image" in texts[0]
    assert '"images": 60' in texts[2]
    assert "something odd happened" in texts[4]


def test_no_text_is_cut_off(dialog):
    for row in range(dialog.list.count()):
        dialog.list.setCurrentRow(row)
        assert dialog.text.horizontalScrollBar().maximum() == 0


def test_what_is_not_ticked_is_left_out(dialog, tmp_path):
    dialog.list.item(4).setCheckState(Qt.CheckState.Unchecked)
    dialog.save_to(tmp_path / "report.zip")
    assert "Saved" in dialog.outcome.text()
    with zipfile.ZipFile(tmp_path / "report.zip") as archive:
        assert archive.namelist() == ["about.txt", "versions.txt", "project.json", "preferences.toml"]
    for row in range(dialog.list.count()):
        dialog.list.item(row).setCheckState(Qt.CheckState.Unchecked)
    assert not dialog.save.isEnabled()


def test_a_folder_that_cannot_be_written_is_told(dialog, tmp_path):
    dialog.save_to(tmp_path / "missing" / "report.zip")
    assert "Choose another place" in dialog.outcome.text()


def test_a_log_that_cannot_be_written_stops_nothing(tmp_path):
    (tmp_path / "file").write_text("")
    assert log_file.start(tmp_path / "file" / "state") is None
    log_file.stop(None)
    assert log_file.read(tmp_path / "nowhere") == ""


def test_the_log_starts_anew_when_it_is_full(tmp_path, monkeypatch):
    monkeypatch.setattr(log_file, "LARGEST", 1000)
    handler = log_file.start(tmp_path)
    for number in range(100):
        logging.getLogger("annotator.test").info("entry %d", number)
    log_file.stop(handler)
    assert "entry 99" in log_file.read(tmp_path)
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) < 2500
