import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.numerics.lazy_greedy import lazy_argmax

pairs = st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=1, max_size=60)


@given(pairs, st.integers(1, 9))
def test_lazy_search_finds_the_maximum_whatever_the_bounds(values, block):
    scores = np.array([score for score, _ in values])
    bounds = np.array([score + extra for score, extra in values])
    position, value = lazy_argmax(bounds, lambda index, _: scores[index], block=block)
    assert value == scores.max()
    assert scores[position] == value
    assert (bounds >= scores).all()


@given(pairs, st.floats(0, 0.5))
def test_slack_gives_up_at_most_itself(values, slack):
    scores = np.array([score for score, _ in values])
    bounds = np.array([score + extra for score, extra in values])
    _, value = lazy_argmax(bounds, lambda index, _: scores[index], slack=slack, block=1)
    assert value >= scores.max() - slack


def test_candidates_that_cannot_win_are_not_evaluated():
    scores = np.linspace(1, 0, 1000)
    seen = []

    def evaluate(index, _):
        seen.extend(index.tolist())
        return scores[index]

    position, _ = lazy_argmax(scores + 0.001, evaluate, block=10)
    assert position == 0
    assert len(seen) == 10


def test_a_candidate_outside_that_may_win_leaves_it_undecided():
    position, value = lazy_argmax(np.array([0.5]), lambda index, _: np.array([0.4]), outside=0.6)
    assert (position, value) == (-1, pytest.approx(0.4))


def test_nan_never_wins():
    scores = np.array([np.nan, 0.1])
    assert lazy_argmax(np.array([1.0, 0.9]), lambda index, _: scores[index])[0] == 1
