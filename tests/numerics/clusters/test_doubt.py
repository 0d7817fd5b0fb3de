"""Which images of a cluster are looked at before it is judged."""

import numpy as np

from annotator.numerics.clusters.doubt import LOOK, doubtful


def test_without_a_model_the_farthest_come_first():
    assert doubtful(np.array([1.0, 5.0, 3.0]), None).tolist() == [1, 2, 0]
    assert len(doubtful(np.arange(100.0), None)) == LOOK
    assert doubtful(np.arange(3.0), np.full(3, np.nan)).tolist() == [2, 1, 0]


def test_with_a_model_the_exceptions_of_either_label_are_among_them():
    chance = np.full(100, 0.5)
    chance[[40, 41]] = 0.01, 0.99
    found = doubtful(np.arange(100.0), chance, 4).tolist()
    assert found == [99, 40, 98, 41]


def test_no_image_comes_twice_and_none_is_missing():
    rng = np.random.default_rng(0)
    found = doubtful(rng.normal(size=12), np.where(np.arange(12) < 5, rng.uniform(size=12), np.nan), 20)
    assert sorted(found.tolist()) == list(range(12))
    assert doubtful(np.empty(0), None).tolist() == []
    assert doubtful(np.empty(0), np.empty(0)).tolist() == []
