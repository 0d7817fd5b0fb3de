"""Models of what topics share: how many images are relevant to two, and the labels of images side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QLocale, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont, QIcon
from PySide6.QtWidgets import QWidget

from annotator.gui.image_table import ICON_EDGE, ImageTableModel
from annotator.gui.panel import PanelContext
from annotator.gui.theme import LABEL_STYLE, label_text
from annotator.gui.thumbnails import ThumbnailLoader
from annotator.gui.words import tr
from annotator.types import Label

_Index = QModelIndex | QPersistentModelIndex


class MatrixModel(QAbstractTableModel):
    """How many images are relevant to both of two topics."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._counts: list[list[int]] = []
        self.names: list[str] = []

    def show(self, names: Sequence[str], counts: list[list[int]]) -> None:
        """Show the counts of topics with these names."""
        self.beginResetModel()
        self.names, self._counts = list(names), counts
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return the number of topics."""
        return 0 if parent.isValid() else len(self.names)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return the number of topics."""
        return self.rowCount(parent)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Name rows and columns."""
        del orientation
        return self.names[section] if role == Qt.ItemDataRole.DisplayRole and section < len(self.names) else None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Answer Qt's questions about two topics."""
        if not index.isValid():
            return None
        count = self._counts[index.row()][index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return QLocale().toString(count)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            one, other = self.names[index.row()], self.names[index.column()]
            if index.row() == index.column():
                return tr("{count} images are relevant to {topic}").format(count=count, topic=one)
            return tr("{count} images are relevant to {one} and {other}").format(count=count, one=one, other=other)
        return None


class BoardModel(ImageTableModel):
    """Images by topics: the label of each."""

    def __init__(self, context: PanelContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._path_of = context.controller.session.paths.__getitem__
        self._loader: ThumbnailLoader = context.loader
        self._ratio = parent.devicePixelRatioF()
        self._names: list[str] = []
        self._current = -1
        self._rows: list[tuple[int, list[Label | None]]] = []
        self._loader.ready.connect(self._thumbnail_ready)

    def show(self, names: Sequence[str], current: int, rows: Sequence[tuple[int, list[Label | None]]]) -> None:
        """Show images with their labels in the topics ``names``; ``current`` is the position of the one on screen."""
        self.beginResetModel()
        self._names, self._current, self._rows = list(names), current, list(rows)
        self.endResetModel()

    def image_at(self, row: int) -> int:
        """Return the image of a row."""
        return self._rows[row][0]

    def row_of(self, image: int | None) -> int | None:
        """Return the row of an image."""
        return next((row for row, (one, _) in enumerate(self._rows) if one == image), None)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return the number of images."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return one column for the image and one for each topic."""
        return 0 if parent.isValid() else 1 + len(self._names)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Name the columns; the topic on screen is marked."""
        if orientation is not Qt.Orientation.Horizontal or section > len(self._names):
            return None
        here = section - 1 == self._current
        if role == Qt.ItemDataRole.DisplayRole:
            return (
                tr("Image") if section == 0 else f"▸ {self._names[section - 1]}" if here else self._names[section - 1]
            )
        if role == Qt.ItemDataRole.ToolTipRole and section:
            return tr("Keys judge for this topic") if here else self._names[section - 1]
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Answer Qt's questions about an image in a topic."""
        if not index.isValid():
            return None
        image, labels = self._rows[index.row()]
        if index.column() == 0:
            return self._image(image, labels, role)
        label = labels[index.column() - 1]
        if role == Qt.ItemDataRole.DisplayRole:
            return LABEL_STYLE[label].glyph
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{self._names[index.column() - 1]}: {label_text(label)}"
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignCenter
        if role == Qt.ItemDataRole.FontRole and index.column() - 1 == self._current:
            font = QFont()
            font.setBold(True)
            return font
        return None

    def _image(self, image: int, labels: Sequence[Label | None], role: int) -> Any:
        path = self._path_of(image)
        if role == Qt.ItemDataRole.DisplayRole:
            return path.rsplit("/", 1)[-1]
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            said = (f"{name}: {label_text(label)}" for name, label in zip(self._names, labels, strict=True))
            return f"{path}. {', '.join(said)}"
        if role == Qt.ItemDataRole.DecorationRole:
            pixmap = self._loader.pixmap(image, ICON_EDGE * self._ratio, self)
            return None if pixmap is None else QIcon(pixmap)
        return None

    def _thumbnail_ready(self, image: int) -> None:
        row = self.row_of(image)
        if row is not None:
            self.dataChanged.emit(self.index(row, 0), self.index(row, 0))
