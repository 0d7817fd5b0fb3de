"""The words of the command line.

The modules of the commands import numpy and the session when a command runs, so that ``--help`` answers at once.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any

from annotator import __version__
from annotator.cli import (
    benchmarks,
    caches,
    clusters,
    experiments,
    extracting,
    features,
    history,
    importing,
    insight,
    judging,
    metadata,
    projects,
    report,
    rescanning,
    results,
    safety,
    stopping,
    topics,
    windows,
)

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
    caches,
    projects,
    features,
    extracting,
    topics,
    metadata,
    judging,
    history,
    report,
    results,
    insight,
    clusters,
    rescanning,
    importing,
    stopping,
    experiments,
    benchmarks,
    safety,
)
"""Modules with commands, in the order of the help."""


def make_parser() -> argparse.ArgumentParser:
    """Return the parser; the namespace it makes holds the command to run as ``run``."""
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
