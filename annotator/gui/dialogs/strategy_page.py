"""The choice of a strategy and its parameters: a list, and a form built from the declared parameters.

The list begins with the strategies that are offered; a search goes through all of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QSplitter, QTreeWidget, QTreeWidgetItem, QWidget

from annotator.errors import ConfigError
from annotator.gui.dialogs.goal_chooser import about
from annotator.gui.forms.parameter_form import ParameterForm
from annotator.gui.text.translate import tr
from annotator.gui.widgets.build import bold, heading, hint, in_column, line_edit, named, scrolled
from annotator.strategies.goals import Goal, by_family, goal_of, offered
from annotator.strategies.registry import Registry

_SHARES = (250, 370)
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
        self.all = named(QCheckBox(tr("All strategies"), self), tr("All strategies"))
        self.all.setToolTip(tr("Also list strategies that are not the best one on any collection of the benchmark"))
        self.all.toggled.connect(self._filter)
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
        in_column(self.search, (self.tree, 1), self.all, on=self, margins=0)
        self._filter()

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
        """Return the names of the strategies that are listed now."""
        return [name for name, item in self._items.items() if not item.isHidden()]

    def choose(self, name: str) -> None:
        """Choose a strategy; the first one if there is none of that name."""
        item = self._items.get(name) or next(iter(self._items.values()))
        self.tree.setCurrentItem(item)

    def _changed(self, item: QTreeWidgetItem | None) -> None:
        if item is not None and item.data(0, _NAME):
            self._chosen = item.data(0, _NAME)
            self._filter()
            self.chosen.emit(self._chosen)

    def _filter(self) -> None:
        """Show the strategies that contain all the words, without words the offered ones; the chosen one stays."""
        words = self.search.text().casefold().split()
        for name, item in self._items.items():
            searched = item.data(0, _SEARCHED)
            listed = all(word in searched for word in words) if words else self.all.isChecked() or offered(name)
            item.setHidden(name != self._chosen and not listed)
        for top, names in self._families:
            top.setHidden(all(self._items[name].isHidden() for name in names))


class StrategyPage(QWidget):
    """Every strategy with every parameter, for users who want to choose them.

    Signals:
        edited: Strategy or parameters changed; they may be invalid.
    """

    edited = Signal()

    def __init__(self, registry: Registry, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._registry = registry
        self._stored: dict[str, Mapping[str, Any]] = {}
        self.list = StrategyList(registry, self)
        content = QWidget(self)
        self._title = heading("", content)
        self._title.setWordWrap(True)
        self._about = hint("", content)
        self.form = ParameterForm(_Nothing, {}, content)
        self._column = in_column(self._title, self._about, self.form, None, on=content, margins=(10, 0, 4, 0))
        self.area = scrolled(content, self, tr("Parameters of the strategy"))
        splitter = QSplitter(Qt.Orientation.Horizontal, self)
        splitter.addWidget(self.list)
        splitter.addWidget(self.area)
        splitter.setSizes(list(_SHARES))
        splitter.setChildrenCollapsible(False)
        in_column(splitter, on=self)
        self.list.chosen.connect(self._show)

    @property
    def strategy(self) -> str:
        """Name of the chosen strategy."""
        return self.list.current()

    @property
    def goal(self) -> Goal | None:
        """The goal that the settings match, None for custom settings."""
        try:
            return goal_of(self._registry, self.strategy, self.form.values())
        except ConfigError:
            return None

    def set(self, strategy: str, parameters: Mapping[str, Any]) -> None:
        """Choose ``strategy`` with these parameters, defaults for the rest."""
        self._stored[strategy] = dict(parameters)
        if self.strategy == strategy:
            self._show(strategy)
        else:
            self.list.choose(strategy)

    def _show(self, name: str) -> None:
        known = self._registry.strategies[name]
        self._title.setText(tr(known.title))
        self._about.setText(about(known))
        form = ParameterForm(known, self._stored.get(name, {}), self)
        form.edited.connect(self.edited)
        self._column.replaceWidget(self.form, form)
        self.form.hide()
        self.form.deleteLater()
        self.form = form
        self.edited.emit()


@dataclass(frozen=True)
class _Nothing:
    """A group without parameters, shown until a strategy is chosen."""
