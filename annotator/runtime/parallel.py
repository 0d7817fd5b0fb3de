"""Parallel loops with as many threads as there are processors.

Matrix products and elementwise functions release the global interpreter lock, so threads can share them. The threads of
the linear algebra library would wait for each other by spinning, see :mod:`annotator.runtime.threads`.
"""

from __future__ import annotations

import itertools
import os
import threading
from collections.abc import Callable, Iterable
from typing import TypeVar

T = TypeVar("T")

_MOST = 8  # more threads are limited by memory bandwidth


_reserved = 0


def reserve_processor() -> None:
    """Use one processor less from now on and leave it to a window that is drawn at the same time.

    With two threads on two processors a round took as long as with one, because both competed with the window.
    """
    global _reserved
    _reserved = 1


def processors(*, all_of_them: bool = False) -> int:
    """Return the number of threads to use: the processors available to this process, at most eight.

    Args:
        all_of_them: Include the one that :func:`reserve_processor` leaves out, for work that the user waits for.
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
    """Call ``work`` once for every item, in arbitrary order, and return when all calls have finished.

    Args:
        items: Consumed by one thread at a time.
        work: Called in several threads at once; calls must not share mutable data.
        done: Called in the calling thread after each of its own items; it may raise to stop everything.
        urgent: Whether to use all processors.

    Raises:
        Exception: The first error of ``items``, ``work`` or ``done``, after running calls have finished.
    """
    source = iter(items)
    first = list(itertools.islice(source, 2))
    helping = processors(all_of_them=urgent) - 1 if len(first) > 1 else 0  # a single item needs no other thread
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
        except BaseException as error:  # reraised in the calling thread
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
