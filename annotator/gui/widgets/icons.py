"""Icons of the toolbars, drawn from short path descriptions in the colors of the palette."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QIconEngine, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer

from annotator.gui.widgets.glyphs import draw_glyph
from annotator.gui.widgets.theme import LABEL_STYLE
from annotator.types import Label

_RING = "M10 2.8a7.2 7.2 0 1 0 .01 0z"
_LENS = ("M8.6 2.9a5.7 5.7 0 1 0 .01 0z", "M12.9 12.9l4.3 4.3")

PATHS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "add": ("M10 4v12", "M4 10h12"),
        "actual-size": (
            "M3 5.5h14v9H3z", "M6.2 8.4 7.4 7.7v4.6", "M12.4 8.4l1.2-.7v4.6",
            "@M9.9 8.6h.2v.2h-.2z", "@M9.9 11.6h.2v.2h-.2z",
        ),
        "batch": ("M3 3.5h6v6H3z", "M11 3.5h6v6h-6z", "M3 11.5h6v5H3z", "M12 14h5", "M14.5 11.5V16.5"),
        "cancel": (_RING, "M7.3 7.3l5.4 5.4", "M12.7 7.3l-5.4 5.4"),
        "chart": ("M3 3v14h14", "M5.8 13.2 9 9l2.8 2.2L16.4 5"),
        "clear": ("M8.2 4.2h8.3v11.6H8.2L3 10z", "M10.4 7.9l4 4.2", "M14.4 7.9l-4 4.2"),
        "export": ("M10 12.4V3", "M6.4 6.4 10 2.8l3.6 3.6", "M3.4 11.5v5h13.2v-5"),
        "filter": ("M2.8 4h14.4l-5.6 6.4v5.2l-3.2 1.6v-6.8z",),
        "fit": ("M3 7V3h4", "M13 3h4v4", "M17 13v4h-4", "M7 17H3v-4", "M6.8 7.6h6.4v4.8H6.8z"),
        "folder": ("M2.6 15.8V4.2h5l1.8 2.2h8v9.4z",),
        "grid": ("M3 3h5.6v5.6H3z", "M11.4 3H17v5.6h-5.6z", "M3 11.4h5.6V17H3z", "M11.4 11.4H17V17h-5.6z"),
        "help": (_RING, "M7.8 8.1c0-2.9 4.5-2.8 4.5-.1 0 1.8-2.2 1.8-2.2 3.4", "@M10 13.9h.2v.2H10z"),
        "history": ("M3.6 6.6a7.2 7.2 0 1 1-.7 4.6", "M3 2.9v4h4", "M10 6.2v4.2l2.9 1.7"),
        "info": (_RING, "M10 9.2v4.6", "@M9.9 6.3h.2v.2h-.2z"),
        "map": (
            "@M4 5a1 1 0 1 0 2 0a1 1 0 1 0 -2 0z",
            "@M7.2 4a1 1 0 1 0 2 0a1 1 0 1 0 -2 0z",
            "@M6 7.4a1 1 0 1 0 2 0a1 1 0 1 0 -2 0z",
            "@M13.6 6.2a1 1 0 1 0 2 0a1 1 0 1 0 -2 0z",
            "@M14.8 9.2a1 1 0 1 0 2 0a1 1 0 1 0 -2 0z",
            "@M3.4 13.6a1 1 0 1 0 2 0a1 1 0 1 0 -2 0z",
            "@M11.2 14.2a1 1 0 1 0 2 0a1 1 0 1 0 -2 0z",
            "@M14 15.6a1 1 0 1 0 2 0a1 1 0 1 0 -2 0z",
            "@M10.6 16.8a1 1 0 1 0 2 0a1 1 0 1 0 -2 0z",
        ),
        "more": ("@M4.2 9.4h1.2v1.2H4.2z", "@M9.4 9.4h1.2v1.2H9.4z", "@M14.6 9.4h1.2v1.2h-1.2z"),
        "next": ("M3.2 4.4v11.2L10 10z", "M10 4.4v11.2l6.8-5.6z"),
        "open": ("M2.8 15.8V4.2h4.8l1.8 2.2h6.4v2.4", "M2.8 15.8 5.4 8.8h12.2l-2.6 7z"),
        "overlay": ("M2.8 3.6h14.4v12.8H2.8z", "M5.6 13.4v-2", "M8.6 13.4V8.8", "M11.6 13.4v-3.2", "M14.6 13.4V6.6"),
        "project": ("M4 2.8h7.4L16 7.4v9.8H4z", "M11.2 3v4.6h4.6", "M7 11h6", "M7 13.8h4"),
        "ranking": ("M3 5h1.2", "M3 10h1.2", "M3 15h1.2", "M7 5h10", "M7 10h7", "M7 15h4"),
        "redo": ("M16.6 7.8H8.2a4.5 4.5 0 0 0 0 9h4", "M12.9 4 16.7 7.8l-3.8 3.8"),
        "search": _LENS,
        "settings": (
            "M10 7.3a2.7 2.7 0 1 0 .01 0z",
            "M10 2.6v2", "M10 15.4v2", "M2.6 10h2", "M15.4 10h2",
            "M4.8 4.8l1.4 1.4", "M13.8 13.8l1.4 1.4", "M15.2 4.8l-1.4 1.4", "M6.2 13.8l-1.4 1.4",
            "M10 4.9a5.1 5.1 0 1 0 .01 0z",
        ),
        "sort": ("M5.6 3.4v13", "M2.8 13.6l2.8 2.9 2.8-2.9", "M11 4.6h6.2", "M11 9.2h4.6", "M11 13.8h3"),
        "strategy": (_RING, "M10 6.4a3.6 3.6 0 1 0 .01 0z", "@M9.7 9.7h.6v.6h-.6z"),
        "theme": (_RING, "@M10 2.8a7.2 7.2 0 0 1 0 14.4z"),
        "topic": ("M2.9 2.9h7l7.2 7.2-7 7-7.2-7.2z", "@M6.3 6.3h.4v.4h-.4z"),
        "topics": ("M7.4 4.8a5.2 5.2 0 1 0 .01 0z", "M12.6 4.8a5.2 5.2 0 1 0 .01 0z"),
        "undo": ("M3.4 7.8h8.4a4.5 4.5 0 0 1 0 9h-4", "M7.1 4 3.3 7.8l3.8 3.8"),
        "viewer": ("M1.8 10C5.6 3.6 14.4 3.6 18.2 10 14.4 16.4 5.6 16.4 1.8 10z", "M10 7.4a2.6 2.6 0 1 0 .01 0z"),
        "warning": ("M10 3 18 16.8H2z", "M10 8.2v3.6", "@M9.9 14.2h.2v.2h-.2z"),
        "zoom-in": (*_LENS, "M8.6 6.2v4.8", "M6.2 8.6h4.8"),
        "zoom-out": (*_LENS, "M6.2 8.6h4.8"),
    }
)  # fmt: skip
"""Lines on a 20 × 20 canvas by icon name; a line that starts with "@" is filled."""


_LABELS = {label.word: label for label in Label}

ICON_NAMES = tuple(sorted({*PATHS, *_LABELS}))
"""Names of all icons."""


def _svg(parts: tuple[str, ...], color: str) -> bytes:
    """Return an SVG file of the parts in one color."""
    shapes = []
    for path in parts:
        fill = color if path.startswith("@") else "none"
        shapes.append(f'<path d="{path.removeprefix("@")}" fill="{fill}"/>')
    style = f'stroke="{color}" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 20"><g {style}>'
    return f"{head}{''.join(shapes)}</g></svg>".encode()


@cache
def _renderer(name: str, color: str) -> QSvgRenderer:
    return QSvgRenderer(QByteArray(_svg(PATHS[name], color)))


class _Engine(QIconEngine):
    """Paints an icon in the current palette, so that a change of theme requires no new icons."""

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
        color = palette.color(group, QPalette.ColorRole.ButtonText)
        if label is None:
            _renderer(self._name, color.name()).render(painter, box)
        else:
            ink = color if disabled else QColor(LABEL_STYLE[label].tone(palette).ink)
            draw_glyph(painter, box.adjusted(side * 0.12, side * 0.12, -side * 0.12, -side * 0.12), label, ink)
        painter.restore()

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """Return the icon on a transparent background."""
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
    """Return the icon named ``name`` (one of :data:`ICON_NAMES`); it follows changes of the theme."""
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
