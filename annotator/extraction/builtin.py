"""Built-in image descriptor of color, texture and shape, which needs no neural network and no download.

An image is described by histograms of its colors in CIE Lab (Swain and Ballard 1991, with the square roots of
Arandjelovic and Zisserman 2012), of uniform local binary patterns (Ojala et al. 2002) and of oriented gradients (Dalal
and Triggs 2005). Colors and patterns are counted in the whole image and in its quarters (Lazebnik et al. 2006). The
histograms are computed by scikit-image. A trained network is better if one is available; docs/extract.md has numbers.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

EDGE = 128
_LIGHTNESS = np.linspace(0, 100, 9)
_OPPONENT = np.array([-128, -24, -8, 8, 24, 128])
_RADII = (1, 2)
_UNIFORM = 10
"""Number of uniform patterns of eight neighbors."""
_CELL = 16
_DIRECTIONS = 9
WEIGHTS = {"colour": 0.5, "texture": 2.0, "shape": 0.5}
"""Weight of each part in the squared distance; docs/extract.md explains the choice."""


class BuiltIn:
    """Color, texture and shape of an image, 908 numbers."""

    name = "annotator-builtin"
    version = "2"
    preprocessing = f"upright, sRGB, resized to {EDGE} x {EDGE} pixels"
    edge = 2 * EDGE

    @property
    def d(self) -> int:
        """Number of features per image."""
        return sum(len(part) for part in self.parts(Image.new("RGB", (8, 8))).values())

    def prepare(self, image: Image.Image) -> NDArray[Any]:
        """Return the descriptor of an image, shape (d,), float32, of unit length."""
        total = np.sqrt(sum(WEIGHTS.values()))
        scaled = [np.sqrt(WEIGHTS[name]) / total * part for name, part in self.parts(image).items()]
        return np.concatenate(scaled).astype(np.float32)

    def encode(self, prepared: list[NDArray[Any]]) -> NDArray[Any]:
        """Stack descriptors as rows."""
        return np.stack(prepared)

    @staticmethod
    def parts(image: Image.Image) -> dict[str, NDArray[np.float64]]:
        """Return color, texture and shape, each of unit length (or 0 if empty)."""
        from skimage.color import rgb2gray, rgb2lab

        pixels = np.asarray(image.convert("RGB").resize((EDGE, EDGE), Image.Resampling.BILINEAR))
        gray = rgb2gray(pixels)
        return {
            "colour": _unit(_color(rgb2lab(pixels))),
            "texture": _unit(_texture(np.round(gray * 255).astype(np.uint8))),
            "shape": _unit(_shape(gray)),
        }


def _color(lab: NDArray[Any]) -> NDArray[np.float64]:
    light = np.clip(np.digitize(lab[..., 0], _LIGHTNESS) - 1, 0, len(_LIGHTNESS) - 2)
    green, blue = (np.clip(np.digitize(lab[..., i], _OPPONENT) - 1, 0, len(_OPPONENT) - 2) for i in (1, 2))
    side = len(_OPPONENT) - 1
    # Joint bins use a coarser lightness: shadows change it, and bins that are too fine stay empty.
    joint = (light // 2 * side + green) * side + blue
    counts = [_counts(joint, 4 * side * side, grid=1)]
    counts += [_counts(joint_part, size, grid=2) for joint_part, size in ((light, 8), (green * side + blue, side**2))]
    return np.sqrt(np.concatenate(counts))


def _texture(gray: NDArray[np.uint8]) -> NDArray[np.float64]:
    from skimage.feature import local_binary_pattern

    counts = []
    for radius in _RADII:
        patterns = local_binary_pattern(gray, 8, radius, "uniform").astype(int)  # type: ignore[no-untyped-call]
        counts += [_counts(patterns, _UNIFORM, grid) for grid in (1, 2)]
    return np.sqrt(np.concatenate(counts))


def _shape(gray: NDArray[Any]) -> NDArray[np.float64]:
    from skimage.feature import hog

    found: NDArray[np.float64] = hog(
        gray, _DIRECTIONS, (_CELL, _CELL), (1, 1), block_norm="L2", transform_sqrt=True, feature_vector=True
    )
    return np.sqrt(found)


def _counts(bins: NDArray[Any], size: int, grid: int) -> NDArray[np.float64]:
    """Return the bin frequencies in each field of a grid, concatenated."""
    return np.concatenate([np.bincount(field.ravel(), minlength=size) / field.size for field in _fields(bins, grid)])


def _fields(bins: NDArray[Any], grid: int) -> Iterator[NDArray[Any]]:
    for rows in np.array_split(bins, grid):
        yield from np.array_split(rows, grid, axis=1)


def _unit(vector: NDArray[np.float64]) -> NDArray[np.float64]:
    length = np.linalg.norm(vector)
    return vector / length if length > 0 else vector
