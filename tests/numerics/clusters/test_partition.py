"""Every method of clustering on clear groups, on what is degenerate, and on what it refuses."""

import numpy as np
import pytest
from sklearn.datasets import load_digits
from sklearn.metrics import adjusted_rand_score

from annotator.data.features.array_features import ArrayFeatures
from annotator.errors import Cancelled, ConfigError
from annotator.numerics.clusters import deep
from annotator.numerics.clusters import partition as partitioning
from annotator.numerics.clusters.partition import METHODS, partition
from annotator.types import Progress


@pytest.fixture(autouse=True)
def short_training(monkeypatch):
    for name in ("PRETRAINING", "STEPS"):
        monkeypatch.setattr(deep, name, 200)


def groups(*sizes, d=12, seed=0):
    rng = np.random.default_rng(seed)
    centers = rng.normal(0.0, 5.0, (len(sizes), d))
    rows = [rng.normal(center, 0.3, (n, d)) for center, n in zip(centers, sizes, strict=True)]
    return np.concatenate(rows).astype(np.float32)


def found(rows, k, method, seed=0):
    return partition(ArrayFeatures(rows), np.arange(len(rows)), k, seed, method=method)


@pytest.mark.parametrize("method", METHODS)
def test_clear_groups_are_found_and_numbered_by_size(method):
    clusters = found(groups(40, 80, 60), 3, method)
    assert clusters.label.tolist() == [2] * 40 + [0] * 80 + [1] * 60
    assert clusters.count == 3
    assert np.isfinite(clusters.distance).all()


@pytest.mark.parametrize("method", METHODS)
def test_the_same_seed_gives_the_same_clusters(method):
    rows = np.random.default_rng(1).normal(size=(90, 6)).astype(np.float32)
    assert found(rows, 4, method).label.tolist() == found(rows, 4, method).label.tolist()


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("rows", [np.ones((30, 4), np.float32), np.zeros((1, 3), np.float32)], ids=["equal", "one"])
def test_equal_images_are_one_cluster(method, rows):
    clusters = found(rows, 4, method)
    assert set(clusters.label.tolist()) == {0}
    assert clusters.distance == pytest.approx(np.zeros(len(rows)), abs=1e-6)


@pytest.mark.parametrize("method", METHODS)
def test_one_cluster_has_all_images(method):
    if method != "hdbscan":
        assert set(found(groups(20, 20), 1, method).label.tolist()) == {0}


@pytest.mark.parametrize("method", METHODS)
def test_there_are_never_more_clusters_than_images(method):
    clusters = found(groups(3), 10, method)
    assert 1 <= clusters.count <= 3
    assert (clusters.label >= 0).all()


@pytest.mark.parametrize("method", METHODS)
def test_rows_of_nan_are_in_no_cluster(method):
    rows = groups(40, 40)
    rows[5] = np.nan
    rows[50, 0] = np.inf
    clusters = found(rows, 2, method)
    assert np.flatnonzero(clusters.label < 0).tolist() == [5, 50]
    assert np.isinf(clusters.distance[[5, 50]]).all()
    assert found(np.full((3, 2), np.nan, np.float32), 2, method).label.tolist() == [-1, -1, -1]


@pytest.mark.parametrize("method", ["kmeans", "gmm", "dec", "spectral"])
def test_all_images_are_assigned_although_a_sample_is_learned_from(method, monkeypatch):
    monkeypatch.setattr(partitioning, "_SAMPLE", 60)
    monkeypatch.setattr(partitioning, "_MIXTURE_SAMPLE", 60)
    clusters = found(groups(100, 60, 40), 3, method)
    assert adjusted_rand_score([0] * 100 + [1] * 60 + [2] * 40, clusters.label) == 1.0


def test_mixtures_find_the_number_of_groups_by_bic():
    assert found(groups(60, 60, 60, 60), None, "gmm").count == 4


def test_images_between_dense_regions_are_in_no_cluster_of_hdbscan():
    rows = np.concatenate([groups(60, 60, d=2), [[40.0, 40.0]]]).astype(np.float32)
    clusters = found(rows, None, "hdbscan")
    assert clusters.label[-1] == -1
    assert clusters.count == 2


def test_spectral_clusters_of_digits_agree_better_with_what_they_show():
    digits = load_digits()
    spectral, kmeans = (found(digits.data.astype(np.float32), 10, name).label for name in ("spectral", "kmeans"))
    assert adjusted_rand_score(digits.target, spectral) > 0.8 > adjusted_rand_score(digits.target, kmeans)


def test_spectral_clusters_do_not_divide_equal_images():
    rows = np.repeat(groups(5, 5), 20, axis=0)
    clusters = found(rows, 4, "spectral")
    assert all(len(set(clusters.label[at : at + 20].tolist())) == 1 for at in range(0, 200, 20))


def test_what_cannot_be_done_is_refused_with_a_reason(monkeypatch):
    rows = groups(30)
    with pytest.raises(ConfigError, match="no method 'k-medians'; the methods are spectral, kmeans"):
        found(rows, 3, "k-medians")
    with pytest.raises(ConfigError, match="spectral needs a number"):
        found(rows, None, "spectral")
    monkeypatch.setattr(partitioning, "MOST_DENSE", 20)
    with pytest.raises(ConfigError, match="HDBSCAN compares all images"):
        found(rows, None, "hdbscan")


@pytest.mark.parametrize("method", METHODS)
def test_it_can_be_cancelled(method):
    progress = Progress()
    progress.cancel.set()
    with pytest.raises(Cancelled):
        partition(ArrayFeatures(groups(40, 40)), np.arange(80), 2, 0, progress, method=method)
