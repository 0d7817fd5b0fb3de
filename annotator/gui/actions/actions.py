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
    """Conditions for an action to be enabled."""

    NOTHING = 0
    PROJECT = enum.auto()
    """A project is open."""
    WRITABLE = enum.auto()
    """The open project can be written."""
    IMAGES = enum.auto()
    """At least one image is the target of a judgement."""
    REMAINING = enum.auto()
    """The batch on screen has unlabeled images."""
    UNDO = enum.auto()
    REDO = enum.auto()
    IDLE = enum.auto()
    """No batch is being selected."""
    BUSY = enum.auto()
    """The model is working and can be stopped."""
    EARLIER = enum.auto()
    """There is a batch before the one on screen."""
    LATER = enum.auto()
    """There is a batch after the one on screen."""
    VIEWER = enum.auto()
    """One image fills the window."""
    GRAPH = enum.auto()
    """The neighbor graph is being built."""
    SIGHTED = enum.auto()
    """Model predictions may be shown."""
    DOUBTED = enum.auto()
    """At least one suspected mistake or disputed image is selected."""
    GRADES = enum.auto()
    """The topic has grades."""


class Scope(enum.Enum):
    """Where a key works."""

    WINDOW = "anywhere in the window"
    IMAGES = "while images have the keyboard focus"
    FIXED = "built into the image grids"


@dataclass(frozen=True)
class Action:
    """One user action.

    Attributes:
        id: Identifier, ``group.verb``.
        text: Text of the menu entry; an ellipsis means that a dialog follows.
        keys: Default keys in Qt's portable notation; the first one is shown in menus.
        help: One sentence for tooltips, the cheat sheet and the manual.
        group: Menu that lists the action.
        needs: Conditions for the action to be enabled.
        scope: Where its keys work. Single letters never work in text fields.
        checkable: Whether it switches something on and off.
        section: Menu entries of different sections are separated by a line.
        icon: Name of its icon, "" for none.
        submenu: Menu within the menu that lists it, "" for none.
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
    submenu: str = ""
    do: Do | None = None


ACTIONS: dict[str, Action] = {}
"""All actions by name, in the order of the menus."""

MENUS: tuple[str, ...] = ("Project", "Edit", "Judge", "Batch", "Topic", "View", "Help")
"""Menus in order; the group ``Images`` has no menu, because its keys belong to the grids."""


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
