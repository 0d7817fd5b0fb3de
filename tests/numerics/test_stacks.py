"""What a stack is: the gap, bursts, events, and what keeps a chain from becoming a stack of everything."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.data.features.array_features import ArrayFeatures
from annotator.numerics import stacks
from annotator.numerics.neighbors import nearest_neighbors
from annotator.numerics.stacks import Kind, Looks, Stacks, alike, alike_pairs, events, similar, stars, window_neighbors

RNG = np.random.default_rng(5)


def random_rows(n: int, d: int = 16) -> np.ndarray:
    return np.random.default_rng(n).normal(size=(n, d)).astype(np.float32)


def looks(rows: np.ndarray, *, neighbors: bool = True) -> Looks:
    features = ArrayFeatures(rows)
    known = nearest_neighbors(features, np.ones(len(rows), bool), 10) if neighbors else (None, None)
    pairs = RNG.integers(len(rows), size=(500, 2))
    distances = np.linalg.norm(rows[pairs[:, 0]] - rows[pairs[:, 1]], axis=1)
    return Looks(features, np.arange(len(rows)), float(np.median(distances[distances > 0])), *known)


def groups(found: Stacks) -> list[list[int]]:
    return [found.members(head).tolist() for head in found.heads().tolist()]


def unknown(n: int) -> np.ndarray:
    return np.full(n, np.nan)


def one_place(n: int) -> np.ndarray:
    return np.zeros(n, np.int64)


# The gap


@pytest.mark.parametrize(
    ("similarities", "count"),
    [
        ([0.964, 0.951, 0.713, 0.70], 2),  # a burst of three photos; .98 had missed all of it
        ([0.93, 0.71, 0.70, 0.69], 1),
        ([0.78, 0.60, 0.59, 0.58], 0),  # a gap, but behind images that only show the same thing
        ([0.93, 0.90, 0.87, 0.85], 0),  # a crowd without a gap
        ([0.991, 0.985, 0.979, 0.97], 2),  # a crowd of copies
        ([0.999, 0.92, 0.75, 0.50], 2),  # the largest gap of those in the range
        ([0.99, 0.99, 0.99, 0.99], 4),
        ([], 0),
    ],
)
def test_neighbors_are_cut_at_the_gap(similarities: list[float], count: int) -> None:
    assert alike(np.array([similarities])).tolist() == [count]


def test_the_neighbor_of_a_crowd_must_be_of_the_crowd_too() -> None:
    # Row 2 is nearest to 0, which has nearer neighbors, separated from row 2 by a gap.
    distances = np.array([[0.02, 0.8], [0.02, 0.8], [0.3, 2.0]], np.float32)
    neighbors = np.array([[1, 2], [0, 2], [0, 1]], np.int32)
    pairs, closeness = alike_pairs(neighbors, distances, 1.0)
    assert pairs.tolist() == [[0, 1]]
    assert closeness[0] == pytest.approx(stacks.similarity(np.array([0.02]), 1.0)[0])


def test_near_duplicates_are_found_and_nothing_else() -> None:
    rows = random_rows(300)
    rows[[40, 200]] = rows[7] + RNG.normal(scale=0.05, size=(2, 16)).astype(np.float32)
    found = similar(looks(rows), unknown(300), one_place(300))
    assert groups(found) == [[7, 40, 200]]
    assert found.kind[[7, 40, 200]].tolist() == 3 * [Kind.ALIKE]
    assert found.size[40] == 3
    assert found.kind[8] == Kind.NONE


def test_images_without_features_are_in_no_stack() -> None:
    rows = random_rows(50)
    rows[1] = rows[0]
    known = looks(rows)
    row_of_image = np.arange(50)
    row_of_image[1] = -1
    without = Looks(known.features, row_of_image, known.scale, known.neighbors, known.distances)
    assert groups(similar(without, unknown(50), one_place(50))) == []


def test_without_a_graph_the_images_beside_it_are_compared() -> None:
    rows = random_rows(300)
    rows[101:103] = rows[100] + RNG.normal(scale=0.02, size=(2, 16)).astype(np.float32)
    rows[200] = rows[50]  # too far from each other in the list
    places = np.repeat([0, 1], 150)
    assert groups(similar(looks(rows, neighbors=False), unknown(300), places)) == [[100, 101, 102]]
    places[101:] = 2  # in another folder
    assert groups(similar(looks(rows, neighbors=False), unknown(300), places)) == [[101, 102]]


# Chains


def test_a_chain_does_not_become_one_stack() -> None:
    n = 10_000
    pairs = np.stack([np.arange(n - 1), np.arange(1, n)], axis=1)
    of = stars(n, pairs, np.ones(n - 1))
    assert np.bincount(of).max() <= 3
    assert np.count_nonzero(np.bincount(of)) < 0.7 * n  # but it does fall into pieces of more than one


def test_images_that_are_all_alike_are_one_stack() -> None:
    a, b = np.triu_indices(9, 1)
    assert stars(12, np.stack([a, b], axis=1), np.ones(len(a))).tolist() == [*[0] * 9, 9, 10, 11]


def test_a_member_joins_the_closest_head() -> None:
    # Two heads with three own images each, and image 8 between them, closer to the second.
    pairs = np.array([(0, 1), (0, 2), (0, 3), (4, 5), (4, 6), (4, 7), (0, 8), (4, 8)])
    closeness = np.array([*[0.9] * 6, 0.91, 0.95])
    assert stars(9, pairs, closeness).tolist() == [0, 0, 0, 0, 4, 4, 4, 4, 4]


@given(st.integers(1, 40), st.data())
def test_stars_are_a_partition_by_links_to_a_head(n: int, data: st.DataObject) -> None:
    one = st.integers(0, n - 1)
    links = data.draw(st.lists(st.tuples(one, one).filter(lambda pair: pair[0] < pair[1]), unique=True, max_size=60))
    pairs = np.array(links, np.int64).reshape(-1, 2)
    of = stars(n, pairs, np.arange(len(pairs), dtype=np.float64))
    found = Stacks.by(of, np.zeros(n, np.int8))
    linked = {(a, b) for a, b in links} | {(b, a) for a, b in links}
    assert (of[of] == of).all()
    assert (of <= np.arange(n)).all()
    for image in range(n):
        members = found.members(image).tolist()
        assert image in members
        assert members == np.flatnonzero(of == of[image]).tolist()
        assert any(all(one == head or (one, head) in linked for one in members) for head in members)


# Time


def shots(seconds: list[float], *, spread: float = 0.2) -> tuple[np.ndarray, np.ndarray]:
    """Return random rows of which those of ``seconds`` look alike, and the times of all; the others are a day apart."""
    n, k = 60, len(seconds)
    rows, times = random_rows(n), 1e6 + 86_400.0 * np.arange(n)
    rows[10 : 10 + k] = rows[10] + RNG.normal(scale=spread, size=(k, 16)).astype(np.float32)
    times[10 : 10 + k] = 2e8 + np.array(seconds)
    return rows, times


def test_a_burst_is_a_stack_although_its_images_differ_more() -> None:
    rows, times = shots([0, 0, 1, 3, 4], spread=0.35)
    assert groups(similar(looks(rows, neighbors=False), unknown(60), one_place(60))) == []
    found = similar(looks(rows, neighbors=False), times, one_place(60))
    assert groups(found) == [[10, 11, 12, 13, 14]]
    assert found.kind[12] == Kind.BURST


@pytest.mark.parametrize("reason", ["unlike", "another camera", "later"])
def test_what_is_no_burst_stays_apart(reason: str) -> None:
    rows, times = shots([0, 5] if reason == "later" else [0, 1], spread=2.0 if reason == "unlike" else 0.35)
    places = one_place(60)
    places[11] = reason == "another camera"
    assert groups(similar(looks(rows, neighbors=False), times, places)) == []


def test_images_of_another_day_must_be_the_same_to_be_near_duplicates() -> None:
    rows, times = shots([0, 86_400, 172_800], spread=0.2)
    assert groups(similar(looks(rows), unknown(60), one_place(60))) == [[10, 11, 12]]
    assert groups(similar(looks(rows), times, one_place(60))) == []
    rows[11] = rows[12] = rows[10]
    assert groups(similar(looks(rows), times, one_place(60))) == [[10, 11, 12]]


def test_a_time_lapse_falls_into_pieces() -> None:
    n = 500
    rows = np.zeros((n, 16), np.float32) + np.cumsum(RNG.normal(scale=0.05, size=(n, 16)), axis=0).astype(np.float32)
    times = np.arange(n, dtype=np.float64)
    found = similar(looks(rows, neighbors=False), times, one_place(n))
    for members in groups(found):
        assert len(members) <= stacks.MOST_IN_BURST
        assert times[members[-1]] - times[members[0]] <= stacks.LONGEST_BURST_S
    assert found.size.max() > 20
    fast = similar(looks(rows, neighbors=False), times / 20, one_place(n))
    assert fast.size.max() == stacks.MOST_IN_BURST


def test_events_end_with_a_pause_and_belong_to_one_camera() -> None:
    times = np.array([0, 30, 95, 156, np.nan, 40, 50, 400, np.nan])
    places = np.array([0, 0, 0, 0, 0, 1, 1, 1, 1])
    assert groups(events(times, places, 60)) == [[0, 1], [5, 6]]
    assert groups(events(times, places, 65)) == [[0, 1, 2, 3], [5, 6]]
    assert events(times, places, 65).kind.tolist() == [3, 3, 3, 3, 0, 3, 3, 0, 0]
    mixed = np.array([5, 1, 0, 2])  # as shuffled by the names
    assert groups(events(times[mixed], places[mixed], 65)) == [[1, 2, 3]]


def test_an_event_has_an_end() -> None:
    found = events(np.arange(1000.0), one_place(1000), 60)
    assert found.size.max() == stacks.MOST_IN_EVENT
    assert [len(members) for members in groups(found)] == 5 * [200]


def test_nothing_known_is_nothing_found() -> None:
    assert groups(events(unknown(5), one_place(5), 60)) == []
    assert groups(events(unknown(0), one_place(0), 60)) == []
    assert groups(stacks.apart(3)) == []


# Size


class Counted(ArrayFeatures):
    """Features that count what is read of them."""

    read = 0

    def rows(self, index):
        self.read += len(index)
        return super().rows(index)


def test_a_hundred_thousand_images_are_read_once_and_none_is_compared_with_all() -> None:
    n = 100_000
    rows = random_rows(n, 4)
    rows[1::50] = rows[::50]
    features = Counted(rows)
    neighbors, distances = window_neighbors(features, np.arange(n), one_place(n))
    assert features.read <= n + stacks.WINDOW * (n // stacks._AT_ONCE + 1)
    assert neighbors.shape == distances.shape == (n, 2 * stacks.WINDOW)
    assert (neighbors[::50, 0] == np.arange(1, n, 50)).all()
    assert (distances[::50, 0] == 0).all()
    row = 12_345
    expected = np.linalg.norm(rows[[*range(row - 4, row), *range(row + 1, row + 5)]] - rows[row], axis=1)
    np.testing.assert_allclose(distances[row], np.sort(expected), rtol=1e-5)

    features.read = 0
    times = np.arange(n, dtype=np.float64) * 10
    times[1::50] = times[::50] + 1
    found = similar(Looks(features, np.arange(n), 2.0), times, one_place(n))
    assert len(found.heads()) >= n // 50
    assert features.read <= 2 * n  # the pairs of bursts, and the images beside each other
