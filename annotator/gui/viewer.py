"""One image, large: fit or pixel by pixel, zoomed at the cursor, panned by mouse or keys."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from annotator.gui.cell import draw_warning
from annotator.gui.full_image import FullImage, FullImageLoader
from annotator.gui.glyphs import draw_glyph
from annotator.gui.theme import LABEL_STYLE, SPACING, label_text
from annotator.types import Label

LARGEST_ZOOM = 16.0
"""Device pixels per image pixel at the largest zoom."""

_STEP = 1.25  # one key press or one notch of the wheel
_PAN = 0.15  # of the visible width or height per arrow key


class Viewer(QWidget):
    """Shows an image at any zoom; a preview at once, the full resolution as soon as it is decoded.

    Zoom is in device pixels per image pixel: 1.0 shows every pixel of the file on one pixel of the screen.

    Signals:
        loaded(int): The full resolution of this image is shown.
        failed(int, str): This image cannot be shown, and why.
        zoom_changed(float): The zoom is different now.
        stepped(int): An arrow key asks for the next (+1) or the previous (-1) image.
    """

    loaded = Signal(int)
    failed = Signal(int, str)
    zoom_changed = Signal(float)
    stepped = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.keep_viewport = True
        """Whether an image of the same size as the one before appears with the same zoom and position."""
        self._image: int | None = None
        self._caption = ""
        self._label: Label | None = None
        self._error: str | None = None
        self._preview: QPixmap | None = None
        self._picture: FullImage | None = None
        self._size = QSize()
        self._zoom = 1.0
        self._centre = QPointF(0.5, 0.5)  # of what is visible, as a share of the image
        self._fitted = True
        self._grabbed: QPointF | None = None
        self._loader = FullImageLoader(self)
        self._loader.loaded.connect(self._arrived)
        self._loader.failed.connect(self._missed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setAutoFillBackground(True)
        self.setAccessibleName(self.tr("Image"))

    # What the window asks for -----------------------------------------------------------------------------------

    def show_image(
        self, image: int, path: Path, caption: str, label: Label | None = None, preview: QPixmap | None = None
    ) -> None:
        """Show an image: ``preview`` at once if given, the file's full resolution when it is decoded.

        Args:
            image: Image id.
            path: File to decode.
            caption: Name to show below the image.
            label: Label to show beside it.
            preview: A thumbnail of any size.
        """
        if self._image == image and self._picture is not None:
            self._caption = caption
            self.set_label(label)
            return
        self._image, self._caption, self._error, self._picture = image, caption, None, None
        self._preview = preview
        self.set_label(label)
        self._loader.load(image, path)

    def set_label(self, label: Label | None) -> None:
        """Show another label beside the caption."""
        self._label = label
        self.setAccessibleDescription(f"{self._caption}, {label_text(label).lower()}")
        self.update()

    def clear(self) -> None:
        """Show nothing."""
        self._loader.cancel()
        self._image = self._error = self._picture = self._preview = None
        self._caption, self._label = "", None
        self.update()

    def current_image(self) -> int | None:
        """Return the image that is shown."""
        return self._image

    def error(self) -> str | None:
        """Return why the image cannot be shown."""
        return self._error

    def zoom(self) -> float:
        """Return device pixels per image pixel."""
        return self._zoom

    def is_fitted(self) -> bool:
        """Tell whether the image follows the size of the widget."""
        return self._fitted

    def fit(self) -> None:
        """Show the whole image, and keep doing so when the widget is resized."""
        self._fitted = True
        self._centre = QPointF(0.5, 0.5)
        self._set_zoom(self._fitting_zoom())

    def actual_size(self, at: QPointF | None = None) -> None:
        """Show one image pixel on one pixel of the screen."""
        self.zoom_to(1.0, at)

    def zoom_in(self) -> None:
        """Show more detail."""
        self._zoom_by(_STEP)

    def zoom_out(self) -> None:
        """Show more of the image."""
        self._zoom_by(1 / _STEP)

    def zoom_to(self, zoom: float, at: QPointF | None = None) -> None:
        """Change the zoom; the image point at ``at`` (widget pixels, the centre if ``None``) stays where it is."""
        if not self._size.isValid():
            return
        fitting = self._fitting_zoom()
        zoom = max(min(fitting, 1.0), min(max(LARGEST_ZOOM, fitting), zoom))
        stage = QRectF(self._stage())
        point = stage.center() if at is None else at
        fixed = self._to_image(point)
        self._fitted = zoom <= fitting and fitting <= 1.0
        self._zoom = zoom
        drawn = self._drawn_size()
        offset = point - stage.center()
        self._centre = fixed - QPointF(offset.x() / drawn.width(), offset.y() / drawn.height())
        self._set_zoom(zoom)

    def _zoom_by(self, factor: float, at: QPointF | None = None) -> None:
        """Zoom by a factor, with a rest at 1.0, where the image looks best."""
        zoom = self._zoom * factor
        passes_one = min(self._zoom, zoom) < 0.999 and max(self._zoom, zoom) > 1.001
        self.zoom_to(1.0 if passes_one else zoom, at)

    def pan(self, dx: float, dy: float) -> None:
        """Move what is visible by logical pixels to the right and downwards, as far as the image goes."""
        drawn = self._drawn_size()
        self._centre += QPointF(dx / max(1.0, drawn.width()), dy / max(1.0, drawn.height()))
        self._bound()
        self.update()

    def close_loader(self) -> None:
        """Stop decoding and wait for the thread; the widget shows nothing new afterwards."""
        self._loader.close()

    # Geometry ---------------------------------------------------------------------------------------------------

    def _stage(self) -> QRect:
        """Return where the image may be drawn: all but the caption."""
        return self.rect().adjusted(0, 0, 0, -self._caption_height())

    def _caption_height(self) -> int:
        return QFontMetrics(self.font()).height() + 2 * SPACING

    def _drawn_size(self) -> QSizeF:
        return self._size.toSizeF() * (self._zoom / self.devicePixelRatioF())

    def _fitting_zoom(self) -> float:
        if not self._size.isValid() or self._size.isEmpty():
            return 1.0
        stage, ratio = self._stage(), self.devicePixelRatioF()
        share = min(stage.width() / self._size.width(), stage.height() / self._size.height())
        return max(0.001, min(share * ratio, 1.0 * max(1.0, ratio)))

    def _picture_rect(self) -> QRectF:
        """Return where the whole image would be drawn, in widget pixels."""
        drawn, stage = self._drawn_size(), QRectF(self._stage())
        x = stage.center().x() - self._centre.x() * drawn.width()
        y = stage.center().y() - self._centre.y() * drawn.height()
        return QRectF(x, y, drawn.width(), drawn.height())

    def _to_image(self, point: QPointF) -> QPointF:
        """Return the image point (shares of width and height) at a point of the widget."""
        rect = self._picture_rect()
        return QPointF((point.x() - rect.x()) / rect.width(), (point.y() - rect.y()) / rect.height())

    def _set_zoom(self, zoom: float) -> None:
        self._zoom = zoom
        self._bound()
        self.setCursor(Qt.CursorShape.OpenHandCursor if self._pannable() else Qt.CursorShape.ArrowCursor)
        self.zoom_changed.emit(zoom)
        self.update()

    def _pannable(self) -> bool:
        drawn, stage = self._drawn_size(), self._stage()
        return drawn.width() > stage.width() + 1 or drawn.height() > stage.height() + 1

    def _bound(self) -> None:
        """Keep the image on stage: centred along a side that fits, without a margin along one that does not."""
        drawn, stage = self._drawn_size(), self._stage()
        x, y = (
            0.5 if size <= room else max(room / size / 2, min(1 - room / size / 2, at))
            for size, room, at in (
                (drawn.width(), stage.width(), self._centre.x()),
                (drawn.height(), stage.height(), self._centre.y()),
            )
        )
        self._centre = QPointF(x, y)

    # Loading ----------------------------------------------------------------------------------------------------

    def _arrived(self, image: int, picture: FullImage) -> None:
        if image != self._image:
            return
        same = picture.size == self._size
        self._picture, self._size, self._preview = picture, picture.size, None
        if self._fitted or not (self.keep_viewport and same):
            self.fit()
        self.loaded.emit(image)
        self.update()

    def _missed(self, image: int, reason: str) -> None:
        if image != self._image:
            return
        self._error, self._preview = reason, None
        self._size = QSize()
        self.setAccessibleDescription(reason)
        self.failed.emit(image, reason)
        self.update()

    # Painting ---------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw image, caption, or why there is none."""
        painter = QPainter(self)
        painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # the caption is mirrored below, images never are
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        if self._error is not None:
            self._draw_error(painter)
        elif self._picture is not None:
            painter.setClipRect(self._stage())
            self._draw_picture(painter, self._picture)
            painter.setClipping(False)
        elif self._preview is not None:
            self._draw_preview(painter, self._preview)
        if self._image is not None:
            self._draw_caption(painter)
        if self.hasFocus():
            painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Link), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self._stage().adjusted(1, 1, -1, -1))
        painter.end()

    def _draw_picture(self, painter: QPainter, picture: FullImage) -> None:
        """Draw only the visible part, from the smallest copy of the image that has enough pixels."""
        level = picture.level(self._zoom)
        rect = self._picture_rect()
        shown = rect.intersected(QRectF(self._stage()))
        scale = level.width() / rect.width()
        source = QRectF((shown.x() - rect.x()) * scale, (shown.y() - rect.y()) * scale, 0, 0)
        source.setSize(shown.size() * scale)
        # Large pixels are for counting: they stay sharp.
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, self._zoom < 3)
        painter.drawImage(shown, level, source)

    def _draw_preview(self, painter: QPainter, preview: QPixmap) -> None:
        """Draw the thumbnail where the image will appear if it fits."""
        stage = QRectF(self._stage())
        if self._size.isValid() and self.keep_viewport and not self._fitted:
            same_shape = abs(self._size.width() * preview.height() - self._size.height() * preview.width())
            if same_shape <= 2 * max(self._size.width(), self._size.height()):
                painter.setClipRect(stage)
                painter.drawPixmap(self._picture_rect(), preview, QRectF(preview.rect()))
                painter.setClipping(False)
                return
        size = preview.size().scaled(stage.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
        target = QRectF(QPointF(), size.toSizeF())
        target.moveCenter(stage.center())
        painter.drawPixmap(target, preview, QRectF(preview.rect()))

    def _draw_error(self, painter: QPainter) -> None:
        stage, metrics = self._stage(), QFontMetrics(self.font())
        width = min(stage.width() - 4 * SPACING, 60 * metrics.averageCharWidth())
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWrapAnywhere | Qt.TextFlag.TextWordWrap
        text = metrics.boundingRect(QRect(0, 0, width, 10_000), flags, self._error or "")
        side = 44
        top = stage.center().y() - (side + 2 * SPACING + text.height()) // 2
        sign = QRectF(stage.center().x() - side / 2, top, side, side)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        draw_warning(painter, sign, self.palette().color(QPalette.ColorRole.PlaceholderText))
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        area = QRect(stage.center().x() - width // 2, top + side + 2 * SPACING, width, text.height() + 4)
        painter.drawText(area, flags, self._error or "")

    def _draw_caption(self, painter: QPainter) -> None:
        """Draw label, name, pixels and zoom on the line below the image."""
        palette = self.palette()
        line = self.rect().adjusted(0, self._stage().height(), 0, 0)
        painter.fillRect(line, palette.color(QPalette.ColorRole.Window))
        inner = line.adjusted(SPACING + 4, 0, -SPACING - 4, 0)
        mirrored = self.isRightToLeft()
        leading, trailing = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
        if mirrored:
            leading, trailing = trailing, leading
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
        metrics = QFontMetrics(self.font())
        painter.setPen(palette.color(QPalette.ColorRole.PlaceholderText))
        facts = self.facts()
        painter.drawText(inner, trailing | middle, facts)
        used = metrics.horizontalAdvance(facts) + 2 * SPACING
        inner.adjust(used if mirrored else 0, 0, 0 if mirrored else -used, 0)
        if self._label is not None:
            tone = QColor(LABEL_STYLE[self._label].tone(palette).ink)
            side, word = metrics.ascent() * 0.8, label_text(self._label)
            x = inner.right() - side if mirrored else inner.left()
            draw_glyph(painter, QRectF(x, inner.center().y() - side / 2 + 1, side, side), self._label, tone)
            painter.setPen(tone)
            shift = round(side) + 6
            inner.adjust(0 if mirrored else shift, 0, -shift if mirrored else 0, 0)
            painter.drawText(inner, leading | middle, word)
            shift = metrics.horizontalAdvance(word) + 2 * SPACING
            inner.adjust(0 if mirrored else shift, 0, -shift if mirrored else 0, 0)
        painter.setPen(palette.color(QPalette.ColorRole.WindowText))
        name = metrics.elidedText(self._caption, Qt.TextElideMode.ElideMiddle, inner.width())
        painter.drawText(inner, leading | middle, name)

    def facts(self) -> str:
        """Return size and zoom in words, e.g. ``4000 × 3000   25 %``."""
        if self._error is not None:
            return ""
        if self._picture is None:
            return self.tr("loading …")
        size = self._picture.size
        reduced = "" if self._picture.complete else self.tr(" (shown reduced)")
        return f"{size.width()} × {size.height()}{reduced}   {100 * self._zoom:.0f} %"

    # Events -----------------------------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        """Return a comfortable size."""
        return QSize(640, 520)

    def minimumSizeHint(self) -> QSize:
        """Return the smallest useful size."""
        return QSize(160, 140)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep a fitted image fitted."""
        if self._size.isValid():
            self.fit() if self._fitted else self._set_zoom(self._zoom)

    def changeEvent(self, event: QEvent) -> None:
        """Draw with the new palette or font."""
        super().changeEvent(event)
        self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom at the cursor."""
        notches = event.angleDelta().y() / 120
        if notches:
            self._zoom_by(_STEP**notches, event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the image."""
        if event.button() == Qt.MouseButton.LeftButton and self._pannable():
            self._grabbed = event.position()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the image."""
        if self._grabbed is not None:
            moved = self._grabbed - event.position()
            self._grabbed = event.position()
            self.pan(moved.x(), moved.y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let the image go."""
        if self._grabbed is not None:
            self._grabbed = None
            self.setCursor(Qt.CursorShape.OpenHandCursor)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Switch between the whole image and its pixels."""
        if self._fitted:
            self.actual_size(event.position())
        else:
            self.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Pan a zoomed image, ask for a neighbour of one that fits; zoom with Ctrl and + or -."""
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        # Not by QKeySequence: where "+" needs Shift, or is beside the digits, it is no standard key.
        if control and event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom_in()
        elif control and event.key() in (Qt.Key.Key_Minus, Qt.Key.Key_Underscore):
            self.zoom_out()
        elif not self._arrow(event):
            event.ignore()

    def _arrow(self, event: QKeyEvent) -> bool:
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        directions = {
            Qt.Key.Key_Left: QPoint(-1, 0),
            Qt.Key.Key_Right: QPoint(1, 0),
            Qt.Key.Key_Up: QPoint(0, -1),
            Qt.Key.Key_Down: QPoint(0, 1),
        }
        way = directions.get(Qt.Key(event.key()))
        if way is None:
            return False
        if self._pannable():
            self.pan(way.x() * _PAN * self.width(), way.y() * _PAN * self.height())
        else:
            horizontal = -way.x() if self.isRightToLeft() else way.x()
            self.stepped.emit(horizontal or way.y())
        return True
