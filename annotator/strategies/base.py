"""The contract between a strategy and the program.

A strategy is a frozen dataclass. Its class variables name it, its fields (made with
:func:`annotator.parameters.parameter`) are its parameters, and its only method chooses images::

    @dataclass(frozen=True)
    class Certain:
        name: ClassVar[str] = "certain"
        title: ClassVar[str] = "What the model is sure about"
        reference: ClassVar[str] = ""
        margin: float = parameter(0.0, "Least mean an image must have.", low=-1, high=1)

        def select(self, pool: Pool, k: int) -> IntArray:
            return pool.best(np.where(pool.mean >= self.margin, pool.mean, -np.inf), k)

It is tested with :func:`annotator.strategies.conformance.check_strategy`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from annotator.types import AnyFloatArray, FloatArray, IntArray


class Patch(Protocol):
    """Rows gathered once; positions count in the order they were added."""

    def add(self, rows: IntArray) -> None:
        """Gather more rows; the positions of earlier ones stay."""
        ...

    def cov(self, position: int, start: int = 0) -> FloatArray:
        """Posterior covariance of the rows of the patch from ``start`` on with the row at ``position``, shape (s,)."""
        ...

    def kernel(self, position: int, start: int = 0) -> FloatArray:
        """Prior covariance of the rows of the patch from ``start`` on with the row at ``position``, shape (s,)."""
        ...


class Pool(Protocol):
    """All that a strategy may see: the unlabeled images, the posterior, the features, a generator, progress.

    Arrays are read-only. *Rows* are feature rows in [0, n). Arrays called "per candidate" are aligned with
    ``candidates``.
    """

    @property
    def candidates(self) -> IntArray:
        """Rows that may be chosen, ascending, shape (c,).

        Exact duplicates of judged rows are left out while others remain.
        """
        ...

    @property
    def judged(self) -> IntArray:
        """Rows labeled relevant or irrelevant, shape (m,)."""
        ...

    @property
    def y(self) -> FloatArray:
        """Labels of ``judged``, shape (m,), +1.0 or -1.0; grades in [-1, 1] where relevance is graded."""
        ...

    @property
    def mean(self) -> AnyFloatArray:
        """Posterior mean of the relevance function per candidate, shape (c,)."""
        ...

    @property
    def var(self) -> AnyFloatArray:
        """Posterior variance of the relevance function (without noise) per candidate, shape (c,), > 0."""
        ...

    @property
    def noise(self) -> float:
        """Noise variance of a judgement."""
        ...

    @property
    def amplitude(self) -> float:
        """Prior variance of the relevance function, > 0: the kernel between an image and itself."""
        ...

    @property
    def rng(self) -> np.random.Generator:
        """Generator seeded by project, topic and round. The only source of randomness a strategy may use."""
        ...

    def cov(self, a: IntArray, b: IntArray) -> NDArray[Any]:
        """Posterior covariance between rows ``a`` and rows ``b``, shape (len(a), len(b)).

        In double precision for few rows; for more than about 250 x 250 in the precision of the features.
        """
        ...

    def kernel(self, a: IntArray, b: IntArray) -> NDArray[Any]:
        """Prior covariance between rows ``a`` and rows ``b``, shape (len(a), len(b))."""
        ...

    def cov_blocks(self, rows: IntArray) -> Iterator[tuple[IntArray, AnyFloatArray]]:
        """Yield (positions into ``candidates``, their posterior covariance with ``rows``, shape (len(rows), p)).

        The blocks cover the candidates once, in order: one pass over the features for any number of rows, and never
        more than a block in memory.
        """
        ...

    def patch(self) -> Patch:
        """Return an empty patch, for strategies that need covariances within the same rows many times."""
        ...

    def features(self, rows: IntArray) -> AnyFloatArray:
        """Feature vectors of ``rows``, shape (len(rows), d)."""
        ...

    def blocks(self) -> Iterator[tuple[IntArray, AnyFloatArray]]:
        """Yield (positions into ``candidates``, feature vectors) that cover the candidates once, in order."""
        ...

    def best(self, score: NDArray[Any], k: int) -> IntArray:
        """Return the rows of the ``min(k, c)`` candidates with the highest ``score`` (per candidate), best first.

        Ties go to the lowest row; NaN counts as minus infinity.
        """
        ...

    def report(self, share: float) -> None:
        """Tell the finished share of the work in [0, 1]; raise Cancelled if the user canceled."""
        ...

    def count(self, evaluations: int) -> None:
        """Add to the number of candidates whose criterion was evaluated."""
        ...

    def explain(self, rows: IntArray, scores: NDArray[Any]) -> None:
        """Say at which criterion value each chosen row was picked; optional, shown to the user."""
        ...


@runtime_checkable
class Strategy(Protocol):
    """A rule that chooses what to judge next; see the module's text for the shape of an implementation."""

    name: ClassVar[str]
    """Short name: lower case letters, digits and hyphens; used in files and on the command line."""
    title: ClassVar[str]
    """What it does for the user, in words of their goal."""
    reference: ClassVar[str]
    """Where it is published, "" for none."""

    def select(self, pool: Pool, k: int) -> IntArray:
        """Choose images to be judged next.

        Args:
            pool: What may be chosen and what is known.
            k: Number of images wanted, at least 1.

        Returns:
            ``min(k, c)`` distinct candidate rows, best first, int64.
        """
        ...
