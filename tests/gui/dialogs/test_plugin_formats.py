"""Formats of plugins in the dialogs of the window: offered where they were switched on, and nowhere else."""

import shutil
from pathlib import Path

import pytest
from on_screen import on_screen

from annotator.data.exporting import PURPOSES
from annotator.extensions import plugin_sources
from annotator.gui.dialogs.export_dialog import TITLES, ExportDialog
from annotator.gui.dialogs.importing.import_dialog import ImportDialog
from annotator.session.session import Session
from annotator.types import Label

PLUGINS = Path(__file__).parents[3] / "plugins"


@pytest.fixture
def opened(window, project, qtbot):
    """The window on a project for which the example plugins were switched on."""
    folder = window.opener.plugins_folder
    shutil.copytree(PLUGINS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    window.opener.approvals.switch_plugins(project, {one.source: one.sha256 for one in plugin_sources(folder)})
    with Session.open(project) as session:
        session.judge([0, 1], Label.RELEVANT)
    window.open_project(project)
    qtbot.waitUntil(lambda: on_screen(window))
    qtbot.waitUntil(lambda: not window.workspace.controller.busy)
    assert window.messages.text == ""
    return window


def dialog_of(window, action, kind):
    window.actions_[action].trigger()
    return window.findChildren(kind)[-1]


def test_an_export_format_stands_among_its_kind_and_writes(opened, qtbot, tmp_path):
    dialog = dialog_of(opened, "project.export", ExportDialog)
    assert dialog.choose("checklist")
    assert dialog.purpose.currentText() == "For other programs"
    assert dialog.format.currentText() == "Checklist in Markdown"
    dialog.target.set_path(tmp_path / "list.md")
    dialog.try_out.click()
    qtbot.waitUntil(lambda: dialog.result_text.startswith("Would write"))
    dialog.go.click()
    qtbot.waitUntil(lambda: dialog.result_text.startswith("Wrote"))
    assert (tmp_path / "list.md").read_text(encoding="utf-8").count("- [x] `") == 2
    dialog.close()


def test_an_import_format_reads(opened, qtbot, tmp_path):
    paths = opened.workspace.controller.session.paths
    file = tmp_path / "stars.txt"
    file.write_text(f"5 {paths[2]}\n1 {paths[3]}\n")
    dialog = dialog_of(opened, "project.import", ImportDialog)
    dialog.file.set_path(file)
    dialog.format.setCurrentIndex(dialog.format.findData("stars"))
    qtbot.waitUntil(lambda: dialog.plan is not None)
    dialog.go.click()
    labels = opened.workspace.controller.session.labels
    assert (labels[2], labels[3]) == (Label.RELEVANT, Label.IRRELEVANT)


def test_they_are_not_offered_where_nobody_switched_them_on(opened, qtbot, project):
    opened.opener.approvals.switch_plugins(project, {})
    opened.close_project()
    opened.open_project(project)
    qtbot.waitUntil(lambda: on_screen(opened))
    qtbot.waitUntil(lambda: not opened.workspace.controller.busy)
    assert not dialog_of(opened, "project.export", ExportDialog).choose("checklist")
    assert dialog_of(opened, "project.import", ImportDialog).format.findData("stars") < 0


def test_every_purpose_has_a_title():
    assert tuple(TITLES) == PURPOSES
