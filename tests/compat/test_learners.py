"""The interface of the reference: its first example, its stored values, and answers that may change."""

import inspect

import numpy as np
import pytest
from golden_cases import NAMES, load
from sklearn.datasets import load_digits
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.gaussian_process.kernels import RBF

from annotator.compat.ital import (
    EMOC,
    ITAL,
    LEARNERS,
    SUD,
    USDM,
    AdaptAL,
    BorderlineDiversitySampling,
    BorderlineSampling,
    EntropySampling,
    TopscoringSampling,
    UncertaintySampling,
    VarianceSampling,
)
from annotator.compat.retrieval_base import ActiveRetrievalBase
from annotator.errors import ConfigError, FeatureError, StrategyError
from annotator.metrics import average_precision

DIGITS = load_digits()
IMAGES, CLASSES = DIGITS.data[:300] / 16, DIGITS.target[:300]


def learner_of(cls=ITAL, **arguments):
    """A learner that knows one three, and which three other images are none."""
    learner = cls(IMAGES, [IMAGES[3]], 2.0, **arguments)
    learner.update({13: 1, 0: -1, 1: -1, 7: -1})
    return learner


def state(learner):
    return (
        learner.rel_mean.tolist(),
        learner.relevant_ids,
        learner.irrelevant_ids,
        learner.unnameable_ids,
        learner.rounds,
    )


# The example that the reference begins with


def test_a_search_from_a_query_to_the_results():
    rng = np.random.default_rng(0)
    centers = np.array([[0.2, 0.2], [0.8, 0.3], [0.5, 0.8]])
    group = rng.integers(0, 3, 240)
    relevant = group > 0  # the query shows only one of two kinds
    data = centers[group] + rng.normal(0, 0.08, (240, 2))
    queries = [centers[1] + 0.09]
    learner = ITAL(data, queries, length_scale=0.1)
    first = average_precision(relevant[learner.top_results()])
    for _ in range(5):
        candidates = learner.fetch_unlabelled(4)
        feedback = {i: 1 if relevant[i] else -1 for i in candidates}
        feedback[candidates[-1]] = 0
        learner.update(feedback)
    most_relevant = learner.top_results(100)
    assert relevant[most_relevant].mean() > 0.95
    assert average_precision(relevant[learner.top_results()]) > max(first, 0.95)
    assert (np.diff(learner.rel_mean[most_relevant]) <= 0).all()
    assert learner.rounds == 5
    assert len(learner.unnameable_ids) == 5


def test_the_learner_may_be_made_before_its_data():
    at_once = ITAL(IMAGES, [IMAGES[3]], length_scale=2.0)
    later = ITAL(length_scale=2.0)
    assert later.gp is None
    assert later.rel_mean is None
    assert later.fit(IMAGES, [IMAGES[3]]) is later
    assert later.fetch_unlabelled(4) == at_once.fetch_unlabelled(4)
    assert later.rel_mean.tolist() == at_once.rel_mean.tolist()
    # And serve for other data after that.
    later.fit(IMAGES[:50], IMAGES[0])
    assert max(later.fetch_unlabelled(60)) < 50


# Stored values


@pytest.fixture(scope="module", params=NAMES)
def case(request, shared_data):
    return load(shared_data, request.param)


def taught(cls, case, **arguments):
    learner = cls(length_scale=case["length_scale"], var=case["var"], noise=case["noise"], **arguments)
    learner.fit(case["array"])
    learner.update({int(row): label for row, label in case["feedback"].items()})
    return learner


def test_mean_variance_and_results(case):
    learner = taught(ITAL, case)
    assert np.abs(learner.rel_mean - case["mean"]).max() < 1e-10
    mean, var = learner.gp.predict_stored(cov_mode="diag")
    assert mean.tolist() == learner.rel_mean.tolist()
    assert np.abs(var - case["var_post"]).max() < 1e-10
    assert learner.top_results(10).tolist() == case["top10"]
    assert learner.get_unseen() == case["unseen"]


SELECTED = {
    "topscoring": (TopscoringSampling, {}),
    "borderline": (BorderlineSampling, {}),
    "borderline_diversity": (BorderlineDiversitySampling, {}),
    "variance": (VarianceSampling, {}),
    "variance_correlations": (VarianceSampling, {"use_correlations": True}),
    "uncertainty": (UncertaintySampling, {}),
    "entropy_batch": (EntropySampling, {}),
    "emoc": (EMOC, {}),
    "ital": (ITAL, {}),
    "ital_lp.8_mp.05": (ITAL, {"label_prob": 0.8, "mistake_prob": 0.05}),
}


@pytest.mark.parametrize("name", SELECTED)
def test_batches(case, name):
    cls, arguments = SELECTED[name]
    learner = taught(cls, case, **arguments)
    for k, expected in case["selected"][name].items():
        assert learner.fetch_unlabelled(int(k)) == expected


@pytest.mark.parametrize(("name", "cls"), [("sud", SUD), ("usdm", USDM)])
def test_mended_learners_choose_otherwise(case, name, cls):
    assert set(case["selected"]) == {*SELECTED, "sud", "usdm"}
    learner = taught(cls, case)
    for k, expected in case["selected"][name].items():
        assert set(learner.fetch_unlabelled(int(k))).isdisjoint(expected)


# What the learner believes


def test_predictions_agree_with_another_model():
    learner = learner_of(noise=1e-3)
    rows = learner.gp.ind
    assert learner.gp.y.tolist() == [1.0, 1.0, -1.0, -1.0, -1.0]
    other = GaussianProcessRegressor(RBF(2.0), alpha=1e-3, optimizer=None).fit(learner.gp.X[rows], learner.gp.y)
    new = DIGITS.data[600:620] / 16
    mean, cov = other.predict(new, return_cov=True)
    assert learner.gp.predict(new) == pytest.approx(mean, abs=1e-9)
    assert learner.gp.predict(new, cov_mode="diag")[1] == pytest.approx(np.diag(cov), abs=1e-9)
    assert learner.gp.predict(new, cov_mode="full")[1] == pytest.approx(cov, abs=1e-9)
    assert learner.gp.predict(new[0]) == pytest.approx(mean[:1], abs=1e-9)
    assert learner.gp.predict(IMAGES) == pytest.approx(learner.rel_mean, abs=1e-9)


def test_stored_rows_in_any_order():
    gp = learner_of(noise=1e-3).gp
    rows = [40, 3, 299]
    mean, cov = gp.predict_stored(rows, cov_mode="full")
    assert mean == pytest.approx(gp.predict_stored()[rows])
    assert np.diag(cov) == pytest.approx(gp.predict_stored(rows, cov_mode="diag")[1], abs=1e-9)
    assert gp.updated_prediction([50], [1.0], rows) == pytest.approx(
        learner_of(noise=1e-3).updated_prediction({50: 1}, rows, cov_mode=None)
    )


@pytest.mark.parametrize("feedback", [{50: 1, 51: -1}, {13: -1}, {13: 0}, {60: 0}, {}, {0: 1, 70: -1, 71: 0}])
def test_updated_prediction_foresees_the_update(feedback):
    learner, rows = learner_of(), [5, 50, 13, 200]
    before = state(learner)
    foreseen = learner.updated_prediction(feedback, rows)
    only_mean = learner.updated_prediction(feedback, rows, cov_mode=None)
    assert state(learner) == before
    learner.update(feedback)
    mean, cov = learner.gp.predict_stored(rows, cov_mode="full")
    assert foreseen[0] == pytest.approx(mean, abs=1e-8)
    assert foreseen[1] == pytest.approx(cov, abs=1e-8)
    assert only_mean == pytest.approx(mean, abs=1e-8)


def test_without_anything_known_the_mean_is_0():
    learner = ITAL(IMAGES, length_scale=2.0)
    assert not learner.rel_mean.any()
    assert learner.top_results(3).tolist() == [0, 1, 2]
    assert len(set(learner.fetch_unlabelled(6))) == 6


# Answers


def test_answers_may_change():
    changed = learner_of()
    changed.update({13: -1, 0: 1, 7: 0, 20: 0})
    changed.update({20: 1})
    fresh = ITAL(IMAGES, [IMAGES[3]], 2.0)
    fresh.update({13: -1, 0: 1, 1: -1, 20: 1, 7: 0})
    assert changed.relevant_ids == {0, 20}
    assert changed.irrelevant_ids == {13, 1}
    assert changed.unnameable_ids == {7}
    assert changed.rel_mean == pytest.approx(fresh.rel_mean, abs=1e-8)
    assert changed.rounds == 3


def test_unsure_images_are_not_asked_for_again_and_their_round_counts():
    learner = learner_of()
    asked = learner.fetch_unlabelled(4)
    learner.update(dict.fromkeys(asked, 0))
    assert learner.rounds == 2
    assert set(learner.fetch_unlabelled(20)).isdisjoint(asked)
    assert set(learner.get_unseen()).isdisjoint(asked)
    learner.update({})
    assert learner.rounds == 2


def test_any_number_is_an_answer():
    learner = ITAL(IMAGES, [IMAGES[3]], 2.0)
    learner.update({np.int64(5): np.float32(0.5), 6: -2, 8: True})
    assert learner.relevant_ids == {5, 8}
    assert learner.irrelevant_ids == {6}
    assert set(learner.gp.y) == {1.0, -1.0}


def test_reset_leaves_the_queries():
    learner = learner_of()
    learner.update({30: 0})
    learner.reset()
    assert state(learner) == state(ITAL(IMAGES, [IMAGES[3]], 2.0))


@pytest.mark.parametrize(
    ("feedback", "error", "message"),
    [
        ({300: 1}, IndexError, "no image 300"),
        ({-1: 1}, IndexError, "no image -1"),
        ({4: 1, 5: float("nan")}, ConfigError, "nan is not an answer"),
        ({4: 1, 5: "yes"}, ConfigError, "'yes' is not an answer"),
        ({4: 1, 5: None}, ConfigError, "None is not an answer"),
        ({4: 1, 2.5: 1}, TypeError, "float"),
    ],
)
def test_a_bad_answer_changes_nothing(feedback, error, message):
    learner = learner_of()
    before = state(learner)
    with pytest.raises(error, match=message):
        learner.update(feedback)
    assert state(learner) == before


# Every learner


@pytest.mark.parametrize("name", LEARNERS)
def test_every_learner_chooses_open_images(name):
    learner, again = (LEARNERS[name](IMAGES[:60], [IMAGES[3]], 2.0) for _ in range(2))
    for one in (learner, again):
        one.update({13: 1, 0: -1, 1: -1, 7: -1})
    chosen = learner.fetch_unlabelled(5)
    assert chosen == learner.fetch_unlabelled(5) == again.fetch_unlabelled(5)
    assert all(type(row) is int for row in chosen)
    assert len(set(chosen)) == 5
    assert set(chosen) <= set(learner.get_unseen())
    assert learner.fetch_unlabelled(0) == []
    left = learner.fetch_unlabelled(1000)
    # The image that equals the query comes only where nothing else is left.
    assert sorted(left) == [row for row in learner.get_unseen() if row != 3]
    learner.update(dict.fromkeys(left, -1))
    assert learner.fetch_unlabelled(4) == [3]


def test_the_seed_changes_what_is_random():
    batches = {tuple(learner_of(LEARNERS["random"], seed=seed).fetch_unlabelled(5)) for seed in range(4)}
    assert len(batches) == 4


COMMON = ["data", "queries", "length_scale", "var", "noise"]
OWN = {
    "ITAL": [
        "label_prob",
        "mistake_prob",
        "top_candidates",
        "change_estimation_subset",
        "clip_cov",
        "label_estimation",
        "monte_carlo_num_rel",
        "monte_carlo_num_fb",
        "parallelized",
    ],
    "MCMI": ["subsample", "parallelized"],
    "AdaptAL": ["subsample", "parallelized", "betas"],
    "SUD": ["K"],
    "TCAL": ["unc_factor"],
    "USDM": ["knn", "r", "max_iter", "tol"],
    "border_div": ["alpha"],
    "var": ["use_correlations"],
}


@pytest.mark.parametrize("name", LEARNERS)
def test_arguments_come_in_the_known_order(name):
    arguments = list(inspect.signature(LEARNERS[name]).parameters)
    assert arguments == [*COMMON, *OWN.get(name, []), "seed"]
    learner = LEARNERS[name]()
    assert all(hasattr(learner, argument) for argument in arguments)
    assert (learner.length_scale, learner.var, learner.noise) == (0.1, 1.0, 1e-6)


@pytest.mark.parametrize(
    ("name", "arguments", "differs"),
    [
        ("border_div", {"alpha": 1.0}, True),
        ("var", {"use_correlations": True}, True),
        ("SUD", {"K": 2}, True),
        ("TCAL", {"unc_factor": 1}, True),
        ("USDM", {"knn": 20}, True),
        ("USDM", {"max_iter": 3, "tol": 0.1}, False),
        ("MCMI", {"subsample": 5}, True),
        ("AdaptAL", {"subsample": 5}, True),
        ("ITAL", {"label_estimation": "pessimistic"}, True),
        ("ITAL", {"label_estimation": "optimistic"}, True),
        ("ITAL", {"clip_cov": 0.5, "monte_carlo_num_rel": 2, "parallelized": False}, False),
    ],
)
def test_arguments_have_their_effect(name, arguments, differs):
    usual, other = (learner_of(LEARNERS[name], **a).fetch_unlabelled(5) for a in ({}, arguments))
    assert (usual != other) == differs


def test_top_candidates_is_a_number_or_a_multiple_of_what_is_known():
    seen = {0, 1, 7, 13, 3}
    ranking = [int(row) for row in learner_of().top_results() if row not in seen]
    assert set(learner_of(top_candidates=6).fetch_unlabelled(6)) == set(ranking[:6])
    # One query and four judgements.
    assert set(learner_of(top_candidates=2.0).fetch_unlabelled(10)) == set(ranking[:10])
    assert learner_of(top_candidates=0).fetch_unlabelled(4) == learner_of().fetch_unlabelled(4)


def test_progress_is_drawn_where_it_is_asked_for(capfd):
    learner = learner_of()
    learner.fetch_unlabelled(4)
    assert capfd.readouterr().err == ""
    learner.fetch_unlabelled(4, show_progress=True)
    assert "%" in capfd.readouterr().err


def test_a_learner_of_ones_own():
    class Darkest(ActiveRetrievalBase):
        def fetch_unlabelled(self, k, show_progress=False):
            return sorted(self.get_unseen(), key=lambda row: self.data[row].sum())[:k]

    learner = Darkest(IMAGES, IMAGES[3], 2.0)
    chosen = learner.fetch_unlabelled(3)
    learner.update(dict.fromkeys(chosen, -1))
    assert set(chosen).isdisjoint(learner.fetch_unlabelled(3))
    with pytest.raises(NotImplementedError, match="does not say how it chooses"):
        ActiveRetrievalBase(IMAGES).fetch_unlabelled(1)


# What is refused


def test_change_estimation_is_announced_to_have_no_effect():
    with pytest.warns(UserWarning, match="change_estimation_subset has no effect"):
        learner = ITAL(IMAGES, [IMAGES[3]], 2.0, change_estimation_subset=20)
    assert learner.fetch_unlabelled(4) == ITAL(IMAGES, [IMAGES[3]], 2.0).fetch_unlabelled(4)


@pytest.mark.parametrize(
    ("make", "error", "message"),
    [
        (lambda: ITAL(label_estimation="best"), ConfigError, "'best' is not one of mean, pessimistic, optimistic"),
        (lambda: ITAL(mistake_prob=0.5), StrategyError, "mistake_probability: 0.5 is not a number from 0 to 0.45"),
        (lambda: AdaptAL(betas=[0.5]), ConfigError, "betas"),
        (lambda: ITAL(IMAGES, noise=0.0), ConfigError, "noise: 0.0 is not a number above 0"),
        (lambda: ITAL(IMAGES, length_scale=-1), ConfigError, "length_scale"),
        (lambda: ITAL(IMAGES, [[1.0, 2.0]]), FeatureError, r"queries of shape \(1, 2\)"),
        (lambda: ITAL([["a", "b"]]), FeatureError, "float64 is needed"),
        (lambda: ITAL(np.empty((0, 4))), FeatureError, "one row of numbers per image"),
        (lambda: ITAL().fetch_unlabelled(4), ConfigError, "ITAL has no data yet"),
        (lambda: ITAL().top_results(4), ConfigError, "no data yet"),
        (lambda: ITAL().update({}), ConfigError, "no data yet"),
        (lambda: learner_of().updated_prediction({}, [301]), IndexError, "301"),
        (lambda: learner_of().gp.predict_stored([1], cov_mode="half"), ConfigError, "'half' is not one of"),
    ],
)
def test_what_is_wrong_is_said(make, error, message):
    with pytest.raises(error, match=message):
        make()
