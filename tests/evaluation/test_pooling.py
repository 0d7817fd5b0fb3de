"""In which order a pool is judged, and how a sample of it is drawn."""

from __future__ import annotations

import numpy as np
import pytest

from annotator.evaluation.pooling import ORDERS, drawn, fused, union
from annotator.evaluation.systems import JudgedTopic, reusability, scores
from annotator.types import UNLABELLED

A, B = np.array([0, 1, 2, 3]), np.array([4, 0, 5, 6])
RUNS = {"a": A, "b": B}


def labels(n: int = 8, **given: int) -> np.ndarray:
    codes = np.full(n, UNLABELLED, np.int8)
    for image, label in given.items():
        codes[int(image[1:])] = label
    return codes


def test_the_pool_has_the_first_ranks_first_and_every_image_once() -> None:
    assert union(RUNS, 2).tolist() == [0, 4, 1]
    assert set(union(RUNS, 10).tolist()) == set(range(7))


def test_reciprocal_rank_fusion_adds_one_over_sixty_plus_rank() -> None:
    assert fused(RUNS, np.array([0, 4])) == pytest.approx([1 / 61 + 1 / 62, 1 / 61])
    assert ORDERS["rrf"](RUNS, union(RUNS, 4), labels()).tolist()[:2] == [0, 4]


def test_by_rank_the_best_ranks_come_first() -> None:
    assert ORDERS["rank"](RUNS, union(RUNS, 4), labels()).tolist() == [0, 4, 1, 2, 5, 3, 6]


@pytest.mark.parametrize(
    ("judged", "next_"),
    [
        ({}, [0, 4, 1, 5]),  # nothing is known: the systems take turns
        ({"i0": 1}, [1, 4]),  # a was right, and goes on
        ({"i0": -1}, [4, 1]),  # a was wrong, and b is next
        ({"i0": 1, "i1": 1, "i2": -1}, [4, 3]),  # a was wrong after two hits
    ],
)
def test_move_to_front_stays_with_the_system_that_finds(judged: dict[str, int], next_: list[int]) -> None:
    order = ORDERS["mtf"](RUNS, union(RUNS, 4), labels(**judged)).tolist()
    assert order[: len(next_)] == next_
    assert sorted(order) == [image for image in range(7) if f"i{image}" not in judged]


def test_hedge_prefers_the_system_that_was_right() -> None:
    pool = union(RUNS, 4)
    assert ORDERS["hedge"](RUNS, pool, labels(i1=1, i4=-1)).tolist()[:2] == [0, 2]
    assert ORDERS["hedge"](RUNS, pool, labels(i1=-1, i4=1)).tolist()[:2] == [0, 5]


def test_a_sample_has_the_size_asked_for_and_the_probabilities_it_says() -> None:
    pool, rng = union(RUNS, 4), np.random.default_rng(1)
    draws = np.array([drawn(RUNS, pool, 3, rng) for _ in range(3000)])
    assert ((draws > 0).sum(axis=1) == 3).all()
    chances = draws.max(axis=0)
    assert chances.sum() == pytest.approx(3)
    assert (draws > 0).mean(axis=0) == pytest.approx(chances, abs=0.04)
    assert (drawn(RUNS, pool, 7, rng) == 1).all()


def test_what_only_one_system_found_is_missed_without_it() -> None:
    topic = JudgedTopic("1", labels(i0=1, i1=-1, i4=1, i5=-1), np.sort(union(RUNS, 4)), RUNS)
    runs = {name: {"1": images} for name, images in RUNS.items()}
    a, b = scores(runs, [topic])
    assert (a.name, a.mean("map")) == ("b", 1.0)
    assert (b.name, b.mean("map")) == ("a", 0.5)
    first, second = reusability(runs, [topic])
    assert (first.name, first.unique, first.score, first.without) == ("a", 0, 0.5, 0.5)
    assert (second.name, second.unique, second.score, second.without) == ("b", 1, 1.0, 0.5)
    assert second.tau == -1.0  # without its own find, b falls behind a
