"""Names of images as files give them: which are safe to use, and when two of them are the same name.

A name is a path relative to the image folder. Names come from feature files, tables and projects, all of which may be
foreign, so a name that could leave the image folder is refused for what it says, before any file is touched.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from annotator.errors import ImageError
from annotator.messages import Message

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_SEPARATOR = re.compile(r"[/\\]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_NOISE = re.compile(r"(?:/\.?)+/|^(?:\./+)+")
_STARTS_OUTSIDE = ("", "/", "\\")


@dataclass(frozen=True)
class Problem:
    """A file or name that cannot be used as it is.

    Attributes:
        path: Path relative to the image folder, or the name as given; always valid text on one line.
        reason: Why, in words that complete "<path>: ...".
    """

    path: str
    reason: str


def printable(name: str) -> str:
    """Return ``name`` with control characters and undecodable bytes written as escapes, safe to store and to print."""
    text = name.encode("utf-8", "backslashreplace").decode("utf-8")
    return _CONTROL.sub(lambda match: f"\\x{ord(match[0]):02x}", text)


def fault(name: str) -> Message | None:
    """Say why ``name`` may not be used as a path below the image folder; ``None`` if it may.

    The rules are those of every system at once, so that a project means the same on each: a drive letter is refused on
    Linux too, and a backslash separates folders as far as ``..`` is concerned.
    """
    # These four tests pass nearly every name and cost a quarter of a microsecond; a feature file can hold a million.
    if name.isprintable() and ".." not in name and name[:1] not in _STARTS_OUTSIDE and name[1:2] != ":":
        return None
    if not name:
        return Message("the name is empty")
    if _CONTROL.search(name):
        return Message("the name contains a control character")
    if _SURROGATE.search(name):
        return Message("the name is not valid UTF-8")
    if name.startswith(("//", "\\\\")):
        return Message("the name is an absolute path on a network share")
    if name[0] in "/\\":
        return Message("the name is an absolute path")
    if name[1:2] == ":" and name[0].isascii() and name[0].isalpha():
        return Message("the name starts with a drive letter")
    # Windows drops the blanks that end a part, so ".. " is the parent folder there.
    if any(part.rstrip(" ") == ".." for part in _SEPARATOR.split(name)):
        return Message("the name leads out of the folder with '..'")
    return None


def first_fault(names: Sequence[str]) -> str | None:
    """Return the first of many names that may not be used, ``None`` if all may.

    A million names are looked at in a few hundredths of a second where none of them is unusual.
    """
    everything = "/".join(names)
    if (
        everything.isprintable()
        and not any(part in everything for part in ("..", "//", "/\\", ":"))
        and everything[:1] not in _STARTS_OUTSIDE
        and not everything.endswith("/")
    ):
        return None
    return next((name for name in names if fault(name)), None)


def inside(root: Path, name: str) -> Path:
    """Join ``root`` and ``name`` if the name stays below ``root``.

    What counts is the text of the name. Symbolic links met on the way are followed wherever they lead: a name in a file
    cannot create one, and whoever keeps a collection of links means them to be followed.

    Args:
        root: Image folder.
        name: Path relative to it, with ``/`` between folders.

    Raises:
        ImageError: The name is empty, absolute, has a drive letter, a ``..`` part or a control character, or is not
            valid Unicode.
    """
    reason = fault(name)
    if reason is not None:
        raise ImageError(
            "{name!r}: {reason}; a name must be relative to the image folder {root}",
            name=printable(name),
            reason=reason,
            root=root,
        )
    return root / name


def normalised(name: str) -> str:
    """Return the form in which names of different systems are compared.

    Separators become ``/``, empty and ``.`` parts go, and letters are compared without regard to case or to how an
    accent is encoded. The result is a key, not a name to show.
    """
    if "\\" in name:
        name = name.replace("\\", "/")
    if "//" in name or "./" in name:
        name = _NOISE.sub(lambda match: "" if match.start() == 0 else "/", name)
    if name.isascii():
        return name.lower()
    # The Unicode standard's caseless match: folding can leave a form that is not decomposed, hence the second time.
    return unicodedata.normalize("NFD", unicodedata.normalize("NFD", name).casefold())
