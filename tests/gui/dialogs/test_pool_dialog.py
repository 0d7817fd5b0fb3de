"""Runs of other systems become pools, in the window."""

from __future__ import annotations

from pathlib import Path

import pytest
from on_screen import on_screen
from PySide6.QtWidgets import QFileDialog

from annotator.gui.dialogs.importing.pool_dialog import PoolDialog


@pytest.fixture
def dialog(window, project: Path, qtbot) -> PoolDialog:
    window.open_project(project)
    qtbot.waitUntil(lambda: on_screen(window))
    window.actions_["topic.pool"].trigger()
    return window.findChildren(PoolDialog)[-1]


def test_runs_are_pooled_and_the_first_topic_begins(
    window, dialog: PoolDialog, qtbot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = window.workspace.controller.session
    run = tmp_path / "clip.run"
    run.write_text("".join(f"301 Q0 image%20{i:03d}.png {i} {-i} clip\n" for i in range(8)))
    (tmp_path / "topics.tsv").write_text("301\tcherries\n302\tgulls\n")
    assert not dialog.go.isEnabled()
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(run)], ""))
    dialog._choose()
    dialog.topics.set_path(tmp_path / "topics.tsv")
    dialog.how_deep.setValue(6)
    dialog.go.click()
    qtbot.waitUntil(lambda: dialog.said.text().startswith("Topics with images to judge: 1. Without a run: 1."))
    assert session.topic.name == "cherries"
    assert window.workspace.batch.note == "Pool: 0 of 6 judged"
    assert window.workspace.batch.grid.images().tolist() == [0, 1, 2, 3]


def test_what_is_wrong_with_a_run_is_said(dialog: PoolDialog, qtbot, tmp_path: Path) -> None:
    run = tmp_path / "clip.run"
    run.write_text("301 Q0 nowhere.png 1 1 clip\n")
    dialog.use_runs((run,))
    dialog.go.click()
    qtbot.waitUntil(lambda: "clip.run, line 1: 'nowhere.png'" in dialog.said.text())
    assert dialog.go.isEnabled()
