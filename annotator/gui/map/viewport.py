"""Which part of a map is on screen, and where."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from annotator.numerics.tsne import Positions

_FILLS = 0.94  # share of the view that the whole map fills
_NEAREST = 4_000.0  # times the scale of the whole map, at most


@dataclass(frozen=True)
class MapViewport:
    """A view of ``width`` by ``height`` logical pixels, centered on a point of the map.

    Attributes:
        x, y: The point of the map at the center of the view.
        scale: Logical pixels per unit of the map.
        width, height: Size of the view, at least 1.
        whole: The scale at which the whole map fits.
    """

    x: float = 0.0
    y: float = 0.0
    scale: float = 1.0
    width: int = 1
    height: int = 1
    whole: float = 1.0

    @classmethod
    def fitting(cls, positions: Positions, width: int, height: int) -> MapViewport:
        """Return the view of the whole map; NaN are ignored."""
        width, height = max(width, 1), max(height, 1)
        there = positions[np.isfinite(positions).all(axis=1)]
        if not len(there):
            return cls(width=width, height=height)
        low, high = there.min(axis=0).astype(float), there.max(axis=0).astype(float)
        extent = np.maximum(high - low, 1e-6)
        scale = float(min(_FILLS * width / extent[0], _FILLS * height / extent[1]))
        center = (low + high) / 2
        return cls(float(center[0]), float(center[1]), scale, width, height, scale)

    def resized(self, positions: Positions, width: int, height: int) -> MapViewport:
        """Return the view in another size: the whole map if that is on screen, else the same part and scale."""
        fitting = MapViewport.fitting(positions, width, height)
        if self.at_whole:
            return fitting
        return replace(self, width=fitting.width, height=fitting.height, whole=fitting.whole)

    @property
    def at_whole(self) -> bool:
        """Whether the view has not been zoomed."""
        return self.scale == self.whole

    def zoomed(self, factor: float, at_x: float, at_y: float) -> MapViewport:
        """Return the view enlarged by ``factor``; what is at the point ``at_x``, ``at_y`` of the view stays there."""
        scale = float(np.clip(self.scale * factor, self.whole / 2, self.whole * _NEAREST))
        keep_x, keep_y = self.on_map(at_x, at_y)
        across, up = at_x - self.width / 2, self.height / 2 - at_y
        return replace(self, scale=scale, x=keep_x - across / scale, y=keep_y - up / scale)

    def moved(self, right: float, down: float) -> MapViewport:
        """Return the view after its contents were moved by logical pixels."""
        return replace(self, x=self.x - right / self.scale, y=self.y + down / self.scale)

    def centered(self, x: float, y: float) -> MapViewport:
        """Return the view with a point of the map at its center."""
        return replace(self, x=x, y=y)

    def on_map(self, at_x: float, at_y: float) -> tuple[float, float]:
        """Return the point of the map at a point of the view."""
        return self.x + (at_x - self.width / 2) / self.scale, self.y - (at_y - self.height / 2) / self.scale

    def on_screen(self, positions: Positions, ratio: float = 1.0) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Return where places of the map are in the view, in units of 1 / ``ratio`` logical pixels."""
        scale = np.float32(self.scale * ratio)
        across = (positions[:, 0] - np.float32(self.x)) * scale + np.float32(ratio * self.width / 2)
        down = (np.float32(self.y) - positions[:, 1]) * scale + np.float32(ratio * self.height / 2)
        return across, down
