"""Time and memory of a piece of work."""

from __future__ import annotations

import os
import statistics
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")
LOOK_S = 0.02


def timed(work: Callable[[], T]) -> tuple[float, T]:
    """Return the duration of ``work`` in seconds, and its result."""
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


def median(work: Callable[[], object], runs: int) -> float:
    """Return the median duration of ``runs`` runs, in seconds."""
    return statistics.median(timed(work)[0] for _ in range(runs))


def watched(work: Callable[[], object]) -> tuple[float, int]:
    """Return the duration in seconds and the maximum growth of the resident set in bytes."""
    before, peak, done = resident(), [0], threading.Event()

    def watch() -> None:
        while not done.wait(LOOK_S):
            peak[0] = max(peak[0], resident())

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        seconds, _ = timed(work)
    finally:
        done.set()
        thread.join()
    return seconds, max(0, peak[0] - before)


def resident() -> int:
    """Return the size of the resident set in bytes."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def memory_mb() -> dict[str, float]:
    """Return the memory of this process in MB: ``anon``, ``file`` (of mapped files), and ``peak`` (of both)."""
    lines = (line.partition(":") for line in Path("/proc/self/status").read_text().splitlines())
    kilobytes = {name: value.split()[0] for name, _, value in lines if value.strip()}
    names = {"anon": "RssAnon", "file": "RssFile", "peak": "VmHWM"}
    return {name: int(kilobytes[field]) / 1024 for name, field in names.items()}


def open_files() -> int:
    """Return the number of files, sockets and pipes that this process has open."""
    return len(list(Path("/proc/self/fd").iterdir()))
