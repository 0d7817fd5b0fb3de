"""Rows out of all proportion: how large a row may be before it spoils what is computed of the others."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from annotator.types import FloatArray

MOST_TIMES = 1e5
"""A row whose norm is more than this many times the median is unusable; single precision ends at 1e7."""
_CENTRAL = 100.0


def central(rows: FloatArray) -> FloatArray:
    """Return the rows, shape (r, d), whose norm is within 100 times the median: their mean is a center of most."""
    norms = norms_of(rows)
    return rows[norms <= _CENTRAL * np.median(norms)] if len(rows) else rows


def norms_of(rows: NDArray[np.float64]) -> FloatArray:
    """Return the Euclidean norm of every row without overflow, shape (r,)."""
    largest = np.abs(rows).max(axis=1, initial=0.0)
    scaled = rows / np.where(largest > 0, largest, 1.0)[:, np.newaxis]
    with np.errstate(over="ignore"):
        return np.asarray(largest * np.sqrt(np.einsum("ij,ij->i", scaled, scaled)))
