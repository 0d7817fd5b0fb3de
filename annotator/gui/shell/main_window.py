"""The window: its parts connected, files dropped on it, its place on the screen, and its end."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QDialog, QWidget

import annotator.gui.shell.commands  # noqa: F401 - declares the actions
from annotator.gui.controller import topic_commands
from annotator.gui.dialogs.dropped import Dropped, image_folder, kind_of, plan
from annotator.gui.settings.preferences import PreferenceStore
from annotator.gui.shell.focus_ring import FocusRings
from annotator.gui.shell.input_commands import InputCommands
from annotator.gui.shell.project_window import ProjectWindow
from annotator.gui.shell.recent_commands import connect_recent
from annotator.gui.text.core_messages import core_words
from annotator.gui.text.translate import tr
from annotator.gui.widgets.return_key import ReturnKey
from annotator.gui.widgets.theme import Theme
from annotator.gui.workspace.picture_query import pictures_in, search_with
from annotator.runtime.paths import UserFolders
from annotator.strategies.goals import Goal

USUAL_SIZE = (1500, 960)
"""Size of the first window in logical pixels, on a screen where that is neither too large nor lost."""


class MainWindow(ProjectWindow):
    """The window of the program."""

    def __init__(self, theme: Theme, places: UserFolders, preferences: PreferenceStore | None = None) -> None:
        """Build the window with ``preferences``; by default those found in ``places``."""
        super().__init__(theme, places, preferences)
        self._connect()
        self._restore_geometry()
        self._apply_preferences()
        self._show_start()
        if problems := list(filter(None, (core_words(self.preferences.problem), self.actions_.keys.problem))):
            self.messages.tell("\n".join(problems))

    def _connect(self) -> None:
        self.input = InputCommands(self)
        self.actions_.connect()
        self.leaving.connect(self.input.let_go)
        self._rings = FocusRings(self)
        self._return = ReturnKey(self)
        self.thumbnails.problem.connect(self.tell)
        self.thumbnails.emptied.connect(self._cache_emptied)
        self.start.sample_wanted.connect(lambda: self.open_sample())
        self.start.new_wanted.connect(self.open_folder)
        self.start.open_wanted.connect(self.browse)
        connect_recent(self)
        self.tools.topic_chosen.connect(self._switch_topic)
        self.tools.mixing.chosen.connect(self._set_find)
        self.tools.strategy.goal_chosen.connect(self._pursue)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._focus_changed)

    def _switch_topic(self, topic: int) -> None:
        if self.workspace is not None:
            self.workspace.controller.switch_topic(topic)

    def _pursue(self, goal: Goal) -> None:
        if self.workspace is not None:
            topic_commands.pursue(self.workspace.controller, goal)
            if goal.review and not self.workspace.docks.shown("view.mistakes"):
                self.actions_["view.mistakes"].trigger()

    def _set_find(self, share: float) -> None:
        if self.workspace is not None:
            topic_commands.set_find(self.workspace.controller, share)

    def _focus_changed(self, _old: QWidget | None, new: QWidget | None) -> None:
        if self.workspace is not None:
            self.workspace.panes.focus_moved(new)

    # Files dropped on the window

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept what can be opened."""
        known = any(kind_of(path) is not Dropped.UNKNOWN for path in _paths(event))
        if known or (self.workspace is not None and pictures_in(event.mimeData())):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open a project, start a new one from a folder or a feature file, or search with a picture."""
        event.acceptProposedAction()
        paths, pictures = _paths(event), pictures_in(event.mimeData())
        if self.workspace is not None and pictures:
            search_with(self.workspace, pictures)
            return
        # The dialog must not run inside the other program's drag.
        QTimer.singleShot(0, lambda: self.take(paths))

    def take(self, paths: list[Path]) -> None:
        """Open the files ``paths``, and show which were left out and why."""
        wanted = plan(paths)
        images, features = wanted.images, wanted.features
        if images is None and features is not None:
            images = image_folder(features)
        if wanted.project is not None:
            self.open_project(wanted.project)
        elif images is not None:
            self.new_project(images, features)
        if wanted.ignored:
            left_out = "\n".join(f"{path.name}: {reason}" for path, reason in wanted.ignored)
            self._remark = tr("Dropped files that were not used:") + f"\n{left_out}"
            if wanted.project is None:
                self._tell_remark()

    # The end

    def _restore_geometry(self) -> None:
        free = self.screen().availableSize()
        self.resize(
            *(
                min(max(usual, side * 4 // 5), side * 19 // 20)
                for usual, side in zip(USUAL_SIZE, free.toTuple(), strict=True)
            )
        )
        if (geometry := self.settings.value("geometry")) is not None:
            self.restoreGeometry(geometry)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop all threads; nothing needs to be saved."""
        self.settings.setValue("geometry", self.saveGeometry())
        for dialog in self.findChildren(QDialog):
            dialog.done(QDialog.DialogCode.Rejected)  # an open dialog would keep the program alive
        self.opener.close()
        self.tasks.close()
        self.start.close_threads()
        self.close_project()
        self.thumbnails.close()
        self.last.trust()
        self.settings.sync()
        super().closeEvent(event)


def _paths(event: QDragEnterEvent | QDropEvent) -> list[Path]:
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
