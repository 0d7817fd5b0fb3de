"""Match the names in a feature file with the image paths of a folder.

Names are matched in five steps; each step considers only what the previous steps left unmatched:

- ``exact``: the name is the path.
- ``normalized``: equal except for separators, case, and Unicode composition.
- ``shifted``: nothing has matched so far because the names start one to three folders higher or lower than the image
  folder. :func:`annotator.data.collection.match_names.find_shift` defines when that is certain.
- ``basename``: the same file name without its folders.
- ``stem``: equal without the image file extension; first with the folders, then without them.

Nothing is ever guessed. In each step, a name is matched only if no other unmatched name and only one image of the
entire folder have the same key. A name that occurs more than once in the file is never matched, because it is unknown
which of its rows is meant.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import repeat

import numpy as np

from annotator.data.files.names import Problem, fault, normalized, printable
from annotator.data.images.scanning import IMAGE_SUFFIXES
from annotator.messages import Message
from annotator.types import IntArray

_DEPTH = 3
_EXAMINED = 10_000
_CANDIDATES = 20


@dataclass(frozen=True)
class Shift:
    """Leading folders by which names and paths differ.

    Attributes:
        folder: The folders, ending in ``/``, in the form of :func:`annotator.data.files.names.normalized`.
        of: Which side has them: ``names`` or ``paths``.
    """

    folder: str
    of: str

    def path_of(self, name_key: str) -> str:
        """Return the normalized path that corresponds to a normalized name."""
        return name_key.removeprefix(self.folder) if self.of == "names" else self.folder + name_key

    @property
    def words(self) -> Message:
        """What was done about them."""
        if self.of == "names":
            return Message("the leading {folder!r} of the names was ignored", folder=self.folder)
        return Message("the names were taken to be relative to the folder {folder!r}", folder=self.folder)


def find_shift(name_keys: Sequence[str], path_keys: Sequence[str]) -> Shift | None:
    """Find the leading folders that explain why no name is a path.

    Only names whose file name is that of some image are considered. A shift is certain in two cases: it makes all of
    these match, and no other shift does; or it makes at least half of them match, and no other shift makes any match.

    Args:
        name_keys: Normalized names.
        path_keys: Normalized paths.

    Returns:
        The shift, of at most three folders; ``None`` if there is none or it is not certain.
    """
    hits, examined = count_shifts(name_keys, path_keys)
    complete = [shift for shift, count in hits.items() if count == examined]
    if len(complete) == 1:
        return complete[0]
    if len(hits) == 1 and 2 * max(hits.values()) >= examined:
        return next(iter(hits))
    return None


def count_shifts(
    name_keys: Sequence[str], path_keys: Sequence[str], depth: int = _DEPTH
) -> tuple[dict[Shift, int], int]:
    """Count the names that are a path after a shift of at most ``depth`` folders.

    Names whose file name is that of no image are skipped; a sample of the others, spread over the file, is examined.

    Returns:
        The count for every shift that makes any name match (the 20 best of either kind), and the number of names
            examined.
    """
    names, paths = set(name_keys), set(path_keys)
    examined = _telling(name_keys, paths)
    of_names = _leading_folders(examined, paths, depth)
    of_paths = _leading_folders(_telling(path_keys, names), names, depth)
    shifts = [Shift(folder, "names") for folder in of_names] + [Shift(folder, "paths") for folder in of_paths]
    hits = {shift: sum(shift.path_of(name) in paths for name in examined) for shift in shifts}
    return {shift: count for shift, count in hits.items() if count}, len(examined)


def _telling(keys: Collection[str], others: Set[str]) -> Sequence[str]:
    """Return an evenly spread sample of the keys whose last component is also that of one of the others."""
    last_parts = {key.rpartition("/")[2] for key in others}
    telling = [key for key in keys if key.rpartition("/")[2] in last_parts]
    return telling[:: 1 + len(telling) // _EXAMINED]


def _leading_folders(longer: Sequence[str], shorter: Set[str], depth: int) -> list[str]:
    """Return the leading folders of ``longer`` whose removal most often gives a member of ``shorter``."""
    found: Counter[str] = Counter()
    for key in longer:
        end = 0
        for _ in range(depth):
            end = key.find("/", end) + 1
            if end == 0:
                break
            if key[end:] in shorter:
                found[key[:end]] += 1
    return [folder for folder, _ in found.most_common(_CANDIDATES)]


STEPS = ("exact", "normalised", "shifted", "basename", "stem")
"""The steps in order."""


@dataclass(frozen=True, eq=False)
class Join:
    """The match between n feature rows and N images.

    Every feature row is either matched, or its name is in exactly one of ``unmatched_names``, ``duplicates`` and
    ``refused``.

    Attributes:
        row_of_image: Feature row of each image, -1 for none, shape (N,), int64.
        image_of_row: Image of each feature row, -1 for none, shape (n,), int64.
        steps: Number of matches in each of :data:`STEPS`.
        shift: Description of the shift in step ``shifted``; "" for none.
        unmatched_names: Names that match no image or more than one, in file order.
        unmatched_images: Paths of the images without features, in order.
        duplicates: Names that occur more than once in the file, each listed once, in file order.
        refused: Names that cannot be a path below the image folder, with the reason, in file order.
    """

    row_of_image: IntArray
    image_of_row: IntArray
    steps: Mapping[str, int]
    shift: str
    unmatched_names: tuple[str, ...]
    unmatched_images: tuple[str, ...]
    duplicates: tuple[str, ...]
    refused: tuple[Problem, ...]

    @property
    def matched(self) -> int:
        """Number of images that have features."""
        return sum(self.steps.values())


def join(names: Sequence[str], paths: Sequence[str]) -> Join:
    """Match names with paths by the rules in the module description.

    Args:
        names: Name of each feature row as given in the file, n in all.
        paths: Path of each image relative to the image folder, with ``/``; N in all, unique.
    """
    reasons = {row: reason for row, reason in enumerate(map(fault, names)) if reason is not None}
    rows = np.setdiff1d(np.arange(len(names)), list(reasons), assume_unique=True)
    given = [names[row] for row in rows.tolist()] if reasons else names
    matching = _Matching(len(given), len(paths))
    matching.step("exact", given, paths)
    shift = _match_loosely(matching, given, paths) if matching.unfinished else ""

    image_of_row = np.full(len(names), -1, np.int64)
    image_of_row[rows] = matching.image_of_name
    row_of_image = np.full(len(paths), -1, np.int64)
    matched = np.flatnonzero(image_of_row >= 0)
    row_of_image[image_of_row[matched]] = matched
    # Only an unmatched name can occur more than once.
    unmatched = Counter(names[row] for row in rows[matching.image_of_name < 0].tolist())
    return Join(
        row_of_image,
        image_of_row,
        matching.steps,
        shift,
        tuple(name for name, count in unmatched.items() if count == 1),
        tuple(paths[image] for image in np.flatnonzero(row_of_image < 0).tolist()),
        tuple(name for name, count in unmatched.items() if count > 1),
        tuple(Problem(printable(names[row]), reason) for row, reason in reasons.items()),
    )


def _match_loosely(matching: _Matching, names: Sequence[str], paths: Sequence[str]) -> str:
    """Run the steps after the exact one; return a description of the shift."""
    name_keys, path_keys = list(map(normalized, names)), list(map(normalized, paths))

    def step(name: str, key: Callable[[str], str]) -> None:
        if matching.unfinished:
            open_keys = (name_keys[position] for position in matching.open.tolist())
            matching.step(name, list(map(key, open_keys)), list(map(key, path_keys)))

    step("normalised", str)
    shift = find_shift(name_keys, path_keys) if not any(matching.steps.values()) else None
    if shift is not None:
        matching.step("shifted", [shift.path_of(key) for key in name_keys], path_keys)
    step("basename", _basename)
    step("stem", _stem)
    step("stem", lambda key: _stem(_basename(key)))
    return "" if shift is None else shift.words


def _basename(key: str) -> str:
    return key.rpartition("/")[2]


def _stem(key: str) -> str:
    """Remove an image file extension; any other dot may be part of the name."""
    stem, dot, ending = key.rpartition(".")
    return stem if dot + ending in IMAGE_SUFFIXES else key


class _Matching:
    """A match that is extended step by step; names and images are indexed by position."""

    def __init__(self, n_names: int, n_images: int) -> None:
        self.image_of_name = np.full(n_names, -1, np.int64)
        self.free = np.ones(n_images, np.bool_)
        self.steps = dict.fromkeys(STEPS, 0)

    @property
    def unfinished(self) -> bool:
        """Whether both names and images are left to match."""
        return sum(self.steps.values()) < min(len(self.image_of_name), len(self.free))

    @property
    def open(self) -> IntArray:
        """Names without an image, ascending."""
        return np.flatnonzero(self.image_of_name < 0)

    def step(self, name: str, name_keys: Sequence[str], path_keys: Sequence[str]) -> None:
        """Match open names whose key is unique with free images whose key is unique and the same.

        Args:
            name: The step.
            name_keys: Keys of the open names, in their order.
            path_keys: Keys of all images.
        """
        # A million names are common, so the work per name is done by map and numpy.
        position_by_key = _only(name_keys)
        image_by_key = _only(path_keys)
        images = np.fromiter(map(image_by_key.get, name_keys, repeat(-1)), np.int64, len(name_keys))
        if len(position_by_key) < len(name_keys):
            images[np.fromiter(map(position_by_key.__getitem__, name_keys), np.int64, len(name_keys)) < 0] = -1
        matches = images >= 0
        matches[matches] = self.free[images[matches]]
        self.image_of_name[self.open[matches]] = images[matches]
        self.free[images[matches]] = False
        self.steps[name] += int(np.count_nonzero(matches))


def _only(keys: Sequence[str]) -> dict[str, int]:
    """Return the position of every key, or -1 for keys that occur more than once."""
    positions = dict(zip(keys, range(len(keys)), strict=True))
    if len(positions) < len(keys):
        last = np.fromiter(map(positions.__getitem__, keys), np.int64, len(keys))
        for position in np.flatnonzero(last != np.arange(len(keys))).tolist():
            positions[keys[position]] = -1
    return positions
