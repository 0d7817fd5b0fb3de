"""Names that start some folders higher or lower than the image folder."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence, Set
from dataclasses import dataclass

_DEPTH = 3
_EXAMINED = 10_000
_CANDIDATES = 20


@dataclass(frozen=True)
class Shift:
    """Leading folders by which names and paths differ.

    Attributes:
        folder: The folders, ending in ``/``, in the normal form of :func:`annotator.data.names.normalised`.
        of: Who has them: ``names`` or ``paths``.
    """

    folder: str
    of: str

    def path_of(self, name_key: str) -> str:
        """Return the normalised path that a normalised name stands for."""
        return name_key.removeprefix(self.folder) if self.of == "names" else self.folder + name_key

    def __str__(self) -> str:
        if self.of == "names":
            return f"the leading {self.folder!r} of the names was ignored"
        return f"the names were taken to be relative to the folder {self.folder!r}"


def find_shift(name_keys: Sequence[str], path_keys: Sequence[str]) -> Shift | None:
    """Find the leading folders that explain why no name is a path.

    Only the names whose file name is that of some image can tell. A shift is certain in two cases: it lets all of these
    match, and no other shift does; or it lets at least half of them match, and no other shift lets any.

    Args:
        name_keys: Normalised names.
        path_keys: Normalised paths.

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

    Names whose file name is that of no image are left aside, and of the others some thousand spread over the file are
    examined.

    Returns:
        The count for every shift that helps any name (of either kind, the 20 that help most), and the number of names
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
    """Return some of the keys whose last part is that of one of the others, evenly spread."""
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
