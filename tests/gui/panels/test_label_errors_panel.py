"""The list of suspected mistakes in the window: what it shows, and what its answers do."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest

from annotator.gui.panels.label_errors_panel import LOOK_AGAIN, NONE
from annotator.session.session import Session
from annotator.types import Label

Key = Qt.Key
N_RED = 12
"""The first images of the collection are red."""

WRONG = [40, 45]


@pytest.fixture
def space(window, project, qtbot):
    """The window on twelve red and forty-eight other images; two of the others were judged relevant."""
    right = {image: Label.RELEVANT if image < N_RED else Label.IRRELEVANT for image in range(60)}
    with Session.open(project) as session:
        session.judgements.import_labels({**right, **dict.fromkeys(WRONG, Label.RELEVANT)})
    window.open_project(project)
    qtbot.waitUntil(lambda: window.workspace is not None and window.workspace.isVisible())
    qtbot.waitUntil(lambda: not window.workspace.controller.busy)
    return window.workspace


@pytest.fixture
def panel(space, window, qtbot):
    window.actions_["view.mistakes"].trigger()
    made = space.panes.panel("view.mistakes")
    qtbot.waitUntil(lambda: made.model.rowCount() > 0)
    assert made.table.hasFocus()
    return made


def listed(panel):
    return [panel.model.image_at(row) for row in range(panel.model.rowCount())]


def choose(panel, image):
    panel.table.go_to(listed(panel).index(image))


def test_it_lists_the_wrong_judgements_first_with_how_much_they_are_doubted(panel):
    assert sorted(listed(panel)[:2]) == WRONG
    row = listed(panel).index(45)
    texts = [panel.model.data(panel.model.index(row, column)) for column in range(3)]
    assert texts[0] == "image 045.png"
    assert texts[1] == "✓ relevant"
    assert re.fullmatch(r"\d+\u00a0%", texts[2])
    spoken = panel.model.data(panel.model.index(row, 0), Qt.ItemDataRole.AccessibleTextRole)
    assert "judged relevant" in spoken
    assert "nearest judged images are irrelevant" in spoken
    assert panel.note.text() == f"Probably 2 mistakes or more. {LOOK_AGAIN}"
    QAbstractItemModelTester(panel.model, QAbstractItemModelTester.FailureReportingMode.Fatal)


def test_the_keys_judge_again_and_the_next_row_takes_its_place(panel, space):
    session = space.controller.session
    choose(panel, 45)
    QTest.keyClick(panel.table, Key.Key_X)
    assert session.label_of(45) is Label.IRRELEVANT
    assert 45 not in listed(panel)
    choose(panel, 40)
    QTest.keyClick(panel.table, Key.Key_U)
    assert session.label_of(40) is Label.UNSURE
    assert 40 not in listed(panel)


def test_keeping_is_stored_and_can_be_taken_back(panel, space, window, qtbot):
    session = space.controller.session
    choose(panel, 45)
    QTest.keyClick(panel.table, Key.Key_K)
    assert session.label_of(45) is Label.RELEVANT
    assert 45 in session.label_errors.reviewed
    assert 45 not in listed(panel)
    assert session.judgements.undo_text == "1 image kept as it is"
    window.actions_["edit.undo"].trigger()
    assert 45 not in session.label_errors.reviewed
    qtbot.waitUntil(lambda: 45 in listed(panel))


def test_judging_as_before_keeps_too(panel, space):
    choose(panel, 45)
    QTest.keyClick(panel.table, Key.Key_P)
    assert 45 in space.controller.session.label_errors.reviewed
    assert 45 not in listed(panel)


def test_the_buttons_are_about_the_list_wherever_the_keyboard_was(panel, space, qtbot):
    choose(panel, 40)
    space.batch.grid.setFocus()
    before = dict(space.controller.session.labels)
    QTest.mouseClick(panel.buttons["judge.irrelevant"], Qt.MouseButton.LeftButton)
    after = dict(space.controller.session.labels)
    assert {image for image in after if after[image] is not before.get(image)} == {40}
    choose(panel, 45)
    QTest.mouseClick(panel.buttons["judge.keep"], Qt.MouseButton.LeftButton)
    assert 45 in space.controller.session.label_errors.reviewed


def test_what_is_answered_does_not_come_back_with_the_next_ranking(panel, space, window, qtbot):
    for image in WRONG:
        choose(panel, image)
        QTest.keyClick(panel.table, Key.Key_K)
    with qtbot.waitSignal(space.controller.label_errors.changed):
        window.actions_["batch.ranking"].trigger()
    assert not set(WRONG) & set(listed(panel))


def test_keeping_is_only_possible_in_the_list(panel, space, window):
    choose(panel, 45)
    assert window.actions_["judge.keep"].isEnabled()
    space.ranking.grid.setFocus()
    assert not window.actions_["judge.keep"].isEnabled()


def test_nothing_is_computed_while_nobody_looks(space, window, qtbot):
    assert not space.controller.label_errors.watched
    window.actions_["view.mistakes"].trigger()
    assert space.controller.label_errors.watched
    window.actions_["view.mistakes"].trigger()
    assert not space.controller.label_errors.watched
    assert not space.panes.panel("view.mistakes").isVisible()


def test_enter_shows_the_image(panel, space):
    choose(panel, 40)
    QTest.keyClick(panel.table, Key.Key_Return)
    assert space.panes.viewing
    assert space.panes.viewer.image == 40


def test_too_few_judgements_are_explained(window, project, qtbot):
    with Session.open(project) as session:
        session.judge([0, 1], Label.RELEVANT)
    window.open_project(project)
    qtbot.waitUntil(lambda: window.workspace is not None and window.workspace.isVisible())
    panel = window.workspace.panes.panel("view.mistakes")
    window.actions_["view.mistakes"].trigger()
    qtbot.waitUntil(lambda: "60 judgements are needed" in panel.note.text())
    panel.show_suspicions((), "", 0.0)
    assert panel.note.text() == NONE
