"""What the window shows while no project is open."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal, SignalInstance
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

PATH_ROLE = Qt.ItemDataRole.UserRole
COLUMN_WIDTH = 560


class RecentList(QListWidget):
    """Recent projects; Enter opens one, Delete takes it off the list.

    Signals:
        chosen(Path), removed(Path)
    """

    chosen = Signal(object)
    removed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Recent projects")
        self.setObjectName("recent")
        self.itemActivated.connect(lambda item: self.chosen.emit(item.data(PATH_ROLE)))
        self.itemClicked.connect(lambda item: self.chosen.emit(item.data(PATH_ROLE)))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        forget = QAction("Take off this list", self)
        forget.triggered.connect(lambda _checked=False: self._forget())
        self.addAction(forget)

    def show_projects(self, paths: Iterable[Path]) -> None:
        """List ``paths``; those that do not exist any more are shown dimmed."""
        self.clear()
        for path in paths:
            missing = "" if path.exists() else "   (not found)"
            item = QListWidgetItem(f"{path.stem}{missing}\n{path.parent}")
            item.setData(PATH_ROLE, path)
            item.setToolTip(str(path))
            item.setSizeHint(QSize(0, 2 * self.fontMetrics().lineSpacing() + 14))
            if missing:
                item.setForeground(self.palette().placeholderText())
            self.addItem(item)
        if self.count():
            self.setCurrentRow(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter open and Delete forget."""
        item = self.currentItem()
        if item is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.chosen.emit(item.data(PATH_ROLE))
        elif event.key() == Qt.Key.Key_Delete:
            self._forget()
        else:
            super().keyPressEvent(event)

    def _forget(self) -> None:
        if (item := self.currentItem()) is not None:
            self.removed.emit(item.data(PATH_ROLE))


class StartPage(QWidget):
    """Sample, new project, open, recent projects.

    Signals:
        sample_wanted(), new_wanted(), open_wanted()
        project_chosen(Path), project_removed(Path): From the list of recent projects.
    """

    sample_wanted = Signal()
    new_wanted = Signal()
    open_wanted = Signal()
    project_chosen = Signal(object)
    project_removed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        title = QLabel("Annotator", self)
        title.setProperty("role", "title")
        claim = QLabel("Find every image of a collection that shows what you have in mind, with few judgements.", self)
        claim.setWordWrap(True)
        claim.setProperty("role", "lead")

        self.sample = self._button("Try the sample", "Handwritten digits, ready at once", self.sample_wanted)
        self.new = self._button("New project…", "A folder of images and a feature file", self.new_wanted)
        self.open = self._button("Open project…", "A project file", self.open_wanted)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.sample, self.new, self.open):
            buttons.addWidget(button, 1)

        self.heading = QLabel("Recent projects", self)
        self.heading.setProperty("role", "heading")
        self.recent = RecentList(self)
        self.heading.setBuddy(self.recent)
        self.recent.chosen.connect(self.project_chosen)
        self.recent.removed.connect(self.project_removed)
        drop = QLabel("You may also drop a folder of images, a feature file or a project file here.", self)
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
        """List ``paths``, newest first; without any, the sample is what Enter starts."""
        listed = tuple(paths)
        self.recent.show_projects(listed)
        self.recent.setVisible(bool(listed))
        self.heading.setVisible(bool(listed))
        self.sample.setDefault(not listed)
        self.setFocusProxy(self.recent if listed else self.sample)
