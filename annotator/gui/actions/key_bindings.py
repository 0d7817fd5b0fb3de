"""Which keys are in force: a preset, and what the person changed of it."""

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
        *(way + page for page in _PAGES for way in ("", "Shift+")),  # with Ctrl they lead to other topics
        *("Ctrl+A", "Ctrl+Space", "Tab", "Shift+Tab"),
    )
)
"""Keys that the image grids keep for themselves."""

_MODIFIERS = {
    Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta, Qt.Key.Key_AltGr, Qt.Key.Key_unknown
}  # fmt: skip


def normal(key: str) -> str:
    """Return ``key`` as Qt writes it, e.g. ``Ctrl+K`` for ``ctrl+k``.

    Raises:
        ConfigError: It is no single key stroke.
    """
    sequence = QKeySequence(key, QKeySequence.SequenceFormat.PortableText)
    if sequence.count() != 1 or sequence[0].key() in _MODIFIERS:  # type: ignore[index]
        raise ConfigError("“{key}” is not a key; write one as in “Ctrl+K”, “F5” or “P”", key=key)
    return sequence.toString(QKeySequence.SequenceFormat.PortableText)


def native(key: str) -> str:
    """Return a key as it is called on this system."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)


def is_bare(key: str) -> bool:
    """Tell whether ``key`` would write into a text field: no modifier but Shift, and no function key."""
    stroke = QKeySequence(key)[0]  # type: ignore[index]
    held = stroke.keyboardModifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
    typing = {Qt.Key.Key_Backspace, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Delete}
    return not held and (stroke.key() < Qt.Key.Key_Escape or stroke.key() in typing)


_ENTRIES = {entry.id: entry for entry in ACTIONS}


def _only_large(identifier: str) -> bool:
    """Tell whether an action is possible only in the large view, where the keys of the grids mean nothing."""
    return identifier in _ENTRIES and bool(_ENTRIES[identifier].needs & Need.VIEWER)


@dataclass(frozen=True)
class KeyBindings:
    """The keys of every action; immutable, changes give new bindings.

    Attributes:
        preset: Name of the preset they begin with.
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
            if identifier not in base or _ENTRIES[identifier].scope is Scope.FIXED:
                raise ConfigError("there is no action “{name}” whose keys can be chosen", name=identifier)
            chosen = tuple(dict.fromkeys(normal(key) for key in keys))
            if chosen != base[identifier]:
                own[identifier] = chosen
        object.__setattr__(self, "own", own)
        object.__setattr__(self, "_all", {**base, **own})

    def keys(self, identifier: str) -> tuple[str, ...]:
        """Return the keys of an action, the first one is shown in menus."""
        return self._all[identifier]

    def preset_keys(self, identifier: str) -> tuple[str, ...]:
        """Return the keys that the preset gives to an action."""
        return PRESETS[self.preset].keys()[identifier]

    def holder(self, key: str, *, but: str = "") -> str | None:
        """Return the action that has ``key``, other than ``but``.

        All keys are looked for, wherever they work: one that works in the whole window would hide one of the grids.
        """
        key = normal(key)
        for identifier in _ENTRIES:
            if identifier != but and key in self.keys(identifier):
                return identifier
        return "grid.move" if key in FIXED_KEYS and not _only_large(but) else None

    def with_keys(self, identifier: str, keys: Iterable[str], *, take: bool = False) -> KeyBindings:
        """Return bindings in which an action has exactly ``keys``.

        Args:
            identifier: Name of the action.
            keys: Its keys, the first is shown in menus.
            take: Take the keys away from other actions that have them.

        Raises:
            ConfigError: Another action has one of the keys and ``take`` is not set, or the grids keep it.
        """
        wanted = tuple(normal(key) for key in keys)
        own = {**self.own, identifier: wanted}
        for key in wanted:
            other = self.holder(key, but=identifier)
            if other is None:
                continue
            if _ENTRIES[other].scope is Scope.FIXED or not take:
                raise ConfigError(
                    "{key} belongs to “{action}” already",
                    key=native(key),
                    action=from_table(_ENTRIES[other].text),
                )
            own[other] = tuple(kept for kept in own.get(other, self.keys(other)) if kept != key)
        return replace(self, own=own)

    def reset(self, identifier: str) -> KeyBindings:
        """Return bindings in which an action has the keys of the preset again; others give them back."""
        return self.with_keys(identifier, self.preset_keys(identifier), take=True)

    def clashes(self) -> list[tuple[str, str, str]]:
        """Return every key that two actions have, as (key, action, action); the grids' keys count as one."""
        seen = dict.fromkeys(FIXED_KEYS, "grid.move")
        found = []
        for identifier, entry in _ENTRIES.items():
            if entry.scope is Scope.FIXED:
                continue
            for key in self.keys(identifier):
                if key in FIXED_KEYS and _only_large(identifier):
                    continue
                if key in seen:
                    found.append((key, seen[key], identifier))
                seen[key] = identifier
        return found
