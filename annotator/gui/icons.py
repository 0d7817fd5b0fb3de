"""Icons of the tool bars, drawn from short path descriptions in the colours of the palette."""

from __future__ import annotations

from functools import cache
from importlib import resources

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QIconEngine, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer

from annotator.gui.glyphs import draw_glyph
from annotator.gui.icon_paths import PATHS
from annotator.gui.theme import LABEL_STYLE
from annotator.types import Label

_LABELS = {label.word: label for label in Label}

ICON_NAMES = tuple(sorted({*PATHS, *_LABELS}))
"""Names of all icons."""


def _svg(parts: tuple[str, ...], colour: str) -> bytes:
    """Return an SVG file of the parts in one colour."""
    shapes = []
    for path in parts:
        fill = colour if path.startswith("@") else "none"
        shapes.append(f'<path d="{path.removeprefix("@")}" fill="{fill}"/>')
    style = f'stroke="{colour}" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 20"><g {style}>'
    return f"{head}{''.join(shapes)}</g></svg>".encode()


@cache
def _renderer(name: str, colour: str) -> QSvgRenderer:
    return QSvgRenderer(QByteArray(_svg(PATHS[name], colour)))


class _Engine(QIconEngine):
    """Paints an icon in the palette of the moment, so that a change of theme needs no new icons."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        """Draw the icon into ``rect``."""
        palette = QGuiApplication.palette()
        disabled = mode == QIcon.Mode.Disabled
        group = QPalette.ColorGroup.Disabled if disabled else QPalette.ColorGroup.Active
        side = min(rect.width(), rect.height())
        box = QRectF(0, 0, side, side)
        box.moveCenter(QRectF(rect).center())
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        label = _LABELS.get(self._name)
        colour = palette.color(group, QPalette.ColorRole.ButtonText)
        if label is None:
            _renderer(self._name, colour.name()).render(painter, box)
        else:
            ink = colour if disabled else QColor(LABEL_STYLE[label].tone(palette).ink)
            draw_glyph(painter, box.adjusted(side * 0.12, side * 0.12, -side * 0.12, -side * 0.12), label, ink)
        painter.restore()

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """Return the icon on a transparent ground."""
        pixmap = QPixmap(size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(painter, QRect(0, 0, size.width(), size.height()), mode, state)
        painter.end()
        return pixmap

    def clone(self) -> QIconEngine:
        """Return a copy."""
        return _Engine(self._name)


def icon(name: str) -> QIcon:
    """Return the icon called ``name`` (one of :data:`ICON_NAMES`); it follows the theme by itself."""
    if name not in ICON_NAMES:
        raise KeyError(f"there is no icon {name!r}; the icons are {', '.join(ICON_NAMES)}")
    return QIcon(_Engine(name))


def app_icon() -> QIcon:
    """Return the icon of the program."""
    data = resources.files("annotator.gui").joinpath("resources/annotator.svg").read_bytes()
    renderer = QSvgRenderer(QByteArray(data))
    drawn = QIcon()
    for side in (16, 24, 32, 48, 64, 128, 256):
        pixmap = QPixmap(side, side)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        renderer.render(painter)
        painter.end()
        drawn.addPixmap(pixmap)
    return drawn
