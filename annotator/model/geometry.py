"""What a kernel needs to know about a feature set, found in one pass over it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotator.errors import FeatureError
from annotator.numerics.blocks import rows_per_block
from annotator.types import AnyFloatArray, BoolArray, Features, FloatArray, IntArray, Progress

_SAMPLE = 4096
_PAIRS = 2000


class Geometry:
    """Centre, norms and scale of a feature set, and inner products with all of it.

    Distances are computed from inner products of centred rows, which loses no digits as long as the centre is near the
    rows. The centre is the mean of a seeded sample.

    Args:
        features: Feature set of n rows; read once, in blocks.
        dtype: ``float32`` or ``float64``, the precision of columns over all rows.
        progress: Where to report; may cancel.

    Attributes:
        valid: Rows without NaN or Inf, shape (n,).
        median_distance: Median Euclidean distance of 2,000 random pairs of rows; 1.0 where all rows are equal.

    Raises:
        FeatureError: No row is finite.
    """

    def __init__(self, features: Features, dtype: type = np.float32, progress: Progress | None = None) -> None:
        self.features = features
        self.dtype = np.dtype(dtype)
        rng = np.random.default_rng(0)
        sample = rng.choice(features.n, min(_SAMPLE, features.n), replace=False) if features.n else np.empty(0, int)
        rows = np.asarray(features.rows(np.sort(sample)), np.float64)
        rows = rows[np.isfinite(rows).all(axis=1)]
        if not len(rows):
            raise FeatureError("The feature set has no usable row: every row looked at contains NaN or Inf.")
        self.centre: FloatArray = rows.mean(axis=0)
        self.median_distance = _median_distance(rows, rng)
        spread = float(np.mean(np.square(rows - self.centre).sum(axis=1)))
        # Subtracting the centre from each block costs a copy; it is needed only where the centre is far from 0.
        self._subtract = float(self.centre @ self.centre) > 16.0 * spread
        self._signature_vector = rng.standard_normal(features.d)
        self.half_norms, self._signature, self.valid = self._pass(progress or Progress())
        self._order = np.argsort(self._signature)
        self._sorted = self._signature[self._order]

    @property
    def n(self) -> int:
        """Number of rows."""
        return self.features.n

    def centred(self, index: IntArray) -> FloatArray:
        """Return the rows at ``index`` minus the centre, shape (len(index), d), float64."""
        return self.centre_rows(self.features.rows(index))

    def gathered(self, index: IntArray) -> AnyFloatArray:
        """Return the rows at ``index`` minus the centre in the working precision: many rows at half the memory."""
        return np.subtract(self.features.rows(index), self.centre.astype(self.dtype), dtype=self.dtype)

    def centre_rows(self, rows: NDArray[Any]) -> FloatArray:
        """Return feature vectors minus the centre, float64."""
        return np.asarray(rows, np.float64) - self.centre

    def blocks(self, row_bytes: int = 0) -> Iterator[tuple[slice, AnyFloatArray]]:
        """Yield (rows, block) in the working precision, for :meth:`products`."""
        size = rows_per_block(max(row_bytes, self.features.d * self.dtype.itemsize))
        centre = self.centre.astype(self.dtype)
        for start, block in self.features.blocks(size):
            here = slice(start, start + len(block))
            if self._subtract:
                yield here, np.subtract(block, centre, dtype=self.dtype)
            else:
                yield here, block if block.dtype == self.dtype else block.astype(self.dtype)

    def products(self, points: FloatArray, row_bytes: int = 0) -> Iterator[tuple[slice, AnyFloatArray]]:
        """Yield (rows, inner products between ``points`` and those rows, both centred) over all rows, in order.

        Args:
            points: Centred feature vectors, shape (k, d).
            row_bytes: Memory that the caller keeps per row and block, to size the blocks.

        Yields:
            Row slice and block of shape (k, rows), the caller's own; rows with NaN or Inf give anything.
        """
        # (x - c)'q = x'q - c'q: where blocks are not centred, the shift is taken out afterwards.
        shift = None if self._subtract else (points @ self.centre).astype(self.dtype)[:, None]
        # In this order of the factors the library reads the block once, whatever the number of points.
        right = np.ascontiguousarray(points.T, self.dtype)
        for here, block in self.blocks(row_bytes):
            with np.errstate(invalid="ignore", over="ignore"):
                products = np.ascontiguousarray((block @ right).T)
                if shift is not None:
                    products -= shift
            yield here, products

    def duplicates_of(self, row: int) -> IntArray:
        """Return the rows whose features equal those of ``row`` exactly, itself included, ascending."""
        signature = self._signature[row]
        slack = 1e-5 * abs(signature) + 1e-6
        first, last = np.searchsorted(self._sorted, [signature - slack, signature + slack])
        index: IntArray = np.sort(self._order[first:last])
        if index.size > 1:
            norm = self.half_norms[row]
            index = index[np.abs(self.half_norms[index] - norm) <= 1e-5 * abs(norm) + 1e-6]
        if index.size <= 1:
            return index
        same = (self.features.rows(index) == self.features.rows(np.array([row]))).all(axis=1)
        return np.asarray(index[same], np.int64)

    def _pass(self, progress: Progress) -> tuple[AnyFloatArray, NDArray[np.float32], BoolArray]:
        """Half squared norms about the centre, signatures (a random projection) and finiteness of every row."""
        half = np.empty(self.n, self.dtype)
        signature = np.empty(self.n, np.float32)
        centre, vector = self.centre.astype(self.dtype), self._signature_vector.astype(self.dtype)
        size = rows_per_block(self.features.d * self.dtype.itemsize)
        with np.errstate(invalid="ignore", over="ignore"):
            for start, block in self.features.blocks(size):
                stop = start + len(block)
                rows = np.subtract(block, centre, dtype=self.dtype)
                half[start:stop] = np.einsum("ij,ij->i", rows, rows)
                signature[start:stop] = rows @ vector
                progress.step(stop / self.n)
            half *= 0.5
        valid = np.isfinite(half)
        half[~valid] = 0.0
        signature[~valid] = np.inf  # sorted to the end, near no other row
        return half, signature, valid


def _median_distance(rows: FloatArray, rng: np.random.Generator) -> float:
    a, b = rng.integers(len(rows), size=(2, _PAIRS))
    distances = np.sqrt(np.square(rows[a] - rows[b]).sum(axis=1))
    distances = distances[distances > 0]
    return float(np.median(distances)) if distances.size else 1.0
