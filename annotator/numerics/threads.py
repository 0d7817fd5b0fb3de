"""How many threads the linear algebra library uses."""

from __future__ import annotations

from contextlib import AbstractContextManager
from functools import lru_cache

from threadpoolctl import ThreadpoolController


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
