"""Damage, backups, strangers' projects and plugins, as a person meets them in the window."""

import shutil
from pathlib import Path

import pytest
import small_collection
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog

from annotator.data.files import filesystem
from annotator.data.project import database
from annotator.data.project.backups import backups_of
from annotator.session import project_file
from annotator.session.session import Session
from annotator.types import Label

PLUGIN = """
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar
Path(__file__).with_name("was-run").touch()

@dataclass(frozen=True)
class Mine:
    name: ClassVar[str] = "mine"
    title: ClassVar[str] = "Mine"
    reference: ClassVar[str] = ""

    def select(self, pool, k):
        return pool.candidates[:k]

STRATEGIES = (Mine,)
"""


@pytest.fixture
def small(tmp_path):
    """A project with its collection beside it, a backup, and one judgement after it."""
    made = small_collection.make(tmp_path)
    with made.create(strategy="topscoring", batch_size=3) as session:
        session.judge([0, 1], Label.RELEVANT)
    with Session.open(made.project) as session:
        session.judge([2], Label.IRRELEVANT)
    return made


def opened(window, qtbot):
    def ready():
        return window.workspace is not None and window.pages.currentWidget() is window.workspace

    qtbot.waitUntil(ready)
    return window.workspace.controller.session


def dialog_of(window, qtbot, kind):
    def visible():
        return [d for d in window.findChildren(QDialog) if type(d).__name__ == kind and d.isVisible()]

    qtbot.waitUntil(lambda: bool(visible()))
    return visible()[0]


def test_a_damaged_project_is_recovered_from_the_message_that_tells_of_it(window, small, qtbot):
    data = small.project.read_bytes()
    small.project.write_bytes(data[:4096] + bytes(len(data) - 4096))
    window.open_project(small.project)
    qtbot.waitUntil(lambda: "damaged" in window.messages.text)
    assert "Recover…" in window.messages.choices
    window.messages.choose("Recover…")
    session = opened(window, qtbot)
    assert session.labels == {0: Label.RELEVANT, 1: Label.RELEVANT, 2: Label.IRRELEVANT}
    assert session.project.path.name == "small (recovered).annotator"
    assert "3 labels and 2 steps" in window.messages.text


def test_a_project_that_lost_judgements_says_so_and_gets_them_back(window, small, qtbot):
    shutil.copy(backups_of(small.project)[0].path, small.project)
    window.open_project(small.project)
    session = opened(window, qtbot)
    qtbot.waitUntil(lambda: "lacks judgements" in window.messages.text)
    window.messages.choose("Recover…")
    qtbot.waitUntil(lambda: bool(window.workspace and window.workspace.controller.session is not session))
    assert len(window.workspace.controller.session.labels) == 3


def test_wrong_labels_are_told_when_the_project_opens(window, small, qtbot):
    import sqlite3

    with sqlite3.connect(small.project) as connection:
        connection.execute("UPDATE label SET label = -label")
    connection.close()
    window.open_project(small.project)
    opened(window, qtbot)
    qtbot.waitUntil(lambda: "lacks judgements or has wrong ones" in window.messages.text)
    window.messages.choose("Recover…")
    qtbot.waitUntil(lambda: "(recovered)" in window.windowTitle())
    qtbot.waitUntil(lambda: window.pages.currentWidget() is window.workspace)
    assert window.workspace.controller.session.labels[0] is Label.RELEVANT


def test_a_backup_is_restored_from_the_list(window, small, qtbot):
    window.open_project(small.project)
    opened(window, qtbot)
    window.actions_["project.safety"].trigger()
    dialog = dialog_of(window, qtbot, "BackupsDialog")
    qtbot.waitUntil(lambda: dialog.backups.rowCount() == 2)
    assert dialog.said.text() == "Nothing is wrong."
    assert {dialog.backups.item(row, 2).text() for row in range(2)} == {"2"}
    qtbot.mouseClick(dialog.restore, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "is now as in" in window.messages.text)
    session = opened(window, qtbot)
    assert dict(session.labels) == {0: Label.RELEVANT, 1: Label.RELEVANT}
    assert any(one.why.startswith("before-restore") for one in backups_of(small.project))


def test_a_project_of_a_stranger_reads_nothing_outside_before_it_is_allowed(
    window, small, tmp_path, qtbot, monkeypatch
):
    stranger = tmp_path / "downloads" / "small.annotator"
    stranger.parent.mkdir()
    shutil.copy(small.project, stranger)
    touched = []
    monkeypatch.setattr("annotator.session.opening.existing_folder", lambda *places: touched.append(places))
    window.open_project(stranger)
    qtbot.waitUntil(lambda: window.messages.choices == ("Allow and open",))
    assert str(small.images) in window.messages.text
    assert touched == []
    monkeypatch.undo()
    window.messages.choose("Allow and open")
    opened(window, qtbot)
    window.close_project()
    window.messages.dismiss()
    window.open_project(stranger)
    opened(window, qtbot)  # once is enough
    assert window.messages.text == ""


def test_a_plugin_runs_only_where_it_was_switched_on_and_only_as_it_was(window, small, qtbot):
    folder = window.opener.plugins_folder
    folder.mkdir(parents=True)
    plugin = folder / "mine.py"
    plugin.write_text(PLUGIN)
    # One among the images is never looked at.
    (small.images / "plugins").mkdir()
    (small.images / "plugins" / "mine.py").write_text(PLUGIN)
    window.open_project(small.project)
    assert "mine" not in opened(window, qtbot).selections.registry.strategies
    window.actions_["project.plugins"].trigger()
    dialog = dialog_of(window, qtbot, "PluginsDialog")
    assert dialog.table.item(0, 2).text() == str(plugin)
    assert len(dialog.table.item(0, 3).text()) == 64
    assert not (folder / "was-run").exists()
    dialog.table.item(0, 0).setCheckState(Qt.CheckState.Checked)
    dialog.accept()
    qtbot.waitUntil((folder / "was-run").exists)
    qtbot.waitUntil(lambda: window.workspace is not None)
    assert "mine" in opened(window, qtbot).selections.registry.strategies
    assert (folder / "was-run").exists()
    window.close_project()
    (folder / "was-run").unlink()
    plugin.write_text(PLUGIN + "# changed\n")
    window.open_project(small.project)
    assert "mine" not in opened(window, qtbot).selections.registry.strategies
    qtbot.waitUntil(lambda: "could not be loaded" in window.messages.text)
    assert not (folder / "was-run").exists()
    other = small_collection.make(small.project.parent.parent / "other")
    other.create().close()
    before = window.workspace
    window.open_project(other.project)
    qtbot.waitUntil(lambda: other.project.stem in window.windowTitle() and window.workspace is not before)
    assert opened(window, qtbot).project.path == other.project
    assert "mine" not in window.workspace.controller.session.selections.registry.strategies
    assert not (folder / "was-run").exists()
    assert not (small.images / "plugins" / "was-run").exists()


def test_a_network_drive_is_told_and_its_projects_are_stored_without_a_shared_log(window, small, qtbot, monkeypatch):
    for module in (database, project_file, filesystem):
        monkeypatch.setattr(module, "network_kind", lambda _path: "nfs4", raising=False)
    window.open_project(small.project)
    session = opened(window, qtbot)
    qtbot.waitUntil(lambda: "network drive (nfs4)" in window.messages.text)
    session.judge([5], Label.RELEVANT)
    read = session._state.project.database.read
    assert read("PRAGMA journal_mode") == [("delete",)]
    assert read("PRAGMA synchronous") == [(3,)]
    assert not Path(f"{small.project}-wal").exists()
    window.close_project()
    monkeypatch.undo()
    with Session.open(small.project) as again:
        assert again.labels[5] is Label.RELEVANT


def test_a_project_is_recovered_from_the_list_of_what_was_found(window, small, qtbot):
    window.open_project(small.project)
    opened(window, qtbot)
    window.actions_["project.safety"].trigger()
    dialog = dialog_of(window, qtbot, "BackupsDialog")
    qtbot.mouseClick(dialog.recover, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "(recovered)" in window.windowTitle())
    assert len(opened(window, qtbot).labels) == 3
