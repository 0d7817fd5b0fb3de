"""Images with the largest expected error, predicted from the errors of the model on the judged images."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray
from scipy.special import log_ndtr, ndtri

from annotator.parameters import parameter
from annotator.strategies.base import Pool
from annotator.strategies.builtin.expected_model_change import PROMISING, promising, sample
from annotator.strategies.builtin.ital import Entropy
from annotator.strategies.leave_one_out import leave_one_out
from annotator.types import FloatArray, IntArray

_FEWEST = 16  # minimum number of labels
_NEIGHBORS = 20


@dataclass(frozen=True)
class LearningLoss:
    """Images with the largest predicted error, learned from leave-one-out errors on judged images.

    Ridge regression of the loss -ln Phi(y mean / sd) of each judged image, given all judgements but its own, as a
    normal score of its rank. Its inputs are the distance to the boundary, the uncertainty, the similarity to judged
    images, their agreement, and the local density. With fewer than 16 labels, or one class only, it is ``entropy``.
    """

    name: ClassVar[str] = "learning-loss"
    title: ClassVar[str] = "Ask where mistakes are expected"
    reference: ClassVar[str] = "Yoo & Kweon 2019, Learning loss for active learning"

    ridge: float = parameter(1.0, "Penalty on the weights of the regression.", low=1e-6, high=1e6)
    candidates: int = parameter(5000, PROMISING, low=1, high=100000, unit="images")

    def select(self, pool: Pool, k: int) -> IntArray:
        """Select the largest expected losses."""
        if len(pool.judged) < _FEWEST or len(np.unique(np.sign(pool.y))) < 2:
            return Entropy().select(pool, k)
        examined = promising(pool, max(self.candidates, k))
        crowd = pool.candidates[sample(pool, 1000)]
        judged, loss = _lessons(pool, crowd)
        pool.report(0.3)
        rows = pool.candidates[examined]
        inputs = _inputs(
            np.asarray(pool.mean[examined], np.float64),
            np.asarray(pool.var[examined], np.float64) + pool.noise,
            pool.kernel(rows, pool.judged),
            pool.y,
            _crowding(pool.kernel(rows, crowd), rows, crowd),
        )
        pool.report(0.8)
        score = np.full(len(pool.candidates), -np.inf)
        score[examined] = predicted(judged, loss, inputs, self.ridge)
        return pool.best(score, k)


def predicted(seen: FloatArray, target: FloatArray, inputs: FloatArray, ridge: float) -> FloatArray:
    """Return the predictions of a ridge regression on standardized inputs, with an unpenalized intercept.

    Args:
        seen: Training inputs, shape (m, q).
        target: Training targets, shape (m,).
        inputs: Inputs to predict at, shape (c, q).
        ridge: Penalty, > 0.
    """
    center, spread = seen.mean(axis=0), np.maximum(seen.std(axis=0), 1e-9)
    z = (seen - center) / spread
    weights = np.linalg.solve(z.T @ z + ridge * np.eye(z.shape[1]), z.T @ (target - target.mean()))
    return np.asarray(target.mean() + ((inputs - center) / spread) @ weights)


def normal_score(loss: FloatArray) -> FloatArray:
    """Return Phi^-1((rank - 1/2) / m), shape (m,); equal losses have equal scores."""
    from scipy.stats import rankdata  # takes half a second to import; not when the window starts

    return np.asarray(ndtri((rankdata(loss) - 0.5) / len(loss)))


def _lessons(pool: Pool, crowd: IntArray) -> tuple[FloatArray, FloatArray]:
    """Return the inputs of the judged images as if each were unjudged, and the normal scores of their losses."""
    without = leave_one_out(pool)
    kernel = np.array(pool.kernel(pool.judged, pool.judged), np.float64)
    np.fill_diagonal(kernel, 0.0)
    crowding = _crowding(pool.kernel(pool.judged, crowd), pool.judged, crowd)
    inputs = _inputs(without.mean, without.var, kernel, pool.y, crowding)
    return inputs, normal_score(-log_ndtr(pool.y * without.mean / np.sqrt(without.var)))


def _inputs(mean: FloatArray, var: FloatArray, kernel: NDArray[Any], y: FloatArray, crowding: FloatArray) -> FloatArray:
    """Return the regression inputs of images with ``mean``, ``var`` and ``kernel`` to judged ones, shape (c, 6)."""
    sd = np.sqrt(var)
    mass = kernel.sum(axis=1)
    agreement = np.abs(kernel @ y) / np.maximum(mass, 1e-12)
    return np.column_stack([np.abs(mean) / sd, sd, kernel.max(axis=1), agreement, np.log(mass + 1e-9), crowding])


def _crowding(kernel: NDArray[Any], rows: IntArray, crowd: IntArray) -> FloatArray:
    """Return the mean kernel with the 20 nearest images of the crowd, excluding the image itself."""
    others = np.where(rows[:, None] == crowd, -np.inf, kernel)
    count = min(_NEIGHBORS, len(crowd) - 1)
    if count < 1:
        return np.zeros(len(rows))
    return np.asarray(np.partition(others, len(crowd) - count, axis=1)[:, -count:].mean(axis=1))
