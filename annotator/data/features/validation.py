"""Look at every feature once before anything is computed with it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from annotator.numerics.blocks import rows_per_block
from annotator.types import Features, FloatArray, IntArray, Progress


@dataclass(frozen=True, eq=False)
class FeatureCheck:
    """What is unusual about a set of features.

    Attributes:
        invalid: Rows with NaN or Inf, ascending; they cannot be used.
        zero: Rows of nothing but zeros, ascending: usually images whose features could not be computed.
        norm_low, norm_median, norm_high: Smallest, median and largest Euclidean norm of the other rows, in units of
            the features; NaN where there are none.
    """

    invalid: IntArray
    zero: IntArray
    norm_low: float
    norm_median: float
    norm_high: float


def check_features(store: Features, progress: Progress | None = None) -> FeatureCheck:
    """Read all rows once and report those that cannot be used or are suspicious.

    Args:
        store: Features of n rows; read in blocks of a megabyte.
        progress: Told the share of rows read; cancels between blocks.

    Raises:
        FeatureError: The file became unreadable.
        Cancelled: The person asked to stop.
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
    # The norm of values near the largest number is not one itself.
    usual = np.minimum(norms[finite & (largest > 0)], np.finfo(np.float64).max)
    low, median, high = np.quantile(usual, [0, 0.5, 1]) if usual.size else np.full(3, np.nan)
    return FeatureCheck(np.flatnonzero(~finite), np.flatnonzero(largest == 0), float(low), float(median), float(high))


def _largest_and_norm(values: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the largest absolute value and the norm of each row, shapes (b,); ``values`` is overwritten."""
    largest = np.abs(values).max(axis=1)
    # Scaled to a largest entry of one, the squares of the values of any usable row neither overflow nor vanish.
    values /= np.where(largest > 0, largest, 1.0)[:, np.newaxis]
    return largest, largest * np.sqrt(np.einsum("ij,ij->i", values, values))
