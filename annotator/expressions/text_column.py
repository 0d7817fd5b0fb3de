"""Column of texts, stored as codes of distinct texts, so that comparisons run per text instead of per row."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from annotator.types import BoolArray, IntArray


@dataclass(frozen=True, eq=False)
class TextColumn:
    """Texts of n rows.

    Attributes:
        codes: Index of each row's text in ``words``, -1 for a missing value, shape (n,), int32.
        words: The distinct texts.
    """

    codes: NDArray[np.int32]
    words: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.codes)

    @property
    def known(self) -> BoolArray:
        """Whether a row has a text, shape (n,)."""
        return self.codes >= 0

    def take(self, rows: IntArray) -> TextColumn:
        """Return the column for ``rows``; repeats are allowed."""
        return TextColumn(self.codes[rows], self.words)

    def equals(self, pattern: str) -> BoolArray:
        """Return which rows match the text ``pattern``, shape (n,); False for missing texts.

        Case is ignored, and ``*`` matches any characters.

        >>> column = TextColumn(np.array([0, 1, -1, 0], np.int32), ("NIKON D90", "Canon"))
        >>> column.equals("nikon*").tolist()
        [True, False, False, True]
        """
        parts = (re.escape(part) for part in pattern.casefold().split("*"))
        matcher = re.compile(".*".join(parts), re.DOTALL)
        fits = [matcher.fullmatch(word.casefold()) is not None for word in self.words]
        return np.array([*fits, False], np.bool_)[self.codes]  # -1, a missing text, selects the last element

    def within(self, folder: str) -> BoolArray:
        """Return which rows are in ``folder`` or below it, shape (n,), for a column of folders; case is ignored.

        >>> TextColumn(np.array([0, 1, 2], np.int32), ("a", "a/b", "ab")).within("a").tolist()
        [True, True, False]
        """
        top = folder.strip("/").casefold()
        below = f"{top}/" if top else ""
        fits = [(one := word.casefold()) == top or (below != "" and one.startswith(below)) for word in self.words]
        return np.array([*fits, False], np.bool_)[self.codes]
