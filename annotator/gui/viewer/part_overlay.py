"""The frame around the most relevant part of the image in a viewer."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from annotator.gui.grid.part_frame import Part, draw_frame
from annotator.gui.viewer.viewer import Viewer


class PartOverlay(QWidget):
    """Lies over a viewer and draws nothing but the frame.

    Attributes:
        part: The part of the image to frame; None for no frame.
    """

    def __init__(self, viewer: Viewer) -> None:
        super().__init__(viewer)
        self.part: Part | None = None
        self._viewer = viewer
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setGeometry(viewer.rect())
        viewer.installEventFilter(self)

    def frame(self, part: Part | None) -> None:
        """Frame another part."""
        self.part = part
        self.update()

    @property
    def area(self) -> QRectF:
        """The visible part of the frame, in logical pixels; empty without one."""
        if self.part is None:
            return QRectF()
        return self._viewer.area_of(self.part).intersected(self._viewer.image_area())

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """Cover all of the viewer."""
        if event.type() == QEvent.Type.Resize:
            self.setGeometry(self._viewer.rect())
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the frame."""
        if not self.area.isEmpty():
            painter = QPainter(self)
            draw_frame(painter, self.area)
            painter.end()
