"""Panels around the panes: shown by their actions, told what happens only while they are seen, found again later."""

import pytest
from on_screen import on_screen
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from annotator.gui.workspace.panels import PANELS
from annotator.session.session import Session
from annotator.types import Label


@pytest.fixture
def space(window, project, qtbot):
    with Session.open(project) as session:
        session.judge([0, 1], Label.RELEVANT)
    return reopened(window, project, qtbot)


def reopened(window, project, qtbot):
    window.open_project(project)
    qtbot.waitUntil(lambda: on_screen(window))
    qtbot.waitUntil(lambda: not window.workspace.controller.busy)
    return window.workspace


@pytest.mark.parametrize("kind", PANELS, ids=lambda kind: kind.action)
def test_the_action_shows_and_hides_the_panel_under_its_title(space, window, qtbot, kind):
    action = window.actions_[kind.action]
    assert not action.isChecked()
    assert space.docks.made == ()
    action.trigger()
    panel = space.panes.panel(kind.action)
    qtbot.waitUntil(lambda: panel.seen)
    assert action.isChecked()
    assert space.docks.dock(kind.action).windowTitle() == action.text()
    assert window.findChildren(type(panel)) == [panel]
    action.trigger()
    qtbot.waitUntil(lambda: not panel.seen)
    assert not action.isChecked()


def test_closing_the_dock_unchecks_the_action(space, window, qtbot):
    window.actions_["view.history"].trigger()
    space.docks.dock("view.history").close()
    qtbot.waitUntil(lambda: not window.actions_["view.history"].isChecked())


def test_a_panel_behind_another_tab_is_brought_to_the_front(space, window, qtbot):
    for name in ("view.history", "view.mistakes"):
        window.actions_[name].trigger()
    history, mistakes = (space.panes.panel(name) for name in ("view.history", "view.mistakes"))
    qtbot.waitUntil(lambda: mistakes.seen and not history.seen)
    assert window.actions_["view.history"].isChecked()
    window.actions_["view.history"].trigger()
    qtbot.waitUntil(lambda: history.seen)
    assert window.actions_["view.history"].isChecked()
    assert space.docks.shown("view.mistakes")


def test_a_panel_is_told_only_what_it_can_show(space, window, qtbot, monkeypatch):
    window.actions_["view.history"].trigger()
    panel = space.panes.panel("view.history")
    qtbot.waitUntil(lambda: panel.seen)
    space.controller.judge([5], Label.UNSURE)
    assert panel.model.rowCount() == 3
    window.actions_["view.history"].trigger()
    qtbot.waitUntil(lambda: not panel.seen)
    space.controller.judge([6], Label.UNSURE)
    assert panel.model.rowCount() == 3
    window.actions_["view.history"].trigger()
    qtbot.waitUntil(lambda: panel.model.rowCount() == 4)


def test_panels_follow_the_image_the_person_works_with(space, window, qtbot, monkeypatch):
    window.actions_["view.history"].trigger()
    panel = space.panes.panel("view.history")
    qtbot.waitUntil(lambda: panel.seen)
    followed = []
    monkeypatch.setattr(panel, "follow", followed.append)
    space.panes.work_with(space.ranking.grid)
    space.ranking.grid.set_current(7)
    space.ranking.grid.set_current(9)
    assert followed[-2:] == [7, 9]
    panel.table.setFocus()
    before = list(followed)
    panel.table.go_to(1)
    assert followed == before, "whoever works in a panel is not told of it"


def test_hiding_the_panel_with_the_keyboard_gives_it_back_to_the_images(space, window, qtbot):
    window.actions_["view.mistakes"].trigger()
    qtbot.waitUntil(lambda: space.panes.in_panel is not None)
    QTest.keyClick(window, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: space.batch.isAncestorOf(window.focusWidget()))


def test_the_layout_comes_back_with_the_project(space, window, project, qtbot):
    window.actions_["view.history"].trigger()
    window.close_project()
    space = reopened(window, project, qtbot)
    qtbot.waitUntil(lambda: space.docks.shown("view.history") and space.panes.panel("view.history").seen)
    assert window.actions_["view.history"].isChecked()
    assert not space.docks.shown("view.mistakes")


def test_a_layout_that_makes_no_sense_is_ignored(space, window, project, qtbot):
    window.close_project()
    for key in window.settings.allKeys():
        if key.startswith("layouts/"):
            window.settings.setValue(key, b"nonsense")
    space = reopened(window, project, qtbot)
    assert not space.docks.shown("view.history")


@pytest.mark.parametrize("name", ["view.mistakes", "view.progress", "view.why", "view.topics"])
def test_a_panel_that_nobody_sees_leaves_the_model_alone(space, window, qtbot, name):
    """What it asked must not hold up the next batch."""
    worker = space.controller._worker
    window.actions_[name].trigger()
    panel = space.panes.panel(name)
    qtbot.waitUntil(lambda: panel.seen)
    assert panel.question
    space.controller.ask_model(panel.question, lambda _engine, _snapshot, _progress: None, lambda *_: None)
    window.actions_[name].trigger()
    qtbot.waitUntil(lambda: not panel.seen)
    assert panel.question not in worker._questions
    assert worker._running_key != panel.question
