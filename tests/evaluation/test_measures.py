"""Measures of rankings that are judged only in part, against values that trec_eval printed."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from annotator.evaluation.measures import OUTSIDE, UNJUDGED, bpref, infap, interval, statap
from annotator.metrics import average_precision, ndcg

# A ranking (+ relevant, - irrelevant, ? in the pool but unjudged, . outside), relevant and irrelevant images of the
# qrels, and what trec_eval 9 gives for map, bpref, infAP and ndcg.
TREC_EVAL = [
    ("-++?--.?-+-.?-+-?-.++-?.+-?.--??....-+?+", 11, 19, (
        0.2713249031670084, 0.33057851239669417, 0.3179308102842831, 0.5620541614365525,
    )),
    ("+.+??.??-?.+.-.?+??+-+.??-....+?.+.??.--", 12, 10, (
        0.26131571885841337, 0.5333333333333333, 0.3765580004578504, 0.5603554030864649,
    )),
    (".+.?++++.-.-+-+", 16, 12, (
        0.22028960622710625, 0.4114583333333333, 0.26615852610828544, 0.4152371600494115,
    )),
]  # fmt: skip


@pytest.mark.parametrize(("grades", "relevant", "irrelevant", "expected"), TREC_EVAL)
def test_the_measures_are_those_of_trec_eval(
    grades: str, relevant: int, irrelevant: int, expected: tuple[float, ...]
) -> None:
    ranked = np.array([{"+": 1, "-": 0, "?": UNJUDGED, ".": OUTSIDE}[one] for one in grades])
    found = (
        average_precision(ranked > 0, relevant),
        bpref(ranked, relevant, irrelevant),
        infap(ranked, relevant),
        ndcg(ranked > 0, unranked=[1] * (relevant - int((ranked > 0).sum()))),
    )
    assert found == pytest.approx(expected, abs=1e-12)


def test_nothing_relevant_has_no_measure() -> None:
    assert all(
        map(np.isnan, (bpref(np.array([0]), 0, 1), infap(np.array([0]), 0), statap(np.array([0]), np.ones(1), 0)))
    )


def test_statap_is_average_precision_where_every_image_is_judged() -> None:
    grades = np.array([1, 0, 1, 1, 0, 0, 1])
    assert statap(grades, np.ones(7), 5.0) == pytest.approx(average_precision(grades > 0, 5), abs=1e-12)


def test_the_sum_that_statap_estimates_is_right_on_average_over_all_samples() -> None:
    truth, chances = np.array([1, 0, 1, 1, 0, 1]), np.array([0.9, 0.5, 0.4, 0.7, 0.3, 0.2])
    expected = 0.0
    for drawn in itertools.product((False, True), repeat=6):  # independent draws, so that pairs multiply
        probability = np.where(drawn, chances, 1 - chances).prod()
        expected += probability * statap(np.where(drawn, truth, -1), chances, 1.0)
    assert expected == pytest.approx(average_precision(truth > 0) * truth.sum(), abs=1e-12)


def test_the_interval_of_a_mean_needs_two_topics_and_covers_it() -> None:
    assert np.isnan(interval([0.3])).all()
    low, high = interval([0.2, 0.4, 0.6, 0.3])
    assert 0.2 <= low < 0.375 < high <= 0.6
    assert interval([0.2, 0.4, 0.6, 0.3]) == (low, high)
