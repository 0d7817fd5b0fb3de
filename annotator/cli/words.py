"""What the first word of the command line is: a command, or something to open in the window."""

from __future__ import annotations

import os
from collections.abc import Collection, Sequence
from difflib import get_close_matches
from pathlib import Path

from annotator.errors import ConfigError

PROJECT_SUFFIX = ".annotator"


def with_command(words: Sequence[str], commands: Collection[str]) -> list[str]:
    """Put ``gui`` before a path, so that ``annotator PROJECT`` and ``annotator FOLDER`` open the window.

    A command is a command also where a file has the same name; ``./NAME`` and ``-- NAME`` mean the file.

    Args:
        words: The command line without the program's name.
        commands: All commands.

    Returns:
        The command line with a command, or unchanged if it begins with an option.

    Raises:
        ConfigError: The first word is neither a command nor a path that exists; the message says what comes closest.

    >>> with_command(["status", "kites.annotator"], ["gui", "status"])
    ['status', 'kites.annotator']
    >>> with_command([".", "--read-only"], ["gui", "status"])
    ['gui', '.', '--read-only']
    """
    if not words or words[0] == "--":
        return ["gui", *words]
    first = words[0]
    if first in commands or first.startswith("-"):
        return list(words)
    path = Path(first)
    if first and os.path.lexists(path):
        return ["gui", *words]
    if _looks_like_a_path(first):
        kind = "project" if path.suffix == PROJECT_SUFFIX else "file or folder"
        close = _closest_file(path)
        hint = f"Did you mean {close}?" if close else "Check the spelling and the folder you are in."
        raise ConfigError("{first}: there is no such {kind}. {hint}", first=first, kind=kind, hint=hint)
    (close,) = get_close_matches(first, commands, 1) or ("",)
    hint = f"Did you mean 'annotator {close}'? " if close else ""
    raise ConfigError(
        "{first!r} is neither a command nor a file or folder here. {hint}All commands: annotator --help",
        first=first,
        hint=hint,
    )


def _looks_like_a_path(word: str) -> bool:
    return "/" in word or os.sep in word or bool(Path(word).suffix) or word.startswith("~")


def _closest_file(path: Path) -> str:
    """Return the file or folder whose name is closest to one that does not exist, "" if there is none."""
    try:
        names = [file.name for file in path.parent.iterdir()]
    except OSError:
        return ""
    (close,) = get_close_matches(path.name, names, 1, cutoff=0.75) or ("",)
    return str(path.with_name(close)) if close else ""
