"""Notes in the window: written with a key, shown with the image, undone, and found by the ranking."""

from __future__ import annotations

import pytest
from on_screen import on_screen
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from annotator.gui.controller.ranking_filter import Tab
from annotator.gui.panels.note_dialog import NoteDialog
from annotator.session.notes import LONGEST
from annotator.session.session import Session
from annotator.types import Label


@pytest.fixture
def judging(window, project, qtbot):
    with Session.open(project) as session:
        session.judge([0], Label.RELEVANT)
        session.judge([30], Label.IRRELEVANT)
    window.open_project(project)
    qtbot.waitUntil(lambda: on_screen(window) and not window.workspace.controller.busy)
    window.workspace.panes.open_tab(Tab.ALL)
    grid = window.workspace.ranking.grid
    window.workspace.panes.work_with(grid)
    grid.setFocus()
    return window


def opened(window) -> NoteDialog:
    (dialog,) = [one for one in window.findChildren(NoteDialog) if one.isVisible()]
    return dialog


def facts(window) -> list[str]:
    panel = window.workspace.panes.panel("view.facts")
    return [fact.value for fact in panel.rows.facts if fact.title == "Text"]


def test_a_note_is_written_with_a_key_shown_and_undone(judging, qtbot) -> None:
    window, panes = judging, judging.workspace.panes
    session = window.workspace.controller.session
    panes.show_panel("view.facts", True)
    grid = window.workspace.ranking.grid
    image = grid.current_image()
    QTest.keyClick(grid, Qt.Key.Key_T)
    dialog = opened(window)
    assert dialog.text.toPlainText() == ""
    QTest.keyClicks(dialog.text, "wing is broken")
    QTest.keyClick(dialog.text, Qt.Key.Key_Return)  # a line, and not the end
    QTest.keyClicks(dialog.text, "ask Ada")
    QTest.keyClick(dialog.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: not dialog.isVisible())
    assert session.collection.notes.all == {image: "wing is broken\nask Ada"}
    qtbot.waitUntil(lambda: facts(window) == ["wing is broken\nask Ada"])
    panes.view(grid, image)
    assert panes.viewer._caption(image).endswith("✎ wing is broken ask Ada")
    window.actions_["edit.undo"].trigger()
    assert session.collection.notes.all == {}
    qtbot.waitUntil(lambda: facts(window) == [])
    window.actions_["edit.redo"].trigger()
    qtbot.waitUntil(lambda: facts(window) == ["wing is broken\nask Ada"])
    assert "✎" in panes.viewer._caption(image)


def test_a_note_is_in_the_menu_at_the_mouse(judging) -> None:
    grid = judging.workspace.ranking.grid
    grid.customContextMenuRequested.emit(grid.visualRect(grid.currentIndex()).center())
    (menu,) = judging.workspace.panes.findChildren(QMenu)
    next(action for action in menu.actions() if action.text() == "Note…").trigger()
    menu.close()
    assert opened(judging).windowTitle().startswith("Note on ")


def test_a_note_is_edited_and_one_that_cannot_be_stored_stays_in_the_dialog(judging, qtbot) -> None:
    session, image = judging.workspace.controller.session, judging.workspace.ranking.grid.current_image()
    session.collection.notes.set(image, "before")
    judging.actions_["judge.note"].trigger()
    dialog = opened(judging)
    assert dialog.text.toPlainText() == "before"
    dialog.text.setPlainText("x" * (LONGEST + 1))
    dialog.store.click()
    assert dialog.isVisible()
    assert "10,000" in dialog.problem.text()
    dialog.text.setPlainText("")
    dialog.store.click()
    assert session.collection.notes.all == {}
    qtbot.waitUntil(lambda: not dialog.isVisible())


def test_the_ranking_is_narrowed_to_notes_and_follows_them(judging, qtbot) -> None:
    session, ranking = judging.workspace.controller.session, judging.workspace.ranking
    session.collection.notes.set(7, "Barn owl")
    ranking.controls.condition.setText("image_note == '*owl*'")
    qtbot.waitUntil(lambda: list(ranking.passing) == [7])
    judging.workspace.panes.work_with(ranking.grid)
    qtbot.waitUntil(lambda: ranking.grid.current_image() == 7)
    judging.actions_["judge.note"].trigger()
    opened(judging).text.setPlainText("crow")
    opened(judging).store.click()
    qtbot.waitUntil(lambda: list(ranking.passing) == [])
    judging.actions_["edit.undo"].trigger()
    qtbot.waitUntil(lambda: list(ranking.passing) == [7])
