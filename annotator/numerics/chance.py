"""Probability that an image is relevant, from the prediction of the model: the number that the window shows."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotator.types import FloatArray

SHARPNESS = 2.0
"""The regression is less certain than it could be; with this factor, about as many images are relevant as it says."""

_SMALLEST = 1e-30


def probability(mean: NDArray[Any] | float, std: NDArray[Any] | float) -> FloatArray:
    """Return P(relevant) = Phi(2 mean / std), elementwise, in [0, 1]; NaN where the mean is NaN.

    With the default model it is a frequency: docs/benchmark.md has its calibration error.
    """
    from scipy.special import ndtr  # takes half a second to import

    ratio = np.asarray(mean, np.float64) / np.maximum(np.asarray(std, np.float64), _SMALLEST)
    return np.asarray(ndtr(SHARPNESS * ratio))
