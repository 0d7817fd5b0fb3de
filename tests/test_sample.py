"""The sample is complete, reproducible, repaired when damaged, and keeps what else lies in its folder."""

from __future__ import annotations

import csv
import itertools
from pathlib import Path

import h5py
import numpy as np
import pytest
from PIL import Image
from sklearn.datasets import load_digits

from annotator.errors import Cancelled, ImageError
from annotator.sample import SamplePaths, create_sample, default_folder
from annotator.types import Progress


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> SamplePaths:
    return create_sample(tmp_path_factory.mktemp("data") / "sample")


def test_features_names_and_classes_belong_together(sample: SamplePaths) -> None:
    digits = load_digits()
    with h5py.File(sample.features) as file:
        features, names = file["features"][:], file["filenames"].asstr()[:].tolist()
    with sample.classes.open(encoding="utf-8", newline="") as table:
        classes = {row["filename"]: row["class"] for row in csv.DictReader(table)}
    assert features.dtype == np.float32
    np.testing.assert_array_equal(features, (digits.data / 16).astype(np.float32))
    assert [int(classes[name]) for name in names] == digits.target.tolist()
    on_disk = {path.relative_to(sample.images).as_posix() for path in sample.images.rglob("*.png")}
    assert set(names) == on_disk
    assert len(names) == len(on_disk) == 1797


def test_a_file_shows_the_digit_whose_features_it_has(sample: SamplePaths) -> None:
    with h5py.File(sample.features) as file:
        features, names = file["features"][::97], file["filenames"].asstr()[::97]
    for vector, name in zip(features, names, strict=True):
        with Image.open(sample.images / name) as image:
            assert image.size == (128, 128)
            inner = image.crop((8, 8, 120, 120)).resize((10, 10), Image.Resampling.BOX)
        ink = 1 - np.asarray(inner, float)[1:-1, 1:-1].ravel() / 255
        assert np.corrcoef(ink, vector)[0, 1] > 0.9


def test_names_do_not_tell_the_digit(sample: SamplePaths) -> None:
    with sample.classes.open(encoding="utf-8", newline="") as table:
        rows = sorted((row["filename"], int(row["class"])) for row in csv.DictReader(table))
    follows = sum((a + 1) % 10 == b for (_, a), (_, b) in itertools.pairwise(rows))
    assert follows < 0.2 * len(rows)  # chance gives one in ten


def test_a_second_call_writes_nothing(sample: SamplePaths) -> None:
    before = sample.features.stat().st_mtime_ns
    assert create_sample(sample.features.parent) == sample
    assert sample.features.stat().st_mtime_ns == before


def test_missing_files_return_and_foreign_files_stay(tmp_path: Path, sample: SamplePaths) -> None:
    copy = create_sample(tmp_path / "sample")
    victim = next(copy.images.rglob("*.png"))
    content = victim.read_bytes()
    victim.unlink()
    copy.classes.unlink()
    copy.features.write_bytes(b"damaged")
    mine = tmp_path / "sample" / "mine.annotator"
    mine.write_text("precious")
    assert create_sample(tmp_path / "sample") == copy
    assert victim.read_bytes() == content
    assert copy.classes.read_bytes() == sample.classes.read_bytes()
    assert mine.read_text() == "precious"
    assert [path.name for path in tmp_path.iterdir()] == ["sample"]


def test_cancelling_leaves_nothing(tmp_path: Path) -> None:
    progress = Progress()
    progress.cancel.set()
    with pytest.raises(Cancelled):
        create_sample(tmp_path / "sample", progress)
    assert list(tmp_path.iterdir()) == []


def test_progress_ends_at_one(tmp_path: Path) -> None:
    shares: list[float] = []
    create_sample(tmp_path / "sample", Progress(shares.append))
    assert shares == sorted(shares)
    assert shares[-1] == 1.0


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ImageError, match=r"file.*the sample cannot be written"):
        create_sample(tmp_path / "file" / "sample")


def test_default_folder_lies_in_the_data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("platformdirs.user_data_path", lambda *_args, **_kwargs: tmp_path / "data")
    assert default_folder() == tmp_path / "data" / "sample"


def test_default_folder_without_a_home_is_temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setattr("platformdirs.user_data_path", lambda *_args, **_kwargs: tmp_path / "file" / "data")
    assert default_folder().name == "sample"
    assert tmp_path not in default_folder().parents
