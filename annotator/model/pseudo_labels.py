"""Pseudo-labels: confident predictions used as labels for one round, never shown as labels."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from annotator.numerics.blocks import best
from annotator.numerics.normal import binary_entropy
from annotator.types import AnyFloatArray, FloatArray, IntArray

START, DECAY = 0.05, 0.0033
MOST = 200
NOISE = 0.5


@dataclass(frozen=True, eq=False)
class PseudoLabels:
    """Pseudo-labels of one round.

    Attributes:
        rows: Feature rows, ascending, shape (p,), unique, none of them judged.
        targets: Signs of their posterior mean, shape (p,), +1.0 or -1.0.
        noise: Noise variance of each pseudo-label, shape (p,), > 0.
    """

    rows: IntArray
    targets: FloatArray
    noise: FloatArray


def threshold(round: int, start: float = START, decay: float = DECAY) -> float:
    """Return the entropy in nats below which an image is pseudo-labeled in ``round``: max(0, start - decay round)."""
    return max(0.0, start - decay * round)


def pseudo_labels(
    mean: AnyFloatArray,
    var: AnyFloatArray,
    judged: IntArray,
    round: int,
    *,
    start: float = START,
    decay: float = DECAY,
    most: int = MOST,
    noise: float = NOISE,
) -> PseudoLabels:
    """Return pseudo-labels for the images whose relevance is nearly certain.

    They are recomputed in every round from the posterior of the user's labels alone, so errors do not accumulate.

    Args:
        mean: Posterior mean of every row, shape (n,); NaN for rows with NaN or Inf features.
        var: Posterior variance of every row, shape (n,), > 0.
        judged: Rows to exclude: labeled (including unsure) or without an image, shape (m,).
        round: Round number, >= 0.
        start, decay: Entropy threshold of round 0 and its decrease per round, in nats.
        most: Maximum number of pseudo-labels; the most certain images are taken, ties by lowest row.
        noise: Noise variance of a pseudo-label, > 0.

    Source:
        Wang, Zhang, Li, Zhang & Lin 2017, Cost-effective active learning for deep image classification, equation 6; the
        threshold falls as in their section III-B, the limit and the noise are our additions.
    """
    with np.errstate(invalid="ignore"):
        entropy = binary_entropy(ndtr(np.asarray(mean, np.float64) / np.sqrt(np.asarray(var, np.float64))))
    score = np.where(entropy < threshold(round, start, decay), -entropy, -np.inf)
    score[judged] = -np.inf
    count = min(most, int(np.count_nonzero(score > -np.inf)))
    rows = np.sort(best(score, count)) if count else np.empty(0, np.int64)
    return PseudoLabels(rows, np.where(mean[rows] > 0, 1.0, -1.0), np.full(len(rows), noise))
