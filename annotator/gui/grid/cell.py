"""Drawing one image of a grid: picture, label, name, model prediction, selection and focus."""

from __future__ import annotations

from dataclasses import astuple, dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPainterPath, QPalette, QPen, QPixmap

from annotator.gui.grid.grid_layout import PADDING
from annotator.gui.grid.image_model import Overlay
from annotator.gui.grid.part_frame import Part, draw_frame, part_of
from annotator.gui.grid.scaled_pixmaps import ScaledPixmaps
from annotator.gui.grid.stack_mark import StackMark, chip_rect, draw_cards, draw_chip, front_of
from annotator.gui.text.translate import number
from annotator.gui.widgets.colors import is_dark, mix, readable_on
from annotator.gui.widgets.glyphs import draw_glyph
from annotator.gui.widgets.theme import LABEL_STYLE, RADIUS, label_text
from annotator.types import Label

_BORDER = 4.5  # from the edge of a cell to the middle of the label's border, inside the focus ring
_LETTERS = 7  # a name that would be cut to fewer is left out next to a label
_ROOMY = 128  # narrower pictures have no room for the uncertainty


@dataclass(frozen=True, eq=False, slots=True)
class Cell:
    """Everything that is drawn for one image.

    Attributes:
        name: File name.
        pixmap: Thumbnail of any size; ``None`` while it is being fetched.
        error: Why there is no thumbnail; ``None`` if there is no problem.
        label: Current label.
        overlay: Prediction of the model; ``None`` for nothing.
        selected: Whether the image is selected.
        current: Whether it has the keyboard focus.
        hovered: Whether the mouse is over it.
        stack: The stack of which it is; ``None`` if it is in none.
        word: Word to show in place of that of the label, "" for that.
        part: Part of the picture to frame; ``None`` for no frame.
    """

    name: str
    pixmap: QPixmap | None = None
    error: str | None = None
    label: Label | None = None
    overlay: Overlay | None = None
    selected: bool = False
    current: bool = False
    hovered: bool = False
    stack: StackMark | None = None
    word: str = ""
    part: Part | None = None


class _Inks:
    """A tone as QColor objects; creating them per cell would cost more than drawing."""

    def __init__(self, ink: str, fill: str, on_fill: str) -> None:
        self.ink, self.fill, self.on_fill = QColor(ink), QColor(fill), QColor(on_fill)


class CellPainter:
    """Draws cells in the colors and the font of a widget; replaced when either changes."""

    def __init__(
        self,
        palette: QPalette,
        font: QFont,
        *,
        focused: bool = True,
        mirrored: bool = False,
        fitted: ScaledPixmaps | None = None,
    ) -> None:
        group = QPalette.ColorGroup.Active if focused else QPalette.ColorGroup.Inactive
        role = QPalette.ColorRole
        self._tones = {label: _Inks(*astuple(LABEL_STYLE[label].tone(palette))) for label in Label}
        self._focused, self._mirrored = focused, mirrored
        self._fitted = fitted or ScaledPixmaps()
        self._font = QFont(font)
        if font.pointSizeF() > 0:
            self._font.setPointSizeF(max(7.0, font.pointSizeF() * 0.9))
        self._bold = QFont(self._font)
        self._bold.setWeight(QFont.Weight.DemiBold)
        self._metrics, self._bold_metrics = QFontMetrics(self._font), QFontMetrics(self._bold)
        self._text = palette.color(group, role.WindowText)
        self._dim = palette.color(group, role.PlaceholderText)
        self._accent = palette.color(group, role.Highlight)
        self._ring = palette.color(group, role.Link)
        self._base = palette.color(group, role.Base)
        dark = is_dark(palette)
        self._tile = QColor("#2b2b2b" if dark else "#ececec")
        self._hover = QColor("#353535" if dark else "#e0e0e0")
        self._chosen = mix(self._accent, self._tile, 0.42 if dark else 0.24)
        self._card_edge = mix(self._text, self._tile, 0.45)
        self._hollow = QColor("#3a3a3a" if dark else "#dadada")
        self._chip = mix(self._text, self._tile, 0.16)
        self._on_accent = readable_on(self._accent)
        self._thin = QPen(self._dim, 1.4)
        self._outline_size, self._outline = QSize(), QPainterPath()
        self._shade = QColor(18, 18, 18, 205)
        self._on_shade = QColor("#f4f4f4")
        self._glyph = round(self._bold_metrics.height() * 0.6)
        self._least_name = _LETTERS * self._metrics.averageCharWidth() + self._metrics.horizontalAdvance("…")
        self._strip_height = self._bold_metrics.height() + 5
        self._advance: dict[str, int] = {}  # width of the word of a label

    @property
    def extra_height(self) -> int:
        """Height of a cell that is unavailable to the picture beyond the loss in width, in logical pixels."""
        return self._metrics.height() + 2

    def text_pairs(self) -> list[tuple[QColor, QColor]]:
        """Return each text color with each background on which it is drawn."""
        plain = [(ink, tile) for ink in (self._text, self._dim) for tile in (self._tile, self._hover)]
        bands = [(tone.on_fill, tone.fill) for tone in self._tones.values()]
        chips = [*bands, (self._text, self._chip), (self._on_accent, self._accent)]
        return [*plain, *chips, (self._text, self._chosen), (self._on_shade, self._shade)]

    def picture_rect(self, rect: QRect) -> QRect:
        """Return the area available to the picture in the cell ``rect``."""
        below = self._metrics.height() + 2 + PADDING
        return rect.adjusted(PADDING, PADDING, -PADDING, -below)

    def paint(self, painter: QPainter, rect: QRect, cell: Cell) -> None:
        """Draw ``cell`` into ``rect``; the painter needs antialiasing and smooth pixmap transformation."""
        painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # mirrored explicitly where appropriate
        if cell.stack is not None and not cell.stack.opened:
            draw_cards(painter, rect, RADIUS, self._chip, self._card_edge)
        rect = front_of(rect, cell.stack)
        self._draw_tile(painter, rect, cell)
        box = self.picture_rect(rect)
        if cell.error is not None:
            below = 0 if cell.overlay is None else self._strip_height
            self._draw_error(painter, box.adjusted(0, 0, 0, -below), cell.error)
        elif cell.pixmap is None:
            self._draw_loading(painter, box)
        else:
            ratio = painter.device().devicePixelRatioF()
            target = picture_target(cell.pixmap, box, ratio)
            size = QSize(round(target.width() * ratio), round(target.height() * ratio))
            painter.drawPixmap(target.topLeft(), self._fitted.at(cell.pixmap, size, ratio))
            if cell.part is not None:
                draw_frame(painter, part_of(target, cell.part))
        self._draw_caption(painter, rect, box, cell)
        if cell.overlay is not None:
            self._draw_overlay(painter, box, cell.overlay)
        if cell.current:
            self._draw_ring(painter, rect)

    def _draw_tile(self, painter: QPainter, rect: QRect, cell: Cell) -> None:
        fill = self._chosen if cell.selected else self._hover if cell.hovered else self._tile
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(fill)
        painter.drawRoundedRect(rect, RADIUS, RADIUS)
        if cell.label is not None:
            tone = self._tones[cell.label]
            painter.setBrush(Qt.BrushStyle.NoBrush)
            # Inside the focus ring, so that both stay visible. The fill colors are distinguishable with any color
            # vision; the ink around them keeps a light one visible on a light background.
            for color, width in ((tone.ink, 3.5), (tone.fill, 2.0)):
                painter.setPen(QPen(color, width))
                inner = QRectF(rect).adjusted(_BORDER, _BORDER, -_BORDER, -_BORDER)
                painter.drawRoundedRect(inner, RADIUS - 2, RADIUS - 2)

    def _draw_ring(self, painter: QPainter, rect: QRect) -> None:
        painter.setPen(QPen(self._ring if self._focused else self._dim, 2.5 if self._focused else 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(rect).adjusted(1.25, 1.25, -1.25, -1.25), RADIUS, RADIUS)

    def _draw_caption(self, painter: QPainter, rect: QRect, box: QRect, cell: Cell) -> None:
        """Draw the strip below the picture: the number of a stack, the label, and the file name."""
        line = self._name_line(rect, box)
        if cell.label is not None:
            band = QRectF(rect).adjusted(_BORDER, 0, -_BORDER, -_BORDER)
            band.setTop(line.top() + 1)
            painter.fillRect(band, self._tones[cell.label].fill)
        if cell.stack is not None:
            chip = chip_rect(line, cell.stack, self._bold_metrics, mirrored=self._mirrored)
            inks = (self._on_accent, self._accent) if cell.stack.opened else (self._text, self._chip)
            draw_chip(painter, chip, cell.stack, self._bold, inks, mirrored=self._mirrored)
            line = self._behind(line, chip.width() + 4)
        flags = Qt.AlignmentFlag.AlignCenter
        if cell.label is not None:
            ink = self._tones[cell.label].on_fill
            line = self._draw_label(painter, line, cell, cell.label, ink)
            flags = Qt.AlignmentFlag.AlignVCenter | self._side(leading=False)
            if line.width() < self._least_name:
                return
        else:
            ink = self._text if cell.selected or cell.current or cell.hovered else self._dim
        painter.setFont(self._font)
        painter.setPen(ink)
        name = self._metrics.elidedText(cell.name, Qt.TextElideMode.ElideMiddle, line.width())
        painter.drawText(line, flags | Qt.TextFlag.TextSingleLine, name)

    def _draw_label(self, painter: QPainter, line: QRect, cell: Cell, label: Label, ink: QColor) -> QRect:
        """Draw glyph and word of a label at the leading end of ``line``; return what is left of it."""
        side = self._glyph
        x = line.right() + 1 - side if self._mirrored else line.left()
        draw_glyph(painter, QRectF(x, line.center().y() - side / 2 + 0.5, side, side), label, ink)
        line = self._behind(line, side + 4)
        painter.setFont(self._bold)
        painter.setPen(ink)
        # Cut at its end: what is left of "Irrelevant" without its beginning is another label.
        whole = cell.word or label_text(label)
        word = self._bold_metrics.elidedText(whole, Qt.TextElideMode.ElideRight, line.width())
        flags = Qt.AlignmentFlag.AlignVCenter | self._side(leading=True) | Qt.TextFlag.TextSingleLine
        painter.drawText(line, flags, word)
        if whole not in self._advance:
            self._advance[whole] = self._bold_metrics.horizontalAdvance(whole)
        return self._behind(line, self._advance[whole] + 8)

    def _behind(self, line: QRect, used: int) -> QRect:
        """Return what is left of a line of which ``used`` pixels at its leading end are taken."""
        return line.adjusted(0, 0, -used, 0) if self._mirrored else line.adjusted(used, 0, 0, 0)

    def _side(self, *, leading: bool) -> Qt.AlignmentFlag:
        return Qt.AlignmentFlag.AlignLeft if leading is not self._mirrored else Qt.AlignmentFlag.AlignRight

    def _name_line(self, rect: QRect, box: QRect) -> QRect:
        return QRect(box.left(), box.bottom() + 2, box.width(), rect.bottom() - PADDING + 2 - box.bottom())

    def stack_mark_rect(self, rect: QRect, mark: StackMark) -> QRect:
        """Return where the number of a stack is drawn in the cell ``rect``; a click there opens or closes it."""
        rect = front_of(rect, mark)
        return chip_rect(
            self._name_line(rect, self.picture_rect(rect)), mark, self._bold_metrics, mirrored=self._mirrored
        )

    def _draw_overlay(self, painter: QPainter, box: QRect, overlay: Overlay) -> None:
        """Draw rank and probability on a dark strip, and the probability with its interval as a bar."""
        height = self._strip_height
        strip = QRect(box.left(), box.bottom() + 1 - height, box.width(), height)
        painter.fillRect(strip, self._shade)
        inner = strip.adjusted(6, 0, -6, -2)
        painter.setFont(self._bold)
        painter.setPen(self._on_shade)
        leading, trailing = self._side(leading=True), self._side(leading=False)
        middle = Qt.AlignmentFlag.AlignVCenter
        rank = "" if overlay.rank is None else f"#{number(overlay.rank)}"
        percent = "" if overlay.probability is None else f"{100 * overlay.probability:.0f} %"
        if overlay.probability is not None and overlay.uncertainty is not None and box.width() >= _ROOMY:
            percent += f" ±{100 * overlay.uncertainty:.0f}"
        painter.drawText(inner, leading | middle, rank)
        room = inner.width() - self._bold_metrics.horizontalAdvance(rank + "  ")
        if self._bold_metrics.horizontalAdvance(percent) <= room:
            painter.drawText(inner, trailing | middle, percent)
        if overlay.probability is not None:
            self._draw_bar(painter, strip, overlay.probability, overlay.uncertainty or 0.0)

    def _draw_bar(self, painter: QPainter, strip: QRect, probability: float, uncertainty: float) -> None:
        def span(low: float, high: float) -> QRectF:
            low, high = max(0.0, min(1.0, low)), max(0.0, min(1.0, high))
            x = strip.width() * (1 - high if self._mirrored else low)
            return QRectF(strip.left() + x, strip.bottom() - 1, strip.width() * (high - low), 2)

        painter.fillRect(span(0, probability), self._on_shade)
        painter.fillRect(span(probability - uncertainty, probability + uncertainty), QColor(255, 255, 255, 110))

    def _draw_loading(self, painter: QPainter, box: QRect) -> None:
        """Draw a placeholder for a picture that is being fetched."""
        painter.fillRect(box, self._hollow)
        if self._outline_size != box.size():  # cells have the same size, so one outline serves all
            self._outline_size, self._outline = box.size(), _picture_outline(box.size())
        painter.setPen(self._thin)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.translate(box.topLeft())
        painter.drawPath(self._outline)
        painter.translate(-box.topLeft())

    def _draw_error(self, painter: QPainter, box: QRect, error: str) -> None:
        """Draw a crossed out frame with the reason."""
        painter.setPen(QPen(self._dim, 1.2, Qt.PenStyle.DashLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(box).adjusted(1, 1, -1, -1), 4, 4)
        side = min(26.0, box.height() * 0.25)
        sign = QRectF(0, 0, side, side)
        lines = max(1, min(4, int((box.height() * 0.92 - side - 8) // self._metrics.height())))
        text_height = lines * self._metrics.height()
        top = box.top() + (box.height() - side - 6 - text_height) / 2
        sign.moveCenter(QPointF(box.center().x() + 0.5, top + side / 2))
        draw_warning(painter, sign, self._text)
        painter.setFont(self._font)
        painter.setPen(self._text)
        room = QRect(box.left() + 6, round(top + side + 6), box.width() - 12, text_height)
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
        painter.drawText(room, flags, short_reason(error))


def _picture_outline(size: QSize) -> QPainterPath:
    """Return a framed landscape in the middle of ``size``."""
    side = min(36.0, size.width() * 0.3, size.height() * 0.4)
    frame = QRectF(0, 0, side, side * 0.76)
    frame.moveCenter(QPointF(size.width() / 2, size.height() / 2))
    path = QPainterPath()
    path.addRoundedRect(frame, 3, 3)
    corner, w, h = frame.bottomLeft(), frame.width(), frame.height()
    path.moveTo(corner + QPointF(0.08 * w, -0.2 * h))
    for x, y in ((0.36, 0.55), (0.58, 0.3), (0.92, 0.68)):
        path.lineTo(corner + QPointF(x * w, -y * h))
    return path


def draw_warning(painter: QPainter, rect: QRectF, color: QColor) -> None:
    """Draw a warning triangle into ``rect``."""
    pen = QPen(color, max(1.4, rect.width() * 0.07))
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    x, y, w, h = rect.x(), rect.y(), rect.width(), rect.height()
    painter.drawPolygon([QPointF(x + w / 2, y + h * 0.06), QPointF(x + w, y + h * 0.94), QPointF(x, y + h * 0.94)])
    painter.drawLine(QPointF(x + w / 2, y + h * 0.38), QPointF(x + w / 2, y + h * 0.62))
    painter.drawPoint(QPointF(x + w / 2, y + h * 0.78))


def short_reason(error: str) -> str:
    """Return the part of an error message that fits into a cell: without the leading path and the trailing advice."""
    reason = error.split(": ", 1)[-1]
    return reason.split(";", 1)[0].strip()


def picture_target(pixmap: QPixmap, box: QRect, ratio: float) -> QRectF:
    """Return where ``pixmap`` is drawn in ``box``: as large as it fits, centered, on whole device pixels."""
    size = pixmap.size()
    scale = min(box.width() / size.width(), box.height() / size.height())
    width, height = max(1, round(size.width() * scale * ratio)), max(1, round(size.height() * scale * ratio))
    x = round((box.x() + (box.width() - width / ratio) / 2) * ratio)
    y = round((box.y() + (box.height() - height / ratio) / 2) * ratio)
    return QRectF(x / ratio, y / ratio, width / ratio, height / ratio)
