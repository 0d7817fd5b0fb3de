"""Match names with paths where one of them has more leading folders than the other.

A name and a path fit if one ends with the whole of the other, so that every folder which both have is the same:
``2018/owl.jpg`` never means ``2020/owl.jpg``. They are matched only if

- no other image fits the name, and no other name of this step fits the image;
- the leading folders left over agree with those of all other names: where ``photos/`` was in front of one name, it is
  not ``photos/2018/`` that is in front of another, because that image would be ``2018/...`` below the image folder.
  Names without folders have none that could disagree.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from annotator.types import IntArray

_SEVERAL = -2


class Prefixes:
    """The leading folders, ending in ``/``, by which names and paths were found to differ; "" where they are equal."""

    def __init__(self) -> None:
        self._known: dict[str, set[str]] = {"names": set(), "paths": set()}

    def __bool__(self) -> bool:
        """Return whether anything was found."""
        return any(self._known.values())

    @property
    def level(self) -> bool:
        """Whether no folders were found that only one side has."""
        return not any(folder for known in self._known.values() for folder in known)

    def certain(self, folder: str, of: str = "") -> None:
        """Add folders that are in front of the names or the paths; "" counts for both."""
        for side in (of,) if of else ("names", "paths"):
            self._known[side].add(folder)

    def agree(self, folder: str, of: str) -> bool:
        """Return whether ``folder`` lies in none of the folders found for the same side."""
        return not any(outer in self._known[of] for outer in _around(folder))


def _around(folder: str) -> Iterator[str]:
    """Yield the folders that contain ``folder``, from "" inward; each ends in ``/``."""
    if folder:
        yield ""
    end = folder.find("/") + 1
    while 0 < end < len(folder):
        yield folder[:end]
        end = folder.find("/", end) + 1


def unique(keys: Sequence[str]) -> dict[str, int]:
    """Return the position of every key, or -1 for keys that occur more than once."""
    positions = dict(zip(keys, range(len(keys)), strict=True))
    if len(positions) < len(keys):
        last = np.fromiter(map(positions.__getitem__, keys), np.int64, len(keys))
        for position in np.flatnonzero(last != np.arange(len(keys))).tolist():
            positions[keys[position]] = -1
    return positions


def match_parts(name_keys: Sequence[str], path_keys: Sequence[str], prefixes: Prefixes) -> IntArray:
    """Return the image of each name, -1 for none, by the rules in the module description.

    Args:
        name_keys: Normalized names, n in all.
        path_keys: Normalized paths.
        prefixes: What is known of leading folders; those of the new matches are added.
    """
    found = _candidates(name_keys, path_keys)
    key_of_image: dict[int, str] = {}
    for key, image in zip(name_keys, found.tolist(), strict=True):
        if image >= 0 and key_of_image.setdefault(image, key) != key:
            key_of_image[image] = ""  # two names, or more
    differing: dict[int, tuple[str, str]] = {}
    for place in np.flatnonzero(found >= 0).tolist():
        key, path = name_keys[place], path_keys[found[place]]
        if not key_of_image[int(found[place])]:
            found[place] = -1
        elif len(key) >= len(path):
            differing[place] = key[: len(key) - len(path)], "names"
        elif "/" in key:
            differing[place] = path[: len(path) - len(key)], "paths"
    for folder, side in differing.values():
        prefixes.certain(folder, side if folder else "")
    for place, (folder, side) in differing.items():
        if not prefixes.agree(folder, side):
            found[place] = -1
    return np.maximum(found, -1)


def _candidates(name_keys: Sequence[str], path_keys: Sequence[str]) -> IntArray:
    """Return the only image that fits each name, -1 for none, -2 for several."""
    found = np.full(len(name_keys), -1, np.int64)
    name_depth = np.fromiter((key.count("/") for key in name_keys), np.int64, len(name_keys))
    path_depth = np.fromiter((key.count("/") for key in path_keys), np.int64, len(path_keys))

    def look_up(names: IntArray, images: IntArray, depth: int) -> None:
        tails = [_tail(path_keys[image], depth) for image in images.tolist()]
        place_by_tail = unique(tails)
        for place in names.tolist():
            at = place_by_tail.get(_tail(name_keys[place], depth))
            if at is not None:
                found[place] = int(images[at]) if at >= 0 and found[place] == -1 else _SEVERAL

    for depth in np.unique(path_depth).tolist():  # the name ends with the path
        names = np.flatnonzero(name_depth >= depth)
        if len(names):
            look_up(names, np.flatnonzero(path_depth == depth), depth)
    for depth in np.unique(name_depth).tolist():  # the path ends with the name
        images = np.flatnonzero(path_depth > depth)
        if len(images):
            look_up(np.flatnonzero(name_depth == depth), images, depth)
    return found


def _tail(key: str, depth: int) -> str:
    """Return the last ``depth`` folders of a key with the file name; the key has at least as many."""
    parts = key.rsplit("/", depth + 1)
    return key if len(parts) == depth + 1 else "/".join(parts[1:])
