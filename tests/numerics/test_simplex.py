import numpy as np
import pytest
from scipy.optimize import minimize

from annotator.numerics.simplex import minimize_on_simplex


def problem(c, seed):
    rng = np.random.default_rng(seed)
    a = rng.normal(size=(c, 3))
    return np.exp(-((a[:, None] - a) ** 2).sum(-1) / 2), -rng.random(c)


@pytest.mark.parametrize("seed", range(4))
def test_equals_a_general_solver(seed):
    q, g = problem(12, seed)
    f = minimize_on_simplex(q, g, 4.0, tolerance=1e-8)
    expected = minimize(
        lambda x: 0.5 * x @ q @ x + g @ x,
        np.full(12, 4 / 12),
        jac=lambda x: q @ x + g,
        bounds=[(0, None)] * 12,
        constraints={"type": "eq", "fun": lambda x: x.sum() - 4.0},
        options={"ftol": 1e-14, "maxiter": 500},
    ).x
    assert f.sum() == pytest.approx(4.0)
    assert np.abs(f - expected).max() < 1e-4


def test_the_solution_meets_the_conditions_of_optimality():
    q, g = problem(400, 7)
    f = minimize_on_simplex(q, g, 8.0)
    gradient = q @ f + g
    assert f.min() >= 0.0
    assert f.sum() == pytest.approx(8.0)
    assert gradient[f > 0].max() - gradient.min() < 1e-5


@pytest.mark.parametrize("q", [np.ones((5, 5)), np.zeros((5, 5)), np.eye(5), np.ones((1, 1))])
def test_degenerate_forms(q):
    f = minimize_on_simplex(q, np.zeros(len(q)), 2.0)
    assert f.sum() == pytest.approx(2.0)
    assert f.min() >= 0.0
