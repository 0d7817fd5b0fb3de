"""The map with its mouse and keyboard."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QWheelEvent
from PySide6.QtWidgets import QToolTip, QWidget

from annotator.gui.grid.image_model import ImageSource
from annotator.gui.images.thumbnail_loader import ThumbnailLoader
from annotator.gui.map.drawing import THUMBNAIL
from annotator.gui.map.map_canvas import MapCanvas
from annotator.gui.map.map_input import MapInput


class MapView(MapCanvas):
    """A map to look over and to select on."""

    def __init__(self, source: ImageSource, loader: ThumbnailLoader, parent: QWidget | None = None) -> None:
        super().__init__(source, loader, parent)
        self._input = MapInput(self)

    def paint_over(self, painter: QPainter) -> None:
        """Paint the lasso."""
        self._input.paint(painter)

    def event(self, event: QEvent) -> bool:
        """Show a larger picture in place of a tooltip."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            self._hover(event)
            return True
        return super().event(event)

    def _hover(self, event: QHelpEvent) -> None:
        image = self.image_at(event.pos().x(), event.pos().y())
        if image is None:
            QToolTip.hideText()
            return
        x, y = self.place_of(image)
        cell = QRect(round(x) - 14, round(y) - 14, 28, 28)
        words = str(self._words.data(self._words.index(image), Qt.ItemDataRole.ToolTipRole))
        if not self.preview.begin(image, cell, QSize(THUMBNAIL, THUMBNAIL), words):
            self._loader.pixmap(image, 2 * THUMBNAIL, self.preview)  # there next time
            QToolTip.showText(event.globalPos(), words, self)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Start a lasso, or moving the map."""
        self._input.pressed(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on with it."""
        self._input.moved(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Select what is in the lasso, or the image that was clicked."""
        self._input.released(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Show the image large."""
        image = self.image_at(event.position().x(), event.position().y())
        if image is not None:
            self.opened.emit(image)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Show the menu at the current image for a key; the mouse asks when its button is released."""
        if event.reason() == QContextMenuEvent.Reason.Keyboard and self.current is not None:
            x, y = self.place_of(self.current)
            self._input.ask_for_menu(QPoint(round(x), round(y)))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom at the mouse."""
        self.zoom(1.0015 ** event.angleDelta().y(), event.position())
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move, zoom or select; all other keys are left to the window."""
        event.setAccepted(self._input.key_pressed(event))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus."""
        super().focusInEvent(event)
        self.update()
