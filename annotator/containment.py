"""Code of other people, run so that it can fail but not end the program, silence it, or hold it up for ever."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from typing import TypeVar

T = TypeVar("T")

LIMIT_S = 60.0
"""How long loading a plugin may take."""
_FAR = 4096  # code that closes all descriptors it can think of rarely goes that far


class ContainedError(RuntimeError):
    """Code of others did what would end or silence the program."""


def said(error: Exception) -> str:
    """Return the kind and the text of an exception that code of others raised."""
    return str(error) if isinstance(error, ContainedError) else f"{type(error).__name__}: {error}"


@contextmanager
def contained() -> Iterator[None]:
    """Run code of others: exceptions that end programs become ordinary ones, and closed standard streams come back.

    Raises:
        ContainedError: The code raised such an exception, e.g. by ``sys.exit()``, or one whose text cannot be made,
            or it closed a standard stream.
    """
    copies = _copies()
    try:
        yield
    except Exception as error:
        if not _has_text(error):
            raise ContainedError(f"it raised {type(error).__name__}, whose text cannot be shown") from None
        raise
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt) and threading.current_thread() is threading.main_thread():
            raise  # the user's
        raise ContainedError(f"it raised {type(error).__name__}, which would end the program") from None
    finally:
        closed = _bring_back(copies)
    if closed:
        raise ContainedError("it closed the standard input or output of the program")


def within_limit(work: Callable[[], T]) -> T:
    """Return what ``work`` of others returns, :func:`contained`, from a thread that is left behind if it never ends.

    Raises:
        TimeoutError: It takes longer than :data:`LIMIT_S`.
    """
    answer: Future[T] = Future()

    def run() -> None:
        try:
            with contained():
                result = work()
        except BaseException as error:  # it belongs to the waiting thread
            answer.set_exception(error)
        else:
            answer.set_result(result)

    threading.Thread(target=run, name="plugin", daemon=True).start()
    try:
        return answer.result(LIMIT_S)
    except TimeoutError:
        if answer.done():
            raise  # its own
        raise TimeoutError(f"it was still not loaded after {LIMIT_S:.0f} seconds") from None


def _has_text(error: Exception) -> bool:
    """Return whether an exception can be shown: making its text is code of others too."""
    try:
        return bool(f"{error}{error!r}")
    except BaseException:  # whatever it is, it is not shown
        return False


def _copies() -> dict[int, int]:
    """Return copies of the descriptors of the standard streams."""
    copies: dict[int, int] = {}
    if sys.platform != "win32":
        import fcntl
        import resource

        soft = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
        first = _FAR if soft == resource.RLIM_INFINITY else max(3, min(_FAR, soft - 8))
        for stream in range(3):
            with contextlib.suppress(OSError):  # a program without a console has none
                copies[stream] = fcntl.fcntl(stream, fcntl.F_DUPFD_CLOEXEC, first)
    return copies


def _bring_back(copies: dict[int, int]) -> bool:
    """Put back the streams that were closed, and return whether there was one."""
    closed = False
    for stream, copy in copies.items():
        try:
            os.fstat(stream)
        except OSError:
            closed = True
            with contextlib.suppress(OSError):
                os.dup2(copy, stream)
        with contextlib.suppress(OSError):
            os.close(copy)
    return closed
