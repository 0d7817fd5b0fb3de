"""The label glyphs as vector paths, so that they look the same whatever fonts are installed."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QTransform

from annotator.types import Label


@cache
def _stroke(label: Label) -> QPainterPath:
    """Return the line of a glyph in the unit square, to be drawn with a round pen."""
    path = QPainterPath()
    if label is Label.RELEVANT:
        path.moveTo(0.14, 0.55)
        path.lineTo(0.40, 0.80)
        path.lineTo(0.88, 0.22)
    elif label is Label.IRRELEVANT:
        path.moveTo(0.20, 0.20)
        path.lineTo(0.80, 0.80)
        path.moveTo(0.80, 0.20)
        path.lineTo(0.20, 0.80)
    else:
        path.moveTo(0.28, 0.31)
        path.cubicTo(0.28, 0.02, 0.76, 0.02, 0.76, 0.32)
        path.cubicTo(0.76, 0.52, 0.51, 0.50, 0.51, 0.68)
    return path


def draw_glyph(painter: QPainter, rect: QRectF, label: Label, color: QColor) -> None:
    """Draw ✓, ✗ or ? into the square ``rect``; the painter needs antialiasing."""
    side = rect.width()
    pen = QPen(color, max(1.3, side * 0.17))
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(QTransform(side, 0, 0, side, rect.x(), rect.y()).map(_stroke(label)))
    if label is Label.UNSURE:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        radius = max(0.9, side * 0.105)
        painter.drawEllipse(QPointF(rect.x() + side * 0.51, rect.y() + side * 0.90), radius, radius)
