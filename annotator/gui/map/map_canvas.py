"""The map on screen: a drawing made in another thread, what lies over it, and which images are selected."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import QWidget

from annotator.gui.grid.hover_preview import HoverPreview
from annotator.gui.grid.image_model import ImageModel, ImageSource
from annotator.gui.images.thumbnail_loader import ThumbnailLoader
from annotator.gui.map.drawing import THUMBNAIL, Drawn, MapContents, MapPainter
from annotator.gui.map.look import MapLook
from annotator.gui.map.picking import around, in_direction, inside, nearest
from annotator.gui.map.viewport import MapViewport
from annotator.gui.tasks.background import Background
from annotator.gui.text.translate import tr
from annotator.gui.widgets.announce import announce
from annotator.gui.widgets.theme import LABEL_STYLE
from annotator.numerics.tsne import Positions
from annotator.types import BoolArray, IntArray, LabelCodes, Progress, Ranking

REACH = 14.0
"""Distance from an image at which the mouse still means it, in logical pixels."""

_CURRENT = 11  # radius of the mark at the current image


class MapCanvas(QWidget):
    """Shows the images of a collection at their places on a map.

    Attributes:
        current: The current image; None for none.
        viewport: Which part of the map is shown.

    Signals:
        selection_changed(): Other images are selected, or another one is current.
        pointed(int): The user chose this image as the current one.
        opened(int): The user wants to see this image large.
        menu_wanted(QPoint): The user wants the menu of the selected images, at this place on the screen.
        drawn(): A new drawing is on screen.
    """

    selection_changed = Signal()
    pointed = Signal(int)
    opened = Signal(int)
    menu_wanted = Signal(QPoint)
    drawn = Signal()

    def __init__(self, source: ImageSource, loader: ThumbnailLoader, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Map of the collection"))
        self.setMinimumSize(160, 160)
        self.current: int | None = None
        self.viewport = MapViewport()
        self._words = ImageModel(source, loader.error, self)
        self._words.show_overlay = True  # the source has none while predictions are hidden
        self._loader = loader
        self._contents = MapContents(np.empty((0, 2), np.float32), np.empty(0, np.int8))
        self._selected: IntArray = np.empty(0, np.int64)
        self._anchor: int | None = None  # the image around which the keyboard selects
        self._drawn: Drawn | None = None
        self._image = QImage()
        self._painter, self._background = MapPainter(), Background("map drawing", self)
        self._drawing = self._stale = self._all_choosable = False
        self.preview = HoverPreview(self, loader)
        loader.ready.connect(self._thumbnail_arrived)

    # What is shown

    def show_map(self, positions: Positions, codes: LabelCodes) -> None:
        """Show another map, or another state of the layout; the selection stays if it is of the same images."""
        same = len(positions) == len(self._contents.positions)
        self._words.set_images(np.arange(len(positions)))
        base = self._contents if same else MapContents(positions, codes)
        self._contents = dataclasses.replace(base, positions=positions, codes=codes)
        self.viewport = MapViewport.fitting(positions, self.width(), self.height())
        if not same:
            self.select(())
        self.redraw()

    def show_labels(self, codes: LabelCodes) -> None:
        """Show other labels."""
        self._show(codes=codes)

    def show_ranking(self, ranking: Ranking | None) -> None:
        """Show other predictions; None for none."""
        self._show(ranking=ranking)

    def show_passing(self, passing: BoolArray | None, *, choosable: bool = False) -> None:
        """Show images that do not pass a filter faintly; with ``choosable``, they can be selected all the same."""
        self._all_choosable = choosable
        self._show(passing=passing)

    def show_batch(self, images: tuple[int, ...]) -> None:
        """Mark the images of a batch."""
        self._show(batch=images)

    def show_clusters(self, clusters: IntArray | None) -> None:
        """Color the images by their cluster, shape (N,), -1 for none; None colors them by the predictions."""
        fits = clusters is not None and len(clusters) == len(self.positions)
        self._show(clusters=clusters if fits else None)

    def _show(self, **changes: object) -> None:
        self._contents = dataclasses.replace(self._contents, **changes)  # type: ignore[arg-type]
        self.redraw()

    @property
    def clustered(self) -> bool:
        """Whether images are colored by their cluster."""
        return self._contents.clusters is not None

    @property
    def positions(self) -> Positions:
        """Place of every image, shape (N, 2)."""
        return self._contents.positions

    @property
    def image_on_screen(self) -> QImage:
        """The latest drawing."""
        return self._image

    @property
    def pictures(self) -> tuple[int, ...]:
        """The images that are shown as pictures."""
        return () if self._drawn is None else self._drawn.pictures

    # Selection

    @property
    def selected(self) -> IntArray:
        """The selected images, the current one first if it is among them."""
        return self._selected

    def select(self, images: Iterable[int] | IntArray, *, add: bool = False) -> None:
        """Select ``images``, or these as well; one that is not there any more is not selected."""
        wanted = np.asarray(images if isinstance(images, np.ndarray) else list(images), np.int64)
        wanted = np.union1d(self._selected, wanted) if add else np.unique(wanted)
        if self.current is not None and np.isin(self.current, wanted):
            wanted = np.concatenate([[self.current], wanted[wanted != self.current]])
        self._selected = wanted
        mask = None
        if len(wanted):
            mask = np.zeros(len(self.positions), np.bool_)
            mask[wanted] = True
        self._show(selected=mask)
        self.selection_changed.emit()

    def set_current(self, image: int | None) -> None:
        """Mark another current image; the selection stays."""
        self.current = image
        self.update()

    def choose(self, image: int, *, toggle: bool = False) -> None:
        """Make an image current and the only one selected, or select or deselect it as well."""
        self.current = self._anchor = image
        if toggle and np.isin(image, self._selected):
            self.select(self._selected[self._selected != image])
        else:
            self.select([image], add=toggle)
        self.pointed.emit(image)
        self._say(self._words.data(self._words.index(image), Qt.ItemDataRole.AccessibleTextRole))

    def select_all(self) -> None:
        """Select all images on the map that pass the filter."""
        self.select(np.flatnonzero(self._choosable()))
        self._say_selected()

    def select_lasso(self, outline: QPolygonF, *, add: bool = False) -> None:
        """Select the images that pass the filter inside an outline, in logical pixels of the view."""
        found = inside(outline, self.size(), self.viewport.on_screen(self.positions))
        chosen = np.flatnonzero(found & self._choosable())
        if len(chosen) and not (add and self.current is not None):
            self.current = self._anchor = int(chosen[0]) if self.current not in chosen else self.current
        self.select(chosen, add=add)
        self._say_selected()

    def select_around(self, step: int) -> None:
        """Select the images nearest to the current one: twice as many as now (1), or half of them (-1)."""
        if self._anchor is None:
            self._anchor = self.current
        if self._anchor is not None:
            count = max(1, round(len(self._selected) * 2.0**step))
            self.current = self._anchor
            self.select(around(self.positions, self._choosable(), self._anchor, count))
            self._say_selected()

    def go(self, right: int, down: int) -> None:
        """Make the nearest image in a direction of the screen current."""
        current = self.current
        if current is None or not np.isfinite(self.positions[current]).all():
            at = nearest(self.positions, self._choosable(), self.viewport.x, self.viewport.y)
        else:
            at = in_direction(self.positions, self._choosable(), current, right, -down)
        if at is not None:
            self.choose(at)
            self._bring_into_view(at)

    def _choosable(self) -> BoolArray:
        there, passing = np.isfinite(self.positions[:, 0]), self._contents.passing
        return there if passing is None or self._all_choosable else there & passing

    def _bring_into_view(self, image: int) -> None:
        x, y = self.place_of(image)
        if not self.rect().adjusted(8, 8, -8, -8).contains(QPoint(round(x), round(y))):
            where = self.positions[image]
            self.look_at(self.viewport.centered(float(where[0]), float(where[1])))

    def place_of(self, image: int) -> tuple[float, float]:
        """Return where an image is in the view, in logical pixels."""
        across, down = self.viewport.on_screen(self.positions[image : image + 1])
        return float(across[0]), float(down[0])

    def image_at(self, x: float, y: float) -> int | None:
        """Return the image at a point of the view; None if none is near."""
        for image in reversed(self.pictures):
            if self._picture_rect(image).contains(QPointF(x, y)):
                return image
        found = nearest(self.positions, self._choosable(), *self.viewport.on_map(x, y))
        if found is None:
            return None
        at_x, at_y = self.place_of(found)
        return found if (at_x - x) ** 2 + (at_y - y) ** 2 <= REACH**2 else None

    def _say(self, words: str) -> None:
        self.setAccessibleDescription(words)
        announce(self, words)

    def _say_selected(self) -> None:
        self._say(tr("%n image(s) selected", "", len(self._selected)))

    # Moving over the map

    def look_at(self, viewport: MapViewport) -> None:
        """Show another part of the map."""
        self.viewport = viewport
        self.preview.end()
        self.redraw()

    def fit(self) -> None:
        """Show the whole map."""
        self.look_at(MapViewport.fitting(self.positions, self.width(), self.height()))

    def zoom(self, factor: float, at: QPointF | None = None) -> None:
        """Enlarge the map; what is at a point of the view, by default the current image, stays there."""
        if at is None:
            at = QRectF(self.rect()).center()
            if self.current is not None and np.isfinite(self.positions[self.current]).all():
                place = QPointF(*self.place_of(self.current))
                at = place if QRectF(self.rect()).contains(place) else at
        self.look_at(self.viewport.zoomed(factor, at.x(), at.y()))

    # Drawing

    def redraw(self) -> None:
        """Draw again in the other thread, after the drawing that is being made; until then the old one is moved."""
        self.update()
        self._stale = True
        if self._drawing or not self.isVisible():
            return
        self._drawing, self._stale = True, False
        contents, viewport, ratio = self._contents, self.viewport, self.devicePixelRatioF()
        look, painter = MapLook.of(self.palette()), self._painter

        def draw(_progress: Progress) -> Drawn:
            return painter.draw(contents, viewport, look, ratio)

        self._background.run(draw, self._take, self._failed)

    def _take(self, drawn: Drawn) -> None:
        self._drawing, self._drawn = False, drawn
        height, width = drawn.pixels.shape
        self._image = QImage(drawn.pixels.data, width, height, 4 * width, QImage.Format.Format_RGB32)
        self._loader.keep_only(drawn.pictures, self)
        if self._stale:
            self.redraw()
        self.update()
        self.drawn.emit()

    def _failed(self, error: Exception) -> None:
        self._drawing = False
        raise error

    def _thumbnail_arrived(self, image: int) -> None:
        if image in self.pictures:
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the drawing where it belongs now, then pictures, the current image and the lasso."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.palette().base())
        if self._drawn is not None:
            old = self._drawn.viewport
            corner = old.on_map(0, 0)
            across, down = self.viewport.on_screen(np.array([corner], np.float32))
            grown = self.viewport.scale / old.scale
            target = QRectF(float(across[0]), float(down[0]), old.width * grown, old.height * grown)
            painter.drawImage(target, self._image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_pictures(painter)
        self._paint_current(painter)
        self.paint_over(painter)
        if self.hasFocus():
            painter.setPen(QPen(self.palette().link().color(), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(self.rect()).adjusted(1, 1, -1, -1))

    def paint_over(self, painter: QPainter) -> None:
        """Paint what lies over everything else; for a subclass."""

    def _paint_pictures(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        selected = self._contents.selected
        for image in self.pictures:
            pixmap = self._loader.pixmap(image, THUMBNAIL * self.devicePixelRatioF(), self)
            if pixmap is None:
                continue
            box = self._picture_rect(image)
            label = self._words.source.label(image)
            tone = LABEL_STYLE[label].tone(self.palette())
            color = self.palette().mid().color() if label is None else QColor(tone.fill)
            if selected is not None and selected[image]:
                painter.fillRect(box.adjusted(-4, -4, 4, 4), self.palette().link())
            painter.fillRect(box.adjusted(-2, -2, 2, 2), color)
            painter.drawPixmap(box, pixmap, QRectF(pixmap.rect()))
            if label is not None:
                mark = QRectF(box.left(), box.top(), 17, 17)
                painter.fillRect(mark, color)
                painter.setPen(QColor(tone.on_fill))
                painter.drawText(mark, Qt.AlignmentFlag.AlignCenter, LABEL_STYLE[label].glyph)

    def _picture_rect(self, image: int) -> QRectF:
        x, y = self.place_of(image)
        pixmap = self._loader.pixmap(image, THUMBNAIL * self.devicePixelRatioF(), self)
        size = QSize(THUMBNAIL, THUMBNAIL)
        if pixmap is not None:
            size = pixmap.size().scaled(size, Qt.AspectRatioMode.KeepAspectRatio)
        return QRectF(x - size.width() / 2, y - size.height() / 2, size.width(), size.height())

    def _paint_current(self, painter: QPainter) -> None:
        if self.current is None or self.current >= len(self.positions):
            return
        if not np.isfinite(self.positions[self.current]).all():
            return
        place, painter_pen = QPointF(*self.place_of(self.current)), QPen(self.palette().base().color(), 5)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        box = QRectF(-_CURRENT, -_CURRENT, 2 * _CURRENT, 2 * _CURRENT).translated(place)
        if self.current in self.pictures:
            box = self._picture_rect(self.current).adjusted(-6, -6, 6, 6)
        for pen in (painter_pen, QPen(self.palette().text().color(), 2)):
            painter.setPen(pen)
            painter.drawRect(box)

    # Events of Qt

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep what is in sight."""
        self.viewport = self.viewport.resized(self.positions, self.width(), self.height())
        self.redraw()

    def showEvent(self, event: QEvent) -> None:
        """Draw what changed while the view was hidden."""
        self.redraw()

    def changeEvent(self, event: QEvent) -> None:
        """Draw in other colors."""
        if event.type() == QEvent.Type.PaletteChange:
            self.redraw()
        super().changeEvent(event)

    def close_threads(self) -> None:
        """Stop drawing."""
        self._background.close()
