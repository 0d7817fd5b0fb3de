"""The RBF kernel k(x, y) = a exp(-|x - y|^2 / (2 l^2)), exact for few rows and blocked for many."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.spatial.distance import cdist

from annotator.types import FloatArray


def rbf(a: FloatArray, b: FloatArray, length_scale: float, amplitude: float) -> FloatArray:
    """Return the kernel between few rows from explicit differences, free of cancellation.

    Args:
        a: Rows, shape (p, d), float64.
        b: Rows, shape (q, d), float64.
        length_scale: l > 0, in units of feature distance.
        amplitude: a > 0, the prior variance.

    Returns:
        Kernel values in (0, a], shape (p, q), float64.
    """
    k: FloatArray = cdist(a, b, "sqeuclidean")
    k *= -0.5 / length_scale**2
    np.exp(k, out=k)
    k *= amplitude
    return k


def rbf_many(a: NDArray[Any], b: NDArray[Any], length_scale: float, amplitude: float) -> NDArray[Any]:
    """Return the kernel between many rows by one matrix product, in the precision of the rows.

    Args:
        a: Rows, shape (p, d); near the origin, see :func:`rbf_from_products`.
        b: Rows, shape (q, d), of the same precision.
        length_scale: l > 0.
        amplitude: a > 0.

    Returns:
        Kernel values in [0, a], shape (p, q); equal rows reach ``a`` up to rounding.
    """
    half_a, half_b = (0.5 * np.einsum("ij,ij->i", rows, rows) for rows in (a, b))
    return rbf_from_products(a @ b.T, half_a, half_b, length_scale, amplitude)


def rbf_from_products(
    products: NDArray[Any],
    half_norms_a: NDArray[Any],
    half_norms_b: NDArray[Any],
    length_scale: float,
    amplitude: float,
) -> NDArray[Any]:
    """Turn inner products into kernel values, in place.

    -|x - y|^2 / 2 = x'y - |x|^2 / 2 - |y|^2 / 2, clamped at 0 because rounding can make the sum positive. Rows should
    be centred: the error is proportional to the norms.

    Args:
        products: x'y, shape (p, q); overwritten.
        half_norms_a: |x|^2 / 2, shape (p,).
        half_norms_b: |y|^2 / 2, shape (q,).
        length_scale: l > 0.
        amplitude: a > 0.

    Returns:
        ``products``, now kernel values in [0, a].
    """
    products -= half_norms_a[:, None]
    products -= half_norms_b
    products *= products.dtype.type(1.0 / length_scale**2)
    np.minimum(products, 0.0, out=products)
    np.exp(products, out=products)
    if amplitude != 1.0:
        products *= products.dtype.type(amplitude)
    return products
