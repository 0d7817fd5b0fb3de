"""The keys of a simulated person, and what the page says of them."""

from __future__ import annotations

import pytest

from benchmarks.command import REPOSITORY
from benchmarks.keys import SIZES, Costs, cost, keys, measured
from benchmarks.keys_page import EITHER, IRRELEVANT, section


@pytest.mark.parametrize(
    ("batch", "each", "irrelevant", "either"),
    [
        ("0000", 4, 1, 1),
        ("1111", 4, 4, 1),
        ("1000", 4, 2, 2),
        ("0111", 4, 4, 2),
        ("0101", 4, 4, 4),
        ("0010", 4, 4, 4),
    ],
)
def test_one_key_judges_the_rest(batch: str, each: int, irrelevant: int, either: int) -> None:
    assert [keys(batch, how) for how in ("each", IRRELEVANT, EITHER)] == [each, irrelevant, either]


def test_time_is_that_of_keys_images_and_batches() -> None:
    assert cost(["1000", "0000"], IRRELEVANT) == (3, pytest.approx(3 * 0.3 + 8 * 0.6 + 0.2), 8)
    assert cost(["10"], "each", Costs(key=1.0, image=0.0, batch=5.0)) == (2, 2.0, 2)


def test_the_published_table_follows_from_the_published_searches() -> None:
    stored = REPOSITORY.read("keys")
    assert stored["rows"] == measured(stored["searches"], stored["earlier"])
    assert {tuple(one["played"]) for one in stored["searches"]} == {tuple(map(str, SIZES))}
    assert len(stored["searches"]) == len(stored["earlier"]) > 60
    assert "0.1.0" in section(stored)
