"""Append-only storage of V, the part of a factor with one value per image, in memory and on disk.

Storage grows in parts, each as large as all earlier ones together, so that rows are never copied. Parts beyond the
memory budget are memory-mapped files: the operating system keeps as much of them in memory as is free, and nothing is
recomputed. With a file that is kept, all parts are mapped from it.
"""

from __future__ import annotations

import contextlib
import mmap
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotator.model.factor_file import FactorFile, allocate
from annotator.runtime.parallel import for_each
from annotator.types import AnyFloatArray, FloatArray, IntArray

_FIRST = 64  # capacity of the first part, in rows
_DISK_SHARE = 2  # use at most 1 / _DISK_SHARE of the free disk space for a part
_COLUMNS = 4096  # columns processed at once; 64 rows of them fit in the level 2 cache
_ROTATIONS = 32  # rotations combined into one small matrix

Shared = tuple[slice, AnyFloatArray]
"""Slice of row numbers of V and their values, shape (rows, n)."""


class RowParts:
    """Rows stored in consecutive parts, each an array of shape (rows, n) of numpy or of a device."""

    def __init__(self) -> None:
        self._parts: list[Any] = []

    def parts(self, start: int, stop: int) -> Iterator[tuple[slice, Any]]:
        """Yield the rows from ``start`` to ``stop`` in order, in one piece per part."""
        first = 0
        for part in self._parts:
            low, high = max(start, first), min(stop, first + len(part))
            if low < high:
                yield slice(low, high), part[low - first : high - first]
            first += len(part)

    def write(self, start: int, here: slice, values: Any) -> None:
        """Store ``values``, shape (rows, columns), from row ``start`` on in the columns ``here``."""
        for rows, part in self.parts(start, start + len(values)):
            part[:, here] = values[rows.start - start : rows.stop - start]

    def change(self, first: int) -> None:
        """Prepare for changes to the rows from ``first`` on."""


class StreamingRows(RowParts):
    """Growing array of rows of ``n`` values each.

    Args:
        n: Number of images.
        dtype: Working precision.
        budget_bytes: Memory for rows, in bytes.
        scratch: Folder for the rows beyond it, or None.
        file: File that keeps the rows, as far as it has room, or None.
    """

    def __init__(
        self,
        n: int,
        dtype: np.dtype[Any],
        budget_bytes: int,
        scratch: Path | None = None,
        file: FactorFile | None = None,
    ) -> None:
        super().__init__()
        self._n, self._dtype = n, dtype
        self._row_bytes = max(1, n * dtype.itemsize)
        self._in_memory = budget_bytes // self._row_bytes
        self._scratch, self._file = scratch, file
        self._maps: list[int] = []

    @property
    def room(self) -> int:
        """Current capacity in rows."""
        return sum(len(part) for part in self._parts)

    @property
    def memory_bytes(self) -> int:
        """Allocated memory in bytes; the operating system commits it on first write."""
        return sum(part.nbytes for i, part in enumerate(self._parts) if i not in self._maps)

    @property
    def disk_bytes(self) -> int:
        """Size of the memory-mapped parts in bytes."""
        return sum(self._parts[i].nbytes for i in self._maps)

    def reserve(self, rows: int) -> bool:
        """Make room for a total of ``rows`` rows; return False if neither memory nor disk has enough."""
        while self.room < rows:
            part = self._kept(rows)
            if part is None and (in_memory := self._memory(rows)) is not None:
                self._parts.append(in_memory)
                continue
            part = self._mapped(rows) if part is None else part
            if part is None:
                return False
            self.adopt(part)
        return True

    def adopt(self, part: AnyFloatArray) -> None:
        """Continue with rows that are mapped, shape (rows, n)."""
        self._maps.append(len(self._parts))
        self._parts.append(part)

    def change(self, first: int) -> None:
        """Prepare for changes to the rows from ``first`` on: in a file, they are no longer those of a stored factor."""
        if self._file is not None:
            self._file.change(first)

    def columns(self, rows: int, index: IntArray) -> AnyFloatArray:
        """Return the first ``rows`` rows at the columns ``index``, shape (rows, len(index))."""
        out = np.empty((rows, len(index)), self._dtype)
        for where, part in self.parts(0, rows):
            # Row by row, the selected columns are read in memory order.
            for target, row in zip(out[where], part, strict=True):
                np.take(row, index, out=target, mode="clip")
        return out

    def combined(self, weights: FloatArray, start: int) -> AnyFloatArray:
        """Return the weighted sum of the rows from ``start`` on, shape (n,)."""
        total = np.zeros(self._n, self._dtype)
        scaled = weights.astype(self._dtype)

        def add(here: slice) -> None:
            for rows, part in self.parts(start, start + len(scaled)):
                total[here] += scaled[rows.start - start : rows.stop - start] @ part[:, here]

        for_each(self._pieces(), add, urgent=True)
        return total

    def remove(self, j: int, rows: int, rotations: NDArray[np.float64]) -> AnyFloatArray:
        """Remove row ``j`` of ``rows`` by Givens rotations, see :func:`annotator.numerics.cholesky.rotations_without`.

        Returns:
            Remainder of the removed row after the last rotation, shape (n,).
        """
        if len(rotations):
            self.change(j)
        rest = np.empty(self._n, self._dtype)
        turns = [
            (first, as_matrix(rotations[first : first + _ROTATIONS]).astype(self._dtype))
            for first in range(0, len(rotations), _ROTATIONS)
        ]

        def turn(here: slice) -> None:
            below = np.concatenate([part[:, here] for _, part in self.parts(j, rows)])
            for first, matrix in turns:
                # The carried row is stored in place of the row before, where the result of this step begins.
                rotated = below[first : first + len(matrix)]
                rotated[:] = matrix @ rotated
            self.write(j, here, below[:-1])
            rest[here] = below[-1]

        for_each(self._pieces(), turn, urgent=True)
        return rest

    def _pieces(self) -> list[slice]:
        return [slice(start, min(start + _COLUMNS, self._n)) for start in range(0, self._n, _COLUMNS)]

    def _kept(self, rows: int) -> AnyFloatArray | None:
        """Map a part of the file that keeps the rows; None without one, or if it has no room."""
        return None if self._file is None else self._file.grow(max(_FIRST, self.room // 2, rows - self.room))

    def _memory(self, rows: int) -> AnyFloatArray | None:
        """Allocate a part in memory for ``rows`` rows, at least doubling the capacity; None if over budget."""
        room = self.room
        wanted = min(max(_FIRST, 2 * room, rows), self._in_memory)
        return np.empty((wanted - room, self._n), self._dtype) if wanted > room else None

    def _mapped(self, rows: int) -> AnyFloatArray | None:
        """Allocate a part in an unnamed file, which the operating system removes when the process ends."""
        if self._scratch is None:
            return None
        room = self.room
        with contextlib.suppress(OSError):
            free = shutil.disk_usage(self._scratch).free // _DISK_SHARE // self._row_bytes
            # Double the capacity if the allowed share of the free disk space permits.
            count = min(max(_FIRST, room, rows - room), free)
            if room + count >= rows:
                with tempfile.TemporaryFile(dir=self._scratch) as file:
                    allocate(file.fileno(), count * self._row_bytes)
                    mapped = mmap.mmap(file.fileno(), count * self._row_bytes)
                return np.frombuffer(mapped, self._dtype).reshape(count, self._n)
        return None


def as_matrix(rotations: NDArray[np.float64]) -> FloatArray:
    """Return consecutive rotations as a matrix on the carried row and the rows they meet, shape (r + 1, r + 1)."""
    matrix = np.eye(len(rotations) + 1)
    for i, (c, s) in enumerate(rotations):
        carried, met = matrix[i].copy(), matrix[i + 1].copy()
        matrix[i], matrix[i + 1] = c * met + s * carried, c * carried - s * met
    return matrix
