"""Work in another thread comes back in the thread of the window."""

import threading
import time

import pytest
from patience import PATIENCE_S, breathe, hold_up, let_events_pass

from annotator.gui.tasks.background import Background
from benchmarks.window_tools import StallMeter


@pytest.fixture
def background(qtbot):
    made = Background("test")
    yield made
    made.close()


def test_result_progress_and_failure_arrive_in_this_thread(background, qtbot):
    results, failures, shares, threads = [], [], [], []

    def work(progress):
        threads.append(threading.current_thread())
        progress.step(0.5)
        return 42

    def fail(_progress):
        raise ValueError("broken")

    background.run(work, lambda value: results.append((value, threading.current_thread())), failures.append,
                   progressed=shares.append)  # fmt: skip
    background.run(fail, results.append, failures.append)
    qtbot.waitUntil(lambda: len(failures) == 1)
    assert results == [(42, threading.current_thread())]
    assert threads[0] is not threading.current_thread()
    assert str(failures[0]) == "broken"
    assert shares


def test_cancelled_work_says_so_and_dropped_work_says_nothing(background, qtbot):
    heard = []

    def endless(progress):
        while True:
            progress.step(0.1)
            breathe()

    job = background.run(endless, heard.append, heard.append, cancelled=lambda: heard.append("cancelled"))
    job.cancel.set()
    qtbot.waitUntil(lambda: heard == ["cancelled"])
    job = background.run(endless, heard.append, heard.append, cancelled=lambda: heard.append("again"))
    job.drop()
    background.run(lambda _progress: "next", heard.append, heard.append)
    qtbot.waitUntil(lambda: len(heard) == 2)
    assert heard == ["cancelled", "next"]


def test_close_waits_for_the_thread_and_drops_the_rest(qtbot):
    background = Background("test")
    heard = []
    background.run(lambda progress: progress.cancel.wait(PATIENCE_S), heard.append, heard.append)
    background.run(lambda _progress: 2, heard.append, heard.append)
    background.close()
    assert not [t for t in threading.enumerate() if t.name.startswith("test")]
    let_events_pass()
    assert heard == []


def test_the_stall_meter_sees_a_stall(qtbot):
    meter = StallMeter()
    let_events_pass()
    begin = time.perf_counter()
    meter.reset()
    hold_up(0.08)
    qtbot.waitUntil(lambda: meter.longest > 0.05)
    assert 0.05 < meter.reset() <= time.perf_counter() - begin
    assert meter.longest == 0.0
