"""Arguments that several commands share, and the types of their values."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from annotator.data.features.layout import FeatureLayout

Adder = Callable[..., Any]
"""Adds a command: its name, the function that runs it, a help line and a description; returns its parser."""


def add_project(command: argparse.ArgumentParser, *, topic: bool = True) -> None:
    """Add the project and, unless ``topic`` is False, the topic to work on."""
    command.add_argument("project", type=Path, metavar="PROJECT", help="project file (.annotator)")
    add_trust(command)
    if topic:
        command.add_argument(
            "--topic", metavar="NAME", help="topic to use and make current (default: the current topic)"
        )


def add_trust(command: argparse.ArgumentParser) -> None:
    """Add the option that allows a project to read outside its folder."""
    command.add_argument(
        "--trust", action="store_true", help="let a project from elsewhere read images and features outside its folder"
    )


def add_settings(command: argparse.ArgumentParser) -> None:
    """Add goal, strategy, batch size and model settings."""
    how = command.add_mutually_exclusive_group()
    how.add_argument("--goal", metavar="NAME", help="what you want from the next images; see 'annotator goals'")
    how.add_argument("--strategy", metavar="NAME", help="how images are chosen; see 'annotator strategies'")
    add_parameters(command, "--param", "strategy parameter; repeatable")
    command.add_argument("-k", "--batch-size", type=count, metavar="K", help="images per batch")
    add_parameters(command, "--model", "setting of the relevance model, e.g. prior_mean=-1; repeatable")
    add_plugins(command)


def add_parameters(command: argparse.ArgumentParser, option: str, help: str) -> None:
    """Add an option that takes NAME=VALUE and may be repeated."""
    command.add_argument(option, type=_assignment, action="append", default=[], metavar="NAME=VALUE", help=help)


def add_columns(command: argparse.ArgumentParser, *roles: str) -> None:
    """Add the option that says which column of a table is meant."""
    what = " or ".join(f"{role}=NAME" for role in roles)
    add_parameters(command, "--column", f"which column or field is meant where it is not clear: {what}")


def add_plugins(command: argparse.ArgumentParser) -> None:
    """Add the folders of plugins to load."""
    command.add_argument(
        "--plugins",
        type=Path,
        action="append",
        default=[],
        metavar="FOLDER",
        help="load the plugins in this folder; their code runs, so name only what you trust",
    )


def add_cluster(command: argparse.ArgumentParser) -> None:
    """Add the address of a Dask cluster."""
    command.add_argument(
        "--cluster",
        metavar="ADDRESS",
        help="choose on the workers of a Dask cluster, by the address of its scheduler, e.g. tcp://10.0.0.1:8786",
    )


def count(text: str) -> int:
    """Return a whole number of at least 1."""
    value = number(text)
    if value == 0:
        raise argparse.ArgumentTypeError("0 is too few; it has to be at least 1")
    return value


def number(text: str) -> int:
    """Return a whole number of at least 0."""
    if not (text.isascii() and text.isdecimal()):
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number")
    return int(text)


def share(text: str) -> float:
    """Return a number from 0 to 1."""
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 0 to 1")
    return value


def _assignment(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name.strip():
        raise argparse.ArgumentTypeError(f"{text!r} is not of the form NAME=VALUE")
    return name.strip(), value.strip()


def add_layout(command: argparse.ArgumentParser) -> None:
    """Add the options that describe the layout of a feature file."""
    group = command.add_argument_group("the layout of the feature file, where it cannot be inferred")
    group.add_argument(
        "--features-name", default="", metavar="NAME", help="data set, array or column with the features"
    )
    group.add_argument(
        "--names-name", default="", metavar="NAME", help="data set, array or column with the image names"
    )
    group.add_argument("--names-file", default="", metavar="FILE", help="list with one name per row, in their order")
    group.add_argument(
        "--names-pattern", default="", metavar="TEXT", help="name pattern of image i, e.g. im{}.jpg, from 1"
    )
    group.add_argument("--transposed", choices=("yes", "no"), help="yes if there is one column per image")


def layout_of(given: argparse.Namespace) -> FeatureLayout:
    """Return the layout that the options describe."""
    file = str(Path(given.names_file).absolute()) if given.names_file else ""
    turned = None if given.transposed is None else given.transposed == "yes"
    return FeatureLayout(given.features_name, given.names_name, file, given.names_pattern, turned)
