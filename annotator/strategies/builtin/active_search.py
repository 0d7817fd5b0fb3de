"""Efficient nonmyopic active search: find as many relevant images as possible with a given number of judgements.

A judgement may find a relevant image, and it informs the remaining judgements. If all of these were made at once after
the answer, the most probable images would be judged. The value of image i with b judgements left is therefore
``p_i + E_y [sum of the b - 1 largest P(r_j = 1 | y_i = y), j != i]``.

The probabilities are those of the relevance model; the authors use nearest neighbors. Images far from all judgements
have the probability of the prior mean, which is not small.

Source:
    Jiang, Malkomes, Converse, Shofner, Moseley & Garnett 2017, Efficient nonmyopic active search (ICML), eq. 6; batches
    by sequential simulation after Jiang, Malkomes, Abbott, Moseley & Garnett 2018 (NeurIPS).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from annotator.numerics.blocks import best
from annotator.numerics.lookahead import after
from annotator.parameters import parameter
from annotator.strategies.base import Pool
from annotator.strategies.builtin.expected_model_change import Believer
from annotator.strategies.information import relevant
from annotator.types import FloatArray, IntArray


@dataclass(frozen=True)
class Ens:
    """Images that are relevant or lead to many relevant ones within the remaining judgements.

    The largest p_i plus the expected sum, over both answers, of the largest p_j that ``budget`` leaves to be judged;
    p = Phi(mean / sd).

    After each pick, its likelier label is assumed for the next pick.
    """

    name: ClassVar[str] = "ens"
    title: ClassVar[str] = "Find the most within a number of judgements"
    reference: ClassVar[str] = (
        "Jiang, Malkomes, Converse, Shofner, Moseley & Garnett 2017, Efficient nonmyopic active search"
    )

    budget: int = parameter(
        40,
        "Number of judgements you still want to make, including this batch; 1 does not look ahead.",
        low=1,
        high=1_000_000,
        unit="judgements",
    )
    candidates: int = parameter(
        500, "Number of images examined, the most likely relevant ones.", low=1, high=5000, unit="images"
    )

    def select(self, pool: Pool, k: int) -> IntArray:
        """Select greedily; O(candidates^2) per image."""
        k = min(k, len(pool.candidates))
        examined = np.sort(best(relevant(pool), max(self.candidates, k)))
        believer = Believer(pool, examined, examined)

        def found(chosen: list[int]) -> tuple[FloatArray, Callable[[int], float]]:
            p = ndtr(believer.mean / np.sqrt(believer.var))
            value = p + _found_later(believer, pool.noise, p, max(0, self.budget - len(chosen) - 1), chosen)
            return value, lambda pick: 1.0 if p[pick] >= 0.5 else -1.0

        return believer.choose(k, found)


def _found_later(believer: Believer, noise: float, p: NDArray[np.floating], left: int, chosen: list[int]) -> FloatArray:
    """Return the expected number of relevant images among the ``left`` best after judging each examined image."""
    found = np.zeros(len(p))
    if left == 0:
        return found
    mean, var, _, _, cov = believer.pairs()
    for y, chance in ((-1.0, 1.0 - p), (1.0, p)):
        moved, reduced = after(mean, var, cov, mean[:, None], var[:, None], noise, y)
        probability = np.asarray(ndtr(moved / np.sqrt(reduced)))
        np.fill_diagonal(probability, 0.0)
        probability[:, chosen] = 0.0
        if left < len(p):
            probability = np.partition(probability, len(p) - left, axis=1)[:, len(p) - left :]
        found += chance * probability.sum(axis=1)
    return found
