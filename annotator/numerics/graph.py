"""The neighbour graph of a collection, its normalised weights, and their leading eigenvectors.

Weights fall off with distance on the scale of each row's own neighbourhood, ``w_ij = exp(-d_ij^2 / (s_i s_j))`` where
``s_i`` is the distance to the k-th neighbour; an edge exists if either row is among the nearest of the other. With the
degrees D, ``S = D^-1/2 W D^-1/2`` has its eigenvalues in [-1, 1].

Source:
    Zelnik-Manor & Perona 2004, Self-tuning spectral clustering, eq. 4 (local scales); Zhou et al. 2004, Learning with
    local and global consistency (S); Zhou, Saad, Tiago & Chelikowsky 2006, Self-consistent-field calculations using
    Chebyshev-filtered subspace iteration (eigenvectors of large graphs).
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.linalg import eigh
from scipy.sparse.linalg import eigsh

from annotator.numerics.neighbours import nearest_neighbours
from annotator.types import AnyFloatArray, BoolArray, Features, FloatArray, IntArray, Progress

NEIGHBOURS = 10
RANK = 128

_DENSE_BELOW = 600  # rows below which all eigenpairs are computed at once
_LANCZOS_BELOW = 8_000  # rows below which the Lanczos method is fast
_LARGE, _LARGE_RANK = 500_000, 100
_SPARE = 24  # more vectors than wanted: the last ones of a subspace converge last
_DEGREES = (8, 12, 16)  # of the filter in each iteration
_SMALLEST_SCALE = 1e-6  # of the median scale: copies have a distance of 0


@dataclass(frozen=True, eq=False)
class NeighbourGraph:
    """Neighbours of every row of a collection of n, and what the manifold kernel needs of their graph.

    Attributes:
        neighbours: The k nearest other rows, nearest first, shape (n, k), int32; -1 where there are fewer.
        distances: Their distances, shape (n, k), float32; infinity where there are fewer.
        values: Leading eigenvalues of S, descending, shape (r,), float64.
        vectors: Their eigenvectors, orthonormal, shape (n, r), float32.
        square_norm: Squared Frobenius norm of S.
        valid: Rows with finite features, shape (n,); the others have no neighbours and no coordinates.
    """

    neighbours: NDArray[np.int32]
    distances: NDArray[np.float32]
    values: FloatArray
    vectors: NDArray[np.float32]
    square_norm: float
    valid: BoolArray


def build_graph(
    features: Features,
    valid: BoolArray,
    *,
    k: int = NEIGHBOURS,
    rank: int = RANK,
    progress: Progress | None = None,
) -> NeighbourGraph:
    """Find the neighbours of every row and the leading eigenvectors of their graph; the same features, the same graph.

    Args:
        features: Feature set of n rows.
        valid: Finite rows, shape (n,).
        k: Neighbours per row.
        rank: Eigenvectors; at most 100 from 500,000 rows on, and fewer than there are rows.
        progress: Where to report; may cancel.
    """
    progress = progress or Progress()
    search = Progress(lambda share: progress.step(0.6 * share), progress.cancel)
    neighbours, distances = nearest_neighbours(features, valid, k, search)
    s = normalised(neighbours, distances)
    rank = min(rank, features.n - 1, _LARGE_RANK if features.n >= _LARGE else rank)
    rest = Progress(lambda share: progress.step(0.6 + 0.4 * share), progress.cancel)
    values, vectors = leading(s, max(rank, 0), rest)
    vectors[~valid] = 0.0
    return NeighbourGraph(neighbours, distances, values, vectors, float(np.square(s.data).sum()), valid)


def normalised(neighbours: NDArray[np.int32], distances: NDArray[np.float32]) -> Any:
    """Return S as a sparse matrix, shape (n, n), CSR, float64; rows without neighbours are empty.

    Args:
        neighbours: Neighbours of every row, shape (n, k), -1 where there are fewer.
        distances: Their distances, shape (n, k).
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


def diffused(s: Any, diffusion: float, rows: IntArray, tolerance: float = 1e-8) -> FloatArray:
    """Return columns of (I - a S)^-1 by conjugate gradients for all columns at once, shape (n, len(rows)).

    The kernel is made from eigenvectors instead (see :mod:`annotator.model.manifold`); this is what it approximates.

    Args:
        s: S, see :func:`normalised`.
        diffusion: a in (0, 1).
        rows: Which columns.
        tolerance: Residual relative to the right-hand side at which the iteration ends.

    Source:
        Golub & Van Loan 2013, Matrix Computations, 11.3.3, one step length per column.
    """
    x = np.zeros((s.shape[0], len(rows)))
    r = np.zeros_like(x)
    r[rows, np.arange(len(rows))] = 1.0
    p, square = r.copy(), np.ones(len(rows))
    while np.sqrt(square.max(initial=0.0)) > tolerance:
        product = p - diffusion * (s @ p)
        step = square / np.maximum(np.einsum("ij,ij->j", p, product), 1e-300)
        x += step * p
        r -= step * product
        new = np.einsum("ij,ij->j", r, r)
        p = r + (new / np.maximum(square, 1e-300)) * p
        square = new
    return x


def leading(s: Any, rank: int, progress: Progress | None = None) -> tuple[FloatArray, NDArray[np.float32]]:
    """Return the largest eigenvalues of S, descending, and their eigenvectors, shapes (r,) and (n, r).

    For large graphs the vectors span an approximation of the leading subspace; values are their Rayleigh quotients.
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
    largest = vectors[np.abs(vectors).argmax(axis=0), np.arange(rank)]
    return np.array(values, np.float64), np.ascontiguousarray(vectors * np.where(largest < 0, -1.0, 1.0), np.float32)


def _filtered(s: Any, rank: int, progress: Progress) -> tuple[FloatArray, AnyFloatArray]:
    """Chebyshev-filtered subspace iteration in single precision; ascending values."""
    n, width = s.shape[0], rank + _SPARE
    single = s.astype(np.float32)
    halves = [single[: n // 2], single[n // 2 :]]
    y = np.random.default_rng(0).standard_normal((n, width)).astype(np.float32)
    cut, done, total = 0.5, 0, sum(_DEGREES)
    values: FloatArray = np.empty(0)
    with ThreadPoolExecutor(2) as executor:

        def times(x: AnyFloatArray) -> AnyFloatArray:
            return np.concatenate(list(executor.map(lambda half: half @ x, halves)))

        for degree in _DEGREES:
            # The filter maps [-1, cut] to [-1, 1], where Chebyshev polynomials stay small; above they grow fast.
            half, centre = (cut + 1.0) / 2.0, (cut - 1.0) / 2.0
            before, now = y, (times(y) - np.float32(centre) * y) * np.float32(1.0 / half)
            for _ in range(degree - 1):
                step = times(now)
                step -= np.float32(centre) * now
                step *= np.float32(2.0 / half)
                step -= before
                before, now = now, step
                done += 1
                progress.step(done / total)
            y = _orthonormal(now)
            small = y.T @ times(y)
            values, turn = eigh((small + small.T) / 2)
            y = y @ turn.astype(np.float32)
            cut = float(values[_SPARE // 2])
    return np.asarray(values, np.float64), y


def _orthonormal(y: AnyFloatArray) -> AnyFloatArray:
    """Orthonormal basis of the columns by their Gram matrix, twice, which is as good as QR and several times as fast.

    Source: Yamamoto et al. 2015, Roundoff error analysis of the CholeskyQR2 algorithm, with an eigendecomposition in
    place of the Cholesky factor, for the filter makes the columns nearly dependent.
    """
    y = y / np.sqrt(np.einsum("ij,ij->j", y, y))
    for _ in range(2):
        gram = (y.T @ y).astype(np.float64)
        values, vectors = np.linalg.eigh(gram)
        y = y @ (vectors / np.sqrt(np.maximum(values, 1e-7 * values[-1]))).astype(np.float32)
    return y
