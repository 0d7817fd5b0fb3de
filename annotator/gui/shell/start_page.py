"""The page shown while no project is open."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from annotator.gui.shell.recent_list import RecentList
from annotator.gui.text.translate import tr
from annotator.gui.widgets.build import heading, in_column, in_row, named, wrapped

COLUMN_WIDTH = 600


class StartPage(QWidget):
    """Open a folder, a project or the sample; recent projects.

    Signals:
        sample_wanted(), new_wanted(), open_wanted()
        project_chosen(Path), project_removed(Path): From the list of recent projects.
        project_missed(Path): One was chosen whose file is missing.
        project_sought(Path): The user wants to locate its file.
    """

    sample_wanted = Signal()
    new_wanted = Signal()
    open_wanted = Signal()
    project_chosen = Signal(object)
    project_removed = Signal(object)
    project_missed = Signal(object)
    project_sought = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        title = QLabel("Annotator", self)
        title.setProperty("role", "title")
        claim = wrapped(
            tr("Find every image of a collection that shows what you have in mind, with few judgements."), self, "lead"
        )

        self.new = self._button(tr("Open a folder…"), tr("A folder of images to search"), self.new_wanted)
        self.sample = self._button(tr("Try the sample"), tr("Handwritten digits, ready at once"), self.sample_wanted)
        self.open = self._button(tr("Open project…"), tr("A project file"), self.open_wanted)
        buttons = in_row((self.new, 1), (self.open, 1), (self.sample, 1), spacing=8)

        self.heading = heading(tr("Recent projects"), self)
        self.recent = RecentList(self)
        self.heading.setBuddy(self.recent)
        self.recent.chosen.connect(self.project_chosen)
        self.recent.removed.connect(self.project_removed)
        self.recent.missed.connect(self.project_missed)
        self.recent.sought.connect(self.project_sought)
        drop = wrapped(
            tr(
                "You may also drop files here: a folder of images, with its feature file if there is one, or a project."
            ),
            self,
            "hint",
        )

        column = in_column((None, 2), title, claim, 20, buttons, 20, self.heading, (self.recent, 6), drop, (None, 3))
        holder = QWidget(self)
        holder.setLayout(column)
        holder.setMaximumWidth(COLUMN_WIDTH)
        in_row(None, (holder, 4), None, on=self)

    def _button(self, text: str, explanation: str, signal: SignalInstance) -> QPushButton:
        button = named(QPushButton(text, self), text.rstrip("…"))
        button.setToolTip(explanation)
        button.setAccessibleDescription(explanation)
        button.setProperty("role", "large")
        button.clicked.connect(signal)
        return button

    def show_recent(self, paths: Iterable[Path]) -> None:
        """List ``paths``, newest first; without any, Enter opens a folder."""
        listed = tuple(paths)
        self.recent.show_projects(listed)
        self.recent.setVisible(bool(listed))
        self.heading.setVisible(bool(listed))
        self.new.setDefault(not listed)
        self.setFocusProxy(self.recent if listed else self.new)

    def close_threads(self) -> None:
        """Stop reading projects."""
        self.recent.close_threads()
