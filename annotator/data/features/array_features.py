"""Features in memory, or in a memory-mapped file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from annotator.errors import FeatureError
from annotator.types import AnyFloatArray, IntArray


class ArrayFeatures:
    """Features in memory; implements :class:`annotator.types.Features`.

    Attributes:
        n, d: Number of rows and number of features per row.
        dtype: float16, float32 or float64.
        names: Image name of each row, or empty.
    """

    def __init__(self, array: ArrayLike, names: Sequence[str] = ()) -> None:
        """Wrap ``array``, shape (n, d); a C-contiguous array of floats is not copied.

        Raises:
            FeatureError: The array is empty, not two-dimensional or not real-valued, or the number of names differs
                from n.
        """
        values = np.asarray(array)
        if values.dtype.kind in "iub":
            values = values.astype(np.float32)
        if values.ndim != 2 or 0 in values.shape:
            raise FeatureError(
                "features of shape {expected}: one row of numbers per image is needed", expected=values.shape
            )
        if values.dtype.kind != "f" or values.dtype.itemsize > 8:
            raise FeatureError("features of type {dtype}: float16, float32 or float64 is needed", dtype=values.dtype)
        if names and len(names) != len(values):
            raise FeatureError(
                "{n_rows} rows of features have {n_names} names; one per row is needed",
                n_rows=len(values),
                n_names=len(names),
            )
        # A separate view, so that making it read-only does not affect the caller's array.
        self._values = np.ascontiguousarray(values, values.dtype.newbyteorder("=")).view()
        self._values.flags.writeable = False
        self.n, self.d = self._values.shape
        self.dtype = self._values.dtype
        self.names = tuple(names)

    def rows(self, index: IntArray) -> AnyFloatArray:
        """Return the rows at ``index``; see :class:`annotator.types.Features`."""
        return np.asarray(self._values[checked_index(index, self.n)], working_type(self.dtype))

    def blocks(self, rows_per_block: int) -> Iterator[tuple[int, NDArray[Any]]]:
        """Yield the rows in order as views; see :class:`annotator.types.Features`."""
        for start in range(0, self.n, rows_per_block):
            yield start, self._values[start : start + rows_per_block]

    def close(self) -> None:
        """Release the array."""


def working_type(dtype: np.dtype[Any]) -> type[np.float32] | type[np.float64]:
    """Return the dtype for computing with rows of ``dtype``: float64 for float64, float32 for anything shorter."""
    return np.float64 if dtype.itemsize > 4 else np.float32


def checked_index(index: IntArray, n: int) -> IntArray:
    """Return ``index`` as int64; raise IndexError unless every entry is in [0, n).

    Elsewhere -1 means "no row", so it must not silently select the last row.
    """
    index = np.asarray(index, np.int64)
    if index.size and not 0 <= index.min() <= index.max() < n:
        raise IndexError(f"feature rows {index.min()} to {index.max()} are not all in [0, {n})")
    return index
