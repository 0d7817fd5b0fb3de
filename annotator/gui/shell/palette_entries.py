"""The entries of the command palette: every action, the topics, and recent projects."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from annotator.gui.actions.actions import ACTIONS, Scope
from annotator.gui.actions.disabled_reasons import reason
from annotator.gui.actions.fuzzy import match, plain
from annotator.gui.actions.key_bindings import native
from annotator.gui.shell.project_window import ProjectWindow
from annotator.gui.text.translate import tr
from annotator.gui.workspace.panels import PANELS

_OBSTACLE = 8
"""So much better the title of something impossible must answer to come before something possible."""


@dataclass(frozen=True)
class Entry:
    """One entry of the palette.

    Attributes:
        id: Name under which the choice is stored.
        title: Its title in the menu.
        where: Menu or kind.
        run: Runs it.
        keys: Its keys, as named on this system.
        help: One sentence about it.
        obstacle: Why it is disabled, "" if it is enabled.
    """

    id: str
    title: str
    where: str
    run: Callable[[], object]
    keys: str = ""
    help: str = ""
    obstacle: str = ""


def entries_of(window: ProjectWindow) -> list[Entry]:
    """Return all entries for ``window`` now."""
    return [*_actions(window), *_themes(window), *_topics(window), *_projects(window)]


def _actions(window: ProjectWindow) -> list[Entry]:
    made, panels = [], {kind.action for kind in PANELS}
    for entry in ACTIONS.values():
        if entry.scope is Scope.FIXED or entry.id == "edit.palette":
            continue
        act = window.actions_[entry.id]
        title = act.text().replace("&", "")
        if act.isCheckable():
            title = tr("{action} (on)").format(action=title) if act.isChecked() else title
        keys = "  ".join(native(key) for key in window.actions_.keys.keys(entry.id))
        where = tr("Panel") if entry.id in panels else tr(entry.group)
        obstacle = "" if act.isEnabled() else reason(window.actions_.missing(entry.id))
        made.append(Entry(entry.id, title, where, act.trigger, keys, tr(entry.help), obstacle))
    return made


def _themes(window: ProjectWindow) -> list[Entry]:
    return [
        Entry(f"theme:{mode}", act.text().replace("&", ""), tr("Colors"), act.trigger)
        for mode, act in window.theme_actions.items()
    ]


def _topics(window: ProjectWindow) -> list[Entry]:
    if window.workspace is None:
        return []
    controller = window.workspace.controller
    here = controller.session.topic.id
    return [
        Entry(f"topic:{topic.id}", topic.name, tr("Switch to topic"), partial(controller.switch_topic, topic.id))
        for topic in controller.session.topics
        if topic.id != here
    ]


def _projects(window: ProjectWindow) -> list[Entry]:
    here = None if window.workspace is None else window.workspace.controller.session.project.path
    return [
        Entry(f"project:{path}", path.stem, tr("Recent project"), partial(window.open_project, path), help=str(path))
        for path in window.recent.paths()
        if path != here
    ]


def ranked(entries: list[Entry], query: str, recent: list[str]) -> list[Entry]:
    """Return the entries that match ``query``, best first.

    Enabled entries come before disabled ones, unless the title of a disabled one matches much better. Ties are broken
    by recent use.
    """
    age = {identifier: position for position, identifier in enumerate(recent)}
    words = plain(query).split()
    found = []
    for position, entry in enumerate(entries):
        score = match(query, entry.title)
        around = plain(f"{entry.title} {entry.where} {entry.keys} {entry.help}")
        if score is None and not all(word in around for word in words):
            continue
        worth = (score or 0) - (_OBSTACLE if entry.obstacle else 0)
        found.append((score is None, -worth, age.get(entry.id, len(recent)), position))
    return [entries[key[-1]] for key in sorted(found)]
