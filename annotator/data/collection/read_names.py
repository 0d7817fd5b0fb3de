"""Names of images as other programs write them: relative, absolute, or as an address of a file."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

import numpy as np

from annotator.data.files.names import fault, normalized
from annotator.messages import Message
from annotator.types import BoolArray

_ABSOLUTE = re.compile(r"[/\\]|[A-Za-z]:[/\\]")
_ROOT = re.compile(r"/+|[A-Za-z]:/+")


@dataclass(frozen=True, eq=False)
class Names:
    """The names of a file, prepared for matching.

    Attributes:
        names: Each name; those below the image folder are relative to it.
        absolute: Which names are absolute and not below the image folder, shape (n,).
        unusable: Which names cannot mean an image of the collection, shape (n,).
        plain: Which names can be a path as they were given, shape (n,).
        reasons: Why a name is absolute or unusable, by position.
    """

    names: Sequence[str]
    absolute: BoolArray
    unusable: BoolArray
    plain: BoolArray
    reasons: Mapping[int, Message]


def read_names(names: Sequence[str], root: Path | None) -> Names:
    """Prepare ``names`` for matching with the images below ``root``; see :class:`Names`."""
    absolute, unusable = np.zeros(len(names), np.bool_), np.zeros(len(names), np.bool_)
    as_given = np.ones(len(names), np.bool_)
    reasons: dict[int, Message] = {}
    changed: dict[int, str] = {}
    above = normalized(_slashes(str(root))).rstrip("/") + "/" if root is not None else None
    for place, given in enumerate(names):
        # Nearly every name passes these two tests; a file can hold a million.
        name = _of_address(given) if given[:6] in ("file:/", "FILE:/") else given
        reason = fault(name)
        if reason is None:
            if name is not given:
                changed[place] = name
            continue
        plain = _resolved(_slashes(name)) if _ABSOLUTE.match(name) else ""
        inner = _ROOT.sub("", plain, count=1)
        reasons[place] = reason
        as_given[place] = name is not given and not fault(given)
        if not plain or fault(inner):
            unusable[place] = True
        elif above is not None and normalized(plain).startswith(above):
            changed[place] = _below(plain, above)
        else:
            changed[place], absolute[place] = plain, True
    usable = [changed.get(place, name) for place, name in enumerate(names)] if changed else names
    return Names(usable, absolute, unusable, as_given, reasons)


def _slashes(name: str) -> str:
    return name.replace("\\", "/")


def _resolved(name: str) -> str:
    """Return an absolute name without ``..``, which never leads out of its root."""
    root = found[0] if (found := _ROOT.match(name)) else ""
    return root + posixpath.normpath("/" + name[len(root) :]).lstrip("/")


def _of_address(address: str) -> str:
    """Return the path in a ``file:`` address, percent-decoded once."""
    path = unquote(address[5:])
    if path.startswith("//"):
        host, slash, rest = path[2:].partition("/")
        path = slash + rest if host in ("", "localhost") else path
    return path[1:] if re.match(r"/[A-Za-z]:[/\\]", path) else path


def _below(plain: str, above: str) -> str:
    """Return the rest of an absolute path after the image folder, whose normalized form is ``above``."""
    parts = plain.split("/")
    return "/".join(parts[above.count("/") :])
