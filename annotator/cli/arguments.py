"""Arguments that several commands share, and the types of their values."""

from __future__ import annotations

import argparse
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annotator.data.features.layout import FeatureLayout
from annotator.errors import ConfigError, ExportError
from annotator.parameters import Stacking, build, parameters_of

if TYPE_CHECKING:
    from annotator.data.features.features import FeatureStore
    from annotator.data.files.guard import Guard

STACKS = "off; similar: bursts and near-duplicates; events, or events:60 with the pause in seconds that ends one"
FORCE = "replace an existing file, also one that another program wrote or that was changed since"


def output_path(text: str) -> Path:
    """Return the path of something that a command writes."""
    if not text or any(unicodedata.category(character) == "Cc" for character in text):
        raise argparse.ArgumentTypeError(f"{text!r} is not a file name. Choose another one.")
    return Path(text)


def stacking(text: str) -> Stacking:
    """Return what makes a stack, e.g. of ``events:60``."""
    kind, _, gap = text.partition(":")
    try:
        values = {"gap": next(one for one in parameters_of(Stacking) if one.name == "gap").parse(gap)} if gap else {}
        return build(Stacking, {"kind": kind, **values})
    except ConfigError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


class Output(argparse.Action):
    """Stores the path of a file or folder that the command writes; every such argument is added with this action.

    The paths are collected in ``outputs`` of the namespace, where the guard looks at them before the command runs.
    """

    def __init__(self, *names: Any, streams: bool = True, beside_images: bool = False, **settings: Any) -> None:
        """Take the settings of the argument.

        Args:
            names: As for :class:`argparse.Action`.
            streams: Whether it may be a pipe or a device.
            beside_images: Whether it may be the folder of the images; what is written there is decided file by file.
            settings: As for :class:`argparse.Action`.
        """
        super().__init__(*names, **{"type": output_path, **settings})
        self.how = {"streams": streams, "beside_images": beside_images}

    def __call__(self, parser: Any, namespace: argparse.Namespace, values: Any, option_string: Any = None) -> None:
        """Store the path."""
        setattr(namespace, self.dest, values)
        namespace.outputs = {**getattr(namespace, "outputs", {}), self: values}


def add_output(command: argparse.ArgumentParser, *names: str, force: bool = True, **settings: Any) -> None:
    """Add an argument that names what to write, and ``--force`` unless nothing that exists is ever replaced."""
    command.add_argument(*names, action=Output, **settings)
    if force and "--force" not in command._option_string_actions:
        command.add_argument("--force", action="store_true", help=FORCE)


def check_outputs(given: argparse.Namespace) -> list[Path]:
    """Return the pipes and devices to write to; raise ExportError if the command must not write what it was told to."""
    from annotator.data.files.guard import Found, real

    outputs, guard = outputs_of(given), guard_of(given)
    if len(set(map(real, outputs.values()))) < len(outputs):
        raise ExportError("{target} is named twice. Choose another name.", target=next(iter(outputs.values())))
    return [target for action, target in outputs.items() if guard(target, **action.how) is Found.STREAM]


def guard_of(given: argparse.Namespace) -> Guard:
    """Return a guard of what the command reads, which replaces other files only with ``--force``."""
    from annotator.data.files.guard import Guard

    outputs = outputs_of(given)
    read = {name: value for name, value in vars(given).items() if name not in {action.dest for action in outputs}}
    plugins = read.pop("plugins", [])
    listed = [one for value in read.values() for one in (value if isinstance(value, list) else [value])]
    used = [*(one for one in listed if isinstance(one, Path)), *(file for one in plugins for file in one.glob("*.py"))]
    # A new project may lie among its images, and so may other files next to it.
    project = next((target for action, target in outputs.items() if action.metavar == "PROJECT"), read.get("project"))
    if project is not None and project.is_dir():  # images to start with
        project = None
    # Without the option, the command itself refuses what exists.
    may_replace = "force" not in read or any(read.get(name) for name in ("force", "dry_run", "look"))
    return Guard(tuple(used), project=project, replace=may_replace)


def guards_of_inputs(given: argparse.Namespace) -> tuple[Guard, ...]:
    """Return guards of the images that the projects and feature files are about that a command reads."""
    if not outputs_of(given):
        return ()
    from annotator.data.project.preview import guards_of_projects

    own = guard_of(given)
    guards = [guard for file in own.used if file.is_file() for guard in guards_of_projects(file)]
    return tuple(replace(guard, project=own.project or guard.project) for guard in guards)


@contextmanager
def about_images(given: argparse.Namespace, *stores: FeatureStore) -> Iterator[None]:
    """Protect the images that feature files are about while the block runs; ExportError if the output is one."""
    from annotator.data.features.images_beside import guards_of_images
    from annotator.data.files.guard import holding

    with holding(*(guard for store in stores for guard in guards_of_images(store.path, store.names))):
        check_outputs(given)
        yield


def outputs_of(given: argparse.Namespace) -> Mapping[Output, Path]:
    """Return the paths that the command writes, by argument."""
    return getattr(given, "outputs", {})


Adder = Callable[..., Any]
"""Adds a command: its name, the function that runs it, a help line and a description; returns its parser."""


def add_project(command: argparse.ArgumentParser, *, topic: bool = True) -> None:
    """Add the project and, unless ``topic`` is False, the topic to work on."""
    command.add_argument("project", type=input_path, metavar="PROJECT", help="project file (.annotator)")
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

    def chosen(text: str) -> tuple[str, str]:
        role, title = _assignment(text)
        if role not in roles:
            raise argparse.ArgumentTypeError(f"{text!r} is not of the form {what}")
        return role, title

    command.add_argument(
        "--column",
        type=chosen,
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help=f"which column or field is meant where it is not clear: {what}",
    )


def add_plugins(command: argparse.ArgumentParser) -> None:
    """Add the folders of plugins to load."""
    command.add_argument(
        "--plugins",
        type=input_path,
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


def input_path(text: str) -> Path:
    """Return the path of something that a command reads; every argument that names one has this type."""
    if not text:
        raise argparse.ArgumentTypeError("the name is empty")
    return Path(text)


def count(text: str) -> int:
    """Return a whole number of at least 1."""
    return _at_least(1, text)


def number(text: str) -> int:
    """Return a whole number of at least 0."""
    return _at_least(0, text)


def _at_least(low: int, text: str) -> int:
    if not (text.isascii() and text.isdecimal() and int(text) >= low):
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number of at least {low}")
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
    group.add_argument("--names-file", type=input_path, metavar="FILE", help="list with one name per row, in order")
    group.add_argument(
        "--names-pattern", default="", metavar="TEXT", help="name pattern of image i, e.g. im{}.jpg, from 1"
    )
    group.add_argument("--transposed", choices=("yes", "no"), help="yes if there is one column per image")


def layout_of(given: argparse.Namespace) -> FeatureLayout:
    """Return the layout that the options describe."""
    file = str(given.names_file.absolute()) if given.names_file else ""
    turned = None if given.transposed is None else given.transposed == "yes"
    return FeatureLayout(given.features_name, given.names_name, file, given.names_pattern, turned)
