"""Expected predictive information gain: images that are most informative about the relevance of other images.

The score of an image is the mean mutual information between its relevance sign and those of target images,
``mean_j w_j [h(p_i) + h(p_j) - H(R_i, R_j)]``. It replaces the change estimation of the reference implementation of
ITAL, which measures the error of that implementation's own approximation (see docs/reference.md).

Source:
    Bickford Smith, Kirsch, Farquhar, Gal, Foster & Rainforth 2023, Prediction-oriented Bayesian active
    learning (AISTATS).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from annotator.numerics.normal import pair_information
from annotator.parameters import parameter
from annotator.strategies.base import Pool
from annotator.strategies.builtin.expected_model_change import PROMISING, Believer, promising, sample
from annotator.strategies.information import relevant
from annotator.types import FloatArray, IntArray


@dataclass(frozen=True)
class Epig:
    """Images whose judgement is most informative about the relevance of the other images.

    The mean over the targets j of the mutual information I(y_i; y_j) of the two answers.

    After each pick, the posterior is conditioned on the model's own expectation: the means stay, the variance shrinks,
    and the next pick adds different information.
    """

    name: ClassVar[str] = "epig"
    title: ClassVar[str] = "Learn about the whole collection"
    reference: ClassVar[str] = "Bickford Smith et al. 2023, Prediction-oriented Bayesian active learning"

    candidates: int = parameter(300, PROMISING, low=1, high=5000, unit="images")
    targets: int = parameter(
        100, "Number of random images whose relevance the answers should inform about.", low=1, high=5000, unit="images"
    )
    weights: str = parameter(
        "uniform",
        "uniform: all targets count equally; relevance: targets are weighted by their predicted relevance.",
        choices=("uniform", "relevance"),
    )

    def select(self, pool: Pool, k: int) -> IntArray:
        """Select greedily; O(candidates x targets) per image."""
        k = min(k, len(pool.candidates))
        targets = sample(pool, self.targets)
        believer = Believer(pool, promising(pool, max(self.candidates, k)), targets)
        weights = self._weights(pool, targets)

        def information(_chosen: list[int]) -> tuple[FloatArray, Callable[[int], float]]:
            return pair_information(*believer.pairs()) @ weights, believer.expected

        return believer.choose(k, information)

    def _weights(self, pool: Pool, targets: IntArray) -> FloatArray:
        """Return the weights of the targets, which sum to 1."""
        weights = np.ones(len(targets))
        if self.weights == "relevance":
            weights = np.asarray(relevant(pool, targets), np.float64) + 1e-12
        return np.asarray(weights / weights.sum())
