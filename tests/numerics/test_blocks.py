import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.numerics.blocks import best, descending, rows_per_block

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


FLOATS = st.floats(width=32, allow_nan=True, allow_infinity=True)


@given(st.lists(FLOATS | st.sampled_from([0.0, -0.0, 1.0, float("nan")]), max_size=40))
def test_descending_is_a_stable_sort_without_nan(values):
    array = np.array(values, np.float32)
    expected = np.argsort(-array, kind="stable")[: np.count_nonzero(~np.isnan(array))]
    assert descending(array).tolist() == expected.tolist()


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 3000), st.sampled_from([1.0, 0.9, 0.01]))
def test_best_of_many_equals_a_full_sort(seed, k, spread):
    """Enough scores for the threshold to be guessed from a sample, with ties and NaN."""
    rng = np.random.default_rng(seed)
    score = np.round(rng.normal(size=40_000), 2 if spread == 0.01 else 12)
    score[rng.random(score.size) > spread] = np.nan if spread == 0.9 else -np.inf
    key = np.where(np.isnan(score), -np.inf, score)
    assert best(score, k).tolist() == np.argsort(-key, kind="stable")[:k].tolist()
