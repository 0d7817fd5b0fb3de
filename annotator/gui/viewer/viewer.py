"""A large view of one image: fitted or at any zoom, zoomed at the cursor, panned with mouse or keys."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QPixmap,
    QResizeEvent,
    QTransform,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from annotator.gui.grid.cell import draw_warning
from annotator.gui.grid.part_frame import Part
from annotator.gui.images.full_image import FullImage, FullImageLoader
from annotator.gui.text.translate import tr
from annotator.gui.viewer.caption import draw_caption
from annotator.gui.viewer.viewport import Viewport
from annotator.gui.widgets.theme import SPACING, label_text
from annotator.types import Label

_STEP = 1.25  # zoom factor per key press or wheel notch
_PAN = 0.15  # share of the visible width or height per arrow key
_SHARP = 3.0  # from this zoom on, pixels are drawn as sharp squares; not in a small image that is fitted
_WAYS = {
    Qt.Key.Key_Left: QPoint(-1, 0),
    Qt.Key.Key_Right: QPoint(1, 0),
    Qt.Key.Key_Up: QPoint(0, -1),
    Qt.Key.Key_Down: QPoint(0, 1),
}


class Viewer(QWidget):
    """Shows an image at any zoom: a preview immediately, the full resolution as soon as it is decoded.

    Zoom is in device pixels per image pixel: at 1.0, every pixel of the file fills one pixel of the screen.

    Attributes:
        keep_viewport: Whether an image of the same size as the previous one keeps its zoom and position.

    Signals:
        loaded(int): The full resolution of this image is shown.
        failed(int, str): This image cannot be shown, and why.
        zoom_changed(float): The zoom has changed.
        view_changed(): The user changed zoom, position or rotation.
        stepped(int): An arrow key requests the next (+1) or the previous (-1) image.
    """

    loaded = Signal(int)
    failed = Signal(int, str)
    zoom_changed = Signal(float)
    view_changed = Signal()
    stepped = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.keep_viewport = True
        self._image: int | None = None
        self._caption = ""
        self._label: Label | None = None
        self._word = ""
        self._error: str | None = None
        self._preview: QPixmap | None = None
        self._picture: FullImage | None = None
        self._grabbed: QPointF | None = None
        self._turns = 0  # quarter turns clockwise
        self._view = Viewport()
        self._loader = FullImageLoader(self)
        self._loader.loaded.connect(self._arrived)
        self._loader.failed.connect(self._missed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setAutoFillBackground(True)
        self.setAccessibleName(tr("Image"))

    # Interface for the window ---------------------------------------------------------------------------------------

    def show_image(
        self, image: int, path: Path, caption: str, label: Label | None = None, preview: QPixmap | None = None
    ) -> None:
        """Show an image: ``preview`` immediately if given, the full resolution when it is decoded.

        Args:
            image: Image id.
            path: File to decode.
            caption: Name to show below the image.
            label: Label to show next to it.
            preview: A thumbnail of any size.
        """
        there = self._image == image and self._picture is not None
        self._image, self._caption = image, caption
        self.set_label(label)
        if not there:
            self._turns = 0
            self._error = self._picture = None
            self._preview = preview
            self._loader.load(image, path)

    def set_label(self, label: Label | None, word: str = "") -> None:
        """Show another label next to the caption, with its own word or another one."""
        self._label, self._word = label, word or label_text(label)
        self.setAccessibleDescription(f"{self._caption}, {word or label_text(label).lower()}")
        self.update()

    def set_caption(self, caption: str) -> None:
        """Show another caption."""
        self._caption = caption
        self.set_label(self._label, "" if self._word == label_text(self._label) else self._word)

    def clear(self) -> None:
        """Show nothing."""
        self._loader.cancel()
        self._image = self._error = self._picture = self._preview = self._label = None
        self._caption = ""
        self.setAccessibleDescription("")
        self.update()

    def current_image(self) -> int | None:
        """Return the image on screen."""
        return self._image

    def error(self) -> str | None:
        """Return why the image cannot be shown, or ``None``."""
        return self._error

    def zoom(self) -> float:
        """Return the zoom in device pixels per image pixel."""
        return self._view.zoom

    def is_fitted(self) -> bool:
        """Return whether the image is fitted to the widget."""
        return self._view.fitted

    def fit(self) -> None:
        """Fit the image to the widget, and keep it fitted when the widget is resized."""
        self._view.fit()
        self._view_changed()
        self.view_changed.emit()

    def actual_size(self, at: QPointF | None = None) -> None:
        """Show each image pixel as one pixel of the screen."""
        self.zoom_to(1.0, at)

    def zoom_in(self) -> None:
        """Zoom in by one step."""
        self._zoom_by(_STEP)

    def zoom_out(self) -> None:
        """Zoom out by one step."""
        self._zoom_by(1 / _STEP)

    def zoom_to(self, zoom: float, at: QPointF | None = None) -> None:
        """Set the zoom; the image point at ``at`` (widget pixels; the center if ``None``) stays in place."""
        self._view.zoom_to(zoom, at)
        self._view_changed()
        self.view_changed.emit()

    def rotate(self, quarters: int) -> None:
        """Rotate the view clockwise by quarter turns; the file and the next image are not affected."""
        if self._picture is not None:
            self._turns = (self._turns + quarters) % 4
            self._view.image = self._turned_size(self._picture)
            self.fit()

    def turns(self) -> int:
        """Return the rotation in quarter turns clockwise, 0 to 3."""
        return self._turns

    def look_like(self, other: Viewer) -> None:
        """Show the same part of this image as ``other`` shows of its own; does not emit :attr:`view_changed`."""
        self._view.like(other._view)
        self._view_changed()

    def pan(self, dx: float, dy: float) -> None:
        """Move the view by logical pixels to the right and downward, up to the border of the image."""
        self._view.pan(dx, dy)
        self.update()
        self.view_changed.emit()

    def image_area(self) -> QRectF:
        """Return where the visible part of the image is drawn, in logical pixels."""
        return self._view.rect.intersected(self._view.stage)

    def part_at(self, area: QRectF) -> QRect:
        """Return the part of the image file that is drawn in ``area``, in pixels, upright; empty before it loads."""
        return QRect() if self._picture is None else self._view.part_at(area, self._turns, self._picture.size)

    def area_of(self, part: Part) -> QRectF:
        """Return where a part of the image, as shares of it, is drawn, in logical pixels; empty before it loads."""
        return QRectF() if self._picture is None else self._view.area_of(part, self._turns)

    def close_loader(self) -> None:
        """Stop the decoding thread and wait for it; nothing more is loaded afterwards."""
        self._loader.close()

    def facts(self) -> str:
        """Return size and zoom as text, e.g. ``4000 × 3000   25 %``."""
        if self._error is not None:
            return ""
        if self._picture is None:
            return tr("loading …")
        size = self._picture.size
        reduced = "" if self._picture.complete else tr(" (shown reduced)")
        return f"{size.width()} × {size.height()}{reduced}   {100 * self._view.zoom:.0f} %"

    # Loading ----------------------------------------------------------------------------------------------------------

    def _arrived(self, image: int, picture: FullImage) -> None:
        if image != self._image:
            return
        same = picture.size == self._view.image
        self._picture, self._preview = picture, None
        self._view.image = picture.size
        if self._view.fitted or not (self.keep_viewport and same):
            self._view.fit()
        self._view_changed()
        self.loaded.emit(image)
        self.update()

    def _missed(self, image: int, reason: str) -> None:
        if image != self._image:
            return
        self._error, self._preview = reason, None
        self._view.image = QSize()
        self.setAccessibleDescription(reason)
        self.failed.emit(image, reason)
        self.update()

    def _turned_size(self, picture: FullImage) -> QSize:
        return picture.size.transposed() if self._turns % 2 else picture.size

    # Painting ---------------------------------------------------------------------------------------------------------

    def _stage(self) -> QRect:
        """Return the area available to the image: everything except the caption."""
        return self.rect().adjusted(0, 0, 0, -QFontMetrics(self.font()).height() - 2 * SPACING)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the image or the reason why there is none, and the caption."""
        painter = QPainter(self)
        painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # the caption mirrors itself, images never are
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        stage = self._stage()
        painter.setClipRect(stage)
        if self._error is not None:
            self._draw_error(painter, stage, self._error)
        elif self._picture is not None:
            self._draw_picture(painter, self._picture)
        elif self._preview is not None:
            painter.drawPixmap(self._preview_rect(self._preview), self._preview, QRectF(self._preview.rect()))
        if self.hasFocus():
            painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Link), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(stage.adjusted(1, 1, -1, -1))
        painter.setClipping(False)
        if self._image is not None:
            line = self.rect().adjusted(0, stage.height(), 0, 0)
            mirrored = self.isRightToLeft()
            draw_caption(
                painter, line, self.palette(), self._caption, self.facts(), self._label, self._word, mirrored=mirrored
            )
        painter.end()

    def _draw_picture(self, painter: QPainter, picture: FullImage) -> None:
        """Draw only the visible part, from the smallest copy of the image that has enough pixels."""
        level, rect = picture.level(self._view.zoom), self._view.rect
        turn = QTransform.fromTranslate(rect.center().x(), rect.center().y()).rotate(90.0 * self._turns)
        upright = QRectF(QPointF(), rect.size().transposed() if self._turns % 2 else rect.size())
        upright.moveCenter(QPointF())
        shown = turn.inverted()[0].mapRect(rect.intersected(self._view.stage))
        scale = level.width() / upright.width()
        source = QRectF((shown.topLeft() - upright.topLeft()) * scale, shown.size() * scale)
        painter.save()
        painter.setTransform(turn, True)
        smooth = self._view.zoom < max(_SHARP, 1.001 * self._view.fitting_zoom)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smooth)
        painter.drawImage(shown, level, source)
        painter.restore()

    def _preview_rect(self, preview: QPixmap) -> QRectF:
        """Return the expected area of the image according to the preview."""
        size, stage = self._view.image, self._view.stage
        difference = abs(size.width() * preview.height() - size.height() * preview.width())
        alike = size.isValid() and difference <= 2 * max(size.width(), size.height())
        if alike and self.keep_viewport and not self._view.fitted:
            return self._view.rect
        target = QRectF(QPointF(), preview.size().toSizeF().scaled(stage.size(), Qt.AspectRatioMode.KeepAspectRatio))
        target.moveCenter(stage.center())
        return target

    def _draw_error(self, painter: QPainter, stage: QRect, error: str) -> None:
        metrics = QFontMetrics(self.font())
        width, side = min(stage.width() - 4 * SPACING, 60 * metrics.averageCharWidth()), 44
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWrapAnywhere | Qt.TextFlag.TextWordWrap
        height = metrics.boundingRect(QRect(0, 0, width, 10_000), flags, error).height()
        middle = stage.center()
        top = middle.y() - (side + 2 * SPACING + height) // 2
        dim = self.palette().color(QPalette.ColorRole.PlaceholderText)
        draw_warning(painter, QRectF(middle.x() - side / 2, top, side, side), dim)
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        painter.drawText(QRect(middle.x() - width // 2, top + side + 2 * SPACING, width, height + 4), flags, error)

    # Events -----------------------------------------------------------------------------------------------------------

    def _zoom_by(self, factor: float, at: QPointF | None = None) -> None:
        """Zoom by a factor, stopping at 1.0, where the image is sharpest."""
        old, new = self._view.zoom, self._view.zoom * factor
        passes_one = min(old, new) < 0.999 and max(old, new) > 1.001
        self.zoom_to(1.0 if passes_one else new, at)

    def _view_changed(self) -> None:
        self.setCursor(Qt.CursorShape.OpenHandCursor if self._view.pannable else Qt.CursorShape.ArrowCursor)
        self.zoom_changed.emit(self._view.zoom)
        self.update()

    def sizeHint(self) -> QSize:
        """Return the preferred size."""
        return QSize(640, 520)

    def minimumSizeHint(self) -> QSize:
        """Return the smallest useful size."""
        return QSize(160, 140)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep a fitted image fitted."""
        self._take_stage()

    def changeEvent(self, event: QEvent) -> None:
        """Apply a new palette, or a new font, which determines the height of the caption."""
        super().changeEvent(event)
        self._take_stage()

    def _take_stage(self) -> None:
        self._view.resize(QRectF(self._stage()), self.devicePixelRatioF())
        self._view_changed()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom at the cursor."""
        notches = event.angleDelta().y() / 120
        if notches:
            self._zoom_by(_STEP**notches, event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Start dragging the image."""
        if event.button() == Qt.MouseButton.LeftButton and self._view.pannable:
            self._grabbed = event.position()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the image."""
        if self._grabbed is not None:
            moved = self._grabbed - event.position()
            self._grabbed = event.position()
            self.pan(moved.x(), moved.y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Stop dragging the image."""
        if self._grabbed is not None:
            self._grabbed = None
            self.setCursor(Qt.CursorShape.OpenHandCursor)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Switch between fitted and actual size."""
        if self._view.fitted:
            self.actual_size(event.position())
        else:
            self.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Pan a zoomed image, or request the next or previous one if it fits; zoom with Ctrl and + or -."""
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        # Not a QKeySequence: where "+" needs Shift, or is on the number pad, it does not match the standard key.
        if control and event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom_in()
        elif control and event.key() in (Qt.Key.Key_Minus, Qt.Key.Key_Underscore):
            self.zoom_out()
        elif not self._arrow(event):
            event.ignore()

    def _arrow(self, event: QKeyEvent) -> bool:
        way = _WAYS.get(Qt.Key(event.key()))
        if way is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        if self._view.pannable:
            self.pan(way.x() * _PAN * self.width(), way.y() * _PAN * self.height())
        else:
            self.stepped.emit((-way.x() if self.isRightToLeft() else way.x()) or way.y())
        return True
