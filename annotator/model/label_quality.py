"""Agreement of each judgement with all others.

Each judgement is compared with two opinions that do not use it: the leave-one-out prediction of the model and a vote of
the nearest judged images. No label is changed.

Source:
    Zhao, Cerf, Birke, Robu, Bouchenak, Ben Mokhtar & Chen 2019, Robust anomaly detection on unreliable data (label
    quality); the mapping onto a Gaussian process is our own.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from annotator.messages import Message
from annotator.model.leave_one_out import leave_one_out
from annotator.types import FloatArray

NOISE = 0.3
"""Minimum noise variance for computing label quality, also for reviewed judgements.

With less noise, the model trusts single judgements so much that one exception makes all its neighbors suspect. The
value was chosen on searches with known mistakes, see docs/mistakes.md.
"""

LEAST_LABELS, LEAST_PER_CLASS = 20, 5
"""Minimum number of judgements in total and per class for label quality."""

NEIGHBOURS = 5


@dataclass(frozen=True, eq=False)
class Opinions:
    """Opinions on m judgements.

    Attributes:
        probability: Leave-one-out probability that the image is relevant, shape (m,), in [0, 1].
        quality: Probability of the given label, shape (m,), in [0, 1]; below 0.5 the model contradicts it.
        margin: Leave-one-out mean divided by its standard deviation, times the label, shape (m,).
        vote: Sum of the labels of the nearest other judged images, shape (m,); 0 is a tie.
    """

    probability: FloatArray
    quality: FloatArray
    margin: FloatArray
    vote: FloatArray


def too_few(y: FloatArray, least: int = LEAST_LABELS) -> str:
    """Return why labels ``y`` (+1 and -1, shape (m,)) are fewer than ``least`` or the least per class; "" if not."""
    relevant, irrelevant = int(np.count_nonzero(y > 0)), int(np.count_nonzero(y < 0))
    if relevant + irrelevant >= least and min(relevant, irrelevant) >= LEAST_PER_CLASS:
        return ""
    return Message(
        "{relevant} relevant and {irrelevant} irrelevant images are too few to find mistakes: {least} judgements are "
        "needed, at least {each} of each kind. Judge more images first.",
        relevant=relevant,
        irrelevant=irrelevant,
        least=least,
        each=LEAST_PER_CLASS,
    )


def opinions(kernel: FloatArray, y: FloatArray, prior_mean: float | FloatArray, noise: float | FloatArray) -> Opinions:
    """Form both opinions on every judgement.

    Args:
        kernel: Prior covariance of the m judged images, shape (m, m).
        y: Labels, shape (m,), +1 or -1.
        prior_mean: Mean of the relevance function before any judgement, a scalar or one per judgement, shape (m,).
        noise: Noise variance, a scalar or one per judgement, shape (m,); values below :data:`NOISE` are raised to it.

    Raises:
        ModelError: The kernel matrix is not positive definite.
    """
    mean, var = leave_one_out(kernel, y, prior_mean, np.maximum(noise, NOISE))
    deviation = mean / np.sqrt(var)
    return Opinions(np.asarray(ndtr(deviation)), np.asarray(ndtr(y * deviation)), y * deviation, vote(kernel, y))


def vote(kernel: FloatArray, y: FloatArray, k: int = NEIGHBOURS) -> FloatArray:
    """Return the sum of the labels of the ``min(k, m - 1)`` other images with the largest kernel, shape (m,)."""
    near = np.array(kernel, np.float64)
    np.fill_diagonal(near, -np.inf)
    nearest = np.argsort(-near, axis=1, kind="stable")[:, : min(k, max(len(y) - 1, 0))]
    return np.asarray(y[nearest].sum(axis=1, dtype=np.float64))


def down_weighted(noise: float, quality: FloatArray) -> FloatArray:
    """Return noise variances that grow as label quality falls: noise / quality, at most 1,000 noise.

    Args:
        noise: Noise variance of a judgement of quality 1, > 0.
        quality: Probability of the given label, shape (m,), in [0, 1].
    """
    return noise / np.clip(quality, 1e-3, 1.0)


def soft_targets(y: FloatArray, probability: FloatArray, trust: float = 0.95) -> FloatArray:
    """Return targets shifted toward the prediction: trust y + (1 - trust)(2 p - 1).

    Args:
        y: Labels, shape (m,), +1 or -1.
        probability: Leave-one-out probability of relevance, shape (m,); a fit that includes the label would only
            reproduce it.
        trust: Weight of the label, in [0, 1].

    Source:
        Reed et al. 2015, Training deep neural networks on noisy labels with bootstrapping, equation 6.
    """
    return trust * y + (1.0 - trust) * (2.0 * probability - 1.0)


def hard_targets(y: FloatArray, probability: FloatArray, trust: float = 0.8) -> FloatArray:
    """Return targets shifted toward the predicted label: trust y +- (1 - trust); a tie keeps the label.

    Arguments as in :func:`soft_targets`.

    Source:
        Reed et al. 2015, equation 7.
    """
    predicted = np.sign(2.0 * probability - 1.0)
    return trust * y + (1.0 - trust) * np.where(predicted == 0.0, y, predicted)
