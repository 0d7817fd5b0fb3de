"""A grid for any number of images: only what is on screen is computed, fetched or drawn."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget

from annotator.gui.grid.cell import Cell
from annotator.gui.grid.cell_view import CellView
from annotator.gui.grid.grid_input import GridInput
from annotator.gui.grid.hover_preview import HoverPreview
from annotator.gui.grid.image_model import ImageSource, contiguous, ranges_of, selection_of
from annotator.gui.images.thumbnail_loader import ThumbnailLoader
from annotator.gui.widgets.row_model import Index
from annotator.types import IntArray

_REMEMBERED_RANGES = 20_000  # a selection with more ranges is not carried over to a new order

_Flag = QItemSelectionModel.SelectionFlag


class ImageGrid(CellView):
    """Images to look through and to select: painting, mouse and keyboard of the cells of :class:`CellView`.

    Signals:
        current_changed(int): The keyboard is at this image now; -1 for none.
        selection_changed(): Other images are selected.
        cell_edge_changed(int): Ctrl+wheel asked for another size of cells.
    """

    current_changed = Signal(int)
    selection_changed = Signal()
    cell_edge_changed = Signal(int)

    def __init__(self, source: ImageSource, loader: ThumbnailLoader, parent: QWidget | None = None) -> None:
        super().__init__(source, loader, parent)
        self._quiet = False
        self._input = GridInput(self)
        self.preview = HoverPreview(self.viewport(), loader)
        self._images.modelReset.connect(self.preview.end)
        self.verticalScrollBar().valueChanged.connect(lambda _value: self.preview.end())
        self.setModel(self._images)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setAutoScroll(False)
        self.viewport().setMouseTracking(True)

    # Interface for the window ------------------------------------------------------------------------------------

    def set_images(
        self, ids: Sequence[int] | NDArray[Any], *, keep_scroll: bool = True, keep_in_sight: bool = False
    ) -> None:
        """Show other images, or the same ones in another order.

        The current image and the selected images are kept if they are still in the list.

        Args:
            ids: Image ids in order, unique; an int64 array is used without copying and must not change afterwards.
            keep_scroll: Keep the scroll position; otherwise scroll to the top.
            keep_in_sight: Keep the current image where it is on screen if it would leave the screen.
        """
        current, selected = self.current_image(), self._selected_ids()
        seen = self.visualRect(self.currentIndex()) if keep_scroll and keep_in_sight else QRect()
        position = self.verticalScrollBar().value() if keep_scroll else 0
        self._scroll.stop()
        self._input.let_go()
        self._feed.forget()
        self._quiet = True
        self._images.set_images(ids)
        self.updateGeometries()
        self.verticalScrollBar().setValue(position)
        self._select_again(current, selected)
        self._stay_in_sight(seen)
        self._quiet = False
        self.viewport().update()
        if current != self.current_image():
            self.current_changed.emit(-1)
        if len(selected) != self.selected_count():
            self.selection_changed.emit()

    def selected_images(self) -> list[int]:
        """Return the selected images in the order of the grid."""
        return self._selected_ids().tolist()

    def selected_count(self) -> int:
        """Return the number of selected images; cheap for any number."""
        return sum(last - first + 1 for first, last in ranges_of(self.selectionModel().selection()))

    def set_current(self, image: int | None, *, select: bool = True) -> None:
        """Make an image current and visible; nothing happens if it is not in the grid.

        Args:
            image: Image id; ``None`` for no current image and an empty selection.
            select: Select it, and nothing else.
        """
        if image is None:
            self.selectionModel().clear()
            return
        row = self._images.row_of(image)
        if row is not None:
            self._input.go_to(row, _Flag.ClearAndSelect if select else _Flag.NoUpdate)

    def select_images(self, images: Iterable[int]) -> None:
        """Select these images and nothing else; the current image stays."""
        selection = self._selection_of(np.fromiter(images, dtype=np.int64))
        self.selectionModel().select(selection, _Flag.ClearAndSelect)

    def refresh(self, images: Iterable[int] | None = None) -> None:
        """Redraw ``images`` (all if ``None``) because their label or overlay changed."""
        self._images.refresh(images)

    def set_overlay(self, on: bool) -> None:
        """Switch the display of rank and probability over the images."""
        self._images.show_overlay = on
        self.viewport().update()

    def set_animated(self, on: bool) -> None:
        """Switch smooth scrolling."""
        self._scroll.enabled = on

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> QModelIndex:
        """Return the index to which a cursor movement leads."""
        row = self._input.destination(action)
        return QModelIndex() if row is None else self._images.index(row)

    # Painting -------------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the cells that touch the exposed region."""
        cells, grid, offset = self._cells(), self._grid, self.verticalOffset()
        box = cells.picture_rect(QRect(0, 0, grid.cell_width, grid.cell_height)).size()
        self._feed.look_at(grid.between(offset, offset + self.viewport().height()), self._images.ids, box)
        painter = QPainter(self.viewport())
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        exposed, current = event.region(), self.currentIndex().row()
        for row in grid.between(event.rect().top() + offset, event.rect().bottom() + 1 + offset):
            rect = QRect(*grid.rect(row)).translated(0, -offset)
            if exposed.intersects(rect):
                cells.paint(painter, rect, self._cell(row, row == current))
        self._input.draw_band(painter)
        painter.end()

    def _cell(self, row: int, current: bool) -> Cell:
        image = self._images.image_at(row)
        return Cell(
            name=self._images.short_name(image),
            pixmap=self._feed.pixmap(image),
            error=self._feed.error(image),
            label=self._images.source.label(image),
            overlay=self._images.overlay(image),
            selected=self.selectionModel().isSelected(self._images.index(row)),
            current=current,
            hovered=row == self._input.hovered,
            stack=self._images.source.stack(image),
            word=self._images.source.word(image),
            part=self._images.source.part(image),
        )

    # Events ---------------------------------------------------------------------------------------------------------

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Shift the viewport and draw only the newly exposed part."""
        self._input.scrolled()
        self.viewport().scroll(0, dy)

    def changeEvent(self, event: QEvent) -> None:
        """Apply a new palette, font, activation or layout direction."""
        super().changeEvent(event)
        self._painter = None
        self.updateGeometries()
        self.viewport().update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus ring."""
        self._painter = None
        if not self.currentIndex().isValid() and self._images.rowCount():
            self._input.start_at(self._feed.visible.start)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Dim the focus ring."""
        self._painter = None
        self.viewport().update()

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Report the new current image."""
        super().currentChanged(current, previous)
        if not self._quiet:
            self.current_changed.emit(self._images.image_at(current.row()) if current.isValid() else -1)

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """Redraw and report the selection. QListView's version would report every selected cell to screen readers."""
        QAbstractItemView.selectionChanged(self, selected, deselected)
        if not self._quiet:
            self.selection_changed.emit()

    def viewportEvent(self, event: QEvent) -> bool:
        """Show a larger picture in place of a tooltip."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            cell = QRect(0, 0, self._grid.cell_width, self._grid.cell_height)
            index, picture = self.indexAt(event.pos()), self._cells().picture_rect(cell).size()
            if index.isValid() and self.preview.begin(
                self._images.image_at(index.row()),
                self.visualRect(index),
                picture,
                str(index.data(Qt.ItemDataRole.ToolTipRole)),
            ):
                return True
        return super().viewportEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move, select or open; all other keys are left to the window."""
        event.setAccepted(self._input.key_pressed(event))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll; with Ctrl, change the size of cells."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier and not self._fit:
            factor = 2 ** (event.angleDelta().y() / 720)
            self.set_cell_edge(round(self._edge * factor))
            self.cell_edge_changed.emit(self._edge)
        else:
            self._scroll.wheel(event)
        event.accept()

    # Selection across a change of order --------------------------------------------------------------------------

    def _selected_ids(self) -> IntArray:
        ids = self._images.ids
        parts = [ids[first : last + 1] for first, last in ranges_of(self.selectionModel().selection())]
        return np.concatenate(parts) if parts else ids[:0]

    def _selection_of(self, images: IntArray) -> QItemSelection:
        ranges = contiguous(np.flatnonzero(np.isin(self._images.ids, images)))
        return selection_of(self._images, ranges if len(ranges) <= _REMEMBERED_RANGES else ())

    def _stay_in_sight(self, seen: QRect) -> None:
        """Scroll the current image back to where it was ``seen``, if it was on screen and is not any more."""
        now, screen = self.visualRect(self.currentIndex()), self.viewport().rect()
        if seen.isValid() and now.isValid() and screen.intersects(seen) and not screen.contains(now):
            self.verticalScrollBar().setValue(self.verticalScrollBar().value() + now.top() - seen.top())

    def _select_again(self, current: int | None, selected: IntArray) -> None:
        if selected.size:
            self.selectionModel().select(self._selection_of(selected), _Flag.ClearAndSelect)
        row = None if current is None else self._images.row_of(current)
        if row is not None:
            self.selectionModel().setCurrentIndex(self._images.index(row), _Flag.NoUpdate)
        self._input.anchor = row
