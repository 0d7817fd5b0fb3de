"""Label propagation on a nearest-neighbor graph."""

from __future__ import annotations

import numpy as np
from scipy.linalg import cho_factor, cho_solve

from annotator.types import FloatArray, IntArray

_TIE = 1e-6  # weight of a link to 0.5, which determines components without labels


def neighbor_graph(similarity: FloatArray, k: int) -> FloatArray:
    """Return the symmetric k-nearest-neighbor graph with weights 0 and 1.

    Args:
        similarity: Shape (p, p).
        k: Neighbors per point; fewer if there are fewer points.

    Returns:
        Weights, shape (p, p), zero diagonal; two points are linked if either is a neighbor of the other.
    """
    p = len(similarity)
    k = min(k, p - 1)
    weights = np.zeros((p, p))
    if k < 1:
        return weights
    far = similarity.copy()
    np.fill_diagonal(far, -np.inf)
    nearest = np.argpartition(far, p - k, axis=1)[:, p - k :]
    np.put_along_axis(weights, nearest, 1.0, axis=1)
    return np.maximum(weights, weights.T)


def harmonic(weights: FloatArray, labeled: IntArray, y: FloatArray) -> FloatArray:
    """Return the harmonic function: equal to ``y`` at labeled points, elsewhere the mean of its neighbors.

    Args:
        weights: Symmetric, shape (p, p), zero diagonal.
        labeled: Labeled points, shape (m,).
        y: Values of the labeled points, in [0, 1].

    Returns:
        Values of the other points in order, shape (p - m,), in [0, 1]; 0.5 in components without a labeled point.

    Source:
        Zhu, Ghahramani & Lafferty 2003, Semi-supervised learning using Gaussian fields and harmonic functions, eq. 5.
    """
    other = np.setdiff1d(np.arange(len(weights)), labeled)
    laplacian = -weights[np.ix_(other, other)]
    laplacian[np.diag_indices_from(laplacian)] += weights[other].sum(axis=1) + _TIE
    inflow = weights[np.ix_(other, labeled)] @ y + 0.5 * _TIE
    solution = cho_solve(cho_factor(laplacian, lower=True, overwrite_a=True, check_finite=False), inflow)
    return np.asarray(np.clip(solution, 0.0, 1.0))
