"""The nearest neighbours of every row of a collection: exact for small ones, by inverted lists for large ones."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotator.numerics.blocks import best, rows_per_block
from annotator.types import AnyFloatArray, BoolArray, Features, FloatArray, IntArray, Progress

EXACT_BELOW = 20_000
"""Largest collection whose neighbours are found by comparing every pair."""

_BLOCK_BYTES = 64 << 20
_SPARE = 8  # more candidates than neighbours, so that rounding in the products cannot change which are nearest
_CHECKED = 200  # random rows by which the lists are checked against an exact search
_RECALL = 0.98
_HALF_PRECISION_FROM = 300_000  # rows from which the lists hold half precision
_SEED = 0

Neighbours = tuple[NDArray[np.int32], NDArray[np.float32]]


def nearest_neighbours(
    features: Features, valid: BoolArray, k: int, progress: Progress | None = None, *, exact: bool | None = None
) -> Neighbours:
    """Return the k nearest other rows of every row by Euclidean distance, nearest first.

    Args:
        features: Feature set of n rows.
        valid: Finite rows, shape (n,); the others are nobody's neighbour and have none.
        k: Neighbours per row, >= 1.
        progress: Where to report; may cancel.
        exact: Whether every pair is compared; up to :data:`EXACT_BELOW` rows unless given. Without the library for
            inverted lists (faiss) it always is.

    Returns:
        Rows, shape (n, k), int32, and distances, shape (n, k), float32; -1 and infinity where there are fewer.
    """
    progress = progress or Progress()
    rows = np.flatnonzero(valid)
    found = np.full((features.n, k), -1, np.int32), np.full((features.n, k), np.inf, np.float32)
    k = min(k, len(rows) - 1)
    if k < 1:
        return found
    centre = _centre(features, rows)
    if exact is None:
        exact = len(rows) <= EXACT_BELOW
    faiss = None if exact else _faiss()
    if faiss is None:
        positions, distances = _exact(_loaded(features, rows, centre), k, progress)
    else:
        positions, distances = _by_lists(faiss, features, rows, centre, k, progress)
    found[0][rows[:, None], np.arange(k)] = rows[positions]
    found[1][rows[:, None], np.arange(k)] = distances
    return found


def _centre(features: Features, rows: IntArray) -> FloatArray:
    sample = rows if len(rows) <= 4096 else np.sort(np.random.default_rng(_SEED).choice(rows, 4096, replace=False))
    return np.asarray(features.rows(sample).mean(axis=0, dtype=np.float64))


def _loaded(features: Features, rows: IntArray, centre: FloatArray) -> NDArray[np.float32]:
    """All finite rows about the centre, single precision."""
    points = np.empty((len(rows), features.d), np.float32)
    for here, block in _blocks(features, rows, centre):
        points[here] = block
    return points


def _blocks(features: Features, rows: IntArray, centre: FloatArray) -> Any:
    """Yield (positions in ``rows``, centred rows) in order."""
    start = 0
    for first, block in features.blocks(rows_per_block(4 * features.d, _BLOCK_BYTES)):
        stop = start + int(np.searchsorted(rows[start:], first + len(block)))
        if stop > start:
            yield (
                slice(start, stop),
                np.subtract(block[rows[start:stop] - first], centre, dtype=np.float64).astype("f4"),
            )
        start = stop


def _exact(points: NDArray[np.float32], k: int, progress: Progress) -> tuple[IntArray, NDArray[np.float32]]:
    n = len(points)
    positions, distances = np.empty((n, k), np.int64), np.empty((n, k), np.float32)
    size = rows_per_block(4 * n, _BLOCK_BYTES)
    half = 0.5 * np.einsum("ij,ij->i", points, points)
    for start in range(0, n, size):
        here = np.arange(start, min(start + size, n))
        closeness = points[here] @ points.T
        closeness -= half
        closeness[np.arange(len(here)), here] = -np.inf
        positions[here], distances[here] = _refined(points, here, closeness, k)
        progress.step((here[-1] + 1) / n)
    return positions, distances


def _refined(
    points: NDArray[np.float32], here: IntArray, closeness: AnyFloatArray, k: int
) -> tuple[IntArray, NDArray[np.float32]]:
    """Choose the nearest by explicit differences among somewhat more that products say are near."""
    count = min(k + _SPARE, len(points) - 1)
    near = np.argpartition(closeness, len(points) - count, axis=1)[:, len(points) - count :]
    near.sort(axis=1)  # equal distances in order of the rows
    squares = np.empty(near.shape)
    for column in range(count):
        difference = points[near[:, column]].astype(np.float64) - points[here]
        squares[:, column] = np.einsum("ij,ij->i", difference, difference)
    order = np.argsort(squares, axis=1, kind="stable")[:, :k]
    return np.take_along_axis(near, order, 1), np.sqrt(np.take_along_axis(squares, order, 1)).astype(np.float32)


def _faiss() -> Any:
    """The library for inverted lists; None where it is not installed."""
    try:
        import faiss
    except ImportError:
        return None
    return faiss


def _by_lists(
    faiss: Any, features: Features, rows: IntArray, centre: FloatArray, k: int, progress: Progress
) -> tuple[IntArray, NDArray[np.float32]]:
    """Compare every row with those of the lists nearest to it (Sivic & Zisserman 2003; Johnson et al. 2019)."""
    n, lists = len(rows), int(4 * math.sqrt(len(rows)))
    threads = faiss.omp_get_max_threads()
    faiss.omp_set_num_threads(min(2, threads))
    try:
        rng = np.random.default_rng(_SEED)
        index = _lists(faiss, features.d, lists, n)
        sample = np.sort(rng.choice(n, min(n, 40 * lists), replace=False))
        index.train(_sampled(features, rows[sample], centre))
        progress.step(0.1)
        for here, block in _blocks(features, rows, centre):
            index.add(block)
            progress.step(0.1 + 0.1 * here.stop / n)
        index.nprobe = _probes(index, features, rows, centre, k, rng)
        progress.step(0.25)
        positions, distances = np.empty((n, k), np.int64), np.empty((n, k), np.float32)
        for here, block in _blocks(features, rows, centre):
            for start in range(0, len(block), 1024):  # a cancel is heard between pieces
                piece = np.arange(here.start + start, min(here.start + start + 1024, here.stop))
                squares, near = index.search(block[start : start + 1024], k + 1)
                positions[piece], distances[piece] = _others(piece, near, squares, k)
                progress.step(0.25 + 0.75 * (piece[-1] + 1) / n)
    finally:
        faiss.omp_set_num_threads(threads)
    return positions, distances


def _lists(faiss: Any, d: int, lists: int, n: int) -> Any:
    index = faiss.index_factory(d, f"IVF{lists},{'SQfp16' if n >= _HALF_PRECISION_FROM else 'Flat'}")
    index.cp.seed = 1234 + _SEED
    index.cp.niter = 8
    return index


def _sampled(features: Features, rows: IntArray, centre: FloatArray) -> NDArray[np.float32]:
    return np.subtract(features.rows(rows), centre.astype(np.float32), dtype=np.float32)


def _probes(
    index: Any, features: Features, rows: IntArray, centre: FloatArray, k: int, rng: np.random.Generator
) -> int:
    """Fewest lists, doubled from 8, that find 98 % of the neighbours of some random rows."""
    checked = np.sort(rng.choice(len(rows), min(_CHECKED, len(rows)), replace=False))
    queries = _sampled(features, rows[checked], centre)
    closeness = np.empty((len(checked), len(rows)), np.float32)
    for here, block in _blocks(features, rows, centre):
        closeness[:, here] = queries @ block.T - 0.5 * np.einsum("ij,ij->i", block, block)
    closeness[np.arange(len(checked)), checked] = -np.inf
    true = [set(best(row, k).tolist()) for row in closeness]
    probes = 8
    while probes < index.nlist:
        index.nprobe = probes
        _, near = index.search(queries, k + 1)
        hits = sum(len(t & set(row.tolist())) for t, row in zip(true, near, strict=True))
        if hits >= _RECALL * k * len(checked):
            break
        probes *= 2
    return min(probes, int(index.nlist))


def _others(
    piece: IntArray, near: IntArray, squares: NDArray[np.float32], k: int
) -> tuple[IntArray, NDArray[np.float32]]:
    """Leave the row itself out of its neighbours, and whoever is last where it is not among them."""
    own = near == piece[:, None]
    own[~own.any(axis=1), -1] = True
    kept = near[~own].reshape(len(piece), k)
    distances = np.sqrt(np.maximum(squares[~own].reshape(len(piece), k), 0.0))
    missing = kept < 0  # fewer than k rows in the lists looked at: the nearest one stands in
    kept = np.where(missing, kept[:, :1], kept)
    return kept, np.where(missing, distances[:, :1], distances)
