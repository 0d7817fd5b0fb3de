"""The look of the program: neutral grays, one accent color, three label colors, in a dark and a light version.

The grays have no hue, so that photographs keep theirs. The label colors are distinguishable with any kind of color
vision, and color is never the only cue: wherever a label color appears, a glyph and a word appear with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QFont, QPalette
from PySide6.QtWidgets import QApplication

from annotator.gui.text.translate import tr
from annotator.gui.widgets.colors import DARK, DARK_HIGH, LIGHT, LIGHT_HIGH, build_palette, is_dark
from annotator.gui.widgets.stylesheet import stylesheet
from annotator.types import Label

MODES = ("system", "light", "dark")

SPACING = 8
"""Distance between adjacent controls in logical pixels; other distances are half or twice this."""

RADIUS = 6
"""Corner radius of tiles, buttons and badges in logical pixels."""


@dataclass(frozen=True)
class Tone:
    """Colors of a label in one scheme, as ``#rrggbb``.

    Attributes:
        ink: Text and lines on the window's background; contrast at least 4.5:1.
        fill: Background of a badge.
        on_fill: Text and glyph on ``fill``; contrast at least 4.5:1.
    """

    ink: str
    fill: str
    on_fill: str


@dataclass(frozen=True)
class LabelStyle:
    """How a label looks: a word, a glyph for texts, and colors for each scheme."""

    text: str
    glyph: str
    light: Tone
    dark: Tone

    def tone(self, palette: QPalette) -> Tone:
        """Return the colors that match ``palette``."""
        return self.dark if is_dark(palette) else self.light


LABEL_STYLE: Mapping[Label | None, LabelStyle] = MappingProxyType(
    {
        Label.RELEVANT: LabelStyle(
            "Relevant", "✓", Tone("#00695c", "#00796b", "#ffffff"), Tone("#3fcfb4", "#2fbfa4", "#06231e")
        ),
        Label.IRRELEVANT: LabelStyle(
            "Irrelevant", "✗", Tone("#ad3a00", "#c04400", "#ffffff"), Tone("#ff8a5c", "#e8622a", "#1f0900")
        ),
        Label.UNSURE: LabelStyle(
            "Unsure", "?", Tone("#755c00", "#f5cd3d", "#2b2200"), Tone("#f7d651", "#f5cd3d", "#2b2200")
        ),
        None: LabelStyle(
            "Unlabelled", "", Tone("#5c5c5c", "#d6d6d6", "#2b2b2b"), Tone("#a6a6a6", "#4a4a4a", "#f0f0f0")
        ),
    }
)


def label_text(label: Label | None) -> str:
    """Return the word for ``label`` in the language of the window."""
    if label is Label.RELEVANT:
        return tr("Relevant")
    if label is Label.IRRELEVANT:
        return tr("Irrelevant")
    if label is Label.UNSURE:
        return tr("Unsure")
    return tr("Unlabelled")


class Theme(QObject):
    """The look of the running application; follows the system if the user chose that.

    Signals:
        changed(): Palette and style sheet were replaced.
    """

    changed = Signal()

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self.mode = "system"
        self._contrast = "system"
        self._scale = 100
        self._font = app.font()
        self._app = app
        self._hints = app.styleHints()
        app.setStyle("Fusion")
        self._hints.colorSchemeChanged.connect(self._follow)
        if hasattr(self._hints, "accessibility"):
            self._hints.accessibility().contrastPreferenceChanged.connect(self._follow)

    def set_mode(self, mode: str) -> None:
        """Apply the mode ``system``, ``light`` or ``dark`` immediately, in every window."""
        if mode not in MODES:
            raise ValueError(f"{mode!r} is not a theme; the themes are {', '.join(MODES)}")
        self.mode = mode
        wanted = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}.get(mode, Qt.ColorScheme.Unknown)
        self._hints.setColorScheme(wanted)  # native dialogs and title bars follow, where the system supports it
        self._paint()

    def set_aids(self, *, contrast: str, scale: int) -> None:
        """Set the contrast (``on``, ``off`` or ``system``) and the font scale in percent; they apply immediately."""
        if (contrast, scale) == (self._contrast, self._scale):
            return
        self._contrast = contrast
        if scale != self._scale:
            self._scale = scale
            font = QFont(self._font)
            font.setPointSizeF(self._font.pointSizeF() * scale / 100)
            self._app.setFont(font)
            self._app.setStyleSheet("")  # widgets with a style sheet apply a new font only with a new sheet
        self._paint()

    @property
    def dark(self) -> bool:
        """Whether the dark version is currently shown."""
        if self.mode == "system":
            return self._hints.colorScheme() == Qt.ColorScheme.Dark
        return self.mode == "dark"

    @property
    def high_contrast(self) -> bool:
        """Whether high contrast is set, here or in the system (known from Qt 6.10 on)."""
        if self._contrast != "system":
            return self._contrast == "on"
        if not hasattr(self._hints, "accessibility"):
            return False
        return self._hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast

    def _follow(self) -> None:
        self._paint()

    def _paint(self) -> None:
        usual, high = (DARK, DARK_HIGH) if self.dark else (LIGHT, LIGHT_HIGH)
        grays = high if self.high_contrast else usual
        self._app.setPalette(build_palette(grays))
        sheet = stylesheet(grays)
        if self._app.styleSheet() != sheet:
            self._app.setStyleSheet(sheet)
        self.changed.emit()


def apply_theme(app: QApplication, mode: str = "system") -> Theme:
    """Apply the mode ``system``, ``light`` or ``dark`` to ``app`` and return its theme, which lives as long as it."""
    theme = app.findChild(Theme) or Theme(app)
    theme.set_mode(mode)
    return theme
