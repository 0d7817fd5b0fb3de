"""Find images by a part of their name, fast enough for a million images.

Python code processes the names in blocks with a pause after each: one call for a million names would hold the
interpreter lock, and block the window, for a tenth of a second.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from annotator.data.files.names import natural_key, natural_path_key
from annotator.expressions.text_column import TextColumn
from annotator.types import BoolArray, IntArray

NAME_BYTES = 64
"""Sorting by file name compares so many bytes."""

SORTED_AT_ONCE = 100_000
"""A larger collection is not sorted before it is shown."""

_PIECE = 10_000  # names per block, about a millisecond
_PAUSE_S = 0.001


class FilenameIndex:
    """All paths of a collection as one block of lower-case text.

    Searching compares one byte of the text after the other with the whole block, without a Python loop over images.
    """

    def __init__(self, paths: Sequence[str]) -> None:
        """Copy ``paths``, by image id; takes about a tenth of a microsecond per character."""
        self._paths = paths
        self._folders: tuple[list[str], IntArray] | None = None
        self._file_order: IntArray | None = None
        self._path_order: IntArray | None = None
        # Lower case may have another length than the path, hence the positions are computed from the lowered text.
        pieces = ["\0".join(piece).lower().encode("utf-8", "replace") for piece in _pieces(paths)]
        self._text: NDArray[np.uint8] = np.frombuffer(b"\0".join(pieces), dtype=np.uint8)
        self._starts: IntArray = np.concatenate([[0], np.flatnonzero(self._text == 0) + 1])
        self._n = len(paths)

    def matches(self, text: str) -> BoolArray:
        """Return which images have ``text`` in their path, ignoring case, shape (N,); all for an empty text."""
        found = np.ones(self._n, dtype=np.bool_)
        for word in text.lower().replace("\0", "\ufffd").split():
            found &= self._contain(word.encode("utf-8", "replace"))
        return found

    def folder_column(self) -> TextColumn:
        """Return the folder of every image, the folders in natural order."""
        folders, places = self._by_folder()
        return TextColumn(places.astype(np.int32), tuple(folders))

    def _by_folder(self) -> tuple[list[str], IntArray]:
        """Return all folders in natural order, and the place there of the folder of every image, shape (N,)."""
        if self._folders is None:
            number: dict[str, int] = {}
            numbers = np.empty(self._n, np.int64)
            done = 0
            for piece in _pieces(self._paths):
                folders = [number.setdefault(path.rpartition("/")[0], len(number)) for path in piece]
                numbers[done : done + len(piece)] = folders
                done += len(piece)
            ordered = sorted(number, key=natural_path_key)
            place = np.empty(len(number), np.int64)
            place[[number[folder] for folder in ordered]] = np.arange(len(number))
            self._folders = ordered, place[numbers]
        return self._folders

    def by_file_name(self) -> IntArray:
        """Return the image ids in the natural order of the names of the files without their folders, shape (N,)."""
        if self._file_order is None:
            keys = np.empty(self._n, f"S{NAME_BYTES}")
            done = 0
            for piece in _pieces(self._paths):
                names = (natural_key(path.rpartition("/")[2]) for path in piece)
                keys[done : done + len(piece)] = [name.encode("utf-8", "replace")[:NAME_BYTES] for name in names]
                done += len(piece)
            # numpy sorts bytes without the interpreter lock; a sort in Python would hold it.
            ascending = bool(np.all(keys[:-1] <= keys[1:]))
            self._file_order = np.arange(self._n) if ascending else np.argsort(keys, kind="stable")
        return self._file_order

    def by_path(self) -> IntArray:
        """Return the image ids by folder, and within a folder by name, both in natural order, shape (N,).

        A large collection is in the order of the ids until :meth:`sort` is done.
        """
        if self._path_order is None and self._n <= SORTED_AT_ONCE:
            self.sort()
        return np.arange(self._n, dtype=np.int64) if self._path_order is None else self._path_order

    def sort(self) -> None:
        """Sort the paths; takes some seconds for a million."""
        if self._path_order is None:
            files = self.by_file_name()
            self._path_order = files[np.argsort(self._by_folder()[1][files], kind="stable")]

    @property
    def is_sorted(self) -> bool:
        """Whether :meth:`by_path` has its final order, or will have it at once."""
        return self._path_order is not None or self._n <= SORTED_AT_ONCE

    def _contain(self, word: bytes) -> BoolArray:
        last = len(self._text) - len(word) + 1
        found = np.zeros(self._n, dtype=np.bool_)
        if last <= 0:
            return found
        # The byte that is rarest in the first part of the text leaves the fewest positions to compare.
        counts = np.bincount(self._text[: 1 << 16], minlength=256)
        rarest = min(range(len(word)), key=lambda i: counts[word[i]])
        at = np.flatnonzero(self._text[rarest : rarest + last] == word[rarest])
        for offset, byte in enumerate(word):
            if offset != rarest:
                at = at[self._text[at + offset] == byte]
        found[np.searchsorted(self._starts, at, side="right") - 1] = True
        return found


def _pieces(paths: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(paths), _PIECE):
        yield paths[start : start + _PIECE]
        if start + _PIECE < len(paths):
            time.sleep(_PAUSE_S)
