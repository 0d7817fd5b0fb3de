"""Images whose judgements minimize the remaining variance of the model over the collection, whatever the answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from annotator.numerics.blocks import best
from annotator.parameters import parameter
from annotator.strategies.base import Pool
from annotator.strategies.builtin.expected_model_change import Believer, sample
from annotator.types import FloatArray, IntArray

_SCREENING = 32  # random targets by which all images are screened before the best are examined closely


@dataclass(frozen=True)
class Bait:
    """Images that together leave the least variance over the collection; labels do not matter.

    First adds 2k images, each the one that removes most of the remaining variance, sum_j C_ij^2 / (var_i + noise). Then
    removes, one at a time, those whose loss matters least. For a Gaussian process this is the criterion of BAIT, the
    Fisher information over the collection times the inverse of that of the judged images.
    """

    name: ClassVar[str] = "bait"
    title: ClassVar[str] = "Know most about the whole collection"
    reference: ClassVar[str] = (
        "Ash, Goel, Krishnamurthy & Kakade 2021, Gone fishing: neural active learning with Fisher embeddings"
    )

    candidates: int = parameter(
        1000, "Number of images examined closely, the most promising ones.", low=1, high=10000, unit="images"
    )
    targets: int = parameter(
        1000, "Number of random images whose variance is measured.", low=1, high=10000, unit="images"
    )

    def select(self, pool: Pool, k: int) -> IntArray:
        """Select greedily forward, then backward; O(candidates x targets) per image."""
        k = min(k, len(pool.candidates))
        taken = min(2 * k, len(pool.candidates))
        examined = _examined(pool, max(self.candidates, taken))
        targets = sample(pool, self.targets)
        believer = Believer(pool, examined, targets)

        def gain(_chosen: list[int]) -> tuple[FloatArray, Callable[[int], float]]:
            _, var, _, _, cov = believer.pairs()
            return np.square(cov).sum(axis=1) / (var + pool.noise), believer.expected

        picks = believer.greedy(taken, gain)
        rows = believer.rows[picks.chosen]
        within = np.asarray(pool.cov(rows, rows), np.float64) + pool.noise * np.eye(taken)
        kept = missed_most(within, np.asarray(pool.cov(rows, pool.candidates[targets]), np.float64), k)
        pool.explain(rows[kept], np.array(picks.scores)[kept])
        return rows[kept]


def missed_most(within: FloatArray, across: FloatArray, k: int) -> IntArray:
    """Remove images one at a time, each the one whose loss increases the variance of the targets least.

    Args:
        within: Covariance of the answers to the images, with noise, shape (b, b).
        across: Covariance with the targets, shape (b, s).
        k: Number of images to keep, in [1, b].

    Returns:
        Positions of the kept images, ascending, shape (k,).
    """
    kept = np.arange(len(within))
    while len(kept) > k:
        inverse = np.linalg.pinv(within[np.ix_(kept, kept)], hermitian=True)
        loss = np.square(inverse @ across[kept]).sum(axis=1) / np.maximum(np.diag(inverse), 1e-300)
        kept = np.delete(kept, int(np.argmin(loss)))
    return kept


def _examined(pool: Pool, size: int) -> IntArray:
    """Return ascending positions of the candidates that remove most of the variance of a few random targets."""
    if size >= len(pool.candidates):
        return np.arange(len(pool.candidates))
    removed = np.empty(len(pool.candidates))
    for positions, cov in pool.cov_blocks(pool.candidates[sample(pool, _SCREENING)]):
        removed[positions] = np.square(cov).sum(axis=0) / (pool.var[positions] + pool.noise)
    return np.sort(best(removed, size))
