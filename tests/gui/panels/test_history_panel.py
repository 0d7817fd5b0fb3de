"""The history: what narrows it, how it is sorted, and that it stays quick and stays where it is."""

import numpy as np
import pytest
from on_screen import on_screen
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest

from annotator.data.project.history import Judgement
from annotator.gui.controller.ranking_filter import Tab
from annotator.gui.panels.history_panel import PAGE
from annotator.model.label_likelihood import label_likelihoods, least_likely
from annotator.session.session import Session
from annotator.types import Label, Ranking


@pytest.fixture
def panel(window, project, qtbot):
    with Session.open(project) as session:
        session.judgements.import_labels({40: Label.IRRELEVANT, 41: Label.IRRELEVANT})
        session.examples.add([0, 1])
        session.next_batch()
        session.judge([2, 3], Label.RELEVANT)
        session.judge([4], Label.UNSURE)
        session.judge([5], Label.IRRELEVANT)
        session.judge([4], None)
        session.next_batch()
    window.open_project(project)
    qtbot.waitUntil(lambda: on_screen(window))
    window.workspace.panes.open_tab(Tab.ALL)
    window.workspace.panes.work_with(window.workspace.batch.grid)
    qtbot.waitUntil(lambda: not window.workspace.controller.busy)
    window.actions_["view.history"].trigger()
    made = window.workspace.panes.panel("view.history")
    qtbot.waitUntil(lambda: made.model.rowCount() == 9)
    return made


def listed(panel):
    return [panel.model.image_at(row) for row in range(panel.model.rowCount())]


def choose(panel, box, words, qtbot):
    box.setCurrentIndex(box.findText(words))
    qtbot.waitUntil(lambda: not panel._pause.isActive())


def test_everything_is_listed_newest_first(panel):
    assert listed(panel) == [4, 5, 4, 3, 2, 1, 0, 41, 40]
    assert panel.filter.count.text() == "9 judgements"
    assert not panel.filter.clear.isVisible()
    QAbstractItemModelTester(panel.model, QAbstractItemModelTester.FailureReportingMode.Fatal)


@pytest.mark.parametrize(
    ("box", "words", "images"),
    [
        ("label", "Relevant", [3, 2, 1, 0]),
        ("label", "Irrelevant", [5, 41, 40]),
        ("label", "Unsure", [4]),
        ("label", "Label taken off", [4]),
        ("rounds", "Round 1", [4, 5, 4, 3, 2]),
        ("rounds", "Before round 1", [1, 0, 41, 40]),
        ("days", "Today", [4, 5, 4, 3, 2, 1, 0, 41, 40]),
        ("kind", "Examples", [1, 0]),
        ("kind", "Imported", [41, 40]),
        ("kind", "Changed my mind", []),
    ],
)
def test_every_filter_narrows_and_says_by_how_much(panel, qtbot, box, words, images):
    choose(panel, getattr(panel.filter, box), words, qtbot)
    qtbot.waitUntil(lambda: listed(panel) == images)
    assert panel.filter.count.text() == f"{len(images)} of 9"
    panel.filter.clear.click()
    qtbot.waitUntil(lambda: panel.filter.count.text() == "9 judgements")
    assert panel.model.rowCount() == 9


def test_names_are_found_by_a_part_of_them(panel, qtbot):
    QTest.keyClicks(panel.filter.search, "OTHER/image")
    qtbot.waitUntil(lambda: listed(panel) == [41, 40])
    QTest.keyClick(panel.filter.search, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: panel.model.rowCount() == 9)
    QTest.keyClicks(panel.filter.search, "_%")
    qtbot.waitUntil(lambda: panel.model.rowCount() == 0)


def test_the_least_believed_label_comes_first(panel, qtbot, window):
    """Image 5 is red like the relevant ones, and was judged irrelevant."""
    choose(panel, panel.filter.doubt, "Least believed first", qtbot)
    qtbot.waitUntil(lambda: listed(panel)[:1] == [5])
    assert sorted(listed(panel)) == [0, 1, 2, 3, 5, 40, 41], "each once, with its label of now"
    assert "The model gives this label" in panel.model.data(panel.model.index(0, 0), Qt.ItemDataRole.ToolTipRole)
    window.workspace.controller.judge([5], Label.RELEVANT)
    window.actions_["batch.ranking"].trigger()
    qtbot.waitUntil(lambda: listed(panel)[:1] != [5])


def test_a_selected_row_stays_selected_while_others_are_judged(panel, window, qtbot):
    panel.table.go_to(listed(panel).index(2))
    window.workspace.controller.judge([6], Label.IRRELEVANT)
    qtbot.waitUntil(lambda: panel.model.rowCount() == 10)
    assert panel.selected_images() == [2]


def test_several_judgements_are_judged_again_as_one_step(panel, window):
    panel.table.setFocus()
    panel.table.go_to(listed(panel).index(3))
    QTest.keyClick(panel.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert panel.selected_images() == [3, 2]
    QTest.keyClick(panel.table, Qt.Key.Key_U)
    session = window.workspace.controller.session
    assert [session.label_of(image) for image in (2, 3)] == 2 * [Label.UNSURE]
    assert session.judgements.undo_text == "2 images to unsure"


def test_a_selection_that_is_judged_again_stays_selected_and_where_it_is(panel, window, qtbot):
    session = window.workspace.controller.session
    for label in (Label.RELEVANT, Label.IRRELEVANT):
        session.judge(range(10, 40), label)
    panel.refresh()
    panel.table.setFocus()
    panel.table.go_to(listed(panel).index(30))
    for _ in range(4):
        QTest.keyClick(panel.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    panel.table.verticalScrollBar().setValue(panel.table.verticalScrollBar().value() + 13)
    selected, current = panel.selected_images(), panel.table.currentIndex()
    place = panel.table.visualRect(current).top()
    assert len(selected) == 5
    rows = panel.model.rowCount()
    QTest.keyClick(panel.table, Qt.Key.Key_U)
    assert panel.model.rowCount() == rows + 5
    assert [session.label_of(image) for image in selected] == 5 * [Label.UNSURE]
    assert panel.selected_images() == selected
    assert panel.table.currentIndex().row() == current.row() + 5
    assert panel.table.visualRect(panel.table.currentIndex()).top() == place
    QTest.keyClick(panel.table, Qt.Key.Key_P)  # the selection can be judged once more at once
    assert [session.label_of(image) for image in selected] == 5 * [Label.RELEVANT]
    window.actions_["edit.undo"].trigger()
    assert [session.label_of(image) for image in selected] == 5 * [Label.UNSURE]


def test_changed_minds_are_found_but_nothing_that_was_taken_back(panel, window, qtbot):
    session = window.workspace.controller.session
    session.judge([2, 3], Label.UNSURE)
    session.judge([5], Label.RELEVANT)
    session.undo()
    panel.refresh()
    choose(panel, panel.filter.kind, "Changed my mind", qtbot)
    qtbot.waitUntil(lambda: listed(panel) == [5, 3, 2])
    session.judge([5], None)  # clearing a label is no other judgement
    panel.refresh()
    assert listed(panel) == [5, 3, 2]


def test_only_a_page_is_read_however_many_there_are(panel, window, qtbot):
    session = window.workspace.controller.session
    for _ in range(PAGE // 30):
        for label in (Label.RELEVANT, Label.IRRELEVANT):
            session.judge(range(10, 30), label)
    panel.refresh()
    assert panel.model.rowCount() == PAGE
    assert panel.filter.count.text() == f"{session.judgements.history_size()} judgements"
    panel.model.fetchMore(panel.table.rootIndex())
    assert panel.model.rowCount() == session.judgements.history_size()


def entry(image, new):
    return Judgement(image, f"{image}.png", None, new, 1, "2026-01-05T10:00:00Z", "judge", image)


def test_belief_is_the_probability_of_the_label_and_silent_where_there_is_none():
    ranking = Ranking(np.array([1, 0]), np.array([1.0, -1.0]), np.array([1.0, 1.0]), round=1, revision=1)
    ranks = np.array([2, 1, 0])
    labels = (Label.RELEVANT, Label.RELEVANT, Label.RELEVANT, Label.UNSURE, None, Label.IRRELEVANT)
    entries = [entry(image, label) for image, label in zip((1, 0, 2, 1, 1, 1), labels, strict=True)]
    found = label_likelihoods(entries, ranks, ranking)
    assert found[0] == pytest.approx(0.97725, abs=1e-5)
    assert found[1] == pytest.approx(0.02275, abs=1e-5)
    assert np.isnan(found[2:5]).all()
    assert found[5] == pytest.approx(1 - found[0])
    assert np.isnan(label_likelihoods(entries, ranks, None)).all()
    order = least_likely(entries[:2], {0: Label.RELEVANT, 1: Label.RELEVANT}, ranks, ranking, only_doubted=True)
    assert [one.image for one in order] == [0]
