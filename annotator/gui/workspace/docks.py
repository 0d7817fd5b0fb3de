"""Panels docked around the batch and the ranking: shown, hidden, tabbed, floating, and restored next time."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QByteArray, Qt, Signal
from PySide6.QtWidgets import QDockWidget, QMainWindow, QTabBar, QTabWidget, QWidget

from annotator.gui.panels.panel import Panel, PanelContext
from annotator.gui.text.translate import tr
from annotator.gui.workspace.panels import PANELS, PanelKind
from annotator.types import Change

LAYOUT_VERSION = 1
"""Changed when a stored layout would not make sense any more."""

USUAL_WIDTH = 440
"""Width of a panel that is shown first, in logical pixels; the person can make it narrower."""

_AREAS = {
    "left": Qt.DockWidgetArea.LeftDockWidgetArea,
    "right": Qt.DockWidgetArea.RightDockWidgetArea,
    "bottom": Qt.DockWidgetArea.BottomDockWidgetArea,
}


class Docks(QMainWindow):
    """The panes in the middle and the panels around them. A panel is created when it is first shown.

    Signals:
        changed: The visible panels changed.
        left: The panel with the keyboard focus went behind another one.
        panel_made(Panel): A panel was created.
    """

    changed = Signal()
    left = Signal()
    panel_made = Signal(object)

    def __init__(self, context: PanelContext, center: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowFlags(Qt.WindowType.Widget)
        self.setCentralWidget(center)
        self.setTabPosition(Qt.DockWidgetArea.AllDockWidgetAreas, QTabWidget.TabPosition.North)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setDockOptions(
            QMainWindow.DockOption.AllowTabbedDocks
            | QMainWindow.DockOption.AllowNestedDocks
            | QMainWindow.DockOption.GroupedDragging
        )
        self._context = context
        self._kinds = {kind.action: kind for kind in PANELS}
        self._panels: dict[str, Panel] = {}
        self._current: int | None = None
        self._docks = {kind.action: self._dock(kind) for kind in PANELS}
        controller = context.controller
        controller.labels_changed.connect(self._labels_changed)
        controller.ranking_changed.connect(self._ranking_changed)
        controller.topic_changed.connect(self._topic_changed)

    def _dock(self, kind: PanelKind) -> QDockWidget:
        dock = QDockWidget(self._context.actions[kind.action].text(), self)
        dock.setObjectName(kind.action)
        dock.hide()
        area = _AREAS[kind.area]
        neighbor = next((other for other in self._docks_in(kind.area) if other is not dock), None)
        self.addDockWidget(area, dock)
        if neighbor is not None:
            self.tabifyDockWidget(neighbor, dock)
        dock.visibilityChanged.connect(partial(self._seen, kind.action))
        return dock

    def _docks_in(self, area: str) -> list[QDockWidget]:
        names = [kind.action for kind in PANELS if kind.area == area]
        return [dock for dock in self.findChildren(QDockWidget) if dock.objectName() in names]

    # Panels

    def panel(self, action: str) -> Panel:
        """Return the panel that ``action`` shows; create it on first use."""
        made = self._panels.get(action)
        if made is None:
            made = self._panels[action] = self._kinds[action].make(self._context)
            self._docks[action].setWidget(made)
            self.panel_made.emit(made)
        return made

    @property
    def made(self) -> Sequence[Panel]:
        """All panels created so far."""
        return tuple(self._panels.values())

    def dock(self, action: str) -> QDockWidget:
        """Return the dock of the panel that ``action`` shows."""
        return self._docks[action]

    def shown(self, action: str) -> bool:
        """Whether the panel is open, even behind another tab."""
        return not self._docks[action].isHidden()

    def set_shown(self, action: str, on: bool) -> None:
        """Show the panel in front of others, or hide it; one behind another tab is brought to the front instead."""
        dock = self._docks[action]
        behind = not dock.isHidden() and not self.panel(action).seen and self.isVisible()
        if on or behind:
            self.panel(action)
            first = dock.isHidden() and not any(self.shown(kind) for kind in self._docks)
            dock.show()
            dock.raise_()
            if first and dock.width() < USUAL_WIDTH:
                self.resizeDocks([dock], [USUAL_WIDTH], Qt.Orientation.Horizontal)
        else:
            dock.hide()
        self.changed.emit()

    def hide_panel(self, action: str) -> None:
        """Hide one panel, wherever it is."""
        self._docks[action].hide()
        self.changed.emit()

    def hide_all(self) -> None:
        """Hide all panels; :meth:`restore_layout` brings them back."""
        for dock in self._docks.values():
            dock.hide()
        self.changed.emit()

    def focused(self) -> Panel | None:
        """Return the panel that judgements apply to, because its images have the keyboard focus."""
        return next((p for p in self._panels.values() if (k := p.keyboard()) is not None and k.hasFocus()), None)

    def holding(self, widget: QWidget | None) -> Panel | None:
        """Return the panel that ``widget`` is a part of."""
        return next((p for p in self._panels.values() if widget is not None and p.isAncestorOf(widget)), None)

    def _name_tabs(self) -> None:
        """Name the tab bars, which Qt creates without names."""
        for bar in self.findChildren(QTabBar):
            bar.setAccessibleName(tr("Open panels"))

    def _seen(self, action: str, seen: bool) -> None:
        self._name_tabs()
        if seen:
            panel = self.panel(action)
            panel.set_seen(True)
            panel.follow(self._current)
        elif action in self._panels:
            self._panels[action].set_seen(False)
            if self.holding(self.window().focusWidget()) is self._panels[action] and not self.window().isMinimized():
                self.left.emit()  # Qt leaves the focus where nobody sees it, and keys would judge there
        self.changed.emit()

    # What happens around them

    def follow(self, image: int | None) -> None:
        """Pass the current image to all visible panels except the one that has the keyboard focus."""
        if image == self._current:
            return
        self._current = image
        at_work = self.focused()
        for panel in self._panels.values():
            if panel.seen and panel is not at_work:
                panel.follow(image)

    def _labels_changed(self, change: Change) -> None:
        for panel in self._panels.values():
            if not panel.outdated():
                panel.labels_changed(change.images)

    def _ranking_changed(self) -> None:
        for panel in self._panels.values():
            if not panel.outdated():
                panel.ranking_changed()

    def _topic_changed(self) -> None:
        for panel in self._panels.values():
            if not panel.outdated():
                panel.topic_changed()

    # The layout

    def layout_state(self) -> QByteArray:
        """Return which panels are open, and where."""
        return self.saveState(LAYOUT_VERSION)

    def restore_layout(self, state: QByteArray) -> None:
        """Open the panels that were open when ``state`` was read; a state of another version is ignored."""
        self.restoreState(state, LAYOUT_VERSION)
        for action, dock in self._docks.items():
            if not dock.isHidden():
                self.panel(action)
        self.changed.emit()
