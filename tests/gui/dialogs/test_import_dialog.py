"""Labels of another program are compared with ours before anything is stored."""

from __future__ import annotations

import json

import pytest
from on_screen import on_screen

from annotator.gui.dialogs.importing.import_dialog import ImportDialog
from annotator.session.session import Session
from annotator.types import Label


@pytest.fixture
def opened(window, project, qtbot):
    with Session.open(project) as session:
        session.judge([0, 1], Label.RELEVANT)
    window.open_project(project)
    qtbot.waitUntil(lambda: on_screen(window))
    qtbot.waitUntil(lambda: not window.workspace.controller.busy)
    return window


def dialog_of(window) -> ImportDialog:
    window.actions_["project.import"].trigger()
    return window.findChildren(ImportDialog)[-1]


def test_conflicts_are_decided_one_by_one_and_undo_takes_it_back(opened, qtbot, tmp_path):
    controller = opened.workspace.controller
    paths = controller.session.paths
    file = tmp_path / "labels.csv"
    file.write_text(f"path,label\n{paths[0]},0\n{paths[1]},0\n{paths[2]},good\nnone.png,1\n")
    dialog = dialog_of(opened)
    assert not dialog.go.isEnabled()
    dialog.file.set_path(file)
    qtbot.waitUntil(lambda: "'good' is not a label" in dialog.said.text())
    dialog.words.setText("good=relevant")
    qtbot.waitUntil(lambda: dialog.plan is not None)
    assert "1 images get a label, 0 have the same already, 2 have another one here" in dialog.said.text()
    assert "none.png" in dialog.said.text()
    assert [dialog.table.item(0, column).text() for column in range(4)] == [
        paths[0],
        "relevant",
        "irrelevant",
        "line 2",
    ]
    dialog.policy.setCurrentIndex(dialog.policy.findData("theirs"))
    dialog.table.cellWidget(1, 4).setCurrentIndex(0)
    before = dict(controller.session.labels)
    dialog.go.click()
    assert dict(controller.session.labels) == {0: Label.IRRELEVANT, 1: Label.RELEVANT, 2: Label.RELEVANT}
    assert controller.session.judgements.codes[2] == 1
    opened.actions_["edit.undo"].trigger()
    assert dict(controller.session.labels) == before


def test_a_folder_of_classes_asks_which_is_meant(opened, qtbot, tmp_path):
    paths = opened.workspace.controller.session.paths
    for number in (3, 4, 5):
        copy = tmp_path / "f" / ("glass" if number < 5 else "metal") / paths[number].rpartition("/")[2]
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.touch()
    dialog = dialog_of(opened)
    assert not dialog.topic.isVisible()
    dialog.folder.set_path(tmp_path / "f")
    qtbot.waitUntil(lambda: "are its folders (glass, metal) classes?" in dialog.said.text())
    dialog.format.setCurrentIndex(dialog.format.findData("class-folders"))
    qtbot.waitUntil(lambda: dialog.plan is not None)
    assert dialog.topic.isVisible()
    dialog.topic.setCurrentIndex(dialog.topic.findData("metal"))
    dialog.topic.activated.emit(1)
    assert dict(dialog.plan.new) == {5: Label.RELEVANT}
    dialog.others.setCurrentIndex(1)
    dialog.others.activated.emit(1)
    assert dict(dialog.plan.new) == {3: Label.IRRELEVANT, 4: Label.IRRELEVANT, 5: Label.RELEVANT}
    dialog.reject()


def test_a_column_that_is_not_clear_is_asked_for(opened, qtbot, tmp_path):
    paths = opened.workspace.controller.session.paths
    name = paths[3].rpartition("/")[2]
    file = tmp_path / "labels.csv"
    file.write_text(f"path,filename,label,included\nx,{name},0,1\ny,none.png,0,1\n")
    dialog = dialog_of(opened)
    dialog.file.set_path(file)
    for role, choice in (("image", "filename"), ("label", "included")):
        column = dialog.columns[role]
        qtbot.waitUntil(column.isVisible)
        assert "choose the one that is meant" in dialog.said.text()
        column.setCurrentIndex(column.findData(choice))
        column.activated.emit(column.currentIndex())
    qtbot.waitUntil(lambda: dialog.plan is not None)
    assert dict(dialog.plan.new) == {3: Label.RELEVANT}
    assert "none.png (no image has this name)" in dialog.said.text()
    assert f"1 names were matched by a part only: {name} → {paths[3]}" in dialog.said.text()
    file = tmp_path / "other.csv"
    file.write_text(f"path,label\n{paths[3]},0\n")
    dialog.file.set_path(file)
    qtbot.waitUntil(lambda: dialog.plan is not None)
    assert not dialog.columns["image"].isVisible()
    assert dict(dialog.plan.new) == {3: Label.IRRELEVANT}
    dialog.reject()


def test_what_cannot_be_read_is_said(opened, qtbot, tmp_path):
    dialog = dialog_of(opened)
    (tmp_path / "x.json").write_text(json.dumps([{"id": 1}]))
    dialog.file.set_path(tmp_path / "x.json")
    qtbot.waitUntil(lambda: "a field with the image" in dialog.said.text())
    assert not dialog.go.isEnabled()
    dialog.words.setText("nonsense")
    assert "keep=relevant" in dialog.said.text()
    dialog.reject()
