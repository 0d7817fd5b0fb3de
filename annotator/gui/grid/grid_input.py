"""Mouse and keyboard input of a grid: cursor movement, selection, rubber band."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QObject, QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QColor, QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPalette, QPen
from PySide6.QtWidgets import QAbstractItemView, QApplication

from annotator.gui.grid.cell_view import CellView
from annotator.gui.grid.image_model import selection_of

_Action = QAbstractItemView.CursorAction
_Flag = QItemSelectionModel.SelectionFlag
_CTRL, _SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
_MOVES = {
    Qt.Key.Key_Left: _Action.MoveLeft,
    Qt.Key.Key_Right: _Action.MoveRight,
    Qt.Key.Key_Up: _Action.MoveUp,
    Qt.Key.Key_Down: _Action.MoveDown,
    Qt.Key.Key_Home: _Action.MoveHome,
    Qt.Key.Key_End: _Action.MoveEnd,
    Qt.Key.Key_PageUp: _Action.MovePageUp,
    Qt.Key.Key_PageDown: _Action.MovePageDown,
}
_AUTO_SCROLL_MS = 30


class GridInput(QObject):
    """Turns input events of a grid into selections; an event filter of its viewport.

    Attributes:
        anchor: Row from which Shift extends the selection; ``None`` before the first movement.
        hovered: Row under the mouse, -1 for none.
    """

    def __init__(self, grid: CellView) -> None:
        super().__init__(grid)
        self._grid = grid
        self.anchor: int | None = None
        self.hovered = -1
        self._pressed: QPoint | None = None  # content pixels
        self._mouse = QPoint()  # viewport pixels
        self._banding = False
        self._before = QItemSelection()
        self._edge_timer = QTimer(self, interval=_AUTO_SCROLL_MS)
        self._edge_timer.timeout.connect(self._scroll_at_edge)
        grid.viewport().installEventFilter(self)

    # Keyboard -------------------------------------------------------------------------------------------------------

    def destination(self, action: QAbstractItemView.CursorAction) -> int | None:
        """Return the row to which a movement leads; ``None`` in an empty grid."""
        layout, current = self._grid.layout_of_cells, self._grid.currentIndex().row()
        if not layout.count:
            return None
        if current < 0:
            return layout.count - 1 if action == _Action.MoveEnd else 0
        forward = -1 if layout.mirrored else 1
        page = max(1, self._grid.viewport().height() // layout.pitch) * layout.columns
        steps = {
            _Action.MoveLeft: -forward,
            _Action.MoveRight: forward,
            _Action.MovePrevious: -1,
            _Action.MoveNext: 1,
            _Action.MoveUp: -layout.columns,
            _Action.MoveDown: layout.columns,
            _Action.MovePageUp: -page,
            _Action.MovePageDown: page,
        }
        if action == _Action.MoveHome:
            return 0
        if action == _Action.MoveEnd:
            return layout.count - 1
        return self._bounded(current, current + steps[action], vertical=abs(steps[action]) > 1)

    def _bounded(self, current: int, row: int, *, vertical: bool) -> int:
        """Keep a movement inside the grid; up and down stay in their column except in a short last row."""
        layout = self._grid.layout_of_cells
        if not vertical:
            return max(0, min(layout.count - 1, row))
        if row < 0:
            return current % layout.columns
        if row < layout.count:
            return row
        last_row = (layout.count - 1) // layout.columns
        if current // layout.columns == last_row:
            return current
        return min(last_row * layout.columns + current % layout.columns, layout.count - 1)

    def key_pressed(self, event: QKeyEvent) -> bool:
        """Handle a key press; return whether the key was used."""
        key, modifiers = event.key(), event.modifiers()
        if event.matches(QKeySequence.StandardKey.SelectAll):
            self._grid.selectAll()
        elif key in _MOVES and not modifiers & (Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier):
            row = self.destination(_MOVES[Qt.Key(key)])
            if row is not None:
                self._move(row, modifiers)
        elif key == Qt.Key.Key_Space and modifiers & _CTRL:
            self._grid.selectionModel().select(self._grid.currentIndex(), _Flag.Toggle)
        elif not modifiers & (_CTRL | _SHIFT | Qt.KeyboardModifier.AltModifier):
            return self._act(key)
        else:
            return False
        return True

    def _act(self, key: int) -> bool:
        image = self._grid.current_image()
        if image is None:
            return False
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._grid.opened.emit(image)
        elif key == Qt.Key.Key_Space:
            self._grid.previewed.emit(image)
        else:
            return False
        return True

    def _move(self, row: int, modifiers: Qt.KeyboardModifier) -> None:
        if modifiers & _SHIFT:
            self._extend_to(row, keep=bool(modifiers & _CTRL))
        elif modifiers & _CTRL:
            self.go_to(row, _Flag.NoUpdate)
        else:
            self.go_to(row, _Flag.ClearAndSelect)

    def start_at(self, row: int) -> None:
        """Make ``row`` current without scrolling or selecting."""
        self.anchor = row
        self._grid.selectionModel().setCurrentIndex(self._grid.image_model().index(row), _Flag.NoUpdate)

    def go_to(self, row: int, command: QItemSelectionModel.SelectionFlag) -> None:
        """Make ``row`` current and visible, select it according to ``command``, and make it the anchor."""
        self.anchor = row
        index = self._grid.image_model().index(row)
        self._grid.selectionModel().setCurrentIndex(index, command)
        self._grid.scrollTo(index)

    def _extend_to(self, row: int, *, keep: bool) -> None:
        """Select from the anchor to ``row`` in reading order."""
        if self.anchor is None:
            self.anchor = max(0, self._grid.currentIndex().row())
        ends = (min(self.anchor, row), max(self.anchor, row))
        command = _Flag.Select if keep else _Flag.ClearAndSelect
        self._grid.selectionModel().select(selection_of(self._grid.image_model(), [ends]), command)
        index = self._grid.image_model().index(row)
        self._grid.selectionModel().setCurrentIndex(index, _Flag.NoUpdate)
        self._grid.scrollTo(index)

    # Mouse ----------------------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Handle the mouse events of the viewport; all others pass through."""
        kind = event.type()
        if isinstance(event, QMouseEvent):
            if kind == QEvent.Type.MouseButtonPress:
                self._press(event)
            elif kind == QEvent.Type.MouseMove:
                self._drag(event)
            elif kind == QEvent.Type.MouseButtonRelease:
                self._release(event)
            elif kind == QEvent.Type.MouseButtonDblClick:
                self._double_click(event)
            return True
        if kind == QEvent.Type.Leave:
            self._hover(-1)
        return False

    def _press(self, event: QMouseEvent) -> None:
        self._grid.setFocus(Qt.FocusReason.MouseFocusReason)
        row = self._grid.indexAt(event.position().toPoint()).row()
        modifiers = event.modifiers()
        selection = self._grid.selectionModel()
        if event.button() == Qt.MouseButton.RightButton:
            if row >= 0 and not selection.isSelected(self._grid.image_model().index(row)):
                self.go_to(row, _Flag.ClearAndSelect)
            return
        if event.button() != Qt.MouseButton.LeftButton:
            return
        self._mouse = event.position().toPoint()
        if self._grid.on_stack_mark(self._mouse):
            self.go_to(row, _Flag.ClearAndSelect)
            self._grid.stack_toggled.emit(self._grid.image_model().image_at(row))
            return
        self._pressed = self._content(self._mouse)
        keep = bool(modifiers & (_CTRL | _SHIFT))
        self._before = QItemSelection(selection.selection()) if keep else QItemSelection()
        if row < 0:
            if not keep:
                selection.clearSelection()
        elif modifiers & _SHIFT:
            self._extend_to(row, keep=bool(modifiers & _CTRL))
        else:
            self.go_to(row, _Flag.Toggle if modifiers & _CTRL else _Flag.ClearAndSelect)

    def _drag(self, event: QMouseEvent) -> None:
        self._mouse = event.position().toPoint()
        if self._pressed is None or not event.buttons() & Qt.MouseButton.LeftButton:
            self._hover(self._grid.indexAt(self._mouse).row())
            return
        moved = (self._content(self._mouse) - self._pressed).manhattanLength()
        if not self._banding and moved >= QApplication.startDragDistance():
            self._banding = True
            self._edge_timer.start()
        if self._banding:
            self._stretch()

    def _release(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.let_go()

    def _double_click(self, event: QMouseEvent) -> None:
        index = self._grid.indexAt(event.position().toPoint())
        on_mark = self._grid.on_stack_mark(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and index.isValid() and not on_mark:
            self._grid.opened.emit(self._grid.image_model().image_at(index.row()))

    def _hover(self, row: int) -> None:
        if row != self.hovered:
            for changed in (row, self.hovered):
                if changed >= 0:
                    self._grid.viewport().update(self._grid.visualRect(self._grid.image_model().index(changed)))
            self.hovered = row

    # Rubber band ------------------------------------------------------------------------------------------------

    def draw_band(self, painter: QPainter) -> None:
        """Draw the rubber band, if there is one."""
        if not self._banding:
            return
        color = self._grid.palette().color(QPalette.ColorRole.Link)
        painter.setPen(QPen(color, 1))
        painter.setBrush(QColor(color.red(), color.green(), color.blue(), 45))
        painter.drawRect(self._band().translated(0, -self._grid.verticalOffset()))

    def let_go(self) -> None:
        """End the rubber band, because its rows mean other images when the order changes."""
        self._pressed = None
        self._before = QItemSelection()
        if self._banding:
            self._banding = False
            self._edge_timer.stop()
            self._grid.viewport().update()

    def scrolled(self) -> None:
        """Update the rubber band after scrolling."""
        if self._banding:
            self._stretch()

    def _content(self, point: QPoint) -> QPoint:
        return QPoint(point.x(), point.y() + self._grid.verticalOffset())

    def _band(self) -> QRect:
        return QRect(self._pressed or QPoint(), self._content(self._mouse)).normalized()

    def _stretch(self) -> None:
        band = self._band()
        ranges = self._grid.layout_of_cells.touching(band.left(), band.top(), band.right(), band.bottom())
        selection = selection_of(self._grid.image_model(), ranges)
        selection.merge(self._before, _Flag.Select)
        self._grid.selectionModel().select(selection, _Flag.ClearAndSelect)
        self._grid.viewport().update()

    def _scroll_at_edge(self) -> None:
        height, y = self._grid.viewport().height(), self._mouse.y()
        beyond = min(0, y) or max(0, y - height)
        if beyond:
            bar = self._grid.verticalScrollBar()
            bar.setValue(bar.value() + beyond)
