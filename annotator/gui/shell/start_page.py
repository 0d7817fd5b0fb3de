"""The page shown while no project is open."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from annotator.gui.shell.recent_list import RecentList
from annotator.gui.text.translate import tr

COLUMN_WIDTH = 600


class StartPage(QWidget):
    """Sample, new project, open, recent projects.

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
        claim = QLabel(
            tr("Find every image of a collection that shows what you have in mind, with few judgements."), self
        )
        claim.setWordWrap(True)
        claim.setProperty("role", "lead")

        self.sample = self._button(tr("Try the sample"), tr("Handwritten digits, ready at once"), self.sample_wanted)
        self.new = self._button(tr("New project…"), tr("A folder of images and a feature file"), self.new_wanted)
        self.open = self._button(tr("Open project…"), tr("A project file"), self.open_wanted)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.sample, self.new, self.open):
            buttons.addWidget(button, 1)

        self.heading = QLabel(tr("Recent projects"), self)
        self.heading.setProperty("role", "heading")
        self.recent = RecentList(self)
        self.heading.setBuddy(self.recent)
        self.recent.chosen.connect(self.project_chosen)
        self.recent.removed.connect(self.project_removed)
        self.recent.missed.connect(self.project_missed)
        self.recent.sought.connect(self.project_sought)
        drop = QLabel(
            tr(
                "You may also drop files here: a project, or a folder of images and its feature file, one of them or "
                "both together."
            ),
            self,
        )
        drop.setProperty("role", "hint")
        drop.setWordWrap(True)

        column = QVBoxLayout()
        column.addStretch(2)
        for widget in (title, claim):
            column.addWidget(widget)
        column.addSpacing(20)
        column.addLayout(buttons)
        column.addSpacing(20)
        column.addWidget(self.heading)
        column.addWidget(self.recent, 6)
        column.addWidget(drop)
        column.addStretch(3)
        holder = QWidget(self)
        holder.setLayout(column)
        holder.setMaximumWidth(COLUMN_WIDTH)
        layout = QHBoxLayout(self)
        layout.addStretch(1)
        layout.addWidget(holder, 4)
        layout.addStretch(1)

    def _button(self, text: str, explanation: str, signal: SignalInstance) -> QPushButton:
        button = QPushButton(text, self)
        button.setToolTip(explanation)
        button.setAccessibleName(text.rstrip("…"))
        button.setAccessibleDescription(explanation)
        button.setProperty("role", "large")
        button.clicked.connect(signal)
        return button

    def show_recent(self, paths: Iterable[Path]) -> None:
        """List ``paths``, newest first; without any, Enter opens the sample."""
        listed = tuple(paths)
        self.recent.show_projects(listed)
        self.recent.setVisible(bool(listed))
        self.heading.setVisible(bool(listed))
        self.sample.setDefault(not listed)
        self.setFocusProxy(self.recent if listed else self.sample)

    def close_threads(self) -> None:
        """Stop reading projects."""
        self.recent.close_threads()
