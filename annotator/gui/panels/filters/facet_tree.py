"""The facets as a tree: a heading for each, its values with counts, and folders within folders."""

from __future__ import annotations

from typing import Any

import numpy as np
from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QWidget,
)

from annotator.gui.controller.facets.counts import Counted
from annotator.gui.controller.facets.facet import FOLDER, LABEL, Facet
from annotator.gui.text.translate import number, tr
from annotator.gui.widgets.build import bold
from annotator.types import IntArray

Index = QModelIndex | QPersistentModelIndex

OPEN = (FOLDER, "camera", LABEL)
"""Facets whose values are in sight at first."""

_NONE = QModelIndex()
_SHIFT = 32  # an id holds the number of the facet above these bits, and that of the value, from 1, below


_ROLES = frozenset(
    {
        Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.CheckStateRole, Qt.ItemDataRole.TextAlignmentRole,
        Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ForegroundRole, Qt.ItemDataRole.ToolTipRole,
        Qt.ItemDataRole.FontRole,
    }
)  # fmt: skip


class FacetModel(QAbstractItemModel):
    """The values of all facets. Rows are made when they are looked at, so that a hundred thousand folders take no time.

    Attributes:
        counted: What is shown.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.counted = Counted()
        self._children: dict[tuple[int, int], IntArray] = {}
        self._parents: dict[int, IntArray] = {}

    def show(self, counted: Counted) -> bool:
        """Show these counts; returns whether there are other rows than before."""
        before, after = self.counted.facets, counted.facets
        other = [(one.key, one.words) for one in before] != [(one.key, one.words) for one in after]
        if other:
            self.beginResetModel()
            self._children.clear()
            self._parents.clear()
        self.counted = counted
        if other:
            self.endResetModel()
        else:
            self.dataChanged.emit(self.index(0, 0), self.index(len(after) - 1, 1))
        return other

    # Rows

    def values_in(self, facet: int, value: int) -> IntArray:
        """Return the values within ``value``, -1 for the facet itself, in the order of the rows."""
        key = facet, value
        if key not in self._children:
            one = self.counted.facets[facet]
            if one.ends is None:
                found = np.arange(len(one.words)) if value < 0 else np.empty(0, np.int64)
            else:
                at, end = value + 1, len(one.words) if value < 0 else int(one.ends[value])
                places = []
                while at < end:
                    places.append(at)
                    at = int(one.ends[at])
                found = np.array(places, np.int64)
            self._children[key] = found
        return self._children[key]

    def parent_of(self, facet: int, value: int) -> int:
        """Return the value that ``value`` lies in, -1 for none."""
        one = self.counted.facets[facet]
        if one.ends is None:
            return -1
        if facet not in self._parents:
            parents = np.full(len(one.words), -1, np.int64)
            open_: list[int] = []
            for place, end in enumerate(one.ends.tolist()):
                while open_ and one.ends[open_[-1]] <= place:
                    open_.pop()
                parents[place] = open_[-1] if open_ else -1
                if end > place + 1:
                    open_.append(place)
            self._parents[facet] = parents
        return int(self._parents[facet][value])

    def place(self, index: Index) -> tuple[int, int]:
        """Return the facet and the value of a row; the value is -1 for a heading."""
        return index.internalId() >> _SHIFT, (index.internalId() & ((1 << _SHIFT) - 1)) - 1

    def index_of(self, facet: int, value: int, column: int = 0) -> QModelIndex:
        """Return the row of a value, or of the heading for -1."""
        if value < 0:
            return self.index(facet, column)
        siblings = self.values_in(facet, self.parent_of(facet, value))
        return self.createIndex(int(np.searchsorted(siblings, value)), column, (facet << _SHIFT) | (value + 1))

    def index(self, row: int, column: int, parent: Index = _NONE) -> QModelIndex:
        """Return the index of a row."""
        if row < 0 or column < 0:
            return QModelIndex()
        if not parent.isValid():
            return self.createIndex(row, column, row << _SHIFT) if row < len(self.counted.facets) else QModelIndex()
        facet, value = self.place(parent)
        children = self.values_in(facet, value)
        if row >= len(children):
            return QModelIndex()
        return self.createIndex(row, column, (facet << _SHIFT) | (int(children[row]) + 1))

    def parent(self, index: Index = _NONE) -> QModelIndex:  # type: ignore[override]
        """Return the row that ``index`` lies in."""
        if not index.isValid():
            return QModelIndex()
        facet, value = self.place(index)
        return QModelIndex() if value < 0 else self.index_of(facet, self.parent_of(facet, value))

    def rowCount(self, parent: Index = _NONE) -> int:
        """Return the number of rows within ``parent``."""
        if not parent.isValid():
            return len(self.counted.facets)
        return len(self.values_in(*self.place(parent))) if parent.column() == 0 else 0

    def hasChildren(self, parent: Index = _NONE) -> bool:
        """Return whether there are rows within ``parent``, without listing them."""
        if not parent.isValid():
            return bool(self.counted.facets)
        facet, value = self.place(parent)
        one = self.counted.facets[facet]
        if value < 0:
            return parent.column() == 0
        return parent.column() == 0 and one.ends is not None and int(one.ends[value]) > value + 1

    def columnCount(self, parent: Index = _NONE) -> int:
        """Return the number of columns: name and count."""
        del parent
        return 2

    # Content

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return what can be done with a row."""
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        facet, value = self.place(index)
        if value >= 0 and self.counted.facets[facet].terms[value]:
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the name, the count or the check mark of a row."""
        if role not in _ROLES or not index.isValid():
            return None
        facet, value = self.place(index)
        one = self.counted.facets[facet]
        if value < 0:
            return self._heading(one, index.column(), role)
        if role == Qt.ItemDataRole.DisplayRole:
            return self.name(one, value) if index.column() == 0 else number(self.count(one, value))
        if role == Qt.ItemDataRole.CheckStateRole and index.column() == 0 and one.terms[value]:
            return self.checked(facet, value)
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() == 1:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.AccessibleTextRole:
            images = tr("%n image(s)", "", self.count(one, value))
            chosen = self.checked(facet, value) is Qt.CheckState.Checked
            return ", ".join(filter(None, (self.name(one, value), images, tr("chosen") if chosen else "")))
        if role == Qt.ItemDataRole.ForegroundRole and not self.count(one, value):
            return QGuiApplication.palette().placeholderText()
        if role == Qt.ItemDataRole.ToolTipRole and not one.terms[value]:
            return tr("A condition cannot contain this name.")
        if role == Qt.ItemDataRole.ToolTipRole:
            return one.words[value] or self.name(one, value)
        return None

    def _heading(self, facet: Facet, column: int, role: int) -> Any:
        if column == 0 and role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return facet.title
        if role == Qt.ItemDataRole.FontRole:
            return bold()
        return None

    def name(self, facet: Facet, value: int) -> str:
        """Return what a value is called on screen."""
        return facet.name(value) or tr("(no folder)")

    def count(self, facet: Facet, value: int) -> int:
        """Return the number of images with a value."""
        return int(self.counted.counts[facet.key][value])

    def checked(self, facet: int, value: int) -> Qt.CheckState:
        """Return whether a value, one around it, or only some within it are chosen."""
        one = self.counted.facets[facet]
        chosen = self.counted.choice.of(one)
        if value in chosen or self.chosen_around(facet, value) is not None:
            return Qt.CheckState.Checked
        inside = one.ends is not None and any(value < other < one.ends[value] for other in chosen)
        return Qt.CheckState.PartiallyChecked if inside else Qt.CheckState.Unchecked

    def chosen_around(self, facet: int, value: int) -> int | None:
        """Return the chosen value that ``value`` lies in, None for none."""
        one = self.counted.facets[facet]
        if one.ends is None:
            return None
        return next((other for other in self.counted.choice.of(one) if other < value < one.ends[other]), None)

    def toggled(self, facet: int, value: int) -> frozenset[int]:
        """Return what is chosen in a facet after ``value`` is chosen or given up.

        A folder within a chosen one replaces it; a folder replaces the chosen ones within it.
        """
        one = self.counted.facets[facet]
        chosen, around = self.counted.choice.of(one), self.chosen_around(facet, value)
        if value in chosen:
            return chosen - {value}
        if one.ends is not None:
            chosen = frozenset(other for other in chosen if not value < other < one.ends[value])
        return (chosen - {around} if around is not None else chosen) | {value}


class _Delegate(QStyledItemDelegate):
    """Leaves the check marks to the tree, for which the whole row is one target."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        """Let the outline of a check box stand out: the style derives it from the color of the window."""
        super().initStyleOption(option, index)
        option.palette.setColor(QPalette.ColorRole.Window, option.palette.color(QPalette.ColorRole.PlaceholderText))

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Leave room between the rows."""
        size = super().sizeHint(option, index)
        return QSize(size.width(), max(size.height(), option.fontMetrics.height()) + 6)

    def editorEvent(self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: Index) -> bool:
        """Do nothing."""
        del event, model, option, index
        return False


class FacetTree(QTreeView):
    """The tree. A click or Space chooses a value besides the others, Return only this one.

    Signals:
        chosen(Facet, frozenset): These values are to be chosen in a facet.
    """

    chosen = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.facets = FacetModel(self)
        self.setModel(self.facets)
        self.setItemDelegate(_Delegate(self))
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setExpandsOnDoubleClick(False)
        self.setAccessibleName(tr("Folders, cameras, labels and more"))
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Fixed)
        self._open: set[tuple[str, str]] = {(key, "") for key in OPEN}
        self.clicked.connect(self._clicked)
        self.expanded.connect(lambda index: self._open.add(self._named(index)))
        self.collapsed.connect(lambda index: self._open.discard(self._named(index)))

    def show_counts(self, counted: Counted) -> None:
        """Show these facets and counts; what is open stays open."""
        current, top = self._named(self.currentIndex()), self.verticalScrollBar().value()
        opened = set(self._open)
        self._make_room(counted)
        if not self.facets.show(counted):
            self.viewport().update()
            return
        for at, facet in enumerate(counted.facets):
            places = [-1] if (facet.key, "") in opened else []
            places += [place for place, word in enumerate(facet.words) if (facet.key, f"/{word}") in opened]
            for place in places:
                self.expand(self.facets.index_of(at, place))
            for place in [-1, *range(len(facet.words))] if current[0] == facet.key else []:
                if self._name_of(facet, place) == current:
                    self.setCurrentIndex(self.facets.index_of(at, place))
        self._open = opened
        self.verticalScrollBar().setValue(top)

    def _make_room(self, counted: Counted) -> None:
        """Make the column of the counts as wide as the largest possible one."""
        largest = max((len(facet.codes) for facet in counted.facets), default=0)
        width = self.fontMetrics().horizontalAdvance(f"{number(largest)}MM")
        if self.header().sectionSize(1) != width:
            self.header().resizeSection(1, width)

    def _named(self, index: Index) -> tuple[str, str]:
        if not index.isValid():
            return "", ""
        facet, value = self.facets.place(index)
        return self._name_of(self.facets.counted.facets[facet], value)

    @staticmethod
    def _name_of(facet: Facet, value: int) -> tuple[str, str]:
        return facet.key, "" if value < 0 else f"/{facet.words[value]}"

    def _clicked(self, index: QModelIndex) -> None:
        facet, value = self.facets.place(index)
        if value < 0:
            heading = index.siblingAtColumn(0)
            self.setExpanded(heading, not self.isExpanded(heading))
        else:
            self._choose(facet, self.facets.toggled(facet, value), value)

    def _choose(self, facet: int, values: frozenset[int], value: int) -> None:
        one = self.facets.counted.facets[facet]
        if one.terms[value]:
            self.chosen.emit(one, frozenset(values))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose with Space and Return."""
        facet, value = self.facets.place(self.currentIndex()) if self.currentIndex().isValid() else (0, -1)
        if event.key() == Qt.Key.Key_Space and self.currentIndex().isValid():
            self._clicked(self.currentIndex())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and value >= 0:
            self._choose(facet, frozenset({value}), value)
        else:
            super().keyPressEvent(event)
