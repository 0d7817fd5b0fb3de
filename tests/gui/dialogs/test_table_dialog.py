"""The columns of a table become metadata, in the window."""

from __future__ import annotations

import pytest
from on_screen import on_screen

from annotator.gui.dialogs.importing.table_dialog import TableDialog


@pytest.fixture
def opened(window, project, qtbot):
    window.open_project(project)
    qtbot.waitUntil(lambda: on_screen(window))
    return window


def test_a_table_is_imported_and_its_columns_can_be_asked_for(opened, qtbot, tmp_path):
    session = opened.workspace.controller.session
    opened.actions_["project.table"].trigger()
    dialog = opened.findChildren(TableDialog)[-1]
    assert not dialog.go.isEnabled()
    file = tmp_path / "sites.csv"
    file.write_text(f"path,id,site\n{session.paths[0]},1,reef\n{session.paths[1]},2,bay\nnone.png,3,bay\n")
    dialog.file.set_path(file)
    stored = opened.workspace.controller.metadata.stored
    with qtbot.waitSignal(stored):
        dialog.go.click()
    qtbot.waitUntil(lambda: "Values for 2 image" in dialog.said.text())
    assert "in: id, site." in dialog.said.text()
    assert "none.png" in dialog.said.text()
    assert session.collection.metadata.columns.values_of(0)["site"] == "reef"


def test_it_asks_for_a_column_and_says_what_is_wrong(opened, qtbot, tmp_path):
    session = opened.workspace.controller.session
    opened.actions_["project.table"].trigger()
    dialog = opened.findChildren(TableDialog)[-1]
    file = tmp_path / "sites.csv"
    file.write_text(f"path,file,site\n{session.paths[0]},x,reef\n")
    dialog.file.set_path(file)
    dialog.go.click()
    qtbot.waitUntil(lambda: dialog.column.count() == 2)
    dialog.column.setCurrentText("file")
    dialog.go.click()
    qtbot.waitUntil(lambda: "none of its 1 names is one of an image" in dialog.said.text())
    dialog.column.setCurrentText("path")
    dialog.go.click()
    qtbot.waitUntil(lambda: "site" in session.collection.metadata.columns.values_of(0))
    file.write_text("{")
    dialog.file.set_path(file.rename(tmp_path / "output.json"))
    assert dialog.column.count() == 0
    dialog.go.click()
    qtbot.waitUntil(lambda: "this is not JSON" in dialog.said.text())
