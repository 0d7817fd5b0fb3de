"""Geometry of an image under a window: zoom, position, and how both stay within bounds. No widget, no pixels."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF

LARGEST_ZOOM = 16.0
"""Device pixels per image pixel at the largest zoom."""

LARGEST_FIT = 4.0
"""Logical pixels per image pixel up to which a small image is enlarged to fill its stage."""

_SMALLEST_ZOOM = 0.001


class Viewport:
    """Which part of an image is seen how large.

    Attributes:
        image: Size of the image in pixels; invalid while there is none.
        stage: Where it may be drawn, in logical pixels.
        ratio: Device pixels per logical pixel.
        zoom: Device pixels per image pixel.
        fitted: Whether the whole image is to be seen, whatever the size of the stage.
    """

    def __init__(self) -> None:
        self.image = QSize()
        self.stage = QRectF()
        self.ratio = 1.0
        self.zoom = 1.0
        self.fitted = True
        self._centre = QPointF(0.5, 0.5)  # image point in the middle of the stage, as shares of width and height

    @property
    def drawn(self) -> QSizeF:
        """Size of the whole image on the screen, in logical pixels."""
        return self.image.toSizeF() * (self.zoom / self.ratio)

    @property
    def rect(self) -> QRectF:
        """Where the whole image would be drawn, in logical pixels."""
        drawn, middle = self.drawn, self.stage.center()
        corner = middle - QPointF(self._centre.x() * drawn.width(), self._centre.y() * drawn.height())
        return QRectF(corner, drawn)

    @property
    def pannable(self) -> bool:
        """Whether part of the image is outside of the stage."""
        return self.drawn.width() > self.stage.width() + 1 or self.drawn.height() > self.stage.height() + 1

    @property
    def fitting_zoom(self) -> float:
        """The zoom at which the whole image is seen; small images are enlarged, but no more than they can bear."""
        if self.image.isEmpty():
            return 1.0
        share = min(self.stage.width() / self.image.width(), self.stage.height() / self.image.height())
        return max(_SMALLEST_ZOOM, min(share, LARGEST_FIT) * self.ratio)

    def fit(self) -> None:
        """Show the whole image."""
        self.fitted = True
        self.zoom = self.fitting_zoom
        self._centre = QPointF(0.5, 0.5)

    def resize(self, stage: QRectF, ratio: float) -> None:
        """Take over another stage; a fitted image stays fitted, any other keeps its zoom and its middle."""
        self.stage, self.ratio = stage, ratio
        if self.fitted:
            self.fit()
        else:
            self._bound()

    def zoom_to(self, zoom: float, at: QPointF | None = None) -> None:
        """Change the zoom; the image point at ``at`` (logical pixels; the middle if ``None``) stays where it is."""
        if self.image.isEmpty():
            return
        fitting, middle = self.fitting_zoom, self.stage.center()
        at = middle if at is None else at
        fixed = self.image_point(at)
        self.zoom = max(min(fitting, 1.0), min(max(LARGEST_ZOOM, fitting), zoom))
        self.fitted = self.zoom <= fitting <= 1.0
        drawn = self.drawn
        self._centre = fixed - QPointF((at - middle).x() / drawn.width(), (at - middle).y() / drawn.height())
        self._bound()

    def pan(self, dx: float, dy: float) -> None:
        """Move what is seen by logical pixels to the right and downwards, as far as the image goes."""
        if not self.image.isEmpty():
            self._centre += QPointF(dx / self.drawn.width(), dy / self.drawn.height())
            self._bound()

    def like(self, other: Viewport) -> None:
        """Show the same part as ``other`` shows of its image, relative to the size at which each is seen as a whole."""
        if self.image.isEmpty() or other.image.isEmpty():
            return
        if other.fitted:
            self.fit()
            return
        self.zoom_to(self.fitting_zoom * other.zoom / other.fitting_zoom)
        self._centre = QPointF(other._centre)
        self._bound()

    def image_point(self, point: QPointF) -> QPointF:
        """Return the point of the image, as shares of width and height, at a point of the screen."""
        rect = self.rect
        return QPointF((point.x() - rect.x()) / rect.width(), (point.y() - rect.y()) / rect.height())

    def _bound(self) -> None:
        """Keep the image centred along a side that fits, and without a margin along one that does not."""
        drawn = self.drawn
        self._centre = QPointF(
            _bounded(self._centre.x(), drawn.width(), self.stage.width()),
            _bounded(self._centre.y(), drawn.height(), self.stage.height()),
        )


def _bounded(centre: float, size: float, room: float) -> float:
    half = 0.5 if size <= room else room / size / 2
    return max(half, min(1 - half, centre))
