"""The metadata of a collection: one value per column and image, stored in the project file.

Columns are stored in compressed blocks of some hundred images. A block is always written with all columns of its
source, so that interrupted reading resumes at the first missing block.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotator.data.images.image_metadata import FACTS, Kind
from annotator.data.project.database import Database
from annotator.data.project.history import read_note, read_notes
from annotator.errors import ConfigError
from annotator.expressions import expressions
from annotator.expressions.text_column import TextColumn
from annotator.messages import Remedy
from annotator.types import IntArray

BLOCK = 256
"""Number of images per block."""

SERIES_GAP_S = 1800.0
"""Images that are further apart in time belong to different series."""

Column = NDArray[np.float64] | TextColumn
_ALWAYS: Mapping[str, tuple[str, Kind]] = {
    "folder": ("path", "text"), "file_size": ("path", "number"), "image_note": ("note", "text"),
}  # fmt: skip


@dataclass(frozen=True)
class ColumnInfo:
    """Description of a column.

    Attributes:
        name: Its name in expressions.
        source: Where it comes from: ``path``, ``exif``, ``size``, ``quality``, ``csv``, ``note`` for the notes of the
            person, or ``time`` for columns derived from the time.
        kind: ``number`` or ``text``.
    """

    name: str
    source: str
    kind: Kind


class Metadata(Mapping[str, Column]):
    """The columns of a collection of N images by name, loaded lazily.

    A column of numbers is a read-only float64 array with NaN for missing values; a column of texts is a
    :class:`~annotator.expressions.text_column.TextColumn`.

    Args:
        database: The project file; used by the calling thread.
        paths: Paths of the images.
    """

    def __init__(self, database: Database, paths: Sequence[str]) -> None:
        self._database = database
        self._paths = paths
        self._loaded: dict[str, Column] = {}
        self._arrived: dict[str, list[tuple[int, Column]]] = {}
        self.refresh()

    def refresh(self) -> None:
        """Discard the loaded columns because the file has changed."""
        self._loaded = {name: column for name, column in self._loaded.items() if name in _ALWAYS}
        self._arrived.clear()
        self._list()

    def _list(self) -> None:
        stored = self._database.read("SELECT name, source, kind, id FROM metadata_column ORDER BY id")
        self._keys: dict[str, int] = {name: key for name, _, _, key in stored}
        listed = [ColumnInfo(name, source, kind) for name, (source, kind) in _ALWAYS.items()]
        listed += [ColumnInfo(name, source, kind) for name, source, kind, _ in stored]
        if "time" in self._keys:
            listed.append(ColumnInfo("series", "time", "number"))
        self.infos: Mapping[str, ColumnInfo] = {info.name: info for info in listed}

    def __getitem__(self, name: str) -> Column:
        if name not in self._loaded:
            column = self._load(name)
            if isinstance(column, np.ndarray):
                column.flags.writeable = False
            if self.infos[name].source == "note":
                return column  # the only one that changes while the project is open
            self._loaded[name] = column
        if arrived := self._arrived.pop(name, None):
            self._loaded[name] = _patched(self._loaded[name], arrived)
        return self._loaded[name]

    def is_loaded(self, name: str) -> bool:
        """Return whether the column ``name`` is in memory."""
        return name in self._loaded

    def expect(self, names: Collection[str]) -> None:
        """Collect the blocks of these columns from now on: another thread has begun to load them for :meth:`adopt`."""
        for name in names:
            self._arrived.setdefault(name, [])

    def adopt(self, columns: Mapping[str, Column]) -> None:
        """Use columns that another thread has loaded or computed."""
        for name, column in columns.items():
            if name in self.infos:
                self._loaded.setdefault(name, column)

    def take_block(self, first: int, columns: Mapping[str, Column]) -> None:
        """Take over values that have just been stored, instead of loading their columns again.

        Args:
            first: Image of the first value.
            columns: The stored values.
        """
        if any(name not in self._keys for name in columns):
            self._list()
        for name, column in columns.items():
            if name in self._loaded or name in self._arrived:
                self._arrived.setdefault(name, []).append((first, column))
        if "time" in columns:
            self._loaded.pop("series", None)

    def __contains__(self, name: object) -> bool:
        return name in self.infos  # without loading it

    def __iter__(self) -> Iterator[str]:
        return iter(self.infos)

    def __len__(self) -> int:
        return len(self.infos)

    @property
    def n_images(self) -> int:
        """Number of images, N."""
        return len(self._paths)

    def values_of(self, image: int) -> dict[str, float | str]:
        """Return the known values of one image by column, in order; only its block of each column is read.

        The series number is omitted: it would require the times of all images and means nothing for a single image.
        """
        values: dict[str, float | str] = {}
        for name in self.infos:
            value = self._value(name, image)
            if value is not None and value == value:  # NaN is missing
                values[name] = value
        return values

    def _value(self, name: str, image: int) -> float | str | None:
        if name == "folder":
            return self._paths[image].rpartition("/")[0]
        if name == "file_size":
            return float(self._database.read("SELECT size FROM image WHERE id = ?", (image,))[0][0])
        if name not in self._keys:
            return (read_note(self._database, image) or None) if name == "image_note" else None
        key, text = self._keys[name], self.infos[name].kind == "text"
        first = image // BLOCK * BLOCK
        blocks = self._database.read("SELECT data FROM metadata_block WHERE column = ? AND first = ?", (key, first))
        if not blocks:
            return None
        value = np.frombuffer(zlib.decompress(blocks[0][0]), "<i4" if text else "<f8")[image - first].item()
        if not text:
            return float(value)
        words = self._database.read("SELECT word FROM metadata_word WHERE column = ? AND code = ?", (key, value))
        return str(words[0][0]) if words else None

    def used_in(self, text: str) -> Mapping[str, Column]:
        """Return the columns used in an expression, loaded, so that it can be evaluated in any thread.

        The mapping lists the names of all columns but contains only the ones in use.

        Raises:
            ConfigError: A column that comes from the image files has not been read yet.
        """
        names = expressions.names(text)
        unread = [name for name in FACTS if name in names and name not in self]
        if "series" in names and "time" not in self:
            unread.append("time")
        if unread:
            sources = ",".join(dict.fromkeys(FACTS[name].source for name in unread))
            raise ConfigError(
                "{unread} not read yet. {remedy}",
                unread=" and ".join(unread),
                remedy=Remedy(
                    "Read it from the images first: annotator metadata PROJECT --read {sources}",
                    "Open Topic > Strategy and model > Which images and press Measure sharpness and brightness."
                    if "quality" in sources
                    else "It is read by itself while the project is open; View > Tasks shows how far that is.",
                    sources=sources,
                ),
            )
        return _Used(tuple(self), {name: self[name] for name in self if name in names})

    def _load(self, name: str) -> Column:
        info = self.infos[name]
        if name == "folder":
            return text_column([path.rpartition("/")[0] for path in self._paths])
        if name == "file_size":
            sizes = self._database.read("SELECT size FROM image ORDER BY id")
            return np.fromiter((size for (size,) in sizes), np.float64, len(sizes))
        if info.source == "time":
            return _series(self["time"])
        if info.source == "note":
            notes = read_notes(self._database)
            return text_column([notes.get(image) for image in range(self.n_images)])
        key = self._keys[name]
        if info.kind == "number":
            return self._blocks(key, np.full(self.n_images, np.nan), "<f8")
        words = self._database.read("SELECT word FROM metadata_word WHERE column = ? ORDER BY code", (key,))
        codes = self._blocks(key, np.full(self.n_images, -1, np.int32), "<i4")
        return TextColumn(codes, tuple(word for (word,) in words))

    def _blocks(self, key: int, values: NDArray[Any], dtype: str) -> NDArray[Any]:
        for first, data in self._database.read("SELECT first, data FROM metadata_block WHERE column = ?", (key,)):
            block = np.frombuffer(zlib.decompress(data), dtype)
            values[first : first + len(block)] = block
        return values


class _Used(Mapping[str, Column]):
    """Loaded columns, in a mapping that lists the names of all."""

    def __init__(self, names: tuple[str, ...], loaded: dict[str, Column]) -> None:
        self._names, self.loaded = names, loaded

    def __getitem__(self, name: str) -> Column:
        return self.loaded[name]

    def __contains__(self, name: object) -> bool:
        return name in self.loaded

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def text_column(texts: Sequence[str | None]) -> TextColumn:
    """Return a column of ``texts``; ``None`` is missing, words are numbered in order of appearance."""
    numbers: dict[str, int] = {}
    codes = [-1 if text is None else numbers.setdefault(text, len(numbers)) for text in texts]
    return TextColumn(np.array(codes, np.int32), tuple(numbers))


def _patched(column: Column, arrived: Sequence[tuple[int, Column]]) -> Column:
    """Return a copy of a column with blocks that were stored after it was loaded."""
    if not isinstance(column, TextColumn):
        values = column.copy()
        for first, block in arrived:
            assert isinstance(block, np.ndarray)
            values[first : first + len(block)] = block
        values.flags.writeable = False
        return values
    codes, numbers = column.codes.copy(), {word: code for code, word in enumerate(column.words)}
    for first, block in arrived:
        assert isinstance(block, TextColumn)
        lookup = [numbers.setdefault(word, len(numbers)) for word in block.words]
        codes[first : first + len(block)] = np.array([*lookup, -1], np.int32)[block.codes]
    return TextColumn(codes, tuple(numbers))


def take(column: Column, images: IntArray) -> Column:
    """Return the values at ``images``."""
    return column.take(images) if isinstance(column, TextColumn) else column[images]


def with_more(
    metadata: Mapping[str, Column], columns: Mapping[str, Any], names: Sequence[str] = ()
) -> Mapping[str, Any]:
    """Return the result of :meth:`Metadata.used_in` with further columns of all images; ``names`` are listed only."""
    return _Used((*metadata, *names), {**loaded_of(metadata), **columns})


def beside(columns: Mapping[str, Any], metadata: Mapping[str, Column], images: IntArray) -> Mapping[str, Any]:
    """Return ``columns`` together with the loaded columns of ``metadata`` at ``images``.

    A column of ``columns`` takes precedence over one of the same name in ``metadata``.

    Args:
        columns: Columns aligned with ``images``.
        metadata: Result of :meth:`Metadata.used_in`.
        images: Image ids, shape (r,).
    """
    loaded = {name: take(column, images) for name, column in loaded_of(metadata).items()}
    return _Used((*columns, *metadata), {**loaded, **columns})


def loaded_of(metadata: Mapping[str, Column]) -> dict[str, Column]:
    """Return the columns that a result of :meth:`Metadata.used_in` contains, of those that it lists."""
    if isinstance(metadata, _Used):
        return metadata.loaded
    return dict(metadata)


def unread_blocks(database: Database, source: str, n_images: int) -> list[int]:
    """Return the first image of each block that has not been read from ``source``, ascending."""
    wanted = [name for name, fact in FACTS.items() if fact.source == source]
    rows = database.read(
        "SELECT first FROM metadata_block JOIN metadata_column ON id = column WHERE source = ?"
        " AND name IN (SELECT value FROM json_each(?)) GROUP BY first HAVING count(*) = ?",
        (source, json.dumps(wanted), len(wanted)),
    )
    read = {first for (first,) in rows}
    return [first for first in range(0, n_images, BLOCK) if first not in read]


def store(connection: sqlite3.Connection, name: str, source: str, first: int, column: Column) -> None:
    """Store the values of the images from ``first`` on, within the caller's transaction.

    Args:
        connection: Connection in a transaction.
        name: Name of the column, lower case; created if it does not exist.
        source: Source of the values.
        first: Image of the first value, a multiple of :data:`BLOCK`.
        column: The values.
    """
    kind = "text" if isinstance(column, TextColumn) else "number"
    connection.execute(
        "INSERT INTO metadata_column (name, source, kind) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", (name, source, kind)
    )
    key = connection.execute("SELECT id FROM metadata_column WHERE name = ?", (name,)).fetchone()[0]
    values = _coded(connection, key, column) if isinstance(column, TextColumn) else column.astype("<f8")
    connection.executemany(
        "INSERT OR REPLACE INTO metadata_block (column, first, data) VALUES (?, ?, ?)",
        [
            (key, first + start, zlib.compress(values[start : start + BLOCK].tobytes(), 1))
            for start in range(0, len(values), BLOCK)
        ],
    )


def remove(connection: sqlite3.Connection, name: str) -> None:
    """Remove a column with all its values, within the caller's transaction."""
    connection.execute("DELETE FROM metadata_column WHERE name = ?", (name,))


def _coded(connection: sqlite3.Connection, key: int, column: TextColumn) -> NDArray[Any]:
    """Return the column as codes of the stored words; new words are stored first."""
    stored = dict(connection.execute("SELECT word, code FROM metadata_word WHERE column = ?", (key,)).fetchall())
    new = [word for word in column.words if word not in stored]
    stored |= {word: code for code, word in enumerate(new, len(stored))}
    connection.executemany(
        "INSERT INTO metadata_word (column, code, word) VALUES (?, ?, ?)", [(key, stored[word], word) for word in new]
    )
    lookup = np.array([*(stored[word] for word in column.words), -1], "<i4")
    return lookup[column.codes]


def _series(time: Column) -> NDArray[np.float64]:
    """Number the series of images taken without a gap of over half an hour, from 0; NaN where the time is unknown."""
    assert isinstance(time, np.ndarray)
    series = np.full(len(time), np.nan)
    order = np.argsort(time, kind="stable")[: np.count_nonzero(np.isfinite(time))]
    if len(order):
        series[order] = np.cumsum(np.diff(time[order], prepend=time[order[0]]) > SERIES_GAP_S)
    return series
