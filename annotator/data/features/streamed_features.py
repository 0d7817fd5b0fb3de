"""Features that are too large for memory, or not stored row by row: read from their file in blocks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import h5py
import numpy as np
from numpy.typing import NDArray

from annotator.data.features.array_features import ArrayFeatures, checked_index, working_type
from annotator.data.features.hdf5 import damage_is_an_error
from annotator.numerics.blocks import rows_per_block as rows_in_budget
from annotator.types import AnyFloatArray, IntArray

Read = Callable[[int, int], NDArray[Any]]
"""Reads the rows from ``start`` to ``stop``, shape (stop - start, d)."""


class PieceFeatures:
    """Rows that are read on demand; implements :class:`annotator.types.Features`.

    Some files can only be read in *bands*: a compressed file is stored in chunks of several rows, and a chunk is always
    decompressed completely. Each band is read once per pass.
    """

    def __init__(
        self,
        shape: tuple[int, int],
        dtype: np.dtype[Any],
        read: Read,
        *,
        band: int = 0,
        close: Callable[[], object] = lambda: None,
    ) -> None:
        """Prepare to read.

        Args:
            shape: Number of rows and number of features per row.
            dtype: Type of the values that ``read`` returns: float16, float32 or float64.
            read: Reads rows.
            band: Number of rows that are best read together; 0 if it does not matter.
            close: Called when the features are closed.
        """
        self.n, self.d = shape
        self.dtype = dtype
        self._band = band or max(1, rows_in_budget(self.d * dtype.itemsize))
        self._read_rows, self._close = read, close

    def rows(self, index: IntArray) -> AnyFloatArray:
        """Return the rows at ``index``; see :class:`annotator.types.Features`."""
        index = checked_index(index, self.n)
        out = np.empty((len(index), self.d), working_type(self.dtype))
        order = np.argsort(index, kind="stable")
        borders = np.flatnonzero(np.diff(index[order] // self._band)) + 1
        for same_band in np.split(order, borders) if index.size else ():
            wanted = index[same_band]
            first, last = int(wanted[0]), int(wanted[-1])
            out[same_band] = self._read(first, last + 1)[wanted - first]
        return out

    def blocks(self, rows_per_block: int) -> Iterator[tuple[int, NDArray[Any]]]:
        """Yield the rows in order; see :class:`annotator.types.Features`."""
        step = max(self._band, rows_per_block // self._band * self._band)
        for start in range(0, self.n, step):
            piece = self._read(start, min(start + step, self.n))
            for offset in range(0, len(piece), rows_per_block):
                yield start + offset, piece[offset : offset + rows_per_block]

    def load(self) -> NDArray[Any]:
        """Return all rows as one read-only array."""
        return self._read(0, self.n)

    def within(self, budget_bytes: int) -> ArrayFeatures | PieceFeatures:
        """Return the features loaded into memory if they take at most ``budget_bytes``, else this object."""
        if self.n * self.d * self.dtype.itemsize > budget_bytes:
            return self
        loaded = ArrayFeatures(self.load())
        self.close()
        return loaded

    def close(self) -> None:
        """Close the file."""
        self._close()

    def _read(self, start: int, stop: int) -> NDArray[Any]:
        piece = self._read_rows(start, stop)
        piece.flags.writeable = False
        return piece


class StreamedFeatures(PieceFeatures):
    """Rows of a data set that are read from its HDF5 file on demand."""

    def __init__(self, path: Path, data: h5py.Dataset, budget_bytes: int) -> None:
        """Prepare to read ``data``, shape (n, d), holding at most ``budget_bytes`` of it at a time."""
        dtype = data.dtype.newbyteorder("=")
        row_bytes = data.shape[1] * dtype.itemsize
        natural = data.chunks[0] if data.chunks else rows_in_budget(row_bytes)

        def read(start: int, stop: int) -> NDArray[Any]:
            with damage_is_an_error(path):
                piece = np.empty((stop - start, data.shape[1]), dtype)
                data.read_direct(piece, np.s_[start:stop])
            return piece

        band = max(1, min(natural, budget_bytes // row_bytes))
        super().__init__(data.shape, dtype, read, band=band, close=lambda: data.file.close())


class SelectedFeatures:
    """A subset of the rows of other features, renumbered; implements :class:`annotator.types.Features`."""

    def __init__(self, source: ArrayFeatures | PieceFeatures, kept: IntArray) -> None:
        """Select the rows ``kept`` of ``source``, ascending."""
        self.n, self.d, self.dtype = len(kept), source.d, source.dtype
        self._source, self._kept = source, kept

    def rows(self, index: IntArray) -> AnyFloatArray:
        """Return the rows at ``index``; see :class:`annotator.types.Features`."""
        return self._source.rows(self._kept[checked_index(index, self.n)])

    def blocks(self, rows_per_block: int) -> Iterator[tuple[int, NDArray[Any]]]:
        """Yield the rows in order; see :class:`annotator.types.Features`."""
        for start, block in self._source.blocks(rows_per_block):
            first, last = np.searchsorted(self._kept, (start, start + len(block)))
            if last > first:
                yield int(first), block[self._kept[first:last] - start]

    def close(self) -> None:
        """Close the source."""
        self._source.close()


RowSource = ArrayFeatures | PieceFeatures | SelectedFeatures
