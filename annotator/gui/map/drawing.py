"""Draws a map of any number of images into an array of pixels; runs in a thread of its own.

Far away, the map shows how many images lie where; nearer, every image is a dot; nearest, some are small pictures.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from annotator.data.exporting.tables import probabilities
from annotator.gui.map.look import CLUSTER_COLORS, SHADES, MapLook, Mask, disc, label_shape, ring
from annotator.gui.map.viewport import MapViewport
from annotator.numerics.tsne import Positions
from annotator.types import UNLABELLED, BoolArray, IntArray, Label, LabelCodes, Ranking

Pixels = NDArray[np.uint32]

THUMBNAIL = 56
"""Longer side of a small picture on the map, in logical pixels."""

FEW = 400
"""With at most so many images on screen, some are shown as pictures."""

_MOST_PICTURES = 120
_CROWDED = 16.0  # logical pixels per image; with fewer, the brightness shows how many images lie on a pixel
_MANY = 3_000  # so many labels or selected images get smaller shapes


@dataclass(frozen=True, eq=False)
class MapContents:
    """What is drawn; arrays are never changed afterwards.

    Attributes:
        positions: Place of every image, shape (N, 2); NaN for none.
        codes: Label codes, shape (N,).
        ranking: The predictions to show; None for none.
        passing: Images that pass the filter, shape (N,); None for all.
        selected: Selected images, shape (N,); None for none.
        batch: Images of the batch.
        clusters: Cluster of every image in place of predictions, shape (N,), -1 for none; None for predictions.
    """

    positions: Positions
    codes: LabelCodes
    ranking: Ranking | None = None
    passing: BoolArray | None = None
    selected: BoolArray | None = None
    batch: tuple[int, ...] = ()
    clusters: IntArray | None = None


@dataclass(frozen=True, eq=False)
class Drawn:
    """A drawing.

    Attributes:
        pixels: Shape (height, width), 0xffRRGGBB.
        viewport: What it shows.
        pictures: Images to be drawn as pictures, the most important last.
    """

    pixels: Pixels
    viewport: MapViewport
    pictures: tuple[int, ...] = ()


def shades_of(ranking: Ranking | None, n_images: int) -> NDArray[np.uint8]:
    """Return the number of the color of each image, from 1 for the least probability; 0 for no prediction."""
    found = np.zeros(n_images, np.uint8)
    if ranking is not None:
        chance = probabilities(ranking)
        known = ~np.isnan(chance)
        found[ranking.images[known]] = 1 + np.minimum(chance[known] * SHADES, SHADES - 1).astype(np.uint8)
    return found


class MapPainter:
    """Draws; what depends only on the ranking is remembered between drawings."""

    def __init__(self) -> None:
        self._ranking: Ranking | None = None
        self._shades: NDArray[np.uint8] = np.zeros(0, np.uint8)

    def draw(self, contents: MapContents, viewport: MapViewport, look: MapLook, ratio: float) -> Drawn:
        """Draw what is in the view; ``ratio`` is the number of device pixels per logical pixel."""
        n = len(contents.positions)
        if contents.ranking is not self._ranking or len(self._shades) != n:
            self._ranking, self._shades = contents.ranking, shades_of(contents.ranking, n)
        canvas = _Canvas(viewport, look, ratio)
        across, down = viewport.on_screen(contents.positions, ratio)
        inside = np.flatnonzero(canvas.holds(across, down))
        at = canvas.pixels_at(across[inside], down[inside])
        unlabelled = contents.codes[inside] == UNLABELLED
        passing = np.ones(len(inside), np.bool_) if contents.passing is None else contents.passing[inside]
        if contents.selected is not None:  # below the dots, whose colors stay visible
            canvas.halos(at[contents.selected[inside]], look.selected)
        canvas.dots(at[~passing], np.zeros(int(np.count_nonzero(~passing)), np.uint8), (look.faint,))
        plain = np.flatnonzero(passing & unlabelled)
        shade, colors = self._shades[inside[plain]], look.shades
        if contents.clusters is not None:
            of = contents.clusters[inside[plain]]
            shade, colors = np.where(of < 0, 0, 1 + of % CLUSTER_COLORS).astype(np.uint8), look.clusters
        order = np.argsort(shade, kind="stable")  # the likeliest on top; a radix sort, fast for a million images
        canvas.dots(at[plain[order]], shade[order], (look.plain, *colors))
        if contents.batch:
            canvas.rings(at[np.isin(inside, contents.batch)], look.batch)
        for label, color in look.labels:
            canvas.labels(at[passing & (contents.codes[inside] == label.value)], label, color)
        pictures = self._pictures(contents, viewport, inside[passing])
        return Drawn(canvas.finished(), viewport, pictures)

    def _pictures(self, contents: MapContents, viewport: MapViewport, inside: IntArray) -> tuple[int, ...]:
        """Return images whose pictures do not overlap, if few images are on screen."""
        if len(inside) > FEW or not len(inside):
            return ()
        weight = self._shades[inside].astype(np.int64) + 100 * (contents.codes[inside] != UNLABELLED)
        weight += 1000 * np.isin(inside, contents.batch)
        if contents.selected is not None:
            weight += 2000 * contents.selected[inside]
        wanted = inside[np.argsort(-weight, kind="stable")]
        across, down = viewport.on_screen(contents.positions[wanted])
        taken: list[int] = []
        for place in range(len(wanted)):
            apart = np.maximum(np.abs(across[taken] - across[place]), np.abs(down[taken] - down[place]))
            if not len(taken) or apart.min() > THUMBNAIL + 4:
                taken.append(place)
            if len(taken) == _MOST_PICTURES:
                break
        return tuple(wanted[taken[::-1]].tolist())


class _Canvas:
    """Pixels of a view, with a margin so that shapes at the edge need no clipping."""

    def __init__(self, viewport: MapViewport, look: MapLook, ratio: float) -> None:
        self._look, self._ratio = look, ratio
        self._margin = int(np.ceil(16 * ratio))
        self._width, self._height = round(viewport.width * ratio), round(viewport.height * ratio)
        self._stride = self._width + 2 * self._margin
        self._pixels = np.full(self._stride * (self._height + 2 * self._margin), look.well, np.uint32)

    def holds(self, across: NDArray[np.float32], down: NDArray[np.float32]) -> BoolArray:
        """Return which places are on the canvas; NaN are not."""
        with np.errstate(invalid="ignore"):
            found = (across > -1) & (across < self._width + 1) & (down > -1) & (down < self._height + 1)
        return np.asarray(found, np.bool_)

    def pixels_at(self, across: NDArray[np.float32], down: NDArray[np.float32]) -> IntArray:
        """Return the numbers of the pixels at these places."""
        row, column = down.astype(np.int64) + self._margin, across.astype(np.int64) + self._margin
        return np.asarray(row * self._stride + column)

    def finished(self) -> Pixels:
        """Return the pixels of the view, shape (height, width)."""
        margin = self._margin
        whole = self._pixels.reshape(-1, self._stride)
        return np.ascontiguousarray(whole[margin : margin + self._height, margin : margin + self._width])

    def dots(self, at: IntArray, color: NDArray[np.uint8], colors: tuple[int, ...]) -> None:
        """Draw dots, the last ones on top; where they crowd, brighter pixels hold more of them."""
        if not len(at):
            return
        room = self._width * self._height / self._ratio**2 / len(at)
        table = np.array(colors, np.uint32)
        if room < _CROWDED:
            self._density(at, table[color])
        else:
            self._stamp(at, disc(min(0.22 * np.sqrt(room), 4.5) * self._ratio), table[color])

    def _density(self, at: IntArray, colors: Pixels) -> None:
        count = np.bincount(at, minlength=len(self._pixels))
        there = np.flatnonzero(count)
        self._pixels[at] = colors
        share = np.log1p(count[there]) / np.log1p(count.max())
        share = (0.75 + 0.25 * share).astype(np.float32)
        mixed = np.zeros(len(there), np.uint32)
        for shift in (0, 8, 16):
            front = (self._pixels[there] >> np.uint32(shift)) & np.uint32(255)
            back = np.float32((self._look.well >> shift) & 255)
            mixed |= (front * share + back * (1 - share)).astype(np.uint32) << np.uint32(shift)
        self._pixels[there] = mixed | np.uint32(0xFF000000)

    def halos(self, at: IntArray, color: int) -> None:
        """Draw what surrounds the selected images."""
        self._stamp(at, disc((4.0 if len(at) > _MANY else 7.5) * self._ratio), color)

    def rings(self, at: IntArray, color: int) -> None:
        """Draw what surrounds the images of the batch."""
        self._stamp(at, ring(6.5 * self._ratio, 1.5 * self._ratio), color)

    def labels(self, at: IntArray, label: Label, color: int) -> None:
        """Draw the shape of a label, with a border that parts it from what is below."""
        radius = (2.5 if len(at) > _MANY else 4.5) * self._ratio
        self._stamp(at, label_shape(label, radius, 1.2 * self._ratio), self._look.well)
        self._stamp(at, label_shape(label, radius), color)

    def _stamp(self, at: IntArray, shape: Mask, colors: Pixels | int) -> None:
        row, column = np.nonzero(shape)
        middle = len(shape) // 2
        for offset in ((row - middle) * self._stride + column - middle).tolist():
            self._pixels[at + offset] = colors
