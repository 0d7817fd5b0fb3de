"""The images that show whether judgements of another collection hold are spread over the ranking."""

from __future__ import annotations

import numpy as np
import pools
import pytest

from annotator.strategies.first_check import FirstCheck


@pytest.mark.parametrize(("n", "k"), [(100, 10), (12, 10), (10, 10), (3, 10), (30, 1)])
def test_ranks_grow_from_the_first_to_the_last(n: int, k: int) -> None:
    pool = pools.random_pool(n + 2, labels=2)
    order = pool.candidates[np.argsort(-pool.mean.astype(np.float32), kind="stable")].tolist()
    ranks = [order.index(row) for row in FirstCheck().select(pool, k).tolist()]
    assert len(ranks) == len(set(ranks)) == min(n, k)
    assert ranks == sorted(ranks)
    assert ranks[0] == 0
    if k > 1:
        assert ranks[-1] == len(order) - 1
        steps = np.diff(ranks)
        assert (np.diff(steps) >= 0).all()
