"""The view state of a project: scroll positions, selection, filter, viewer. Plain values and their file."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from annotator.data.files.json_text import parse_json
from annotator.data.files.reading import read_text
from annotator.errors import AnnotatorError
from annotator.parameters import Stacking, build

MAX_SELECTED = 500
"""A larger selection is not remembered."""


@dataclass(frozen=True)
class GridView:
    """The view state of a grid of images.

    Attributes:
        current: Current image, -1 for none.
        selected: Selected images.
        top: First image of the topmost visible row, -1 for none.
        beyond: How far that row is scrolled out of sight, in logical pixels.
    """

    current: int = -1
    selected: tuple[int, ...] = ()
    top: int = -1
    beyond: int = 0


@dataclass(frozen=True)
class ViewState:
    """The view state of a project.

    Attributes:
        topic: Id of the topic it is about.
        batch, ranking: The two grids.
        in_ranking: Whether the ranking is active.
        viewing: Whether one image fills the window.
        filters: Values of the ranking's controls, by name.
        blind: Whether predictions are hidden, in all topics.
        hidden: Facts about images that are hidden, in all topics.
        stacks: What makes a stack, in all topics: values of :class:`~annotator.parameters.Stacking`.
        stacks_told: Whether the user has been told that there are stacks.
        stacks_opened: Images of the open stacks, in all topics.
    """

    topic: int = 0
    batch: GridView = field(default_factory=GridView)
    ranking: GridView = field(default_factory=GridView)
    in_ranking: bool = False
    viewing: bool = False
    filters: dict[str, str] = field(default_factory=dict)
    blind: bool = False
    hidden: tuple[str, ...] = ()
    stacks: dict[str, Any] = field(default_factory=dict)
    stacks_told: bool = False
    stacks_opened: tuple[int, ...] = ()


def file_of(folder: Path, project: Path) -> Path:
    """Return the file in ``folder`` that stores the view state of ``project``."""
    name = hashlib.sha256(str(project).encode("utf-8", "surrogateescape")).hexdigest()[:16]
    return folder / f"{name}.json"


def read(file: Path) -> ViewState:
    """Read the view state from ``file``; missing, damaged or invalid values are as in a new project."""
    try:
        stored = parse_json(read_text(file, AnnotatorError), dict)
        filters = {str(name): str(value) for name, value in stored["filters"].items()}
        return ViewState(
            topic=int(stored["topic"]),
            batch=_grid(stored["batch"]),
            ranking=_grid(stored["ranking"]),
            in_ranking=bool(stored["in_ranking"]),
            viewing=bool(stored["viewing"]),
            filters=filters,
            blind=bool(stored.get("blind", False)),
            hidden=tuple(map(str, stored.get("hidden", ()))),
            stacks=dict(stored.get("stacks", {})),
            stacks_told=bool(stored.get("stacks_told", False)),
            stacks_opened=tuple(map(int, stored.get("stacks_opened", ()))),
        )
    except (AnnotatorError, ValueError, TypeError, KeyError, AttributeError):
        return ViewState()


def stacking_of(stored: dict[str, Any]) -> Stacking:
    """Return what makes a stack; invalid values are as in a new project."""
    try:
        return build(Stacking, stored)
    except (AnnotatorError, TypeError):
        return Stacking()


def write(file: Path, state: ViewState) -> None:
    """Write ``state`` atomically; a failure to write is ignored."""
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        part = file.with_suffix(".part")
        part.write_text(json.dumps(dataclasses.asdict(state)), encoding="utf-8")
        part.replace(file)


def _grid(stored: Any) -> GridView:
    selected = tuple(int(image) for image in stored["selected"])
    return GridView(int(stored["current"]), selected, int(stored["top"]), int(stored["beyond"]))
