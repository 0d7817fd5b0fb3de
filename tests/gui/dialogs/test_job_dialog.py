"""What all dialogs with long work share: one piece of work, how it ends, and closing at any time."""

import threading

import pytest
from patience import PATIENCE_S, breathe

from annotator.errors import ConfigError
from annotator.gui.dialogs.job_dialog import JobDialog
from annotator.runtime.job import Job


class Dialog(JobDialog):
    """Notes when work begins and ends."""

    def __init__(self, progress="Progress"):
        super().__init__("Title", (300, 200), "test", progress=progress)
        self.states = []

    def work_changed(self):
        self.states.append(self.working)


@pytest.fixture
def dialog(qtbot):
    made = Dialog()
    qtbot.addWidget(made)
    made.show()
    return made


class Work:
    """Reports half of its way and waits until it is stopped."""

    def __init__(self):
        self.begun, self.ended = threading.Event(), threading.Event()

    def __call__(self, progress):
        self.begun.set()
        try:
            while True:
                progress.step(0.5)
                breathe()
        finally:
            self.ended.set()


def test_the_result_comes_after_the_work_has_ended(dialog, qtbot):
    found = []
    dialog.run(Job.of(lambda _progress: 7), lambda result: found.append((result, dialog.working)))
    assert dialog.working
    assert dialog.bar.isVisible()
    qtbot.waitUntil(lambda: bool(found))
    assert found == [(7, False)]
    assert dialog.states == [True, False]
    assert dialog.bar.isHidden()


def test_a_failure_that_a_person_can_fix_is_said(dialog, qtbot):
    def fail(_progress):
        raise ConfigError("nothing there")

    dialog.run(Job.of(fail), lambda _result: pytest.fail("it failed"))
    qtbot.waitUntil(lambda: not dialog.working)
    assert dialog.said.text() == "⚠ nothing there"


def test_a_defect_is_not_hidden(dialog, qtbot):
    def fail(_progress):
        raise KeyError("defect")

    with qtbot.captureExceptions() as raised:
        dialog.run(Job.of(fail), lambda _result: None)
        qtbot.waitUntil(lambda: bool(raised))
    assert [kind for kind, *_ in raised] == [KeyError]
    assert not dialog.working


def test_a_stop_says_what_it_left(dialog, qtbot):
    assert not dialog.stop_work()
    dialog.run(Job.of(Work()), lambda _result: pytest.fail("it was stopped"), stopped="Half is kept.")
    qtbot.waitUntil(lambda: dialog.bar.value() == 500)
    assert dialog.stop_work()
    qtbot.waitUntil(lambda: not dialog.working)
    assert dialog.said.text() == "Half is kept."


@pytest.mark.parametrize("how", ["close", "reject", "accept"])
def test_closing_ends_the_work_and_drops_what_comes_of_it(dialog, qtbot, how):
    work = Work()
    dialog.run(Job.of(work), lambda _result: pytest.fail("nobody wants it"))
    assert work.begun.wait(PATIENCE_S)
    getattr(dialog, how)()
    assert work.ended.is_set()
    assert not dialog.isVisible()


def test_newer_work_replaces_older(dialog, qtbot):
    older, found = Work(), []
    dialog.run(Job.of(older), lambda _result: pytest.fail("it was replaced"))
    dialog.run(Job.of(lambda _progress: 8), found.append)
    qtbot.waitUntil(lambda: found == [8])
    assert older.ended.is_set() or not older.begun.is_set()


def test_no_bar_is_shown_where_none_is_wanted(qtbot):
    made = Dialog(progress="")
    qtbot.addWidget(made)
    made.show()
    work = Work()
    made.run(Job.of(work), lambda _result: None)
    assert work.begun.wait(PATIENCE_S)
    assert made.bar.isHidden()
    made.close()
