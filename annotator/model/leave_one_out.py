"""Leave-one-out predictions of a Gaussian process in closed form, without refitting."""

from __future__ import annotations

import numpy as np
from scipy.linalg import LinAlgError, cholesky, lapack

from annotator.errors import ModelError
from annotator.types import FloatArray


def leave_one_out(
    kernel: FloatArray, y: FloatArray, prior_mean: float | FloatArray, noise: float | FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return the prediction of every target from all others.

    Args:
        kernel: Prior covariance of the m judged points, shape (m, m), symmetric.
        y: Targets, shape (m,).
        prior_mean: Mean of the process before any judgement: a scalar, or one per point, shape (m,).
        noise: Noise variance, > 0: a scalar, or one per point, shape (m,).

    Returns:
        Mean and variance of each *target* given the other m - 1, shape (m,) each, float64. The variance includes the
        noise of the point: subtract it for the variance of the relevance function. Both are empty for m = 0.

    Raises:
        ModelError: The kernel matrix with its noise is not positive definite.

    Source:
        Rasmussen & Williams 2006, equation 5.12: mu = y - [Q r] / diag Q and v = 1 / diag Q, where Q = (K + N)^-1 and
        r = y - m0.
    """
    m = len(y)
    covariance = np.array(kernel, np.float64)
    covariance[np.diag_indices(m)] += noise
    try:
        lower = cholesky(covariance, lower=True, overwrite_a=True, check_finite=False)
    except LinAlgError as error:
        raise ModelError(
            "The kernel matrix of the judged images is not positive definite. Set a larger noise in the model settings."
        ) from error
    # Q = L^-T L^-1 is never formed: its diagonal entries are the squared norms of the columns of L^-1.
    inverse = lapack.dtrtri(lower, lower=1)[0] if m else lower
    diagonal = np.square(inverse).sum(axis=0)
    mean = y - inverse.T @ (inverse @ (y - prior_mean)) / diagonal
    return np.asarray(mean), np.asarray(1.0 / diagonal)
