"""Which feature row belongs to which image: names of a feature file matched with the paths of a folder.

Names are compared exactly, then in normal form (separators, case, accents), then by file name alone, then by file name
without its ending. A name that fits more than one image, or an image that more than one name fits, stays unmatched at
that step: nothing is ever guessed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from annotator.data.names import Problem, fault, normalised, printable
from annotator.types import IntArray

_AMBIGUOUS = -2


@dataclass(frozen=True, eq=False)
class Join:
    """The match between n feature rows and N images.

    Attributes:
        row_of_image: Feature row of each image, -1 for none, shape (N,).
        image_of_row: Image of each feature row, -1 for none, shape (n,).
        steps: How many rows were matched ``exact``, ``normalised``, by ``basename`` and by ``stem``.
        unmatched_names: Names of rows without an image, in order of the rows; refused and repeated ones are not here.
        unmatched_images: Images without features, in order.
        duplicates: Names that occur before in the file; the first row counts.
        refused: Names that cannot be the path of an image below the folder, and why.
    """

    row_of_image: IntArray
    image_of_row: IntArray
    steps: Mapping[str, int]
    unmatched_names: tuple[str, ...]
    unmatched_images: tuple[str, ...]
    duplicates: tuple[str, ...]
    refused: tuple[Problem, ...]


def join(names: Sequence[str], paths: Sequence[str]) -> Join:
    """Match names with paths.

    Args:
        names: Name of each feature row, shape (n,).
        paths: Relative path of each image, shape (N,), unique.

    Returns:
        The match; every row and every image is in it at most once.
    """
    refused = [Problem(printable(name), reason) for name in names if (reason := fault(name)) is not None]
    bad = {row for row, name in enumerate(names) if fault(name) is not None} if refused else set()
    duplicates, repeated = _repeated(names, bad)
    skipped = bad | repeated
    image_of_row = np.full(len(names), -1, np.int64)
    row_of_image = np.full(len(paths), -1, np.int64)
    steps = {}
    open_rows = [row for row in range(len(names)) if row not in skipped] if skipped else list(range(len(names)))
    for step, key in _STEPS.items():
        before = len(open_rows)
        if open_rows:
            open_rows = _match(names, paths, open_rows, key, row_of_image, image_of_row)
        steps[step] = before - len(open_rows)
    return Join(
        row_of_image,
        image_of_row,
        steps,
        tuple(names[row] for row in open_rows),
        tuple(paths[int(image)] for image in np.flatnonzero(row_of_image < 0)),
        duplicates,
        tuple(refused),
    )


def _repeated(names: Sequence[str], bad: set[int]) -> tuple[tuple[str, ...], set[int]]:
    """Names that occurred before, and their rows."""
    if len(set(names)) == len(names):
        return (), set()
    seen: set[str] = set()
    rows = set()
    for row, name in enumerate(names):
        if row in bad:
            continue
        if name in seen:
            rows.add(row)
        seen.add(name)
    return tuple(names[row] for row in sorted(rows)), rows


def _match(
    names: Sequence[str],
    paths: Sequence[str],
    rows: list[int],
    key: Callable[[str], str],
    row_of_image: IntArray,
    image_of_row: IntArray,
) -> list[int]:
    """Match ``rows`` by ``key`` where that is unambiguous, and return those that are left."""
    image_by_key = _unique([key(path) for path in paths], range(len(paths)))
    keys = [key(names[row]) for row in rows]
    row_by_key = _unique(keys, rows)
    left = []
    for row, name_key in zip(rows, keys, strict=True):
        image = image_by_key.get(name_key, -1)
        if image >= 0 and row_by_key[name_key] == row and row_of_image[image] < 0:
            row_of_image[image] = row
            image_of_row[row] = image
        else:
            left.append(row)
    return left


def _unique(keys: Sequence[str], values: Sequence[int]) -> dict[str, int]:
    """Value of each key, ``_AMBIGUOUS`` where several values share it."""
    found: dict[str, int] = dict(zip(keys, values, strict=True))
    if len(found) < len(keys):
        seen: set[str] = set()
        for key in keys:
            if key in seen:
                found[key] = _AMBIGUOUS
            seen.add(key)
    return found


def _basename(name: str) -> str:
    return normalised(name).rsplit("/", 1)[-1]


def _stem(name: str) -> str:
    base = _basename(name)
    return base.rsplit(".", 1)[0] or base


_STEPS: Mapping[str, Callable[[str], str]] = {
    "exact": lambda name: name,
    "normalised": normalised,
    "basename": _basename,
    "stem": _stem,
}
