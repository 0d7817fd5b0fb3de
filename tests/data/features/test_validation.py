"""Rows that cannot be used or look wrong are found in one pass, whatever their scale."""

from __future__ import annotations

import threading
from pathlib import Path

import h5py
import numpy as np
import pytest
from feature_files import values, write_features
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst
from PIL import Image

from annotator.data.features.annotator_hdf5 import convert
from annotator.data.features.features import ArrayFeatures, FeatureStore, check_features
from annotator.errors import Cancelled, FeatureError
from annotator.session.session import Session
from annotator.types import Label, Progress


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


SCALES = (1e-200, 1e-30, 1e-20, 1e-7, 1.0, 1e7, 1e30, 1e200)


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of 60 images."""
    folder = tmp_path_factory.mktemp("scales") / "images"
    folder.mkdir()
    for number in range(60):
        Image.new("RGB", (8, 8), (number * 4, 0, 0)).save(folder / f"im{number:02d}.png")
    return folder


def ranked(images: Path, work: Path, features: np.ndarray) -> list[int]:
    """Return the ranking of a search with some judgements."""
    names = [f"im{number:02d}.png" for number in range(len(features))]
    file = write_features(work / "f.h5", features, names)
    with Session.create(work / "p.annotator", images, file, topic="red") as session:
        session.judge([0, 1, 2], Label.RELEVANT)
        session.judge([40, 41, 42], Label.IRRELEVANT)
        return session.rank().images.tolist()


def hits(ranking: list[int]) -> int:
    """Return how many of the first 29 images are of the first half, but for image 7."""
    return sum(image < 30 for image in [one for one in ranking if one != 7][:29])


def clusters() -> np.ndarray:
    rng = np.random.default_rng(5)
    return rng.normal(size=(60, 6)) + np.repeat([[2.0], [-2.0]], 30, axis=0)


@pytest.mark.parametrize("scale", SCALES)
def test_the_ranking_does_not_depend_on_the_scale_of_the_features(pictures: Path, tmp_path: Path, scale: float) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "other").mkdir()
    dtype = np.float32 if 1e-30 <= scale <= 1e30 else np.float64
    one = ranked(pictures, tmp_path / "one", clusters().astype(dtype))
    assert len(one) == 60
    other = ranked(pictures, tmp_path / "other", (clusters() * scale).astype(dtype))
    moved = np.abs(np.argsort(one) - np.argsort(other))
    assert moved.max() <= 2, "at most rounding exchanges neighbors"


@pytest.mark.parametrize("size", [1e6, 1e30, 1e38, 1e200])
def test_a_row_out_of_all_proportion_is_unusable_and_harms_no_other(
    pictures: Path, tmp_path: Path, size: float
) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "other").mkdir()
    features = clusters()
    usual = hits(ranked(pictures, tmp_path / "one", features))
    features[7] *= size
    assert check_features(ArrayFeatures(features)).outlying.tolist() == [7]
    assert hits(ranked(pictures, tmp_path / "other", features)) >= usual - 1
    with Session.open(tmp_path / "other" / "p.annotator") as session:
        assert session.collection.import_report.outlying_rows == ("im07.png",)
        session.judge([7], Label.RELEVANT)  # a judgement of it is kept, and does not stop the search
        assert 7 not in session.next_batch(5).images
        assert len(session.rank().images) >= 59


def test_features_without_a_usable_row_are_refused(pictures: Path, tmp_path: Path) -> None:
    with pytest.raises(FeatureError, match="no row of features can be used"):
        ranked(pictures, tmp_path, np.full((60, 6), np.nan))


def test_converted_features_have_the_values_of_the_file(tmp_path: Path) -> None:
    features = clusters().astype(np.float32) * np.float32(1e-20)
    with FeatureStore.open(write_features(tmp_path / "f.h5", features)) as store:
        convert(store, tmp_path / "g.h5", lambda share: None, {})
    with h5py.File(tmp_path / "g.h5") as file:
        np.testing.assert_array_equal(file["features"], features)
