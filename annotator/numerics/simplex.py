"""Quadratic programs on the simplex."""

from __future__ import annotations

import numpy as np

from annotator.types import FloatArray


def minimize_on_simplex(
    q: FloatArray, g: FloatArray, total: float, tolerance: float = 1e-5, steps: int = 20_000
) -> FloatArray:
    """Return f that minimizes .5 f'Qf + g'f subject to f >= 0 and sum f = total.

    Each step moves mass between two coordinates: to the one with the smallest gradient from the one that gains most.

    Args:
        q: Positive semidefinite, shape (c, c).
        g: Linear term, shape (c,).
        total: Sum of the solution, > 0.
        tolerance: Stop when no coordinate with mass has a gradient this much above the smallest one; the objective is
            then within ``total * tolerance`` of its minimum.
        steps: Maximum number of steps, each O(c).

    Returns:
        f, shape (c,).

    Source:
        Fan, Chen & Lin 2005, Working set selection using second order information for training support vector machines
        (JMLR 6), without an upper bound on the coordinates.
    """
    f = np.full(len(g), total / len(g))
    gradient = q @ f + g
    diagonal = np.diag(q).copy()
    for _ in range(steps):
        to = int(np.argmin(gradient))
        excess = np.where(f > 0.0, gradient - gradient[to], 0.0)
        if excess.max() < tolerance:
            break
        curvature = np.maximum(diagonal + diagonal[to] - 2.0 * q[to], 1e-12)
        source = int(np.argmax(np.square(excess) / curvature))
        step = min(f[source], excess[source] / curvature[source])
        f[to] += step
        f[source] = max(f[source] - step, 0.0)
        gradient += step * (q[to] - q[source])
    return f
