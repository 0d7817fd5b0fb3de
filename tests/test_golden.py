"""Our numbers against those of the reference implementation of ITAL, computed once and stored."""

import json

import numpy as np
import pytest
from scipy.special import ndtr
from sklearn.datasets import load_digits

from annotator.config import ModelSettings
from annotator.data.features import ArrayFeatures
from annotator.selection import Engine
from annotator.strategies.ital import Gain, UserModel
from annotator.strategies.pool import PosteriorPool
from annotator.strategies.shortlist import Shortlist
from annotator.types import Snapshot

CASES = ["iris100", "digits240"]


@pytest.fixture(scope="module", params=CASES)
def case(request, shared_data):
    golden = json.loads((shared_data / "reference" / "golden.json").read_text())[request.param]
    golden["array"] = np.array(golden["rows"]) if "rows" in golden else load_digits().data[:240] / 16
    return golden


def snapshot(case, k=0, strategy="ital"):
    feedback = {int(row): label for row, label in case["feedback"].items()}
    rows = np.array([row for row, label in feedback.items() if label])
    return Snapshot(
        revision=1,
        round=1,
        rows=rows,
        y=np.array([float(feedback[int(row)]) for row in rows]),
        closed=np.array([row for row, label in feedback.items() if not label], np.int64),
        examples=np.empty((0, case["array"].shape[1])),
        strategy=strategy,
        parameters={},
        k=k,
        seed=(0,),
        model=ModelSettings(
            prior_mean=0.0,
            length_scale=float(case["length_scale"]),
            noise=float(case["noise"]),
            amplitude=float(case["var"]),
        ),
    )


def engine(case):
    return Engine(ArrayFeatures(case["array"]), dtype=np.float64)


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
    shortlist = Shortlist(pool, np.arange(len(candidates), 0, -1.0), len(candidates))
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
