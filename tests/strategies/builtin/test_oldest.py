"""Oldest goes through the rows in order."""

from pools import random_pool

from annotator.strategies.builtin.oldest import Oldest


def test_the_lowest_rows_are_chosen():
    pool = random_pool(30, labels=5)
    assert Oldest().select(pool, 4).tolist() == sorted(pool.candidates.tolist())[:4]
