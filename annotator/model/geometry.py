"""Norms, scale and duplicates of a feature set, and inner products with all of its rows.

A *pass over the features* reads all n rows once, block by block. The features may be larger than memory, so the number
of passes dominates the cost of the model, and docstrings state it.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotator.errors import FeatureError
from annotator.numerics.blocks import rows_per_block
from annotator.numerics.outliers import MOST_TIMES, central, norms_of
from annotator.runtime.parallel import for_each
from annotator.types import AnyFloatArray, BoolArray, Features, FloatArray, IntArray, Progress

BLOCK_BYTES = 1 << 21
"""Bytes of features processed at once: large enough for BLAS, small enough to stay in the cache."""

_SAMPLE = 4096
_PAIRS = 2000
_COMPARED = 4096  # pairs of vectors in memory at once

Block = tuple[slice, NDArray[Any]]
"""Slice of rows and the values that belong to them."""


@dataclass(frozen=True, eq=False)
class Query:
    """Feature vectors prepared for inner products with many rows.

    Attributes:
        right: The centered vectors, shape (d, k), in the working precision.
        shift: Correction of the products for the uncentered rows, shape (k, 1); None if the rows are centered first.
    """

    right: AnyFloatArray
    shift: AnyFloatArray | None


@dataclass(frozen=True, eq=False)
class Frame:
    """Center and scale shared by all parts of a collection.

    Attributes:
        center: Mean of a sample of rows, shape (d,), float64.
        median_distance: Median Euclidean distance of 2,000 random pairs of rows; 1.0 if all rows are equal.
        subtract: Whether the center is so far from 0 that blocks must be centered before they are multiplied.
        reach: Largest distance from the center at which a row can be used.
        signature_vector: Random direction on which rows are projected to find duplicates, shape (d,).
    """

    center: FloatArray
    median_distance: float
    subtract: bool
    signature_vector: FloatArray
    reach: float = np.inf


def frame_of(n: int, read: Callable[[IntArray], NDArray[Any]], usable: BoolArray | None = None) -> Frame:
    """Estimate the frame of ``n`` rows from a seeded sample.

    Args:
        n: Number of rows.
        read: Returns the feature vectors of the rows given by index.
        usable: Mask of the rows that can be used, shape (n,). If they are fewer than half, the sample is taken from
            them: the others are likely to be empty, as while features are being computed.

    Raises:
        FeatureError: No row of the sample is finite.
    """
    rng = np.random.default_rng(0)
    few = usable is not None and 2 * np.count_nonzero(usable) < n
    among = np.flatnonzero(usable) if usable is not None and few else np.arange(n)
    sample = rng.choice(among, min(_SAMPLE, len(among)), replace=False) if len(among) else among
    rows = np.asarray(read(np.sort(sample)), np.float64)
    rows = rows[np.isfinite(rows).all(axis=1)]
    if not len(rows):
        raise FeatureError("The feature set has no usable row: every row looked at contains NaN or Inf.")
    rows = central(rows)
    center: FloatArray = rows.mean(axis=0)
    median = _median_distance(rows, rng)
    reach = 2.0 * MOST_TIMES * float(np.median(norms_of(rows)))
    spread = float(np.mean(np.square(rows - center).sum(axis=1)))
    # Subtracting the center from each block costs a copy; it is needed only if the center is far from 0.
    direction = np.asarray(rng.standard_normal(rows.shape[1]))
    return Frame(center, median, float(center @ center) > 16.0 * spread, direction, reach or np.inf)


class Geometry:
    """Center, norms and scale of a feature set, and inner products with all of its rows.

    Distances are computed from inner products of centered rows, which is accurate as long as the center is near the
    rows. The center is the mean of a seeded sample.

    Args:
        features: Feature set of n rows; read in one pass.
        dtype: Working precision of arrays over all rows, ``float32`` or ``float64``.
        progress: Progress reporter; may cancel.
        frame: Center and scale; default estimated from the rows. Required if the rows are part of a larger collection.
        usable: Mask of the rows that can be used, shape (n,), for that estimate.

    Attributes:
        valid: Mask of the rows without NaN or Inf or values out of all proportion, shape (n,).
        median_distance: Median Euclidean distance of 2,000 random pairs of rows; 1.0 if all rows are equal.

    Raises:
        FeatureError: No row is finite.
    """

    def __init__(
        self,
        features: Features,
        dtype: type = np.float32,
        progress: Progress | None = None,
        frame: Frame | None = None,
        usable: BoolArray | None = None,
    ) -> None:
        self.features = features
        self.dtype = np.dtype(dtype)
        self.frame = frame or frame_of(features.n, features.rows, usable)
        self.center, self.median_distance = self.frame.center, self.frame.median_distance
        self._subtract, self._signature_vector = self.frame.subtract, self.frame.signature_vector
        self._working_center = self.center.astype(self.dtype)
        self.half_norms, self._signature, self.valid = self._pass(progress or Progress())
        self._order = np.argsort(self._signature)
        self._sorted = self._signature[self._order]
        self._duplicates: dict[int, IntArray] = {}

    @property
    def n(self) -> int:
        """Number of rows."""
        return self.features.n

    @cached_property
    def checksum(self) -> int:
        """CRC-32 of the norms of all rows, of which of them are valid, and of the center."""
        return zlib.crc32(self.center.data, zlib.crc32(self.valid.data, zlib.crc32(self.half_norms.data)))

    def centered(self, index: IntArray) -> FloatArray:
        """Return the rows at ``index`` minus the center, shape (len(index), d), float64."""
        return self.center_rows(self.features.rows(index))

    def gathered(self, index: IntArray) -> AnyFloatArray:
        """Return the rows at ``index`` minus the center in the working precision, at half the memory of float64."""
        return np.subtract(self.features.rows(index), self.center.astype(self.dtype), dtype=self.dtype)

    def center_rows(self, rows: NDArray[Any]) -> FloatArray:
        """Return feature vectors minus the center, float64."""
        return np.asarray(rows, np.float64) - self.center

    def blocks(self, row_bytes: int = 0) -> Iterator[Block]:
        """Yield (rows, block) in storage order, for :meth:`inner`.

        Args:
            row_bytes: Memory in bytes that the caller needs per row of a block; limits the block size.
        """
        size = rows_per_block(max(row_bytes, self.features.d * self.dtype.itemsize), BLOCK_BYTES)
        for start, block in self.features.blocks(size):
            yield slice(start, start + len(block)), block

    def query(self, points: FloatArray) -> Query:
        """Prepare centered feature vectors, shape (k, d), for inner products with many rows."""
        # (x - c)'q = x'q - c'q: if blocks are not centered, the shift is subtracted afterwards.
        shift = None if self._subtract else (points @ self.center).astype(self.dtype)[:, None]
        # With this order of the factors BLAS reads the block once, whatever the number of points.
        return Query(np.ascontiguousarray(points.T, self.dtype), shift)

    def inner(self, query: Query, block: NDArray[Any]) -> AnyFloatArray:
        """Return the inner products of a query with the rows of a block, both centered, shape (k, rows).

        The values of rows with NaN or Inf are undefined. Thread-safe.
        """
        with np.errstate(invalid="ignore", over="ignore"):
            if self._subtract:
                block = np.subtract(block, self._working_center, dtype=self.dtype)
            elif block.dtype != self.dtype:
                block = block.astype(self.dtype)
            products = np.ascontiguousarray((block @ query.right).T)
            if query.shift is not None:
                products -= query.shift
        return products

    def products(self, points: FloatArray, row_bytes: int = 0) -> Iterator[Block]:
        """Yield (rows, inner products of ``points`` with those rows, both centered) for all rows, in order.

        Args:
            points: Centered feature vectors, shape (k, d).
            row_bytes: As for :meth:`blocks`.

        Yields:
            Row slice and block of shape (k, rows), owned by the caller; undefined for rows with NaN or Inf.
        """
        query = self.query(points)
        for here, block in self.blocks(row_bytes):
            yield here, self.inner(query, block)

    def duplicates_of(self, row: int) -> IntArray:
        """Return the rows whose features equal those of ``row`` exactly, including ``row``, ascending; cached."""
        if row not in self._duplicates:
            self._duplicates[row] = self._equal_rows(row)
        return self._duplicates[row]

    def find_duplicates(self, rows: IntArray) -> None:
        """Prepare :meth:`duplicates_of` for many rows with one access to the features, unless they have many."""
        new = np.array([row for row in rows.tolist() if row not in self._duplicates], np.int64)
        signature, norm = self._signature[new].astype(np.float64), self.half_norms[new].astype(np.float64)
        slack = 1e-5 * np.abs(signature) + 1e-6
        first, last = (np.searchsorted(self._sorted, signature + side * slack) for side in (-1, 1))
        count = last - first
        if count.sum() > _COMPARED * 100:
            return
        of = np.repeat(np.arange(len(new)), count)
        index = self._order[np.arange(len(of)) + np.repeat(first - np.cumsum(count) + count, count)]
        near = np.abs(self.half_norms[index] - norm[of]) <= 1e-5 * np.abs(norm[of]) + 1e-6
        near &= index != new[of]
        of, index = of[near], index[near]
        if len(of) > _COMPARED:
            return
        same = (self.features.rows(index) == self.features.rows(new[of])).all(axis=1)
        for i, row in enumerate(new.tolist()):
            self._duplicates[row] = np.sort(np.append(index[same & (of == i)], row))

    def equal_to(self, vector: NDArray[Any]) -> IntArray:
        """Return the rows whose features equal ``vector``, shape (d,), exactly, ascending."""
        rows = np.subtract(vector[None], self._working_center, dtype=self.dtype)
        half = 0.5 * float(rows[0] @ rows[0])
        return self._equal(float(rows[0] @ self._signature_vector.astype(self.dtype)), half, vector[None])

    def _equal_rows(self, row: int) -> IntArray:
        vector = self.features.rows(np.array([row]))
        return self._equal(float(self._signature[row]), float(self.half_norms[row]), vector)

    def _equal(self, signature: float, norm: float, vector: NDArray[Any]) -> IntArray:
        slack = 1e-5 * abs(signature) + 1e-6
        first, last = np.searchsorted(self._sorted, [signature - slack, signature + slack])
        index: IntArray = np.sort(self._order[first:last])
        if index.size:
            index = index[np.abs(self.half_norms[index] - norm) <= 1e-5 * abs(norm) + 1e-6]
        same = (self.features.rows(index) == vector).all(axis=1)
        return np.asarray(index[same], np.int64)

    def _pass(self, progress: Progress) -> tuple[AnyFloatArray, NDArray[np.float32], BoolArray]:
        """Return half squared norms about the center, signatures (a random projection) and finiteness of all rows."""
        half = np.empty(self.n, self.dtype)
        signature = np.empty(self.n, np.float32)
        center, vector = self.center.astype(self.dtype), self._signature_vector.astype(self.dtype)

        def work(item: Block) -> None:
            here, block = item
            with np.errstate(invalid="ignore", over="ignore"):
                rows = np.subtract(block, center, dtype=self.dtype)
                half[here] = 0.5 * np.einsum("ij,ij->i", rows, rows)
                signature[here] = rows @ vector

        for_each(self.blocks(), work, lambda item: progress.step(item[0].stop / self.n), urgent=True)
        with np.errstate(over="ignore"):
            valid = np.isfinite(half) & (half <= 0.5 * np.square(self.frame.reach))
        half[~valid] = 0.0
        signature[~valid] = np.inf  # sorted to the end, away from all finite rows
        return half, signature, valid


def _median_distance(rows: FloatArray, rng: np.random.Generator) -> float:
    a, b = rng.integers(len(rows), size=(2, _PAIRS))
    distances = np.sqrt(np.square(rows[a] - rows[b]).sum(axis=1))
    distances = distances[distances > 0]
    return float(np.median(distances)) if distances.size else 1.0
