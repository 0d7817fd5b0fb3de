"""Grades and criteria in the window: the dialogs, the keys, what the cards and the history say, and undo."""

from __future__ import annotations

import pytest
from on_screen import on_screen
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from annotator.gui.controller.ranking_filter import Tab
from annotator.gui.dialogs.grading.grades_dialog import GradesDialog
from annotator.gui.panels.criteria.criteria_dialog import CriteriaDialog
from annotator.gui.panels.thumbnail_button import ThumbnailButton
from annotator.session.session import Session
from annotator.types import Label

WORDS = ("Not a bird", "Somewhere", "The subject")


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


def opened(window, kind):
    (dialog,) = [one for one in window.findChildren(kind) if one.isVisible()]
    return dialog


def shown(window) -> list[str]:
    """The judgements that the bar offers."""
    return [button.text() for button in window.workspace.bar.buttons.values() if not button.isHidden()][:4]


def test_a_topic_gets_grades_and_its_keys_and_cards_say_them(judging, qtbot) -> None:
    window, grid = judging, judging.workspace.ranking.grid
    session, model = window.workspace.controller.session, judging.workspace.ranking.grid.image_model()
    assert shown(window) == ["Relevant", "Irrelevant", "Unsure", "Clear label"]
    assert not window.actions_["judge.grade_2"].isEnabled()
    window.actions_["topic.grades"].trigger()
    dialog = opened(window, GradesDialog)
    assert [field.isVisible() for field in dialog.words] == [False] * 4
    dialog.count.setCurrentIndex(1)
    assert [field.text() for field in dialog.words if field.isVisible()] == [
        "Not relevant", "Marginally relevant", "Highly relevant",
    ]  # fmt: skip
    dialog.words[1].setText("not relevant")
    dialog.use.click()
    assert "a word of its own" in dialog.problem.text()
    for field, word in zip(dialog.words, WORDS, strict=False):
        field.setText(word)
    dialog.use.click()
    qtbot.waitUntil(lambda: not dialog.isVisible())
    assert session.topics.grades == WORDS
    assert shown(window) == [*WORDS, "Unsure"]

    image = grid.current_image()
    QTest.keyClick(grid, Qt.Key.Key_2)
    assert session.judgements.given == {image: 2}
    assert session.label_of(image) is Label.RELEVANT
    assert grid._cell(model.row_of(image), current=True).word == "The subject"
    assert model.describe(image).startswith("The subject")
    window.workspace.panes.view(grid, image)
    assert "The subject" in window.workspace.panes.viewer.viewer.accessibleDescription()
    window.actions_["view.back"].trigger()
    qtbot.waitUntil(grid.hasFocus)
    grid.set_current(image)
    QTest.keyClick(grid, Qt.Key.Key_0)
    assert session.label_of(image) is Label.IRRELEVANT
    QTest.keyClick(grid, Qt.Key.Key_3)
    assert session.label_of(image) is Label.IRRELEVANT
    assert "no grade 3" in window.status.texts["remark"]

    panes = window.workspace.panes
    panes.show_panel("view.history", True)
    table = panes.panel("view.history").model
    assert [table._texts(entry)[1] for entry in table.rows[:2]] == ["✗ irrelevant, was The subject", "✓ The subject"]
    for _ in range(3):  # both judgements, and the grades themselves
        window.actions_["edit.undo"].trigger()
    assert session.topics.grades == ()
    assert shown(window)[:2] == ["Relevant", "Irrelevant"]
    assert model.source.word(image) == ""


def test_criteria_are_written_shown_next_to_the_batch_and_undone(judging, qtbot) -> None:
    window, panes = judging, judging.workspace.panes
    session = window.workspace.controller.session
    window.actions_["view.criteria"].trigger()
    panel = panes.panel("view.criteria")

    def texts() -> list[str]:
        return [label.text() for label in panel.area.widget().findChildren(QLabel)]

    assert texts() == ["Say what counts as relevant and what does not, with images of the collection."]
    panel.edit.click()
    dialog = opened(window, CriteriaDialog)
    dialog.text.setPlainText("# What counts\nRed ones.\n<b>All</b> of them.\n")
    dialog.text.moveCursor(dialog.text.textCursor().MoveOperation.End)
    dialog.put_in.click()
    dialog.text.insertPlainText("![gone](nowhere.png)")
    dialog.store.click()
    assert "nowhere" in dialog.problem.text()
    dialog.text.setPlainText(dialog.text.toPlainText().replace("![gone](nowhere.png)", "# What does not\nPaintings."))
    dialog.store.click()
    qtbot.waitUntil(lambda: not dialog.isVisible())
    assert texts() == ["What counts", "Red ones.\n<b>All</b> of them.", "What does not", "Paintings."]
    (picture,) = panel.area.widget().findChildren(ThumbnailButton)
    picture.click()
    qtbot.waitUntil(lambda: panes.viewing)
    assert panes.viewer.viewer.current_image() == picture.image == panes.current_image()
    window.actions_["edit.undo"].trigger()
    assert session.topics.criteria == ""
    assert len(texts()) == 1
