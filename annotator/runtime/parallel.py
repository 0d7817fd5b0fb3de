"""The same work on one piece after another, by as many threads as there are processors.

Matrix products and elementwise functions release Python's lock, so that threads of our own share them out. The linear
algebra library's threads would wait for each other by spinning, see :mod:`annotator.runtime.threads`.
"""

from __future__ import annotations

import itertools
import os
import threading
from collections.abc import Callable, Iterable
from typing import TypeVar

T = TypeVar("T")

_MOST = 8  # threads beyond these wait for memory


_reserved = 0


def reserve_processor() -> None:
    """Share work among one processor less from now on: a window that is drawn meanwhile needs it.

    With two threads on two processors a round took as long as with one, for both waited for the window and it for them.
    """
    global _reserved
    _reserved = 1


def processors(*, all_of_them: bool = False) -> int:
    """Return how many threads share the work: the processors this process may use, at most eight.

    Args:
        all_of_them: Also the one that :func:`reserve_processor` leaves out, for work that somebody waits for.
    """
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(_MOST, usable - (0 if all_of_them else _reserved)))


def for_each(
    items: Iterable[T],
    work: Callable[[T], object],
    done: Callable[[T], object] = lambda _item: None,
    *,
    urgent: bool = False,
) -> None:
    """Call ``work`` once for every item, in no particular order, and return when all are done.

    Args:
        items: Drawn by one thread at a time.
        work: Called in several threads at once; must not touch what another item touches.
        done: Called in the calling thread after each piece of work of its own; it may raise to stop everything.
        urgent: Whether all processors work on it.

    Raises:
        Exception: The first error of ``items``, ``work`` or ``done``, after the work that had begun has ended.
    """
    source = iter(items)
    first = list(itertools.islice(source, 2))
    helping = processors(all_of_them=urgent) - 1 if len(first) > 1 else 0  # no thread is worth a single piece of work
    source = itertools.chain(first, source)
    drawing, stopped = threading.Lock(), threading.Event()
    errors: list[BaseException] = []

    def draw() -> list[T]:
        with drawing:
            return [] if stopped.is_set() else list(itertools.islice(source, 1))

    def worker(tell: Callable[[T], object]) -> None:
        try:
            while one := draw():
                work(one[0])
                tell(one[0])
        except BaseException as error:  # raised again in the calling thread
            errors.append(error)
            stopped.set()

    helpers = [
        threading.Thread(target=worker, args=(lambda _item: None,), name="annotator-numbers", daemon=True)
        for _ in range(helping)
    ]
    for helper in helpers:
        helper.start()
    worker(done)
    for helper in helpers:
        helper.join()
    if errors:
        raise errors[0]
