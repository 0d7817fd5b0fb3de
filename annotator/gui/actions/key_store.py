"""The key file: a preset and the keys that differ from it, as text that can be compared and shared."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from annotator.data.files.atomic import atomic_write
from annotator.errors import ConfigError, ExportError
from annotator.gui.actions.key_bindings import KeyBindings, native
from annotator.gui.text.core_messages import core_words
from annotator.gui.text.translate import tr

FILE_NAME = "keys.toml"


_RENAMED = {"judge.group": "view.stack"}
"""Actions that had another name when a file was written."""


class KeyStore(QObject):
    """The current keys and their file.

    A file that cannot be read or contains unknown names never stops the program: :attr:`problem` describes the error,
    the valid part is used, and the file is renamed before the next change is written.

    Attributes:
        bindings: The current keys.
        problem: What is wrong with the file, "" for nothing.

    Signals:
        changed: The keys have changed.
    """

    changed = Signal()

    def __init__(self, folder: Path | None = None, parent: QObject | None = None) -> None:
        """Read the file in ``folder``; without a folder, use the default keys and do not store changes."""
        super().__init__(parent)
        self.path = None if folder is None else folder / FILE_NAME
        self.bindings, self.problem = (KeyBindings(), "") if self.path is None else read_keys(self.path)

    def keys(self, identifier: str) -> tuple[str, ...]:
        """Return the keys of an action."""
        return self.bindings.keys(identifier)

    def text(self, identifier: str) -> str:
        """Return the first key of an action by its name on this system, "" if it has none."""
        keys = self.keys(identifier)
        return native(keys[0]) if keys else ""

    def change(self, bindings: KeyBindings) -> None:
        """Apply other keys immediately, and store them."""
        if bindings == self.bindings:
            return
        self.bindings = bindings
        self._write()
        self.changed.emit()

    def _write(self) -> None:
        if self.path is None:
            return
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            if self.problem and self.path.exists():
                self.path.replace(self.path.with_suffix(".damaged.toml"))
            write_keys(self.bindings, self.path)
        except (OSError, ExportError) as error:
            reason = core_words(error) if isinstance(error, ExportError) else error.strerror
            self.problem = tr("{path}: the keys cannot be written ({reason}); they hold until you quit.").format(
                path=self.path, reason=reason
            )
        else:
            self.problem = ""


def to_toml(bindings: KeyBindings) -> str:
    """Return the preset, and the keys that differ from it, as TOML."""
    lines = [f"preset = {json.dumps(bindings.preset)}"] if bindings.preset != "default" else []
    if bindings.own:
        lines += ["[keys]", *(f"{json.dumps(name)} = {_list(bindings.own[name])}" for name in sorted(bindings.own))]
    return "".join(f"{line}\n" for line in lines)


def _list(keys: tuple[str, ...]) -> str:
    # JSON and TOML have the same syntax for strings and lists.
    return json.dumps(list(keys), ensure_ascii=False)


def write_keys(bindings: KeyBindings, path: Path) -> None:
    """Write ``bindings`` to a file; ExportError if it cannot be written."""
    with atomic_write(path) as stream:
        stream.write(to_toml(bindings))


def read_keys(path: Path) -> tuple[KeyBindings, str]:
    """Return the keys stored at ``path``, and what is wrong with the file."""
    try:
        stored = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return KeyBindings(), ""
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        problem = tr("{path}: the keys cannot be read ({reason}); the usual keys are used.")
        return KeyBindings(), problem.format(path=path, reason=error)
    bindings, problems = _build(stored)
    if not problems:
        return bindings, ""
    told = tr("{path}: {problems}. The usual keys are used instead.")
    return bindings, told.format(path=path, problems="; ".join(problems))


def _build(stored: dict[str, Any]) -> tuple[KeyBindings, list[str]]:
    """Return the valid part of a file, and its errors."""
    problems = []
    bindings = KeyBindings()
    try:
        bindings = KeyBindings(str(stored.pop("preset", "default")))
    except ConfigError as error:
        problems.append(core_words(error))
    own = stored.pop("keys", {})
    if not isinstance(own, dict):
        problems.append(tr("“keys” is not a table"))
        own = {}
    problems += [tr("“{name}” means nothing here").format(name=name) for name in stored]
    for name, keys in own.items():
        if not isinstance(keys, list) or not all(isinstance(key, str) for key in keys):
            problems.append(tr("{name}: not a list of keys").format(name=name))
            continue
        try:
            bindings = KeyBindings(bindings.preset, {**bindings.own, _RENAMED.get(name, name): tuple(keys)})
        except ConfigError as error:
            problems.append(core_words(error))
    for key, first, second in bindings.clashes():
        clash = tr("{key} belongs to both {first} and {second}")
        problems.append(clash.format(key=native(key), first=first, second=second))
        kept = tuple(other for other in bindings.keys(second) if other != key)
        bindings = KeyBindings(bindings.preset, {**bindings.own, second: kept})
    return bindings, problems
