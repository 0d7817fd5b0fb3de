"""Paths as names of files without folders, and back: ``2019/kite.jpg`` is ``2019%2Fkite.jpg``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import unquote

from annotator.data.files.names import normalized

_NO_FOLDER = re.compile(r'[<>:"/\\|?*%]|^\.|[. ]$')
"""What a name of a folder must not have on some system, and a dot in front, which hides it."""

_MOST_BYTES = 200
_KEPT = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-_. ")


def flat_name(path: str, *, strict: bool = False) -> str:
    """Return the name of a file that stands for ``path``.

    Args:
        path: Path below the image folder.
        strict: Also encode what some systems do not tell apart, such as capital and small letters.
    """
    if not strict:
        return path.replace("%", "%25").replace("/", "%2F")
    name = "".join(one if one in _KEPT else "".join(f"%{byte:02X}" for byte in one.encode()) for one in path)
    ending = Path(path).suffix
    # An encoded ending tells no program what the file is, so another one follows: "a.%4A%50%47%2F.jpg".
    return name if ending == ending.lower() else f"{name}%2F{ending.lower()}"


def path_of_flat_name(name: str) -> str:
    """Return the path that :func:`flat_name` made ``name`` of; any other name is returned as it is."""
    path = unquote(name)
    found = (one for one in (path.rpartition("/")[0], path) if name in (flat_name(one), flat_name(one, strict=True)))
    return next(found, name)


def folder_names(names: Sequence[str]) -> list[str]:
    """Return a folder for each of ``names`` that every system allows and tells apart from the others.

    >>> folder_names(["red kite", "kite/crow", "Red Kite", "etc."])
    ['red kite', 'kite%2Fcrow', 'Red Kite-2', 'etc%2E']
    """
    folders: dict[str, str] = {}
    for name in names:
        encoded = _NO_FOLDER.sub(lambda found: f"%{ord(found[0]):02X}", name)
        while len(encoded.encode()) > _MOST_BYTES:
            encoded = encoded[:-1]
        free, number = encoded, 1
        while normalized(free) in folders:
            number += 1
            free = f"{encoded}-{number}"
        folders[normalized(free)] = free
    return list(folders.values())
