"""Calibration of the scores to probabilities, and the number of relevant images left that is expected by them.

The model's Phi(mu / sqrt(v)) is not a frequency: far from all judgements it equals that of the prior. A logistic curve
of the same score is fitted to the leave-one-out scores of the judged images. Audited images are weighted to represent
those that were not drawn.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from annotator.model.leave_one_out import leave_one_out
from annotator.model.posterior import Posterior
from annotator.parameters import ModelSettings
from annotator.stopping.evidence import AUDIT
from annotator.types import Batch, FloatArray, IntArray, Snapshot


@dataclass(frozen=True)
class Logistic:
    """P(relevant) = 1 / (1 + exp(-(intercept + slope score)))."""

    intercept: float
    slope: float

    def __call__(self, score: FloatArray) -> FloatArray:
        """Return P(relevant) for each score."""
        return np.asarray(expit(self.intercept + self.slope * score))


def fit(score: FloatArray, relevant: FloatArray, weights: FloatArray, ridge: float = 1.0) -> Logistic:
    """Fit a weighted logistic curve.

    Args:
        score: mu / sqrt(v) of each image, shape (m,).
        relevant: Relevance, 1 or 0, shape (m,).
        weights: Number of images each one represents, shape (m,): 1 / pi for audited images, 1 for others.
        ridge: Strength of the penalty ridge / 2 slope^2, > 0, which keeps the slope finite for separable classes. The
            intercept is not penalized.

    Raises:
        ValueError: One of the classes is empty.
    """
    from sklearn.linear_model import LogisticRegression  # slow to import; not when the window starts

    if not 0 < np.sum(relevant > 0) < len(relevant):
        raise ValueError("calibration needs both relevant and irrelevant images")
    model = LogisticRegression(C=1 / ridge, solver="newton-cholesky", tol=1e-10)
    model.fit(score[:, None], relevant, sample_weight=weights)
    return Logistic(float(model.intercept_[0]), float(model.coef_[0, 0]))


def audit_weights(batches: Sequence[Batch], images: IntArray) -> FloatArray:
    """Return how many images each of ``images`` represents: 1 / pi if an audit drew it, else 1; shape (m,)."""
    pi = {
        i: chance
        for b in batches
        if b.strategy == AUDIT
        for i, chance in zip(b.images, b.scores, strict=True)
        if chance > 0
    }
    return np.array([1 / pi.get(image, 1.0) for image in images.tolist()])


def expected_left(
    posterior: Posterior, settings: ModelSettings, snapshot: Snapshot, weights: FloatArray, open_rows: IntArray
) -> float | None:
    """Return the sum of the calibrated P(relevant) of the unlabeled images; None unless both classes were judged.

    Args:
        posterior: Posterior given ``snapshot``.
        settings: Model settings in effect.
        snapshot: Labels.
        weights: Number of images each judged one represents, shape (m,): 1 / pi for audited images, 1 for others.
        open_rows: Rows of the unlabeled images.
    """
    relevant = (snapshot.y > 0).astype(np.float64)
    if not 0 < relevant.sum() < len(relevant):
        return None
    kernel = np.asarray(posterior.kernel(snapshot.rows, snapshot.rows), np.float64)
    mean, var = leave_one_out(kernel, snapshot.y, posterior.expected[snapshot.rows], settings.noise)
    latent = np.maximum(var - settings.noise, 1e-10)
    curve = fit(mean / np.sqrt(latent), relevant, weights)
    return float(np.nansum(curve(posterior.mean[open_rows] / np.sqrt(posterior.var[open_rows]))))
