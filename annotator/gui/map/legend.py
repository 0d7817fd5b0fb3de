"""What the colors and shapes of the map mean."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QLinearGradient, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from annotator.gui.map.look import MapLook, Mask, disc, frame, label_shape, ring
from annotator.gui.text.translate import tr
from annotator.gui.widgets.theme import label_text

_RAMP = 60  # width of the scale of probabilities, in logical pixels
_GAP = 14


class MapLegend(QWidget):
    """One or more lines of shapes and words, from the start of the reading direction."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)  # Fixed cuts off a third line
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._scaled = self._filtered = self._clustered = False
        self._name()

    def show_parts(self, *, scaled: bool, filtered: bool, clustered: bool = False) -> None:
        """Say whether colors show probabilities or clusters, and whether a filter makes images faint."""
        if (scaled, filtered, clustered) != (self._scaled, self._filtered, self._clustered):
            self._scaled, self._filtered, self._clustered = scaled, filtered, clustered
            self._name()
            self.updateGeometry()
            self.update()

    @property
    def text(self) -> str:
        """The words of the legend."""
        return ", ".join(words for words, _mask, _color in self._entries())

    def _name(self) -> None:
        self.setAccessibleName(tr("Legend: {parts}").format(parts=self.text))

    def _entries(self) -> list[tuple[str, Mask | None, int]]:
        """Return words with their shape and color; None is the scale of probabilities."""
        look = MapLook.of(self.palette())
        found: list[tuple[str, Mask | None, int]] = [
            (label_text(label), label_shape(label, 5.0), color) for label, color in reversed(look.labels)
        ]
        if self._clustered:
            found.append((tr("Without a label, by cluster"), disc(3.0), look.clusters[0]))
        elif self._scaled:
            found.append((tr("Without a label, by probability"), None, 0))
        else:
            found.append((label_text(None), disc(3.0), look.plain))
        found.append((tr("In the batch"), ring(6.0, 1.5), look.batch))
        found.append((tr("Current image"), frame(6.0, 1.5), look.batch))
        if self._filtered:
            found.append((tr("Not in the filter"), disc(3.0), look.faint))
        return found

    def _places(self, width: int) -> list[tuple[int, int, int]]:
        """Return (x, line, width) of every entry."""
        metrics, x, line = self.fontMetrics(), 0, 0
        found = []
        for words, mask, _color in self._entries():
            wide = (_RAMP if mask is None else 14) + 6 + metrics.horizontalAdvance(words)
            if x and x + wide > width:
                x, line = 0, line + 1
            found.append((x, line, wide))
            x += wide + _GAP
        return found

    def hasHeightForWidth(self) -> bool:
        """Return whether the height depends on the width: it does."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of as many lines as are needed."""
        return (self._places(width)[-1][1] + 1) * self._line()

    def sizeHint(self) -> QSize:
        """Return the size of two lines."""
        return QSize(300, 2 * self._line())

    def _line(self) -> int:
        return max(18, self.fontMetrics().height() + 4)

    def changeEvent(self, event: QEvent) -> None:
        """Lay out again in another font or language."""
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.LayoutDirectionChange):
            self.updateGeometry()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint all entries."""
        painter, look, line = QPainter(self), MapLook.of(self.palette()), self._line()
        mirrored = self.isRightToLeft()
        entries = zip(self._entries(), self._places(self.width()), strict=True)
        for (words, mask, color), (x, row, wide) in entries:
            symbol = _RAMP if mask is None else 14
            left = self.width() - x - symbol if mirrored else x
            box = QRectF(left, row * line, symbol, line)
            if mask is None:
                self._paint_ramp(painter, box, look)
            else:
                height, width = mask.shape
                pixels = np.where(mask, np.uint32(color), np.uint32(0))
                image = QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_ARGB32)
                painter.drawImage(round(box.center().x() - width / 2), round(box.center().y() - height / 2), image)
            painter.setPen(QPen(self.palette().windowText().color()))
            text = QRectF(self.width() - x - wide if mirrored else x + symbol + 6, row * line, wide - symbol - 6, line)
            painter.drawText(text, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip, words)

    def _paint_ramp(self, painter: QPainter, box: QRectF, look: MapLook) -> None:
        bar = box.adjusted(0, box.height() / 2 - 4, 0, 4 - box.height() / 2)
        ramp = QLinearGradient(bar.topLeft(), bar.topRight())
        steps = look.shades[::-1] if self.isRightToLeft() else look.shades
        for step, color in enumerate(steps):
            ramp.setColorAt(step / (len(steps) - 1), color)
        painter.fillRect(bar, ramp)
