"""Thread count of the linear algebra library, and thread priorities."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
from contextlib import AbstractContextManager
from functools import lru_cache

from threadpoolctl import ThreadpoolController

_BACKGROUND = 15  # nice value: a busy processor runs almost only the other threads


def one_blas_thread() -> AbstractContextManager[object]:
    """Return a context in which matrix products run in the calling thread only.

    Products of small blocks gain nothing from a second thread, and on a busy machine they become much slower because
    the library's threads wait for each other by spinning. While other programs used both processors, a batch among
    1,264 images took 30 ms with one thread and 550 ms with two.
    """
    context: AbstractContextManager[object] = _controller().limit(limits=1, user_api="blas")
    return context


@lru_cache(maxsize=1)
def _controller() -> ThreadpoolController:
    # Finding the libraries takes milliseconds, so do it once; numpy and scipy have loaded the relevant ones.
    return ThreadpoolController()


def give_way() -> None:
    """Lower the priority of the calling thread, for background work of a window.

    On Linux, priorities are per thread and inherited by the threads it starts. Elsewhere the function does nothing.
    """
    if sys.platform == "linux":
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _BACKGROUND)
