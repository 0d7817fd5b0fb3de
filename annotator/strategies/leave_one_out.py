"""Posterior and leave-one-out predictions at the judged images, derived from the pool.

The pool has the mean and the variance of the candidates only. Those of the m judged images follow from the kernel
between them, their prior mean and the noise. External examples are not part of the judged images, so the values ignore
them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.linalg import cho_solve

from annotator.model.leave_one_out import leave_one_out as in_closed_form
from annotator.numerics.cholesky import factor
from annotator.strategies.base import Pool
from annotator.types import FloatArray


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
    return LeaveOneOut(*in_closed_form(kernel, pool.y, pool.prior_mean, pool.noise))


def judged_mean(pool: Pool) -> FloatArray:
    """Return the posterior mean of every judged image, shape (m,)."""
    if not len(pool.judged):
        return np.empty(0)
    kernel = np.asarray(pool.kernel(pool.judged, pool.judged), np.float64)
    lower = factor(kernel + pool.noise * np.eye(len(kernel)))
    alpha = cho_solve((lower, True), pool.y - pool.prior_mean)
    return np.asarray(pool.y - pool.noise * alpha)
