"""Images that are relevant to several topics: how many, and their labels side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QLocale, QModelIndex, Qt
from PySide6.QtWidgets import QComboBox, QHeaderView, QTableView, QWidget

from annotator.gui.grid.image_table import ImageTable, ImageTableModel
from annotator.gui.panels.panel import PanelContext
from annotator.gui.text.translate import tr
from annotator.gui.widgets.build import bold, heading, in_column, named, offer, wrapped
from annotator.gui.widgets.row_model import Index, RowModel
from annotator.gui.widgets.theme import LABEL_STYLE, label_text
from annotator.types import Label


class MatrixModel(RowModel[list[int]]):
    """How many images are relevant to both of two topics."""

    def show_topics(self, names: Sequence[str], counts: list[list[int]]) -> None:
        """Show the counts of topics with these names."""
        self.titles = tuple(names)
        self.show(counts)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Name rows and columns."""
        del orientation
        return self.titles[section] if role == Qt.ItemDataRole.DisplayRole and section < len(self.titles) else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the data of two topics for Qt."""
        if not index.isValid():
            return None
        count = self.rows[index.row()][index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return QLocale().toString(count)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            one, other = self.titles[index.row()], self.titles[index.column()]
            if index.row() == index.column():
                return tr("{count} images are relevant to {topic}").format(count=count, topic=one)
            return tr("{count} images are relevant to {one} and {other}").format(count=count, one=one, other=other)
        return None


class BoardModel(ImageTableModel[tuple[int, list[Label | None]]]):
    """Images by topics: the label of each pair."""

    def __init__(self, context: PanelContext, parent: QWidget) -> None:
        super().__init__((tr("Image"),), context.loader, parent)
        self._path_of = context.controller.session.paths.__getitem__
        self._current = -1

    def show_topics(self, names: Sequence[str], current: int, rows: Sequence[tuple[int, list[Label | None]]]) -> None:
        """Show images with their labels in the topics ``names``; ``current`` is the position of the one on screen."""
        self.titles, self._current = (tr("Image"), *names), current
        self.show(rows)

    def image_at(self, row: int) -> int:
        """Return the image of a row."""
        return self.rows[row][0]

    def row_of(self, image: int | None) -> int | None:
        """Return the row of an image."""
        return next((row for row, (one, _) in enumerate(self.rows) if one == image), None)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Name the columns; the topic on screen is marked."""
        if orientation is not Qt.Orientation.Horizontal or section >= len(self.titles):
            return None
        title, here = self.titles[section], section > 0 and section - 1 == self._current
        if role == Qt.ItemDataRole.DisplayRole:
            return f"▸ {title}" if here else title
        if role == Qt.ItemDataRole.ToolTipRole and section:
            return tr("Keys judge for this topic") if here else title
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the data of an image in a topic for Qt."""
        if not index.isValid():
            return None
        image, labels = self.rows[index.row()]
        if index.column() == 0:
            return self._image(image, labels, role)
        label = labels[index.column() - 1]
        if role == Qt.ItemDataRole.DisplayRole:
            return LABEL_STYLE[label].glyph
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{self.titles[index.column()]}: {label_text(label)}"
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignCenter
        if role == Qt.ItemDataRole.FontRole and index.column() - 1 == self._current:
            return bold()
        return None

    def _image(self, image: int, labels: Sequence[Label | None], role: int) -> Any:
        path = self._path_of(image)
        if role == Qt.ItemDataRole.DisplayRole:
            return path.rsplit("/", 1)[-1]
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            said = (f"{name}: {label_text(label)}" for name, label in zip(self.titles[1:], labels, strict=True))
            return f"{path}. {', '.join(said)}"
        if role == Qt.ItemDataRole.DecorationRole:
            return self.thumbnail(image)
        return None


if TYPE_CHECKING:
    from annotator.data.project.topic_overlap import Overlaps

SHOWN = 2000
"""Images listed at most; nobody looks through more of them one by one."""

_MATRIX_HEIGHT = 150


class TopicOverlapTable(QWidget):
    """The matrix, and below it the images it counts; a cell of the matrix lists its images."""

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._overlaps: Overlaps | None = None
        self._names: list[str] = []
        self._current = 0
        self.matrix_model = MatrixModel((), self)
        self.matrix = named(QTableView(self), tr("Images relevant to two topics"))
        self.matrix.setModel(self.matrix_model)
        self.matrix.setTabKeyNavigation(False)
        self.matrix.setMaximumHeight(_MATRIX_HEIGHT)
        self.matrix.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        for header in (self.matrix.horizontalHeader(), self.matrix.verticalHeader()):
            header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.which = named(QComboBox(self), tr("Images to list"))
        self.which.currentIndexChanged.connect(lambda _row: self._list())
        self.model = BoardModel(context, self)
        self.table = ImageTable(self.model, tr("Labels side by side"), self)
        self.table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        self.note = wrapped("", self, "hint")
        about = heading(tr("Images relevant to both topics"), self)
        in_column(about, self.matrix, self.which, self.note, (self.table, 1), on=self, margins=(0, 6, 0, 0))
        self.matrix.selectionModel().currentChanged.connect(lambda index, _before: self._choose_pair(index))

    def show_overlaps(self, overlaps: Overlaps, names: Sequence[str], current: int) -> None:
        """Show the overlaps of the topics ``names``; ``current`` is the id of the topic on screen."""
        self._overlaps, self._names, self._current = overlaps, list(names), current
        self.matrix_model.show_topics(names, overlaps.both.tolist())
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
        known = [data for _, data in choices]
        start = 0 if overlaps.conflicts else 1
        offer(self.which, choices, known.index(wanted) if wanted in known else start)
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
        """List the requested images; the selected one stays selected."""
        overlaps = self._overlaps
        if overlaps is None:
            return
        images = self._wanted(overlaps)
        selected = self.table.selected_images()
        at = max(self.table.currentIndex().row(), 0)
        rows = [(image, [overlaps.shared[image].get(topic) for topic in overlaps.topics]) for image in images[:SHOWN]]
        position = overlaps.topics.index(self._current) if self._current in overlaps.topics else -1
        self.model.show_topics(self._names, position, rows)
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
