"""Screening of the candidates of a part: which can be selected by a strategy, whatever the other parts contain.

A strategy that considers only the best candidates by some order selects the same batch from the best candidates of
every part as from all images. Strategies that consider random images, or all images, have no such order.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np

from annotator.types import FloatArray

Screen = Callable[[FloatArray, FloatArray, float], FloatArray]
"""Returns scores, higher is better, from posterior mean, variance and noise variance."""


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
"""Orders required by each strategy; other strategies do not support clusters."""
