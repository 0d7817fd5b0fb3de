"""Work in another thread comes back in the thread of the window."""

import threading
import time

import pytest
from patience import PATIENCE_S, breathe, hold_up, let_events_pass

from annotator.gui.tasks.background import Background
from annotator.runtime.job import Job
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


def test_a_job_is_computed_there_and_applied_here_part_by_part(background, qtbot):
    applied, answers, failures = [], [], []

    def compute(progress):
        for part in range(3):
            progress.step(part / 3)
            yield part, threading.current_thread()

    def apply(part):
        applied.append((*part, threading.current_thread()))
        return len(applied)

    background.start(Job(compute, apply), answers.append, failures.append)
    qtbot.waitUntil(lambda: answers == [3])
    here = threading.current_thread()
    assert [part for part, _there, _here in applied] == [0, 1, 2]
    assert all(there is not here and applied_in is here for _part, there, applied_in in applied)
    assert failures == []


def test_parts_stay_when_a_job_is_cancelled_and_none_follows_when_applying_fails(background, qtbot):
    applied, heard = [], []
    more = threading.Event()

    def compute(progress):
        yield "first"
        assert more.wait(PATIENCE_S)
        progress.step(0.5)
        yield "second"

    running = background.start(
        Job(compute, applied.append), heard.append, heard.append, cancelled=lambda: heard.append("cancelled")
    )
    qtbot.waitUntil(lambda: applied == ["first"])
    running.cancel.set()
    more.set()
    qtbot.waitUntil(lambda: heard == ["cancelled"])
    assert applied == ["first"]

    def refuse(part):
        raise ValueError(part)

    background.start(Job(compute, refuse), heard.append, heard.append)
    background.run(lambda _progress: "next", heard.append, heard.append)
    qtbot.waitUntil(lambda: len(heard) == 3)
    assert str(heard[1]) == "first"
    assert heard[2] == "next"
