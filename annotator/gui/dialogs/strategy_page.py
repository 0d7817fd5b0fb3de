"""The choice of a strategy and its parameters: a list, and a form built from the declared parameters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSplitter, QWidget

from annotator.errors import ConfigError
from annotator.gui.dialogs.goal_chooser import about
from annotator.gui.dialogs.strategy_list import StrategyList
from annotator.gui.forms.parameter_form import ParameterForm
from annotator.gui.text.translate import tr
from annotator.gui.widgets.build import heading, hint, in_column, scrolled
from annotator.strategies.goals import Goal, goal_of
from annotator.strategies.registry import Registry

_SHARES = (250, 370)


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
