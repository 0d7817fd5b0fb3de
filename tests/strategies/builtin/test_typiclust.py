"""Clusters, TypiClust and representative images: large and dense parts first, and each part once."""

import numpy as np
import pytest
from pools import clusters, pool_of
from scipy.spatial.distance import cdist

from annotator.strategies.builtin.typiclust import Clusters, Representative, TypiClust, typicality
from annotator.strategies.conformance import check_strategy


@pytest.mark.parametrize(
    ("cls", "parameters"),
    [
        (Clusters, {"method": "gmm"}),
        (Clusters, {"clusters": 2}),
        (Clusters, {"clusters": 60, "sample": 10}),
        (TypiClust, {"sample": 10}),
        (Representative, {"sample": 2, "neighbours": 1}),
    ],
)
def test_the_contract_is_kept_within_any_limits(cls, parameters):
    check_strategy(cls, **parameters)


@pytest.mark.parametrize("method", ["kmeans", "gmm"])
def test_the_middle_of_each_cluster_the_largest_first(method):
    array = clusters(20, 60, 40)
    pool = pool_of(array)
    picks = Clusters(method=method).select(pool, 3).tolist()
    assert np.searchsorted([20, 80], picks, side="right").tolist() == [1, 2, 0]
    assert [pool.scores[row] for row in picks] == [60, 40, 20]
    for start, stop in ((0, 20), (20, 80), (80, 120)):
        members = array[start:stop]
        assert start + np.argmin(np.square(members - members.mean(axis=0)).sum(axis=1)) in picks


def test_fewer_clusters_than_images_are_shown_in_rounds():
    picks = Clusters(clusters=2).select(pool_of(clusters(20, 30)), 4)
    assert (picks >= 20).tolist() == [True, False, True, False]


def test_typical_images_of_clusters_without_labels():
    """As many clusters as judged and wanted images: the smaller one is asked about as the larger one has a label."""
    array = clusters(60, 20, 40)
    picks = TypiClust().select(pool_of(array, [5], [1.0]), 2)
    assert np.searchsorted([60, 80], picks, side="right").tolist() == [2, 1]
    for pick, start, stop in ((picks[0], 80, 120), (picks[1], 60, 80)):
        assert pick == start + np.argmax(typicality(array[start:stop], 20))


def test_the_dense_core_is_typical():
    rng = np.random.default_rng(0)
    core, ring = rng.normal(0.0, 0.1, (30, 2)), 3.0 * np.array([[np.cos(t), np.sin(t)] for t in np.linspace(0, 6, 30)])
    assert TypiClust().select(pool_of(np.concatenate([ring, core])), 1)[0] >= 30


def test_typicality_is_the_inverse_mean_distance():
    points = np.random.default_rng(1).normal(size=(40, 3))
    distance = np.sort(cdist(points, points), axis=1)[:, 1:8].mean(axis=1)
    assert typicality(points, 7) == pytest.approx(1.0 / distance)
    assert typicality(points[:1], 7).tolist() == [0.0]


def test_representative_images_stand_for_many_and_not_for_the_same():
    array = np.concatenate([clusters(60, 30), [[30.0, 30.0, 30.0]]])
    picks = Representative().select(pool_of(array, length_scale=1.0), 3)
    assert 90 not in picks
    assert set((picks[:2] >= 60).tolist()) == {True, False}
    after = Representative().select(pool_of(array, [3], [-1.0], length_scale=1.0), 1)
    assert 60 <= after[0] < 90


def test_representativeness_is_the_mean_similarity_to_the_nearest():
    array = np.random.default_rng(2).normal(size=(50, 3))
    pool = pool_of(array, kernel="rbf", length_scale=1.0, amplitude=2.0)
    pick = int(Representative(neighbours=5).select(pool, 1)[0])
    similarity = np.exp(-0.5 * cdist(array, array, "sqeuclidean"))
    density = np.sort(similarity, axis=1)[:, -6:-1].mean(axis=1)
    assert pick == np.argmax(density)
    assert pool.scores[pick] == pytest.approx(density.max())
