"""Which images are similar to one image by their features: the nearest, or all in order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotator.model.explanation import SimilarImage
from annotator.model.geometry import Geometry
from annotator.numerics import kernels
from annotator.numerics.blocks import best, descending
from annotator.runtime.threads import one_blas_thread
from annotator.types import BoolArray, IntArray, Progress

_SPARE = 16  # extra candidates, because single-precision products only preselect


@dataclass(frozen=True, eq=False)
class Similarity:
    """The similarity of all rows to one row in feature space.

    Attributes:
        geometry: Geometry of the features.
        row: The row, whose features are finite.
        allowed: Mask of the rows that may be returned, shape (n,).
        form: Feature kernel that converts distance to similarity, one of :data:`annotator.numerics.kernels.FORMS`.
        length_scale: Length scale of ``form``.
    """

    geometry: Geometry
    row: int
    allowed: BoolArray
    form: str
    length_scale: float

    def nearest(self, k: int, progress: Progress | None = None) -> tuple[SimilarImage, ...]:
        """Return the ``k`` nearest other rows, nearest first; exact, in one pass over the features."""
        with one_blas_thread():
            closeness = self._closeness(progress or Progress())
            closeness[self.row] = -np.inf
            others = np.count_nonzero(closeness > -np.inf)
            found = best(closeness, min(k + _SPARE, int(others)))
            query, points = self.geometry.centered(np.array([self.row])), self.geometry.centered(found)
            distance = np.square(points - query).sum(axis=1)
            order = np.lexsort((found, distance))[:k]
            near = kernels.between(self.form, query, points[order], self.length_scale)[0] if len(order) else ()
        return tuple(SimilarImage(int(found[at]), float(s)) for at, s in zip(order, near, strict=True))

    def order(self, progress: Progress | None = None) -> IntArray:
        """Return all rows, nearest first and the row itself at the beginning; shape (m,), in one pass.

        Rows whose distances differ by less than the working precision are in the order of their numbers.
        """
        with one_blas_thread():
            closeness = self._closeness(progress or Progress())
        closeness[self.row] = np.inf
        closeness[closeness == -np.inf] = np.nan
        return descending(closeness.astype(np.float32, copy=False))

    def _closeness(self, progress: Progress) -> NDArray[Any]:
        """Return what falls as the distance grows, shape (n,); minus infinity for rows that may not be returned."""
        query = self.geometry.centered(np.array([self.row]))
        closeness = np.empty(self.geometry.n, self.geometry.dtype)
        for here, products in self.geometry.products(query):
            closeness[here] = products[0] - self.geometry.half_norms[here]
            progress.step(here.stop / self.geometry.n)
        closeness[~(self.allowed & self.geometry.valid)] = -np.inf
        return closeness
