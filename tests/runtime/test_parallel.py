"""Work shared out among threads: everything once, errors and stops from anywhere, nothing running afterwards."""

import threading

import pytest

from annotator.runtime import parallel
from annotator.runtime.parallel import for_each


@pytest.fixture(params=[1, 2, 5])
def threads(request, monkeypatch):
    monkeypatch.setattr(parallel, "processors", lambda **_: request.param)
    return request.param


def running():
    return [thread for thread in threading.enumerate() if thread.name == "annotator-numbers"]


@pytest.mark.parametrize("count", [0, 1, 2, 3, 100])
def test_every_item_is_worked_on_once(threads, count):
    done = [0] * count
    for_each(range(count), lambda i: done.__setitem__(i, done[i] + 1))
    assert done == [1] * count
    assert running() == []


def test_the_first_error_comes_out_and_nothing_goes_on(threads):
    begun = []

    def work(i):
        begun.append(i)
        if i == 3:
            raise KeyError("three")

    with pytest.raises(KeyError, match="three"):
        for_each(range(1000), work)
    assert running() == []
    assert len(begun) < 1000


def test_an_error_of_the_items_comes_out(threads):
    def items():
        yield from range(5)
        raise OSError("cut short")

    seen = []
    with pytest.raises(OSError, match="cut short"):
        for_each(items(), seen.append)
    assert sorted(seen) == [0, 1, 2, 3, 4]


def test_the_calling_thread_can_stop_it(threads):
    def done(_item):
        raise InterruptedError

    with pytest.raises(InterruptedError):
        for_each(range(10**6), lambda _item: None, done)
    assert running() == []


def test_items_are_drawn_by_one_thread_at_a_time(threads):
    inside = []

    def items():
        for i in range(200):
            inside.append(i)
            assert len(inside) == 1
            inside.remove(i)
            yield i

    for_each(items(), lambda _item: None)


def test_one_processor_can_be_left_out_of_what_nobody_waits_for(monkeypatch):
    monkeypatch.setattr(parallel.os, "sched_getaffinity", lambda _pid: range(4), raising=False)
    monkeypatch.setattr(parallel, "_reserved", 0)
    assert parallel.processors() == 4
    parallel.reserve_processor()
    assert (parallel.processors(), parallel.processors(all_of_them=True)) == (3, 4)


@pytest.mark.parametrize(("usable", "shared", "all_of_them"), [(1, 1, 1), (2, 1, 2), (8, 7, 8), (9, 8, 8), (64, 8, 8)])
def test_there_is_always_a_processor_and_never_more_than_eight(usable, shared, all_of_them, monkeypatch):
    monkeypatch.setattr(parallel.os, "sched_getaffinity", lambda _pid: range(usable), raising=False)
    monkeypatch.setattr(parallel, "_reserved", 1)
    assert (parallel.processors(), parallel.processors(all_of_them=True)) == (shared, all_of_them)
