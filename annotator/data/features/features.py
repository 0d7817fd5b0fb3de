"""Read-only access to the features in a file, by rows or by blocks."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from annotator.data.features.array_features import ArrayFeatures
from annotator.data.features.formats import Opened, open_source
from annotator.data.features.layout import DETECT, FeatureLayout
from annotator.data.features.streamed_features import RowSource
from annotator.data.features.tile_writer import names_hash
from annotator.data.features.validation import FeatureCheck, check_features
from annotator.errors import FeatureError
from annotator.types import AnyFloatArray, FloatArray, IntArray

__all__ = ["ArrayFeatures", "FeatureCheck", "FeatureStore", "check_features"]

_SAMPLED_ROWS = 64
_USUAL_EXPONENT = 20  # of the largest value of a row: up to a million, down to a millionth
_GOLDEN = 0x9E3779B97F4A7C15  # 2**64 divided by the golden ratio: its multiples spread evenly


class FeatureStore:
    """The features in a file; implements :class:`annotator.types.Features`.

    Values that are stored row by row in native byte order are memory-mapped, so that only the rows in use are read.
    Others are loaded if they fit the memory budget, and read in blocks if they do not. A store may be used by one
    thread at a time.

    Attributes:
        path: The feature file or folder.
        names: Image names as given in the file, shape (n,).
        layout: The layout that was detected or chosen.
        kind: Description of the file format.
        extractor: What computed the features, and its version, if the file says so; else "".
        n, d: Number of rows and number of features per row.
        tiles: Features of parts of the images, if they were read; closed with the store.
        dtype: Type of the values; blocks have this type.
    """

    def __init__(self, path: Path, opened: Opened) -> None:
        """Use :meth:`open` instead."""
        self.path = path
        self.names, self.layout, self.kind = opened.names, opened.layout, opened.kind
        self.extractor = opened.extractor
        self.n, self.d, self.dtype = opened.source.n, opened.source.d, opened.source.dtype
        self._source: RowSource | None = opened.source
        self.tiles: Tiles | None = None
        self._mapped: BinaryIO | None = None
        self._mapped_end = 0
        if opened.mapped is not None:
            self._mapped, self._mapped_end = opened.mapped

    @classmethod
    def open(cls, path: Path, *, budget_bytes: int = 1 << 30, layout: FeatureLayout = DETECT) -> FeatureStore:
        """Open a feature file.

        Args:
            path: File or folder with features and image names; docs/features.md lists the formats.
            budget_bytes: Memory for features that cannot be mapped.
            layout: The parts of the layout that the user has chosen.

        Raises:
            FeatureError: The file cannot be used; the message says why and what to do.
        """
        return cls(path, open_source(path, layout, budget_bytes))

    def rows(self, index: IntArray) -> AnyFloatArray:
        """Return the rows at ``index``: float64 if the file holds float64, float32 otherwise.

        Raises:
            FeatureError: The file has been truncated or become unreadable since it was opened.
            IndexError: An index is not in [0, n).
        """
        rows = self._stored_rows(index)
        return rows if self.scale == 1.0 else rows * rows.dtype.type(self.scale)

    @cached_property
    def scale(self) -> float:
        """Power of two by which the values of the file are multiplied, so that their squares are not lost.

        It is 1 unless the usual value is above a million or below a millionth. A ranking does not depend on it.
        """
        return _scale(self._stored_rows(self._sample()))

    def _stored_rows(self, index: IntArray) -> AnyFloatArray:
        return self._checked_source().rows(index)

    def _sample(self) -> IntArray:
        """Return rows spread over the file, the first and the last among them."""
        spread = [(i * _GOLDEN % 2**64) * self.n >> 64 for i in range(_SAMPLED_ROWS)]
        return np.unique([0, self.n - 1, *spread])

    def blocks(self, rows_per_block: int) -> Iterator[tuple[int, NDArray[Any]]]:
        """Yield the rows in order, as views without a copy if the file is mapped or loaded.

        Raises:
            FeatureError: The file has been truncated or become unreadable since it was opened.
        """
        for block in self._checked_source().blocks(rows_per_block):
            self._checked_source()
            start, values = block
            yield (start, values) if self.scale == 1.0 else (start, values * values.dtype.type(self.scale))

    def fingerprint(self, *, growing: bool = False) -> dict[str, Any]:
        """Return a JSON-able fingerprint: shape, dtype, hash of the names, hash of a sample of rows.

        The fingerprint changes when rows are added or removed, when names change or are reordered, and when a sampled
        row changes. It does not depend on the path and the format of the file. While rows are still being computed
        (``growing``), it lacks the sample.
        """
        found = {"shape": [self.n, self.d], "dtype": self.dtype.name, "names": names_hash(self.names)}
        if growing:
            return found
        sample = self._stored_rows(self._sample())
        return {**found, "rows": hashlib.sha256(sample.astype(sample.dtype.newbyteorder("<")).tobytes()).hexdigest()}

    def close(self) -> None:
        """Close the file; closing twice is allowed."""
        if self.tiles is not None:
            self.tiles.rows.close()
        if self._source is not None:
            self._source.close()
        if self._mapped is not None:
            self._mapped.close()
        self._source = self._mapped = None

    def __enter__(self) -> FeatureStore:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _checked_source(self) -> RowSource:
        """Return the source of the rows after checking that the mapped part of the file still exists."""
        if self._source is None:
            raise ValueError(f"the features of {self.path} are closed")
        if self._mapped is not None:
            # Accessing a truncated page kills the process, so the size is checked before every block.
            _check_size(self.path, self._mapped, self._mapped_end)
        return self._source


@dataclass(frozen=True, eq=False)
class Tiles:
    """Features of parts of every image.

    Attributes:
        rows: Their features: tile j of image row i is row ``i * t + j``; NaN where an image is too small for tiles.
        boxes: Left, top, width and height of each tile as shares of the upright image, shape (t, 4).
    """

    rows: FeatureStore
    boxes: FloatArray

    @property
    def t(self) -> int:
        """Number of tiles per image."""
        return len(self.boxes)


def _scale(rows: AnyFloatArray) -> float:
    """Return the power of two that brings the usual largest value of a row near 1; 1.0 if it is within a million."""
    with np.errstate(invalid="ignore"):
        largest = np.abs(rows).max(axis=1)
    largest = largest[np.isfinite(largest) & (largest > 0)]
    exponent = int(np.frexp(np.float64(np.median(largest)))[1]) if largest.size else 0
    most = 1000 if rows.dtype.itemsize > 4 else 120  # the factor itself has to be a number of their type
    return 1.0 if abs(exponent) <= _USUAL_EXPONENT else float(np.ldexp(1.0, max(-most, min(-exponent, most))))


def _check_size(path: Path, file: BinaryIO, end: int) -> None:
    size = os.fstat(file.fileno()).st_size
    if size < end:
        raise FeatureError(
            "{path}: the feature file is cut short: {size:,} of at least {end:,} bytes; copy it again",
            path=path,
            size=size,
            end=end,
        )
