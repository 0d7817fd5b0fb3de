"""Finding and doing anything by typing a part of it."""

import pytest
from on_screen import on_screen
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication

from annotator.gui.actions.actions import Need
from annotator.gui.actions.disabled_reasons import reason, reasons
from annotator.gui.actions.fuzzy import match
from annotator.gui.shell.palette import EntryModel, Palette
from annotator.gui.shell.palette_entries import Entry, entries_of, ranked
from annotator.types import Label


def test_parts_of_words_are_found_the_closest_first():
    assert match("exp", "Export…") is not None
    assert match("rank upd", "Update the ranking") is not None
    assert match("xyz", "Export…") is None
    assert match("", "Export…") == 0
    assert match("apercu", "Aperçu") is not None
    titles = ["Select several", "Scores on images", "Full screen"]
    assert max(titles, key=lambda title: match("sc", title) or -100) == "Scores on images"


def test_every_need_has_a_sentence():
    assert set(reasons()) == set(Need) - {Need.NOTHING}
    assert reason(Need.NOTHING) == ""
    assert reason(Need.IMAGES | Need.PROJECT) == "Open a project first."


def test_what_is_possible_comes_first_then_what_was_chosen_lately():
    entries = [
        Entry("a", "Move up", "", int, obstacle="no"),
        Entry("b", "Move down", "", int),
        Entry("c", "Move", "", int),
    ]
    assert [entry.id for entry in ranked(entries, "", [])] == ["b", "c", "a"]
    assert [entry.id for entry in ranked(entries, "", ["c"])] == ["c", "b", "a"]
    assert [entry.id for entry in ranked(entries, "down", [])] == ["b"]


@pytest.fixture
def settings(tmp_path):
    return QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def opened(window, project, qtbot):
    window.open_project(project)
    qtbot.waitUntil(lambda: on_screen(window))
    return window


def palette_of(window, qtbot):
    window.actions_["edit.palette"].trigger()
    qtbot.waitUntil(lambda: bool(window.findChildren(Palette)))
    return window.findChildren(Palette)[-1]


def test_the_list_is_a_good_model(qtbot):
    model = EntryModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show([Entry("a", "Move", "View", int, "F6")])
    assert model.data(model.index(0, 0), Qt.ItemDataRole.AccessibleTextRole) == "Move, View, F6"
    model.show([])


def test_a_command_is_typed_and_done_by_keyboard(opened, qtbot):
    palette = palette_of(opened, qtbot)
    QTest.keyClicks(palette.search, "hist")
    QTest.keyClick(palette.search, Qt.Key.Key_Return)
    assert opened.workspace.docks.shown("view.history")
    again = palette_of(opened, qtbot)
    assert again.model.rows[0].id == "view.history", "what was chosen lately is first"
    assert "(on)" in again.model.rows[0].title
    QTest.keyClick(again.search, Qt.Key.Key_Down)
    assert again.list.currentIndex().row() == 1
    QTest.keyClick(again.search, Qt.Key.Key_Escape)
    assert not again.isVisible()


def test_what_is_not_possible_is_listed_with_the_reason_and_does_nothing(opened, qtbot):
    palette = palette_of(opened, qtbot)
    QTest.keyClicks(palette.search, "redo")
    entry = palette.model.rows[palette.list.currentIndex().row()]
    assert entry.obstacle == "Nothing was taken back."
    assert "Nothing was taken back." in palette.search.accessibleDescription()
    QTest.keyClick(palette.search, Qt.Key.Key_Return)
    assert palette.isVisible()


def test_topics_and_recent_projects_are_offered(opened, qtbot, tmp_path):
    session = opened.workspace.controller.session
    other = session.topics.add("blue")
    opened.recent.add(tmp_path / "elsewhere.annotator")
    found = {entry.id: entry for entry in entries_of(opened)}
    topic = next(entry for name, entry in found.items() if name.startswith("topic:") and entry.title == "blue")
    assert any(entry.title == "elsewhere" for entry in found.values())
    topic.run()
    assert session.topic.name == "blue"
    assert other is not None


def test_a_held_enter_does_nothing(opened, qtbot):
    palette = palette_of(opened, qtbot)
    held = QKeyEvent(
        QKeyEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r", autorep=True, count=1
    )
    QApplication.sendEvent(palette.search, held)
    assert palette.isVisible()


def test_without_a_match_the_palette_says_so(settings, qtbot):
    palette = Palette([Entry("a", "Move", "View", int)], settings)
    qtbot.addWidget(palette)
    palette.search.setText("xyz")
    assert palette._note.text() == "Nothing matches."
    QTest.keyClick(palette.search, Qt.Key.Key_Return)
    QTest.keyClick(palette.search, Qt.Key.Key_Down)


# One image, a second screen


def judge_ready(window, qtbot):
    space = window.workspace
    space.begin_with([0])
    qtbot.waitUntil(lambda: space.controller.browser.batch is not None and not space.controller.busy)
    space.batch.grid.setFocus()
    return space


def test_only_the_image_is_left_judged_and_left_again(opened, qtbot):
    space = judge_ready(opened, qtbot)
    opened.actions_["view.history"].trigger()
    space.batch.grid.setFocus()
    opened.actions_["view.focus_mode"].trigger()
    focus = opened.input.focus
    assert focus.on
    assert opened.isFullScreen()
    assert not opened.menuBar().isVisible()
    assert not opened.tools.isVisible()
    assert not space.docks.shown("view.history")
    first, second = space.controller.browser.batch.images[:2]
    QTest.keyClick(space.panes.viewer.viewer, Qt.Key.Key_P)
    assert space.controller.session.label_of(first) is Label.RELEVANT
    assert space.panes.viewer.image == second, "it goes on by itself"
    assert (focus.line.value, focus.line.total) == (1, 4)
    QTest.keyClick(space.panes.viewer.viewer, Qt.Key.Key_Escape)
    assert not focus.on
    assert not opened.actions_["view.focus_mode"].isChecked()
    assert opened.menuBar().isVisible()
    assert not opened.isFullScreen()
    assert space.docks.shown("view.history")
    assert space.batch.grid.hasFocus()


def test_only_the_image_ends_with_the_project(opened, qtbot):
    judge_ready(opened, qtbot)
    opened.actions_["view.focus_mode"].trigger()
    opened.close_project()
    assert opened.menuBar().isVisible()
    assert not opened.input.focus.on


def test_without_images_the_mode_is_refused(opened):
    opened.workspace.ranking.grid.set_images([])
    opened.workspace.batch.grid.set_images([])
    opened.actions_["view.focus_mode"].trigger()
    assert not opened.input.focus.on
    assert not opened.actions_["view.focus_mode"].isChecked()


def test_a_second_window_follows_the_image_and_judges(opened, qtbot):
    space = judge_ready(opened, qtbot)
    opened.actions_["view.second_screen"].trigger()
    screen = opened.input.screen
    qtbot.waitUntil(screen.isVisible)
    first, second = space.controller.browser.batch.images[:2]
    assert screen.page.image == first
    screen.activateWindow()
    qtbot.waitUntil(screen.isActiveWindow)
    screen.page.viewer.setFocus()
    QTest.keyClick(screen.page.viewer, Qt.Key.Key_X)
    assert space.controller.session.label_of(first) is Label.IRRELEVANT
    assert screen.page.image == second
    QTest.keyClick(screen.page.viewer, Qt.Key.Key_Left)
    assert space.panes.current_image() == first
    QTest.keyClick(screen.page.viewer, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert space.controller.session.label_of(first) is None
    screen.close()
    assert opened.input.screen is None
    assert not opened.actions_["view.second_screen"].isChecked()


def test_the_second_window_closes_with_the_project(opened, qtbot):
    judge_ready(opened, qtbot)
    opened.actions_["view.second_screen"].trigger()
    opened.close_project()
    assert opened.input.screen is None


def test_the_colours_of_the_window_can_be_chosen(window):
    entries = {entry.id: entry for entry in entries_of(window)}
    assert entries["theme:dark"].title == "Dark"
    entries["theme:dark"].run()
    assert window.preferences.current.theme == "dark"
    assert ranked(list(entries.values()), "dark", [])[0].id == "theme:dark"
