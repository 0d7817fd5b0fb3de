"""Optimistic selection: images that may be relevant, because they are predicted to be or because little is known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from annotator.numerics.blocks import best
from annotator.parameters import parameter
from annotator.strategies.base import Pool
from annotator.strategies.picks import Picks
from annotator.types import FloatArray, IntArray

_STRIP = 1 << 15  # pairs of images per strip, small enough for covariances in double precision
_NUGGET = 1e-3  # fraction of the variance added to the diagonal, for a numerically stable square root


@dataclass(frozen=True)
class Ucb:
    """Images that are likely relevant, or may be because little is known about them (upper confidence bound).

    The largest mean + kappa * sd.
    """

    name: ClassVar[str] = "ucb"
    title: ClassVar[str] = "Find more, also where little is known"
    reference: ClassVar[str] = (
        "Srinivas, Krause, Kakade & Seeger 2010, Gaussian process optimization in the bandit setting"
    )

    kappa: float = parameter(1.0, "Standard deviations added to the mean; 0 is topscoring.", low=0.0, high=100.0)

    def select(self, pool: Pool, k: int) -> IntArray:
        """Select the largest upper confidence bounds."""
        return pool.best(pool.mean + self.kappa * np.sqrt(pool.var), k)


@dataclass(frozen=True)
class Thompson:
    """The best images of random draws from the posterior: each has the probability that it is the best.

    Every pick draws relevance values from the posterior and takes the image with the highest one. The draw is exact and
    joint, but only over the images with the highest mean + 2 sd; others are almost never the best.
    """

    name: ClassVar[str] = "thompson"
    title: ClassVar[str] = "Find more, at random also where little is known"
    reference: ClassVar[str] = (
        "Thompson 1933, On the likelihood that one unknown probability exceeds another in view of the evidence of two "
        "samples; in batches: Kandasamy, Krishnamurthy, Schneider & Poczos 2018"
    )

    candidates: int = parameter(
        500, "Number of images for which values are drawn, those that may be best.", low=1, high=3000, unit="images"
    )

    def select(self, pool: Pool, k: int) -> IntArray:
        """Select the best image of one posterior draw per pick; O(candidates^3) once."""
        k = min(k, len(pool.candidates))
        promising = np.sort(best(pool.mean + 2.0 * np.sqrt(pool.var), max(self.candidates, k)))
        rows = pool.candidates[promising]
        mean = np.asarray(pool.mean[promising], np.float64)
        root = _root(_covariance(pool, rows))
        picks = Picks(pool, rows, k)
        for _ in picks:
            picks.take(mean + root @ pool.rng.standard_normal(len(rows)))
        return picks.finish()


def _covariance(pool: Pool, rows: IntArray) -> FloatArray:
    """Return the posterior covariance within ``rows``, from strips small enough for double precision."""
    step = max(1, _STRIP // len(rows))
    strips = [pool.cov(rows[start : start + step], rows) for start in range(0, len(rows), step)]
    cov = np.concatenate(strips).astype(np.float64)
    return np.asarray(0.5 * (cov + cov.T))


def _root(cov: FloatArray) -> FloatArray:
    """Return the symmetric root R with R R = ``cov`` plus a nugget; it is less sensitive to rounding than a factor."""
    nugget = _NUGGET * max(float(np.mean(np.diag(cov))), 1e-12)
    values, vectors = np.linalg.eigh(cov + nugget * np.eye(len(cov)))
    return np.asarray((vectors * np.sqrt(np.maximum(values, 0.0))) @ vectors.T)
