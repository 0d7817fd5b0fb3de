"""The command-line parser.

The modules of the commands import numpy and the session when a command runs, so that ``--help`` answers at once.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Collection, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from annotator.cli import (
    extracting,
    features,
    grouping,
    history,
    importing,
    insight,
    judging,
    metadata,
    pools,
    program,
    projects,
    rescanning,
    results,
    safety,
    stopping,
    topics,
    windows,
)
from annotator.cli.judgements import clusters, judges, rules
from annotator.cli.research import benchmarks, experiments
from annotator.errors import ConfigError
from annotator.version import __version__

PROJECT_SUFFIX = ".annotator"

DESCRIPTION = """\
Find every image of a collection that shows what you have in mind, with few judgements.
Without a command, the window opens, with the project, image folder or feature file that is named.
A command wins over a file of the same name; ./NAME is the file."""

EXAMPLE = """\
a session without a window:
  annotator new photos features.h5 -o kites.annotator --topic "red kites"
  annotator judge kites.annotator --relevant 2019/kite.jpg
  annotator next kites.annotator
  annotator judge kites.annotator --relevant a.jpg b.jpg --irrelevant c.jpg --unsure d.jpg
  annotator rank kites.annotator --top 20
  annotator export kites.annotator --format trec-run -o kites.run

Help for each command: annotator COMMAND --help"""

COMMANDS = (
    windows,
    projects,
    features,
    extracting,
    topics,
    metadata,
    judging,
    history,
    rules,
    judges,
    pools,
    program,
    results,
    insight,
    clusters,
    grouping,
    rescanning,
    importing,
    stopping,
    experiments,
    benchmarks,
    safety,
)
"""Modules with commands, in the order of the help."""


def make_parser() -> argparse.ArgumentParser:
    """Return the parser; its namespace holds the command to run as ``run``."""
    parser = argparse.ArgumentParser(
        prog="annotator",
        description=DESCRIPTION,
        epilog=EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"annotator {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")

    def add(name: str, run: Callable[[argparse.Namespace], int], help: str, description: str = "") -> Any:
        text = f"{help[0].upper()}{help[1:]}. {description}".strip()
        command = commands.add_parser(name, help=help, description=text)
        command.set_defaults(run=run)
        return command

    for module in COMMANDS:
        module.add_commands(add)
    return parser


def commands_of(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    """Return the commands of the parser by their names."""
    (commands,) = (action for action in parser._actions if isinstance(action, argparse._SubParsersAction))
    return dict(commands.choices)


def with_command(words: Sequence[str], commands: Collection[str]) -> list[str]:
    """Put ``gui`` before a path, so that ``annotator PROJECT`` and ``annotator FOLDER`` open the window.

    A command takes precedence over a file of the same name; ``./NAME`` and ``-- NAME`` mean the file.

    Args:
        words: The command line without the program's name.
        commands: All commands.

    Returns:
        The command line with a command, or unchanged if it begins with an option.

    Raises:
        ConfigError: The first word is neither a command nor a path that exists; the message suggests the closest match.

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
    """Return the existing file or folder with the closest name, "" if there is none."""
    try:
        names = [file.name for file in path.parent.iterdir()]
    except OSError:
        return ""
    (close,) = get_close_matches(path.name, names, 1, cutoff=0.75) or ("",)
    return str(path.with_name(close)) if close else ""
