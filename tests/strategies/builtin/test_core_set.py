"""Core-set and ProbCover: greedy choices by brute force, and the radius that keeps balls pure."""

import numpy as np
import pytest
from pools import clusters, pool_of, random_pool
from scipy.spatial.distance import cdist

from annotator.strategies.builtin.core_set import Coreset, ProbCover, pure_radius
from annotator.strategies.conformance import check_strategy


@pytest.mark.parametrize(
    ("cls", "parameters"),
    [
        (Coreset, {"candidates": 1}),
        (ProbCover, {"sample": 10}),
        (ProbCover, {"radius": 0.0}),
        (ProbCover, {"radius": 1e6}),
    ],
)
def test_the_contract_is_kept_within_any_limits(cls, parameters):
    check_strategy(cls, **parameters)


def test_each_pick_is_the_farthest_from_all_before():
    pool = random_pool()
    picks = Coreset().select(pool, 6).tolist()
    seen = pool.judged.tolist()
    for pick in picks:
        far = cdist(pool.features(pool.candidates), pool.features(np.array(seen))).min(axis=1)
        assert pick == pool.candidates[np.argmax(far)]
        assert pool.scores[pick] == pytest.approx(far.max(), rel=1e-5)
        seen.append(pick)


def test_few_examined_images_are_the_farthest():
    assert Coreset(candidates=30).select(random_pool(), 3).tolist() == Coreset().select(random_pool(), 3).tolist()


def test_the_centres_are_spread_over_the_clusters():
    array = clusters(20, 20, 20)
    picks = Coreset().select(pool_of(array, [0], [1.0]), 2)
    assert set((picks // 20).tolist()) == {1, 2}


def test_without_judgements_the_first_is_in_the_middle():
    array = np.array([[0.0], [10.0], [4.9], [1.0]])
    assert Coreset().select(pool_of(array), 3).tolist() == [2, 1, 0]


def test_balls_cover_the_largest_clusters_first_and_none_twice():
    array = clusters(60, 20, 40)
    assert (ProbCover(radius=3.0).select(pool_of(array), 3) // 20).tolist() in (
        [0, 4, 3],
        [1, 4, 3],
        [2, 4, 3],
        [0, 5, 3],
        [1, 5, 3],
        [2, 5, 3],
    )
    assert ProbCover(radius=3.0).select(pool_of(array, [5], [1.0]), 1)[0] >= 80


def test_the_cover_of_each_pick_is_the_largest_left():
    pool = random_pool()
    picks = ProbCover(radius=1.5).select(pool, 6).tolist()
    close = cdist(pool.features(pool.candidates), pool.features(pool.candidates)) <= 1.5
    covered = (cdist(pool.features(pool.candidates), pool.features(pool.judged)) <= 1.5).any(axis=1)
    for pick in picks:
        gain = (close & ~covered).sum(axis=1)
        at = np.searchsorted(pool.candidates, pick)
        assert pool.scores[pick] == gain[at] == gain.max()
        covered |= close[at]


def test_where_all_is_covered_the_farthest_is_next():
    array = clusters(30, 30, 30)
    picks = ProbCover(radius=3.0).select(pool_of(array), 4)
    assert set((picks[:3] // 30).tolist()) == {0, 1, 2}
    nearest = cdist(array, array[picks[:3]]).min(axis=1)
    assert picks[3] == np.argmax(nearest)


def test_nineteen_of_twenty_balls_are_pure():
    points = np.concatenate([clusters(100, 100, 100, spread=1.5)])
    pool = pool_of(points)
    radius = pure_radius(points, 3, pool)
    truth = np.repeat([0, 1, 2], 100)

    def purity(r):
        return np.mean([len(set(truth[row <= r].tolist())) == 1 for row in cdist(points, points)])

    assert purity(radius) >= 0.94
    assert purity(1.1 * radius) < 0.95
