"""Waiting for signs: a test never waits for a time, for under load every time is too short."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")

PATIENCE_S = 600
"""When a sign that has not come is given up; a test that passes waits much less."""

LOOK_S = 0.1
QUIET_LOOKS = 12
"""So often in a row nothing works in a program that has come to rest; longer than its pauses before it goes on."""


def wait_for(found: Callable[[], T], what: str, look_s: float = LOOK_S) -> T:
    """Return what is found as soon as there is something; look every ``look_s`` seconds.

    Raises:
        RuntimeError: It did not come.
    """
    end = time.monotonic() + PATIENCE_S
    while not (value := found()):
        if time.monotonic() > end:
            raise RuntimeError(f"waited {PATIENCE_S} s for {what} in vain")
        time.sleep(look_s)
    return value


def wait_for_rest(process: int) -> None:
    """Return as soon as a program on Linux has done all it had begun: no thread of it wants a processor or the disk.

    The model works ahead while nobody types, and its numbers depend in the last digits on how far it came. So two
    sessions are the same to the last digit only if each key waits for the model.
    """
    quiet = 0

    def rests() -> bool:
        nonlocal quiet
        quiet = 0 if works(process) else quiet + 1
        return quiet >= QUIET_LOOKS

    wait_for(rests, "the program to come to rest")


def works(process: int) -> bool:
    """Tell whether a thread of a program, or of one that it started, runs, wants to run, or waits for the disk."""
    for thread in Path(f"/proc/{process}/task").glob("*"):
        try:
            state = (thread / "stat").read_text().rpartition(")")[2].split()[0]
        except (FileNotFoundError, ProcessLookupError):  # ended meanwhile
            continue
        if state in "RD" or any(works(child) for child in children(thread)):
            return True
    return False


def children(thread: Path) -> list[int]:
    """Return the processes that a thread has started; none where the kernel does not list them."""
    try:
        return [int(child) for child in (thread / "children").read_text().split()]
    except (FileNotFoundError, ProcessLookupError):
        return []
