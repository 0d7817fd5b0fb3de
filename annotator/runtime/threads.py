"""How many threads the linear algebra library uses, and which work goes first."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
from contextlib import AbstractContextManager
from functools import lru_cache

from threadpoolctl import ThreadpoolController

_BACKGROUND = 15  # nice value: almost all of a busy processor goes to the others


def one_blas_thread() -> AbstractContextManager[object]:
    """Return a context in which matrix products run in the calling thread alone.

    Products of small blocks do not gain from a second thread, and on a busy machine they lose badly: the library's
    threads wait for each other by spinning. A batch among 1,264 images took 30 ms with one thread and 550 ms with two
    while other programs used both processors.
    """
    context: AbstractContextManager[object] = _controller().limit(limits=1, user_api="blas")
    return context


@lru_cache(maxsize=1)
def _controller() -> ThreadpoolController:
    # Finding the libraries takes milliseconds; those in question are loaded with numpy and scipy.
    return ThreadpoolController()


def give_way() -> None:
    """Let every other thread go first from now on: for work in the background of a window.

    On Linux a thread has a priority of its own, and the threads it starts inherit it. Elsewhere nothing happens.
    """
    if sys.platform == "linux":
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _BACKGROUND)
