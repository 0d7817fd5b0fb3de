"""Match names with paths where one of them has more leading folders than the other.

A name and a path fit if one ends with the whole of the other, so that every folder which both have is the same:
``2018/owl.jpg`` never means ``2020/owl.jpg``. They are matched only if

- no other image fits the name, and no other name of this step fits the image;
- the name does not lie in a folder of the collection: it would be a path there that is missing;
- the leading folders left over are those of the other names: the outermost if they lie in each other, else those of
  more than half of them. Names without folders have none that could disagree.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from annotator.messages import Message
from annotator.types import IntArray

_SEVERAL = -2


@dataclass(frozen=True)
class Lead:
    """Leading folders, ending in ``/``, that only the ``names`` or only the ``paths`` have; "" where they are equal."""

    folder: str = ""
    of: str = ""


class Folders:
    """The folders of a collection, each ending in ``/``."""

    def __init__(self, path_keys: Sequence[str]) -> None:
        """Collect the folders of normalized paths."""
        self._holding = {key[: key.rfind("/") + 1] for key in path_keys} - {""}
        self._all = self._holding | {outer for folder in self._holding for outer in _starts(folder)}

    def holds(self, name_key: str) -> str:
        """Return the folder of a name if there are images in it, else ""."""
        folder = name_key[: name_key.rfind("/") + 1]
        return folder if folder in self._holding else ""

    def entered(self, folder: str) -> str:
        """Return a folder of the collection with which ``folder`` starts or ends, else ""."""
        ends = (folder[at + 1 :] for at, letter in enumerate(folder[:-1], 0) if letter == "/")
        return next((part for part in (folder, *_starts(folder), *ends) if part in self._all), "")


def _starts(folder: str) -> Iterator[str]:
    """Yield the folders that contain ``folder``, from the outermost inward."""
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


@dataclass(frozen=True, eq=False)
class Ends:
    """Matches of n names by their ends.

    Attributes:
        images: Image of each name, -1 for none, for every way of reading the keys, shape (n,) each.
        reasons: Why a name that fits one image is not matched, by position.
    """

    images: tuple[IntArray, ...]
    reasons: Mapping[int, Message]


def match_ends(
    name_keys: Sequence[str],
    path_keys: Sequence[str],
    folders: Folders,
    known: Lead | None,
    ways: Sequence[Callable[[str], str]],
) -> Ends:
    """Match names by the rules in the module description.

    Args:
        name_keys: Normalized names, n in all.
        path_keys: Normalized paths.
        folders: The folders of the paths.
        known: The leading folders, where other names have been matched before.
        ways: Functions of keys; each is tried for the names that fit no image in the ways before it.
    """
    left = np.ones(len(name_keys), np.bool_)
    images: list[IntArray] = []
    leads: dict[int, Lead] = {}
    reasons: dict[int, Message] = {}
    for way in ways:
        names, paths = list(map(way, name_keys)), list(map(way, path_keys))
        found = np.where(left, _candidates(names, paths), -1)
        left &= found == -1
        _leave_several_names(found, names)
        for place in np.flatnonzero(found >= 0).tolist():
            lead = _lead(names[place], paths[found[place]])
            folder = "" if lead is None or not lead.of else _missing_from(folders, name_keys[place], lead)
            if folder:
                reasons[place] = Message(
                    "there is no such image in the folder {folder!r} of the collection", folder=folder
                )
                found[place] = -1
            elif lead is not None:
                leads[place] = lead
        images.append(np.maximum(found, -1))
    shared = known if known is not None else _shared({name_keys[place]: lead for place, lead in leads.items()})
    for place, lead in leads.items():
        if lead != shared:
            reasons[place] = Message("its leading folders are not those of the other names")
            for found in images:
                found[place] = -1
    return Ends(tuple(images), reasons)


def _leave_several_names(found: IntArray, names: Sequence[str]) -> None:
    """Take the image from the names that are not the only spelling of it."""
    name_of_image: dict[int, str] = {}
    several = set()
    for place in np.flatnonzero(found >= 0).tolist():
        image = int(found[place])
        if name_of_image.setdefault(image, names[place]) != names[place]:
            several.add(image)
    found[np.isin(found, list(several))] = -1


def _lead(name: str, path: str) -> Lead | None:
    """Return the leading folders left over; None for a file name that could lie anywhere."""
    if len(name) > len(path):
        return Lead(name[: len(name) - len(path)], "names")
    if len(name) == len(path):
        return Lead()
    return Lead(path[: len(path) - len(name)], "paths") if "/" in name else None


def _missing_from(folders: Folders, name: str, lead: Lead) -> str:
    """Return the folder of the collection that a name lies in, where it is the path of no image, else ""."""
    return folders.entered(lead.folder) if lead.of == "names" else folders.holds(name)


def _shared(leads: Mapping[str, Lead]) -> Lead | None:
    """Return the leading folders that count, by name; None if that is not certain."""
    every = set(leads.values())
    if Lead() in every:
        return Lead()
    outer = [
        lead for lead in leads.values() if not any(Lead(folder, lead.of) in every for folder in _starts(lead.folder))
    ]
    for lead, count in Counter(outer).most_common(1):
        if 2 * count > len(outer):
            return lead
    return None


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
