"""The color schemes: neutral grays, so that photographs keep their hues, and one accent color."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QColor, QPalette


def mix(first: QColor, second: QColor, share: float) -> QColor:
    """Return the mix of ``share`` of ``first`` and 1 - ``share`` of ``second``, with ``share`` in [0, 1]."""
    rest = 1 - share
    return QColor(
        round(first.red() * share + second.red() * rest),
        round(first.green() * share + second.green() * rest),
        round(first.blue() * share + second.blue() * rest),
    )


@dataclass(frozen=True)
class Grays:
    """Colors of a scheme, as ``#rrggbb``.

    Attributes:
        well: Surface behind images, lists and text fields.
        window: Surface of the window and its bars.
        raised: Surface of buttons, menus and cells.
        line: Borders and separators.
        dim: Secondary text; contrast with every surface at least 4.5:1.
        text: Text.
        accent: Selection and the default button.
        on_accent: Text on ``accent``.
        link: Links and the focus ring.
    """

    well: str
    window: str
    raised: str
    line: str
    dim: str
    text: str
    accent: str
    on_accent: str
    link: str

    def blend(self, share: float) -> str:
        """Return ``share`` of the text color over the window, as ``#rrggbb``."""
        return mix(QColor(self.text), QColor(self.window), share).name()


DARK = Grays("#191919", "#242424", "#343434", "#474747", "#a3a3a3", "#e4e4e4", "#3d7fd9", "#ffffff", "#7fb2f5")
LIGHT = Grays("#fbfbfb", "#efefef", "#ffffff", "#c6c6c6", "#5f5f5f", "#1f1f1f", "#1f65c1", "#ffffff", "#1a5cb3")
DARK_HIGH = Grays("#000000", "#000000", "#1c1c1c", "#9a9a9a", "#d6d6d6", "#ffffff", "#1f6feb", "#ffffff", "#9cc4ff")
LIGHT_HIGH = Grays("#ffffff", "#ffffff", "#ffffff", "#5a5a5a", "#333333", "#000000", "#0a47a1", "#ffffff", "#0a3f92")


def readable_on(fill: QColor) -> QColor:
    """Return black or white, whichever has the higher contrast with ``fill``: always at least 4.5:1."""
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (fill.redF(), fill.greenF(), fill.blueF())
    ]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return QColor("#000000" if luminance > 0.179 else "#ffffff")


def is_dark(palette: QPalette) -> bool:
    """Return whether ``palette`` has light text on a dark background."""
    return palette.window().color().lightness() < palette.windowText().color().lightness()


def build_palette(grays: Grays) -> QPalette:
    """Return the complete palette of a scheme for the active, inactive and disabled groups."""
    palette = QPalette()
    role = QPalette.ColorRole
    colors = {
        role.Window: grays.window, role.WindowText: grays.text, role.Base: grays.well, role.AlternateBase: grays.window,
        role.Text: grays.text, role.PlaceholderText: grays.dim, role.Button: grays.raised, role.ButtonText: grays.text,
        role.BrightText: grays.on_accent, role.ToolTipBase: grays.raised, role.ToolTipText: grays.text,
        role.Highlight: grays.accent, role.HighlightedText: grays.on_accent, role.Accent: grays.accent,
        role.Link: grays.link, role.LinkVisited: grays.link, role.Mid: grays.line, role.Midlight: grays.line,
        role.Dark: grays.well, role.Light: grays.raised, role.Shadow: "#000000",
    }  # fmt: skip
    for which, color in colors.items():
        palette.setColor(QPalette.ColorGroup.All, which, QColor(color))
    faded = QColor(grays.blend(0.45))
    for which in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        palette.setColor(QPalette.ColorGroup.Disabled, which, faded)
    palette.setColor(QPalette.ColorGroup.Disabled, role.Highlight, QColor(grays.line))
    return palette
