"""A sample of known chances among the images that were not judged, from which can be estimated what was missed.

Image i is in the batch with the probability ``pi_i = k (u / c + (1 - u) p_i / sum p)``, where c images are open and
p = P(relevant): a uniform part sees what the model misses, the other looks where relevant images are. Then the sum of
1 / pi_i over the relevant images of the batch is an unbiased estimate of the relevant images among the open ones,
whatever the model believes (Horvitz & Thompson).

Source:
    Madow 1949, On the theory of systematic sampling, II; in random order after Hartley & Rao 1962, Sampling with
    unequal probabilities and without replacement.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from annotator.config import parameter
from annotator.strategies.base import Pool
from annotator.strategies.information import relevant
from annotator.types import FloatArray, IntArray

_CERTAIN = 1.0 - 1e-9  # chances from here on are 1, so that rounding cannot draw an image twice
_LEAST = 1e-12  # least probability of relevance, which keeps every chance above 0 even without a uniform part


@dataclass(frozen=True)
class Audit:
    """Draw images with known chances, to estimate how many relevant ones are left. The score is the chance."""

    name: ClassVar[str] = "audit"
    title: ClassVar[str] = "Check what was missed"
    reference: ClassVar[str] = (
        "Hartley & Rao 1962, Sampling with unequal probabilities and without replacement; Horvitz & Thompson 1952, A "
        "generalization of sampling without replacement from a finite universe"
    )

    uniform: float = parameter(
        0.5,
        "Share of the sample that is drawn from all images alike; the rest is drawn where relevant ones are likely.",
        low=0.0,
        high=1.0,
    )

    def select(self, pool: Pool, k: int) -> IntArray:
        """Draw a systematic sample of exactly k images, in random order."""
        k = min(k, len(pool.candidates))
        pi = inclusion_probabilities(relevant(pool), k, self.uniform)
        chosen = systematic_sample(pi, pool.rng)
        pool.count(len(pi))
        pool.explain(pool.candidates[chosen], pi[chosen])
        return np.asarray(pool.candidates[chosen], np.int64)


def inclusion_probabilities(p: FloatArray, k: int, uniform: float) -> FloatArray:
    """Return the chance of every image to be in a sample of ``k``.

    Args:
        p: Probabilities of relevance, shape (c,).
        k: Size of the sample, 0 <= k <= c.
        uniform: Share u that all images have alike, in [0, 1].

    Returns:
        Chances in (0, 1] that sum to k, shape (c,). What exceeds 1 is spread over the others in proportion.
    """
    p = np.maximum(np.asarray(p, np.float64), _LEAST)
    size = uniform / len(p) + (1.0 - uniform) * p / p.sum()
    pi = k * size
    certain = np.zeros(len(p), np.bool_)
    while (grown := ~certain & (pi >= _CERTAIN)).any():
        certain |= grown
        rest = ~certain
        pi[certain] = 1.0
        if rest.any():
            pi[rest] = max(0, k - np.count_nonzero(certain)) * size[rest] / size[rest].sum()
    return np.asarray(pi, np.float64)


def systematic_sample(pi: FloatArray, rng: np.random.Generator) -> IntArray:
    """Draw positions so that position i is drawn with the probability ``pi`` says.

    Args:
        pi: Chances in [0, 1] with a whole sum k, shape (c,).
        rng: Generator.

    Returns:
        k distinct positions in random order, int64.
    """
    certain = np.flatnonzero(pi >= _CERTAIN)
    open_ = rng.permutation(np.flatnonzero(pi < _CERTAIN))
    left = round(float(pi[open_].sum()))
    ticks = rng.random() + np.arange(left)
    drawn = certain
    if left:
        reached = np.cumsum(pi[open_])
        at = np.searchsorted(reached * (left / reached[-1]), ticks, side="right")
        drawn = np.concatenate([certain, open_[np.minimum(at, len(open_) - 1)]])
    return np.asarray(rng.permutation(drawn), np.int64)
