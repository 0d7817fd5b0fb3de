"""All actions with their keys as a searchable table."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, Qt

from annotator.gui.actions.actions import ACTIONS, Action, Scope
from annotator.gui.actions.fuzzy import plain
from annotator.gui.actions.key_bindings import native
from annotator.gui.actions.key_store import KeyStore
from annotator.gui.text.translate import tr
from annotator.gui.widgets.build import bold
from annotator.gui.widgets.row_model import Index, RowModel


class KeyModel(RowModel[Action]):
    """Action, menu and keys; keys changed by the user are bold and marked as such."""

    def __init__(self, keys: KeyStore, parent: QObject | None = None) -> None:
        super().__init__((tr("Action"), tr("Menu"), tr("Keys")), parent)
        self._keys = keys
        self.rows = self._all = [entry for entry in ACTIONS.values() if entry.scope is not Scope.FIXED]
        keys.changed.connect(self._changed)

    def find(self, query: str) -> None:
        """Show the actions whose texts or keys contain every word of ``query``."""
        words = plain(query).split()
        self.show([entry for entry in self._all if all(word in self._text(entry) for word in words)])

    def _text(self, entry: Action) -> str:
        keys = " ".join(native(key) for key in self._keys.keys(entry.id))
        return plain(f"{tr(entry.text)} {tr(entry.group)} {tr(entry.help)} {keys}")

    def _changed(self) -> None:
        if self.rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.rows) - 1, 2))

    def row_of(self, identifier: str) -> int | None:
        """Return the row of an action, ``None`` if it is not shown."""
        return next((row for row, entry in enumerate(self.rows) if entry.id == identifier), None)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the data of a cell for a role."""
        if not index.isValid():
            return None
        entry = self.rows[index.row()]
        own = entry.id in self._keys.bindings.own
        if role == Qt.ItemDataRole.DisplayRole:
            keys = "   ".join(native(key) for key in self._keys.keys(entry.id))
            if own:
                keys = tr("{keys} (changed)").format(keys=keys or tr("none"))
            return (tr(entry.text).rstrip("…"), tr(entry.group), keys)[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return tr(entry.help)
        if role == Qt.ItemDataRole.FontRole and own:
            return bold()
        return None
