"""Image names as found in files: which are safe to use, and which denote the same image.

A name is a path relative to the image folder. Names come from feature files, tables and projects, none of which is
trusted. A name that could lead outside the image folder is therefore rejected on its text alone, before any file is
accessed.
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
_NUMBER = re.compile(r"0*([0-9]+)")


@dataclass(frozen=True)
class Problem:
    """A file or name that cannot be used.

    Attributes:
        path: Path relative to the image folder, or the name as given; always valid Unicode on one line.
        reason: The reason, worded to complete "<path>: ...".
    """

    path: str
    reason: str


def printable(name: str) -> str:
    """Return ``name`` with control characters and undecodable bytes escaped, safe to store and print."""
    text = name.encode("utf-8", "backslashreplace").decode("utf-8")
    return _CONTROL.sub(lambda match: f"\\x{ord(match[0]):02x}", text)


def fault(name: str) -> Message | None:
    """Return the reason why ``name`` may not be used as a path below the image folder, or ``None`` if it may.

    The rules of all systems apply on each of them, so that a project means the same everywhere: drive letters are
    rejected on Linux too, and a backslash counts as a separator when looking for ``..``.
    """
    # These four tests accept nearly every name in a quarter of a microsecond; a feature file can hold a million names.
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
    # Windows drops trailing blanks of a path component, so ".. " is the parent folder there.
    if any(part.rstrip(" ") == ".." for part in _SEPARATOR.split(name)):
        return Message("the name leads out of the folder with '..'")
    return None


def first_fault(names: Sequence[str]) -> str | None:
    """Return the first name that may not be used as a path below the image folder, or ``None`` if all may.

    A million ordinary names are checked in a few hundredths of a second.
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

    Only the text of the name is checked. Symbolic links are followed wherever they lead: a name in a file cannot create
    a link, and in a collection of links they are meant to be followed.

    Args:
        root: Image folder.
        name: Path relative to it, with ``/`` between folders.

    Raises:
        ImageError: The name is empty or absolute, has a drive letter, a ``..`` component or a control character, or is
            not valid Unicode.
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


def normalized(name: str) -> str:
    """Return the normalized form in which names from different systems are compared.

    Separators become ``/``, empty and ``.`` components are dropped, and case and Unicode composition are ignored. The
    result is a key for comparison, not a name to show.
    """
    if "\\" in name:
        name = name.replace("\\", "/")
    if "//" in name or "./" in name:
        name = _NOISE.sub(lambda match: "" if match.start() == 0 else "/", name)
    if name.isascii():
        return name.lower()
    # Unicode caseless matching: case folding can produce a form that is not decomposed, hence the second normalization.
    return unicodedata.normalize("NFD", unicodedata.normalize("NFD", name).casefold())


def natural_key(name: str) -> str:
    """Return the key that sorts names as people count: ``image 2`` before ``image 10``, ignoring case.

    A path is sorted by the keys of its parts, so that a folder stays together with what is in it.
    """
    # A number is preceded by its length, so that comparing characters compares numbers.
    return _NUMBER.sub(lambda number: chr(ord("/") + len(number[1])) + number[1], name.casefold())


def natural_path_key(path: str) -> list[str]:
    """Return the key that sorts paths by folder, then by name, each as :func:`natural_key` does."""
    return [natural_key(part) for part in path.split("/")]
