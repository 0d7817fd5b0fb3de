"""A copy for another person, and what comes back from it, in the window."""

from __future__ import annotations

import threading

import pytest
from on_screen import on_screen
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest

from annotator.data.judges import agreeing
from annotator.gui.dialogs.judges.merge_dialog import MergeDialog
from annotator.gui.dialogs.judges.share_dialog import ShareDialog
from annotator.session.session import Session
from annotator.types import Label

RELEVANT, IRRELEVANT, UNSURE = Label.RELEVANT, Label.IRRELEVANT, Label.UNSURE
Key = Qt.Key


@pytest.fixture
def opened(window, project, qtbot):
    with Session.open(project) as session:
        session.judge(range(6), RELEVANT)
        session.judge(range(6, 12), IRRELEVANT)
        session.collection.notes.set(2, "the left one")
    window.open_project(project)
    qtbot.waitUntil(lambda: on_screen(window))
    qtbot.waitUntil(lambda: not window.workspace.controller.busy)
    return window


@pytest.fixture
def copy(opened, tmp_path):
    """Ben's copy, in which he contradicts two labels, writes a note and judges two more images."""
    target = tmp_path / "for Ben.annotator"
    opened.workspace.controller.session.judgements.others.share(target, "Ben").run()
    with Session.open(target) as theirs:
        theirs.judge([0, 1, 20, 21], RELEVANT)
        theirs.judge([2, 3, 6, 7, 8, 9], IRRELEVANT)
        theirs.collection.notes.set(2, "too blurred to tell")
    return target


def merged(opened, copy, qtbot) -> MergeDialog:
    opened.actions_["project.merge"].trigger()
    dialog = opened.findChildren(MergeDialog)[-1]
    dialog.file.set_path(copy)
    qtbot.waitUntil(lambda: dialog.found is not None)
    dialog.go.click()
    qtbot.waitUntil(lambda: dialog.report is not None)
    return dialog


def settled_in(opened, copy, qtbot):
    """Bring what is new in a copy, and return the panel for what is disputed."""
    merged(opened, copy, qtbot).go.click()
    panel = opened.workspace.panes.panel("view.agreement")
    opened.activateWindow()  # no window manager does
    qtbot.waitUntil(lambda: panel.seen and panel.table.hasFocus())
    read(panel, qtbot)
    return panel


def read(panel, qtbot):
    """Wait until the panel shows what the people say now."""
    qtbot.waitUntil(lambda: not panel.reader.running)


@pytest.fixture
def panel(opened, copy, qtbot):
    return settled_in(opened, copy, qtbot)


def listed(panel):
    return [panel.model.image_at(row) for row in range(panel.model.rowCount())]


def test_a_copy_is_made_under_the_name_of_the_person(opened, qtbot):
    opened.actions_["project.share"].trigger()
    dialog = opened.findChildren(ShareDialog)[-1]
    assert not dialog.go.isEnabled()
    dialog.judge.setText("Eva M.")
    path = dialog.file.path
    assert path.name.endswith("-eva-m-.annotator")
    dialog.both.setValue(8)
    dialog.go.click()
    qtbot.waitUntil(path.exists)
    qtbot.waitUntil(lambda: "first batch has 8 images" in dialog.said.text())
    with Session.open(path) as theirs:
        assert (theirs.judgements.others.names, len(theirs.batch.images), dict(theirs.labels)) == (("Eva M.",), 8, {})
    dialog.judge.setText("Cem")
    assert dialog.file.path.name.endswith("-cem.annotator")
    dialog.file.set_path(path)
    dialog.go.click()
    qtbot.waitUntil(lambda: "exists" in dialog.said.text())  # a copy that somebody may be judging is not replaced


def test_what_a_copy_would_bring_is_said_before_it_is_added(opened, copy, qtbot):
    session = opened.workspace.controller.session
    before = dict(session.labels)
    opened.actions_["project.merge"].trigger()
    dialog = opened.findChildren(MergeDialog)[-1]
    dialog.file.set_path(session.project.path)
    qtbot.waitUntil(lambda: "is this project itself" in dialog.said.text())
    assert not dialog.go.isEnabled()
    dialog.file.set_path(copy)
    qtbot.waitUntil(lambda: dialog.go.isEnabled())
    assert "Ben judged 10 images, 10 of them since they were last added." in dialog.said.text()
    assert dict(session.labels) == before
    dialog.go.click()
    qtbot.waitUntil(lambda: dialog.report is not None)
    assert "2 took over the label, 2 are disputed." in dialog.said.text()
    assert dict(session.labels) == {**before, 20: RELEVANT, 21: RELEVANT}
    dialog.reject()
    again = merged(opened, copy, qtbot)
    assert "2 are disputed" in again.said.text()
    assert dict(session.labels) == {**before, 20: RELEVANT, 21: RELEVANT}


def test_the_name_is_asked_for_where_the_file_does_not_say_it(opened, collection, tmp_path, qtbot):
    session = opened.workspace.controller.session
    plain = tmp_path / "plain.annotator"
    with Session.create(plain, collection / "images", collection / "features.h5", topic="red") as theirs:
        theirs.judge([0], IRRELEVANT)
    opened.actions_["project.merge"].trigger()
    dialog = opened.findChildren(MergeDialog)[-1]
    dialog.file.set_path(plain)
    qtbot.waitUntil(lambda: dialog.found is not None)
    assert dialog.judge.isVisibleTo(dialog)
    assert not dialog.go.isEnabled()
    dialog.judge.setText("Cem")
    dialog.go.click()
    qtbot.waitUntil(lambda: dialog.report is not None)
    assert session.judgements.others.names == ("", "Cem")


def test_disputed_images_are_shown_with_both_labels_and_both_notes(panel):
    assert listed(panel) == [2, 3]
    assert panel.table.hasFocus()
    assert "You and Ben say the same on 75\u00a0% of 8 images" in panel.figures.text()
    assert "Cohen's kappa 0.50 (" in panel.figures.text()
    assert [panel.model.headerData(column, Qt.Orientation.Horizontal) for column in range(3)] == ["Image", "You", "Ben"]
    assert [panel.model.data(panel.model.index(0, column)) for column in (1, 2)] == ["✓ relevant", "✗ irrelevant"]
    assert panel.said.text() == "You: relevant. the left one\nBen: irrelevant. too blurred to tell"
    panel.table.go_to(1)
    assert panel.said.text() == "You: relevant.\nBen: irrelevant."
    QAbstractItemModelTester(panel.model, QAbstractItemModelTester.FailureReportingMode.Fatal)


def test_the_usual_keys_settle_what_is_disputed(panel, opened, qtbot):
    session = opened.workspace.controller.session
    figures = panel.figures.text()
    QTest.keyClick(panel.table, Key.Key_X)
    assert (session.label_of(2), listed(panel)) == (IRRELEVANT, [3])  # at once
    read(panel, qtbot)
    assert listed(panel) == [3]
    QTest.keyClick(panel.table, Key.Key_P)  # as before: Ben is wrong
    assert (session.label_of(3), listed(panel)) == (RELEVANT, [])
    assert panel.note.text() == "Nothing is disputed."
    read(panel, qtbot)
    assert panel.figures.text() == figures
    opened.actions_["edit.undo"].trigger()
    qtbot.waitUntil(lambda: listed(panel) == [3])
    QTest.keyClick(panel.table, Key.Key_K)
    assert listed(panel) == []
    assert session.judgements.undo_text == "1 image kept as it is"


def test_a_label_that_was_confirmed_before_can_be_kept_again(panel, opened, copy, qtbot):
    QTest.keyClick(panel.table, Key.Key_K)
    assert listed(panel) == [3]
    with Session.open(copy) as theirs:
        theirs.judge([2], UNSURE)
        theirs.judge([2], IRRELEVANT)
    settled_in(opened, copy, qtbot)
    assert listed(panel) == [2, 3]
    panel.table.go_to(0)
    QTest.keyClick(panel.table, Key.Key_K)
    assert listed(panel) == [3]


def test_judgements_that_cannot_be_disputed_read_nothing(panel, opened, qtbot):
    controller = opened.workspace.controller
    controller.judge([30, 31], RELEVANT)  # nobody else judged these
    assert not panel.reader.running
    assert listed(panel) == [2, 3]
    controller.judge([2], IRRELEVANT)
    assert panel.reader.running
    assert listed(panel) == [3]
    controller.judge([2], None)  # no decision any more; the answer of the first reading is not shown
    qtbot.waitUntil(lambda: listed(panel) == [2, 3])


def test_the_window_reads_no_opinion_itself(panel, opened, monkeypatch, qtbot):
    others = type(opened.workspace.controller.session.judgements.others)
    for name in ("opinions", "disputes", "agreement", "disputed"):
        monkeypatch.setattr(others, name, lambda self, name=name: pytest.fail(name))
    threads = []
    plain = agreeing.read_opinions
    monkeypatch.setattr(
        agreeing, "read_opinions", lambda *given: threads.append(threading.current_thread().name) or plain(*given)
    )
    QTest.keyClick(panel.table, Key.Key_X)
    read(panel, qtbot)
    panel.refresh()
    read(panel, qtbot)
    assert len(threads) == 2
    assert threading.main_thread().name not in threads


def test_alone_the_panel_says_how_to_begin(opened, qtbot):
    opened.actions_["view.agreement"].trigger()
    panel = opened.workspace.panes.panel("view.agreement")
    read(panel, qtbot)
    assert panel.note.text().startswith("Only you have judged this topic.")
    assert not panel.figures.isVisible()
    assert panel.model.rowCount() == 0
