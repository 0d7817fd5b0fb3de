"""Ask a strategy, which may be anybody's code, and check its answer."""

from __future__ import annotations

import numpy as np

from annotator.containment import contained, said
from annotator.errors import AnnotatorError, Cancelled, StrategyError
from annotator.strategies.base import Strategy
from annotator.strategies.pool import PosteriorPool
from annotator.types import IntArray


def run_strategy(strategy: Strategy, pool: PosteriorPool, k: int) -> IntArray:
    """Return the ``k`` rows that the strategy chooses, shape (k,).

    Raises:
        StrategyError: It raised an error of its own, or its answer is something else than ``k`` distinct candidates.
    """
    try:
        with contained():
            answer = strategy.select(pool, k)
    except (AnnotatorError, Cancelled):
        raise
    except Exception as error:  # a strategy may be anybody's code
        raise StrategyError(
            "The strategy {strategy} failed: {error}", strategy=strategy.name, error=said(error)
        ) from error
    return _checked(strategy, answer, pool.candidates, k)


def _checked(strategy: Strategy, answer: object, candidates: IntArray, k: int) -> IntArray:
    """Return the strategy's answer as rows, or say what is wrong with it."""
    what = ""
    rows = np.asarray(answer) if isinstance(answer, np.ndarray | list | tuple) else np.empty(0)
    if rows.ndim != 1 or rows.dtype.kind not in "iu":
        what = f"{type(answer).__name__} instead of an array of row numbers"
    elif len(rows) != k:
        what = f"{len(rows)} rows instead of {k}"
    elif len(np.unique(rows)) != k:
        what = "the same row twice"
    elif not (candidates[np.minimum(np.searchsorted(candidates, rows), len(candidates) - 1)] == rows).all():
        what = "rows that are not among the candidates"
    if what:
        raise StrategyError(
            "The strategy {strategy} returned {what}. Choose another strategy, or fix it: "
            "annotator.strategies.conformance.check_strategy shows where.",
            strategy=strategy.name,
            what=what,
        )
    return rows.astype(np.int64)
