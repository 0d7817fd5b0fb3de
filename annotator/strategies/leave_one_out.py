"""Posterior and leave-one-out predictions at the judged images, derived from the pool.

The pool has the mean and the variance of the candidates only. Those of the m judged images follow from the kernel
between them and the noise; the constant prior mean is estimated from the candidates. External examples are not part of
the judged images, so the values ignore them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.linalg import cho_solve

from annotator.model.leave_one_out import leave_one_out as in_closed_form
from annotator.numerics.cholesky import factor
from annotator.strategies.base import Pool
from annotator.types import FloatArray

_WITNESSES = 256  # number of candidates from which the prior mean is estimated


@dataclass(frozen=True)
class LeaveOneOut:
    """Leave-one-out prediction of the answer for each judged image.

    Attributes:
        mean: Predictive mean, shape (m,).
        var: Predictive variance including the noise of a judgement, shape (m,), > 0.
    """

    mean: FloatArray
    var: FloatArray


def leave_one_out(pool: Pool) -> LeaveOneOut:
    """Return the leave-one-out prediction for every judged image; requires at least one."""
    kernel = np.asarray(pool.kernel(pool.judged, pool.judged), np.float64)
    return LeaveOneOut(*in_closed_form(kernel, pool.y, prior_mean(pool), pool.noise))


def judged_mean(pool: Pool) -> FloatArray:
    """Return the posterior mean of every judged image, shape (m,)."""
    if not len(pool.judged):
        return np.empty(0)
    lower = _factor(pool)
    alpha = cho_solve((lower, True), pool.y - _prior_mean(pool, lower))
    return np.asarray(pool.y - pool.noise * alpha)


def prior_mean(pool: Pool) -> float:
    """Return the constant m0 that best fits the means of a few candidates, mean = m0 + k'(K + noise I)^-1 (y - m0).

    Requires at least one judged image.
    """
    return _prior_mean(pool, _factor(pool))


def _prior_mean(pool: Pool, lower: FloatArray) -> float:
    step = max(1, len(pool.candidates) // _WITNESSES)
    rows, mean = pool.candidates[::step], np.asarray(pool.mean[::step], np.float64)
    weights = cho_solve((lower, True), np.asarray(pool.kernel(pool.judged, rows), np.float64))
    known, free = weights.T @ pool.y, 1.0 - weights.sum(axis=0)
    return float(free @ (mean - known) / max(float(free @ free), 1e-12))


def _factor(pool: Pool) -> FloatArray:
    kernel = np.asarray(pool.kernel(pool.judged, pool.judged), np.float64)
    return factor(kernel + pool.noise * np.eye(len(kernel)))
