"""Nearest neighbors of every row of a collection: exact for small collections, by an index for large ones."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from annotator.numerics.exact_neighbors import exact_neighbors, loaded
from annotator.numerics.ivf_index import ivf_neighbors
from annotator.types import BoolArray, Features, FloatArray, IntArray, Progress

EXACT_BELOW = 20_000
"""Largest collection for which all pairs are compared."""

Neighbors = tuple[NDArray[np.int32], NDArray[np.float32]]


def nearest_neighbors(
    features: Features, valid: BoolArray, k: int, progress: Progress | None = None, *, exact: bool | None = None
) -> Neighbors:
    """Return the k nearest other rows of every row by Euclidean distance, nearest first.

    Args:
        features: Feature set of n rows.
        valid: Mask of the finite rows, shape (n,); the others have no neighbors and are no row's neighbor.
        k: Neighbors per row, >= 1.
        progress: Progress reporter; may cancel.
        exact: Whether to compare all pairs; default up to :data:`EXACT_BELOW` rows.

    Returns:
        Rows, shape (n, k), int32, and distances, shape (n, k), float32; padded with -1 and infinity.
    """
    progress = progress or Progress()
    rows = np.flatnonzero(valid)
    found = np.full((features.n, k), -1, np.int32), np.full((features.n, k), np.inf, np.float32)
    k = min(k, len(rows) - 1)
    if k < 1:
        return found
    center = _center(features, rows)
    if exact is None:
        exact = len(rows) <= EXACT_BELOW
    if exact:
        positions, distances = exact_neighbors(loaded(features, rows, center), k, progress)
    else:
        positions, distances = ivf_neighbors(features, rows, center, k, progress)
    found[0][rows[:, None], np.arange(k)] = rows[positions]
    found[1][rows[:, None], np.arange(k)] = distances
    return found


def _center(features: Features, rows: IntArray) -> FloatArray:
    sample = rows if len(rows) <= 4096 else np.sort(np.random.default_rng(0).choice(rows, 4096, replace=False))
    return np.asarray(features.rows(sample).mean(axis=0, dtype=np.float64))
