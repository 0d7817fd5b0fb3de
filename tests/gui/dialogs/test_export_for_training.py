"""The window exports for training: topics as classes, parts, and a preview that counts both."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.gui.dialogs.export_dialog import ExportDialog
from annotator.session.session import Session
from annotator.types import Label


@pytest.fixture
def session(project):
    with Session.open(project) as opened:
        opened.judge(range(30), Label.RELEVANT)
        other = opened.topics.add("other")
        opened.topics.switch(other.id)
        opened.judge(range(28, 60), Label.RELEVANT)
        yield opened


def test_a_preview_counts_classes_and_parts_before_anything_is_written(qtbot, session: Session, tmp_path: Path) -> None:
    dialog = ExportDialog(session)
    qtbot.addWidget(dialog)
    dialog.purpose.setCurrentIndex(dialog.purpose.findData("training"))
    dialog.choose("class-folders")
    dialog.target.set_path(tmp_path / "out")
    fields = dialog.options.fields
    fields["all_topics"].set_value(True)
    fields["split"].set_value("60/20")
    dialog.options.edited.emit()
    assert "three percentages with the sum 100" in dialog.result_text
    assert not dialog.go.isEnabled()
    fields["split"].set_value("60/20/20")
    dialog.options.edited.emit()
    dialog.try_out.click()
    qtbot.waitUntil(lambda: dialog.result_text.startswith("Would write"))
    assert "2 images relevant to several topics: left out." in dialog.result_text
    heading, *rows = (line.split() for line in dialog.preview.toPlainText().splitlines())
    assert heading == ["Class", "train", "val", "test"]
    assert not (tmp_path / "out").exists()
    dialog.go.click()
    qtbot.waitUntil(lambda: dialog.result_text.startswith("Wrote 58 images"))
    first, second = (topic.name for topic in session.topics)
    assert [row[-4:] for row in rows] == [
        [name.split()[-1], *(str(len(list((tmp_path / "out" / part / name).iterdir()))) for part in heading[1:])]
        for name in (first, second)
    ]


def test_the_window_finds_the_stacks_for_a_split(window, project, qtbot, tmp_path: Path) -> None:
    window.open_project(project)
    qtbot.waitUntil(lambda: window.workspace is not None and not window.workspace.controller.busy)
    window.workspace.controller.judge(range(20), Label.RELEVANT)
    window.actions_["project.export"].trigger()
    dialog = window.findChild(ExportDialog)
    dialog.choose("class-folders")
    dialog.target.set_path(tmp_path / "out")
    dialog.options.fields["split"].set_value("60/20/20")
    dialog.options.edited.emit()
    dialog.go.click()
    qtbot.waitUntil(lambda: dialog.result_text.startswith("Wrote 20 images"))
    window.workspace.controller.ranking_changed.emit()  # a new ranking does not take away what was said of the export
    assert dialog.result_text.startswith("Wrote 20 images")
    assert sorted(file.name for file in (tmp_path / "out").iterdir()) == ["test", "train", "val"]
    dialog.close()
