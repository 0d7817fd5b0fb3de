"""What somebody looks at in a project: scroll positions, selection, filter, viewer. Plain values and their file."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

MAX_SELECTED = 500
"""A larger selection is not remembered."""


@dataclass(frozen=True)
class GridView:
    """What is seen of a grid of images.

    Attributes:
        current: Image the keyboard is at, -1 for none.
        selected: Selected images.
        top: First image of the topmost row in sight, -1 for none.
        beyond: How far that row is scrolled out of sight, in logical pixels.
    """

    current: int = -1
    selected: tuple[int, ...] = ()
    top: int = -1
    beyond: int = 0


@dataclass(frozen=True)
class ViewState:
    """What is seen of a project.

    Attributes:
        topic: Id of the topic it is about.
        batch, ranking: The two grids.
        in_ranking: Whether the person works with the ranking.
        viewing: Whether one image fills the window.
        filters: What the controls of the ranking say, by name.
        blind: Whether what the model believes is hidden, in all topics.
        hidden: Facts about images that are hidden, in all topics.
    """

    topic: int = 0
    batch: GridView = field(default_factory=GridView)
    ranking: GridView = field(default_factory=GridView)
    in_ranking: bool = False
    viewing: bool = False
    filters: dict[str, str] = field(default_factory=dict)
    blind: bool = False
    hidden: tuple[str, ...] = ()


def file_of(folder: Path, project: Path) -> Path:
    """Return the file in ``folder`` that remembers what was seen of ``project``."""
    name = hashlib.sha256(str(project).encode("utf-8", "surrogateescape")).hexdigest()[:16]
    return folder / f"{name}.json"


def read(file: Path) -> ViewState:
    """Return what ``file`` remembers; what is missing, damaged or of another kind is as in a new project."""
    try:
        stored = json.loads(file.read_text(encoding="utf-8"))
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
        )
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return ViewState()


def write(file: Path, state: ViewState) -> None:
    """Remember ``state``, whole or not at all; where nothing can be written, nothing is remembered."""
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        part = file.with_suffix(".part")
        part.write_text(json.dumps(dataclasses.asdict(state)), encoding="utf-8")
        part.replace(file)


def _grid(stored: Any) -> GridView:
    selected = tuple(int(image) for image in stored["selected"])
    return GridView(int(stored["current"]), selected, int(stored["top"]), int(stored["beyond"]))
