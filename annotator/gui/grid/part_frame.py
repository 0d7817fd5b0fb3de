"""The frame around the part of an image for which the model ranks it where it is."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from annotator.gui.controller.controller import Controller

Part = tuple[float, float, float, float]
"""Left, top, width and height as shares of the upright image."""

_LINES = ((QColor(0, 0, 0, 150), 3.0), (QColor(255, 255, 255, 230), 1.2))


def framed_part(controller: Controller, image: int) -> Part | None:
    """Return the part of an image to frame: its most relevant tile; None for no frame, as while the user is blind."""
    return None if controller.blind_mode.blind else controller.session.features.best_tile(image)


def part_of(picture: QRectF, part: Part) -> QRectF:
    """Return where a part is in ``picture``, the area of all of the upright image."""
    left, top, width, height = part
    corner = picture.x() + left * picture.width(), picture.y() + top * picture.height()
    return QRectF(*corner, width * picture.width(), height * picture.height())


def draw_frame(painter: QPainter, area: QRectF) -> None:
    """Draw a thin frame inside ``area`` that is seen on dark and on bright pictures."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for color, width in _LINES:
        painter.setPen(QPen(color, width))
        painter.drawRect(area.adjusted(1.5, 1.5, -1.5, -1.5))
