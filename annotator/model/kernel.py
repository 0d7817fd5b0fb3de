"""Prior covariance of the relevance function: a kernel on features mixed with one on the neighbor graph."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotator.model.geometry import Geometry, Query
from annotator.model.graph_kernel import GraphSpectrum
from annotator.numerics import kernels
from annotator.numerics.blocks import best
from annotator.types import AnyFloatArray, FloatArray, IntArray

_ATTACHED = 10  # graph rows that determine the coordinates of a point outside the collection


@dataclass(frozen=True, eq=False)
class Points:
    """Points at which the kernel is evaluated.

    Attributes:
        keys: Feature row of each point, shape (k,); a distinct negative number for each point outside the collection.
        vectors: Centered feature vectors, shape (k, d).
        coordinates: Coordinates on the neighbor graph, shape (k, r); r = 0 if the kernel has no graph.
    """

    keys: IntArray
    vectors: NDArray[Any]
    coordinates: NDArray[Any]

    def __len__(self) -> int:
        return len(self.keys)

    def and_(self, other: Points) -> Points:
        """Return these points followed by those of ``other``."""
        return Points(
            np.concatenate([self.keys, other.keys]),
            np.concatenate([self.vectors, other.vectors]),
            np.concatenate([self.coordinates, other.coordinates]),
        )

    def without(self, position: int) -> Points:
        """Return all points except the one at ``position``."""
        arrays = (self.keys, self.vectors, self.coordinates)
        return Points(*(np.delete(array, position, axis=0) for array in arrays))


@dataclass(frozen=True, eq=False)
class Ahead:
    """Points prepared for kernel evaluation with successive blocks of rows.

    Attributes:
        points: The k points.
        query: Their feature vectors, prepared for inner products.
        half_norms: Half their squared norms, shape (k,).
    """

    points: Points
    query: Query
    half_norms: AnyFloatArray


class Kernel:
    """The kernel ``amplitude * ((1 - w) k_features + w k_graph)``; both parts have unit diagonal.

    Args:
        geometry: Geometry of the feature set.
        form: Feature kernel, one of :data:`annotator.numerics.kernels.FORMS`.
        length_scale: Length scale of a stationary form, > 0.
        amplitude: Prior variance, > 0.
        manifold: Graph kernel, or None.
        weight: Weight w of the graph kernel in [0, 1]; 0 without ``manifold``.
    """

    def __init__(
        self,
        geometry: Geometry,
        form: str,
        length_scale: float,
        amplitude: float = 1.0,
        manifold: GraphSpectrum | None = None,
        weight: float = 0.0,
    ) -> None:
        self.geometry, self.form, self.length_scale, self.amplitude = geometry, form, length_scale, amplitude
        self.manifold = manifold if weight > 0 else None
        self.weight = weight if self.manifold is not None else 0.0

    def none(self) -> Points:
        """Return an empty set of points."""
        return Points(np.empty(0, np.int64), np.empty((0, self.geometry.features.d)), np.empty((0, self._rank)))

    def points(self, rows: IntArray) -> Points:
        """Return rows of the collection as points in float64."""
        coordinates = np.empty((len(rows), 0)) if self.manifold is None else self.manifold.coordinates(rows)
        return Points(np.asarray(rows, np.int64), self.geometry.centered(rows), coordinates)

    def gathered(self, rows: IntArray) -> Points:
        """Return rows of the collection as points in the working precision, for many rows."""
        dtype = self.geometry.dtype
        coordinates: AnyFloatArray = np.empty((len(rows), 0), dtype)
        if self.manifold is not None:
            coordinates = self.manifold.gathered(rows).astype(dtype, copy=False)
        return Points(np.asarray(rows, np.int64), self.geometry.gathered(rows), coordinates)

    def outside(self, keys: IntArray, vectors: FloatArray) -> Points:
        """Return points outside the collection; their graph coordinates are averaged over their nearest rows.

        Args:
            keys: Negative key of each point, shape (e,).
            vectors: Feature vectors, shape (e, d). With a graph, they cost one pass over the features.
        """
        centered = self.geometry.center_rows(vectors)
        coordinates = np.empty((len(keys), 0))
        if self.manifold is not None and len(keys):
            coordinates = self._attached(centered)
        return Points(keys, centered, coordinates)

    def between(self, a: Points, b: Points) -> FloatArray:
        """Return the kernel between points in double precision, shape (len(a), len(b)); for few points."""
        k = np.zeros((len(a), len(b)))
        if self.weight < 1:
            k = kernels.between(self.form, a.vectors, b.vectors, self.length_scale) * (1.0 - self.weight)
        if self.manifold is not None:
            k += self.weight * (a.coordinates @ b.coordinates.T)
        k[a.keys[:, None] == b.keys] = 1.0
        k *= self.amplitude
        return k

    def many(self, a: Points, b: Points) -> AnyFloatArray:
        """Return the kernel between gathered points by matrix products in their precision; for many points."""
        dtype = a.vectors.dtype.type
        k = kernels.many(self.form, a.vectors, b.vectors, self.length_scale)
        if self.manifold is not None:
            k *= dtype(1.0 - self.weight)
            k += (dtype(self.weight) * a.coordinates) @ b.coordinates.T
        k[a.keys[:, None] == b.keys] = 1.0
        k *= dtype(self.amplitude)
        return k

    def to_one(self, points: Points, position: int, start: int = 0) -> FloatArray:
        """Return the kernel of the point at ``position`` with those from ``start`` on, shape (s,), float64."""
        rest = points.vectors[start:]
        k = np.asarray(kernels.to_one(self.form, rest, points.vectors[position], self.length_scale), np.float64)
        if self.manifold is not None:
            k *= 1.0 - self.weight
            k += self.weight * (points.coordinates[start:] @ points.coordinates[position])
        k[points.keys[start:] == points.keys[position]] = 1.0
        k *= self.amplitude
        return k

    def columns(self, points: Points, row_bytes: int = 0) -> Iterator[tuple[slice, AnyFloatArray]]:
        """Yield (rows, kernel between ``points`` and those rows) for all rows, in order.

        Args:
            points: The k points.
            row_bytes: Memory in bytes that the caller needs per row of a block; limits the block size.

        Yields:
            Row slice and kernel block of shape (k, rows); columns of rows with NaN or Inf are 0.
        """
        ahead = self.ahead(points)
        for here, block in self.geometry.blocks(row_bytes):
            yield here, self.block(ahead, here, block)

    def ahead(self, points: Points) -> Ahead:
        """Prepare points for :meth:`block`."""
        half = (0.5 * np.square(points.vectors).sum(axis=1)).astype(self.geometry.dtype)
        return Ahead(points, self.geometry.query(points.vectors), half)

    def block(self, ahead: Ahead, here: slice, features: NDArray[Any]) -> AnyFloatArray:
        """Return the kernel between points and the rows ``here`` with the given features, shape (k, rows).

        Columns of rows with NaN or Inf are 0. Thread-safe.
        """
        geometry, points = self.geometry, ahead.points
        block = geometry.inner(ahead.query, features)
        valid = geometry.valid[here]
        clean = bool(valid.all())
        if not clean:
            block[:, ~valid] = 0.0
        kernels.from_products(self.form, block, ahead.half_norms, geometry.half_norms[here], self.length_scale)
        if self.manifold is not None:
            block *= block.dtype.type(1.0 - self.weight)
            block += self.manifold.columns(self.weight * points.coordinates, here)
        inside = np.flatnonzero((points.keys >= here.start) & (points.keys < here.stop))
        block[inside, points.keys[inside] - here.start] = 1.0
        if not clean:
            block[:, ~valid] = 0.0
        if self.amplitude != 1.0:
            block *= block.dtype.type(self.amplitude)
        return block

    @property
    def _rank(self) -> int:
        return 0 if self.manifold is None else self.manifold.rank

    def _attached(self, vectors: FloatArray) -> FloatArray:
        """Return the coordinates of centered vectors, shape (e, d), on the graph, shape (e, r)."""
        geometry = self.geometry
        count = min(_ATTACHED, int(np.count_nonzero(geometry.valid)))
        rows: list[list[IntArray]] = [[] for _ in vectors]
        found: list[list[FloatArray]] = [[] for _ in vectors]
        for here, products in geometry.products(vectors):
            closeness = (products - geometry.half_norms[here]).astype(np.float64)
            closeness[:, ~geometry.valid[here]] = -np.inf
            for i, one in enumerate(closeness):
                near = best(one, min(count, int(np.count_nonzero(one > -np.inf))))
                rows[i].append(here.start + near)
                found[i].append(one[near])
        nearest = (
            np.concatenate(some)[best(np.concatenate(close), count)] for some, close in zip(rows, found, strict=True)
        )
        return np.stack([self._mean_of(near, vector) for near, vector in zip(nearest, vectors, strict=True)])

    def _mean_of(self, nearest: IntArray, vector: FloatArray) -> FloatArray:
        """Return the mean coordinates of rows, weighted by proximity to a vector relative to the farthest of them."""
        assert self.manifold is not None
        squares = np.square(self.geometry.centered(nearest) - vector).sum(axis=1)
        widest = max(float(squares.max()), np.finfo(float).tiny)
        weights = np.exp(-squares / widest)
        return np.asarray(weights @ self.manifold.coordinates(nearest) / weights.sum())
