"""Exact nearest neighbors by comparing all pairs, in single precision with a correction for rounding."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from annotator.numerics.blocks import rows_per_block
from annotator.types import AnyFloatArray, BoolArray, Features, FloatArray, IntArray, Progress

COMPARED = 256
"""Number of rows that :func:`compared` processes per block."""

Blocks = Iterable[tuple[slice, NDArray[np.float32]]]

_BLOCK_BYTES = 64 << 20
_PIECE = 4096  # rows per block on the other side of the comparison
_SPARE = 8  # extra candidates, so that rounding in the products cannot change the result


def centered_rows(features: Features, rows: IntArray, center: FloatArray) -> FloatArray:
    """Return some rows minus the center in double precision."""
    return np.subtract(features.rows(rows), center, dtype=np.float64)


def centered_blocks(
    features: Features, rows: IntArray, center: FloatArray
) -> Iterator[tuple[slice, NDArray[np.float32]]]:
    """Yield (positions in ``rows``, those rows minus the center) in order, single precision; ``rows`` is ascending."""
    start = 0
    for first, block in features.blocks(rows_per_block(4 * features.d, _BLOCK_BYTES)):
        stop = start + int(np.searchsorted(rows[start:], first + len(block)))
        if stop > start:
            yield (
                slice(start, stop),
                np.subtract(block[rows[start:stop] - first], center, dtype=np.float64).astype("f4"),
            )
        start = stop


def loaded(features: Features, rows: IntArray, center: FloatArray) -> NDArray[np.float32]:
    """Return all given rows minus the center in single precision."""
    points = np.empty((len(rows), features.d), np.float32)
    for here, block in centered_blocks(features, rows, center):
        points[here] = block
    return points


def exact_neighbors(points: NDArray[np.float32], k: int, progress: Progress) -> tuple[IntArray, NDArray[np.float32]]:
    """Return positions and distances of the k nearest other rows of every row, shapes (n, k), nearest first."""
    n = len(points)
    positions, distances = np.empty((n, k), np.int64), np.empty((n, k), np.float32)
    size = rows_per_block(4 * n, _BLOCK_BYTES)
    half = 0.5 * np.einsum("ij,ij->i", points, points)
    for start in range(0, n, size):
        here = np.arange(start, min(start + size, n))
        closeness = points[here] @ points.T
        closeness -= half
        closeness[np.arange(len(here)), here] = -np.inf
        positions[here], distances[here] = _refined(points, half, here, closeness, k)
        progress.step((here[-1] + 1) / n)
    return positions, distances


def _refined(
    points: NDArray[np.float32], half: AnyFloatArray, here: IntArray, closeness: AnyFloatArray, k: int
) -> tuple[IntArray, NDArray[np.float32]]:
    """Select the nearest by explicit differences among slightly more candidates found by products."""
    count = min(k + _SPARE, len(points) - 1)
    near = np.argpartition(closeness, len(points) - count, axis=1)[:, len(points) - count :]
    left_out = half[here] - np.take_along_axis(closeness, near, 1).min(axis=1)
    near, distances = nearest_of(lambda at: points[at].astype(np.float64), here, near, k)
    doubtful = np.flatnonzero(_may_have_missed(half[here], left_out, distances[:, -1]))
    for start in range(0, len(doubtful), COMPARED):
        some = doubtful[start : start + COMPARED]
        queries = points[here[some]].astype(np.float64)
        closest = compared(queries, here[some], _slices(points), count)
        near[some], distances[some] = nearest_of(lambda at: points[at].astype(np.float64), here[some], closest, k)
    return near, distances


def _may_have_missed(half: AnyFloatArray, left_out: AnyFloatArray, farthest: AnyFloatArray) -> BoolArray:
    """Return which rows may have a nearer neighbor that rounding in the products has hidden.

    If rows form tight groups far from each other, half a squared distance within a group is smaller than the rounding
    error of the products.

    Args:
        half: Half the squared norm of each row.
        left_out: Half the squared distance of the nearest row that was left out, computed from products.
        farthest: Distance of the farthest selected row.
    """
    chosen = 0.5 * np.square(farthest, dtype=np.float64)
    rounding = 8.0 * np.finfo(np.float32).eps * np.square(np.sqrt(2.0 * half) + farthest)
    doubtful: BoolArray = (rounding > 1e-3 * chosen) & (chosen > left_out - rounding) & (chosen > 0)
    return doubtful


def nearest_of(
    fetch: Callable[[IntArray], FloatArray], here: IntArray, near: IntArray, k: int
) -> tuple[IntArray, NDArray[np.float32]]:
    """Return the k nearest of the candidates, shape (len(here), c), by explicit differences; ``fetch`` reads rows."""
    near = np.sort(near, axis=1)  # break ties by row
    own, squares = fetch(here), np.empty(near.shape)
    for column in range(near.shape[1]):
        difference = fetch(near[:, column]) - own
        squares[:, column] = np.einsum("ij,ij->i", difference, difference)
    order = np.argsort(squares, axis=1, kind="stable")[:, :k]
    return np.take_along_axis(near, order, 1), np.sqrt(np.take_along_axis(squares, order, 1)).astype(np.float32)


def _slices(points: NDArray[np.float32]) -> Iterator[tuple[slice, NDArray[np.float32]]]:
    for start in range(0, len(points), _PIECE):
        yield slice(start, start + _PIECE), points[start : start + _PIECE]


def compared(queries: FloatArray, own: IntArray, blocks: Blocks, k: int) -> IntArray:
    """Return the positions of the k nearest of all rows for a few queries, in arbitrary order, in double precision.

    Args:
        queries: Query rows, shape (m, d).
        own: Positions of the queries, shape (m,); no row is its own neighbor.
        blocks: All rows, as (positions, rows).
        k: Number of neighbors, at most the number of other rows.
    """
    closest = np.full((len(own), k), -np.inf)
    nearest = np.full((len(own), k), -1, np.int64)
    for here, block in blocks:
        for start in range(0, len(block), _PIECE):
            piece = block[start : start + _PIECE].astype(np.float64)
            at = np.arange(here.start + start, here.start + start + len(piece))
            closeness = queries @ piece.T - 0.5 * np.einsum("ij,ij->i", piece, piece)
            closeness[own[:, None] == at] = -np.inf
            closeness = np.concatenate([closest, closeness], axis=1)
            kept = np.argpartition(closeness, -k, axis=1)[:, -k:]
            known = np.concatenate([nearest, np.broadcast_to(at, (len(own), len(at)))], axis=1)
            closest, nearest = (np.take_along_axis(array, kept, 1) for array in (closeness, known))
    return nearest
