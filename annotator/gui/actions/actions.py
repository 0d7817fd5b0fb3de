"""What an action of the window is, and the table of all actions.

:mod:`annotator.gui.shell.commands` declares them. Menus, tool buttons, shortcuts, the palette, the cheat sheet and the
manual's table of keys are made from :data:`ACTIONS`, so they cannot disagree. This module does not import Qt;
:mod:`annotator.gui.actions.qt_actions` turns the table into Qt's actions.
"""

from __future__ import annotations

import enum
from collections.abc import Callable
from dataclasses import dataclass

Do = Callable[..., object]
"""What an action does, see :class:`Action`."""


class Need(enum.Flag):
    """What must hold for an action to be possible."""

    NOTHING = 0
    PROJECT = enum.auto()
    """A project is open."""
    WRITABLE = enum.auto()
    """The open project may be changed."""
    IMAGES = enum.auto()
    """At least one image is the target of a judgement."""
    REMAINING = enum.auto()
    """The batch on screen has unlabelled images."""
    UNDO = enum.auto()
    REDO = enum.auto()
    IDLE = enum.auto()
    """No batch is being chosen."""
    BUSY = enum.auto()
    """The model is at work and can be stopped."""
    EARLIER = enum.auto()
    """There is a batch before the one on screen."""
    LATER = enum.auto()
    """There is a batch after the one on screen."""
    VIEWER = enum.auto()
    """One image fills the window."""
    GRAPH = enum.auto()
    """The neighbour graph is being built."""
    SIGHTED = enum.auto()
    """What the model believes may be shown."""
    SUSPECTED = enum.auto()
    """At least one suspected mistake is selected."""


class Scope(enum.Enum):
    """Where a key works."""

    WINDOW = "anywhere in the window"
    IMAGES = "while images have the keyboard focus"
    FIXED = "built into the image grids"


@dataclass(frozen=True)
class Action:
    """One thing a person can do.

    Attributes:
        id: Name in the program, ``group.verb``.
        text: Words of the menu entry; an ellipsis says that a dialog follows.
        keys: Default keys in Qt's portable notation, the first one is shown in menus.
        help: One sentence for tool tips, the cheat sheet and the manual.
        group: Menu the action is listed in.
        needs: What must hold for the action to be enabled.
        scope: Where its keys work. Single letters never work in text fields.
        checkable: Whether it switches something on and off.
        section: Entries of a menu with different sections are separated by a line.
        icon: Name of its icon, "" for none.
        do: Called with the window when the action is triggered; one that is checkable gets its new state too. None for
            keys that the image grids handle themselves.
    """

    id: str
    text: str
    keys: tuple[str, ...]
    help: str
    group: str
    needs: Need = Need.NOTHING
    scope: Scope = Scope.WINDOW
    checkable: bool = False
    section: int = 0
    icon: str = ""
    do: Do | None = None


ACTIONS: dict[str, Action] = {}
"""All actions by name, in the order of the menus."""

MENUS: tuple[str, ...] = ("Project", "Edit", "Judge", "Batch", "Topic", "View", "Help")
"""Menus in their order; the group ``Images`` has no menu, its keys belong to the grids."""


def declare(*actions: Action) -> None:
    """Add actions to :data:`ACTIONS`.

    Raises:
        ValueError: There is an action of the same name already.
    """
    for entry in actions:
        if entry.id in ACTIONS:
            raise ValueError(f"there are two actions called {entry.id}")
        ACTIONS[entry.id] = entry


def shortcut_table() -> str:
    """Return the keys of all actions as a Markdown table, grouped as in the menus."""
    lines = ["| | Keys | Action | What it does |", "|---|---|---|---|"]
    for group in (*MENUS, "Images"):
        with_keys = [a for a in ACTIONS.values() if a.group == group and a.keys]
        for position, entry in enumerate(with_keys):
            keys = ", ".join(f"`{key}`" for key in entry.keys)
            heading = f"**{group}**" if position == 0 else ""
            lines.append(f"| {heading} | {keys} | {entry.text.rstrip('…')} | {entry.help} |")
    return "\n".join(lines) + "\n"
