"""All actions with their keys as a searchable table."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont

from annotator.gui.actions.actions import ACTIONS, Action, Scope
from annotator.gui.actions.fuzzy import plain
from annotator.gui.actions.key_bindings import native
from annotator.gui.actions.key_store import KeyStore
from annotator.gui.text.translate import tr

_Index = QModelIndex | QPersistentModelIndex


class KeyModel(QAbstractTableModel):
    """Action, menu and keys; keys changed by the user are bold and marked as such."""

    def __init__(self, keys: KeyStore, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._keys = keys
        self._all = [entry for entry in ACTIONS.values() if entry.scope is not Scope.FIXED]
        self._shown = self._all
        keys.changed.connect(self._changed)

    def find(self, query: str) -> None:
        """Show the actions whose texts or keys contain every word of ``query``."""
        words = plain(query).split()
        self.beginResetModel()
        self._shown = [entry for entry in self._all if all(word in self._text(entry) for word in words)]
        self.endResetModel()

    def _text(self, entry: Action) -> str:
        keys = " ".join(native(key) for key in self._keys.keys(entry.id))
        return plain(f"{tr(entry.text)} {tr(entry.group)} {tr(entry.help)} {keys}")

    def _changed(self) -> None:
        if self._shown:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._shown) - 1, 2))

    def entry_at(self, row: int) -> Action:
        """Return the action of a row."""
        return self._shown[row]

    def row_of(self, identifier: str) -> int | None:
        """Return the row of an action, ``None`` if it is not shown."""
        return next((row for row, entry in enumerate(self._shown) if entry.id == identifier), None)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return the number of actions."""
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return the number of columns."""
        return 0 if parent.isValid() else 3

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the titles of the columns."""
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return (tr("Action"), tr("Menu"), tr("Keys"))[section]

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the data of a cell for a role."""
        if not index.isValid():
            return None
        entry = self._shown[index.row()]
        own = entry.id in self._keys.bindings.own
        if role == Qt.ItemDataRole.DisplayRole:
            keys = "   ".join(native(key) for key in self._keys.keys(entry.id))
            if own:
                keys = tr("{keys} (changed)").format(keys=keys or tr("none"))
            return (tr(entry.text).rstrip("…"), tr(entry.group), keys)[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return tr(entry.help)
        if role == Qt.ItemDataRole.FontRole and own:
            font = QFont()
            font.setBold(True)
            return font
        return None
