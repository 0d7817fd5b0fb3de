"""Graph kernel: two images are similar if short walks on the neighbor graph connect them.

``K = (I - a S)^-1 - I / (1 + a)`` for the normalized graph S, scaled to unit diagonal. K is represented by the leading
eigenpairs of S; the omitted part is approximated by ``q I``. Without it the kernel would have low rank, and the ranking
would collapse once there are more judgements than eigenvectors. The shift by I / (1 + a) removes most of the diagonal
that no neighbor shares; K stays positive definite because S >= -I.

Source:
    Zhou, Bousquet, Lal, Weston & Schoelkopf 2004, Learning with local and global consistency, eq. 3.
"""

from __future__ import annotations

import numpy as np

from annotator.numerics.graph import NeighborGraph
from annotator.types import AnyFloatArray, FloatArray, IntArray

_SMALLEST = 1e-12  # of a diagonal entry: a row without neighbors is similar to no other


class GraphSpectrum:
    """Coordinates of all rows; their inner products are the graph kernel between different rows.

    Args:
        graph: Neighbor graph with its leading eigenpairs.
        diffusion: a in (0, 1): how far a judgement spreads along the graph.

    Attributes:
        rank: Number of coordinates.
    """

    def __init__(self, graph: NeighborGraph, diffusion: float) -> None:
        gains, rest = spectrum(graph.values, graph.square_norm, len(graph.vectors), diffusion)
        self._vectors = graph.vectors
        self._roots = np.sqrt(gains)
        diagonal = np.einsum("ij,j,ij->i", graph.vectors, gains.astype(graph.vectors.dtype), graph.vectors) + rest
        self._scale = (1.0 / np.sqrt(np.maximum(diagonal, _SMALLEST))).astype(graph.vectors.dtype)
        self.rank = graph.vectors.shape[1]

    def coordinates(self, rows: IntArray) -> FloatArray:
        """Return the coordinates of rows, shape (len(rows), rank), float64; their squared norm is at most 1."""
        return np.asarray(self.gathered(rows), np.float64)

    def gathered(self, rows: IntArray) -> AnyFloatArray:
        """Return the coordinates of rows in single precision, shape (len(rows), rank)."""
        roots = self._roots.astype(self._vectors.dtype)
        return np.asarray(self._vectors[rows] * roots * self._scale[rows, None])

    def columns(self, coordinates: FloatArray, here: slice) -> AnyFloatArray:
        """Return the inner products of ``coordinates``, shape (k, rank), with the rows ``here``, shape (k, rows)."""
        right = np.ascontiguousarray((coordinates * self._roots).T, self._vectors.dtype)
        products = np.ascontiguousarray((self._vectors[here] @ right).T)
        products *= self._scale[here]
        return products


def spectrum(values: FloatArray, square_norm: float, n: int, diffusion: float) -> tuple[FloatArray, float]:
    """Return the weight of each eigenvector in the shifted kernel, and the diagonal that replaces the omitted ones.

    Args:
        values: Leading eigenvalues of S, shape (r,), descending.
        square_norm: Squared Frobenius norm of S.
        n: Number of rows.
        diffusion: a in (0, 1).

    Returns:
        ``g_i - q >= 0``, shape (r,), and ``q >= 0``: the mean of the omitted eigenvalues of the kernel, to second
        order in those of S. Their sum and sum of squares are known from the trace of S (0) and its norm.
    """
    r = len(values)
    gains = 1.0 / (1.0 - diffusion * values)
    rest = 0.0
    if r < n:
        first = -values.sum() / (n - r)
        second = max(square_norm - np.square(values).sum(), 0.0) / (n - r)
        rest = max(1.0 + diffusion * first + diffusion**2 * second - 1.0 / (1.0 + diffusion), 0.0)
    gains -= 1.0 / (1.0 + diffusion)
    return np.maximum(gains - rest, 0.0), float(rest)
