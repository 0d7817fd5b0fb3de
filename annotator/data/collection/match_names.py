"""Match the names in a file of features, labels or metadata with the image paths of a folder.

Names are matched in five steps; each step considers only what the previous steps left unmatched:

- ``exact``: the name is the path.
- ``normalized``: equal except for separators, case, and Unicode composition.
- ``shifted``: nothing has matched so far because the names start some folders higher or lower than the image folder.
  :func:`annotator.data.collection.match_names.find_shift` defines when that is certain.
- ``basename``: the name ends with the whole path, or the path with the whole name; see
  :mod:`annotator.data.collection.match_loosely`. Folders that both have must be the same.
- ``stem``: the same, without the image file extensions. Unless folders were found in front of names or paths, a whole
  path without its extension means that image, also where other folders hold the same file name.

An absolute name (also ``file:///...``) below the image folder is the path there; another one is matched from the step
``shifted`` on. Nothing is ever guessed: a name that fits several images is not matched.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from itertools import repeat
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from annotator.data.collection.match_loosely import Folders, Lead, match_ends, unique
from annotator.data.collection.read_names import Names, read_names
from annotator.data.files.names import Problem, normalized, printable
from annotator.data.images.scanning import IMAGE_SUFFIXES
from annotator.messages import Message, joined
from annotator.types import IntArray

_DEPTH = 3
_ABSOLUTE_DEPTH = 16
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


def find_shift(name_keys: Sequence[str], path_keys: Sequence[str], depth: int = 3) -> Shift | None:
    """Find the leading folders that explain why no name is a path.

    Only names whose file name is that of some image are considered. A shift is certain in two cases: it makes all of
    these match, and no other shift makes as many as half of them match; or it makes at least two thirds of them match,
    and no other shift makes any match.

    Args:
        name_keys: Normalized names.
        path_keys: Normalized paths.
        depth: Most folders of a shift.

    Returns:
        The shift, of at most ``depth`` folders; ``None`` if there is none or it is not certain.
    """
    explained, examined = _explained(name_keys, path_keys, depth)
    if not explained:
        return None
    shift, names = max(explained.items(), key=lambda one: len(one[1]))
    others: set[str] = set().union(*(some for other, some in explained.items() if other != shift))
    if len(names) == examined:
        return shift if 2 * len(others) < examined else None
    return shift if 3 * len(names) >= 2 * examined and not others else None


def count_shifts(
    name_keys: Sequence[str], path_keys: Sequence[str], depth: int = _DEPTH
) -> tuple[dict[Shift, int], int]:
    """Count the names that are a path after a shift of at most ``depth`` folders.

    Names whose file name is that of no image are skipped; a sample of the others, spread over the file, is examined.

    Returns:
        The count for every shift that makes any name match (the 20 best of either kind), and the number of names
            examined.
    """
    explained, examined = _explained(name_keys, path_keys, depth)
    return {shift: len(names) for shift, names in explained.items()}, examined


def _explained(name_keys: Sequence[str], path_keys: Sequence[str], depth: int) -> tuple[dict[Shift, set[str]], int]:
    """Return what :func:`count_shifts` counts: the names themselves, for every shift."""
    names, paths = set(name_keys), set(path_keys)
    examined = _telling(name_keys, paths)
    of_names = _leading_folders(examined, paths, depth)
    of_paths = _leading_folders(_telling(path_keys, names), names, depth)
    shifts = [Shift(folder, "names") for folder in of_names] + [Shift(folder, "paths") for folder in of_paths]
    found = {shift: {name for name in examined if shift.path_of(name) in paths} for shift in shifts}
    return {shift: some for shift, some in found.items() if some}, len(set(examined))


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

LOOSE = STEPS.index("basename")
"""From this step on, only a part of the name is compared, and the person is shown every match."""


@dataclass(frozen=True, eq=False)
class Match:
    """The image of each of n names; several spellings may mean one image.

    Attributes:
        image_of_name: Image of each name, -1 for none, shape (n,), int64.
        step_of_name: Position in :data:`STEPS`, -1 for no image, shape (n,), int8.
        shift: Description of the shift in step ``shifted``; "" for none.
        reasons: Why names cannot be a path below the image folder, by position.
        loose_reasons: Why names that fit the end of a single path do not mean it, by position.
    """

    image_of_name: IntArray
    step_of_name: NDArray[np.int8]
    shift: str
    reasons: Mapping[int, str]
    loose_reasons: Mapping[int, str]

    @property
    def refused(self) -> dict[int, str]:
        """The reasons of the unmatched names."""
        return {place: self.reasons[place] for place in sorted(self.reasons) if self.image_of_name[place] < 0}

    def loose(self, names: Sequence[str], paths: Sequence[str]) -> tuple[tuple[str, str], ...]:
        """Return the names that were matched by a part only, with their images, at most :data:`MOST_LOOSE`."""
        places = np.flatnonzero(self.step_of_name >= LOOSE)[:MOST_LOOSE].tolist()
        return tuple((printable(names[place]), paths[self.image_of_name[place]]) for place in places)

    def steps(self) -> dict[str, int]:
        """Return the number of matched names by step."""
        return {step: int(np.count_nonzero(self.step_of_name == place)) for place, step in enumerate(STEPS)}


MOST_LOOSE = 1000
"""How many loose matches are listed."""


@dataclass(frozen=True, eq=False)
class Join:
    """The match between n feature rows and N images, at most one row for each image.

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
        loose: Names of which only a part was compared, with their images, at most :data:`MOST_LOOSE`.
    """

    row_of_image: IntArray
    image_of_row: IntArray
    steps: Mapping[str, int]
    shift: str
    unmatched_names: tuple[str, ...]
    unmatched_images: tuple[str, ...]
    duplicates: tuple[str, ...]
    refused: tuple[Problem, ...]
    loose: tuple[tuple[str, str], ...]

    @property
    def matched(self) -> int:
        """Number of images that have features."""
        return sum(self.steps.values())


def join(names: Sequence[str], paths: Sequence[str], root: Path | None = None) -> Join:
    """Match names with paths one to one, by the rules in the module description.

    Of several names of one image, that of the earliest step counts, and none if there are two of them.

    Args:
        names: Name of each feature row as given in the file, n in all.
        paths: Path of each image relative to the image folder, with ``/``; N in all, unique.
        root: The image folder, for absolute names below it.
    """
    found = _one_to_one(match(names, paths, root))
    matched = np.flatnonzero(found.image_of_name >= 0)
    row_of_image = np.full(len(paths), -1, np.int64)
    row_of_image[found.image_of_name[matched]] = matched
    # Only an unmatched name can occur more than once.
    refused = found.refused
    left = np.flatnonzero(found.image_of_name < 0).tolist()
    unmatched = Counter(names[row] for row in left if row not in refused)
    return Join(
        row_of_image,
        found.image_of_name,
        found.steps(),
        found.shift,
        tuple(name for name, count in unmatched.items() if count == 1),
        tuple(paths[image] for image in np.flatnonzero(row_of_image < 0).tolist()),
        tuple(name for name, count in unmatched.items() if count > 1),
        tuple(Problem(printable(names[row]), reason) for row, reason in refused.items()),
        found.loose(names, paths),
    )


def match(names: Sequence[str], paths: Sequence[str], root: Path | None = None) -> Match:
    """Return the image that each name means, by the rules in the module description.

    Args:
        names: Names as given in a file, n in all; the same name may occur again.
        paths: Path of each image relative to the image folder, with ``/``; N in all, unique.
        root: The image folder, for absolute names below it.
    """
    taken = read_names(names, root)
    matching = _Matching(len(names), taken)
    image_by_path = dict(zip(paths, range(len(paths)), strict=True))
    plain = np.flatnonzero(taken.plain)
    given = names if len(plain) == len(names) else [names[place] for place in plain.tolist()]
    matching.take("exact", plain, given, image_by_path)
    if taken.names is not names:  # the rest of names below the image folder
        left = matching.open[~taken.absolute[matching.open]]
        matching.take("exact", left, [taken.names[place] for place in left.tolist()], image_by_path)
    shift = ""
    if len(matching.open):
        shift = _match_loosely(matching, taken, paths)
    return Match(matching.image_of_name, matching.step_of_name, shift, taken.reasons, matching.loose_reasons)


def _one_to_one(found: Match) -> Match:
    """Leave every image to the only name of the earliest step that means it."""
    rows = np.flatnonzero(found.image_of_name >= 0)
    images, steps = found.image_of_name[rows], found.step_of_name[rows]
    order = np.lexsort((steps, images))
    images, steps = images[order], steps[order]
    first = np.diff(images, prepend=-1) != 0
    again = np.append((np.diff(images) == 0) & (np.diff(steps) == 0), False)
    kept = rows[order[first & ~again]]
    image_of_name, step_of_name = np.full_like(found.image_of_name, -1), np.full_like(found.step_of_name, -1)
    image_of_name[kept], step_of_name[kept] = found.image_of_name[kept], found.step_of_name[kept]
    return replace(found, image_of_name=image_of_name, step_of_name=step_of_name)


def _match_loosely(matching: _Matching, taken: Names, paths: Sequence[str]) -> str:
    """Run the steps after the exact one; return a description of the shifts."""
    keys, path_keys = list(map(normalized, taken.names)), list(map(normalized, paths))
    image_by_key = unique(path_keys)

    def of(places: IntArray) -> list[str]:
        return [keys[place] for place in places.tolist()]

    relative = matching.open[~taken.absolute[matching.open]]
    matching.take("normalised", relative, of(relative), image_by_key)
    lead: dict[bool, Lead | None] = {False: Lead() if (matching.step_of_name >= 0).any() else None, True: None}
    folders = Folders(path_keys)
    shifts = []
    for absolute, depth in ((False, _DEPTH), (True, _ABSOLUTE_DEPTH)):
        group = matching.open[taken.absolute[matching.open] == absolute]
        group = group[[not folders.holds(key) for key in of(group)]] if len(group) else group
        if not len(group) or lead[absolute] is not None:
            continue
        shift = find_shift(of(group), path_keys, depth)
        if shift is None or (shift.of == "names" and folders.entered(shift.folder)):
            continue
        if not _file_names_do(of(group), path_keys, shift, image_by_key):
            matching.take("shifted", group, [shift.path_of(key) for key in of(group)], image_by_key)
            lead[absolute] = Lead(shift.folder, shift.of)
            shifts.append(shift.words)
    if not (lead[False] or Lead()).folder:
        for given, all_paths in ((taken.names, paths), (keys, path_keys)):
            group = matching.open[~taken.absolute[matching.open]]
            matching.take("stem", group, [given[place] for place in group.tolist()], _by_stem(all_paths))
    for absolute in (False, True):
        group = matching.open[taken.absolute[matching.open] == absolute]
        if len(group):
            ends = match_ends(of(group), path_keys, folders, lead[absolute], (str, _stem))
            for step, images in zip(("basename", "stem"), ends.images, strict=True):
                matching.accept(step, group, images)
            matching.loose_reasons.update({int(group[place]): reason for place, reason in ends.reasons.items()})
    return joined(shifts, "; ")


def _file_names_do(keys: Sequence[str], path_keys: Sequence[str], shift: Shift, images: Mapping[str, int]) -> bool:
    """Return whether the names are file names that need no shift, because no other image has one of them."""
    if any("/" in key for key in keys):
        return False
    only = unique([key.rpartition("/")[2] for key in path_keys])
    return all(only.get(key, -1) >= 0 or images.get(shift.path_of(key), -1) < 0 for key in keys)


def _by_stem(paths: Sequence[str]) -> dict[str, int]:
    """Return the image of every path without its extension, -1 where several images have it."""
    return unique(list(map(_stem, paths)))


def _stem(key: str) -> str:
    """Remove an image file extension; any other dot may be part of the name."""
    stem, dot, ending = key.rpartition(".")
    return stem if dot + ending.lower() in IMAGE_SUFFIXES else key


class _Matching:
    """A match that is extended step by step; names and images are indexed by position."""

    def __init__(self, n_names: int, taken: Names) -> None:
        self.image_of_name = np.full(n_names, -1, np.int64)
        self.step_of_name = np.full(n_names, -1, np.int8)
        self.loose_reasons: dict[int, Message] = {}
        self._usable = ~taken.unusable

    @property
    def open(self) -> IntArray:
        """Names that can still be matched, ascending."""
        return np.flatnonzero((self.image_of_name < 0) & self._usable)

    def take(self, step: str, places: IntArray, keys: Sequence[str], image_by_key: Mapping[str, int]) -> None:
        """Match the names at ``places`` with the image of their key, -1 or absent for none."""
        # A million names are common, so the work per name is done by map and numpy.
        self.accept(step, places, np.fromiter(map(image_by_key.get, keys, repeat(-1)), np.int64, len(keys)))

    def accept(self, step: str, places: IntArray, images: IntArray) -> None:
        """Match the names at ``places`` with ``images``, -1 for none."""
        found = images >= 0
        self.image_of_name[places[found]] = images[found]
        self.step_of_name[places[found]] = STEPS.index(step)
