"""Graph kernel: two images are similar if short walks on the neighbor graph connect them.

``K = (I - a S)^-3`` for the normalized graph S, as far as its leading eigenvectors represent it, scaled to unit
diagonal: the Matern kernel of a graph. A tenth of the mean diagonal is added that no two images share. Without it the
kernel would have low rank, and the ranking would collapse once there are more judgements than eigenvectors. Its share
is fixed, so that a judgement spreads as well through a million images as through a thousand; the exact remainder would
outweigh the few leading eigenvectors of a large collection.

Source:
    Borovitskiy, Azangulov, Terenin, Mostowsky, Deisenroth & Durrande 2021, Matern Gaussian processes on graphs, eq. 9,
    with smoothness 3, on the normalized graph of Zhou, Bousquet, Lal, Weston & Schoelkopf 2004, Learning with local and
    global consistency; the share of the diagonal is our own.
"""

from __future__ import annotations

import numpy as np

from annotator.numerics.graph import NeighborGraph
from annotator.types import AnyFloatArray, FloatArray, IntArray

_SMOOTHNESS = 3.0
_OWN = 0.1  # share of the mean diagonal that an image has in common with no other
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
        gains, rest = spectrum(graph.values, len(graph.vectors), diffusion)
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


def spectrum(values: FloatArray, n: int, diffusion: float) -> tuple[FloatArray, float]:
    """Return the weight of each eigenvector, shape (r,), > 0, and what is added to the diagonal, >= 0.

    Args:
        values: Leading eigenvalues of S, shape (r,), in [-1, 1].
        n: Number of rows.
        diffusion: a in (0, 1).
    """
    gains = (1.0 - diffusion * values) ** -_SMOOTHNESS
    return gains, float(_OWN / (1.0 - _OWN) * gains.sum() / n)
