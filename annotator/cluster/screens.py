"""Which candidates of a part can matter to a strategy, whatever the other parts hold.

A strategy that looks at nothing but the best candidates by an order of their own chooses the same batch from the best
of every part as from all images. Strategies that look at random images, or at every image, have no such order.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np

from annotator.types import FloatArray

Screen = Callable[[FloatArray, FloatArray, float], FloatArray]
"""Returns scores, the highest first, from posterior mean, variance and noise variance."""


def _nearness(mean: FloatArray, var: FloatArray, _noise: float) -> FloatArray:
    return np.asarray(-np.square(mean) / var)


def _noisy_nearness(mean: FloatArray, var: FloatArray, noise: float) -> FloatArray:
    return np.asarray(-np.abs(mean) / np.sqrt(var + noise))


SCREENS: Mapping[str, Screen] = MappingProxyType(
    {
        "nearness": _nearness,
        "noisy nearness": _noisy_nearness,
        "mean": lambda mean, _var, _noise: mean,
        "boundary": lambda mean, _var, _noise: np.asarray(-np.abs(mean)),
        "variance": lambda _mean, var, _noise: var,
    }
)

OF_STRATEGY: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "ital": ("nearness", "mean"),
        "entropy": ("nearness",),
        "least-confidence": ("nearness",),
        "uncertainty": ("noisy nearness",),
        "topscoring": ("mean",),
        "borderline": ("boundary",),
        "variance": ("variance",),
    }
)
"""Orders that each strategy needs; others cannot choose over a cluster."""
