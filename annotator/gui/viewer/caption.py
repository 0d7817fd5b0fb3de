"""The caption of a large image: label, name, facts."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPalette

from annotator.gui.widgets.glyphs import draw_glyph
from annotator.gui.widgets.theme import LABEL_STYLE, SPACING
from annotator.types import Label


def draw_caption(
    painter: QPainter,
    line: QRect,
    palette: QPalette,
    name: str,
    facts: str,
    label: Label | None,
    word: str,
    *,
    mirrored: bool,
) -> None:
    """Draw the caption into ``line``; the name is elided if it does not fit.

    Args:
        painter: Left-to-right, with the font to use.
        line: The area of the line.
        palette: Colors of the widget.
        name: Shown at the leading side, after the label.
        facts: Shown at the trailing side.
        label: Shown as glyph, word and color; nothing for ``None``.
        word: Its word.
        mirrored: Right-to-left order.
    """
    painter.fillRect(line, palette.color(QPalette.ColorRole.Window))
    room = line.adjusted(SPACING + 4, 0, -SPACING - 4, 0)
    leading, trailing = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
    if mirrored:
        leading, trailing = trailing, leading
    middle = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
    metrics = QFontMetrics(painter.font())

    painter.setPen(palette.color(QPalette.ColorRole.PlaceholderText))
    painter.drawText(room, trailing | middle, facts)
    room = _without(room, metrics.horizontalAdvance(facts) + 2 * SPACING, leading=mirrored)
    if label is not None:
        ink = QColor(LABEL_STYLE[label].tone(palette).ink)
        side = round(metrics.ascent() * 0.8)
        x = room.right() + 1 - side if mirrored else room.left()
        draw_glyph(painter, QRectF(x, room.center().y() - side / 2 + 1, side, side), label, ink)
        room = _without(room, side + 6, leading=not mirrored)
        painter.setPen(ink)
        painter.drawText(room, leading | middle, word)
        room = _without(room, metrics.horizontalAdvance(word) + 2 * SPACING, leading=not mirrored)
    painter.setPen(palette.color(QPalette.ColorRole.WindowText))
    painter.drawText(room, leading | middle, metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, room.width()))


def _without(room: QRect, width: int, *, leading: bool) -> QRect:
    """Return ``room`` reduced by ``width`` on its left (``leading``) or right side."""
    return room.adjusted(width, 0, 0, 0) if leading else room.adjusted(0, 0, -width, 0)
