"""Images that are relevant to several topics: how many, and their labels side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QComboBox, QHeaderView, QLabel, QTableView, QVBoxLayout, QWidget

from annotator.gui.image_table import ImageTable
from annotator.gui.panel import PanelContext
from annotator.gui.shared_models import BoardModel, MatrixModel
from annotator.gui.words import tr
from annotator.types import Label

if TYPE_CHECKING:
    from annotator.session import Overlaps

SHOWN = 2000
"""Images listed at most; nobody looks through more of them one by one."""

_MATRIX_HEIGHT = 150


class SharedImages(QWidget):
    """The matrix, and below it the images it counts; a cell of the matrix lists its images."""

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._overlaps: Overlaps | None = None
        self._names: list[str] = []
        self._current = 0
        self.matrix_model = MatrixModel(self)
        self.matrix = QTableView(self)
        self.matrix.setModel(self.matrix_model)
        self.matrix.setAccessibleName(tr("Images relevant to two topics"))
        self.matrix.setTabKeyNavigation(False)
        self.matrix.setMaximumHeight(_MATRIX_HEIGHT)
        self.matrix.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        for header in (self.matrix.horizontalHeader(), self.matrix.verticalHeader()):
            header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.which = QComboBox(self)
        self.which.setAccessibleName(tr("Images to list"))
        self.which.currentIndexChanged.connect(lambda _row: self._list())
        self.model = BoardModel(context, self)
        self.table = ImageTable(self.model, tr("Labels side by side"), self)
        self.table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        self.note = QLabel(self)
        self.note.setWordWrap(True)
        self.note.setProperty("role", "hint")
        about = QLabel(tr("Images relevant to both topics"), self)
        about.setProperty("role", "heading")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 6, 0, 0)
        for widget in (about, self.matrix, self.which, self.note):
            layout.addWidget(widget)
        layout.addWidget(self.table, 1)
        self.matrix.selectionModel().currentChanged.connect(lambda index, _before: self._choose_pair(index))

    def show_overlaps(self, overlaps: Overlaps, names: Sequence[str], current: int) -> None:
        """Show what topics called ``names`` share; ``current`` is the id of the topic on screen."""
        self._overlaps, self._names, self._current = overlaps, list(names), current
        self.matrix_model.show(names, overlaps.both.tolist())
        wanted = self.which.currentData()
        choices: list[tuple[str, object]] = [
            (tr("Conflicts of exclusive topics ({count})").format(count=len(overlaps.conflicts)), "conflicts"),
            (tr("Relevant to several topics ({count})").format(count=len(overlaps.shared)), "shared"),
        ]
        ids = overlaps.topics
        choices += [
            (tr("{one} and {other}").format(one=names[row], other=names[column]), (ids[row], ids[column]))
            for row, column in np.argwhere(np.triu(overlaps.both, 1)).tolist()
        ]
        self.which.blockSignals(True)
        self.which.clear()
        for words, data in choices:
            self.which.addItem(words, data)
        known = [data for _, data in choices]
        start = 0 if overlaps.conflicts else 1
        self.which.setCurrentIndex(known.index(wanted) if wanted in known else start)
        self.which.blockSignals(False)
        self._list()

    def _choose_pair(self, index: QModelIndex) -> None:
        if self._overlaps is None or not index.isValid() or index.row() == index.column():
            return
        ids = self._overlaps.topics
        pair = tuple(sorted((ids[index.row()], ids[index.column()])))
        at = next((row for row in range(self.which.count()) if self.which.itemData(row) == pair), None)
        if at is not None:
            self.which.setCurrentIndex(at)

    def _list(self) -> None:
        """List the images asked for; the selected one stays selected."""
        overlaps = self._overlaps
        if overlaps is None:
            return
        images = self._wanted(overlaps)
        selected = self.table.selected_images()
        at = max(self.table.currentIndex().row(), 0)
        rows = [(image, [overlaps.shared[image].get(topic) for topic in overlaps.topics]) for image in images[:SHOWN]]
        position = overlaps.topics.index(self._current) if self._current in overlaps.topics else -1
        self.model.show(self._names, position, rows)
        self.note.setText(self._remark(len(images), position))
        if rows:
            row = self.model.row_of(selected[0]) if selected else None
            self.table.go_to(min(at, len(rows) - 1) if row is None else row)

    def _wanted(self, overlaps: Overlaps) -> list[int]:
        wanted = self.which.currentData()
        if wanted == "conflicts":
            return [one.image for one in overlaps.conflicts]
        if wanted == "shared":
            return list(overlaps.shared)
        return [
            image
            for image, labels in overlaps.shared.items()
            if all(labels.get(topic) is Label.RELEVANT for topic in wanted)
        ]

    def _remark(self, count: int, position: int) -> str:
        if not count and self.which.currentData() == "conflicts":
            return tr("No image is relevant to more than one of the topics that are ticked as exclusive.")
        if not count:
            return tr("No image is relevant to several topics.")
        more = "" if count <= SHOWN else " " + tr("The first {count} are listed.").format(count=SHOWN)
        here = self._names[position] if position >= 0 else ""
        return tr("Keys judge the selected image for the topic on screen, {topic}.").format(topic=here) + more
