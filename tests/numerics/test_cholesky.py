import numpy as np
import pytest

from annotator.errors import ModelError
from annotator.numerics.cholesky import extend, factor, rotations_without


def covariance(m, seed=0):
    a = np.random.default_rng(seed).normal(size=(m, m + 3))
    return a @ a.T / m


def test_extending_a_factor_equals_factoring_at_once():
    a = covariance(9)
    grown = extend(factor(a[:5, :5]), a[:5, 5:], a[5:, 5:])
    assert np.allclose(grown, np.linalg.cholesky(a), atol=1e-12)


def test_extending_nothing_is_factoring():
    a = covariance(3)
    assert np.allclose(extend(np.empty((0, 0)), np.empty((0, 3)), a), np.linalg.cholesky(a))


@pytest.mark.parametrize("j", [0, 3, 6])
def test_deleting_a_row_equals_factoring_without_it(j):
    a = covariance(7)
    reduced, rotations = rotations_without(np.linalg.cholesky(a), j)
    kept = [i for i in range(7) if i != j]
    assert np.allclose(reduced, np.linalg.cholesky(a[np.ix_(kept, kept)]), atol=1e-12)
    assert rotations.shape == (6 - j, 2)
    assert np.allclose(np.square(rotations).sum(axis=1), 1.0)


def test_a_singular_matrix_gets_the_smallest_jitter_that_helps():
    lower = factor(np.ones((4, 4)))
    assert np.allclose(lower @ lower.T, np.ones((4, 4)), atol=1e-6)


def test_an_indefinite_matrix_is_refused_with_the_remedy():
    with pytest.raises(ModelError, match="Raise the noise"):
        factor(np.diag([1.0, -1.0]))
