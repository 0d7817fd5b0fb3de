"""Our numbers against those of the reference implementation of ITAL, computed once and stored."""

import numpy as np
import pytest
from golden_cases import NAMES, engine, load, snapshot
from scipy.special import ndtr

from annotator.strategies.information import Gain, UserModel
from annotator.strategies.pool import PosteriorPool
from annotator.strategies.shortlist import Shortlist, highest


@pytest.fixture(scope="module", params=NAMES)
def case(request, shared_data):
    return load(shared_data, request.param)


def test_mean_and_variance(case):
    posterior = engine(case).posterior(snapshot(case))
    mean, var = np.array(case["mean"]), np.array(case["var_post"])
    assert np.abs(posterior.mean - mean).max() < 1e-10
    assert np.allclose(posterior.mean, mean, rtol=1e-6, atol=1e-12)
    observed = np.array([int(row) for row, label in case["feedback"].items() if label])
    rest = np.setdiff1d(np.arange(len(var)), observed)
    assert np.allclose(posterior.var[rest], var[rest], rtol=1e-6, atol=1e-10)


def test_ranking(case):
    selection = engine(case).select(snapshot(case))
    assert np.argsort(-selection.mean, kind="stable")[:10].tolist() == case["top10"]


def information(case, batch, user):
    """Information of a given batch by the chain rule over our gains."""
    posterior = engine(case).posterior(snapshot(case))
    candidates = np.array(sorted(batch))
    pool = PosteriorPool(posterior, candidates, np.empty(0, int), np.empty(0), np.random.default_rng(0))
    shortlist = Shortlist(pool, *highest(np.arange(len(candidates), 0, -1.0), len(candidates)))
    shortlist.bound = user.first_gain(ndtr(shortlist.mean / np.sqrt(shortlist.var)))
    gain, total = Gain(shortlist, user), 0.0
    for position in range(len(candidates)):
        gain.begin()
        total += float(gain(np.array([position]), -np.inf)[0])
        shortlist.choose(position)
    return total


def golden_values(case, label, mistake):
    return [
        value
        for value in case["ital_mi"]
        if value["label_prob"] == label and value["mistake_prob"] == mistake and value["label_estimation"] == "mean"
    ]


def test_information_of_given_batches_with_a_perfect_person(case):
    values = golden_values(case, 1.0, 0.0)
    assert len(values) > 10
    for value in values:
        tolerance = 2e-3 if len(value["batch"]) > 2 else 1e-6
        assert information(case, value["batch"], UserModel()) == pytest.approx(
            value["value"], abs=tolerance + value["spread"]
        ), value


def test_information_with_a_person_who_leaves_images_out(case):
    """The reference conditions on answers as regression targets instead of signs.

    That costs it a Kullback-Leibler divergence from the true value, so it is a lower bound; a single answer is exact.
    """
    labels = {value["label_prob"] for value in case["ital_mi"] if value["mistake_prob"] == 0.0} - {1.0}
    assert labels
    for label in labels:
        for value in golden_values(case, label, 0.0):
            ours = information(case, value["batch"], UserModel(label))
            if len(value["batch"]) == 1:
                assert ours == pytest.approx(value["value"], rel=1e-6), value
            else:
                assert value["value"] - 2e-3 - value["spread"] <= ours <= value["value"] * 1.15 + 2e-3, value


@pytest.mark.parametrize("strategy", ["ital", "topscoring", "borderline", "uncertainty"])
def test_selections(case, strategy):
    for k, expected in case["selected"][strategy].items():
        chosen = engine(case).select(snapshot(case, int(k), strategy))
        assert chosen.rows.tolist() == expected, (strategy, k)
