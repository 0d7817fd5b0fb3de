"""A table whose rows refer to images: Enter and a click show the image, letters are left to the window's actions."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent
from PySide6.QtWidgets import QHeaderView, QTableView, QWidget

from annotator.gui.images.thumbnail_loader import ThumbnailLoader
from annotator.gui.widgets.row_model import RowModel

ICON_EDGE = 36
E = TypeVar("E")


class ImageTableModel(RowModel[E]):
    """A table model whose rows are about images, with a thumbnail in the first column."""

    def __init__(self, titles: Sequence[str], loader: ThumbnailLoader, parent: QWidget) -> None:
        super().__init__(titles, parent)
        self._loader, self._ratio = loader, parent.devicePixelRatioF()
        loader.ready.connect(self._thumbnail_ready)

    def image_at(self, row: int) -> int:
        """Return the image id of a row."""
        raise NotImplementedError

    def thumbnail(self, image: int) -> QIcon | None:
        """Return the thumbnail of an image, None until it is there."""
        pixmap = self._loader.pixmap(image, ICON_EDGE * self._ratio, self)
        return None if pixmap is None else QIcon(pixmap)

    def _thumbnail_ready(self, image: int) -> None:
        for row in range(len(self.rows)):
            if self.image_at(row) == image:
                self.dataChanged.emit(self.index(row, 0), self.index(row, 0))


@dataclass(frozen=True)
class KeptRows:
    """What is selected in a table whose rows are read again.

    Attributes:
        selected: Entries that are selected.
        current: The current entry, None for none.
        top: Its distance from the upper edge of the table, in pixels.
    """

    selected: frozenset[Hashable]
    current: Hashable
    top: int


class ImageTable(QTableView):
    """Rows of images.

    Signals:
        image_chosen(int): The user wants to view this image.
        selection_changed(): Other rows are selected, or all rows are new.
    """

    image_chosen = Signal(int)
    selection_changed = Signal()

    def __init__(self, model: ImageTableModel[Any], name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        self._images = model
        self.setAccessibleName(name)
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QTableView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setIconSize(QSize(ICON_EDGE, ICON_EDGE))
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ICON_EDGE + 4)
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)  # as the texts below
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setResizeContentsPrecision(20)
        self.clicked.connect(lambda index: self.image_chosen.emit(model.image_at(index.row())))
        self.selectionModel().selectionChanged.connect(lambda *_: self.selection_changed.emit())
        model.modelReset.connect(self.selection_changed)

    def go_to(self, row: int) -> None:
        """Make ``row`` the current and only selected one; unlike selectRow, ignore keys that are held down."""
        flags = QItemSelectionModel.SelectionFlag
        index = self.model().index(row, 0)
        self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)

    def kept_rows(self, rows: Sequence[Hashable]) -> KeptRows:
        """Return what is selected in ``rows``, which are shown, and where the current one is."""
        current = self.currentIndex()
        selected = frozenset(rows[index.row()] for index in self.selectionModel().selectedRows())
        there = rows[current.row()] if current.isValid() else None
        return KeptRows(selected, there, self.rowViewportPosition(current.row()) if current.isValid() else 0)

    def restore_rows(self, kept: KeptRows, rows: Sequence[Hashable]) -> None:
        """Select in ``rows``, which are shown now, what was selected, and scroll the current one to where it was."""
        flags = QItemSelectionModel.SelectionFlag
        found, model = QItemSelection(), self.model()
        self.executeDelayedItemsLayout()  # else the scroll bar has the range of the rows before
        for row, entry in enumerate(rows):
            if entry in kept.selected:
                found.select(model.index(row, 0), model.index(row, 0))
            if entry == kept.current:
                self.selectionModel().setCurrentIndex(model.index(row, 0), flags.NoUpdate)
                bar = self.verticalScrollBar()
                bar.setValue(bar.value() + self.rowViewportPosition(row) - kept.top)
        self.selectionModel().select(found, flags.ClearAndSelect | flags.Rows)

    def selected_images(self) -> list[int]:
        """Return the images of the selected rows, each once, in order."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        return list(dict.fromkeys(self._images.image_at(row) for row in rows))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Show the image on Enter; all letters are left to the window's actions."""
        index = self.currentIndex()
        if index.isValid() and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.image_chosen.emit(self._images.image_at(index.row()))
        elif event.text().isalpha():
            event.ignore()
        else:
            super().keyPressEvent(event)
