import os
import sys
import threading

import pytest
from threadpoolctl import threadpool_info

from annotator.runtime.threads import give_way, one_blas_thread


def threads():
    return {library["num_threads"] for library in threadpool_info() if library["user_api"] == "blas"}


def test_products_run_in_one_thread_inside_and_as_before_after():
    before = threads()
    with one_blas_thread():
        assert threads() == {1}
    assert threads() == before


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux gives threads a priority of their own")
def test_work_in_the_background_gives_way_and_nobody_else_does():
    seen = []

    def work():
        give_way()
        seen.append(os.getpriority(os.PRIO_PROCESS, threading.get_native_id()))

    before = os.getpriority(os.PRIO_PROCESS, threading.get_native_id())
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert seen[0] > before
    assert os.getpriority(os.PRIO_PROCESS, threading.get_native_id()) == before
