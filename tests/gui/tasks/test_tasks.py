"""Long work in one place: progress, time left, stop, result, failures, and a window that stays usable meanwhile."""

import threading

import pytest
from on_screen import on_screen
from patience import breathe
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from annotator.data.exporting import FORMATS
from annotator.errors import ExportError
from annotator.gui.dialogs import export_task
from annotator.gui.dialogs.export_dialog import ExportDialog
from annotator.gui.panels.task_list import TaskList, TasksDialog
from annotator.gui.tasks.task_text import status, time_left
from annotator.gui.tasks.tasks import KEPT, State, Task, TaskCenter, TimeLeft
from annotator.gui.widgets.save_file import ReplaceDialog
from annotator.session.session import Session


@pytest.fixture
def center(qtbot):
    made = TaskCenter()
    yield made
    made.close()


def test_the_time_left_is_told_once_it_can_be_known():
    left = TimeLeft(0.0)
    left.progress(0.1, 1.0)
    assert left.seconds(1.0) is None, "one second says too little"
    for second in range(2, 11):
        left.progress(second / 100, float(second))
    left.progress(0.2, 11.0)
    for second in range(12, 21):
        left.progress(0.2 + (second - 11) / 100, float(second))
    assert left.seconds(20.0) == pytest.approx(71, rel=0.5)
    assert left.seconds(25.0) == pytest.approx(left.seconds(20.0) - 5)


def test_a_rate_that_changes_counts_more_than_the_past():
    left = TimeLeft(0.0)
    for second in range(1, 5):
        left.progress(0.1 * second, float(second))
    for second in range(5, 65):
        left.progress(0.4 + 0.001 * (second - 4), float(second))
    assert left.seconds(64.0) > 300


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (None, ""),
        (3, "a few seconds left"),
        (42, "about 40\u00a0s left"),
        (58, "about 1\u00a0min left"),
        (170, "about 3\u00a0min left"),
        (5000, "about 1\u00a0h left"),
    ],
)
def test_the_time_left_is_as_coarse_as_an_estimate(seconds, words):
    assert time_left(seconds) == words


def test_a_task_tells_how_far_it_is_and_how_it_ended(center):
    task = center.begin("Counting", total=2000)
    task.progress(0.25)
    assert status(task) == "500 of 2,000 · 25 %"
    task.progress(0.1)
    assert task.share == 0.25, "progress never goes back"
    assert center.running == (task,)
    task.done("2,000 counted")
    assert (task.state, task.result, status(task)) == (State.DONE, "2,000 counted", "finished")
    task.failed("too late")
    assert task.state is State.DONE
    assert center.running == ()


def test_only_the_last_tasks_are_listed(center):
    for number in range(KEPT + 5):
        center.begin(f"Task {number}").done()
    running = center.begin("Running")
    assert len(center.tasks) == KEPT + 1
    assert center.tasks[0] is running
    center.clear()
    assert center.tasks == (running,)


def test_work_in_another_thread_reports_and_stops(center, qtbot):
    entered = threading.Event()

    def work(progress):
        while True:
            progress.step(0.5)
            entered.set()
            breathe()

    task = center.run("Waiting", work, str)
    qtbot.waitUntil(entered.is_set)
    qtbot.waitUntil(lambda: task.share == 0.5)
    task.stop()
    qtbot.waitUntil(lambda: task.state is State.STOPPED)
    assert task.result == "Stopped."


def test_the_list_stops_repeats_and_copies(center, qtbot):
    view = TaskList(center)
    qtbot.addWidget(view)
    view.show()
    stopped, repeated = [], []
    first = center.begin("Export to a.csv", stop=lambda: stopped.append(1), again=lambda: repeated.append(1))
    row = view.row(first)
    qtbot.waitUntil(row.stop.isVisible)
    assert row.stop.accessibleName() == "Stop: Export to a.csv"
    row.stop.setFocus()
    QTest.keyClick(row.stop, Qt.Key.Key_Space)
    assert stopped == [1]
    assert row.text == "stopping"
    assert not row.stop.isVisible()
    first.stopped("Nothing was written.")
    QTest.mouseClick(row.again, Qt.MouseButton.LeftButton)
    assert repeated == [1]
    assert not row.again.isVisible(), "once is enough"
    second = center.begin("Export to b.csv")
    second.failed(ZeroDivisionError("no rows"))
    row = view.row(second)
    assert view.rows[0] is row, "the newest comes first"
    assert "ZeroDivisionError: no rows" in row.accessibleName()
    qtbot.waitUntil(row.copy.isVisible)
    QTest.mouseClick(row.copy, Qt.MouseButton.LeftButton)
    copied = QGuiApplication.clipboard().text()
    assert copied.startswith("Export to b.csv\n\nZeroDivisionError: no rows")
    third = center.begin("Export to c.csv")
    third.failed(ExportError("c.csv is a folder."))
    assert not view.row(third).fold.isVisible(), "what the person can mend needs no details"
    view.clear.click()
    assert view.rows == []


@pytest.fixture
def opened(window, project, qtbot):
    with Session.open(project) as session:
        session.examples.add([0])
    window.open_project(project)
    qtbot.waitUntil(lambda: on_screen(window))
    qtbot.waitUntil(lambda: not window.workspace.controller.busy)
    metadata = window.workspace.controller.session.collection.metadata
    qtbot.waitUntil(lambda: metadata.is_complete(("exif", "size")).run())  # which is a task, too
    return window


def test_the_window_stays_usable_during_an_export(opened, tmp_path, qtbot, monkeypatch):
    gate, real = threading.Event(), export_task.export
    target = tmp_path / "labels.csv"
    target.write_text("old")

    def slow(name, source, file, progress, options, *, dry_run):
        progress.step(0.5)
        while not gate.is_set():
            breathe()
            progress.step(0.5)
        return real(name, source, file, progress, options, dry_run=dry_run)

    monkeypatch.setattr(export_task, "export", slow)
    opened.actions_["project.export"].trigger()
    dialog = opened.findChild(ExportDialog)
    assert not dialog.isModal()
    dialog.target.set_path(target)
    dialog.go.click()
    dialog.findChild(ReplaceDialog).replace.click()
    qtbot.waitUntil(lambda: opened.status.texts["tasks"] == "1 task · 50 %")
    dialog.close()
    space = opened.workspace
    opened.status.tasks.button.click()
    panel = space.panes.panel("view.tasks")
    qtbot.waitUntil(panel.isVisible)
    (row,) = [row for row in panel.list.rows if row.task.state is State.RUNNING]
    assert row.stop.isVisible()
    gate.set()
    qtbot.waitUntil(lambda: row.task.state is State.DONE)
    assert target.read_text() != "old"
    assert opened.status.texts["tasks"] == ""


def test_a_stopped_export_leaves_the_old_file_and_can_be_tried_again(opened, tmp_path, qtbot, monkeypatch):
    gate, real = threading.Event(), export_task.export
    target = tmp_path / "labels.csv"
    target.write_text("old")

    def slow(name, source, file, progress, options, *, dry_run):
        while not gate.is_set():
            breathe()
            progress.step(0.5)
        return real(name, source, file, progress, options, dry_run=dry_run)

    monkeypatch.setattr(export_task, "export", slow)
    source = opened.workspace.controller.session.exports.source()
    task = export_task.export_in_background(opened.tasks, FORMATS["labels-csv"], source, target, {})
    qtbot.waitUntil(lambda: task.share > 0)
    task.stop()
    qtbot.waitUntil(lambda: task.state is State.STOPPED)
    assert target.read_text() == "old"
    gate.set()
    opened.close_project()
    task.repeat()
    assert not task.can_repeat
    qtbot.waitUntil(lambda: opened.tasks.tasks[0].state is State.DONE)
    assert target.read_text() != "old"


def test_a_failed_task_is_told_until_somebody_looks(window, qtbot):
    window.tasks.begin("Export to a.csv").failed(ExportError("a.csv is write-protected."))
    assert window.status.texts["tasks"] == "1 task failed"
    window.status.tasks.button.click()
    dialog = window.findChild(TasksDialog)
    assert dialog.list.rows[0].task.result == "a.csv is write-protected."
    assert window.status.texts["tasks"] == ""
    dialog.close()


def test_a_clock_of_its_own(qtbot):
    now = [0.0]
    task = Task("Counting", clock=lambda: now[0])
    for second in range(1, 11):
        now[0] = float(second)
        task.progress(second / 100)
    assert status(task) == "10 % · about 2\u00a0min left"
