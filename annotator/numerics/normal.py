"""Standard normal distribution and entropies, vectorized."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import entr, gamma, ndtr, owens_t

from annotator.types import FloatArray

# Phi(x) = 1 / (1 + exp(-x P(x^2))): P is the minimax fit to logit(Phi(x)) / x on [0, 6] in terms of the error of Phi.
_LOGIT = (
    1.5957391139839914,
    0.07278561510381802,
    -1.764365489287511e-4,
    -7.320059910461073e-05,
    2.8370965528040982e-06,
)
_LIMIT = 6.0
_BLOCK = 1 << 15  # elements per block, to stay in the level 1 / 2 cache


def fast_cdf(x: NDArray[np.float32]) -> NDArray[np.float32]:
    """Overwrite ``x`` with its standard normal distribution function, with an absolute error of 2e-6.

    Four to five times as fast as ``scipy.special.ndtr``, and accurate enough for entropies averaged over nodes.

    Args:
        x: C-contiguous float32 array of any shape; overwritten.

    Returns:
        ``x``, values in [1e-9, 1 - 1e-9] up to rounding.
    """
    flat = x.reshape(-1)
    square = np.empty(min(_BLOCK, flat.size), np.float32)
    logit = np.empty_like(square)
    for start in range(0, flat.size, _BLOCK):
        part = flat[start : start + _BLOCK]
        s, p = square[: part.size], logit[: part.size]
        np.clip(part, -_LIMIT, _LIMIT, out=part)
        np.multiply(part, part, out=s)
        np.multiply(s, _LOGIT[4], out=p)
        for coefficient in _LOGIT[3:0:-1]:
            p += coefficient
            p *= s
        p += _LOGIT[0]
        p *= part
        np.negative(p, out=p)
        np.exp(p, out=p)
        p += 1.0
        np.reciprocal(p, out=part)
    return x


def binary_entropy(p: NDArray[Any]) -> FloatArray:
    """Return h(p) = -p ln p - (1 - p) ln(1 - p) in nats, elementwise; p in [0, 1]."""
    p64 = np.asarray(p, np.float64)
    return np.asarray(entr(p64) + entr(1.0 - p64))


def absolute_moment(var: FloatArray, power: float) -> FloatArray:
    """Return E abs(x)^power for x ~ N(0, var), elementwise; power > -1."""
    return np.asarray((2.0 * var) ** (0.5 * power) * gamma(0.5 * (1.0 + power)) / np.sqrt(np.pi))


def bivariate_cdf(h: FloatArray, k: FloatArray, r: FloatArray) -> FloatArray:
    """Return P(X <= h, Y <= k) for standard normal X, Y with correlation r, elementwise.

    Computed by Owen's T function; the error is below 1e-9, also at r = -1 and r = 1.

    Args:
        h: Upper limits of X, shape (c,).
        k: Upper limits of Y, broadcast against ``h``.
        r: Correlations in [-1, 1], broadcast against ``h``.

    Source:
        Owen 1956, Tables for computing bivariate normal probabilities, eq. 2.1.
    """
    h, k, r = np.broadcast_arrays(*(np.asarray(a, np.float64) for a in (h, k, r)))
    h = np.where(np.abs(h) < 1e-9, 1e-9, h)  # the formula divides by both limits
    k = np.where(np.abs(k) < 1e-9, 1e-9, k)
    q = np.sqrt(np.maximum(1.0 - r * r, 1e-15))
    cdf = 0.5 * (ndtr(h) + ndtr(k)) - owens_t(h, (k / h - r) / q) - owens_t(k, (h / k - r) / q)
    cdf -= np.where(h * k < 0, 0.5, 0.0)
    return np.asarray(np.clip(cdf, 0.0, 1.0))


def pair_information(
    mean_a: FloatArray, var_a: FloatArray, mean_b: FloatArray, var_b: FloatArray, cov: FloatArray
) -> FloatArray:
    """Return the mutual information between the signs of pairs of jointly normal variables.

    Args:
        mean_a, var_a: Mean and variance of the variables a, shape (c,).
        mean_b, var_b: Mean and variance of the variables b, shape (s,).
        cov: Covariances, shape (c, s); correlations above 1 due to rounding are clipped.

    Returns:
        ``H(A) + H(B) - H(A, B)`` in nats, shape (c, s), in [0, ln 2].
    """
    h = mean_a / np.sqrt(var_a)
    k = mean_b / np.sqrt(var_b)
    correlation = np.clip(cov / np.sqrt(np.outer(var_a, var_b)), -1.0, 1.0)
    both = bivariate_cdf(h[:, None], k, correlation)
    p, q = np.asarray(ndtr(h))[:, None], np.asarray(ndtr(k))
    cells = (both, p - both, q - both, 1.0 - p - q + both)
    joint = sum(entr(np.clip(cell, 0.0, 1.0)) for cell in cells)
    return np.asarray(np.maximum(binary_entropy(p) + binary_entropy(q) - joint, 0.0))
