"""Rows that cannot be used or look wrong are found in one pass, whatever their scale."""

from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
import pytest
from feature_files import values, write_features
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from annotator.data.features.features import ArrayFeatures, FeatureStore, check_features
from annotator.errors import Cancelled
from annotator.types import Progress


@pytest.mark.parametrize("dtype", ["float16", "float32", "float64"])
@pytest.mark.parametrize("storage", [{}, {"chunks": (16, 5), "compression": "gzip"}])
def test_rows_without_numbers_and_rows_of_zeros_are_found(
    dtype: str, storage: dict[str, object], tmp_path: Path
) -> None:
    features = values(1000, 5, dtype)
    features[3, 1] = np.nan
    features[500, 0] = np.inf
    features[999, 4] = -np.inf
    features[[4, 700]] = 0
    features[5, :4] = 0
    features[6] = -0.0
    with FeatureStore.open(write_features(tmp_path / "f.h5", features, **storage), budget_bytes=500) as store:
        found = check_features(store)
    assert found.invalid.tolist() == [3, 500, 999]
    assert found.zero.tolist() == [4, 6, 700]
    usual = np.linalg.norm(np.delete(features, [3, 500, 999, 4, 6, 700], 0).astype(np.float64), axis=1)
    assert (found.norm_low, found.norm_median, found.norm_high) == pytest.approx(
        (usual.min(), np.median(usual), usual.max()), rel=1e-12
    )


def test_the_largest_and_smallest_numbers_are_usable() -> None:
    found = check_features(ArrayFeatures([[1e200, 1e200], [1e-200, 0], [5e-324, 0], [3.0, 4.0]]))
    assert found.invalid.size == found.zero.size == 0
    assert found.norm_high == pytest.approx(np.sqrt(2) * 1e200)
    assert found.norm_low == 5e-324


def test_features_that_are_all_useless_have_no_norms() -> None:
    found = check_features(ArrayFeatures(np.array([[np.nan, 1], [0, 0]])))
    assert (found.invalid.tolist(), found.zero.tolist()) == ([0], [1])
    assert np.isnan([found.norm_low, found.norm_median, found.norm_high]).all()


@given(npst.arrays(np.float64, npst.array_shapes(min_dims=2, max_dims=2, max_side=8), elements=st.floats()))
def test_every_row_is_usable_zero_or_invalid(features: np.ndarray) -> None:
    found = check_features(ArrayFeatures(features))
    assert found.invalid.tolist() == np.flatnonzero(~np.isfinite(features).all(axis=1)).tolist()
    assert found.zero.tolist() == np.flatnonzero((features == 0).all(axis=1)).tolist()
    assert found.invalid.dtype == found.zero.dtype == np.int64


def test_progress_rises_to_one_and_cancel_is_heard() -> None:
    store = ArrayFeatures(np.ones((20_000, 50)))
    shares: list[float] = []
    check_features(store, Progress(shares.append))
    assert len(shares) > 3
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    cancel = threading.Event()
    cancel.set()
    with pytest.raises(Cancelled):
        check_features(store, Progress(cancel=cancel))


def test_real_features_are_clean(shared_data: Path) -> None:
    with FeatureStore.open(shared_data / "trashnet/squeezenet_512.h5") as store:
        found = check_features(store)
    assert found.invalid.size == found.zero.size == 0
    assert (found.norm_low, found.norm_high) == pytest.approx((1, 1), abs=1e-3)
