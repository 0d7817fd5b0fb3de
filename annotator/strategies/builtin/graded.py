"""Strategies for graded relevance: answers y in [-1, 1] (or any numbers) instead of relevant / irrelevant.

The model is the same Gaussian process, which accepts graded targets unchanged: ``Snapshot.y`` may contain grades. The
information of an answer depends only on the position of the image, so the criteria have closed forms without signs or
sampling. ``random`` and ``variance`` are the same for grades and for labels. Load these strategies with
``load_registry(graded=True)``.

Source:
    The regression learners published with Barz, Kaeding & Denzler 2018 and Kaeding et al. 2018, here in closed form;
    there the answers are sampled, without the noise of a judgement.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from annotator.numerics.blocks import best
from annotator.numerics.normal import absolute_moment
from annotator.parameters import parameter
from annotator.strategies.base import Pool
from annotator.strategies.builtin.expected_model_change import most_changing
from annotator.strategies.picks import Picks
from annotator.strategies.shortlist import LARGEST_SHORTLIST, shortlist_size
from annotator.types import FloatArray, IntArray

_SUBSETS = 5  # number of selected images whose answered subsets are enumerated; later ones count as answered
_DUPLICATE = 1e-8  # fraction of the amplitude added as noise, which keeps the entropy of duplicates finite


@dataclass(frozen=True)
class GradedItal:
    """The images whose grades together are most informative about their relevance (mutual information)."""

    name: ClassVar[str] = "graded-ital"
    title: ClassVar[str] = "Learn grades fastest"
    reference: ClassVar[str] = (
        "Barz, Kaeding & Denzler 2018, Information-theoretic active learning for content-based image retrieval"
    )

    label_probability: float = parameter(1.0, "Share of the shown images that you expect to grade.", low=0.05, high=1.0)
    candidates: int | None = shortlist_size("Number of images examined, those with the largest variance")

    def select(self, pool: Pool, k: int) -> IntArray:
        """Select greedily by the gain pl sum_T w_T .5 ln(1 + v_i|T / noise), T the answered selected images."""
        label = self.label_probability

        def gain(expected: Answered) -> FloatArray:
            return label * expected.mean_of(lambda var: 0.5 * np.log1p(var / pool.noise))

        return _greedy(pool, k, self.candidates, pool.noise, label, gain)


@dataclass(frozen=True)
class GradedEntropy:
    """Images whose true grades are the least certain together."""

    name: ClassVar[str] = "graded-entropy"
    title: ClassVar[str] = "Ask what is least known together"
    reference: ClassVar[str] = (
        "Konyushkova, Sznitman & Fua 2016, Geometry in active learning for binary and multi-class image segmentation"
    )

    candidates: int | None = shortlist_size("Number of images examined, those with the largest variance")

    def select(self, pool: Pool, k: int) -> IntArray:
        """Select greedily by .5 ln(2 pi e v_i|S), where S are the images selected before."""
        noise = _DUPLICATE * pool.amplitude

        def gain(expected: Answered) -> FloatArray:
            return expected.mean_of(lambda var: 0.5 * np.log(2.0 * np.pi * np.e * (var + noise)))

        return _greedy(pool, k, self.candidates, noise, 1.0, gain)


@dataclass(frozen=True)
class GradedEmoc:
    """Images whose grade is expected to change the predictions most, over the whole collection.

    The batch consists of the k individually best images, as for ``emoc``.
    """

    name: ClassVar[str] = "graded-emoc"
    title: ClassVar[str] = "Change the predicted grades most"
    reference: ClassVar[str] = (
        "Kaeding, Rodner, Freytag, Mothes, Barz & Denzler 2018, Active learning for regression tasks with expected "
        "model output changes"
    )

    power: float = parameter(1.0, "Changes are counted to this power: above 1, large ones more.", low=0.25, high=4.0)
    candidates: int = parameter(
        1000, "Number of images examined closely, the most promising ones.", low=1, high=10000, unit="images"
    )
    targets: int = parameter(
        1000, "Number of random images whose change of prediction is measured.", low=1, high=10000, unit="images"
    )

    def select(self, pool: Pool, k: int) -> IntArray:
        """Select the highest expected changes."""

        def change(positions: IntArray, moment: FloatArray) -> FloatArray:
            return expected_graded_change(moment, pool.var[positions], pool.noise, self.power)

        return most_changing(pool, k, self.candidates, self.targets, change, self.power)


def expected_graded_change(moment: FloatArray, var: NDArray[Any], noise: float, power: float) -> FloatArray:
    """Return E_y mean_j abs(mu_j' - mu_j)^power for an answer y ~ N(mu_i, v_i + noise) at each image i.

    Args:
        moment: Mean over targets j of abs(C_ij)^power, shape (c,).
        var: Posterior variance v_i of the images, shape (c,).
        noise: Noise variance of a judgement.
        power: Power of the change.
    """
    seen = np.asarray(var, np.float64) + noise
    return np.asarray(moment * absolute_moment(seen, power) / seen**power)


class Answered:
    """Variances of examined images given each possibly answered subset of the selected ones, with its probability.

    Args:
        pool: The pool.
        positions: Positions of the examined candidates, shape (e,).
        noise: Noise variance of an answer.
        label: Probability that an image is answered, in (0, 1].
    """

    def __init__(self, pool: Pool, positions: IntArray, noise: float, label: float) -> None:
        self._patch = pool.patch()
        self._patch.add(pool.candidates[positions])
        self._noise, self._label = noise, label
        var = np.asarray(pool.var[positions], np.float64)
        # Probability, variances, and covariances with the independent components of the answers.
        self._cases: list[tuple[float, FloatArray, list[FloatArray]]] = [(1.0, var, [])]
        self._chosen = 0

    def choose(self, position: int) -> None:
        """Select the examined image ``position``."""
        cov = self._patch.cov(position)
        split = self._label < 1.0 and self._chosen < _SUBSETS
        cases = []
        for share, var, components in self._cases:
            explained = sum((c * c[position] for c in components), np.zeros(len(var)))
            # A covariance cannot exceed the product of the standard deviations, except by rounding.
            reach = np.sqrt(var)
            component = np.clip((cov - explained) / np.sqrt(var[position] + self._noise), -reach, reach)
            reduced = np.maximum(var - np.square(component), 0.0)
            answered = self._label if split else 1.0
            cases.append((share * answered, reduced, [*components, component]))
            if split:
                cases.append((share * (1.0 - answered), var, components))
        self._cases = cases
        self._chosen += 1

    def mean_of(self, value: Callable[[FloatArray], FloatArray]) -> FloatArray:
        """Return the expectation of ``value`` of the variances over the answered subset, shape (e,)."""
        total = np.zeros(len(self._cases[0][1]))
        for share, var, _ in self._cases:
            total += share * value(var)
        return total


def _greedy(
    pool: Pool, k: int, candidates: int | None, noise: float, label: float, gain: Callable[[Answered], FloatArray]
) -> IntArray:
    """Select greedily by gain; gains never increase, so the greedy batch is near-optimal."""
    k = min(k, len(pool.candidates))
    examined = np.sort(best(pool.var, max(k, candidates or LARGEST_SHORTLIST)))
    expected = Answered(pool, examined, noise, label)
    picks = Picks(pool, pool.candidates[examined], k)
    for _ in picks:
        expected.choose(picks.take(gain(expected)))
    return picks.finish()
