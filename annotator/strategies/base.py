"""Interfaces between a strategy and the program.

A strategy is a frozen dataclass. Its class variables identify it, its fields (declared with
:func:`annotator.parameters.parameter`) are its parameters, and its only method selects images::

    @dataclass(frozen=True)
    class Certain:
        name: ClassVar[str] = "certain"
        title: ClassVar[str] = "What the model is sure about"
        reference: ClassVar[str] = ""
        margin: float = parameter(0.0, "Least mean an image must have.", low=-1, high=1)

        def select(self, pool: Pool, k: int) -> IntArray:
            return pool.best(np.where(pool.mean >= self.margin, pool.mean, -np.inf), k)

Test a strategy with :func:`annotator.strategies.conformance.check_strategy`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from annotator.types import AnyFloatArray, FloatArray, IntArray


class Patch(Protocol):
    """Rows gathered once for repeated covariance queries. A position counts rows in the order they were added."""

    def add(self, rows: IntArray) -> None:
        """Append rows; existing positions do not change."""

    def cov(self, position: int, start: int = 0) -> FloatArray:
        """Posterior covariance of the row at ``position`` with the rows from ``start`` on, shape (s,)."""

    def kernel(self, position: int, start: int = 0) -> FloatArray:
        """Prior covariance of the row at ``position`` with the rows from ``start`` on, shape (s,)."""


class Pool(Protocol):
    """Everything a strategy may read: unlabeled images, posterior, features, random generator, progress.

    Arrays are read-only. *Rows* are feature rows in [0, n). "Per candidate" arrays are aligned with ``candidates``.
    """

    @property
    def candidates(self) -> IntArray:
        """Rows that may be selected, ascending, shape (c,).

        Exact duplicates of judged rows are excluded as long as other candidates remain.
        """

    @property
    def judged(self) -> IntArray:
        """Rows labeled relevant or irrelevant, shape (m,)."""

    @property
    def y(self) -> FloatArray:
        """Labels of ``judged``, shape (m,), +1.0 or -1.0; grades in [-1, 1] for graded relevance."""

    @property
    def mean(self) -> AnyFloatArray:
        """Posterior mean of the relevance function per candidate, shape (c,)."""

    @property
    def var(self) -> AnyFloatArray:
        """Posterior variance of the relevance function (without noise) per candidate, shape (c,), > 0."""

    @property
    def prior_mean(self) -> FloatArray:
        """Mean of the relevance function at the judged rows before any judgement, shape (m,)."""

    @property
    def noise(self) -> float:
        """Noise variance of a judgement."""

    @property
    def amplitude(self) -> float:
        """Prior variance of the relevance function, > 0: the kernel of an image with itself."""

    @property
    def rng(self) -> np.random.Generator:
        """Generator seeded by project, topic and round; the only source of randomness a strategy may use."""

    def cov(self, a: IntArray, b: IntArray) -> NDArray[Any]:
        """Return the posterior covariance between rows ``a`` and rows ``b``, shape (len(a), len(b)).

        Small matrices are computed in double precision, those above about 250 x 250 in the precision of the features.
        """

    def kernel(self, a: IntArray, b: IntArray) -> NDArray[Any]:
        """Return the prior covariance between rows ``a`` and rows ``b``, shape (len(a), len(b))."""

    def cov_blocks(self, rows: IntArray) -> Iterator[tuple[IntArray, AnyFloatArray]]:
        """Yield (positions into ``candidates``, posterior covariance with ``rows``, shape (len(rows), p)).

        The blocks cover all candidates once, in order. The cost is one pass over the features, however many ``rows``
        are given, and one block of memory.
        """

    def patch(self) -> Patch:
        """Return an empty patch, for repeated covariance queries among the same rows."""

    def features(self, rows: IntArray) -> AnyFloatArray:
        """Return the feature vectors of ``rows``, shape (len(rows), d)."""

    def blocks(self) -> Iterator[tuple[IntArray, AnyFloatArray]]:
        """Yield (positions into ``candidates``, feature vectors), covering all candidates once, in order."""

    def best(self, score: NDArray[Any], k: int) -> IntArray:
        """Return the ``min(k, c)`` candidate rows with the highest ``score`` (per candidate), best first.

        Ties go to the lowest row; NaN counts as minus infinity.
        """

    def report(self, share: float) -> None:
        """Report the finished fraction of the work in [0, 1]; raise Cancelled if the user canceled."""

    def count(self, evaluations: int) -> None:
        """Add to the number of criterion evaluations."""

    def explain(self, rows: IntArray, scores: NDArray[Any]) -> None:
        """Record the criterion value of each selected row, shown to the user; optional."""


@runtime_checkable
class Strategy(Protocol):
    """Rule that selects the images to judge next; the module docstring shows an implementation."""

    name: ClassVar[str]
    """Short name in files and on the command line: lowercase letters, digits and hyphens."""
    title: ClassVar[str]
    """What the strategy achieves, in terms of the user's goal."""
    reference: ClassVar[str]
    """Publication, "" for none."""

    def select(self, pool: Pool, k: int) -> IntArray:
        """Select the images to judge next.

        Args:
            pool: Candidates and model.
            k: Number of images to select, at least 1.

        Returns:
            ``min(k, c)`` distinct candidate rows, best first, int64.
        """
