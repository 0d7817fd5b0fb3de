"""Waiting for conditions; the only place in the tests that lets time pass.

A busy machine takes ten times as long for everything. A test therefore waits for a condition, at most
:data:`PATIENCE_S` for one that never becomes true; ``test_patience.py`` refuses every other way of waiting.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import IO, Any

from pytestqt.qtbot import QtBot

PATIENCE_S = 300.0
"""How long a test waits for something that has to come."""


def breathe() -> None:
    """Yield to other threads for a moment, in a loop that ends with a condition."""
    time.sleep(0.005)


def hold_up(seconds: float) -> None:
    """Block for a while, where that is tested: a window that does not respond, a key that is held down."""
    time.sleep(seconds)


def wait_until(condition: Callable[[], object], waiting_for: str = "") -> None:
    """Wait until ``condition`` is true.

    Raises:
        AssertionError: It never became true.
    """
    end = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < end, f"waited in vain {waiting_for}"
        breathe()


def wait_for(event: threading.Event) -> None:
    """Wait until another thread has set ``event``.

    Raises:
        AssertionError: It never was.
    """
    assert event.wait(PATIENCE_S), "waited in vain for another thread"


def wait_until_read(pipe: IO[Any]) -> None:
    """Wait until everything that was written to ``pipe`` has been read at its other end."""
    wait_until(lambda: waiting_bytes(pipe) == 0, "for somebody to read")


def waiting_bytes(pipe: IO[Any]) -> int:
    """Return the number of unread bytes in ``pipe``."""
    import fcntl
    import termios

    return int.from_bytes(fcntl.ioctl(pipe.fileno(), termios.FIONREAD, bytes(4)), "little")


def let_events_pass() -> None:
    """Deliver all queued events of this thread, and those that they post.

    Events that another thread has already sent are included.
    """
    from PySide6.QtCore import QCoreApplication, QTimer

    for _ in range(3):
        passed: list[bool] = []
        QTimer.singleShot(0, lambda passed=passed: passed.append(True))
        while not passed:
            QCoreApplication.processEvents()
        QCoreApplication.sendPostedEvents()


class PatientBot(QtBot):  # type: ignore[misc]
    """The bot of pytest-qt with our deadline instead of its five seconds."""

    def waitUntil(self, callback: Callable[[], object]) -> None:
        """Wait until ``callback`` returns something true, or nothing without an AssertionError."""
        super().waitUntil(callback, timeout=round(1000 * PATIENCE_S))

    def waitSignal(self, signal: Any, **options: Any) -> Any:
        """Return a context that ends when a signal is emitted."""
        return super().waitSignal(signal, timeout=round(1000 * PATIENCE_S), **options)

    def waitExposed(self, widget: Any) -> Any:
        """Return a context that ends when a widget is on the screen."""
        return super().waitExposed(widget, timeout=round(1000 * PATIENCE_S))
