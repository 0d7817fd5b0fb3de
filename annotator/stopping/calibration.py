"""Calibration of the scores to probabilities.

The model's Phi(mu / sqrt(v)) is not a frequency: far from all judgements it equals that of the prior. A logistic curve
of the same score is fitted to the leave-one-out scores of the judged images. Audited images are weighted to represent
those that were not drawn.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from annotator.types import FloatArray

_STEPS = 50
_TOLERANCE = 1e-10


@dataclass(frozen=True)
class Logistic:
    """P(relevant) = 1 / (1 + exp(-(intercept + slope score)))."""

    intercept: float
    slope: float

    def __call__(self, score: FloatArray) -> FloatArray:
        """Return P(relevant) for each score."""
        return np.asarray(expit(self.intercept + self.slope * score))


def fit(score: FloatArray, relevant: FloatArray, weights: FloatArray, ridge: float = 1.0) -> Logistic:
    """Fit a weighted logistic curve by iteratively reweighted least squares.

    Args:
        score: mu / sqrt(v) of each image, shape (m,).
        relevant: Relevance, 1 or 0, shape (m,).
        weights: Number of images each one represents, shape (m,): 1 / pi for audited images, 1 for others.
        ridge: Strength of the penalty ridge / 2 slope^2, > 0, which keeps the slope finite for separable classes. The
            intercept is not penalized.

    Raises:
        ValueError: One of the classes is empty.
    """
    if not 0 < np.sum(relevant > 0) < len(relevant):
        raise ValueError("calibration needs both relevant and irrelevant images")
    X = np.column_stack([np.ones_like(score), score])
    share = np.average(relevant, weights=weights)
    beta = np.array([np.log(share / (1 - share)), 0.0])
    penalty = np.array([0.0, ridge])
    for _ in range(_STEPS):
        gradient, hessian = _derivatives(X, relevant, weights, penalty, beta)
        step = np.linalg.solve(hessian, gradient)
        scale, before = 1.0, _loss(X, relevant, weights, penalty, beta)
        while _loss(X, relevant, weights, penalty, beta - scale * step) > before and scale > 1e-6:
            scale /= 2
        beta = beta - scale * step
        if np.abs(step).max() < _TOLERANCE:
            break
    return Logistic(float(beta[0]), float(beta[1]))


def _derivatives(
    X: FloatArray, y: FloatArray, weights: FloatArray, penalty: FloatArray, beta: FloatArray
) -> tuple[FloatArray, FloatArray]:
    p = expit(X @ beta)
    curvature = weights * p * (1 - p)
    return X.T @ (weights * (p - y)) + penalty * beta, (X.T * curvature) @ X + np.diag(penalty) + 1e-12 * np.eye(2)


def _loss(X: FloatArray, y: FloatArray, weights: FloatArray, penalty: FloatArray, beta: FloatArray) -> float:
    z = X @ beta
    return float(weights @ (np.logaddexp(0, z) - y * z) + penalty @ beta**2 / 2)
