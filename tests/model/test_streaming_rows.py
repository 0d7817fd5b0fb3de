"""Rows of the factor: in memory, on disk, or both, they are the same rows."""

import numpy as np
import pytest

from annotator.model import streaming_rows
from annotator.model.streaming_rows import StreamingRows
from annotator.numerics.cholesky import rotations_without

N = 70


@pytest.fixture(params=["memory", "disk", "both"])
def store(request, tmp_path, monkeypatch):
    monkeypatch.setattr(streaming_rows, "_FIRST", 3)
    monkeypatch.setattr(streaming_rows, "_COLUMNS", 16)
    budget = {"memory": 1 << 30, "disk": 0, "both": 4 * N * 8}[request.param]
    return StreamingRows(N, np.dtype(np.float64), budget, tmp_path)


def filled(store, rows):
    values = np.random.default_rng(0).normal(size=(rows, N))
    for start in range(0, rows, 2):
        assert store.reserve(min(start + 2, rows))
        for first in range(0, N, 30):
            here = slice(first, min(first + 30, N))
            store.write(start, here, values[start : start + 2, here])
    return values


def test_what_is_written_is_read(store):
    values = filled(store, 17)
    read = np.concatenate([part for _, part in store.parts(0, 17)])
    assert (read == values).all()
    assert next(rows.start for rows, _ in store.parts(5, 9)) == 5
    index = np.array([3, 3, 69, 0])
    assert (store.columns(17, index) == values[:, index]).all()
    weights = np.arange(1.0, 6.0)
    assert np.allclose(store.combined(weights, 4), weights @ values[4:9], rtol=1e-13)


def test_nothing_moves_when_it_grows(store):
    filled(store, 4)
    before = [part.ctypes.data for _, part in store.parts(0, 2)]
    assert store.reserve(60)
    assert [part.ctypes.data for _, part in store.parts(0, 2)] == before


@pytest.mark.parametrize("j", [0, 5, 39])
def test_a_removed_row_leaves_the_factor_of_the_others(store, j):
    """V is L^-1 K: without observation j it has to be the L^-1 K of the others."""
    m = 40  # more than are rotated at once
    rng = np.random.default_rng(1)
    points = rng.normal(size=(m, 5))
    a = points @ points.T + np.eye(m)
    k = rng.normal(size=(m, N))
    lower = np.linalg.cholesky(a)
    store.reserve(m)
    store.write(0, slice(0, N), np.linalg.solve(lower, k))
    _, rotations = rotations_without(lower, j)
    rest = store.remove(j, m, rotations)
    kept = np.delete(np.arange(m), j)
    expected = np.linalg.solve(np.linalg.cholesky(a[np.ix_(kept, kept)]), k[kept])
    assert np.allclose(np.concatenate([part for _, part in store.parts(0, m - 1)]), expected, atol=1e-9)
    whole = np.square(np.linalg.solve(lower, k)).sum(axis=0)
    assert np.allclose(np.square(expected).sum(axis=0) + np.square(rest), whole, rtol=1e-9)


def test_memory_is_used_before_disk(tmp_path):
    store = StreamingRows(N, np.dtype(np.float32), 10 * N * 4, tmp_path)
    assert store.reserve(10)
    assert (store.memory_bytes, store.disk_bytes) == (10 * N * 4, 0)
    assert store.reserve(11)
    assert store.disk_bytes > 0
    assert list(tmp_path.iterdir()) == []  # the file has no name: nothing is left behind, however the program ends


def test_without_a_folder_there_is_no_room_beyond_the_memory():
    store = StreamingRows(N, np.dtype(np.float32), 10 * N * 4)
    assert not store.reserve(11)
    assert store.reserve(10)


def test_a_full_or_missing_disk_is_no_room(tmp_path, monkeypatch):
    store = StreamingRows(N, np.dtype(np.float32), 0, tmp_path / "missing")
    assert not store.reserve(1)
    store = StreamingRows(N, np.dtype(np.float32), 0, tmp_path)
    monkeypatch.setattr(streaming_rows.shutil, "disk_usage", lambda _path: type("Usage", (), {"free": N * 4 * 8})())
    assert not store.reserve(5)  # half of what is free holds four rows
    assert store.reserve(4)

    def full(*_arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(streaming_rows, "allocate", full)
    assert not store.reserve(5)
