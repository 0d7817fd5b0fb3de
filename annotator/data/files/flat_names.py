"""Paths as names of files without folders, and back: ``2019/kite.jpg`` is ``2019%2Fkite.jpg``."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote

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
