"""Explain why no name of a feature file matches an image of the folder, and suggest a remedy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import reduce

import numpy as np

from annotator.data.collection.match_names import Join, Match, Shift, count_shifts
from annotator.data.files.names import Problem, normalized, printable
from annotator.messages import Message

_EXAMINED = 20_000
_ABSOLUTE_DEPTH = 16


def explain_no_match(joined: Join, names: Sequence[str], paths: Sequence[str]) -> str:
    """Return a message that nothing matched, with three samples of each side and the likely cause.

    Args:
        joined: Result of joining ``names`` and ``paths``, without a match.
        names: Names of the feature rows, at least one.
        paths: Paths of the images, at least one.

    Returns:
        Sentences to append to the name of the feature file.
    """
    return Message(
        "none of its {n_names:,} names is one of the {n_paths:,} images. Its names are like {names}; the images are "
        "like {paths}. {cause}",
        n_names=len(names),
        n_paths=len(paths),
        names=_samples(names),
        paths=_samples(paths),
        cause=_cause(joined, names, paths),
    )


def unmatched(found: Match, names: Sequence[str], paths: Sequence[str]) -> tuple[Problem, ...]:
    """Return the names without an image, with the reason, in file order.

    Args:
        found: Result of matching ``names`` and ``paths``.
        names: Names in the file.
        paths: Paths of the images.
    """
    left = np.flatnonzero(found.image_of_name < 0).tolist()
    if not left:
        return ()
    known = {**found.loose_reasons, **found.refused}
    wanted = {_file_name(names[place]) for place in left}
    images: dict[str, list[str]] = {}
    for path in paths:
        if (name := _file_name(path)) in wanted:
            images.setdefault(name, []).append(path)
    return tuple(
        Problem(
            printable(names[place]),
            known.get(place) or _reason(names[place], images.get(_file_name(names[place]), [])),
        )
        for place in left
    )


def _file_name(name: str) -> str:
    return normalized(name).rpartition("/")[2]


def _reason(name: str, images: Sequence[str]) -> Message:
    if not images:
        return Message("no image has this name")
    if len(images) == 1:
        return Message("the only image of this name is {path}, which may be another one", path=images[0])
    key = "/" + normalized(name)
    fitting = [
        path for path in images if ("/" + normalized(path)).endswith(key) or key.endswith("/" + normalized(path))
    ]
    return Message("{n} images have this name, and it is not certain which is meant", n=len(fitting or images))


def _samples(texts: Sequence[str]) -> str:
    """Return the first, the middle and the last of the texts."""
    places = sorted({0, len(texts) // 2, len(texts) - 1})
    return ", ".join(repr(printable(texts[place])) for place in places)


def _cause(joined: Join, names: Sequence[str], paths: Sequence[str]) -> str:
    name_keys = list(map(normalized, names[:_EXAMINED]))
    path_keys = list(map(normalized, paths))
    if len(joined.refused) == len(names):
        return _refusal(joined, names, name_keys, path_keys)
    if joined.duplicates and not joined.unmatched_names:
        return Message(
            "Every name occurs more than once, so it is not clear which row is meant: each image needs one row."
        )
    shifts, _ = count_shifts(name_keys, path_keys)
    if shifts:
        return _folders(shifts, names, paths)
    if all(name.isdecimal() for name in names):
        return Message("The names are numbers; they must be the paths of the images relative to the image folder.")
    bases = Counter(key.rpartition("/")[2] for key in path_keys)
    if any(bases[key.rpartition("/")[2]] for key in name_keys):
        return Message(
            "Some file names are the same, but they occur more than once, so it is not clear which are meant: the "
            "names must be the paths of the images relative to the image folder."
        )
    return Message("Either these are features of other images, or another folder is the image folder.")


def _refusal(joined: Join, names: Sequence[str], name_keys: list[str], path_keys: list[str]) -> str:
    reason, _ = Counter(problem.reason for problem in joined.refused).most_common(1)[0]
    text = Message("They cannot be used because {reason}; names must be relative to the image folder.", reason=reason)
    shifts, _ = count_shifts(name_keys, path_keys, _ABSOLUTE_DEPTH)
    of_names = [shift for shift in shifts if shift.of == "names"]
    if of_names:
        best = max(of_names, key=lambda shift: shifts[shift])
        return Message("{text} Write them without {folder!r}.", text=text, folder=_as_written(best, names))
    return text


def _folders(shifts: Mapping[Shift, int], names: Sequence[str], paths: Sequence[str]) -> str:
    """Return which folder shifts would help; having more than one is why the names were not matched."""
    likely = sorted(shifts, key=lambda shift: -shifts[shift])[:4]
    ways = [
        Message("without the leading {folder!r} of the names", folder=_as_written(shift, names))
        if shift.of == "names"
        else Message("with {folder!r} as the image folder", folder=_as_written(shift, paths))
        for shift in likely
    ]
    return Message(
        "Some would match {ways}, but it is not certain what is meant: choose another image folder.",
        ways=reduce(lambda one, other: Message("{one} or {other}", one=one, other=other), ways),
    )


def _as_written(shift: Shift, texts: Sequence[str]) -> str:
    """Return the folders of ``shift`` as they are spelled in one of ``texts``."""
    for text in texts:
        parts = text.replace("\\", "/").split("/")
        for end in range(1, len(parts)):
            folder = "/".join(parts[:end]) + "/"
            if normalized(folder) == shift.folder:
                return printable(folder)
    return shift.folder
