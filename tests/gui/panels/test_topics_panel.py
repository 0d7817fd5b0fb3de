"""All topics in one panel: how far they are, the archive, what they share and where they contradict each other."""

import pytest
from on_screen import on_screen
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QPushButton, QWidget

from annotator.gui.dialogs.name_dialog import NameDialog
from annotator.gui.panels.topic_table import EXCLUSIVE, GOAL, N_COLUMNS, NAME
from annotator.session.session import Session
from annotator.types import Label

REL, IRR = Label.RELEVANT, Label.IRRELEVANT


@pytest.fixture
def two_topics(project):
    """Images 0 and 1 are relevant to both topics, 2 only to the first."""
    with Session.open(project) as session:
        session.judge([0, 1, 2], REL)
        second = session.topics.add("cherries").id
        session.topics.switch(second)
        session.judge([0, 1], REL)
        session.judge([2], IRR)
        session.topics.switch(1)
    return project


@pytest.fixture
def panel(window, two_topics, qtbot):
    window.open_project(two_topics)
    qtbot.waitUntil(lambda: on_screen(window))
    window.actions_["view.topics"].trigger()
    made = window.workspace.panes.panel("view.topics")
    qtbot.waitUntil(lambda: made.model.rowCount() == 2)
    return made


def texts(panel, row):
    return [panel.model.index(row, column).data() for column in range(N_COLUMNS)]


def test_the_models_keep_qt_rules(panel):
    for model in (panel.model, panel.shared.model, panel.shared.matrix_model):
        QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    panel.archive_shown.setChecked(True)
    panel.refresh()


def test_every_topic_is_listed_with_its_counts(panel):
    assert texts(panel, 0)[:5] == ["▸ red", "3", "0", "0", "5.0%"]
    assert texts(panel, 1)[:5] == ["cherries", "2", "1", "0", "5.0%"]
    assert (
        panel.model.index(0, NAME)
        .data(Qt.ItemDataRole.AccessibleTextRole)
        .startswith("▸ red, on screen now, 3 relevant")
    )


def test_enter_and_a_double_click_switch(panel, window, qtbot):
    session = window.workspace.controller.session
    panel.table.setFocus()
    panel.table.selectRow(1)
    qtbot.keyClick(panel.table, Qt.Key.Key_Return)
    assert session.topic.name == "cherries"
    at = panel.table.visualRect(panel.model.index(0, NAME)).center()
    qtbot.mouseClick(panel.table.viewport(), Qt.MouseButton.LeftButton, pos=at)
    qtbot.mouseDClick(panel.table.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert session.topic.name == "red"


def test_keys_go_through_the_topics(panel, window):
    session = window.workspace.controller.session
    for action, name in (("next", "cherries"), ("next", "red"), ("previous", "cherries")):
        window.actions_[f"topic.{action}"].trigger()
        assert session.topic.name == name
    assert window.tools.topics.currentText() == "cherries"


def test_a_judgement_is_counted(panel, window, qtbot):
    window.workspace.controller.judge([5], REL)
    assert texts(panel, 0)[1] == "4"
    qtbot.waitUntil(lambda: panel.shared.matrix_model.index(0, 0).data() == "4")


def test_archiving_the_topic_on_screen_shows_another_and_nothing_is_lost(panel, window, qtbot):
    session = window.workspace.controller.session
    panel.table.selectRow(0)
    qtbot.mouseClick(panel.archive, Qt.MouseButton.LeftButton)
    assert session.topic.name == "cherries"
    assert [topic.name for topic in session.topics.archived] == ["red"]
    qtbot.waitUntil(lambda: texts(panel, 1)[0] == "red (archived)")
    panel.table.selectRow(0)
    assert not panel.archive.isEnabled()  # the only one left in use
    panel.table.selectRow(1)
    assert panel.archive.text() == "Restore"
    assert not panel.switch.isEnabled()
    qtbot.mouseClick(panel.archive, Qt.MouseButton.LeftButton)
    assert session.topics.archived == ()
    panel.controller.switch_topic(1)
    assert session.counts.relevant == 3


def test_add_and_rename_ask_for_a_name_and_a_taken_one_is_told(panel, window, qtbot):
    def answer(name):
        dialog = next(one for one in window.findChildren(NameDialog) if one.isVisible())
        dialog.name.setText(name)
        dialog.accept()

    qtbot.mouseClick(panel.add, Qt.MouseButton.LeftButton)
    answer("CHERRIES")
    assert "There is a topic called 'CHERRIES' already" in panel.problem.text()
    assert panel.problem.isVisible()
    panel.table.selectRow(1)
    qtbot.mouseClick(panel.rename, Qt.MouseButton.LeftButton)
    answer("plums")
    assert [topic.name for topic in window.workspace.controller.session.topics] == ["red", "plums"]
    assert not panel.problem.isVisible()
    qtbot.waitUntil(lambda: texts(panel, 1)[0] == "plums")


def test_exclusive_topics_make_conflicts_that_are_judged_with_the_keys(panel, window, qtbot):
    session = window.workspace.controller.session
    panel.table.setFocus()
    for row in (0, 1):
        panel.table.selectRow(row)
        qtbot.keyClick(panel.table, Qt.Key.Key_Space)
    assert all(topic.exclusive for topic in session.topics)
    qtbot.waitUntil(lambda: "2 conflicts" in panel.pages.tabText(1))
    panel.pages.setCurrentWidget(panel.shared)
    shared = panel.shared
    shared.which.setCurrentIndex(shared.which.findData("conflicts"))
    assert [shared.model.image_at(row) for row in range(shared.model.rowCount())] == [0, 1]
    assert [shared.model.index(0, column).data() for column in (1, 2)] == ["✓", "✓"]
    shared.table.setFocus()
    shared.table.selectRow(0)
    window.actions_["judge.irrelevant"].trigger()
    assert session.label_of(0) is IRR
    qtbot.waitUntil(lambda: shared.model.rowCount() == 1)
    assert "1 conflict)" in panel.pages.tabText(1)
    window.actions_["edit.undo"].trigger()
    qtbot.waitUntil(lambda: shared.model.rowCount() == 2)


def test_a_cell_of_the_matrix_lists_its_images(panel):
    shared = panel.shared
    assert shared.matrix_model.index(0, 1).data() == "2"
    shared.matrix.setCurrentIndex(shared.matrix_model.index(1, 0))
    assert shared.which.currentText() == "red and cherries"
    assert shared.model.rowCount() == 2
    assert "for the topic on screen, red" in shared.note.text()


def test_a_read_only_project_can_be_looked_at(window, two_topics, qtbot):
    window.open_project(two_topics, read_only=True)
    qtbot.waitUntil(lambda: on_screen(window))
    window.actions_["view.topics"].trigger()
    panel = window.workspace.panes.panel("view.topics")
    qtbot.waitUntil(lambda: panel.model.rowCount() == 2)
    assert not any(button.isEnabled() for button in (panel.add, panel.rename, panel.archive))
    assert not panel.model.flags(panel.model.index(0, EXCLUSIVE)) & Qt.ItemFlag.ItemIsUserCheckable
    panel.table.selectRow(1)
    qtbot.mouseClick(panel.switch, Qt.MouseButton.LeftButton)
    assert window.workspace.controller.session.topic.name == "cherries"


def test_every_widget_that_takes_the_keyboard_has_a_name(panel):
    for page in range(panel.pages.count()):
        panel.pages.setCurrentIndex(page)
        nameless = [
            widget
            for widget in panel.findChildren(QWidget)
            if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
            and widget.isVisible()
            and not widget.accessibleName()
            and not getattr(widget, "text", lambda: "")()
        ]
        assert nameless == []


def test_the_goal_is_changed_in_the_tool_bar_and_the_panel_names_it(panel, window, qtbot):
    button, session = window.tools.strategy, window.workspace.controller.session
    assert button.text() == "Find more like these, 4 per batch"  # a strategy without a goal
    button.choices["find"].trigger()
    assert (session.topic.strategy, session.topic.parameters["find"]) == ("mix", 1.0)
    assert button.text() == "Find as many as possible, fast, 4 per batch"
    assert button.choices["find"].isChecked()
    assert window.tools.mixing.share == 1.0
    assert texts(panel, 0)[GOAL] == "Find as many as possible, fast"
    button.choices["check"].trigger()
    qtbot.waitUntil(lambda: window.workspace.panes.panel("view.mistakes").seen)
    assert session.topic.strategy == "learning-loss"


def test_the_menu_archives_the_topic_on_screen_and_offers_to_take_it_back(panel, window, qtbot):
    session, messages = window.workspace.controller.session, window.workspace.messages
    window.actions_["topic.archive"].trigger()
    assert session.topic.name == "cherries"
    qtbot.waitUntil(lambda: not window.workspace.controller.busy)
    assert "“red” is in the archive" in messages.text
    next(button for button in messages.findChildren(QPushButton) if button.text() == "Restore it").click()
    assert session.topic.name == "red"
    assert session.topics.archived == ()
    session.topics.archive(2)
    window.actions_["topic.archive"].trigger()  # the only one left
    assert session.topic.name == "red"
    assert "only one topic" in window.status.texts["remark"]
