"""Comparison of feature sets for a topic by leave-one-out predictions of a Gaussian process on its labels."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from annotator.errors import ModelError
from annotator.metrics import average_precision
from annotator.model.label_quality import opinions, too_few
from annotator.types import FloatArray

REPEATS = 200
"""Number of bootstrap samples of the judged images."""


@dataclass(frozen=True)
class Fit:
    """How well a feature set predicts each judgement from all others.

    Attributes:
        judged: Number of judged images that have features.
        average_precision: Average precision of the judged images by leave-one-out probability, in [0, 1].
        error: Bootstrap standard error of the average precision.
        log_likelihood: Mean log probability of the given labels, <= 0; 0 is best.
    """

    judged: int
    average_precision: float
    error: float
    log_likelihood: float


def fit(kernel: FloatArray, y: FloatArray, prior_mean: float, noise: float, seed: int = 0) -> Fit:
    """Return how well a kernel over m judged images predicts their labels.

    Args:
        kernel: Prior covariance, shape (m, m).
        y: Labels, shape (m,), +1 or -1.
        prior_mean, noise: As in :func:`annotator.model.label_quality.opinions`.
        seed: Seed of the bootstrap.

    Raises:
        ModelError: Too few judgements for leave-one-out.
    """
    if note := too_few(y):
        raise ModelError("{note}", note=note)
    found = opinions(kernel, y, prior_mean, noise)
    rng = np.random.default_rng(seed)
    repeated = []
    for _ in range(REPEATS):
        sample = rng.integers(0, len(y), len(y))
        if (y[sample] > 0).any():
            repeated.append(_precision(found.probability[sample], y[sample]))
    quality = np.clip(found.quality, 1e-12, 1.0)
    return Fit(len(y), _precision(found.probability, y), float(np.std(repeated)), float(np.log(quality).mean()))


def _precision(probability: FloatArray, y: FloatArray) -> float:
    return average_precision(y[np.argsort(-probability, kind="stable")] > 0)
