"""A grid for any number of images: only what is on screen is computed, fetched or drawn."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QRegion,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from annotator.gui.grid.cell import Cell, CellPainter
from annotator.gui.grid.grid_input import GridInput
from annotator.gui.grid.grid_layout import DEFAULT_SHAPES, GridLayout
from annotator.gui.grid.image_model import ImageModel, ImageSource, contiguous, ranges_of, selection_of
from annotator.gui.grid.scaled_pixmaps import ScaledPixmaps
from annotator.gui.grid.smooth_scroll import SmoothScroll
from annotator.gui.images.thumbnail_feed import ThumbnailFeed
from annotator.gui.images.thumbnail_loader import ThumbnailLoader
from annotator.types import IntArray

EDGE_RANGE = (80, 640)
"""Smallest and largest target width of a cell in logical pixels."""

_REMEMBERED_RANGES = 20_000  # a selection with more ranges is not carried over to a new order

_Index = QModelIndex | QPersistentModelIndex
_Flag = QItemSelectionModel.SelectionFlag


class ImageGrid(QListView):
    """Cells of equal size, in rows that fill the width, or (fit mode) as large as possible without scrolling.

    QListView provides selection and accessibility; the grid has its own layout, painting and input handling.

    Signals:
        opened(int): An image was double-clicked, or Enter was pressed on it.
        previewed(int): Space was pressed on an image.
        current_changed(int): This image is current now; -1 for none.
        selection_changed(): The selection has changed.
        cell_edge_changed(int): Ctrl+wheel changed the size of cells.
    """

    opened = Signal(int)
    previewed = Signal(int)
    current_changed = Signal(int)
    selection_changed = Signal()
    cell_edge_changed = Signal(int)

    def __init__(self, source: ImageSource, loader: ThumbnailLoader, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._feed = ThumbnailFeed(loader, self)
        self._fit = False
        self._edge = 180
        self._shapes: tuple[tuple[int, int], ...] = ()
        self._fitted = ScaledPixmaps()
        self._painter: CellPainter | None = None
        self._quiet = False
        self._images = ImageModel(source, loader.error, self)
        self._grid = GridLayout.flow(0, 1, self._edge, 0)
        self._input = GridInput(self)
        self._scroll = SmoothScroll(self.verticalScrollBar(), self)
        self._feed.changed.connect(self._cell_changed)
        self.setModel(self._images)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setAutoScroll(False)
        self.setUniformItemSizes(True)
        self.viewport().setMouseTracking(True)
        self.viewport().setBackgroundRole(QPalette.ColorRole.Base)

    # Interface for the window ------------------------------------------------------------------------------------

    def set_images(self, ids: Sequence[int] | NDArray[Any], *, keep_scroll: bool = True) -> None:
        """Show other images, or the same ones in another order.

        The current image and the selected images are kept if they are still in the list.

        Args:
            ids: Image ids in order, unique; an int64 array is used without copying and must not change afterwards.
            keep_scroll: Keep the scroll position; otherwise scroll to the top.
        """
        current, selected = self.current_image(), self._selected_ids()
        position = self.verticalScrollBar().value() if keep_scroll else 0
        self._scroll.stop()
        self._input.let_go()
        self._feed.forget()
        self._quiet = True
        self._images.set_images(ids)
        self._learn_shapes()
        self.updateGeometries()
        self.verticalScrollBar().setValue(position)
        self._select_again(current, selected)
        self._quiet = False
        self.viewport().update()
        if current != self.current_image():
            self.current_changed.emit(-1)
        if len(selected) != self.selected_count():
            self.selection_changed.emit()

    def images(self) -> IntArray:
        """Return the image ids in order, shape (n,), read-only."""
        return self._images.ids

    def image_model(self) -> ImageModel:
        """Return the model of the grid."""
        return self._images

    def selected_images(self) -> list[int]:
        """Return the selected images in the order of the grid."""
        return self._selected_ids().tolist()

    def selected_count(self) -> int:
        """Return the number of selected images; cheap for any number."""
        return sum(last - first + 1 for first, last in ranges_of(self.selectionModel().selection()))

    def current_image(self) -> int | None:
        """Return the current image, or ``None``."""
        index = self.currentIndex()
        return self._images.image_at(index.row()) if index.isValid() else None

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

    def place(self) -> tuple[int, int]:
        """Return the scroll position: the topmost visible image (-1 for none) and the pixels of its row out of view."""
        offset = self.verticalScrollBar().value()
        row = self._grid.between(offset, offset + 1).start
        if not row < len(self._images.ids):
            return -1, 0
        return self._images.image_at(row), offset - self._grid.rect(row)[1]

    def go_to_place(self, image: int, beyond: int) -> None:
        """Restore a scroll position from :meth:`place`; nothing happens if the image is not in the grid."""
        row = self._images.row_of(image)
        if row is not None:
            self._scroll.stop()
            self.verticalScrollBar().setValue(self._grid.rect(row)[1] + beyond)

    def refresh(self, images: Iterable[int] | None = None) -> None:
        """Redraw ``images`` (all if ``None``) because their label or overlay changed."""
        self._images.refresh(images)

    def set_cell_edge(self, pixels: int) -> None:
        """Make cells about ``pixels`` wide (logical pixels); has no effect in fit mode."""
        self._edge = max(EDGE_RANGE[0], min(EDGE_RANGE[1], pixels))
        self.updateGeometries()

    def cell_edge(self) -> int:
        """Return the target width of a cell in logical pixels."""
        return self._edge

    def set_fit_mode(self, on: bool) -> None:
        """Make all cells as large as possible without scrolling."""
        self._fit = on
        policy = Qt.ScrollBarPolicy.ScrollBarAsNeeded if on else Qt.ScrollBarPolicy.ScrollBarAlwaysOn
        self.setVerticalScrollBarPolicy(policy)
        self.updateGeometries()

    def set_overlay(self, on: bool) -> None:
        """Switch the display of rank and probability over the images."""
        self._images.show_overlay = on
        self.viewport().update()

    def set_animated(self, on: bool) -> None:
        """Switch smooth scrolling."""
        self._scroll.enabled = on

    # Layout ---------------------------------------------------------------------------------------------------------

    @property
    def layout_of_cells(self) -> GridLayout:
        """The current layout, in content pixels."""
        return self._grid

    def updateGeometries(self) -> None:
        """Compute the layout and the scroll range; the topmost row stays at the top."""
        bar, old = self.verticalScrollBar(), self._grid
        anchor = old.between(bar.value(), bar.value() + 1).start
        grid = self._fitting_grid()
        changed = (grid.columns, grid.cell_width, grid.cell_height) != (old.columns, old.cell_width, old.cell_height)
        self._grid = grid
        bar.setSingleStep(max(20, grid.pitch // 3))
        bar.setPageStep(self.viewport().height())
        bar.setRange(0, max(0, grid.height - self.viewport().height()))
        self.horizontalScrollBar().setRange(0, 0)
        if changed:
            if old.count and anchor and anchor < grid.count:
                bar.setValue(grid.rect(anchor)[1] - grid.top)
            self.viewport().update()

    def _learn_shapes(self) -> None:
        """Record the image shapes to lay out a batch for: its own if they are known, else those of other images."""
        if self._fit:
            self._shapes = self._feed.shapes(self._images.ids)

    def _fitting_grid(self) -> GridLayout:
        count, size = len(self._images.ids), self.viewport().size()
        extra, mirrored = self._cells().extra_height, self.isRightToLeft()
        if self._fit:
            shapes = self._shapes or DEFAULT_SHAPES
            return GridLayout.fit(count, size.width(), size.height(), extra, shapes, mirrored=mirrored)
        return GridLayout.flow(count, size.width(), self._edge, extra, mirrored=mirrored)

    def doItemsLayout(self) -> None:
        """Recompute the layout (called by Qt after a change of style, font or model)."""
        QAbstractItemView.doItemsLayout(self)

    def visualRect(self, index: _Index) -> QRect:
        """Return the cell of ``index`` in viewport pixels."""
        if not index.isValid() or index.row() >= self._grid.count:
            return QRect()
        return QRect(*self._grid.rect(index.row())).translated(0, -self.verticalOffset())

    def indexAt(self, point: QPoint) -> QModelIndex:
        """Return the index of the cell at a point of the viewport."""
        cell = self._grid.at(point.x(), point.y() + self.verticalOffset())
        return QModelIndex() if cell is None else self._images.index(cell)

    def scrollTo(
        self, index: _Index, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        """Scroll a cell into view."""
        if not index.isValid() or index.row() >= self._grid.count:
            return
        _, y, _, height = self._grid.rect(index.row())
        view, offset = self.viewport().height(), self._scroll.target()
        above, below = y - self._grid.gap, y + height + self._grid.gap - view
        if hint == QAbstractItemView.ScrollHint.PositionAtCenter:
            self._scroll.go((above + below) // 2)
        elif hint == QAbstractItemView.ScrollHint.PositionAtTop or above < offset:
            self._scroll.go(above)
        elif hint == QAbstractItemView.ScrollHint.PositionAtBottom or below > offset:
            self._scroll.go(below)

    def horizontalOffset(self) -> int:
        """Return 0: rows never exceed the width."""
        return 0

    def verticalOffset(self) -> int:
        """Return the scroll offset in pixels."""
        return self.verticalScrollBar().value()

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        """Select the cells that touch ``rect`` (viewport pixels)."""
        offset = self.verticalOffset()
        box = rect.normalized()
        ranges = self._grid.touching(box.left(), box.top() + offset, box.right(), box.bottom() + offset)
        self.selectionModel().select(selection_of(self._images, ranges), command)

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        """Return the viewport: drawing it is cheaper than collecting the rectangles of a large selection."""
        return QRegion(self.viewport().rect())

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> QModelIndex:
        """Return the index to which a cursor movement leads."""
        row = self._input.destination(action)
        return QModelIndex() if row is None else self._images.index(row)

    def selectAll(self) -> None:
        """Select every image, as a single range."""
        count = len(self._images.ids)
        if count:
            self.selectionModel().select(selection_of(self._images, [(0, count - 1)]), _Flag.ClearAndSelect)

    def reset(self) -> None:
        """Start over after a model reset."""
        QAbstractItemView.reset(self)

    def setModel(self, model: QAbstractItemModel | None) -> None:
        """Accept only the grid's own model."""
        if model is not self._images:
            raise ValueError("an image grid shows its own model; use set_images")
        super().setModel(model)

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
        )

    def _cells(self) -> CellPainter:
        if self._painter is None:
            active = self.hasFocus() and self.isActiveWindow()
            mirrored = self.isRightToLeft()
            self._painter = CellPainter(
                self.palette(), self.font(), focused=active, mirrored=mirrored, fitted=self._fitted
            )
        return self._painter

    def _cell_changed(self, row: int) -> None:
        if self._fit and not self._shapes and self._feed.settled(self._images.ids):
            # For the very first batch, the shapes become known only now. Later batches do not move once they are shown.
            self._learn_shapes()
            self.updateGeometries()
        self.viewport().update(self.visualRect(self._images.index(row)))

    # Events ---------------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Recompute the layout for the new size."""
        QAbstractItemView.resizeEvent(self, event)
        self.updateGeometries()

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

    def currentChanged(self, current: _Index, previous: _Index) -> None:
        """Report the new current image."""
        super().currentChanged(current, previous)
        if not self._quiet:
            self.current_changed.emit(self._images.image_at(current.row()) if current.isValid() else -1)

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """Redraw and report the selection. QListView's version would report every selected cell to screen readers."""
        QAbstractItemView.selectionChanged(self, selected, deselected)
        if not self._quiet:
            self.selection_changed.emit()

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

    def _select_again(self, current: int | None, selected: IntArray) -> None:
        if selected.size:
            self.selectionModel().select(self._selection_of(selected), _Flag.ClearAndSelect)
        row = None if current is None else self._images.row_of(current)
        if row is not None:
            self.selectionModel().setCurrentIndex(self._images.index(row), _Flag.NoUpdate)
        self._input.anchor = row
