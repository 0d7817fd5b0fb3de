"""Contrast, color vision, live switching, icons."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import resources
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QIcon, QImage, QPalette
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel
from pytestqt.qtbot import QtBot

from annotator.gui.grid.cell import CellPainter
from annotator.gui.widgets.colors import DARK, DARK_HIGH, LIGHT, LIGHT_HIGH, Grays, build_palette, is_dark
from annotator.gui.widgets.icons import ICON_NAMES, app_icon, icon
from annotator.gui.widgets.theme import LABEL_STYLE, Theme, apply_theme, label_text
from annotator.types import Label

SCHEMES = [DARK, LIGHT, DARK_HIGH, LIGHT_HIGH]
NAMES = ["dark", "light", "dark, high contrast", "light, high contrast"]


@pytest.fixture
def app(qapp: QApplication) -> Iterator[QApplication]:
    """Return the application; its look is put back after the test."""
    palette, sheet, style = qapp.palette(), qapp.styleSheet(), qapp.style().objectName()
    yield qapp
    theme = qapp.findChild(Theme)
    if theme is not None:
        theme.deleteLater()
    qapp.setStyleSheet(sheet)
    qapp.setStyle(style)
    qapp.setPalette(palette)


def linear(color: str) -> np.ndarray:
    c = np.array(QColor(color).getRgbF()[:3])
    return np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)


def contrast(first: str, second: str) -> float:
    """Return the WCAG contrast ratio."""
    a, b = (float(linear(c) @ [0.2126, 0.7152, 0.0722]) for c in (first, second))
    return (max(a, b) + 0.05) / (min(a, b) + 0.05)


# Machado, Oliveira & Fernandes 2009, severity 1, on linear RGB.
VISION = {
    "usual": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritanopia": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}


def lab(color: str, vision: np.ndarray) -> np.ndarray:
    """Return CIE L*a*b* (D65) as someone with this vision sees the color."""
    rgb = np.clip(vision @ linear(color), 0, 1)
    xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]) @ rgb
    f = np.cbrt(xyz / [0.9505, 1.0, 1.089])
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("grays", SCHEMES, ids=NAMES)
def test_text_is_readable_on_every_surface(grays: Grays) -> None:
    for surface in (grays.well, grays.window, grays.raised):
        assert contrast(grays.text, surface) >= 7
        assert contrast(grays.dim, surface) >= 4.5
        assert contrast(grays.link, surface) >= 4.5
    assert contrast(grays.on_accent, grays.accent) >= 4
    assert contrast(grays.blend(0.28), grays.window) >= 1.5


@pytest.mark.parametrize("grays", SCHEMES, ids=NAMES)
def test_grays_have_no_hue(grays: Grays) -> None:
    for color in (grays.well, grays.window, grays.raised, grays.line, grays.dim, grays.text):
        assert QColor(color).saturation() == 0


@pytest.mark.parametrize("grays", SCHEMES, ids=NAMES)
@pytest.mark.parametrize("label", [*Label, None])
def test_labels_are_readable(grays: Grays, label: Label | None) -> None:
    palette = build_palette(grays)
    tone = LABEL_STYLE[label].tone(palette)
    assert contrast(tone.on_fill, tone.fill) >= 4.5
    for surface in (grays.well, grays.window, grays.raised):
        assert contrast(tone.ink, surface) >= 4.5


@pytest.mark.parametrize("vision", VISION)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_labels_differ_for_every_kind_of_colour_vision(vision: str, scheme: str) -> None:
    colors = [getattr(LABEL_STYLE[label], scheme).fill for label in Label]
    for first, second in combinations(colors, 2):
        assert np.linalg.norm(lab(first, VISION[vision]) - lab(second, VISION[vision])) > 25, (first, second)


@pytest.mark.parametrize("grays", SCHEMES, ids=NAMES)
def test_names_are_readable_on_every_kind_of_cell(grays: Grays, app: QApplication) -> None:
    cells = CellPainter(build_palette(grays), app.font())
    for text, surface in cells.text_pairs():
        assert contrast(text.name(), surface.name()) >= 4.5


def test_each_label_has_its_own_word_and_glyph() -> None:
    assert [LABEL_STYLE[label].text for label in (*Label, None)] == [label_text(label) for label in (*Label, None)]
    assert {LABEL_STYLE[label].glyph for label in Label} == {"✓", "✗", "?"}


def test_switching_live(app: QApplication, qtbot: QtBot) -> None:
    theme = apply_theme(app, "dark")
    label = QLabel("text")
    qtbot.addWidget(label)
    label.show()
    assert is_dark(label.palette())
    assert theme.dark
    with qtbot.waitSignal(theme.changed):
        assert apply_theme(app, "light") is theme
    assert not is_dark(label.palette())
    assert label.palette().color(QPalette.ColorRole.Window) == QColor(LIGHT.window)
    assert app.style().name() in ("fusion", "")


def test_system_follows_the_system(app: QApplication) -> None:
    theme = apply_theme(app, "system")
    expected = app.styleHints().colorScheme() == Qt.ColorScheme.Dark
    assert theme.dark == expected
    assert is_dark(app.palette()) == expected


def test_unknown_theme(app: QApplication) -> None:
    with pytest.raises(ValueError, match="the themes are system, light, dark"):
        apply_theme(app, "sepia")


def test_disabled_text_is_paler_but_visible() -> None:
    palette = build_palette(DARK)
    faded = palette.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.ButtonText)
    assert 2 < contrast(faded.name(), DARK.window) < contrast(DARK.text, DARK.window)


def drawn(picture: QIcon, side: int = 24, mode: QIcon.Mode = QIcon.Mode.Normal) -> QImage:
    return picture.pixmap(QSize(side, side), mode).toImage().convertToFormat(QImage.Format.Format_ARGB32)


def ink(image: QImage) -> np.ndarray:
    """Return the color of the most opaque pixel."""
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(-1, 4)
    return pixels[np.argmax(pixels[:, 3]), 2::-1].astype(int)


@pytest.mark.parametrize("name", ICON_NAMES)
def test_every_icon_draws_something_and_follows_the_theme(app: QApplication, name: str) -> None:
    apply_theme(app, "dark")
    picture = icon(name)
    dark = drawn(picture)
    assert np.frombuffer(dark.constBits(), np.uint8)[3::4].max() > 150
    apply_theme(app, "light")
    light = drawn(picture)
    assert ink(dark).sum() > ink(light).sum() + 100 or name in {label.word for label in Label}
    assert dark != light
    assert drawn(picture, mode=QIcon.Mode.Disabled) != light


def test_icons_differ() -> None:
    assert len({bytes(drawn(icon(name), 48).constBits()) for name in ICON_NAMES}) == len(ICON_NAMES)


def test_icons_survive_copies_and_many_uses(app: QApplication) -> None:
    copies = [QIcon(icon("undo")) for _ in range(300)]
    for copy in copies:
        copy.addPixmap(app_icon().pixmap(16, 16)) if copy is copies[0] else copy.pixmap(20, 20)
    assert not copies[-1].isNull()


def test_unknown_icon() -> None:
    with pytest.raises(KeyError, match="there is no icon 'spaceship'"):
        icon("spaceship")


def test_the_icon_of_the_program_is_packaged_once() -> None:
    assert {size.width() for size in app_icon().availableSizes()} >= {16, 32, 256}
    packaged = resources.files("annotator.gui").joinpath("resources/annotator.svg").read_bytes()
    artwork = Path(__file__).resolve().parents[3] / "resources" / "icons" / "annotator.svg"
    assert artwork.read_bytes() == packaged


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("checked", [False, True])
def test_a_check_box_is_seen_on_the_window(app: QApplication, qtbot: QtBot, mode: str, checked: bool) -> None:
    apply_theme(app, mode)
    box = QCheckBox()
    qtbot.addWidget(box)
    box.setChecked(checked)
    box.resize(40, 30)
    box.show()
    drawn = box.grab().toImage()
    colors = {drawn.pixelColor(x, y).name() for x in range(40) for y in range(30)}
    assert max(contrast(color, app.palette().window().color().name()) for color in colors) >= 3
    if checked:  # the box is filled, and there is a tick in it
        fill = app.palette().highlight().color().name()
        assert fill in colors
        assert contrast("#ffffff", fill) >= 3
        assert max(contrast(color, fill) for color in colors - {app.palette().window().color().name()}) >= 3
