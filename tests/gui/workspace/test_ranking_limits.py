"""The further filters of the ranking: by keyboard, told with counts, cleared with one button."""

import pytest
from on_screen import on_screen
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from annotator.gui.controller.ranking_filter import Kind, Order, Tab
from annotator.session.session import Session
from annotator.types import Label


@pytest.fixture
def ranking(window, project, qtbot):
    with Session.open(project) as session:
        session.examples.add([0, 1])
        session.judge([40], Label.IRRELEVANT)
        session.next_batch()
    window.open_project(project)
    qtbot.waitUntil(lambda: on_screen(window))
    qtbot.waitUntil(lambda: window.workspace.controller.ranking is not None)
    made = window.workspace.ranking
    made.controls.open_tab(Tab.ALL)
    qtbot.waitUntil(lambda: len(made.grid.images()) == 60)
    made.controls.more.click()
    return made


@pytest.mark.qt_log_ignore("plugin does not support", extend=True)
def test_a_folder_can_be_typed(ranking, qtbot):
    QTest.keyClicks(ranking.controls.limits.folder, "cherry")
    qtbot.waitUntil(lambda: ranking.controls.count == "12 of 60 images")
    ranking.controls.clear.click()
    qtbot.waitUntil(lambda: ranking.controls.count == "60 images")
    assert not ranking.controls.limits.narrows


def test_all_folders_are_offered(ranking, qtbot):
    qtbot.waitUntil(lambda: ranking.controls.limits._folders.stringList() == ["cherry", "other"])


def test_a_range_of_probabilities(ranking, qtbot):
    least = ranking.controls.limits.least
    least.setFocus()
    least.selectAll()
    QTest.keyClicks(least, "50")
    QTest.keyClick(least, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: ranking.controls.count.endswith("of 60 images"))
    shown = set(ranking.grid.images().tolist())
    assert {0, 1} <= shown
    assert 40 not in shown


def test_examples_alone(ranking, qtbot):
    box = ranking.controls.limits.kind
    box.setCurrentIndex(box.findData(Kind.EXAMPLE))
    qtbot.waitUntil(lambda: sorted(ranking.grid.images().tolist()) == [0, 1])


@pytest.mark.qt_log_ignore("plugin does not support", extend=True)
def test_hiding_the_filters_takes_them_off(ranking, qtbot):
    QTest.keyClicks(ranking.controls.limits.folder, "other")
    qtbot.waitUntil(lambda: len(ranking.grid.images()) == 48)
    ranking.controls.more.click()
    qtbot.waitUntil(lambda: len(ranking.grid.images()) == 60)


def test_the_order_by_date_says_what_must_be_read_first(ranking, qtbot):
    ranking.controls.order.setCurrentIndex(ranking.controls.order.findData(Order.TAKEN))
    qtbot.waitUntil(lambda: "time not read yet" in ranking.controls.problem)
