"""Audits: random samples with known inclusion probabilities, and estimates of the number of relevant images.

An audit draws unlabeled images at random, each with a known inclusion probability pi_i > 0. Whatever the model
predicts, the sum of y_i / pi_i over the drawn images is an unbiased estimate of the number of relevant unlabeled images
(Horvitz & Thompson 1952).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from annotator.types import FloatArray, IntArray


@dataclass(frozen=True, eq=False)
class AuditRound:
    """A judged audit.

    Attributes:
        found: Number of relevant images labeled before the draw, >= 0.
        unlabelled: Number of images that could be drawn, >= 1.
        least: Lower bound of all inclusion probabilities of the round, in (0, 1].
        pi: Inclusion probabilities of the drawn images, shape (k,), in [least, 1].
        relevant: Relevance of the drawn images, 1 or 0, shape (k,).
    """

    found: int
    unlabelled: int
    least: float
    pi: FloatArray
    relevant: FloatArray

    @property
    def uniform(self) -> bool:
        """Whether every image had the same chance, so that the order of the batch is that of a draw one by one."""
        return bool(np.allclose(self.pi, len(self.pi) / self.unlabelled, rtol=1e-9, atol=0))

    @property
    def weighted(self) -> float:
        """X_r = sum y_i / pi_i, the estimated number of relevant images among those that could be drawn."""
        return float(np.sum(self.relevant / self.pi))

    @property
    def total(self) -> float:
        """T_r = found + X_r, an unbiased estimate of the number of relevant images."""
        return self.found + self.weighted

    @property
    def variance(self) -> float:
        """Unbiased estimate of the variance of T_r for independent draws; conservative for others."""
        return float(np.sum((1 - self.pi) * self.relevant / self.pi**2))


@dataclass(frozen=True)
class Estimate:
    """Estimated number of relevant images in the collection, with a confidence interval.

    Attributes:
        total: Point estimate.
        low, high: Limits of the interval; ``low`` is at least 0.
        seen: Number of relevant images found in audits, >= 0.
        drawn: Number of images drawn in audits, >= 1.
    """

    total: float
    low: float
    high: float
    seen: int
    drawn: int


def inclusion_probabilities(relevance: FloatArray, k: int, share: float) -> FloatArray:
    """Return the inclusion probability of each image in an audit of size ``k``: pi_i = k (u / n + (1 - u) p_i / sum p).

    Probabilities above 1 are set to 1, and the excess is distributed over the others in proportion.

    Args:
        relevance: Size measure of each image, e.g. P(relevant), shape (n,), >= 0.
        k: Number of images to draw, 1 <= k <= n.
        share: Fraction u of the draw that ignores ``relevance``, in (0, 1].

    Returns:
        Probabilities, shape (n,), in [min(1, k u / n), 1]; they sum to ``k``.

    Raises:
        ValueError: ``k`` or ``share`` is out of range.
    """
    n = len(relevance)
    if not 1 <= k <= n:
        raise ValueError(f"an audit of {k} of {n} images: draw at least 1 and at most all of them")
    if not 0 < share <= 1:
        raise ValueError(f"a uniform share of {share}: it has to be above 0, or some images could never be drawn")
    size = np.maximum(np.nan_to_num(np.asarray(relevance, np.float64)), 0)
    total = size.sum()
    part = size / total if total > 0 else np.full(n, 1 / n)
    pi = k * (share / n + (1 - share) * part)
    sure = np.zeros(n, np.bool_)
    while (pi > 1).any():
        sure |= pi >= 1
        pi[sure] = 1.0
        rest = ~sure
        pi[rest] *= (k - np.count_nonzero(sure)) / pi[rest].sum() if rest.any() else 1.0
    return np.asarray(pi)


def draw(pi: FloatArray, rng: np.random.Generator) -> IntArray:
    """Draw a sample with exactly the inclusion probabilities ``pi``, of fixed size if they sum to an integer.

    The pivotal method: two images compete for their joint probability until one of them is decided. The draws are
    negatively associated, so that :func:`annotator.stopping.certificate.upper_bound` is valid although they are not
    independent.

    Args:
        pi: Inclusion probabilities, shape (n,), in [0, 1].
        rng: Random generator.

    Returns:
        Indices of the drawn images, ascending.

    Source:
        Deville & Tille 1998; negative association: Dubhashi, Jonasson & Ranjan 2007.
    """
    order = rng.permutation(len(pi))
    chances = rng.random(len(pi) + 1)
    taken: list[int] = []
    holder, held = -1, 0.0
    for step, (index, chance) in enumerate(zip(order.tolist(), pi[order].tolist(), strict=True)):
        if chance >= 1:
            taken.append(index)
            continue
        both = held + chance
        if both < 1:  # one of the two is excluded
            if chances[step] * both >= held:
                holder = index
            held = both
            continue
        if chances[step] * (2 - both) < 1 - chance:  # one of the two is included, the other keeps the remainder
            taken.append(holder)
            holder = index
        else:
            taken.append(index)
        held = both - 1
    if holder >= 0 and chances[-1] < held and held > 1e-6:
        taken.append(holder)
    return np.sort(np.array(taken, np.int64))


def estimate(rounds: Sequence[AuditRound], confidence: float = 0.95) -> Estimate | None:
    """Estimate the number of relevant images in the collection; return None without an audit.

    The T_r of the rounds are averaged with the numbers of drawn images as weights. These are fixed before the draw, so
    the mean is unbiased. The interval is the gamma interval for weighted sums of rare events; a normal interval would
    have zero width if no relevant image was drawn.

    Args:
        rounds: The audits.
        confidence: Confidence level of the interval, in (0, 1).

    Source:
        Horvitz & Thompson 1952; Fay & Feuer 1997 (gamma interval).
    """
    from scipy.stats import chi2  # takes half a second to import; not when the window starts

    if not rounds:
        return None
    sizes = np.array([len(audit.pi) for audit in rounds], np.float64)
    weights = sizes / sizes.sum()
    found = float(weights @ [audit.found for audit in rounds])
    left = float(weights @ [audit.weighted for audit in rounds])
    variance = float(sum(w**2 * np.sum(a.relevant / a.pi**2) for w, a in zip(weights, rounds, strict=True)))
    largest = max(w / audit.least for w, audit in zip(weights, rounds, strict=True))
    tail = (1 - confidence) / 2
    low = variance / (2 * left) * chi2.ppf(tail, 2 * left**2 / variance) if left > 0 else 0.0
    above, spread = left + largest, variance + largest**2
    high = spread / (2 * above) * chi2.ppf(1 - tail, 2 * above**2 / spread)
    seen = int(sum(audit.relevant.sum() for audit in rounds))
    return Estimate(found + left, found + float(low), found + float(high), seen, int(sizes.sum()))
