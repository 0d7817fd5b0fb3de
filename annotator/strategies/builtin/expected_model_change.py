"""Strategies that evaluate how a judgement would change the predictions for other images.

Every pair of an examined image and a target image needs one posterior covariance, so both numbers are limited. Below
the limits the criteria are exact; above them, the examined images are preselected and the targets are a random sample.

Source:
    The closed forms are in :mod:`annotator.numerics.lookahead`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from annotator.numerics.blocks import best
from annotator.numerics.lookahead import after, entropy, expected_change, losses_after
from annotator.numerics.normal import binary_entropy
from annotator.parameters import parameter
from annotator.strategies.base import Pool
from annotator.strategies.information import nearness, relevant
from annotator.strategies.picks import Picks
from annotator.types import AnyFloatArray, FloatArray, IntArray

PROMISING = "Number of images examined: half the highest ranked, half the most uncertain ones."
"""Help of the parameter for the size of :func:`promising`."""
_SCREENING = 32  # random targets by which all images are screened before the best are examined closely


def sample(pool: Pool, size: int) -> IntArray:
    """Return ``size`` random positions of candidates, ascending; all positions if there are not more."""
    c = len(pool.candidates)
    return np.arange(c) if c <= size else np.sort(pool.rng.choice(c, size, replace=False))


def uncertainty(pool: Pool) -> FloatArray:
    """Return h(p) of every candidate in nats, p = Phi(mean / sd)."""
    return binary_entropy(relevant(pool))


@dataclass(frozen=True)
class Emoc:
    """Images whose judgement is expected to change the predictions most, over the whole collection.

    The mean absolute change of the posterior mean, weighted by how likely each label is. The batch consists of the k
    individually best images. With more than ``candidates`` images, a few random targets preselect.
    """

    name: ClassVar[str] = "emoc"
    title: ClassVar[str] = "Change the ranking most"
    reference: ClassVar[str] = (
        "Freytag, Rodner & Denzler 2014, Selecting influential examples: active learning with expected model output "
        "changes"
    )

    candidates: int = parameter(
        1000, "Number of images examined closely, the most promising ones.", low=1, high=10000, unit="images"
    )
    targets: int = parameter(
        1000, "Number of random images whose change of prediction is measured.", low=1, high=10000, unit="images"
    )

    def select(self, pool: Pool, k: int) -> IntArray:
        """Select the highest expected changes."""

        def change(positions: IntArray, absolute: FloatArray) -> FloatArray:
            mean, var = pool.mean[positions], pool.var[positions]
            return expected_change(absolute, mean, var, pool.noise, ndtr(mean / np.sqrt(var)))

        return most_changing(pool, k, self.candidates, self.targets, change)


def most_changing(
    pool: Pool,
    k: int,
    candidates: int,
    targets: int,
    change: Callable[[IntArray, FloatArray], FloatArray],
    power: float = 1.0,
) -> IntArray:
    """Select the ``k`` images that change the predictions for other images most.

    Args:
        pool: The pool.
        k: Batch size.
        candidates: Number of images examined closely; a few random targets preselect them if there are more.
        targets: Number of random images whose change of prediction is measured.
        change: Returns the criterion at positions of candidates, given the mean over targets j of abs(C_ij)^power.
        power: Power of the covariances C_ij.
    """
    examined = np.arange(len(pool.candidates))
    if len(examined) > max(candidates, k):
        few = pool.candidates[sample(pool, _SCREENING)]
        screened = np.empty(len(examined))
        for positions, cov in pool.cov_blocks(few):
            screened[positions] = change(positions, _moment(cov, power, axis=0))
        examined = best(screened, max(candidates, k))
    cov = pool.cov(pool.candidates[examined], pool.candidates[sample(pool, targets)])
    score = np.full(len(pool.candidates), -np.inf)
    score[examined] = change(examined, _moment(cov, power, axis=1))
    return pool.best(score, k)


def _moment(cov: NDArray[Any], power: float, axis: int) -> FloatArray:
    """Return the mean of abs(cov)^power along ``axis``; overwrites ``cov``."""
    np.abs(cov, out=cov)
    if power != 1.0:
        np.power(cov, power, out=cov)
    return np.asarray(cov.mean(axis=axis))


@dataclass(frozen=True)
class Mcmi:
    """Images whose judgement leaves the rest of the collection least uncertain, assuming the better answer.

    The smallest sum of h(p) over the targets after the more informative of the two labels. After each pick, that label
    is assumed for the next pick.
    """

    name: ClassVar[str] = "mcmi"
    title: ClassVar[str] = "Settle the rest of the collection"
    reference: ClassVar[str] = "Guo & Greiner 2007, Optimistic active learning using mutual information"

    candidates: int = parameter(500, PROMISING, low=1, high=5000, unit="images")
    targets: int = parameter(
        500, "Number of random images whose uncertainty is measured.", low=1, high=10000, unit="images"
    )

    def select(self, pool: Pool, k: int) -> IntArray:
        """Select greedily; O(candidates x targets) per image."""
        k = min(k, len(pool.candidates))
        believer = Believer(pool, promising(pool, max(self.candidates, k)), sample(pool, self.targets))

        def hoped(_chosen: list[int]) -> tuple[FloatArray, Callable[[int], float]]:
            remaining = believer.remaining_entropy()
            return -remaining.min(axis=1), lambda pick: 1.0 if remaining[pick, 1] < remaining[pick, 0] else -1.0

        return believer.choose(k, hoped)


def promising(pool: Pool, size: int) -> IntArray:
    """Return ascending positions of ``size`` candidates: half the highest means, half the most uncertain."""
    c = len(pool.candidates)
    if c <= size:
        return np.arange(c)
    score = nearness(pool)
    highest = best(pool.mean, size // 2)
    score[highest] = np.inf
    return np.sort(best(score, size))


Criterion = Callable[[list[int]], tuple[FloatArray, Callable[[int], float]]]
"""See :meth:`Believer.greedy`."""


class Believer:
    """Posterior over examined images and targets that can be updated by hypothetical judgements.

    Args:
        pool: The pool.
        examined: Positions of the examined candidates, shape (c,).
        targets: Positions of the target candidates, shape (s,).

    Attributes:
        rows: Feature rows of the examined images, shape (c,).
        mean, var: Posterior mean and variance of the examined images, shape (c,).
    """

    def __init__(self, pool: Pool, examined: IntArray, targets: IntArray) -> None:
        self._pool = pool
        self.rows = pool.candidates[examined]
        self.mean, self.var = pool.mean[examined], pool.var[examined]
        self._target_mean, self._target_var = pool.mean[targets], pool.var[targets]
        self._cov: AnyFloatArray = pool.cov(self.rows, pool.candidates[targets])
        self._steps: list[AnyFloatArray] = []  # covariances with the judged images / their deviations

    def remaining_entropy(self) -> FloatArray:
        """Return the sum of h(p) over the targets after label -1 and +1 at each examined image, shape (c, 2), nats."""
        return losses_after(
            entropy, self._cov, self._target_mean, self._target_var, self.mean, self.var, self._pool.noise
        )

    def pairs(self) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray, FloatArray]:
        """Return mean and variance of the examined images, those of the targets, and covariances (c, s), float64."""
        arrays = (self.mean, self.var, self._target_mean, self._target_var, self._cov)
        mean, var, target_mean, target_var, cov = (np.asarray(array, np.float64) for array in arrays)
        return mean, var, target_mean, target_var, cov

    def greedy(self, k: int, criterion: Criterion) -> Picks:
        """Select the image with the highest score, assume an answer to it, and repeat ``k`` times.

        Args:
            k: Batch size, at most the number of examined images.
            criterion: Given the positions selected so far, returns the score of every examined image, shape (c,), and
                a function that returns the assumed answer for the selected one.

        """
        picks = Picks(self._pool, self.rows, k)
        for _ in picks:
            score, answer = criterion(picks.chosen)
            pick = picks.take(score)
            self.believe(pick, answer(pick))
        return picks

    def choose(self, k: int, criterion: Criterion) -> IntArray:
        """Return the rows selected by :meth:`greedy`, and report their scores to the pool."""
        return self.greedy(k, criterion).finish()

    def expected(self, position: int) -> float:
        """Return the mean of an examined image; assuming it as the answer does not change any mean."""
        return float(self.mean[position])

    def believe(self, position: int, y: float) -> None:
        """Condition on the observation ``y`` (a label, or any other value) at the examined image ``position``."""
        noise, at = self._pool.noise, (float(self.mean[position]), float(self.var[position]))
        within = self._pool.cov(self.rows, self.rows[[position]])[:, 0]
        for step in self._steps:
            within = within - step * step[position]
        across = self._cov[position].copy()
        self.mean, self.var = after(self.mean, self.var, within, *at, noise, y)
        self._target_mean, self._target_var = after(self._target_mean, self._target_var, across, *at, noise, y)
        scale = np.sqrt(at[1] + noise)
        self._steps.append(within / scale)
        self._cov -= np.outer(within / scale, across / scale).astype(self._cov.dtype)
