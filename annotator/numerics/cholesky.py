"""Cholesky factors that grow and shrink row by row."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import lapack, solve_triangular

from annotator.errors import ModelError
from annotator.types import FloatArray

_JITTERS = (0.0, 1e-10, 1e-9, 1e-8, 1e-7, 1e-6, 1e-5, 1e-4)


def factor(a: FloatArray) -> FloatArray:
    """Return the lower Cholesky factor of ``a`` plus the smallest jitter that makes it positive definite.

    Args:
        a: Symmetric matrix, shape (m, m), float64.

    Returns:
        Lower triangular L with L L' = a + jitter * mean(diag(a)) I, shape (m, m).

    Raises:
        ModelError: Not positive definite even with a relative jitter of 1e-4.
    """
    scale = float(np.mean(np.diag(a))) if a.size else 1.0
    for jitter in _JITTERS:
        shifted = a + (jitter * scale) * np.eye(len(a)) if jitter else a
        lower, info = lapack.dpotrf(shifted, lower=1, clean=1)
        if info == 0:
            return np.ascontiguousarray(lower)
    raise ModelError(
        "The judgements cannot be combined into a model: several judged images have (nearly) the same features. "
        "Raise the noise setting of the model (0.01 is usual)."
    )


def extend(lower: FloatArray, cross: FloatArray, corner: FloatArray) -> FloatArray:
    """Return the factor of [[A, B], [B', C]] given the factor of A.

    Args:
        lower: Factor of A, shape (m, m).
        cross: B, shape (m, k).
        corner: C, shape (k, k).

    Returns:
        Factor of the bordered matrix, shape (m + k, m + k).

    Raises:
        ModelError: The bordered matrix is not positive definite, see :func:`factor`.
    """
    m, k = cross.shape
    bordered = np.zeros((m + k, m + k))
    bordered[:m, :m] = lower
    if m:
        border = solve_triangular(lower, cross, lower=True, check_finite=False)
        bordered[m:, :m] = border.T
        corner = corner - border.T @ border
    bordered[m:, m:] = factor(corner)
    return bordered


def rotations_without(lower: FloatArray, j: int) -> tuple[FloatArray, NDArray[np.float64]]:
    """Delete row and column ``j`` of the factored matrix.

    Args:
        lower: Factor of an (m, m) matrix.
        j: Row to delete, in [0, m).

    Returns:
        The factor without it, shape (m - 1, m - 1), and the Givens rotations (cosine, sine), shape (m - 1 - j, 2). They
        update the rows j + 1 ... m - 1 of any solution X of L X = B: starting with ``w = row_j``,
        ``row_t = c row_{t+1} + s w`` and ``w = c w - s row_{t+1}``.

    Source:
        Golub & Van Loan 2013, section 6.5.4 (rank-one update of the trailing block).
    """
    m = len(lower)
    reduced = np.delete(np.delete(lower, j, axis=0), j, axis=1)
    x = lower[j + 1 :, j].copy()
    rotations = np.empty((m - 1 - j, 2))
    for i, t in enumerate(range(j, m - 1)):
        r = np.hypot(reduced[t, t], x[i])
        c, s = reduced[t, t] / r, x[i] / r
        column = reduced[t:, t].copy()
        reduced[t:, t] = c * column + s * x[i:]
        x[i:] = c * x[i:] - s * column
        rotations[i] = c, s
    return reduced, rotations
