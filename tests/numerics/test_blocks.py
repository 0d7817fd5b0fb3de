import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.numerics.blocks import best, rows_per_block

scores = st.lists(st.sampled_from([np.nan, -np.inf, -1.0, 0.0, 0.5, 2.0, np.inf]), max_size=40)


@given(scores, st.integers(0, 50))
def test_best_equals_a_stable_sort(values, k):
    score = np.array(values, float)
    key = np.where(np.isnan(score), -np.inf, score)
    expected = np.argsort(-key, kind="stable")[:k]
    assert best(score, k).tolist() == expected.tolist()


def test_best_of_many_ties_takes_the_lowest_positions():
    assert best(np.zeros(100_000), 3).tolist() == [0, 1, 2]


@pytest.mark.parametrize(("row_bytes", "rows"), [(1024, 1024), (1 << 30, 16), (0, 1 << 20)])
def test_rows_per_block_fits_the_budget_or_says_sixteen(row_bytes, rows):
    assert rows_per_block(row_bytes) == rows
