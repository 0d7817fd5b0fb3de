"""Near-duplicate removal: a batch contains only one of several images so similar that one answer serves all."""

from __future__ import annotations

import numpy as np

from annotator.numerics.blocks import best
from annotator.strategies.base import Pool, Strategy
from annotator.strategies.subpool import Subpool
from annotator.types import AnyFloatArray, IntArray

_AT_ONCE = 32  # candidates examined before more are fetched
_ROUNDS = 16  # maximum number of calls of a strategy to replace near-duplicates


def best_without_duplicates(
    pool: Pool, score: AnyFloatArray, k: int, likeness: float, taken: IntArray | None = None
) -> IntArray:
    """Return the ``k`` candidates with the highest score, no two of which are near-duplicates.

    Only as many candidates as needed are examined, however large the pool is. If too few remain, near-duplicates fill
    the batch.

    Args:
        pool: The pool.
        score: Score per candidate, shape (c,); NaN counts as minus infinity.
        k: Batch size.
        likeness: Prior correlation in (0, 1] from which two images are near-duplicates; 1 excludes only duplicates.
        taken: Rows already in the batch, whose near-duplicates are excluded, too.

    Returns:
        Positions of the candidates, best first, shape (min(k, c),).
    """
    k = min(k, len(score))
    batch = np.empty(0, np.int64) if taken is None else taken
    limit = (likeness - 1e-6) * pool.amplitude
    chosen: list[int] = []
    passed: list[int] = []
    size = min(len(score), k + _AT_ONCE)
    order = best(score, size)
    while len(chosen) < k:
        for position in order[len(chosen) + len(passed) :]:
            row = pool.candidates[[position]]
            if len(batch) and float(pool.kernel(row, batch).max()) >= limit:
                passed.append(int(position))
                continue
            chosen.append(int(position))
            batch = np.concatenate([batch, row])
            if len(chosen) == k:
                break
        if len(chosen) == k or size == len(score) or len(passed) >= _AT_ONCE * k:
            break
        size = min(len(score), 2 * size)
        order = best(score, size)
    return np.array([*chosen, *passed][:k], np.int64)


def chosen_without_duplicates(strategy: Strategy, pool: Pool, k: int, likeness: float, taken: IntArray) -> IntArray:
    """Let a strategy select ``k`` images, replacing near-duplicates.

    The strategy is called again, without the admitted images and the near-duplicates found so far, until the batch is
    full, at most sixteen times. Then near-duplicates fill the batch.

    Args:
        strategy: The strategy.
        pool: The pool, without the rows ``taken``.
        k: Batch size.
        likeness: As in :func:`best_without_duplicates`.
        taken: Rows already in the batch, whose near-duplicates are excluded, too.

    Returns:
        Rows in the order they were admitted, shape (min(k, c),).
    """
    k = min(k, len(pool.candidates))
    limit = (likeness - 1e-6) * pool.amplitude
    admitted: IntArray = np.empty(0, np.int64)
    twins: list[int] = []
    for _ in range(_ROUNDS):
        gone = np.concatenate([admitted, np.array(twins, np.int64)])
        if len(admitted) == k or len(gone) == len(pool.candidates):
            break
        for row in strategy.select(Subpool.without(pool, gone), k - len(admitted)):
            batch = np.concatenate([taken, admitted])
            if len(batch) and float(pool.kernel(np.array([row]), batch).max()) >= limit:
                twins.append(int(row))
            else:
                admitted = np.concatenate([admitted, np.array([row], np.int64)])
    return np.concatenate([admitted, np.array(twins, np.int64)])[:k]
