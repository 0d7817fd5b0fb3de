"""Leave-one-out predictions equal those of m models that have each forgotten one judgement."""

from __future__ import annotations

import numpy as np
import pytest

from annotator.errors import ModelError
from annotator.model.leave_one_out import leave_one_out
from annotator.numerics.kernels import rbf
from annotator.types import FloatArray


def _case(m: int = 30, seed: int = 0) -> tuple[FloatArray, FloatArray]:
    rng = np.random.default_rng(seed)
    points = rng.normal(size=(m, 3))
    return rbf(points, points, 1.3, 1.7), np.where(rng.random(m) < 0.4, 1.0, -1.0)


def _refit(kernel: FloatArray, y: FloatArray, m0: float, noise: FloatArray, j: int) -> tuple[float, float]:
    rest = np.arange(len(y)) != j
    covariance = kernel[np.ix_(rest, rest)] + np.diag(noise[rest])
    weights = np.linalg.solve(covariance, kernel[rest, j])
    return m0 + weights @ (y[rest] - m0), kernel[j, j] + noise[j] - weights @ kernel[rest, j]


@pytest.mark.parametrize("m0", [0.0, -0.5])
def test_equals_refits(m0: float) -> None:
    kernel, y = _case()
    mean, var = leave_one_out(kernel, y, m0, 0.01)
    refits = [_refit(kernel, y, m0, np.full(30, 0.01), j) for j in range(30)]
    np.testing.assert_allclose(np.stack([mean, var], axis=1), refits, rtol=0, atol=1e-8)


def test_equals_refits_where_every_judgement_has_its_own_noise() -> None:
    kernel, y = _case(seed=1)
    noise = np.geomspace(1e-3, 10.0, 30)
    mean, var = leave_one_out(kernel, y, -0.5, noise)
    refits = [_refit(kernel, y, -0.5, noise, j) for j in range(30)]
    np.testing.assert_allclose(np.stack([mean, var], axis=1), refits, rtol=0, atol=1e-8)


def test_the_only_judgement_leaves_the_prior() -> None:
    mean, var = leave_one_out(np.array([[2.0]]), np.array([1.0]), -0.5, 0.1)
    np.testing.assert_allclose([mean[0], var[0]], [-0.5, 2.1])


def test_nothing_judged() -> None:
    mean, var = leave_one_out(np.empty((0, 0)), np.empty(0), -0.5, 0.1)
    assert len(mean) == len(var) == 0


def test_leaves_its_inputs_alone() -> None:
    kernel, y = _case()
    before = kernel.copy()
    leave_one_out(kernel, y, 0.0, 0.1)
    np.testing.assert_array_equal(kernel, before)


def test_an_impossible_kernel_is_an_error_with_a_remedy() -> None:
    with pytest.raises(ModelError, match="larger noise"):
        leave_one_out(np.array([[1.0, 2.0], [2.0, 1.0]]), np.ones(2), 0.0, 1e-6)
