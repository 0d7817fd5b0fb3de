"""Measures against other people's code and against values worked out by hand."""

from __future__ import annotations

import json
import math

import ir_measures
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from ir_measures import AP, R, ScoredDoc, nDCG
from sklearn.metrics import (
    adjusted_rand_score,
    average_precision_score,
    ndcg_score,
    normalized_mutual_info_score,
)

from annotator.metrics import (
    adjusted_rand_index,
    area_under_curve,
    average_precision,
    clustering_accuracy,
    collection_order,
    err,
    ndcg,
    normalized_mutual_information,
    rbp,
    recall_at,
    reference_area_under_curve,
    wss,
)

rankings = st.lists(st.booleans(), min_size=2, max_size=60).filter(any).map(np.array)


@given(rankings)
def test_average_precision_and_ndcg_are_those_of_scikit_learn(relevant):
    score = -np.arange(len(relevant), dtype=float)
    assert average_precision(relevant) == pytest.approx(average_precision_score(relevant, score))
    assert ndcg(relevant) == pytest.approx(ndcg_score([relevant], [score]))
    assert ndcg(relevant, 5) == pytest.approx(ndcg_score([relevant], [score], k=5))


@given(rankings, st.integers(0, 5))
def test_measures_are_those_of_ir_measures_also_with_unranked_relevant_images(relevant, unranked):
    run = [ScoredDoc("q", f"d{i}", float(len(relevant) - i)) for i in range(len(relevant))]
    qrels = [ir_measures.Qrel("q", f"d{i}", int(one)) for i, one in enumerate(relevant)]
    qrels += [ir_measures.Qrel("q", f"u{i}", 1) for i in range(unranked)]
    total = int(relevant.sum()) + unranked
    theirs = ir_measures.calc_aggregate([AP, nDCG, nDCG @ 10, R @ 5], qrels, run)
    assert average_precision(relevant, total) == pytest.approx(theirs[AP])
    assert ndcg(relevant, unranked=[1] * unranked) == pytest.approx(theirs[nDCG])
    assert ndcg(relevant, 10, [1] * unranked) == pytest.approx(theirs[nDCG @ 10])
    assert recall_at(relevant, 5, total) == pytest.approx(theirs[R @ 5])


@given(st.lists(st.integers(0, 3), min_size=1, max_size=40).filter(any), st.lists(st.integers(0, 3), max_size=5))
def test_graded_measures_are_those_of_ir_measures_also_with_unranked_images(grades, unranked):
    run = [ScoredDoc("q", f"d{i}", float(len(grades) - i)) for i in range(len(grades))]
    qrels = [ir_measures.Qrel("q", f"d{i}", one) for i, one in enumerate(grades)]
    qrels += [ir_measures.Qrel("q", f"u{i}", one) for i, one in enumerate(unranked)]
    theirs = ir_measures.calc_aggregate([nDCG, nDCG @ 5], qrels, run)
    assert ndcg(np.array(grades), unranked=unranked) == pytest.approx(theirs[nDCG])
    assert ndcg(np.array(grades), 5, unranked) == pytest.approx(theirs[nDCG @ 5])


def test_rbp_and_err_are_those_of_cwl_eval_and_gdeval():
    grades = np.array([0, 2, 0, 1, 3, 0, 1])  # ir_measures 0.4.3 on this ranking; gdeval knows grades up to 4
    assert rbp(grades > 0, 0.8) == pytest.approx(0.3967488)
    assert rbp(grades > 0, 0.5) == pytest.approx(0.3515625)
    assert rbp(grades / 3, 0.5) == pytest.approx(2 / 3 / 4 + 1 / 3 / 16 + 1 / 32 + 1 / 3 / 128)
    assert err(grades, 4, 3) == pytest.approx(0.09375)
    assert err(grades, 4, 5) == pytest.approx(0.1731, abs=5e-5)
    assert err(np.array([2, 0, 1]), 2) == pytest.approx(3 / 4 + 1 / 4 * 1 / 4 / 3)
    assert err(np.array([0, 0]), 2) == rbp(np.zeros(3)) == 0


def test_values_by_hand():
    relevant = np.array([True, False, True, False])
    assert average_precision(relevant) == pytest.approx((1 + 2 / 3) / 2)
    assert ndcg(relevant) == pytest.approx((1 + 1 / 2) / (1 + 1 / math.log2(3)))
    assert [recall_at(relevant, k) for k in range(5)] == [0, 0.5, 0.5, 1, 1]


@pytest.mark.parametrize("measure", [average_precision, ndcg, wss, lambda none: recall_at(none, 2)])
def test_nothing_relevant_has_no_value(measure):
    assert math.isnan(measure(np.zeros(4, bool)))


def test_work_saved_over_sampling():
    relevant = np.zeros(1000, bool)
    relevant[:20] = True
    assert wss(relevant) == pytest.approx(1 - 19 / 1000 - 0.05)
    assert wss(relevant, 1.0) == pytest.approx(1 - 20 / 1000)
    assert wss(relevant[::-1], 1.0) == 0
    assert wss(np.array([True, False]), 0.5) == pytest.approx(0.0)


@pytest.mark.parametrize(("recall", "needed"), [(0.95, 95), (0.8, 80), (0.951, 96), (1e-3, 1), (0.07, 7)])
def test_work_saved_counts_the_least_number_of_places(recall, needed):
    assert wss(np.ones(100, bool), recall) == pytest.approx(1 - needed / 100 - (1 - recall))


def test_work_saved_where_almost_no_recall_is_asked_for():
    """At least one relevant image is needed, the first one, even where the share is below the rounding."""
    relevant = np.array([False, True, False, True])
    assert wss(relevant, 1e-10) == pytest.approx(1 - 2 / 4 - 1)


def test_area_of_a_perfect_curve_is_one_and_ten_elevenths_in_the_reference():
    assert area_under_curve([1.0] * 11) == 1
    assert reference_area_under_curve([1.0] * 11) == pytest.approx(10 / 11)
    assert area_under_curve([0, 1, 1]) == pytest.approx(0.75)
    with pytest.raises(ValueError, match="at least one round"):
        area_under_curve([1.0])


def test_areas_are_those_stored_for_the_reference_curves(shared_data):
    stored = json.loads((shared_data / "reference" / "butterflies_curves.json").read_text())["curves"]
    for curve in stored.values():
        assert area_under_curve(curve["mean_ap"]) == pytest.approx(curve["aulc_trapezoid_over_rounds"], abs=2e-4)
    assert len(stored) > 10


def test_collection_order_puts_labels_at_the_ends():
    score = np.array([0.1, 0.9, 0.5, np.nan, 0.5, 0.7])
    rows, y = np.array([0, 1, 5]), np.array([1.0, -1.0, -1.0])
    order = collection_order(score, rows, y, tie=np.array([0, 0, 1, 0, 0, 0.0]))
    assert order.tolist() == [0, 4, 2, 3, 1, 5]


@given(
    st.lists(st.tuples(st.integers(0, 4), st.integers(-1, 2)), min_size=1, max_size=40),
)
def test_agreement_of_clusters_with_labels_is_that_of_scikit_learn(pairs):
    cluster, label = np.array(pairs).T
    nmi, ari = normalized_mutual_information(cluster, label), adjusted_rand_index(cluster, label)
    assert nmi == pytest.approx(normalized_mutual_info_score(label, cluster), abs=1e-9)
    assert ari == pytest.approx(adjusted_rand_score(label, cluster), abs=1e-9)


def test_clusters_are_matched_with_one_label_each():
    label = np.array([1, 1, 1, 1, -1, -1, -1])
    assert clustering_accuracy(np.array([5, 5, 5, 5, 2, 2, 2]), label) == 1.0
    # Both large clusters hold more relevant images; only one may stand for them.
    assert clustering_accuracy(np.array([0, 0, 1, 1, 0, 1, 2]), label) == pytest.approx(3 / 7)
    assert clustering_accuracy(np.array([0, 0, 1, 1, 2, 2, 2]), label) == pytest.approx(5 / 7)


def test_without_labels_there_is_no_agreement():
    nothing = np.empty(0, int)
    for measure in (clustering_accuracy, normalized_mutual_information, adjusted_rand_index):
        assert math.isnan(measure(nothing, nothing))
