"""Live plots of a search: images found over images judged, and the share of relevant images per batch."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QBuffer, QByteArray, QEvent, QIODevice, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPalette
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QWidget

from annotator.gui.panels.progress_words import batch_words, curve_words, percent
from annotator.gui.text.translate import number, tr
from annotator.gui.widgets.build import in_column
from annotator.gui.widgets.theme import LABEL_STYLE
from annotator.stopping.progress import SearchProgress
from annotator.types import Label

_CURVE_HEIGHT, _BATCH_HEIGHT = 210, 150
_MOST = 2000
"""Points of a curve that are drawn; more could not be seen."""

_FILE_SCALE = 2
"""Pixels of a stored picture per logical pixel."""


class SearchPlots(QWidget):
    """The learning curve above the share of relevant images in every batch."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.curve = _plot(self, _CURVE_HEIGHT)
        self.batches = _plot(self, _BATCH_HEIGHT)
        self._found = pg.PlotCurveItem()
        self._likely = pg.LinearRegionItem(orientation="horizontal", movable=False)
        self._likely.setZValue(-10)
        self._total, self._range = pg.TextItem(anchor=(1, 1)), pg.TextItem(anchor=(0, 0))
        self._bars = pg.BarGraphItem(x=[], height=[], width=0.8)
        self._samples = pg.BarGraphItem(x=[], height=[], width=0.8)
        for item in (self._likely, self._found, self._total, self._range):
            self.curve.addItem(item, ignoreBounds=True)
        for item in (self._bars, self._samples):
            self.batches.addItem(item)
        self.batches.getAxis("left").setTicks([[(share, percent(share)) for share in (0, 0.5, 1)]])
        in_column(self.curve, self.batches, on=self, margins=0)
        self._dress()

    def show_progress(self, progress: SearchProgress) -> None:
        """Draw ``progress``."""
        self._show_curve(progress)
        for bars, random in ((self._bars, False), (self._samples, True)):
            shown = [batch for batch in progress.batches if batch.random is random]
            bars.setOpts(x=[batch.round for batch in shown], height=[batch.share for batch in shown])
        last = progress.batches[-1].round if progress.batches else 1
        self.batches.setRange(QRectF(0.4, -0.1, max(last, 8) + 0.2, 1.25), padding=0)  # room for the texts at both ends
        self._describe(progress)

    def _show_curve(self, progress: SearchProgress) -> None:
        found, likely = progress.found, progress.advice.likely
        judged, relevant = len(found) - 1, int(found[-1])
        at = np.unique(np.linspace(0, judged, _MOST).round().astype(np.int64))
        self._found.setData(at, found[at])
        right, top = max(judged, 10) * 1.02, float(max(relevant, 5)) * 1.25
        self._likely.setVisible(likely is not None)
        self._range.setVisible(likely is not None)
        if likely is not None:
            self._likely.setRegion(likely)
            top = max(top, min(likely[1] * 1.05, relevant * 4.0))
            words = tr("likely {low} to {high} in all").format(low=number(likely[0]), high=number(likely[1]))
            self._range.setText(words)
            self._range.setPos(0, min(likely[1], top))
        self._total.setVisible(judged > 0)
        self._total.setText(tr("{count} found", "end of a curve").format(count=number(relevant)))
        self._total.setPos(judged, relevant)
        # A short curve has no room for text on its left.
        self._total.setAnchor((1, 1) if judged > right / 3 else (0, 1))
        self.curve.setRange(QRectF(0, 0, right, top), padding=0)

    def _describe(self, progress: SearchProgress) -> None:
        """Describe the plots in words, for screen readers."""
        self.curve.setAccessibleDescription(curve_words(progress))
        self.batches.setAccessibleDescription(batch_words(progress))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme and the font."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._dress()

    def _dress(self) -> None:
        palette = self.palette()
        text = palette.color(QPalette.ColorRole.WindowText)
        ink = QColor(LABEL_STYLE[Label.RELEVANT].tone(palette).ink)
        self._found.setPen(pg.mkPen(ink, width=2.5))
        wash = QColor(ink)
        wash.setAlpha(46)
        self._likely.setBrush(wash)
        for line in self._likely.lines:
            line.setPen(pg.mkPen(ink, width=1, style=Qt.PenStyle.DashLine))
        fill = QColor(ink)
        fill.setAlpha(120)
        self._bars.setOpts(brush=fill, pen=pg.mkPen(ink, width=1))
        self._samples.setOpts(brush=None, pen=pg.mkPen(ink, width=1.5, style=Qt.PenStyle.DashLine))
        for words in (self._total, self._range):
            words.setColor(text)
            words.setFont(self.font())
        titles = (
            (self.curve, tr("Learning curve"), tr("judgements"), tr("relevant images found")),
            (self.batches, tr("Relevant share of every batch"), tr("round (dashed: random sample)"), tr("relevant")),
        )
        for plot, title, x, y in titles:
            plot.setAccessibleName(title)
            plot.setBackground(palette.color(QPalette.ColorRole.Base))
            small = QFont(self.font())
            small.setPointSizeF(max(7.0, self.font().pointSizeF() * 0.85))
            for side, words in (("bottom", x), ("left", y)):
                axis = plot.getAxis(side)
                axis.setTextPen(text)
                axis.setPen(palette.color(QPalette.ColorRole.Mid))
                axis.setTickFont(small)
                axis.setStyle(hideOverlappingLabels=False)  # or the texts at both ends are missing
                axis.setLabel(words, color=text.name(), **{"font-size": f"{small.pointSizeF():.1f}pt"})
            plot.setTitle(title, color=text.name(), size=f"{self.font().pointSizeF():.1f}pt")

    # Files

    def picture(self) -> QImage:
        """Return both plots as on screen, at a higher resolution."""
        size = self._size()
        image = QImage(size * _FILE_SCALE, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(_FILE_SCALE)
        image.fill(self.palette().color(QPalette.ColorRole.Base))
        self._draw(QPainter(image), size)
        return image

    def drawing(self) -> bytes:
        """Return both plots as SVG."""
        size, data = self._size(), QByteArray()
        buffer = QBuffer(data)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        generator = QSvgGenerator()
        generator.setOutputDevice(buffer)
        generator.setSize(size)
        generator.setViewBox(QRectF(QPointF(), size.toSizeF()))
        generator.setTitle(tr("Learning curve"))
        generator.setDescription(self.curve.accessibleDescription())
        self._draw(QPainter(generator), size)
        return bytes(data.data())

    def _size(self) -> QSize:
        return QSize(self.curve.width(), self.curve.height() + self.batches.height())

    def _draw(self, painter: QPainter, size: QSize) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(QRectF(QPointF(), size.toSizeF()), self.palette().color(QPalette.ColorRole.Base))
        top = self.curve.height()
        self.curve.render(painter, QRectF(0, 0, size.width(), top))
        self.batches.render(painter, QRectF(0, top, size.width(), self.batches.height()))
        painter.end()


def _plot(parent: QWidget, height: int) -> Any:
    """Return an empty plot that cannot be dragged: it always shows all data."""
    plot = pg.PlotWidget(parent)
    plot.setMinimumHeight(height)
    plot.setMaximumHeight(2 * height)
    plot.setMenuEnabled(False)
    plot.hideButtons()
    plot.setMouseEnabled(x=False, y=False)
    plot.showGrid(y=True, alpha=0.18)
    plot.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # for keyboard users; it has a description
    plot.setFrameShape(plot.Shape.NoFrame)
    return plot
