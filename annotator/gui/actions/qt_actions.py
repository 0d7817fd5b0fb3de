"""Qt actions, created from the table in :mod:`annotator.gui.actions.actions`."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from annotator.gui.actions.actions import ACTIONS, MENUS, Action, Need, Scope
from annotator.gui.actions.key_bindings import is_bare
from annotator.gui.actions.key_repeat import KeyRepeatFilter
from annotator.gui.actions.key_store import KeyStore
from annotator.gui.text.translate import tr
from annotator.gui.widgets.icons import icon


class ActionSet:
    """The actions of one window.

    Keys of scope ``WINDOW`` work anywhere in the window. Keys of scope ``IMAGES`` work only in widgets passed to
    :meth:`attach`, so that typing into a text field never judges; the same applies to single letters that the user
    assigned to an action of scope ``WINDOW``. A key that is held down triggers only once.

    Attributes:
        keys: The current keys; changes apply immediately to menus, tooltips and buttons.
    """

    def __init__(self, window: QWidget, keys: KeyStore | None = None) -> None:
        self._window = window
        self.keys = keys or KeyStore(parent=window)
        self._holds: Need | None = None
        self._entries = {entry.id: entry for entry in ACTIONS.values() if entry.scope is not Scope.FIXED}
        self._actions = {entry.id: self._make(entry) for entry in self._entries.values()}
        self._bare = {entry.id: self._make_bare(entry) for entry in self._entries.values()}
        self._bind()
        self.keys.changed.connect(self._bind)

    def _make(self, entry: Action) -> QAction:
        made = QAction(tr(entry.text), self._window)
        made.setObjectName(entry.id)
        made.setAutoRepeat(False)
        made.setCheckable(entry.checkable)
        if entry.icon:
            made.setIcon(icon(entry.icon))
        if entry.id == "app.quit":
            made.setMenuRole(QAction.MenuRole.QuitRole)
        if entry.scope is Scope.IMAGES:
            made.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        else:
            self._window.addAction(made)
        return made

    def _make_bare(self, entry: Action) -> QAction:
        """Return an action for the keys of a window action that must not trigger while the user types."""
        made = QAction(self._window)
        made.setAutoRepeat(False)
        made.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        made.triggered.connect(lambda _checked=False: self._actions[entry.id].trigger())
        return made

    def _bind(self) -> None:
        """Assign the current keys to all actions."""
        for identifier, entry in self._entries.items():
            keys = self.keys.keys(identifier)
            careful = [key for key in keys if entry.scope is Scope.WINDOW and key not in entry.keys and is_bare(key)]
            self._bare[identifier].setShortcuts([QKeySequence(key) for key in careful])
            made = self._actions[identifier]
            made.setShortcuts([QKeySequence(key) for key in keys if key not in careful])
            first = self.keys.text(identifier)
            made.setToolTip(f"{tr(entry.help)}  ({first})" if first else tr(entry.help))

    def __getitem__(self, identifier: str) -> QAction:
        """Return the action with the id ``identifier``."""
        return self._actions[identifier]

    def attach(self, widget: QWidget) -> None:
        """Enable the keys of scope ``IMAGES`` while ``widget`` has the focus."""
        KeyRepeatFilter.install(widget)
        for identifier, entry in self._entries.items():
            widget.addAction((self._actions if entry.scope is Scope.IMAGES else self._bare)[identifier])

    def attach_window(self, window: QWidget) -> None:
        """Enable the keys of scope ``WINDOW`` in another top-level window too."""
        for identifier, entry in self._entries.items():
            if entry.scope is Scope.WINDOW:
                window.addAction(self._actions[identifier])

    def connect(self) -> None:
        """Let every action do what the table says, from now on."""
        for identifier, entry in self._entries.items():
            made, do = self._actions[identifier], entry.do
            assert do is not None, identifier
            if entry.checkable:
                made.triggered.connect(lambda checked, do=do: do(self._window, checked))
            else:
                made.triggered.connect(lambda _checked=False, do=do: do(self._window))

    def enable(self, holds: Need) -> None:
        """Enable every action whose conditions all hold, disable the others."""
        if holds == self._holds:
            return
        self._holds = holds
        for identifier, entry in self._entries.items():
            self._actions[identifier].setEnabled(entry.needs & holds == entry.needs)

    def missing(self, identifier: str) -> Need:
        """Return the conditions of an action that do not hold."""
        return self._entries[identifier].needs & ~(self._holds or Need.NOTHING)

    def fill(self, bar: QMenuBar) -> dict[str, QMenu]:
        """Add the menus to ``bar`` and return them by name."""
        menus = {}
        for title in MENUS:
            menu = bar.addMenu(tr(title))
            menu.setToolTipsVisible(True)
            inner: dict[str, QMenu] = {"": menu}
            section = 0
            for identifier, entry in self._entries.items():
                if entry.group != title:
                    continue
                if entry.section != section:
                    menu.addSeparator()
                    section = entry.section
                if entry.submenu not in inner:
                    inner[entry.submenu] = menu.addMenu(tr(entry.submenu))
                    inner[entry.submenu].setToolTipsVisible(True)
                inner[entry.submenu].addAction(self._actions[identifier])
            menus[title] = menu
        return menus
