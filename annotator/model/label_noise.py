"""How many judgements are wrong, and which, estimated from leave-one-out predictions.

The model predicts every label from the others with a margin z = y mean / sd. A label is what the user sees with
probability Phi(t z) and its opposite with probability 1 - Phi(t z); with probability e, the user pressed the wrong key.
Both t and e are those with the largest posterior density. t measures how much the predictions can be trusted with these
features (temperature scaling, Guo et al. 2017): where they are poor, t is small, a contradiction means little, and
nothing is suspected. The flipping noise is that of Opper & Winther 2000 and Kim & Ghahramani 2008.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr, xlog1py, xlogy

from annotator.types import BoolArray, FloatArray

SCALES = np.geomspace(0.5, 8.0, 25)
"""Values of t that are tried."""

USUAL_SCALE, SPREAD = 2.5, 0.3
"""Median of the log-normal prior of t, and the standard deviation of its logarithm."""

SHARES = np.array([0.0, 0.005, 0.01, 0.02, 0.03, 0.05, 0.08, 0.12, 0.2])
"""Values of e that are tried."""

RARITY = 30.0
"""Rate of the exponential prior of e: wrong keys are rare, and few judgements must not claim otherwise."""

WEAK = 0.25
"""Share of contradicted judgements above which the features are too weak to tell mistakes from difficult images.

This, the priors, and the least number of judgements were chosen on one half of the classes; docs/mistakes.md has the
results of the other.
"""


@dataclass(frozen=True, eq=False)
class LabelNoise:
    """Wrong labels among m judgements.

    Attributes:
        share: Estimated share of wrong labels, in [0, 0.2].
        scale: How much the predictions can be trusted, t.
        wrong: Probability of each label to be wrong, shape (m,), in [0, 1].
        weak: Whether the features cannot tell; all probabilities are then 0.
    """

    share: float
    scale: float
    wrong: FloatArray
    weak: bool = False


def label_noise(margin: FloatArray, certain: BoolArray, corrected: int = 0) -> LabelNoise:
    """Estimate which of m labels are wrong.

    Args:
        margin: Leave-one-out mean divided by its standard deviation, times the label, shape (m,); below 0 the model
            contradicts the label.
        certain: Mask of the labels that are right for sure, because the user looked at them twice, shape (m,). They
            count for e only: one exception that the user confirms must not clear the others of suspicion.
        corrected: How many of the user's answers turned out to be wrong, >= 0: without them, the share would seem to
            fall while a list of mistakes is being corrected.
    """
    if np.count_nonzero(margin < 0.0) > WEAK * len(margin):
        return LabelNoise(0.0, 1.0, np.zeros(len(margin)), weak=True)
    right = ndtr(SCALES[:, None] * margin)
    prior = -0.5 * (np.log(SCALES / USUAL_SCALE) / SPREAD) ** 2
    kept = max(int(np.count_nonzero(certain)) - corrected, 0)
    fit = np.empty((len(SHARES), len(SCALES)))
    for number, flips in enumerate(SHARES):
        seen = np.where(certain, 1.0, (1.0 - flips) * right + flips * (1.0 - right))
        answers = xlogy(corrected, flips) + xlog1py(kept, -flips)
        fit[number] = np.log(np.maximum(seen, 1e-12)).sum(axis=1) + answers - RARITY * flips + prior
    i, j = divmod(int(fit.argmax()), len(SCALES))
    share, meant = float(SHARES[i]), right[j]
    flipped = share * (1.0 - meant)
    wrong = flipped / np.maximum(flipped + (1.0 - share) * meant, 1e-300)
    return LabelNoise(share, float(SCALES[j]), np.where(certain, 0.0, wrong))
