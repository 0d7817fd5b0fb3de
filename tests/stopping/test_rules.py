"""Stopping rules against examples computed by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from annotator.stopping import rules


def test_consecutive_irrelevant_counts_from_the_latest_find() -> None:
    assert rules.consecutive_irrelevant([1, 0, 1, 0, 0, 0], 3).value == 3
    assert rules.consecutive_irrelevant([1, 0, 1, 0, 0, 0], 3).stop
    assert not rules.consecutive_irrelevant([0, 0, 1], 1).stop
    assert rules.consecutive_irrelevant([0, 0], 3).value == 2
    assert rules.consecutive_irrelevant([], 1).value == 0


def test_knee_is_the_largest_ratio_of_slopes() -> None:
    # i = 0: (8 / 1) / ((1 + 10 - 8) / 3) = 8; i = 1: (10 / 2) / (1 / 2) = 10; i = 2: (10 / 3) / (1 / 1) = 10 / 3
    verdict = rules.knee([8, 2, 0, 0])
    assert verdict.value == pytest.approx(10)
    assert not verdict.stop
    assert math.isnan(rules.knee([8]).value)
    assert rules.knee([8] * 19 + [0] * 30).stop  # 152 found: a ratio of 6 is enough
    assert not rules.knee([8] * 19 + [8] * 30).stop


def test_cmh_tests_against_one_more_than_recall_allows() -> None:
    # 2 found of 10 images, recall 0.5: K = floor(2 / .5 - 0 + 1) = 5 at the start, floor(4 - 2 + 1) = 3 after both.
    # Then 4 draws of 8 hit none of 3: C(5, 4) / C(8, 4) = 5 / 70.
    verdict = rules.cmh([1, 1, 0, 0, 0, 0], 10, recall=0.5)
    assert verdict.value == pytest.approx(5 / 70)
    assert not verdict.stop
    assert rules.cmh([1, 1, 0, 0, 0, 0], 10, recall=0.5, alpha=0.08).stop
    assert rules.cmh([0, 0], 10).value == 1
    assert rules.cmh([1, 0, 1], 3).value == 0  # nothing is left


def test_safe_needs_both_conditions() -> None:
    assert rules.safe(100, 1000, 50, 100, 50).stop
    assert rules.safe(50, 1000, 50, 100, 50).value == 0.5
    assert rules.safe(100, 1000, 25, 100, 50).value == 0.5
    assert rules.safe(10, 10, 0, 100, 50).stop


def test_every_rule_says_in_a_sentence_what_it_assumes() -> None:
    y = np.array([1, 0])
    for verdict in (
        rules.consecutive_irrelevant(y, 3),
        rules.knee(y),
        rules.cmh(y, 10),
        rules.safe(2, 10, 1, 1, 1),
    ):
        assert verdict.assumes.startswith("Assumes that")
        assert verdict.assumes.endswith(".")


def test_what_a_rule_says_is_plain_values_that_json_can_hold() -> None:
    relevant = np.array([1, 1, 0, 1, 0, 0, 0])
    said = [
        rules.consecutive_irrelevant(relevant, 3),
        rules.knee([3, 2, 1, 0]),
        rules.cmh(relevant, 100),
        rules.safe(40, 100, 9, 10, 5),
    ]
    for verdict in said:
        assert type(verdict.stop) is bool
        assert type(verdict.value) in (int, float)
        assert type(verdict.limit) in (int, float)


def test_a_rule_says_at_which_value_it_stops() -> None:
    assert rules.consecutive_irrelevant([1, 0], 3).limit == 3
    assert rules.knee([8] * 19 + [0] * 30).limit == 6
    assert math.isnan(rules.knee([8]).limit)
    assert rules.cmh([1, 0], 10, alpha=0.1).limit == 0.1
    assert rules.safe(1, 10, 0, 1, 1).limit == 1
