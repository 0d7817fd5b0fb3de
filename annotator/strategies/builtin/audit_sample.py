"""Random sample of the unjudged images with known inclusion probabilities, to estimate how many relevant ones are left.

Image i is in the batch with probability ``pi_i = k (u / c + (1 - u) p_i / sum p)``, where c images are open and
p = P(relevant). The uniform part covers images that the model misses; the other part prefers likely relevant images.
The sum of 1 / pi_i over the relevant images of the batch is an unbiased estimate of the number of relevant images among
the open ones, whatever the model predicts.

Source:
    Horvitz & Thompson 1952; the sampling algorithm is that of :mod:`annotator.stopping.audit`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from annotator.parameters import parameter
from annotator.stopping.audit import draw, inclusion_probabilities
from annotator.strategies.base import Pool
from annotator.strategies.information import relevant
from annotator.types import IntArray


@dataclass(frozen=True)
class Audit:
    """Draw images with known probabilities, which are the scores, to estimate how many relevant ones are left.

    A topic that draws every batch like this is audited throughout; the command ``annotator audit`` draws a single batch
    for any topic.
    """

    name: ClassVar[str] = "audit"
    title: ClassVar[str] = "Check what was missed"
    reference: ClassVar[str] = (
        "Horvitz & Thompson 1952, A generalization of sampling without replacement from a finite universe; Deville & "
        "Tille 1998, Unequal probability sampling without replacement through a splitting method"
    )

    share: float = parameter(
        0.5, "Share of the sample drawn uniformly; the rest prefers likely relevant images.", low=0.01, high=1.0
    )

    def select(self, pool: Pool, k: int) -> IntArray:
        """Draw a sample of exactly k images, in random order."""
        k = min(k, len(pool.candidates))
        pi = inclusion_probabilities(relevant(pool), k, self.share)
        chosen = pool.rng.permutation(draw(pi, pool.rng))[:k]
        pool.count(len(pi))
        pool.explain(pool.candidates[chosen], pi[chosen])
        return np.asarray(pool.candidates[chosen], np.int64)
