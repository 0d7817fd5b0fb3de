"""A table model over a list of entries, one row each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractItemModel, QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QTableView, QWidget

from annotator.gui.widgets.build import named

Index = QModelIndex | QPersistentModelIndex
E = TypeVar("E")


class RowModel(QAbstractTableModel, Generic[E]):
    """Columns with titles; a subclass says what ``data`` of an entry is.

    Attributes:
        titles: The titles of the columns.
        rows: The entries shown, in order.
    """

    def __init__(self, titles: Sequence[str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.titles = titles
        self.rows: Sequence[E] = ()

    def show(self, rows: Sequence[E]) -> None:
        """Show these entries instead."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return the number of entries."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self.titles)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the title of a column."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.titles[section]
        return None


def row_table(model: QAbstractItemModel, name: str, parent: QWidget) -> QTableView:
    """Return a table in which one row at a time is selected, and which Tab leaves; ``name`` is for screen readers."""
    table = named(QTableView(parent), name)
    table.setModel(model)
    table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QTableView.SelectionMode.SingleSelection)
    table.setTabKeyNavigation(False)
    table.verticalHeader().hide()
    return table
