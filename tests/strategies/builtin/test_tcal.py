"""TCAL: where the examined images come from, one per group, the most central of it."""

import numpy as np
import pytest
from pools import clusters, pool_of, random_pool

from annotator.strategies.builtin.tcal import Tcal
from annotator.strategies.conformance import check_strategy


@pytest.mark.parametrize("factor", [1, 50])
def test_the_contract_is_kept_with_few_and_many_examined_images(factor):
    check_strategy(Tcal, factor=factor)


def test_only_the_most_borderline_images_are_examined():
    pool = random_pool()
    chosen = Tcal().select(pool, 5)
    assert set(chosen.tolist()) <= set(pool.candidates[np.argsort(np.abs(pool.mean))][:20].tolist())
    scores = np.array([pool.scores[int(row)] for row in chosen])
    assert (np.diff(scores) <= 0).all()


def test_one_image_per_group_and_the_most_central_one():
    array = clusters(11, 11, 11, spread=0.2)
    pool = pool_of(array, length_scale=1.0)
    chosen = Tcal(factor=11).select(pool, 3)
    assert sorted((chosen // 11).tolist()) == [0, 1, 2]
    for row in chosen:
        members = np.arange(11) + row // 11 * 11
        kernel = pool.kernel(members, members)
        assert row == members[np.argmax(kernel.mean(axis=1))]


def test_fewer_candidates_than_examined_images_still_give_a_full_batch():
    """The reference fails below factor x k candidates and returns fewer images where clusters are empty."""
    array = np.repeat(np.eye(3), 5, axis=0)
    chosen = Tcal().select(pool_of(array, [0, 5], [1.0, -1.0]), 6)
    assert len(np.unique(chosen)) == 6
