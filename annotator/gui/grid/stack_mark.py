"""The look of a stack in a grid: cards behind the image, and how many images there are next to its name."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QPolygonF

from annotator.gui.text.translate import number

BEHIND = 6
"""Height of the cards that show behind an image, in logical pixels."""

_STEP, _INSET = 3, 6


@dataclass(frozen=True)
class StackMark:
    """What is drawn for an image of a stack.

    Attributes:
        size: Number of images of the stack.
        judged: How many of them have a label.
        opened: Whether the stack is open, so that all of its images are shown.
    """

    size: int
    judged: int = 0
    opened: bool = False

    @property
    def text(self) -> str:
        """The number of images, and of those that have a label while it is not all or none of them."""
        some = 0 < self.judged < self.size
        return f"{number(self.judged)}/{number(self.size)}" if some else number(self.size)


def front_of(rect: QRect, mark: StackMark | None) -> QRect:
    """Return the part of the cell ``rect`` that the image and its name use: less of it in front of other cards."""
    return rect if mark is None or mark.opened else rect.adjusted(0, BEHIND, 0, 0)


def draw_cards(painter: QPainter, rect: QRect, radius: int, fill: QColor, line: QColor) -> None:
    """Draw the upper edges of two cards behind the front of the cell ``rect``."""
    painter.setBrush(fill)
    painter.setPen(QPen(line, 1))
    for step in (2, 1):
        card = rect.adjusted(step * _INSET, BEHIND - step * _STEP, -step * _INSET, 0)
        painter.drawRoundedRect(QRectF(card).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)


def chip_rect(line: QRect, mark: StackMark, metrics: QFontMetrics, *, mirrored: bool) -> QRect:
    """Return where the number is drawn in the ``line`` of the name: at its leading end."""
    height = metrics.height()
    width = metrics.horizontalAdvance(mark.text) + round(1.6 * height)
    left = line.right() + 1 - width if mirrored else line.left()
    return QRect(left, line.center().y() - height // 2, width, height)


def draw_chip(
    painter: QPainter, chip: QRect, mark: StackMark, font: QFont, inks: tuple[QColor, QColor], *, mirrored: bool
) -> None:
    """Draw the number of images with a triangle: it points at the stack while it is closed, down while it is open."""
    ink, fill = inks
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(fill)
    painter.drawRoundedRect(chip, chip.height() / 2, chip.height() / 2)
    side = 0.36 * chip.height()
    at = chip.right() - 0.62 * chip.height() if mirrored else chip.left() + 0.62 * chip.height()
    middle = QPointF(at, chip.center().y() + 0.5)
    shape = [(-1, -0.6), (1, -0.6), (0, 0.8)] if mark.opened else [(-0.6, -1), (-0.6, 1), (0.8, 0)]
    turn = -1 if mirrored and not mark.opened else 1
    painter.setBrush(ink)
    painter.drawPolygon(QPolygonF([middle + QPointF(turn * x * side * 0.8, y * side * 0.8) for x, y in shape]))
    painter.setFont(font)
    painter.setPen(ink)
    room = round(1.05 * chip.height())
    inner = chip.adjusted(0, 0, -room, 0) if mirrored else chip.adjusted(room, 0, 0, 0)
    side_flag = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
    painter.drawText(inner, side_flag | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, mark.text)
