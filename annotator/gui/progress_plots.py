"""Live plots of a search: what was found against what was judged, and how rich the batches are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPalette
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QVBoxLayout, QWidget

from annotator.gui.theme import LABEL_STYLE
from annotator.gui.words import tr
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
        self._bars = pg.BarGraphItem(x=[0], height=[0], width=0.8)
        for item in (self._likely, self._found):
            self.curve.addItem(item)
        self.batches.addItem(self._bars)
        self._progress: SearchProgress | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.curve)
        layout.addWidget(self.batches)
        self._dress()

    def show_progress(self, progress: SearchProgress) -> None:
        """Draw ``progress``."""
        self._progress = progress
        found = progress.found
        at = np.unique(np.linspace(0, len(found) - 1, _MOST).round().astype(np.int64))
        self._found.setData(at, found[at])
        likely = progress.advice.likely
        self._likely.setVisible(likely is not None)
        top = float(max(found[-1], 5)) * 1.15
        if likely is not None:
            self._likely.setRegion(likely)
            top = max(top, min(likely[1] * 1.05, found[-1] * 4.0))
        self.curve.setRange(QRectF(0, 0, max(len(found) - 1, 10) * 1.02, top), padding=0)
        rounds = progress.batches
        shares = [hits / judged for _, judged, hits in rounds]
        self._bars.setOpts(x=[at for at, _, _ in rounds], height=shares)
        last = rounds[-1][0] if rounds else 1
        self.batches.setRange(QRectF(0.4, 0, max(last, 8) + 0.2, 1.05), padding=0)
        self._describe(progress)

    def _describe(self, progress: SearchProgress) -> None:
        """Say in words what the plots show, for who cannot see them."""
        self.curve.setAccessibleDescription(
            tr("{found} relevant images were found with {judged} judgements.").format(
                found=progress.advice.found, judged=progress.advice.judged
            )
        )
        recent = ", ".join(f"{hits}/{judged}" for _, judged, hits in progress.batches[-5:])
        self.batches.setAccessibleDescription(
            tr("Relevant images in the latest batches: {recent}").format(recent=recent)
        )

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
        self._bars.setOpts(brush=wash, pen=pg.mkPen(ink, width=1))
        titles = (
            (self.curve, tr("Learning curve"), tr("judgements"), tr("relevant images found")),
            (self.batches, tr("Relevant share of every batch"), tr("round"), tr("share")),
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
                axis.setLabel(words, color=text.name(), **{"font-size": f"{small.pointSizeF():.1f}pt"})
            plot.setTitle(title, color=text.name(), size=f"{self.font().pointSizeF():.1f}pt")

    # Files

    def write_picture(self, target: Path) -> None:
        """Write both plots as PNG or SVG, by the suffix of ``target``.

        Raises:
            OSError: The file cannot be written.
        """
        size = QSize(self.curve.width(), self.curve.height() + self.batches.height())
        if target.suffix.lower() == ".svg":
            generator = QSvgGenerator()
            generator.setFileName(str(target))
            generator.setSize(size)
            generator.setViewBox(QRectF(QPointF(), size.toSizeF()))
            generator.setTitle(tr("Learning curve"))
            self._draw(QPainter(generator), size)
            written = target.exists()
        else:
            image = QImage(size * _FILE_SCALE, QImage.Format.Format_RGB32)
            image.setDevicePixelRatio(_FILE_SCALE)
            image.fill(self.palette().color(QPalette.ColorRole.Base))
            self._draw(QPainter(image), size)
            written = image.save(str(target))
        if not written:
            raise OSError(
                tr("{target}: the picture cannot be written. Choose a folder you may write to.").format(target=target)
            )

    def _draw(self, painter: QPainter, size: QSize) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        top = self.curve.height()
        self.curve.render(painter, QRectF(0, 0, size.width(), top))
        self.batches.render(painter, QRectF(0, top, size.width(), self.batches.height()))
        painter.end()


def _plot(parent: QWidget, height: int) -> Any:
    """Return an empty plot that cannot be dragged about: it always shows all there is."""
    plot = pg.PlotWidget(parent)
    plot.setMinimumHeight(height)
    plot.setMaximumHeight(2 * height)
    plot.setMenuEnabled(False)
    plot.hideButtons()
    plot.setMouseEnabled(x=False, y=False)
    plot.showGrid(y=True, alpha=0.18)
    plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    plot.setFrameShape(plot.Shape.NoFrame)
    return plot
