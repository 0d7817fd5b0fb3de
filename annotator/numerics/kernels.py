"""Kernels with unit diagonal, exact for few rows and blocked for many.

Every form is a function of one number per pair of rows, computed in place: ``u = -|x - y|^2 / (2 l^2)`` for the
stationary forms, the cosine of the angle between the centered rows for the angular forms.

| form | k |
|---|---|
| ``rbf`` | exp(u) |
| ``matern`` | (1 + t) exp(-t), t = sqrt(3) |x - y| / l: Matern with nu = 3/2 |
| ``exponential`` | exp(-|x - y| / l): Matern with nu = 1/2 |
| ``cosine`` | cos a: the linear kernel on rows scaled to unit length |
| ``arc-cosine`` | (sin a + (pi - a) cos a) / pi for the angle a |

Source:
    Rasmussen & Williams 2006, eq. 4.9, 4.17 and 4.18; Cho & Saul 2009, Kernel methods for deep learning, eq. 3 and 6.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.spatial.distance import cdist

from annotator.types import AnyFloatArray, FloatArray


def unit(rows: NDArray[Any]) -> AnyFloatArray:
    """Return rows scaled to unit length, shape (c, d); float32 stays float32.

    A row of zeros is unchanged; its similarity to every row, including itself, is 0.
    """
    norms = np.sqrt(np.einsum("ij,ij->i", rows, rows))
    return np.asarray(rows / np.where(norms > 0, norms, 1)[:, None])


_SMALLEST = 1e-30  # of a squared norm: treats a row of zeros as orthogonal to all others


def _rbf(u: AnyFloatArray) -> None:
    np.exp(u, out=u)


def _matern(u: AnyFloatArray) -> None:
    u *= u.dtype.type(-6.0)
    np.sqrt(u, out=u)
    decay = np.exp(-u)
    u += u.dtype.type(1.0)
    u *= decay


def _exponential(u: AnyFloatArray) -> None:
    u *= u.dtype.type(-2.0)
    np.sqrt(u, out=u)
    np.negative(u, out=u)
    np.exp(u, out=u)


def _cosine(u: AnyFloatArray) -> None:
    np.clip(u, -1.0, 1.0, out=u)


def _arc_cosine(u: AnyFloatArray) -> None:
    np.clip(u, -1.0, 1.0, out=u)
    angle = np.arccos(u)
    sine = np.sin(angle)
    np.subtract(u.dtype.type(np.pi), angle, out=angle)
    u *= angle
    u += sine
    u *= u.dtype.type(1.0 / np.pi)


STATIONARY: Mapping[str, Callable[[AnyFloatArray], None]] = MappingProxyType(
    {"rbf": _rbf, "matern": _matern, "exponential": _exponential}
)
"""Functions of the distance, scaled by the length scale."""

ANGULAR: Mapping[str, Callable[[AnyFloatArray], None]] = MappingProxyType(
    {"cosine": _cosine, "arc-cosine": _arc_cosine}
)
"""Functions of the angle between the centered rows, without a length scale."""

FORMS = (*STATIONARY, *ANGULAR)


def between(form: str, a: FloatArray, b: FloatArray, length_scale: float) -> FloatArray:
    """Return the kernel between few rows from explicit differences, without cancellation.

    Args:
        form: One of :data:`FORMS`.
        a: Centered rows, shape (p, d), float64.
        b: Centered rows, shape (q, d), float64.
        length_scale: l > 0, in units of feature distance; angular forms ignore it.

    Returns:
        Kernel values, shape (p, q), float64: in (0, 1] for the stationary forms, in [-1, 1] for the cosine, in [0, 1]
        for the arc-cosine.
    """
    if form in STATIONARY:
        u: FloatArray = cdist(a, b, "sqeuclidean")
        u *= -0.5 / length_scale**2
        STATIONARY[form](u)
        return u
    u = np.asarray(_directions(a) @ _directions(b).T, np.float64)
    ANGULAR[form](u)
    return u


def from_squares(form: str, squares: FloatArray, length_scale: float) -> FloatArray:
    """Return a stationary kernel of squared distances, elementwise, as a new array in (0, 1]."""
    u = np.asarray(squares * (-0.5 / length_scale**2), np.float64)
    STATIONARY[form](u)
    return u


def to_one(form: str, rows: AnyFloatArray, one: AnyFloatArray, length_scale: float) -> AnyFloatArray:
    """Return the kernel between many rows, shape (p, d), and one row, shape (d,), from differences; shape (p,)."""
    if form in STATIONARY:
        difference = rows - one
        u = np.einsum("ij,ij->i", difference, difference)
        u *= u.dtype.type(-0.5 / length_scale**2)
        STATIONARY[form](u)
    else:
        u = _directions(rows) @ _directions(one[None])[0]
        ANGULAR[form](u)
    return np.asarray(u)


def from_products(
    form: str, products: NDArray[Any], half_norms_a: NDArray[Any], half_norms_b: NDArray[Any], length_scale: float
) -> NDArray[Any]:
    """Convert inner products to kernel values, in place.

    -|x - y|^2 / 2 = x'y - |x|^2 / 2 - |y|^2 / 2, clipped at 0 because rounding can make the sum positive. Rows should
    be centered: the error is proportional to their norms.

    Args:
        form: One of :data:`FORMS`.
        products: x'y, shape (p, q); overwritten.
        half_norms_a: |x|^2 / 2, shape (p,).
        half_norms_b: |y|^2 / 2, shape (q,).
        length_scale: l > 0; angular forms ignore it.

    Returns:
        ``products``, overwritten with kernel values, see :func:`between`.
    """
    if form in STATIONARY:
        products -= half_norms_a[:, None]
        products -= half_norms_b
        products *= products.dtype.type(1.0 / length_scale**2)
        np.minimum(products, 0.0, out=products)
        STATIONARY[form](products)
        return products
    products /= np.sqrt(2.0 * np.maximum(half_norms_a, _SMALLEST))[:, None].astype(products.dtype)
    products /= np.sqrt(2.0 * np.maximum(half_norms_b, _SMALLEST)).astype(products.dtype)
    ANGULAR[form](products)
    return products


def many(form: str, a: NDArray[Any], b: NDArray[Any], length_scale: float) -> NDArray[Any]:
    """Return the kernel between many rows by one matrix product, in their precision.

    Args:
        form: One of :data:`FORMS`.
        a: Rows, shape (p, d), near the origin, see :func:`from_products`.
        b: Rows, shape (q, d), of the same dtype.
        length_scale: l > 0.

    Returns:
        Kernel values, shape (p, q); 1 for equal rows up to rounding.
    """
    half_a, half_b = (0.5 * np.einsum("ij,ij->i", rows, rows) for rows in (a, b))
    return from_products(form, a @ b.T, half_a, half_b, length_scale)


def rbf(a: FloatArray, b: FloatArray, length_scale: float, amplitude: float) -> FloatArray:
    """Return ``amplitude`` times the RBF kernel between few rows, shape (p, q), float64."""
    return between("rbf", a, b, length_scale) * amplitude


def _directions(rows: AnyFloatArray) -> AnyFloatArray:
    squares = np.einsum("ij,ij->i", rows, rows)
    return np.asarray(rows / np.sqrt(np.maximum(squares, _SMALLEST))[:, None])
