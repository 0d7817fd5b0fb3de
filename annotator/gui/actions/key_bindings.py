"""The current keys: a preset and the user's changes to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence

from annotator.errors import ConfigError
from annotator.gui.actions.actions import ACTIONS, Need, Scope
from annotator.gui.actions.key_presets import PRESETS
from annotator.messages import from_table

_MOVES = ("Left", "Right", "Up", "Down", "Home", "End")
_PAGES = ("PgUp", "PgDown")
_WITH = ("", "Shift+", "Ctrl+", "Ctrl+Shift+")
FIXED_KEYS: frozenset[str] = frozenset(
    (
        *(way + move for move in _MOVES for way in _WITH),
        *(way + page for page in _PAGES for way in ("", "Shift+")),  # with Ctrl, they switch topics
        *("Ctrl+A", "Ctrl+Space", "Tab", "Shift+Tab"),
    )
)
"""Keys that are reserved by the image grids."""

_MODIFIERS = {
    Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta, Qt.Key.Key_AltGr, Qt.Key.Key_unknown
}  # fmt: skip


def normal(key: str) -> str:
    """Return ``key`` in Qt's notation, e.g. ``Ctrl+K`` for ``ctrl+k``.

    Raises:
        ConfigError: It is not a single keystroke.
    """
    sequence = QKeySequence(key, QKeySequence.SequenceFormat.PortableText)
    if sequence.count() != 1 or sequence[0].key() in _MODIFIERS:  # type: ignore[index]
        raise ConfigError("“{key}” is not a key; write one as in “Ctrl+K”, “F5” or “P”", key=key)
    return sequence.toString(QKeySequence.SequenceFormat.PortableText)


def native(key: str) -> str:
    """Return the name of a key on this system."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)


def is_bare(key: str) -> bool:
    """Return whether ``key`` would type into a text field: no modifier but Shift, and no function key."""
    stroke = QKeySequence(key)[0]  # type: ignore[index]
    held = stroke.keyboardModifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
    typing = {Qt.Key.Key_Backspace, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Delete}
    return not held and (stroke.key() < Qt.Key.Key_Escape or stroke.key() in typing)


def _only_large(identifier: str) -> bool:
    """Return whether an action is enabled only in the large view, where the keys of the grids have no function."""
    return identifier in ACTIONS and bool(ACTIONS[identifier].needs & Need.VIEWER)


@dataclass(frozen=True)
class KeyBindings:
    """The keys of every action; immutable, changes return new bindings.

    Attributes:
        preset: Name of the preset on which they are based.
        own: Keys of the actions that differ from it.
    """

    preset: str = "default"
    own: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    _all: Mapping[str, tuple[str, ...]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if self.preset not in PRESETS:
            names = ", ".join(PRESETS)
            raise ConfigError("there are no keys “{name}”; there are: {names}", name=self.preset, names=names)
        base = PRESETS[self.preset].keys()
        own = {}
        for identifier, keys in self.own.items():
            if identifier not in base or ACTIONS[identifier].scope is Scope.FIXED:
                raise ConfigError("there is no action “{name}” whose keys can be chosen", name=identifier)
            chosen = tuple(dict.fromkeys(normal(key) for key in keys))
            if chosen != base[identifier]:
                own[identifier] = chosen
        object.__setattr__(self, "own", own)
        object.__setattr__(self, "_all", {**base, **own})

    def keys(self, identifier: str) -> tuple[str, ...]:
        """Return the keys of an action; the first one is shown in menus."""
        return self._all[identifier]

    def preset_keys(self, identifier: str) -> tuple[str, ...]:
        """Return the keys of an action in the preset."""
        return PRESETS[self.preset].keys()[identifier]

    def holder(self, key: str, *, but: str = "") -> str | None:
        """Return the action that has ``key``, other than ``but``.

        Keys of all scopes are searched, because one that works in the entire window would hide one of the grids.
        """
        key = normal(key)
        for identifier in ACTIONS:
            if identifier != but and key in self.keys(identifier):
                return identifier
        return "grid.move" if key in FIXED_KEYS and not _only_large(but) else None

    def with_keys(self, identifier: str, keys: Iterable[str], *, take: bool = False) -> KeyBindings:
        """Return bindings in which an action has exactly ``keys``.

        Args:
            identifier: Id of the action.
            keys: Its keys; the first one is shown in menus.
            take: Remove the keys from other actions that have them.

        Raises:
            ConfigError: Another action has one of the keys and ``take`` is not set, or the grids reserve it.
        """
        wanted = tuple(normal(key) for key in keys)
        own = {**self.own, identifier: wanted}
        for key in wanted:
            other = self.holder(key, but=identifier)
            if other is None:
                continue
            if ACTIONS[other].scope is Scope.FIXED or not take:
                raise ConfigError(
                    "{key} belongs to “{action}” already", key=native(key), action=from_table(ACTIONS[other].text)
                )
            own[other] = tuple(kept for kept in own.get(other, self.keys(other)) if kept != key)
        return replace(self, own=own)

    def reset(self, identifier: str) -> KeyBindings:
        """Return bindings in which an action has its preset keys; they are removed from other actions."""
        return self.with_keys(identifier, self.preset_keys(identifier), take=True)

    def clashes(self) -> list[tuple[str, str, str]]:
        """Return every key that two actions share, as (key, action, action); the grids' keys count as one action."""
        seen = dict.fromkeys(FIXED_KEYS, "grid.move")
        found = []
        for identifier, entry in ACTIONS.items():
            if entry.scope is Scope.FIXED:
                continue
            for key in self.keys(identifier):
                if key in FIXED_KEYS and _only_large(identifier):
                    continue
                if key in seen:
                    found.append((key, seen[key], identifier))
                seen[key] = identifier
        return found
