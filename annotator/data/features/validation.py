"""Validation of features before anything is computed from them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from annotator.numerics.blocks import rows_per_block
from annotator.numerics.outliers import MOST_TIMES
from annotator.types import Features, FloatArray, IntArray, Progress


@dataclass(frozen=True, eq=False)
class FeatureCheck:
    """Unusual rows of a feature set.

    Attributes:
        invalid: Rows with NaN or Inf, ascending; they cannot be used.
        outlying: Rows whose norm is more than :data:`MOST_TIMES` that of the median row, ascending; they cannot be
            used, because nothing can be computed of them and of the others in one precision.
        zero: Rows that are entirely zero, ascending: usually images whose features could not be computed.
        norm_low, norm_median, norm_high: Smallest, median and largest Euclidean norm of the other rows, in units of the
            features; NaN if there are no other rows.
    """

    invalid: IntArray
    outlying: IntArray
    zero: IntArray
    norm_low: float
    norm_median: float
    norm_high: float

    @property
    def unusable(self) -> IntArray:
        """Rows that cannot be used, ascending."""
        return np.union1d(self.invalid, self.outlying)


def check_features(store: Features, progress: Progress | None = None) -> FeatureCheck:
    """Read all rows once and report those that are unusable or suspicious.

    Args:
        store: Features of n rows; read in blocks of a megabyte.
        progress: Receives the share of rows read; cancellation takes effect between blocks.

    Raises:
        FeatureError: The file became unreadable.
        Cancelled: The user canceled the check.
    """
    progress = progress or Progress()
    norms = np.empty(store.n)
    largest = np.empty(store.n)
    for start, block in store.blocks(rows_per_block(store.d * 8)):
        rows = slice(start, start + len(block))
        with np.errstate(invalid="ignore", over="ignore"):
            largest[rows], norms[rows] = _largest_and_norm(block.astype(np.float64))
        progress.step(rows.stop / store.n)
    finite = np.isfinite(largest)
    # The norm of values near the largest finite number is infinite.
    usual = np.minimum(norms[finite & (largest > 0)], np.finfo(np.float64).max)
    low, median, high = np.quantile(usual, [0, 0.5, 1]) if usual.size else np.full(3, np.nan)
    scale = getattr(store, "scale", 1.0)
    with np.errstate(invalid="ignore", over="ignore"):
        outlying = finite & (norms / MOST_TIMES > median)
        low, median, high = (float(min(norm / scale, np.finfo(np.float64).max)) for norm in (low, median, high))
    return FeatureCheck(
        np.flatnonzero(~finite), np.flatnonzero(outlying), np.flatnonzero(largest == 0), low, median, high
    )


def _largest_and_norm(values: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the largest absolute value and the norm of each row, shapes (b,); ``values`` is overwritten."""
    largest = np.abs(values).max(axis=1)
    # After scaling to a largest entry of one, squares neither overflow nor all vanish in any usable row.
    values /= np.where(largest > 0, largest, 1.0)[:, np.newaxis]
    return largest, largest * np.sqrt(np.einsum("ij,ij->i", values, values))
