"""Lazy greedy maximization: evaluates only candidates whose upper bound exceeds the best score so far."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotator.types import IntArray


def lazy_argmax(
    bounds: NDArray[np.float64],
    evaluate: Callable[[IntArray, float], NDArray[Any]],
    *,
    slack: float = 0.0,
    block: int = 256,
    outside: float = -np.inf,
) -> tuple[int, float]:
    """Return the candidate with the highest score, evaluating in order of descending upper bound.

    For a submodular function, the gain of a candidate never increases as the selected set grows, so gains of earlier
    steps are upper bounds (Minoux 1978). ``bounds`` is tightened in place to the evaluated scores.

    Args:
        bounds: Upper bounds of the scores, shape (c,); overwritten with evaluated scores.
        evaluate: Returns the scores at the given positions. Its second argument is the best score so far; for a score
            that cannot exceed it, an upper bound that does not exceed it either may be returned.
        slack: Stop once the best score is within this distance of all remaining bounds; the result is at most this far
            from the maximum.
        block: Number of positions evaluated at once.
        outside: Upper bound of candidates that are not in ``bounds``; the search ends undecided when it reaches it.

    Returns:
        Position of the best candidate and its score. Position -1 means that a candidate outside may be better by more
        than ``slack``; the tightened bounds remain valid. Ties go to the candidate with the higher bound, then to the
        lowest position.
    """
    order = np.lexsort((np.arange(bounds.size), -bounds))
    winner, value = -1, -np.inf
    for start in range(0, order.size, block):
        part = order[start : start + block]
        if value >= bounds[part[0]] - slack:
            break
        part = part[bounds[part] > value]
        scores = np.asarray(evaluate(part, value), np.float64)
        bounds[part] = np.minimum(bounds[part], scores)
        scores = np.where(np.isnan(scores), -np.inf, scores)
        i = int(np.argmax(scores))
        if scores[i] > value:
            winner, value = int(part[i]), float(scores[i])
    if value < outside - slack:
        return -1, value
    return winner, value
