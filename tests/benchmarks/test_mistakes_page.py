"""The page about suspected mistakes claims no more than its stored results say."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from benchmarks.command import REPOSITORY
from benchmarks.mistakes_page import found_table, goals


@pytest.fixture(scope="module")
def stored() -> dict[str, Any]:
    content: dict[str, Any] = REPOSITORY.read("mistakes")
    return content


def test_every_set_has_enough_searches_of_classes_that_were_not_chosen_on(stored: dict[str, Any]) -> None:
    assert len(stored["sets"]) == 4
    for entry in stored["sets"].values():
        assert len(entry["searches"]) >= 20
        assert not set(entry["chosen_on"]) & set(entry["reported"])
        assert {search["wanted"] for search in entry["searches"]} == set(entry["reported"])


def test_nobody_looks_more_often_than_twice_per_mistake(stored: dict[str, Any]) -> None:
    for entry in stored["sets"].values():
        for search in entry["searches"]:
            for mode in ("slimmed", "voting", "active", "active, renewed"):
                assert search[mode]["looked"] <= 2 * search["mistakes"]
                assert search[mode]["found_knowable"] <= min(search[mode]["found"], search["knowable"])


def test_a_goal_that_is_missed_is_said_to_be_missed(stored: dict[str, Any]) -> None:
    worse = copy.deepcopy(stored)
    for search in worse["sets"]["digits"]["searches"]:
        search["active"]["found_knowable"] = 0
        search["active"]["found"] = 0
        search["active"]["ap"] = search["ap_clean"] - 0.5
    line = next(line for line in goals(worse).splitlines() if line.startswith("- active:"))
    assert line.count("missed: digits") == 2
    assert "| digits | 20 |" in found_table(worse)
    assert "| 0% | 0% |" in found_table(worse)
