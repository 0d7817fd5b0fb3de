"""All strategies in families, with a field to search them."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QTreeWidget, QTreeWidgetItem, QWidget

from annotator.gui.dialogs.goal_chooser import about
from annotator.gui.text.translate import tr
from annotator.gui.widgets.build import bold, in_column, line_edit, named
from annotator.strategies.goals import by_family
from annotator.strategies.registry import Registry

_NAME = Qt.ItemDataRole.UserRole
_SEARCHED = Qt.ItemDataRole.UserRole + 1


class StrategyList(QWidget):
    """A tree of two levels; only strategies can be chosen.

    Signals:
        chosen(str): Name of the strategy that the user picked.
    """

    chosen = Signal(str)

    def __init__(self, registry: Registry, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.search = line_edit(self, tr("Search strategies"), tr("Search name, words or author"))
        self.search.textChanged.connect(self._filter)
        self.tree = named(QTreeWidget(self), tr("Strategies"))
        self.tree.setHeaderHidden(True)
        self.tree.setRootIsDecorated(False)
        self._items: dict[str, QTreeWidgetItem] = {}
        self._families: list[tuple[QTreeWidgetItem, list[str]]] = []
        self._chosen = ""
        for family, names in by_family(registry):
            top = QTreeWidgetItem([tr(family.title)])
            top.setToolTip(0, tr(family.help))
            top.setFlags(Qt.ItemFlag.ItemIsEnabled)
            top.setFont(0, bold(top.font(0)))
            self.tree.addTopLevelItem(top)
            self._families.append((top, names))
            for name in names:
                top.addChild(self._item(name, registry, family.title))
        self.tree.expandAll()
        self.tree.currentItemChanged.connect(lambda item, _before: self._changed(item))
        in_column(self.search, (self.tree, 1), on=self, margins=0)

    def _item(self, name: str, registry: Registry, family: str) -> QTreeWidgetItem:
        known = registry.strategies[name]
        item = QTreeWidgetItem([f"{tr(known.title)}  ({name})"])
        item.setToolTip(0, about(known))
        item.setData(0, _NAME, name)
        item.setData(0, _SEARCHED, f"{item.text(0)} {family} {about(known)}".casefold())
        self._items[name] = item
        return item

    def current(self) -> str:
        """Return the name of the chosen strategy."""
        return self._chosen

    def names(self) -> list[str]:
        """Return the names of all strategies that match the search."""
        return [name for name, item in self._items.items() if not item.isHidden()]

    def choose(self, name: str) -> None:
        """Choose a strategy; the first one if there is none of that name."""
        item = self._items.get(name) or next(iter(self._items.values()))
        self.tree.setCurrentItem(item)

    def _changed(self, item: QTreeWidgetItem | None) -> None:
        if item is not None and item.data(0, _NAME):
            self._chosen = item.data(0, _NAME)
            self.chosen.emit(self._chosen)

    def _filter(self, text: str) -> None:
        """Show the strategies that contain all the words; the chosen one always stays."""
        words = text.casefold().split()
        for name, item in self._items.items():
            searched = item.data(0, _SEARCHED)
            item.setHidden(name != self._chosen and not all(word in searched for word in words))
        for top, names in self._families:
            top.setHidden(all(self._items[name].isHidden() for name in names))
