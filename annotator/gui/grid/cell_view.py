"""A view of cells in rows, for any number of images: where the cells lie, and how far they are scrolled."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractItemModel,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPoint,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QPalette, QRegion, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from annotator.gui.grid.cell import CellPainter
from annotator.gui.grid.grid_layout import DEFAULT_SHAPES, GridLayout, typical_aspect
from annotator.gui.grid.image_model import ImageModel, ImageSource, selection_of
from annotator.gui.grid.scaled_pixmaps import ScaledPixmaps
from annotator.gui.grid.smooth_scroll import SmoothScroll
from annotator.gui.images.thumbnail_feed import ThumbnailFeed
from annotator.gui.images.thumbnail_loader import ThumbnailLoader
from annotator.gui.widgets.row_model import Index
from annotator.types import IntArray

EDGE_RANGE = (80, 640)
"""Smallest and largest wanted length of the longer side of a cell in logical pixels."""

_Flag = QItemSelectionModel.SelectionFlag


class CellView(QListView):
    """Cells of equal size, in rows that fill the width, or (fit mode) as large as all of them fit.

    Their shape follows that of typical images of the source, and does not depend on which images are shown.

    It is a QListView for its selection and accessibility; the layout is its own. A subclass sets the model,
    ``_images``, when it is ready: Qt asks from then on.

    Signals:
        opened(int): An image was double-clicked, or Enter was pressed.
        previewed(int): Space was pressed at an image.
        stack_toggled(int): The number of images of a stack was clicked, at this image.
    """

    opened = Signal(int)
    previewed = Signal(int)
    stack_toggled = Signal(int)

    def __init__(self, source: ImageSource, loader: ThumbnailLoader, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._feed = ThumbnailFeed(loader, self)
        self._fit = False
        self._edge = 180
        self._shapes = source.shapes or DEFAULT_SHAPES
        self._aspect = typical_aspect(self._shapes)
        self._fitted = ScaledPixmaps()
        self._painter: CellPainter | None = None
        self._images = ImageModel(source, loader.error, self)
        self._grid = GridLayout.flow(0, 1, self._edge, 0)
        self._scroll = SmoothScroll(self.verticalScrollBar(), self)
        self._feed.changed.connect(self._cell_changed)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.viewport().setBackgroundRole(QPalette.ColorRole.Base)

    def images(self) -> IntArray:
        """Return the image ids in order, shape (n,), read-only."""
        return self._images.ids

    def image_model(self) -> ImageModel:
        """Return the model behind the grid."""
        return self._images

    def current_image(self) -> int | None:
        """Return the image the keyboard is at."""
        index = self.currentIndex()
        return self._images.image_at(index.row()) if index.isValid() else None

    def set_cell_edge(self, pixels: int) -> None:
        """Make the longer side of cells about ``pixels`` (logical pixels); without effect in fit mode."""
        self._edge = max(EDGE_RANGE[0], min(EDGE_RANGE[1], pixels))
        self.updateGeometries()

    def cell_edge(self) -> int:
        """Return the wanted length of the longer side of a cell in logical pixels."""
        return self._edge

    def set_fit_mode(self, on: bool) -> None:
        """Lay out all cells as large as they fit without scrolling."""
        self._fit = on
        policy = Qt.ScrollBarPolicy.ScrollBarAsNeeded if on else Qt.ScrollBarPolicy.ScrollBarAlwaysOn
        self.setVerticalScrollBarPolicy(policy)
        self.updateGeometries()

    def place(self) -> tuple[int, int]:
        """Return the first image of the topmost row in sight (-1 for none) and how far that row is out of sight."""
        offset = self.verticalScrollBar().value()
        row = self._grid.between(offset, offset + 1).start
        if not row < len(self._images.ids):
            return -1, 0
        return self._images.image_at(row), offset - self._grid.rect(row)[1]

    def go_to_place(self, image: int, beyond: int) -> None:
        """Return to a :meth:`place` at once; nothing happens if the image is not in the grid."""
        row = self._images.row_of(image)
        if row is not None:
            self._scroll.stop()
            self.verticalScrollBar().setValue(self._grid.rect(row)[1] + beyond)

    # Layout ---------------------------------------------------------------------------------------------------------

    def _cells(self) -> CellPainter:
        if self._painter is None:
            active = self.hasFocus() and self.isActiveWindow()
            mirrored = self.isRightToLeft()
            self._painter = CellPainter(
                self.palette(), self.font(), focused=active, mirrored=mirrored, fitted=self._fitted
            )
        return self._painter

    def _cell_changed(self, row: int) -> None:
        self.viewport().update(self.visualRect(self._images.index(row)))

    @property
    def layout_of_cells(self) -> GridLayout:
        """The present layout, in content pixels."""
        return self._grid

    def updateGeometries(self) -> None:
        """Compute the layout and the scroll range; what was at the top stays at the top."""
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

    def _fitting_grid(self) -> GridLayout:
        count, size = len(self._images.ids), self.viewport().size()
        extra, mirrored = self._cells().extra_height, self.isRightToLeft()
        if self._fit:
            return GridLayout.fit(count, size.width(), size.height(), extra, self._shapes, mirrored=mirrored)
        return GridLayout.flow(count, size.width(), self._edge, extra, self._aspect, mirrored=mirrored)

    def doItemsLayout(self) -> None:
        """Lay out again (Qt asks for it after the style, the font or the model changed)."""
        QAbstractItemView.doItemsLayout(self)

    def visualRect(self, index: Index) -> QRect:
        """Return the cell of ``index`` in viewport pixels."""
        if not index.isValid() or index.row() >= self._grid.count:
            return QRect()
        return QRect(*self._grid.rect(index.row())).translated(0, -self.verticalOffset())

    def indexAt(self, point: QPoint) -> QModelIndex:
        """Return the cell under a point of the viewport."""
        cell = self._grid.at(point.x(), point.y() + self.verticalOffset())
        return QModelIndex() if cell is None else self._images.index(cell)

    def on_stack_mark(self, point: QPoint) -> bool:
        """Whether a point of the viewport is on the number of images of a stack."""
        index = self.indexAt(point)
        mark = self._images.source.stack(self._images.image_at(index.row())) if index.isValid() else None
        return mark is not None and self._cells().stack_mark_rect(self.visualRect(index), mark).contains(point)

    def scrollTo(
        self, index: Index, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        """Bring a cell into view."""
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
        """Return how far the content is scrolled, in pixels."""
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

    def selectAll(self) -> None:
        """Select every image, as a single range."""
        count = len(self._images.ids)
        if count:
            self.selectionModel().select(selection_of(self._images, [(0, count - 1)]), _Flag.ClearAndSelect)

    def reset(self) -> None:
        """Start over after the model was reset."""
        QAbstractItemView.reset(self)

    def setModel(self, model: QAbstractItemModel | None) -> None:
        """Accept only the grid's own model."""
        if model is not self._images:
            raise ValueError("an image grid shows its own model; use set_images")
        super().setModel(model)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out for the new size."""
        QAbstractItemView.resizeEvent(self, event)
        self.updateGeometries()
