import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.cluster import KMeans

from annotator.numerics.kernel_kmeans import cluster_distances, kernel_kmeans


def spread(array, label):
    return sum(((part - part.mean(axis=0)) ** 2).sum() for part in (array[label == i] for i in np.unique(label)))


@pytest.mark.parametrize("seed", range(4))
def test_with_a_linear_kernel_it_is_k_means(seed):
    array = np.random.default_rng(seed).normal(size=(40, 3))
    label = kernel_kmeans(array @ array.T, 5, np.random.default_rng(0))
    exact = KMeans(5, n_init=20, random_state=0).fit(array)
    assert spread(array, label) <= 1.1 * exact.inertia_
    distance = cluster_distances(array @ array.T, label, 5)
    assert distance[np.arange(40), label].sum() == pytest.approx(spread(array, label))


def test_clear_clusters_are_found():
    rng = np.random.default_rng(1)
    array = np.concatenate([rng.normal(c, 0.1, (12, 2)) for c in ((0, 0), (3, 0), (0, 3))])
    label = kernel_kmeans(np.exp(-((array[:, None] - array) ** 2).sum(-1)), 3, rng)
    assert [len(np.unique(part)) for part in np.split(label, 3)] == [1, 1, 1]
    assert len(np.unique(label)) == 3


@given(st.integers(1, 12), st.integers(1, 12), st.integers(1, 12))
def test_no_cluster_is_empty_even_among_copies(p, different, k):
    array = np.random.default_rng(p).normal(size=(different, 2))[np.arange(p) % different]
    k = min(k, p)
    label = kernel_kmeans(array @ array.T, k, np.random.default_rng(0))
    assert np.unique(label).tolist() == list(range(k))
