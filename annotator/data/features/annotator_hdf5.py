"""Annotator's own feature file format: one HDF5 file with features, paths and provenance.

::

    /features          (N, d) float32, chunked by rows
    /paths             (N,)   UTF-8, relative to the image folder, with /, unique
    /labels/TOPIC      (N,)   int8, optional: 1 relevant, -1 irrelevant, 0 unsure, -128 unlabeled
    attributes of /    schema, schema_version, extractor, extractor_version, preprocessing, normalized, created,
                       growing: rows of NaN are still to be computed, see :mod:`annotator.data.features.growing`
    /tiles             optional group: features of parts of every image, see :mod:`annotator.data.features.tiles`
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

import h5py
import numpy as np
from numpy.typing import NDArray

from annotator.data.features.hdf5_writing import Stream
from annotator.data.features.tile_writer import TileWriter
from annotator.data.files.atomic import ANY, atomic_path
from annotator.data.files.guard import Guard
from annotator.data.files.names import fault, printable
from annotator.errors import FeatureError
from annotator.messages import Message
from annotator.numerics.blocks import rows_per_block
from annotator.types import FloatArray

SCHEMA = "annotator-features"
SCHEMA_VERSION = 1
Reduced = tuple[int, Callable[[NDArray[Any]], NDArray[Any]]]
ATTRIBUTES = ("extractor", "extractor_version", "preprocessing", "normalized", "growing")


class AnnotatorHdf5Writer:
    """Writer of a feature file in Annotator's format; the file appears only when it is complete.

    >>> import tempfile
    >>> folder = tempfile.TemporaryDirectory()
    >>> with AnnotatorHdf5Writer(Path(folder.name) / "features.h5", 3, extractor="mine") as writer:
    ...     writer.append(["a.jpg", "b.jpg"], np.eye(3)[:2])
    >>> with h5py.File(Path(folder.name) / "features.h5") as file:
    ...     file["features"].shape, file["paths"].asstr()[1], file.attrs["extractor"]
    ((2, 3), 'b.jpg', 'mine')
    >>> folder.cleanup()
    """

    def __init__(
        self,
        target: Path,
        d: int,
        *,
        n: int = 0,
        created: str = "",
        guard: Guard = ANY,
        tiles: FloatArray | None = None,
        **attributes: Any,
    ) -> None:
        """Begin a file.

        Args:
            target: File to write; an existing one is replaced when the new one is complete.
            d: Number of features per row, at least 1.
            n: Number of rows if it is known. They are stored one after another then and not in chunks, so that they can
                be mapped into memory.
            created: UTC time, ISO 8601 with ``Z``; the current time if empty.
            guard: Decides whether the file may be written.
            tiles: Tiles whose features are appended, too, as shares of the image, shape (t, 4); needs ``n``.
            attributes: Values for :data:`ATTRIBUTES`.

        Raises:
            ExportError: The file must not or cannot be written.
        """
        unknown = set(attributes) - set(ATTRIBUTES)
        if unknown:
            raise TypeError(f"unknown attributes: {', '.join(sorted(unknown))}")
        self._target, self._d = target, d
        self._taken: set[str] = set()
        self._place = ExitStack()
        self._stream = Stream(self._place.enter_context(atomic_path(target, guard)))
        self._file = h5py.File(self._stream, "w")
        rows = max(1, min(rows_per_block(4 * d), 1 << 14))
        chunked = {} if n else {"maxshape": (None, d), "chunks": (rows, d)}
        self._features = self._file.create_dataset("features", (n, d), "f4", **chunked)
        self._paths = self._file.create_dataset("paths", (0,), h5py.string_dtype(), maxshape=(None,), chunks=(4096,))
        now = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        head = {"schema": SCHEMA, "schema_version": SCHEMA_VERSION, "created": created or now}
        for name, value in {**head, **attributes}.items():
            self._file.attrs[name] = value
        self._tiles = None if tiles is None else TileWriter(self._file, tiles, n, d)

    @property
    def rows(self) -> int:
        """Number of rows appended so far."""
        return len(self._taken)

    def append(self, paths: Sequence[str], rows: NDArray[Any], tiles: NDArray[Any] | None = None) -> None:
        """Append rows.

        Args:
            paths: Image path of each row, shape (b,).
            rows: Features of each row, shape (b, d).
            tiles: Features of the tiles of each row, shape (b, t, d).

        Raises:
            FeatureError: A path is not relative or occurs twice, or the disk is full.
        """
        if rows.shape != (len(paths), self._d):
            raise ValueError(f"rows of shape {rows.shape} for {len(paths)} paths and {self._d} features")
        for path in paths:
            reason = fault(path) or (Message("it occurs twice") if path in self._taken else None)
            if reason is not None:
                raise FeatureError("{path!r} cannot name an image: {reason}", path=printable(path), reason=reason)
            self._taken.add(path)
        start = self._paths.shape[0]
        try:
            for data, values in ((self._features, rows.astype(np.float32)), (self._paths, list(paths))):
                if data.chunks:
                    data.resize(start + len(paths), 0)
                data[start : start + len(paths)] = values
            if self._tiles is not None and tiles is not None:
                self._tiles.append(paths, tiles)
            self._stream.check()
        except (OSError, RuntimeError) as error:
            raise FeatureError(
                "{target} cannot be written ({error}); make room and try again", target=self._target, error=error
            ) from error

    def label(self, topic: str, codes: NDArray[np.int8]) -> None:
        """Add the labels of a topic, one code per row, shape (n,), int8."""
        if codes.shape != (self.rows,):
            raise ValueError(f"{codes.shape} codes for {self.rows} rows")
        name = topic.replace("/", " ").strip(". ") or "topic"
        self._file.create_dataset(f"labels/{name}", data=codes.astype(np.int8))

    def _finish(self) -> None:
        try:
            if self._tiles is not None:
                self._tiles.finish()
            self._file.close()
            self._stream.check()
        except (OSError, RuntimeError) as error:
            raise FeatureError(
                "{target} cannot be written ({error}); make room and try again", target=self._target, error=error
            ) from error

    def __enter__(self) -> AnnotatorHdf5Writer:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._place:  # which puts the file in its place, unless an exception leaves this block
            try:
                if error is not None:
                    raise error
                self._finish()
            finally:
                self._file.close()
                self._stream.close()


def convert(
    source: Any,
    target: Path,
    step: Callable[[float], None],
    attributes: Mapping[str, Any],
    reduced: Reduced | None = None,
) -> int:
    """Convert features of any format to a feature file in Annotator's format, and return the number of rows.

    Args:
        source: Open :class:`annotator.data.features.features.FeatureStore`.
        target: File to write.
        step: Receives the share that is done; may raise to stop.
        attributes: Provenance, see :data:`ATTRIBUTES`.
        reduced: The number of values to store of each row, and how to compute them of finite rows.
    """
    repeated = len(source.names) - len(set(source.names))
    if repeated:
        raise FeatureError(
            "{path}: {repeated:,} names occur more than once; every image needs one row",
            path=source.path,
            repeated=repeated,
        )
    d = source.d if reduced is None else reduced[0]
    with AnnotatorHdf5Writer(target, d, guard=Guard((source.path,)), **attributes) as writer:
        for start, block in source.blocks(rows_per_block(4 * source.d)):
            values = block
            if reduced is not None:
                finite = np.isfinite(block).all(axis=1)
                values = np.full((len(block), d), np.nan)
                values[finite] = reduced[1](block[finite])
            writer.append(
                source.names[start : start + len(block)], values / source.scale if source.scale != 1.0 else values
            )
            step((start + len(block)) / source.n)
        return writer.rows
