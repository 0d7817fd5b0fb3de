from threadpoolctl import threadpool_info

from annotator.numerics.threads import one_blas_thread


def threads():
    return {library["num_threads"] for library in threadpool_info() if library["user_api"] == "blas"}


def test_products_run_in_one_thread_inside_and_as_before_after():
    before = threads()
    with one_blas_thread():
        assert threads() == {1}
    assert threads() == before
