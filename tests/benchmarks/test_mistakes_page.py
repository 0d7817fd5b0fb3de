"""The page about suspected mistakes says what its stored results say."""

from __future__ import annotations

from typing import Any

import pytest

from benchmarks.beyond import searches
from benchmarks.command import REPOSITORY
from benchmarks.data import SETS
from benchmarks.mistakes_page import table


@pytest.fixture(scope="module")
def stored() -> list[dict[str, Any]]:
    content: list[dict[str, Any]] = REPOSITORY.read("mistakes")["searches"]
    return content


def test_every_set_has_searches_with_and_without_mistakes_of_the_other_half(stored: list[dict[str, Any]]) -> None:
    assert {run["set"] for run in stored} == set(SETS)
    reported = {search.wanted for search in searches("digits", 1)}
    assert {run["wanted"] for run in stored if run["set"] == "digits"} == reported
    for name in SETS:
        counts = [sum(run["set"] == name and run["share"] == share for run in stored) for share in (0.0, 0.05, 0.1)]
        assert min(counts) == max(counts) >= 8


def test_the_list_is_mostly_empty_without_mistakes_and_mostly_right_with_them(stored: list[dict[str, Any]]) -> None:
    clean = [run for run in stored if not run["share"]]
    wrong = [run for run in stored if run["share"] == 0.05]
    assert sum(not run["listed"] for run in clean) >= 0.9 * len(clean)
    assert sum(run["hits"] for run in wrong) >= 0.5 * sum(run["listed"] for run in wrong) > 0


def test_the_table_counts_what_is_listed() -> None:
    run = {"set": "digits", "judged": 97, "expected": 1.0, "ap": 0.5, "ap_after": 0.6, "mistakes": 0}
    runs = [{**run, "share": 0.0, "listed": 0, "hits": 0}, {**run, "share": 0.0, "listed": 1, "hits": 0}]
    runs += [{**run, "share": 0.05, "listed": 4, "hits": 3, "mistakes": 6}]
    assert "| digits | 1 | 50% | 5% | 4 | 0.75 | 0.50 | 1.0 / 6.0 | 0.500 -> 0.600 (0.500) |" in table(runs)
