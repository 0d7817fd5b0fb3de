"""Approximate nearest neighbors by an inverted file index: each row is compared with the rows of the nearest cells.

All rows of a cell are compared with the same candidates, so that the comparison is a matrix product.

Source:
    Sivic & Zisserman 2003, Video Google (inverted lists); Jegou, Douze & Schmid 2011, Product quantization for nearest
    neighbor search, section IV (cells of a coarse quantizer).
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from annotator.numerics.exact_neighbors import COMPARED, centered_blocks, centered_rows, compared, nearest_of
from annotator.runtime.parallel import for_each
from annotator.types import Features, FloatArray, IntArray, Progress

_CHECKED = 200  # random rows for which the index is compared with an exact search
_RECALL = 0.98
_HALF_PRECISION_FROM = 300_000  # number of rows from which the index stores half precision
_SEED = 0
_SAMPLE = 40  # rows per cell used to find the centers
_ROUNDS = 5  # of Lloyd's algorithm
_SPARE = 4  # extra candidates, so that rounding in the products hardly changes the result
_GROUP = 16  # values per group in the search for the largest
_COMPARED_BYTES = 16 << 20  # size of the products computed at once, per thread


class IvfIndex:
    """In-memory inverted file index of a collection.

    Attributes:
        centers: Center of each cell, shape (c, d), float32.
        order: Position of each row in the collection, grouped by cell, shape (n,).
        starts: Where each cell starts in ``order``, shape (c + 1,).
        points: The rows in that order, times ``scale``, shape (n, d), float32, or float16 for large collections.
        scale: Factor that keeps the rows in the range of half precision, whatever their unit.
        nearest: Cell of each row, shape (n,), in collection order.
    """

    def __init__(self, features: Features, rows: IntArray, center: FloatArray, progress: Progress) -> None:
        n, count = len(rows), max(1, min(int(4 * math.sqrt(len(rows))), len(rows)))
        self.centers = _centers(features, rows, center, count)
        progress.step(0.1)
        nearest = np.empty(n, np.int64)
        largest = 0.0
        for here, block in centered_blocks(features, rows, center):
            nearest[here] = _nearest(block, self.centers)
            largest = max(largest, float(np.abs(block).max()))
            progress.step(0.1 + 0.1 * here.stop / n)
        self.order = np.argsort(nearest, kind="stable")
        self.starts = np.searchsorted(nearest[self.order], np.arange(count + 1))
        self.scale = 1.0 / largest if largest > 0 else 1.0
        self.points = np.empty((n, features.d), np.float16 if n >= _HALF_PRECISION_FROM else np.float32)
        place = np.empty(n, np.int64)
        place[self.order] = np.arange(n)
        for here, block in centered_blocks(features, rows, center):
            self.points[place[here]] = block * np.float32(self.scale)
            progress.step(0.2 + 0.03 * here.stop / n)
        self.nearest = nearest

    def search(self, cell: int, queries: IntArray, probes: int, k: int) -> tuple[IntArray, NDArray[np.float32]]:
        """Return the nearest neighbors of rows of a cell among all rows of the nearest cells.

        Args:
            cell: The cell.
            queries: Rows of the cell, as places in ``order``, shape (m,).
            probes: Number of cells to search, including ``cell``.
            k: Neighbors per row.

        Returns:
            Positions in the collection, shape (m, k), nearest first, padded with -1; distances, same shape.
        """
        places = self._candidates(cell, probes)
        middle = self.centers[cell] * np.float32(self.scale)
        others = np.ones((len(places), len(middle) + 1), np.float32)  # the last column subtracts half a squared norm
        np.subtract(self.points[places], middle, out=others[:, :-1])
        against = others.copy()
        against[:, -1] = -0.5 * np.einsum("ij,ij->i", others[:, :-1], others[:, :-1])
        positions = np.full((len(queries), k), -1, np.int64)
        distances = np.full((len(queries), k), np.inf, np.float32)
        count = min(k + _SPARE, len(places) - 1)
        if count < 1:
            return positions, distances
        own = np.searchsorted(places, queries)
        size = max(1, _COMPARED_BYTES // (4 * len(places)))
        for start in range(0, len(own), size):
            here = own[start : start + size]
            closeness = others[here] @ against.T
            closeness[np.arange(len(here)), here] = -np.inf
            near, found = _by_differences(others, here, _largest(closeness, count), k)
            kept = slice(start, start + len(here)), slice(near.shape[1])
            positions[kept] = self.order[places[near]]
            distances[kept] = found / self.scale
        return positions, distances

    def places(self, cell: int) -> IntArray:
        """Return the places in ``order`` of the rows of a cell."""
        return np.arange(self.starts[cell], self.starts[cell + 1])

    def _candidates(self, cell: int, probes: int) -> IntArray:
        difference = self.centers - self.centers[cell]
        squares = np.einsum("ij,ij->i", difference, difference)
        squares[cell] = -1.0
        near = np.argpartition(squares, probes - 1)[:probes] if probes < len(squares) else np.arange(len(squares))
        return np.concatenate([self.places(one) for one in np.sort(near)])


def ivf_neighbors(
    features: Features, rows: IntArray, center: FloatArray, k: int, progress: Progress
) -> tuple[IntArray, NDArray[np.float32]]:
    """Return positions and distances of nearly all of the k nearest other rows, shapes (n, k), nearest first.

    Args:
        features: Feature set.
        rows: Rows to search, shape (n,), ascending; returned positions index this array.
        center: A point near the rows, shape (d,).
        k: Neighbors per row, < n.
        progress: Progress reporter; may cancel.
    """
    n = len(rows)
    cells = IvfIndex(features, rows, center, progress)
    probes = _probes(cells, features, rows, center, k)
    progress.step(0.3)
    positions, distances = np.empty((n, k), np.int64), np.empty((n, k), np.float32)

    def search(cell: int) -> None:
        places = cells.places(cell)
        own = cells.order[places]
        positions[own], distances[own] = cells.search(cell, places, probes, k)

    count = len(cells.centers)
    for first in range(0, count, 64):  # cancellation is checked in between
        for_each(range(first, min(first + 64, count)), search)
        progress.step(0.3 + 0.65 * min(first + 64, count) / count)
    _complete(features, rows, center, positions, distances, progress)
    return positions, distances


def _centers(features: Features, rows: IntArray, center: FloatArray, count: int) -> NDArray[np.float32]:
    """Find centers by Lloyd's algorithm on a sample of rows; a center that loses all its rows stays in place."""
    rng = np.random.default_rng(_SEED)
    sample = np.sort(rng.choice(len(rows), min(len(rows), _SAMPLE * count), replace=False))
    points = centered_rows(features, rows[sample], center).astype(np.float32)
    centers = points[np.sort(rng.choice(len(points), count, replace=False))]
    for _ in range(_ROUNDS):
        nearest = _nearest(points, centers)
        order = np.argsort(nearest, kind="stable")
        kept, starts, sizes = np.unique(nearest[order], return_index=True, return_counts=True)
        centers[kept] = np.add.reduceat(points[order], starts, axis=0) / sizes[:, None]
    return centers


def _nearest(points: NDArray[np.float32], centers: NDArray[np.float32]) -> IntArray:
    """Return the nearest center of each point."""
    half = 0.5 * np.einsum("ij,ij->i", centers, centers)
    nearest = np.empty(len(points), np.int64)

    def assign(here: slice) -> None:
        nearest[here] = (points[here] @ centers.T - half).argmax(axis=1)

    size = max(1, _COMPARED_BYTES // (4 * len(centers)))
    for_each(_slices(len(points), size), assign)
    return nearest


def _slices(n: int, size: int) -> Iterator[slice]:
    return (slice(start, min(start + size, n)) for start in range(0, n, size))


def _largest(values: NDArray[np.float32], count: int) -> IntArray:
    """Return the columns of the largest values of each row, shape (m, count), in arbitrary order.

    The largest values are in the groups with the largest maxima; maxima are ten times as fast to compute as an order.
    """
    columns = values.shape[1]
    groups = columns // _GROUP
    if groups <= count:
        return np.argpartition(values, columns - count, axis=1)[:, columns - count :]
    maxima = values[:, : groups * _GROUP].reshape(len(values), _GROUP, groups).max(axis=1)
    best = np.argpartition(maxima, groups - count, axis=1)[:, groups - count :]
    inside = (best[:, :, None] + groups * np.arange(_GROUP)).reshape(len(values), -1)
    rest = np.broadcast_to(np.arange(groups * _GROUP, columns), (len(values), columns - groups * _GROUP))
    inside = np.concatenate([inside, rest], axis=1)
    kept = np.argpartition(np.take_along_axis(values, inside, 1), inside.shape[1] - count, axis=1)
    return np.take_along_axis(inside, kept[:, inside.shape[1] - count :], 1)


def _by_differences(
    points: NDArray[np.float32], own: IntArray, near: IntArray, k: int
) -> tuple[IntArray, NDArray[np.float32]]:
    """Return the k nearest of the candidates, nearest first; ties in row order."""
    near = np.sort(near, axis=1)
    squares = np.empty(near.shape, np.float32)
    for column in range(near.shape[1]):
        difference = points[near[:, column]] - points[own]
        squares[:, column] = np.einsum("ij,ij->i", difference, difference)
    order = np.argsort(squares, axis=1, kind="stable")[:, :k]
    return np.take_along_axis(near, order, 1), np.sqrt(np.take_along_axis(squares, order, 1))


def _probes(cells: IvfIndex, features: Features, rows: IntArray, center: FloatArray, k: int) -> int:
    """Return the number of cells, doubled from 8, that finds 98 % of the neighbors of a random sample of rows."""
    rng = np.random.default_rng(_SEED + 1)
    checked = np.sort(rng.choice(len(rows), min(_CHECKED, len(rows)), replace=False))
    queries = centered_rows(features, rows[checked], center)
    true = compared(queries, checked, centered_blocks(features, rows, center), k)
    place = np.empty(len(rows), np.int64)
    place[cells.order] = np.arange(len(rows))
    probes = 8
    while probes < len(cells.centers):
        hits = 0
        for own, wanted in zip(checked, true, strict=True):
            found, _ = cells.search(int(cells.nearest[own]), place[[own]], probes, k)
            hits += len(np.intersect1d(found, wanted))
        if hits >= _RECALL * k * len(checked):
            break
        probes *= 2
    return min(probes, len(cells.centers))


def _complete(
    features: Features,
    rows: IntArray,
    center: FloatArray,
    positions: IntArray,
    distances: NDArray[np.float32],
    progress: Progress,
) -> None:
    """Compare the rows that found fewer than k neighbors (-1) with all rows, in place."""
    lacking = np.flatnonzero((positions < 0).any(axis=1))
    for start in range(0, len(lacking), COMPARED):
        some = lacking[start : start + COMPARED]
        queries = centered_rows(features, rows[some], center)
        near = compared(queries, some, centered_blocks(features, rows, center), positions.shape[1])
        positions[some], distances[some] = nearest_of(
            lambda at: centered_rows(features, rows[at], center), some, near, positions.shape[1]
        )
        progress.step(0.95 + 0.05 * (start + len(some)) / len(lacking))
    progress.step(1.0)
