"""Neighbor graph of a collection, its normalized weights, and their leading eigenvectors.

Weights decay with distance on a local scale, ``w_ij = exp(-d_ij^2 / (s_i s_j))`` where ``s_i`` is the distance from row
i to its k-th neighbor. Two rows are linked if either is among the k nearest of the other. With the degrees D,
``S = D^-1/2 W D^-1/2`` has its eigenvalues in [-1, 1].

Source:
    Zelnik-Manor & Perona 2004, Self-tuning spectral clustering, eq. 4 (local scales); Zhou et al. 2004, Learning with
    local and global consistency (S); Zhou, Saad, Tiago & Chelikowsky 2006, Self-consistent-field calculations using
    Chebyshev-filtered subspace iteration (eigenvectors of large graphs).
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.linalg import eigh
from scipy.sparse.linalg import eigsh

from annotator.numerics.neighbors import nearest_neighbors
from annotator.types import AnyFloatArray, BoolArray, Features, FloatArray, Progress

NEIGHBOURS = 10
RANK = 128

_DENSE_BELOW = 600  # below so many rows, compute all eigenpairs with a dense solver
_LANCZOS_BELOW = 8_000  # below so many rows, the Lanczos method is fast
_LARGE, _LARGE_RANK = 500_000, 100
_SPARE = 24  # extra vectors, because the last ones of a subspace converge last
_DEGREES = (8, 12, 16)  # of the filter in each iteration
_AT_ONCE = 32  # columns filtered at once
_ROWS = 1 << 15  # rows of the subspace processed at once
_SMALLEST_SCALE = 1e-6  # relative to the median scale; duplicates have distance 0


@dataclass(frozen=True, eq=False)
class NeighborGraph:
    """Neighbors of every row of a collection of n rows, and the spectrum of their graph.

    Attributes:
        neighbors: The k nearest other rows, nearest first, shape (n, k), int32; padded with -1.
        distances: Distances to the neighbors, shape (n, k), float32; padded with infinity.
        values: Leading eigenvalues of S, descending, shape (r,), float64.
        vectors: Their eigenvectors, orthonormal, shape (n, r), float32.
        valid: Mask of the rows with finite features, shape (n,); the others have no neighbors and no coordinates.
    """

    neighbours: NDArray[np.int32]
    distances: NDArray[np.float32]
    values: FloatArray
    vectors: NDArray[np.float32]
    valid: BoolArray

    @property
    def checksum(self) -> int:
        """CRC-32 of the eigenvalues and of about a thousand rows of the eigenvectors."""
        return zlib.crc32(self.vectors[:: max(1, len(self.vectors) // 1000)].tobytes(), zlib.crc32(self.values.data))


def build_graph(
    features: Features, valid: BoolArray, *, k: int = NEIGHBOURS, rank: int = RANK, progress: Progress | None = None
) -> NeighborGraph:
    """Find the neighbors of every row and the leading eigenvectors of their graph. The result is deterministic.

    Args:
        features: Feature set of n rows.
        valid: Mask of the finite rows, shape (n,).
        k: Neighbors per row.
        rank: Number of eigenvectors; at most 100 from 500,000 rows on, and always less than the number of rows.
        progress: Progress reporter; may cancel.
    """
    progress = progress or Progress()
    search = Progress(lambda share: progress.step(0.6 * share), progress.cancel)
    neighbours, distances = nearest_neighbors(features, valid, k, search)
    s = normalized(neighbours, distances)
    rank = min(rank, features.n - 1, _LARGE_RANK if features.n >= _LARGE else rank)
    rest = Progress(lambda share: progress.step(0.6 + 0.4 * share), progress.cancel)
    values, vectors = leading(s, max(rank, 0), rest)
    vectors[~valid] = 0.0
    return NeighborGraph(neighbours, distances, values, vectors, valid)


def normalized(neighbours: NDArray[np.int32], distances: NDArray[np.float32]) -> Any:
    """Return S as a sparse matrix, shape (n, n), CSR, float64; rows without neighbors are empty.

    Args:
        neighbors: Neighbors of every row, shape (n, k), padded with -1.
        distances: Distances to the neighbors, shape (n, k).
    """
    n = len(neighbours)
    there = neighbours >= 0
    farthest = np.where(there, distances, 0.0).max(axis=1, initial=0.0).astype(np.float64)
    positive = farthest[farthest > 0]
    scale = np.maximum(farthest, _SMALLEST_SCALE * (float(np.median(positive)) if positive.size else 1.0))
    row, place = np.nonzero(there)
    column = neighbours[row, place]
    weight = np.exp(-np.square(distances[row, place].astype(np.float64)) / (scale[row] * scale[column]))
    w = sparse.csr_matrix((weight, (row, column)), shape=(n, n))
    w = w.maximum(w.T).tocoo()
    degree = np.asarray(w.sum(axis=1)).ravel()
    root = 1.0 / np.sqrt(np.where(degree > 0, degree, 1.0))
    return sparse.csr_matrix((w.data * (root[w.row] * root[w.col]), (w.row, w.col)), shape=(n, n))


def leading(s: Any, rank: int, progress: Progress | None = None) -> tuple[FloatArray, NDArray[np.float32]]:
    """Return the largest eigenvalues of S, descending, shape (r,), and their eigenvectors, shape (n, r).

    For large graphs the vectors span an approximation of the leading subspace, and the values are Rayleigh quotients.
    """
    progress = progress or Progress()
    n = s.shape[0]
    if rank == 0:
        return np.empty(0), np.empty((n, 0), np.float32)
    if n < _DENSE_BELOW or rank > n // 3:
        values, vectors = np.linalg.eigh(s.toarray())
    elif n < _LANCZOS_BELOW:
        values, vectors = eigsh(s, rank, which="LA", v0=np.random.default_rng(0).standard_normal(n))
        order = np.argsort(values)
        values, vectors = values[order], vectors[:, order]
    else:
        values, vectors = _filtered(s, rank, progress)
    values, vectors = values[::-1][:rank], vectors[:, ::-1][:, :rank]
    single = np.ascontiguousarray(vectors, np.float32)
    # Fix the sign: make the largest entry positive. np.negative in place is wrong for columns of four (NumPy 2.4.6).
    single *= np.sign([column[np.abs(column).argmax()] for column in single.T]).astype(np.float32)
    return np.array(values, np.float64), single


def _filtered(s: Any, rank: int, progress: Progress) -> tuple[FloatArray, AnyFloatArray]:
    """Return ascending eigenpairs by Chebyshev-filtered subspace iteration in single precision.

    Columns are filtered a few at a time, and all other steps work in place on blocks of rows: for a million images the
    subspace takes half a gigabyte, and it is never copied.
    """
    n, width = s.shape[0], rank + _SPARE
    single = s.astype(np.float32)
    halves = [single[: n // 2], single[n // 2 :]]
    y = np.random.default_rng(0).standard_normal((n, width), np.float32)
    cut, done, total = 0.5, 0, sum(_DEGREES) * width
    values: FloatArray = np.empty(0)
    with ThreadPoolExecutor(2) as executor:

        def times(x: AnyFloatArray) -> AnyFloatArray:
            product = np.empty_like(x)

            def multiply(part: int) -> None:
                product[part * (n // 2) : (n // 2 if part == 0 else n)] = halves[part] @ x

            list(executor.map(multiply, range(2)))
            return product

        for degree in _DEGREES:
            for start in range(0, width, _AT_ONCE):
                some = slice(start, min(start + _AT_ONCE, width))
                y[:, some] = _chebyshev(times, np.ascontiguousarray(y[:, some]), degree, cut)
                done += degree * (some.stop - start)
                progress.step(done / total)
            _orthonormalize(y)
            small = _projected(times, y)
            values, turn = eigh((small + small.T) / 2)
            _turn(y, turn)
            cut = float(values[_SPARE // 2])
    return np.asarray(values, np.float64), y


def _chebyshev(times: Callable[[AnyFloatArray], AnyFloatArray], y: AnyFloatArray, degree: int, cut: float) -> Any:
    """Return the Chebyshev polynomial of S applied to the columns ``y``."""
    # The filter maps [-1, cut] to [-1, 1], where Chebyshev polynomials are bounded; above 1 they grow fast.
    half, center = (cut + 1.0) / 2.0, (cut - 1.0) / 2.0
    before, now = y, (times(y) - np.float32(center) * y) * np.float32(1.0 / half)
    for _ in range(degree - 1):
        step = times(now)
        step -= np.float32(center) * now
        step *= np.float32(2.0 / half)
        step -= before
        before, now = now, step
    return now


def _projected(times: Callable[[AnyFloatArray], AnyFloatArray], y: AnyFloatArray) -> AnyFloatArray:
    """Return y' S y, shape (width, width)."""
    parts = []
    for start in range(0, y.shape[1], _AT_ONCE):
        product = times(np.ascontiguousarray(y[:, start : start + _AT_ONCE]))
        parts.append(_gram(y, product))
    return np.concatenate(parts, axis=1)


def _gram(a: AnyFloatArray, b: AnyFloatArray) -> AnyFloatArray:
    """Return a' b, summed in double precision over blocks of rows."""
    total = np.zeros((a.shape[1], b.shape[1]))
    for start in range(0, len(a), _ROWS):
        here = slice(start, start + _ROWS)
        total += a[here].T @ b[here]
    return total


def _turn(y: AnyFloatArray, matrix: AnyFloatArray) -> None:
    """Overwrite ``y`` with y @ matrix, where ``matrix`` is square."""
    single = matrix.astype(y.dtype)
    for start in range(0, len(y), _ROWS):
        here = slice(start, start + _ROWS)
        y[here] = y[here] @ single


def _orthonormalize(y: AnyFloatArray) -> None:
    """Orthonormalize the columns in place by their Gram matrix, twice: as accurate as QR and several times as fast.

    Source: Yamamoto et al. 2015, Roundoff error analysis of the CholeskyQR2 algorithm, with an eigendecomposition
    instead of the Cholesky factor because the filtered columns are nearly dependent.
    """
    y /= np.sqrt(np.einsum("ij,ij->j", y, y, dtype=np.float64)).astype(y.dtype)
    for _ in range(2):
        values, vectors = np.linalg.eigh(_gram(y, y))
        _turn(y, vectors / np.sqrt(np.maximum(values, 1e-7 * values[-1])))
