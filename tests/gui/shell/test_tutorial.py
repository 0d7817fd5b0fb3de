"""docs/tutorial.md, followed step by step with the keys it names, holds what it promises."""

import csv
import re
from pathlib import Path

import pytest
from on_screen import on_screen
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.gui.dialogs.export_dialog import ExportDialog
from annotator.sample import create_sample
from annotator.types import Label

TUTORIAL = (Path(__file__).resolve().parents[3] / "docs" / "tutorial.md").read_text(encoding="utf-8")
Key, Modifier = Qt.Key, Qt.KeyboardModifier


@pytest.fixture
def own_sample(tmp_path):
    """The sample for this test alone: its project is written beside it."""
    return create_sample(tmp_path / "sample")


@pytest.fixture
def threes(own_sample):
    with own_sample.classes.open(encoding="utf-8", newline="") as table:
        return {row["filename"] for row in csv.DictReader(table) if row["class"] == "3"}


@pytest.fixture
def opened(window, own_sample, qtbot):
    """Step 1: the sample is on screen, two threes are marked, and there is a batch of eight."""
    window.open_sample(own_sample)
    qtbot.waitUntil(lambda: on_screen(window))
    space = window.workspace
    quiet(space, qtbot)
    assert space.controller.session.counts.relevant == 2
    assert len(space.controller.browser.batch.images) == 8
    assert "Two threes are marked already" in TUTORIAL
    return window


def quiet(space, qtbot):
    controller = space.controller
    qtbot.waitUntil(
        lambda: controller.browser.batch is not None and not controller.busy and not controller.graph.running,
    )


def press(key, modifier=Modifier.NoModifier):
    widget = QApplication.focusWidget()
    assert widget is not None
    QTest.keyClick(widget, key, modifier)


def judge_batch(space, threes, qtbot):
    """Judge what is left of the batch with P and X; the frame moves on by itself."""
    controller, grid = space.controller, space.batch.grid
    shown = controller.browser.batch
    grid.setFocus()
    for _ in range(len(controller.browser.remaining)):
        image = grid.current_image()
        press(Key.Key_P if controller.session.paths[image] in threes else Key.Key_X)
    qtbot.waitUntil(lambda: controller.browser.batch.id != shown.id)
    quiet(space, qtbot)


def test_the_tutorial_works(opened, threes, qtbot):
    window, space = opened, opened.workspace
    session, grid = space.controller.session, space.batch.grid
    # 2. Judge, take back, do again, and the rest at once.
    first = space.controller.browser.batch.images
    grid.setFocus()
    press(Key.Key_X)
    assert session.label_of(first[0]) is Label.IRRELEVANT
    press(Key.Key_Z, Modifier.ControlModifier)
    assert session.label_of(first[0]) is None
    press(Key.Key_Z, Modifier.ControlModifier | Modifier.ShiftModifier)
    assert session.label_of(first[0]) is Label.IRRELEVANT
    if not any(session.paths[image] in threes for image in first[1:]):
        press(Key.Key_A)
        qtbot.waitUntil(lambda: space.controller.browser.batch.images != first)
        quiet(space, qtbot)
    else:
        judge_batch(space, threes, qtbot)
    # 3. The ranking.
    press(Key.Key_F6)
    assert space.panes.active is space.ranking.grid
    press(Key.Key_Space)
    assert space.panes.viewing
    press(Key.Key_Space)
    assert not space.panes.viewing
    press(Key.Key_F6)
    # 4. Four more batches; the top of the ranking is nearly all threes.
    for _ in range(4):
        judge_batch(space, threes, qtbot)
    best = [session.paths[image] in threes for image in space.ranking.grid.images()[:40].tolist()]
    assert "nearly all threes" in TUTORIAL
    assert sum(best) >= 36
    # 5. How far, and what may be wrong.
    press(Key.Key_P, Modifier.ControlModifier)
    progress = space.panes.panel("view.progress")
    qtbot.waitUntil(lambda: progress.progress is not None)
    assert progress.progress.advice.judged == session.counts.relevant + session.counts.irrelevant
    space.batch.grid.setFocus()
    press(Key.Key_J, Modifier.ControlModifier)
    qtbot.waitUntil(lambda: space.panes.panel("view.mistakes").seen)
    # 6. The result.
    press(Key.Key_E, Modifier.ControlModifier)
    qtbot.waitUntil(lambda: window.findChild(ExportDialog) is not None)
    window.findChild(ExportDialog).reject()


def test_every_step_of_the_tutorial_is_followed_here():
    steps = re.findall(r"^## (\d)\. ", TUTORIAL, re.MULTILINE)
    assert steps == ["1", "2", "3", "4", "5", "6"]
