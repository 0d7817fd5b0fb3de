"""SUD: the density by brute force, its sign, and what it is for."""

import numpy as np
import pytest
from pools import clusters, pool_of, random_pool
from sklearn.metrics.pairwise import cosine_similarity

from annotator.strategies.builtin.density_weighted import Sud, nearest_similarity
from annotator.strategies.builtin.uncertainty import Uncertainty
from annotator.strategies.conformance import check_strategy


@pytest.mark.parametrize("parameters", [{"neighbours": 1}, {"candidates": 1}, {"sample": 2, "candidates": 7}])
def test_the_contract_is_kept_within_any_limits(parameters):
    check_strategy(Sud, **parameters)


@pytest.mark.parametrize("size", [292, 50])
def test_density_is_the_mean_similarity_to_the_nearest(size, monkeypatch):
    monkeypatch.setattr("annotator.strategies.builtin.density_weighted._BLOCK_BYTES", 1)  # blocks of 16 images
    pool = random_pool()
    others = np.sort(np.random.default_rng(1).choice(len(pool.candidates), size, replace=False))
    vectors = pool.features(pool.candidates)
    similarity = cosine_similarity(vectors, vectors[others])
    similarity[others, np.arange(size)] = -np.inf
    expected = np.sort(similarity, axis=1)[:, -7:].mean(axis=1)
    assert np.abs(nearest_similarity(pool, np.arange(len(vectors)), others, 7) - expected).max() < 1e-12


def test_no_other_image_no_density():
    pool = random_pool()
    assert nearest_similarity(pool, np.array([4]), np.array([4]), 20).tolist() == [0.0]


def test_a_crowd_is_asked_about_before_an_outlier():
    """The outlier is as uncertain as the crowd; uncertainty alone asks about it first."""
    rng = np.random.default_rng(0)
    crowd = rng.normal([1.0, 1.0, 0.0], 0.02, (30, 3))
    outlier = np.array([[-1.0, -1.0, 3.0]])
    judged = np.array([[1.0, -1.0, 0.0], [-1.0, 1.0, 0.0]])
    array = np.concatenate([crowd, outlier, judged])
    arguments = (array, [31, 32], [1.0, -1.0])
    options = {"prior_mean": 0.0, "length_scale": 1.0}
    assert Uncertainty().select(pool_of(*arguments, **options), 1)[0] == 30
    assert (Sud(neighbours=5).select(pool_of(*arguments, **options), 4) < 30).all()


def test_picks_are_denser_than_with_distance_for_similarity():
    """The sign test: the reference multiplies by cosine distances, less a constant, and prefers what is sparse."""
    array = clusters(60, 20, 60, spread=2.0)
    pool = pool_of(array, [0, 70], [1.0, -1.0])
    everything = np.arange(len(pool.candidates))
    dense = nearest_similarity(pool, everything, everything, 20)
    picks = np.searchsorted(pool.candidates, Sud().select(pool, 5))
    assert dense[picks].mean() > dense.mean()
    assert dense[picks].mean() > np.sort(dense)[:5].mean() + 0.1
