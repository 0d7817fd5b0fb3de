"""Stopping rules against examples computed by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from annotator.stopping import audit, rules
from annotator.stopping.advice import advise
from annotator.stopping.audit import AuditRound
from annotator.stopping.certificate import upper_bound
from annotator.stopping.evidence import Evidence


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


def _evidence(
    sequence: list[int],
    audits: tuple[AuditRound, ...] = (),
    per_round: tuple[tuple[int, str, int, int], ...] = (),
) -> Evidence:
    y = np.array(sequence, np.bool_)
    return Evidence(audits, audits, 0, y, y, np.zeros(len(y), np.int64), per_round)


def _drawn(n: int, relevant: int, pi: float, found: int = 0) -> AuditRound:
    return AuditRound(found, 1000, pi, np.full(n, pi), np.repeat([1.0, 0.0], [relevant, n - relevant]))


@pytest.mark.parametrize(("n", "limit"), [(60, 20), (1000, 20), (1001, 21), (2000, 40)])
def test_the_advice_asks_for_a_fiftieth_of_the_collection_without_a_find_but_at_least_twenty(
    n: int, limit: int
) -> None:
    run, _, _, _ = advise(_evidence([1] * 10 + [0] * 10), n).rules
    assert (run.value, run.limit) == (10, limit)


def test_the_advice_counts_images_without_features_where_a_rule_is_about_the_whole_collection() -> None:
    judged = [1] * 60 + [0] * 40
    advice = advise(_evidence(judged), 2000, unfeatured=500)
    _, cmh, _, safe = advice.rules
    assert cmh.value == advice.cmh_p == rules.cmh(judged, 2500).value != rules.cmh(judged, 2000).value
    assert safe.value == pytest.approx(100 / 200)  # a tenth of the images that can be judged; 40 of 40 without a find
    assert (advice.judged, advice.found, advice.consecutive_irrelevant, advice.unfeatured) == (100, 60, 40, 500)


def test_the_advice_takes_the_knee_from_batches_that_were_judged() -> None:
    batches = ((0, "", 5, 1), (1, "mix", 8, 8), (2, "mix", 8, 2), (3, "mix", 0, 0), (4, "mix", 8, 0), (5, "mix", 8, 0))
    _, _, knee, _ = advise(_evidence([1], per_round=batches), 100).rules
    assert knee.value == pytest.approx(10)


@pytest.mark.parametrize(("drawn", "seen", "given"), [(30, 5, True), (29, 5, False), (30, 4, False)])
def test_a_likely_range_needs_thirty_drawn_images_and_five_relevant_ones(drawn: int, seen: int, given: bool) -> None:
    assert (advise(_evidence([1], (_drawn(drawn, seen, 0.05),)), 1000).likely is not None) == given


def test_the_likely_range_lies_between_what_was_found_and_the_whole_collection() -> None:
    audits = (_drawn(30, 6, 0.05, found=12),)
    estimate = audit.estimate(audits)
    assert estimate is not None
    assert 12 < estimate.low < 90 < 250 < estimate.high < 1000
    ends = (math.floor(estimate.low), math.ceil(estimate.high))
    assert advise(_evidence([1] * 12, audits), 1000).likely == ends
    assert advise(_evidence([1] * 90, audits), 1000).likely == (90, ends[1])
    assert advise(_evidence([1] * 12, audits), 250).likely == (ends[0], 250)


def test_the_bound_is_no_less_than_what_was_found_and_left_out_where_it_says_nothing() -> None:
    audits = (_drawn(30, 0, 0.05, found=12),)
    assert upper_bound(audits) == 80  # the mean of (1 - 0.05 c)^-m with weights c^3 is 19.9 for m = 68, 20.8 for 69
    advice = advise(_evidence([1] * 19, audits), 1000)
    assert (advice.bound, advice.recall_bound, advice.audited) == (80, pytest.approx(19 / 80), 30)
    advice = advise(_evidence([1] * 100, audits), 1000)
    assert (advice.bound, advice.recall_bound) == (100, 1.0)
    advice = advise(_evidence([1] * 19, audits), 80)
    assert (advice.bound, advice.recall_bound) == (None, None)
