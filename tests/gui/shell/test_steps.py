"""The list of steps, and judging all that the ranking shows: each one step back, also after a restart."""

import pytest
from on_screen import on_screen
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from annotator.gui.controller.ranking_filter import Tab
from annotator.gui.dialogs.judging.judge_together import MOST, JudgeTogetherDialog
from annotator.gui.workspace.undo_list import UndoList
from annotator.session.session import Session
from annotator.types import Label


@pytest.fixture
def space(window, project, qtbot):
    with Session.open(project) as session:
        session.judge([0, 1], Label.RELEVANT)
        session.judge([40], Label.IRRELEVANT)
        session.judge([41, 42, 43], Label.UNSURE)
        session.judge([44], Label.IRRELEVANT)
        session.undo()
    window.open_project(project)
    qtbot.waitUntil(lambda: on_screen(window))
    qtbot.waitUntil(lambda: window.workspace.controller.ranking is not None)
    qtbot.waitUntil(lambda: not window.workspace.controller.busy)
    return window.workspace


def steps(window):
    window.actions_["edit.undo_list"].trigger()
    return window.workspace.findChildren(UndoList)[-1]


def words(dialog):
    return [dialog.list.item(row).text().split("   ", 1)[1] for row in range(dialog.list.count())]


def test_steps_of_earlier_sessions_are_listed_newest_first(space, window):
    dialog = steps(window)
    assert words(dialog) == [
        "1 image to irrelevant   (taken back)",
        "3 images to unsure",
        "1 image to irrelevant",
        "2 images to relevant",
    ]
    assert dialog.go.text() == "Take back 1 step"


def test_several_steps_back_and_forth_by_keyboard(space, window, qtbot):
    session, before = space.controller.session, dict(space.controller.session.labels)
    dialog = steps(window)
    QTest.keyClick(dialog.list, Qt.Key.Key_Down)
    assert dialog.go.text() == "Take back 2 steps"
    dialog.go.click()
    assert dict(session.labels) == {0: Label.RELEVANT, 1: Label.RELEVANT}
    assert session.judgements.codes[41] == session.judgements.codes[50]
    dialog = steps(window)
    assert [text.endswith("(taken back)") for text in words(dialog)] == [True, True, True, False]
    dialog.list.setCurrentRow(1)
    assert dialog.go.text() == "Do 2 steps again"
    dialog.go.click()
    assert dict(session.labels) == before


def test_cancel_changes_nothing(space, window):
    before = space.controller.session.judgements.revision
    steps(window).reject()
    assert space.controller.session.judgements.revision == before


def test_without_steps_there_is_nothing_to_choose(qtbot):
    dialog = UndoList([])
    qtbot.addWidget(dialog)
    assert not dialog.go.isEnabled()
    assert dialog.by == 0


def shown(space, window, qtbot, text):
    space.panes.open_tab(Tab.ALL)
    space.ranking.controls.search.setText(text)
    qtbot.waitUntil(lambda: space.ranking.controls.count == "12 of 60 images")
    window.actions_["judge.shown"].trigger()
    return window.findChildren(JudgeTogetherDialog)[-1]


def test_all_that_is_shown_is_one_step(space, window, qtbot):
    dialog = shown(space, window, qtbot, "cherry")
    assert dialog.answers[Label.RELEVANT].text() == "10 images relevant"
    dialog.answers[Label.RELEVANT].click()
    session = space.controller.session
    assert session.counts.relevant == 12
    assert window.actions_["edit.undo"].text() == "Undo: 10 images to relevant"
    window.actions_["edit.undo"].trigger()
    assert session.counts.relevant == 2
    window.actions_["edit.redo"].trigger()
    assert session.counts.relevant == 12


def test_labels_stay_unless_somebody_asks(space, window, qtbot):
    dialog = shown(space, window, qtbot, "cherry")
    dialog.again.click()
    dialog.answers[Label.IRRELEVANT].click()
    assert space.controller.session.counts.relevant == 0


def test_nothing_and_too_much_cannot_be_judged(qtbot):
    import numpy as np

    from annotator.data.exporting import UNLABELLED

    for count in (0, MOST + 1):
        labels = np.full(max(count, 1), UNLABELLED, np.int8)
        dialog = JudgeTogetherDialog(np.arange(count), labels)
        qtbot.addWidget(dialog)
        assert not any(button.isEnabled() for button in dialog.answers.values())
