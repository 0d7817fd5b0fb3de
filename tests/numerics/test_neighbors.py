"""The nearest neighbors against scikit-learn and comparison in double precision."""

import threading

import numpy as np
import pytest
from sklearn.neighbors import NearestNeighbors

from annotator.data.features.array_features import ArrayFeatures
from annotator.errors import Cancelled
from annotator.numerics import ivf_index
from annotator.numerics.neighbors import nearest_neighbors
from annotator.types import Progress


def clouds(n=300, d=6, offset=0.0, seed=0, dtype=np.float32):
    rng = np.random.default_rng(seed)
    centers = 4 * rng.normal(size=(5, d))
    return (centers[rng.integers(5, size=n)] + rng.normal(size=(n, d)) + offset).astype(dtype)


def found(array, k=10, valid=None, **options):
    valid = np.ones(len(array), bool) if valid is None else valid
    return nearest_neighbors(ArrayFeatures(array), valid, k, **options)


@pytest.mark.parametrize(
    ("dtype", "offset"),
    [(np.float16, 0.0), (np.float32, 0.0), (np.float32, 1000.0), (np.float64, 0.0), (np.float64, 1000.0)],
)
def test_neighbours_are_those_of_scikit_learn(offset, dtype):
    """An offset far larger than the spread costs no digits but those that the type of the file has lost."""
    array = clouds(offset=offset, dtype=dtype)
    rows, distances = found(array)
    exact = array.astype(np.float64)
    wanted, theirs = NearestNeighbors(n_neighbors=11, algorithm="brute").fit(exact).kneighbors()
    wanted, theirs = wanted[:, :11], theirs[:, :11]
    assert np.abs(distances - wanted[:, :10]).max() < 1e-3
    assert np.mean([len(set(a) & set(b[:10])) for a, b in zip(rows.tolist(), theirs.tolist(), strict=True)]) > 9.99


def test_cells_find_nearly_all_neighbours_of_a_large_collection():
    array = clouds(6000, 16)
    exact, _ = found(array, exact=True)
    listed, distances = found(array, exact=False)
    shared = [len(set(a) & set(b)) / 10 for a, b in zip(exact.tolist(), listed.tolist(), strict=True)]
    assert np.mean(shared) > 0.97
    assert (listed != np.arange(6000)[:, None]).all()
    assert (np.diff(distances, axis=1) >= 0).all()
    again, _ = found(array, exact=False)
    assert (again == listed).all()


def test_the_largest_of_each_row_are_those_of_a_sort():
    values = np.random.default_rng(3).normal(size=(20, 1003)).astype(np.float32)
    values[:, 7] = values[:, 800] = 9.0
    for count in (1, 14, 400, 1002):
        chosen = np.take_along_axis(values, ivf_index._largest(values, count), 1)
        assert (np.sort(chosen) == np.sort(values)[:, -count:]).all()


def test_half_precision_finds_nearly_all_neighbours_whatever_the_unit(monkeypatch):
    """Half precision ends at 65,504, and below a ten-millionth it is zero."""
    monkeypatch.setattr(ivf_index, "_HALF_PRECISION_FROM", 0)
    for unit in (1e-9, 1.0, 1e9):
        array = clouds(3000, 16) * np.float32(unit)
        _, distances = found(array, exact=False)
        assert np.mean(distances < true_distances(array) * 1.01) > 0.95


def test_rows_with_nan_have_no_neighbours_and_are_none():
    array = clouds(60)
    array[[3, 20]] = np.nan
    valid = np.isfinite(array).all(axis=1)
    rows, distances = found(array, valid=valid)
    assert (rows[[3, 20]] == -1).all()
    assert np.isinf(distances[[3, 20]]).all()
    assert not np.isin(rows, [3, 20]).any()
    assert (found(array[:4], k=10, valid=valid[:4])[0][:, 2:] == -1).all()  # only two others are left


def true_distances(array, k=10):
    return NearestNeighbors(n_neighbors=k).fit(array.astype(np.float64)).kneighbors()[0]


def tight_groups(size, n=40, d=8, seed=0):
    """Groups whose diameter is a ten-thousandth of the distance between them."""
    rng = np.random.default_rng(seed)
    centers = np.repeat(1e4 * rng.normal(size=(n, d)), size, axis=0)
    return (centers + rng.normal(size=(n * size, d))).astype(np.float32)


@pytest.mark.parametrize("exact", [True, False])
def test_neighbours_within_tight_groups_far_apart_are_found(exact):
    """There, products of single precision say nothing about who is near."""
    array = tight_groups(50)
    _, distances = found(array, exact=exact)
    ratio = distances / true_distances(array)
    assert np.mean(ratio < 1.001) > (0.9999 if exact else 0.98)
    assert ratio.min() > 0.999


def test_copies_have_distance_zero_and_are_not_themselves():
    array = np.repeat(clouds(5), 20, axis=0)
    rows, distances = found(array)
    assert (distances == 0).all()
    assert (rows != np.arange(100)[:, None]).all()
    assert (rows // 20 == np.arange(100)[:, None] // 20).all()


def test_rows_whose_cells_hold_too_few_others_are_compared_with_all(monkeypatch):
    monkeypatch.setattr(ivf_index, "_probes", lambda *_: 1)
    array = tight_groups(3, n=200)
    rows, distances = found(array, exact=False)
    assert (rows >= 0).all()
    assert all(len(set(row)) == 10 for row in rows.tolist())
    right = (np.abs(distances / true_distances(array) - 1) < 1e-3).all(axis=1)
    assert right.mean() > 0.5  # the others shared their cell with enough rows, though not with all that are near


@pytest.mark.parametrize("dtype", [np.float16, np.float64])
def test_cells_take_any_precision_and_leave_rows_with_nan_out(dtype, capfd):
    array = clouds(3000, 16, dtype=dtype)
    array[[5, 2999]] = np.nan
    valid = np.isfinite(array).all(axis=1)
    rows, distances = found(array, valid=valid, exact=False)
    assert (rows[~valid] == -1).all()
    assert np.isinf(distances[~valid]).all()
    assert (rows[valid] >= 0).all()
    assert not np.isin(rows, [5, 2999]).any()
    assert np.mean(distances[valid] <= true_distances(array[valid])[:, -1:] * 1.001 + 1e-3) > 0.97  # recall
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("exact", [True, False])
def test_a_search_can_be_stopped_and_reports_in_order(exact):
    array = clouds(5000, 4)
    shares = []
    found(array, exact=exact, progress=Progress(shares.append))
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    cancel = threading.Event()
    cancel.set()
    with pytest.raises(Cancelled):
        found(array, exact=exact, progress=Progress(cancel=cancel))
