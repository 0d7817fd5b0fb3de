"""Simulated user of an experiment, with mistakes and with unsure answers for ambiguous images."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from annotator.experiments.specification import UserSettings
from annotator.simulate import SimulatedUser
from annotator.types import AnyFloatArray, FloatArray, IntArray, Label

_NEIGHBORS = 10
_BLOCK = 512


class Oracle:
    """Judges by the ground truth; the same user for every strategy.

    Args:
        truth: +1 relevant, -1 irrelevant, 0 for undecidable images, which are answered "unsure", shape (n,).
        doubt: Ambiguity of every image, in [0, 1], shape (n,), see :func:`doubt`.
        settings: How the user answers.
        seed: Seed of mistakes and unsure answers.
    """

    def __init__(self, truth: NDArray[np.int8], doubt: FloatArray, settings: UserSettings, seed: int) -> None:
        unsure = 1 - settings.answers * (1 - settings.unsure_near_boundary * doubt)
        self._user = SimulatedUser(truth > 0, mistake=settings.mistakes, unsure=unsure, seed=seed)
        self._truth = truth

    def judge(self, rows: IntArray) -> NDArray[np.int8]:
        """Return label codes for a batch, shape (k,); a batch of only unsure answers has no effect on the model."""
        codes = self._user.judge(rows)
        codes[self._truth[rows] == 0] = Label.UNSURE
        return codes


def doubt(features: AnyFloatArray, truth: NDArray[np.int8]) -> FloatArray:
    """Return the ambiguity of images: 1 if half of the ten nearest images are relevant, 0 if all or none are.

    It depends only on the images, so that unsure answers are independent of the strategy.

    Args:
        features: Features, shape (n, d).
        truth: +1, -1 or 0, shape (n,).
    """
    x = np.asarray(features, np.float64)
    x = x - x.mean(axis=0)
    norms = np.square(x).sum(axis=1)
    count = min(_NEIGHBORS, len(x))
    share = np.empty(len(x))
    for start in range(0, len(x), _BLOCK):
        block = slice(start, start + _BLOCK)
        distance = norms - 2 * x[block] @ x.T
        nearest = np.argpartition(distance, count - 1, axis=1)[:, :count]
        share[block] = (truth[nearest] > 0).mean(axis=1)
    return np.asarray(1 - np.abs(2 * share - 1))
