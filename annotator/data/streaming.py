"""Features too large for memory, read from their HDF5 data set piece by piece."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import h5py
import numpy as np
from numpy.typing import NDArray

from annotator.data.arrays import checked_index, working_type
from annotator.data.hdf5 import damage_is_an_error
from annotator.numerics.blocks import rows_per_block as rows_in_budget
from annotator.types import AnyFloatArray, IntArray


class StreamedFeatures:
    """Rows of a data set that stays in its file; implements :class:`annotator.types.Features`.

    A compressed file is stored in chunks of some rows, and a chunk is decompressed as a whole whichever row is wanted.
    Everything is therefore read in *bands*, the rows that share their chunks: each band once per pass.
    """

    def __init__(self, path: Path, data: h5py.Dataset, budget_bytes: int) -> None:
        """Prepare to read ``data``, shape (n, d), holding at most ``budget_bytes`` of it at a time."""
        self._path = path
        self._data = data
        self.n, self.d = data.shape
        self.dtype = data.dtype.newbyteorder("=")
        row_bytes = self.d * self.dtype.itemsize
        natural = data.chunks[0] if data.chunks else rows_in_budget(row_bytes)
        self._band = max(1, min(natural, budget_bytes // row_bytes))

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

    def close(self) -> None:
        """Close the file."""
        self._data.file.close()

    def _read(self, start: int, stop: int) -> NDArray[Any]:
        with damage_is_an_error(self._path):
            piece = np.empty((stop - start, self.d), self.dtype)
            self._data.read_direct(piece, np.s_[start:stop])
        piece.flags.writeable = False
        return piece
