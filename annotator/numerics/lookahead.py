"""Effect of one more judgement: the posterior after a hypothetical label, in closed form.

Observing y at image i is a rank-one update of the Gaussian process,
``mu_j' = mu_j + C_ij (y - mu_i) / (v_i + noise)`` and ``v_j' = v_j - C_ij^2 / (v_i + noise)``. It needs only the
posterior covariance C_ij of image i and target j; the model is not refitted.

Source:
    Rasmussen & Williams 2006, eq. 2.25 and 2.26 with one more observation.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import entr, ndtr

from annotator.numerics.normal import fast_cdf
from annotator.types import AnyFloatArray, FloatArray

_BLOCK = 1 << 15  # pairs processed at once; a block stays in the level 2 cache
_FLOOR = {4: 1e-6, 8: 1e-10}  # minimum fraction of a variance that remains, by itemsize of the dtype
_CERTAIN = 1e-7  # float32 probabilities are kept this far from 0 and 1 inside logarithms

Loss = Callable[[AnyFloatArray], AnyFloatArray]
"""Elementwise loss of a probability."""


def after(
    mean: AnyFloatArray,
    var: AnyFloatArray,
    cov: AnyFloatArray,
    at_mean: float | NDArray[Any],
    at_var: float | NDArray[Any],
    noise: float,
    y: float | NDArray[Any],
) -> tuple[AnyFloatArray, AnyFloatArray]:
    """Return the mean and the variance of targets after observing label ``y`` at an image.

    Args:
        mean, var: Mean and variance of the targets before, broadcast against ``cov``.
        cov: Posterior covariance between image and target.
        at_mean, at_var: Posterior mean and variance at the image, broadcast against ``cov``.
        noise: Noise variance of the observation.
        y: The label, +1 or -1.

    Returns:
        Mean and variance after the observation, shaped like ``cov``. The variance is at least 1e-10 times the previous
        one (1e-6 in float32).
    """
    weight = cov / (at_var + noise)
    reduced = np.maximum(var - weight * cov, _FLOOR[cov.dtype.itemsize] * var)
    return np.asarray(mean + weight * (y - at_mean)), np.asarray(reduced)


def entropy(p: AnyFloatArray) -> AnyFloatArray:
    """Return -p ln p - (1 - p) ln(1 - p) in nats, elementwise, in the precision of ``p``."""
    if p.dtype == np.float64:
        return np.asarray(entr(p) + entr(1.0 - p))
    p = np.clip(p, _CERTAIN, 1.0 - _CERTAIN)
    q = 1.0 - p
    return np.asarray(-(p * np.log(p) + q * np.log(q)))


def error(p: AnyFloatArray) -> AnyFloatArray:
    """Return min(p, 1 - p), the error probability of the more likely class, elementwise."""
    return np.asarray(np.minimum(p, 1.0 - p))


def losses_after(
    loss: Loss,
    cov: AnyFloatArray,
    mean: AnyFloatArray,
    var: AnyFloatArray,
    at_mean: NDArray[Any],
    at_var: NDArray[Any],
    noise: float,
) -> FloatArray:
    """Return the loss summed over targets after each label at each image.

    Args:
        loss: :func:`entropy` or :func:`error` of the probability that a target is relevant.
        cov: Posterior covariance between images and targets, shape (c, s); its dtype is used throughout.
        mean, var: Posterior mean and variance of the targets, shape (s,).
        at_mean, at_var: Posterior mean and variance of the images, shape (c,).
        noise: Noise variance of a judgement.

    Returns:
        Sums, shape (c, 2): after label -1 and after label +1.
    """
    mean, var = mean.astype(cov.dtype), var.astype(cov.dtype)
    total = np.empty((len(cov), 2))
    rows = max(1, _BLOCK // max(1, cov.shape[1]))
    for start in range(0, len(cov), rows):
        part = slice(start, start + rows)
        at = at_mean[part, None].astype(cov.dtype), at_var[part, None].astype(cov.dtype)
        for column, y in enumerate((-1.0, 1.0)):
            moved, reduced = after(mean, var, cov[part], *at, noise, y)
            total[part, column] = loss(_relevant(moved, reduced)).sum(axis=1, dtype=np.float64)
    return total


def expected_change(
    absolute: NDArray[Any], mean: NDArray[Any], var: NDArray[Any], noise: float, p: NDArray[Any]
) -> FloatArray:
    """Return the expected absolute change of the posterior mean of the targets when an image is judged.

    Args:
        absolute: Mean over targets j of abs(C_ij), shape (c,).
        mean, var: Posterior mean and variance of the images, shape (c,).
        noise: Noise variance of a judgement.
        p: Probability that an image is relevant, shape (c,).

    Returns:
        Mean over targets of E_y abs(mu_j' - mu_j), shape (c,).

    Source:
        Freytag, Rodner & Denzler 2014, Selecting influential examples: active learning with expected model output
        changes (ECCV), in the closed form of the rank-one update.
    """
    surprise = p * np.abs(1.0 - mean) + (1.0 - p) * np.abs(1.0 + mean)
    return np.asarray(absolute * surprise / (var + noise), np.float64)


def _relevant(mean: AnyFloatArray, var: AnyFloatArray) -> AnyFloatArray:
    """Return Phi(mean / sd) in the dtype of the arguments; in float32 with an absolute error of 2e-6."""
    ratio: NDArray[Any] = mean / np.sqrt(var)
    return fast_cdf(ratio) if ratio.dtype == np.float32 else np.asarray(ndtr(ratio))
