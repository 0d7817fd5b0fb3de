"""The nearest rows by inverted lists: every row is compared with the rows of the groups nearest to it.

Source:
    Sivic & Zisserman 2003, Video Google; Johnson, Douze & Jegou 2019, Billion-scale similarity search with GPUs.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotator.numerics.comparison import COMPARED, centred_blocks, centred_rows, compared, loaded, nearest_of
from annotator.types import Features, FloatArray, IntArray, Progress

_CHECKED = 200  # random rows by which the lists are checked against an exact search
_RECALL = 0.98
_HALF_PRECISION_FROM = 300_000  # rows from which the lists hold half precision
_SEED = 0


def library() -> Any:
    """The library for inverted lists; None where it is not installed."""
    try:
        import faiss
    except ImportError:
        return None
    return faiss


def by_lists(
    faiss: Any, features: Features, rows: IntArray, centre: FloatArray, k: int, progress: Progress
) -> tuple[IntArray, NDArray[np.float32]]:
    """Return positions and distances of nearly all of the k nearest other rows, shapes (n, k), nearest first.

    Args:
        faiss: The library, see :func:`library`.
        features: Feature set.
        rows: Rows in question, shape (n,), ascending; positions are positions in them.
        centre: A point near the rows, shape (d,).
        k: Neighbours per row, < n.
        progress: Where to report; may cancel.
    """
    n, lists = len(rows), int(4 * math.sqrt(len(rows)))
    threads = faiss.omp_get_max_threads()
    faiss.omp_set_num_threads(min(2, threads))
    try:
        rng = np.random.default_rng(_SEED)
        index = _lists(faiss, features.d, lists, n)
        sample = np.sort(rng.choice(n, min(n, 40 * lists), replace=False))
        index.train(loaded(features, rows[sample], centre))
        progress.step(0.1)
        for here, block in centred_blocks(features, rows, centre):
            index.add(block)
            progress.step(0.1 + 0.1 * here.stop / n)
        index.nprobe = _probes(index, features, rows, centre, k, rng)
        progress.step(0.25)
        positions, distances = np.empty((n, k), np.int64), np.empty((n, k), np.float32)
        for here, block in centred_blocks(features, rows, centre):
            for start in range(0, len(block), 1024):  # a cancel is heard between pieces
                piece = np.arange(here.start + start, min(here.start + start + 1024, here.stop))
                squares, near = index.search(block[start : start + 1024], k + 1)
                positions[piece], distances[piece] = _others(piece, near, squares, k)
                progress.step(0.25 + 0.7 * (piece[-1] + 1) / n)
        _complete(features, rows, centre, positions, distances, progress)
    finally:
        faiss.omp_set_num_threads(threads)
    return positions, distances


def _lists(faiss: Any, d: int, lists: int, n: int) -> Any:
    index = faiss.index_factory(d, f"IVF{lists},{'SQfp16' if n >= _HALF_PRECISION_FROM else 'Flat'}")
    index.cp.seed = 1234 + _SEED
    index.cp.niter = 8
    index.cp.min_points_per_centroid = 1  # fewer than it would like, on which it prints a warning
    return index


def _probes(
    index: Any, features: Features, rows: IntArray, centre: FloatArray, k: int, rng: np.random.Generator
) -> int:
    """Fewest lists, doubled from 8, that find 98 % of the neighbours of some random rows."""
    checked = np.sort(rng.choice(len(rows), min(_CHECKED, len(rows)), replace=False))
    queries = centred_rows(features, rows[checked], centre)
    true = [set(row) for row in compared(queries, checked, centred_blocks(features, rows, centre), k).tolist()]
    probes = 8
    while probes < index.nlist:
        index.nprobe = probes
        _, near = index.search(queries.astype(np.float32), k + 1)
        hits = sum(len(t & set(row)) for t, row in zip(true, near.tolist(), strict=True))
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
    return near[~own].reshape(len(piece), k), np.sqrt(np.maximum(squares[~own].reshape(len(piece), k), 0.0))


def _complete(
    features: Features,
    rows: IntArray,
    centre: FloatArray,
    positions: IntArray,
    distances: NDArray[np.float32],
    progress: Progress,
) -> None:
    """Compare the rows whose lists held fewer than k others (-1) with all rows, in place."""
    lacking = np.flatnonzero((positions < 0).any(axis=1))
    for start in range(0, len(lacking), COMPARED):
        some = lacking[start : start + COMPARED]
        queries = centred_rows(features, rows[some], centre)
        near = compared(queries, some, centred_blocks(features, rows, centre), positions.shape[1])
        positions[some], distances[some] = nearest_of(
            lambda at: centred_rows(features, rows[at], centre), some, near, positions.shape[1]
        )
        progress.step(0.95 + 0.05 * (start + len(some)) / len(lacking))
    progress.step(1.0)
