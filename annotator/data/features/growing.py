"""Feature files whose rows are filled in one after another, while a project uses those that are there.

Such a file has a row for every image from the start. A row of NaN is still to be computed, or its image cannot be
read; the model leaves it out like any other row of NaN. Rows are written where they belong and flushed, so a program
that is killed loses what it was computing and nothing else: where the power fails in the middle of a row, some of its
numbers are still NaN, and it is computed again.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

import h5py
import numpy as np
from numpy.typing import NDArray

from annotator.data.features.annotator_hdf5 import ATTRIBUTES, SCHEMA, AnnotatorHdf5Writer
from annotator.data.features.features import FeatureStore
from annotator.data.features.hdf5 import damage_is_an_error, open_file
from annotator.data.files.atomic import ANY
from annotator.data.files.guard import Guard
from annotator.data.files.names import printable
from annotator.errors import FeatureError
from annotator.numerics.blocks import rows_per_block
from annotator.types import BoolArray, IntArray, Progress


def head_of(path: Path) -> dict[str, Any]:
    """Return what a file in Annotator's format records of its encoder; nothing for files of other formats.

    Raises:
        FeatureError: The file cannot be read.
    """
    if path.is_dir() or not h5py.is_hdf5(path):
        return {}
    with open_file(path) as file, damage_is_an_error(path):
        head = {name: file.attrs[name] for name in ("schema", *ATTRIBUTES) if name in file.attrs}
    return head if head.pop("schema", "") == SCHEMA else {}


def is_growing(path: Path) -> bool:
    """Return whether rows of a file are filled in where they are missing."""
    return bool(head_of(path).get("growing"))


def begin(
    target: Path,
    paths: Sequence[str],
    d: int,
    head: Mapping[str, Any],
    *,
    known: tuple[FeatureStore, IntArray] | None = None,
    guard: Guard = ANY,
    progress: Progress | None = None,
) -> None:
    """Write a growing file.

    Args:
        target: File to write; an existing one is replaced.
        paths: Path of each image.
        d: Number of features per row.
        head: What is known of the encoder, see :data:`annotator.data.features.annotator_hdf5.ATTRIBUTES`.
        known: Features of the same encoder, and the row of each image in them, -1 for none, shape (len(paths),). They
            are closed, because ``target`` may be their file.
        guard: Decides whether the file may be written.
        progress: Where to report.

    Raises:
        ExportError, FeatureError: The file must not or cannot be written.
        Cancelled: The user canceled.
    """
    progress = progress or Progress()
    with AnnotatorHdf5Writer(target, d, n=len(paths), guard=guard, **{**head, "growing": True}) as writer:
        step = rows_per_block(4 * d)
        for start in range(0, len(paths), step):
            part = paths[start : start + step]
            rows = np.full((len(part), d), np.nan, np.float32)
            if known is not None:
                there = known[1][start : start + step]
                rows[there >= 0] = known[0].rows(there[there >= 0])
            writer.append(part, rows)
            progress.step((start + len(part)) / len(paths))
        if known is not None:
            known[0].close()


class RowFiller:
    """Writes rows of a growing file; readers that have it mapped see them at once."""

    def __init__(self, path: Path) -> None:
        """Open the file.

        Raises:
            FeatureError: It is no growing file, or cannot be written.
        """
        self._path = path
        if not is_growing(path):
            raise FeatureError("{path}: its rows cannot be filled in", path=path)
        with open_file(path) as file, damage_is_an_error(path):
            data = file["features"]
            self.n, self.d = data.shape
            offset, plain = data.id.get_offset(), data.dtype == np.dtype("<f4")
        if offset is None or not plain:
            raise FeatureError("{path}: its rows cannot be filled in", path=path)
        self._offset = int(offset)
        try:
            self._file = path.open("rb+", buffering=0)
        except OSError as error:
            raise self._refusal(error) from error

    def put(self, rows: IntArray, values: NDArray[Any]) -> None:
        """Write rows, which are on the disk when this returns.

        Args:
            rows: Their numbers, shape (b,).
            values: Their features, shape (b, d).

        Raises:
            FeatureError: The disk is full, or gone.
        """
        data = np.ascontiguousarray(values, "<f4")
        if data.shape != (len(rows), self.d) or (len(rows) and not 0 <= rows.min() <= rows.max() < self.n):
            raise ValueError(f"{data.shape} values for {len(rows)} rows of {self.n} x {self.d}")
        try:
            for row, one in zip(rows.tolist(), data, strict=True):
                self._file.seek(self._offset + 4 * self.d * row)
                left = memoryview(one).cast("B")
                while left:
                    left = left[self._file.write(left) :]
            os.fsync(self._file.fileno())
        except OSError as error:
            raise self._refusal(error) from error

    def missing(self, rows: IntArray) -> BoolArray:
        """Return for each of ``rows`` whether numbers are missing in it, shape (len(rows),)."""
        values = np.memmap(self._path, "<f4", "r", self._offset, (self.n, self.d))
        step = rows_per_block(4 * self.d)
        parts = [np.isnan(values[rows[start : start + step]]).any(axis=1) for start in range(0, len(rows), step)]
        return np.concatenate(parts) if parts else np.empty(0, np.bool_)

    def _refusal(self, error: OSError) -> FeatureError:
        return FeatureError(
            "{path} cannot be written ({reason}); make room and start again: what is done is kept",
            path=printable(str(self._path)),
            reason=error.strerror,
        )

    def __enter__(self) -> RowFiller:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()
