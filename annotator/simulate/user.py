"""Simulated user with known judgements."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from annotator.errors import ConfigError
from annotator.types import BoolArray, FloatArray, IntArray, Label


class SimulatedUser:
    """Judges by the ground truth, with given rates of mistakes and of "unsure" answers.

    An answer depends only on the image and the seed, not on when the image is shown, so that strategies are compared
    with the same user.

    Args:
        relevant: Truth per feature row, shape (n,).
        known: Mask of the rows whose truth is known, shape (n,); default all. Other rows are neither shown nor
            measured.
        mistake: Probability of the opposite of the truth, in [0, 1].
        unsure: Probability of the answer "unsure", in [0, 1]; a scalar, or one per row, shape (n,).
        seed: Seed of mistakes and unsure answers.

    Attributes:
        relevant: Truth per row; False for unknown rows.
        known: Mask of the rows whose truth is known.

    Raises:
        ConfigError: A probability is outside [0, 1], or no known row is relevant.
    """

    def __init__(
        self,
        relevant: BoolArray,
        *,
        known: BoolArray | None = None,
        mistake: float = 0.0,
        unsure: float | FloatArray = 0.0,
        seed: int = 0,
    ) -> None:
        for name, share in (("mistake", mistake), ("unsure", unsure)):
            if not np.all((np.asarray(share) >= 0) & (np.asarray(share) <= 1)):
                raise ConfigError("{name}: {share!r} is not a number from 0 to 1", name=name, share=share)
        self.known = np.ones(len(relevant), dtype=np.bool_) if known is None else known
        self.relevant = relevant & self.known
        if not self.relevant.any():
            raise ConfigError("No image is relevant, so there is nothing to find. Choose a class that occurs.")
        rng = np.random.default_rng([seed, 0x0A])
        wrong, doubt = rng.random((2, len(relevant)))
        self._answers = np.where(
            doubt < unsure, Label.UNSURE, np.where(self.relevant ^ (wrong < mistake), Label.RELEVANT, Label.IRRELEVANT)
        ).astype(np.int8)

    def judge(self, rows: IntArray) -> NDArray[np.int8]:
        """Return the answers for ``rows``, shape (k,), as label codes +1, -1 or 0, shape (k,)."""
        answers: NDArray[np.int8] = self._answers[rows]
        return answers

    def examples(self, count: int, seed: int) -> IntArray:
        """Return ``count`` random relevant rows to start from, or all if there are fewer."""
        relevant = np.flatnonzero(self.relevant)
        rng = np.random.default_rng([seed, 0x0B])
        return rng.choice(relevant, size=min(count, len(relevant)), replace=False).astype(np.int64)
