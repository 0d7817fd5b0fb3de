"""Retrieval with relevance feedback: queries, answers +1 / -1 / 0, and the current results."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike

from annotator.compat.learner import Learner, number, table
from annotator.errors import FeatureError
from annotator.types import FloatArray, IntArray

Vectors = ArrayLike | Sequence[ArrayLike]
"""Feature vectors: a table of shape (q, d), a list of vectors, or a single one."""


class ActiveRetrievalBase(Learner):
    """Base class of the learners in :mod:`annotator.compat.ital`.

    Args:
        data: Feature vectors of the images, shape (n, d); may be passed to :meth:`fit` instead.
        queries: Feature vectors of relevant examples, not necessarily in the data, shape (q, d).
        length_scale: Length scale of the kernel, in units of feature distance.
        var: Amplitude of the kernel.
        noise: Noise variance of a judgement.
        seed: Seed of strategies that draw random numbers.

    Attributes:
        queries: As given.
    """

    def __init__(
        self,
        data: ArrayLike | None = None,
        queries: Vectors = (),
        length_scale: float = 0.1,
        var: float = 1.0,
        noise: float = 1e-6,
        *own: Any,
        seed: int = 0,
        **named: Any,
    ) -> None:
        self._take(own, named)
        super().__init__(length_scale, var, noise, seed)
        self.queries: Vectors = queries
        if data is not None:
            self.fit(data, queries)

    def fit(self, data: ArrayLike, queries: Vectors = ()) -> Self:
        """Start over with these images and queries, and return the learner.

        Raises:
            FeatureError: The data is not a table of numbers, or the queries do not match it.
        """
        values = table(data)
        asked = np.asarray(queries, np.float64)
        asked = np.atleast_2d(asked) if asked.size else np.empty((0, values.shape[1]))
        if asked.ndim != 2 or asked.shape[1] != values.shape[1]:
            raise FeatureError(
                "queries of shape {shape} do not fit data of shape {expected}", shape=asked.shape, expected=values.shape
            )
        self.queries = queries
        n = len(values)
        self._observe(values, asked, dict.fromkeys(range(n, n + len(asked)), 1.0))
        return self

    @property
    def rel_mean(self) -> FloatArray | None:
        """Predicted relevance of every image, shape (n,); 0 without queries and answers, ``None`` without data."""
        return self._mean()

    @property
    def relevant_ids(self) -> frozenset[int]:
        """Images judged relevant."""
        return frozenset(row for row, answer in self._answers.items() if answer is not None and answer > 0)

    @property
    def irrelevant_ids(self) -> frozenset[int]:
        """Images judged irrelevant."""
        return frozenset(row for row, answer in self._answers.items() if answer is not None and answer < 0)

    def top_results(self, k: int | None = None) -> IntArray:
        """Return the ``k`` most relevant images, best first; default all. Ties go to the lowest row."""
        self._believes()
        ranking = np.argsort(-np.asarray(self.rel_mean), kind="stable")
        return ranking[:k]

    def _target(self, value: Any) -> float | None:
        answer = number(value)
        return float(np.sign(answer)) if answer else None
