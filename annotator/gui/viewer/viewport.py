"""Geometry of an image in a viewport: zoom, position, and their bounds. Independent of widgets and pixels."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, QSizeF
from PySide6.QtGui import QTransform

from annotator.gui.grid.part_frame import Part, part_of

LARGEST_ZOOM = 16.0
"""Maximum zoom in device pixels per image pixel, except for a small image that is enlarged further when fitted."""

_SMALLEST_ZOOM = 0.001


class Viewport:
    """Which part of an image is visible, and at what zoom.

    Attributes:
        image: Size of the image in pixels; invalid while there is none.
        stage: Area available for drawing, in logical pixels.
        ratio: Device pixels per logical pixel.
        zoom: Device pixels per image pixel.
        fitted: Whether the image is fitted to the stage, whatever its size.
    """

    def __init__(self) -> None:
        self.image = QSize()
        self.stage = QRectF()
        self.ratio = 1.0
        self.zoom = 1.0
        self.fitted = True
        self._center = QPointF(0.5, 0.5)  # image point at the center of the stage, as shares of width and height

    @property
    def drawn(self) -> QSizeF:
        """Size of the entire image on the screen, in logical pixels."""
        return self.image.toSizeF() * (self.zoom / self.ratio)

    @property
    def rect(self) -> QRectF:
        """Where the entire image would be drawn, in logical pixels."""
        drawn, middle = self.drawn, self.stage.center()
        corner = middle - QPointF(self._center.x() * drawn.width(), self._center.y() * drawn.height())
        return QRectF(corner, drawn)

    @property
    def pannable(self) -> bool:
        """Whether part of the image is outside the stage."""
        return self.drawn.width() > self.stage.width() + 1 or self.drawn.height() > self.stage.height() + 1

    @property
    def fitting_zoom(self) -> float:
        """The zoom at which the entire image is visible as large as it fits."""
        if self.image.isEmpty():
            return 1.0
        share = min(self.stage.width() / self.image.width(), self.stage.height() / self.image.height())
        return max(_SMALLEST_ZOOM, share * self.ratio)

    def fit(self) -> None:
        """Fit the image to the stage."""
        self.fitted = True
        self.zoom = self.fitting_zoom
        self._center = QPointF(0.5, 0.5)

    def resize(self, stage: QRectF, ratio: float) -> None:
        """Set another stage; a fitted image stays fitted, any other keeps its zoom and center."""
        self.stage, self.ratio = stage, ratio
        if self.fitted:
            self.fit()
        else:
            self._bound()

    def zoom_to(self, zoom: float, at: QPointF | None = None) -> None:
        """Set the zoom; the image point at ``at`` (logical pixels; the center if ``None``) stays in place."""
        if self.image.isEmpty():
            return
        fitting, middle = self.fitting_zoom, self.stage.center()
        at = middle if at is None else at
        fixed = self.image_point(at)
        self.zoom = max(min(fitting, 1.0), min(max(LARGEST_ZOOM, fitting), zoom))
        self.fitted = self.zoom <= fitting <= 1.0
        drawn = self.drawn
        self._center = fixed - QPointF((at - middle).x() / drawn.width(), (at - middle).y() / drawn.height())
        self._bound()

    def pan(self, dx: float, dy: float) -> None:
        """Move the view by logical pixels to the right and downward, up to the border of the image."""
        if not self.image.isEmpty():
            self._center += QPointF(dx / self.drawn.width(), dy / self.drawn.height())
            self._bound()

    def like(self, other: Viewport) -> None:
        """Show the part that ``other`` shows, at its zoom; that of an image of another size is relative to its fit."""
        if self.image.isEmpty() or other.image.isEmpty():
            return
        if other.fitted:
            self.fit()
            return
        relative = 1.0 if self.image == other.image else self.fitting_zoom / other.fitting_zoom
        self.zoom_to(other.zoom * relative)
        self._center = QPointF(other._center)
        self._bound()

    def image_point(self, point: QPointF) -> QPointF:
        """Return the image point at a point of the screen, as shares of width and height."""
        rect = self.rect
        return QPointF((point.x() - rect.x()) / rect.width(), (point.y() - rect.y()) / rect.height())

    def part_at(self, area: QRectF, turns: int, size: QSize) -> QRect:
        """Return the part of an image that is drawn in ``area``, in pixels.

        Args:
            area: Logical pixels.
            turns: Quarter turns clockwise by which the image is drawn.
            size: Its size without them, in pixels.
        """
        unturn = QTransform().translate(0.5, 0.5).rotate(-90.0 * turns).translate(-0.5, -0.5)
        part = unturn.mapRect(QRectF(self.image_point(area.topLeft()), self.image_point(area.bottomRight())))
        left, right = (round(size.width() * max(0.0, min(1.0, share))) for share in (part.left(), part.right()))
        top, bottom = (round(size.height() * max(0.0, min(1.0, share))) for share in (part.top(), part.bottom()))
        return QRect(left, top, right - left, bottom - top)

    def area_of(self, part: Part, turns: int) -> QRectF:
        """Return where a part of an image is drawn, in logical pixels.

        Args:
            part: Shares of the image without turns.
            turns: Quarter turns clockwise by which the image is drawn.
        """
        turn = QTransform().translate(0.5, 0.5).rotate(90.0 * turns).translate(-0.5, -0.5)
        turned = turn.mapRect(QRectF(*part))
        return part_of(self.rect, (turned.x(), turned.y(), turned.width(), turned.height()))

    def _bound(self) -> None:
        """Keep the image centered along a side that fits, and without a margin along one that does not."""
        drawn = self.drawn
        self._center = QPointF(
            _bounded(self._center.x(), drawn.width(), self.stage.width()),
            _bounded(self._center.y(), drawn.height(), self.stage.height()),
        )


def _bounded(center: float, size: float, room: float) -> float:
    half = 0.5 if size <= room else room / size / 2
    return max(half, min(1 - half, center))
