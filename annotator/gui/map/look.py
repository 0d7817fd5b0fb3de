"""The colors and shapes of the map, in the colors of the window."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QPalette

from annotator.gui.widgets.colors import is_dark, mix
from annotator.gui.widgets.theme import LABEL_STYLE
from annotator.types import Label

SHADES = 16
"""Number of colors for probabilities."""

CLUSTER_COLORS = 12
"""Number of colors for clusters."""

LABELS = (Label.IRRELEVANT, Label.UNSURE, Label.RELEVANT)
"""In the order in which they are drawn: the last ones are on top."""

_UNLIKELY = {True: "#55505c", False: "#cdc8d2"}  # purple: no label and no selection has this hue
_LIKELY = {True: "#eaa8ff", False: "#7512a0"}

_GOLDEN = 0.618034  # of the circle of hues, which spreads any number of them

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class MapLook:
    """Colors as 0xffRRGGBB.

    Attributes:
        well: The background.
        plain: Images without a prediction.
        faint: Images that do not pass the filter.
        shades: From the least to the highest probability.
        labels: Of each label.
        clusters: Of clusters in turn; neighboring ones differ.
        selected, batch: Around selected images, and around those of the batch.
    """

    well: int
    plain: int
    faint: int
    shades: tuple[int, ...]
    labels: tuple[tuple[Label, int], ...]
    selected: int
    batch: int
    clusters: tuple[int, ...]

    @classmethod
    def of(cls, palette: QPalette) -> MapLook:
        """Return the colors that match ``palette``."""
        dark, well = is_dark(palette), palette.base().color()
        low, high = QColor(_UNLIKELY[dark]), QColor(_LIKELY[dark])
        shades = tuple(mix(high, low, step / (SHADES - 1)).rgb() for step in range(SHADES))
        labels = tuple((label, QColor(LABEL_STYLE[label].tone(palette).ink).rgb()) for label in LABELS)
        text = palette.text().color()
        return cls(
            well.rgb(),
            mix(text, well, 0.45).rgb(),
            mix(text, well, 0.13).rgb(),
            shades,
            labels,
            palette.link().color().rgb(),
            text.rgb(),
            _cluster_colors(dark),
        )


def _cluster_colors(dark: bool) -> tuple[int, ...]:
    """Return muted colors far apart from one to the next, which leave the strong ones to the labels."""
    hues = [(0.08 + turn * _GOLDEN) % 1.0 for turn in range(CLUSTER_COLORS)]
    return tuple(QColor.fromHsvF(hue, 0.42, 0.85 if dark else 0.68).rgb() for hue in hues)


def disc(radius: float) -> Mask:
    """Return a filled circle; like every shape a square mask with an odd side, its center in the middle."""
    x, y = _grid(radius)
    return np.asarray(x * x + y * y <= (radius + 0.3) ** 2)


def ring(radius: float, width: float) -> Mask:
    """Return a circle of that outer radius."""
    x, y = _grid(radius)
    square = x * x + y * y
    return np.asarray((square <= (radius + 0.3) ** 2) & (square > (radius - width + 0.3) ** 2))


def frame(radius: float, width: float) -> Mask:
    """Return the outline of a square."""
    x, y = _grid(radius)
    far = np.maximum(np.abs(x), np.abs(y))
    return np.asarray((far <= radius) & (far > radius - width))


def label_shape(label: Label, radius: float, grown: float = 0.0) -> Mask:
    """Return the shape of a label: a circle, a cross or a triangle.

    Args:
        label: The label.
        radius: Half the size of the shape.
        grown: Width of a border to add around it.
    """
    x, y = _grid(radius + grown)
    if label is Label.RELEVANT:
        return np.asarray(x * x + y * y <= (radius + grown) ** 2)
    if label is Label.IRRELEVANT:
        arm = np.minimum(np.abs(x - y), np.abs(x + y)) <= 0.45 * radius + 1.4 * grown
        return np.asarray(arm & (np.maximum(np.abs(x), np.abs(y)) <= 0.85 * radius + grown))
    return np.asarray((y <= 0.8 * radius + grown) & (2 * np.abs(x) <= y + radius * 1.2 + 2 * grown))


def _grid(radius: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    reach = int(np.ceil(radius))
    at = np.arange(-reach, reach + 1, dtype=np.float64)
    return at[None, :], at[:, None]
