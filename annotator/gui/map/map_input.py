"""Mouse and keyboard of the map: lasso, moving, zooming, and selecting around an image."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPen, QPolygonF

from annotator.gui.map.map_canvas import MapCanvas

ZOOM = 1.5
"""Factor of one key."""

_PAN = 0.2  # share of the view that one key moves
_CLICK = 5  # a drag shorter than this is a click, in logical pixels
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1),
}  # fmt: skip


class MapInput:
    """Turns events of a view into what they mean for the map."""

    def __init__(self, view: MapCanvas) -> None:
        self._view = view
        self._outline: QPolygonF | None = None
        self._held: QPointF | None = None  # where the map was grasped
        self._moved = 0.0  # how far it has been moved since

    # Mouse

    def pressed(self, event: QMouseEvent) -> None:
        """Start a lasso with the left button, moving the map with another one."""
        self._view.preview.end()
        if event.button() == Qt.MouseButton.LeftButton:
            self._outline = QPolygonF([event.position()])
        else:
            self._held, self._moved = event.position(), 0.0
            self._view.setCursor(Qt.CursorShape.ClosedHandCursor)

    def moved(self, event: QMouseEvent) -> None:
        """Draw the lasso on, or move the map."""
        at = event.position()
        if self._held is not None:
            step = at - self._held
            self._held, self._moved = at, self._moved + step.manhattanLength()
            self._view.look_at(self._view.viewport.moved(step.x(), step.y()))
        elif self._outline is not None:
            self._outline.append(at)
            self._view.update()

    def released(self, event: QMouseEvent) -> None:
        """Select what is in the lasso, or the image at the mouse."""
        outline, self._outline = self._outline, None
        if self._held is not None:
            self._held = None
            self._view.unsetCursor()
            if event.button() == Qt.MouseButton.RightButton and self._moved <= _CLICK:
                self.ask_for_menu(event.position().toPoint())
            return
        if outline is None:
            return
        keep = event.modifiers() & (Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier)
        box = outline.boundingRect()
        if max(box.width(), box.height()) > _CLICK:
            self._view.select_lasso(outline, add=bool(keep))
        else:
            image = self._view.image_at(event.position().x(), event.position().y())
            if image is not None:
                self._view.choose(image, toggle=bool(keep))
            elif not keep:
                self._view.select(())
        self._view.update()

    def ask_for_menu(self, at: QPoint) -> None:
        """Ask for the menu of the selected images, or of the one at a point if that is another one."""
        image = self._view.image_at(at.x(), at.y())
        if image is not None:
            if image not in self._view.selected:
                self._view.choose(image)
            self._view.menu_wanted.emit(self._view.mapToGlobal(at))

    def paint(self, painter: QPainter) -> None:
        """Draw the lasso."""
        if self._outline is not None and self._outline.size() > 1:
            color = self._view.palette().link().color()
            painter.setPen(QPen(color, 1.5))
            color.setAlpha(40)
            painter.setBrush(color)
            painter.drawPolygon(self._outline)

    # Keyboard

    def key_pressed(self, event: QKeyEvent) -> bool:
        """Carry out a key; return whether it means anything here."""
        view, key = self._view, Qt.Key(event.key())
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key in _ARROWS and modifiers in (
            Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier,
        ):  # fmt: skip
            right, down = _ARROWS[key]
            if modifiers == Qt.KeyboardModifier.NoModifier:
                view.go(right, down)
            elif modifiers == Qt.KeyboardModifier.ShiftModifier:
                view.select_around(1 if right > 0 or down < 0 else -1)
            else:
                view.look_at(view.viewport.moved(-right * _PAN * view.width(), -down * _PAN * view.height()))
            return True
        if key == Qt.Key.Key_A and modifiers == Qt.KeyboardModifier.ControlModifier:
            view.select_all()
            return True
        if modifiers != Qt.KeyboardModifier.NoModifier:
            return False
        if key == Qt.Key.Key_Escape and (self._outline is not None or len(view.selected)):
            self._outline = None
            view.select(())
            return True
        steps = {Qt.Key.Key_PageUp: ZOOM, Qt.Key.Key_PageDown: 1 / ZOOM}
        if key in steps:
            view.zoom(steps[key])
        elif key == Qt.Key.Key_Home:
            view.fit()
        else:
            return False
        return True
