"""Rows and blocks are the same whatever the file's layout; trouble while reading is an error, never a crash."""

from __future__ import annotations

import gc
import json
import sys
from pathlib import Path

import h5py
import numpy as np
import pytest
from feature_files import TEXT, image_names, values, write_features
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.data.features.array_features import ArrayFeatures
from annotator.data.features.features import FeatureStore
from annotator.data.features.streamed_features import StreamedFeatures
from annotator.errors import FeatureError
from annotator.types import Features

DTYPES = ["float16", "float32", "float64"]
STORAGE = {
    "contiguous": {},
    "chunked": {"chunks": (7, 5)},
    "narrow chunks": {"chunks": (3, 2)},
    "tall chunks": {"chunks": (50, 1)},
    "gzip": {"chunks": (8, 5), "compression": "gzip", "shuffle": True},
    "lzf": {"chunks": (1, 5), "compression": "lzf"},
}
BUDGETS = {"loaded": 1 << 30, "streamed": 100}


@pytest.mark.parametrize("budget", BUDGETS)
@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("storage", STORAGE)
def test_every_layout_and_type_gives_the_same_rows_and_blocks(
    storage: str, dtype: str, budget: str, tmp_path: Path
) -> None:
    expected = values(50, 5, dtype)
    path = write_features(tmp_path / "f.h5", expected, **STORAGE[storage])
    with FeatureStore.open(path, budget_bytes=BUDGETS[budget]) as store:
        assert (store.n, store.d, store.dtype) == (50, 5, np.dtype(dtype))
        assert store.names == tuple(image_names(50))
        assert store.path == path
        blocks = list(store.blocks(9))
        assert np.array_equal(np.concatenate([block for _, block in blocks]), expected)
        assert {block.dtype for _, block in blocks} == {np.dtype(dtype)}
        index = np.array([49, 0, 7, 7, 23, 0])
        rows = store.rows(index)
        assert rows.dtype == (np.float64 if dtype == "float64" else np.float32)
        assert np.array_equal(rows, expected[index])
        assert rows.flags.c_contiguous
        assert rows.flags.writeable
        assert store.rows(np.empty(0, np.int64)).shape == (0, 5)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    n=st.integers(1, 40),
    d=st.integers(1, 6),
    dtype=st.sampled_from(DTYPES),
    chunk=st.one_of(st.none(), st.tuples(st.integers(1, 40), st.integers(1, 6))),
    budget=st.sampled_from([1, 40, 300, 1 << 20]),
    rows_per_block=st.integers(1, 50),
    data=st.data(),
)
def test_blocks_of_any_size_are_the_file_in_order(
    tmp_path: Path,
    n: int,
    d: int,
    dtype: str,
    chunk: tuple[int, int] | None,
    budget: int,
    rows_per_block: int,
    data: st.DataObject,
) -> None:
    expected = values(n, d, dtype)
    storage = {} if chunk is None else {"chunks": (min(chunk[0], n), min(chunk[1], d)), "compression": "lzf"}
    path = write_features(tmp_path / "f.h5", expected, **storage)
    index = np.array(data.draw(st.lists(st.integers(0, n - 1), max_size=30)), np.int64)
    with FeatureStore.open(path, budget_bytes=budget) as store:
        position = 0
        for start, block in store.blocks(rows_per_block):
            assert start == position
            assert 1 <= len(block) <= rows_per_block
            assert not block.flags.writeable
            assert np.array_equal(block, expected[start : start + len(block)])
            position += len(block)
        assert position == n
        assert np.array_equal(store.rows(index), expected[index].astype(store.rows(index).dtype))


def test_a_contiguous_file_is_mapped_and_its_blocks_are_views(tmp_path: Path) -> None:
    path = write_features(tmp_path / "f.h5", values(100, 5))
    with FeatureStore.open(path, budget_bytes=1) as store:
        (_, whole), *_ = store.blocks(100)
        for start, block in store.blocks(30):
            assert np.shares_memory(block, whole)
            assert block.ctypes.data == whole.ctypes.data + start * 5 * 4
        base = whole
        while isinstance(base, np.ndarray) and not isinstance(base, np.memmap):
            base = base.base
        assert isinstance(base, np.memmap)
        with pytest.raises(ValueError, match="read-only"):
            whole[0, 0] = 1


def test_features_behind_a_user_block_are_found(tmp_path: Path) -> None:
    path = write_features(tmp_path / "f.h5", values(), file={"userblock_size": 1024})
    with FeatureStore.open(path, budget_bytes=1) as store:
        assert np.array_equal(store.rows(np.arange(20)), values())


@pytest.mark.parametrize("budget", [1, 1 << 20])
def test_the_other_byte_order_is_read(budget: int, tmp_path: Path) -> None:
    path = write_features(tmp_path / "f.h5", values().astype(">f4"))
    with FeatureStore.open(path, budget_bytes=budget) as store:
        assert store.dtype.isnative
        assert np.array_equal(store.rows(np.arange(20)), values())


def test_small_data_inside_the_header_and_data_never_written_are_read(tmp_path: Path) -> None:
    with h5py.File(tmp_path / "f.h5", "w") as file:
        properties = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
        properties.set_layout(h5py.h5d.COMPACT)
        space = h5py.h5s.create_simple((20, 5))
        h5py.h5d.create(file.id, b"features", h5py.h5t.IEEE_F32LE, space, properties)
        file["features"][:] = values()
        file.create_dataset("filenames", data=image_names(20), dtype=TEXT)
    with FeatureStore.open(tmp_path / "f.h5") as store:
        assert np.array_equal(store.rows(np.arange(20)), values())
    with h5py.File(tmp_path / "f.h5", "w") as file:
        file.create_dataset("features", (20, 5), "f4")
        file.create_dataset("filenames", data=image_names(20), dtype=TEXT)
    with FeatureStore.open(tmp_path / "f.h5") as store:
        assert not store.rows(np.arange(20)).any()


def test_real_feature_files_are_opened(shared_data: Path) -> None:
    for name, shape in (
        ("trashnet/mobilenet_1280.h5", (1264, 1280)),
        ("trashnet/squeezenet_512.h5", (1264, 512)),
        ("butterflies/features.h5", (1500, 50)),
    ):
        with FeatureStore.open(shared_data / name) as store, h5py.File(shared_data / name) as file:
            assert (store.n, store.d) == shape
            assert store.names == tuple(file["filenames"].asstr()[:])
            assert np.array_equal(store.rows(np.array([3, 1000])), file["features"][[3, 1000]])


# What happens to a store that is open.


@pytest.mark.skipif(sys.platform == "win32", reason="a mapped file cannot be cut there")
def test_a_mapped_file_that_shrinks_is_an_error_not_a_crash(tmp_path: Path) -> None:
    path = write_features(tmp_path / "f.h5", values(5000, 50))
    with FeatureStore.open(path) as store:
        passing = store.blocks(100)
        next(passing)
        with path.open("r+b") as file:
            file.truncate(10_000)
        message = r"f\.h5: the feature file is cut short: 10,000 of at least [\d,]+ bytes"
        with pytest.raises(FeatureError, match=message):
            next(passing)
        with pytest.raises(FeatureError, match=message):
            next(store.blocks(100))
        with pytest.raises(FeatureError, match=message):
            store.rows(np.array([4999]))


@pytest.mark.skipif(sys.platform == "win32", reason="a mapped file cannot be replaced there")
def test_a_mapped_file_that_is_replaced_keeps_its_values(tmp_path: Path) -> None:
    path = write_features(tmp_path / "f.h5", values())
    with FeatureStore.open(path) as store:
        write_features(tmp_path / "g.h5", values(3, 2)).replace(path)
        assert np.array_equal(store.rows(np.arange(20)), values())


def test_a_streamed_file_that_becomes_unreadable_is_an_error(tmp_path: Path) -> None:
    path = write_features(tmp_path / "f.h5", values(5000, 50), chunks=(100, 50), compression="gzip")
    with FeatureStore.open(path, budget_bytes=1000) as store:
        with path.open("r+b") as file:
            file.truncate(10_000)
        with pytest.raises(FeatureError, match=r"f\.h5: the file is damaged or its drive is gone"):
            list(store.blocks(100))
        with pytest.raises(FeatureError, match=r"f\.h5: the file is damaged"):
            store.rows(np.array([4999]))


@pytest.mark.parametrize("budget", BUDGETS.values())
@pytest.mark.parametrize("storage", ["contiguous", "gzip"])
def test_a_closed_store_has_let_go_of_its_file(storage: str, budget: int, tmp_path: Path) -> None:
    path = write_features(tmp_path / "f.h5", values(), **STORAGE[storage])
    store = FeatureStore.open(path, budget_bytes=budget)
    store.close()
    store.close()
    with pytest.raises(ValueError, match="closed"):
        store.rows(np.array([0]))
    with h5py.File(path, "a") as file:  # fails while anything holds a lock
        file.attrs["changed"] = True
    gc.collect()  # an unclosed file would warn here


@pytest.mark.parametrize("index", [[-1], [20], [0, 20, 1], [-5, 3]])
def test_rows_that_do_not_exist_are_an_error_in_every_layout(index: list[int], tmp_path: Path) -> None:
    for storage, budget in (({}, 1), ({"chunks": (4, 5)}, 1), ({"chunks": (4, 5)}, 1 << 20)):
        path = write_features(tmp_path / "f.h5", values(), **storage)
        with FeatureStore.open(path, budget_bytes=budget) as store, pytest.raises(IndexError, match=r"\[0, 20\)"):
            store.rows(np.array(index))


# Fingerprints.


def fingerprint(
    path: Path, features: np.ndarray, names: list[str] | None = None, **storage: object
) -> dict[str, object]:
    with FeatureStore.open(write_features(path, features, names, **storage), budget_bytes=1) as store:
        return store.fingerprint()


def test_a_fingerprint_knows_the_features_and_not_the_file(tmp_path: Path) -> None:
    original = fingerprint(tmp_path / "a.h5", values(200))
    assert json.loads(json.dumps(original)) == original
    assert (original["shape"], original["dtype"]) == ([200, 5], "float32")
    assert fingerprint(tmp_path / "b.h5", values(200), chunks=(9, 5), compression="gzip") == original
    assert fingerprint(tmp_path / "b.h5", values(200).astype(">f4")) == original


def test_a_fingerprint_tells_what_changed(tmp_path: Path) -> None:
    names = image_names(200)
    original = fingerprint(tmp_path / "a.h5", values(200))

    def changed(features: np.ndarray, names: list[str] = names) -> set[str]:
        other = fingerprint(tmp_path / "b.h5", features, names)
        return {key for key in original if other[key] != original[key]}

    assert changed(values(200), names[::-1]) == {"names"}
    assert changed(values(200)[::-1]) == {"rows"}
    assert changed(values(200, seed=1)) == {"rows"}
    assert changed(values(200).astype("float64")) >= {"dtype", "rows"}
    assert changed(values(199), names[:-1]) >= {"shape", "names"}
    assert changed(values(200), ["a" + names[0], *names[1:]]) == {"names"}
    for row in (0, 199):
        one = values(200)
        one[row, 2] += 1
        assert changed(one) == {"rows"}


def test_fingerprints_stay_what_they_are_from_version_to_version(tmp_path: Path) -> None:
    features = np.arange(600, dtype=np.float32).reshape(200, 3)
    found = fingerprint(tmp_path / "a.h5", features, [f"{i}.jpg" for i in range(200)])
    assert found == {
        "shape": [200, 3],
        "dtype": "float32",
        "names": "2f10e54a8394e0dd1211a3fe39b81c7d36dbbb671b817414f766e3582c153234",
        "rows": "d750a932dc0b90194b3d3fb9a2abe0f95c0aa7990b120266627ad7a9eb55c4f5",
    }


# Features in memory.


@pytest.mark.parametrize("dtype", DTYPES)
def test_an_array_is_used_without_a_copy_and_not_changed(dtype: str) -> None:
    array = values(20, 5, dtype)
    store = ArrayFeatures(array, image_names(20))
    assert (store.n, store.d, store.dtype, store.names) == (20, 5, np.dtype(dtype), tuple(image_names(20)))
    (_, block), *_ = store.blocks(20)
    assert np.shares_memory(block, array)
    assert not block.flags.writeable
    assert array.flags.writeable
    rows = store.rows(np.array([3]))
    rows[:] = 0
    assert array[3].any()
    with pytest.raises(IndexError):
        store.rows(np.array([-1]))


def test_arrays_of_other_kinds_are_converted() -> None:
    for array in (np.arange(6).reshape(2, 3), [[0, 1, 2], [3, 4, 5]], np.array([[0.0, 3], [1, 4], [2, 5]]).T):
        store = ArrayFeatures(array)
        assert store.dtype.kind == "f"
        assert np.array_equal(store.rows(np.arange(2)), np.asarray(array))
    assert ArrayFeatures(values().astype(">f8")).dtype.isnative


@pytest.mark.parametrize(
    "array", [np.zeros(3), np.zeros((0, 3)), np.zeros((3, 0)), np.zeros((2, 2), complex), np.array([["a"]]), [[None]]]
)
def test_arrays_that_are_no_features_are_refused(array: object) -> None:
    with pytest.raises(FeatureError):
        ArrayFeatures(array)


def test_the_names_of_an_array_must_fit() -> None:
    with pytest.raises(FeatureError, match="20 rows of features have 2 names"):
        ArrayFeatures(values(), ["a", "b"])


def test_all_kinds_of_features_follow_the_protocol(tmp_path: Path) -> None:
    def takes(features: Features) -> int:
        return features.n * features.d

    with FeatureStore.open(write_features(tmp_path / "f.h5", values())) as store:
        assert takes(store) == takes(ArrayFeatures(values())) == 100
    with h5py.File(tmp_path / "f.h5") as file:
        assert takes(StreamedFeatures(tmp_path, file["features"], 1)) == 100
