"""Expected entropy reduction: images whose judgement is expected to leave the others least uncertain.

Source:
    Roy & McCallum 2001, Toward optimal active learning through sampling estimation of error reduction (ICML), with the
    log loss, in the closed form of the rank-one update (:mod:`annotator.numerics.lookahead`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from scipy.special import ndtr

from annotator.parameters import parameter
from annotator.strategies.base import Pool
from annotator.strategies.builtin.expected_model_change import PROMISING, Believer, promising, sample
from annotator.types import FloatArray, IntArray


@dataclass(frozen=True)
class Eer:
    """Images whose judgement is expected to leave the rest of the collection least uncertain.

    The sum of h(p) over the targets after each label, weighted by the probability of the label. After each pick, the
    posterior is conditioned on the model's own expectation, so the next pick settles something else.
    """

    name: ClassVar[str] = "eer"
    title: ClassVar[str] = "Leave the least doubt"
    reference: ClassVar[str] = (
        "Roy & McCallum 2001, Toward optimal active learning through sampling estimation of error reduction"
    )

    candidates: int = parameter(300, PROMISING, low=1, high=5000, unit="images")
    targets: int = parameter(
        300, "Number of random images whose uncertainty is measured.", low=1, high=10000, unit="images"
    )

    def select(self, pool: Pool, k: int) -> IntArray:
        """Select greedily; O(candidates x targets) per image."""
        k = min(k, len(pool.candidates))
        believer = Believer(pool, promising(pool, max(self.candidates, k)), sample(pool, self.targets))

        def doubt(_chosen: list[int]) -> tuple[FloatArray, Callable[[int], float]]:
            p = ndtr(believer.mean / np.sqrt(believer.var))
            remaining = believer.remaining_entropy()
            return -((1.0 - p) * remaining[:, 0] + p * remaining[:, 1]), believer.expected

        return believer.choose(k, doubt)
