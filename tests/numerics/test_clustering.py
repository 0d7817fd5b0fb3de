"""Clusters of points and of whole feature sets."""

import numpy as np
import pytest
from sklearn.datasets import load_digits
from sklearn.metrics import adjusted_rand_score

from annotator.data.features.features import ArrayFeatures
from annotator.numerics.clustering import METHODS, clustered, nearest_first, principal
from annotator.numerics.clusters import partition as partitioning
from annotator.numerics.clusters.partition import partition


def groups(*sizes, d=60, seed=0):
    rng = np.random.default_rng(seed)
    centers = rng.normal(0.0, 5.0, (len(sizes), d))
    return np.concatenate([rng.normal(c, 0.3, (n, d)) for c, n in zip(centers, sizes, strict=True)])


@pytest.mark.parametrize("method", METHODS)
def test_groups_are_found_and_numbered_by_size(method):
    label, distance = clustered(groups(20, 60, 40), 3, 0, method=method)
    assert label.tolist() == [2] * 20 + [0] * 60 + [1] * 40
    assert (distance >= 0).all()


@pytest.mark.parametrize("method", METHODS)
def test_equal_points_are_one_cluster(method):
    label, distance = clustered(np.ones((9, 2)), 4, 0, method=method)
    assert label.tolist() == [0] * 9
    assert distance == pytest.approx(np.zeros(9))


def test_weights_move_the_centres():
    points = np.array([[0.0], [1.0], [10.0]])
    _, distance = clustered(points, 1, 0, weights=np.array([1.0, 1e-9, 1.0]))
    assert np.sqrt(distance) == pytest.approx([5.0, 4.0, 5.0], abs=1e-6)


def test_principal_components_keep_the_distances_of_a_plane():
    rng = np.random.default_rng(1)
    plane = rng.normal(size=(200, 2)) @ rng.normal(size=(2, 80))
    points = principal(plane, 0)
    assert points.shape == (200, 50)
    assert np.linalg.norm(points[3] - points[7]) == pytest.approx(np.linalg.norm(plane[3] - plane[7]))


def test_each_cluster_has_its_turn():
    label, distance = np.array([0, 0, 0, 1, 1]), np.array([3.0, 1.0, 2.0, 0.5, 0.1])
    assert nearest_first(label, distance).tolist() == [1, 4, 2, 3, 0]


def test_a_collection_is_clustered_by_a_sample(monkeypatch):
    monkeypatch.setattr(partitioning, "_SAMPLE", 60)
    array = groups(100, 50, 30)
    array[7] = np.nan
    found = partition(ArrayFeatures(array.astype(np.float32)), np.arange(180), 3, 0)
    assert found.label[7] == -1
    assert np.isinf(found.distance[7])
    assert np.delete(found.label, 7).tolist() == [0] * 99 + [1] * 50 + [2] * 30


def test_digits_are_clustered_by_what_they_show():
    digits = load_digits()
    found = partition(ArrayFeatures(digits.data), np.arange(1797), 10, 0)
    assert adjusted_rand_score(digits.target, found.label) > 0.6
    assert (np.diff(np.bincount(found.label)) <= 0).all()


def test_without_features_there_are_no_clusters():
    found = partition(ArrayFeatures(np.full((3, 2), np.nan)), np.arange(3), 2, 0)
    assert found.label.tolist() == [-1, -1, -1]
