"""What words and rules say of every image, as the mean of the relevance function before any judgement.

Words become a direction in the space of the features. The cosine of an image with it, averaged with those of its
neighbors in the graph and standardized over the collection, is the trend t of the image. The prior of the relevance
function is

    f ~ GP(m0 + beta t, k),    beta ~ N(BELIEF, SPREAD^2).

What the votes of rules say, see :mod:`annotator.model.label_model`, is the logarithm of how much more often relevant
images have these votes. It makes two more such trends: averaged with the neighbors, which evens out the errors of rules
on single images and is believed at once, :data:`SHARED`; and of each image alone, which is believed as far as
judgements bear it out, :data:`OWN`.

The judgements decide how far words and rules can be trusted: beta is set to its posterior mean, so that what
contradicts the judgements fades. The variance does not include what is left to know of beta.

Source:
    Rasmussen & Williams 2006, section 2.7, for basis functions with informative priors on their coefficients.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import solve_triangular
from scipy.sparse import csr_matrix

from annotator.model.geometry import Geometry
from annotator.numerics.graph import NeighborGraph
from annotator.types import FloatArray, Progress

BELIEF = 0.3
"""Mean of the coefficient beta before any judgement: how much one standard deviation of the trend raises f."""
SPREAD = 0.3
"""Standard deviation of beta before any judgement."""
SHARED, OWN = (0.4, 0.3), (0.02, 0.1)
"""Mean and standard deviation of beta before any judgement where rules vote: how much one nat of the evidence that
neighbors share raises f, and one nat of that of an image alone."""
_LEAST = 1e-5  # spread of the cosines below which they differ by rounding only
STAY, STEPS = 0.9, 10
"""Probability that the walk along the neighbor graph goes on, and its largest number of steps."""


@dataclass(frozen=True, eq=False)
class Trend:
    """The scores of all images.

    Attributes:
        values: Trend of each row, shape (n,), float64; 0 for rows that cannot be used. Of words, mean 0 and variance 1
            over the others.
        belief: Mean and standard deviation of the coefficient before any judgement.
    """

    values: FloatArray
    _direction: FloatArray | None = None
    _mean: float = 0.0
    _std: float = 1.0
    belief: tuple[float, float] = (BELIEF, SPREAD)

    @classmethod
    def along(
        cls, direction: FloatArray, geometry: Geometry, graph: NeighborGraph | None, progress: Progress | None = None
    ) -> Trend:
        """Compute the trend of all rows in one pass over the features.

        Args:
            direction: The direction that the words mean, shape (d,).
            geometry: Geometry of the feature set.
            graph: Neighbor graph, along which the scores are smoothed, or None.
            progress: Progress reporter; may cancel.
        """
        progress, dtype = progress or Progress(), geometry.dtype
        along, toward = direction.astype(dtype), geometry.center.astype(dtype)
        square = float(geometry.center @ geometry.center)
        cosine = np.empty(geometry.n)
        with np.errstate(invalid="ignore", over="ignore"):
            for here, block in geometry.blocks():
                rows = block.astype(dtype, copy=False)
                # |x|^2 = |x - c|^2 + 2 x'c - |c|^2; two products with a vector are faster than one with a matrix.
                squares = 2.0 * geometry.half_norms[here] + 2.0 * (rows @ toward).astype(np.float64) - square
                cosine[here] = (rows @ along) / np.sqrt(np.maximum(squares, 1e-12))
                progress.step(here.stop / geometry.n)
        cosine[~geometry.valid] = np.nan
        mean, std = float(np.nanmean(cosine)), float(np.nanstd(cosine))
        if std < _LEAST:
            return cls(np.zeros(geometry.n), direction, mean, np.inf)
        values = np.nan_to_num((cosine - mean) / std)
        if graph is not None:
            values = smoothed(values, graph)
            values[geometry.valid] -= values[geometry.valid].mean()
            values /= max(float(values[geometry.valid].std()), 1e-9)
            values[~geometry.valid] = 0.0
        return cls(values, direction, mean, std)

    def of(self, vectors: NDArray[np.floating]) -> FloatArray:
        """Return the trend of feature vectors outside the collection, shape (e, d), as shape (e,)."""
        if self._direction is None:  # rules do not vote on them
            return np.zeros(len(vectors))
        vectors = np.asarray(vectors, np.float64)
        norms = np.maximum(np.sqrt(np.square(vectors).sum(axis=1)), 1e-6)
        return np.asarray((vectors @ self._direction / norms - self._mean) / self._std)


def smoothed(values: FloatArray, graph: NeighborGraph) -> FloatArray:
    """Return values that neighbors in the graph share: the mean of a random walk that goes on with :data:`STAY`."""
    near, there = graph.neighbours, graph.neighbours >= 0
    n, k = near.shape
    share = STAY * there / np.maximum(there.sum(axis=1, keepdims=True), 1)
    # A row without a neighbor in a place points at itself there, with share 0.
    index = np.where(there, near, np.arange(n)[:, None]).ravel()
    walk = csr_matrix((share.ravel(), index, np.arange(0, n * k + 1, k)), shape=(n, n))
    found = values
    for _ in range(STEPS):
        found = (1.0 - STAY) * values + walk @ found
    return np.asarray(found)


def coefficients(trends: Sequence[Trend], here: FloatArray, residual: FloatArray, lower: FloatArray) -> FloatArray:
    """Return the posterior means of the coefficients beta, shape (t,).

    Args:
        trends: The trends.
        here: Their values at the judged points, shape (m, t).
        residual: Targets of these points minus the constant prior mean, shape (m,).
        lower: Cholesky factor of their covariance with noise, shape (m, m).
    """
    solved = solve_triangular(lower, np.column_stack([here, residual]), lower=True, check_finite=False)
    h, r = solved[:, :-1], solved[:, -1]
    mean, spread = np.array([one.belief for one in trends]).T
    return np.asarray(np.linalg.solve(h.T @ h + np.diag(spread**-2), mean / spread**2 + h.T @ r))
