"""The criterion of the reference as it is written there, against its stored values, and beside the mended one."""

import itertools

import numpy as np
import pytest
from golden_cases import NAMES, load, pool
from scipy.special import ndtr
from scipy.stats import multivariate_normal

from annotator.errors import ConfigError
from annotator.strategies.information import Gain, UserModel
from annotator.strategies.shortlist import Shortlist, highest
from benchmarks.reference_criterion import ReferenceCriterion, orthant


@pytest.fixture(scope="module", params=NAMES)
def case(request, shared_data):
    return load(shared_data, request.param)


@pytest.fixture(scope="module")
def now(case):
    return pool(case)


def criterion(now, images, batch=None):
    images = np.array(images)
    at = np.searchsorted(now.candidates, images)
    return ReferenceCriterion(now.mean[at], now.cov(images, images), now.noise, batch)


def mended(now, batch, user):
    """The information of a given batch by the chain rule over our gains."""
    shortlist = Shortlist(now, *highest(-1.0 * ~np.isin(now.candidates, batch), len(now.candidates)))
    shortlist.bound = user.first_gain(ndtr(shortlist.mean / np.sqrt(shortlist.var)))
    gain, total = Gain(shortlist, user), 0.0
    for row in batch:
        position = int(np.flatnonzero(now.candidates[shortlist.positions] == row)[0])
        gain.begin()
        total += float(gain(np.array([position]), -np.inf)[0])
        shortlist.choose(position)
    return total


def tolerance(golden):
    return {1: 1e-9, 2: 1e-6}.get(len(golden["batch"]), 2e-3) + golden["spread"]


def by_batch(case):
    key = lambda golden: golden["batch"]  # noqa: E731
    return itertools.groupby(sorted(case["ital_mi"], key=key), key)


def test_every_stored_value(case, now):
    assert len(case["ital_mi"]) > 200
    for batch, values in by_batch(case):
        reference = criterion(now, batch)
        for golden in values:
            user = golden["label_prob"], golden["mistake_prob"], golden["label_estimation"]
            assert reference.value(*user) == pytest.approx(golden["value"], abs=tolerance(golden)), golden


def test_change_estimation(case, now):
    assert case["ital_change_estimation"]
    for golden in case["ital_change_estimation"]:
        images = [*golden["subset"], *golden["batch"]]
        positions = range(len(golden["subset"]), len(images))
        reference = criterion(now, images, positions)
        assert reference.value() == pytest.approx(golden["value"], abs=2e-3 + golden["spread"])
        # The reference pays no heed to the estimation then.
        assert reference.value(label_estimation="pessimistic") == reference.value()


def test_change_estimation_is_not_what_the_answers_tell(case, now):
    """With exact inference the further images would change nothing: the answers settle the signs of the batch."""
    for golden in case["ital_change_estimation"]:
        assert abs(golden["value"] - mended(now, golden["batch"], UserModel())) > 1e-2


def test_a_perfect_person_needs_no_mending(case, now):
    for batch, _ in by_batch(case):
        ours = mended(now, batch, UserModel())
        assert ours == pytest.approx(criterion(now, batch).value(), abs=1e-9 if len(batch) < 3 else 2e-3)


def test_answers_taken_for_targets_tell_less_than_signs(case, now):
    below = 0
    for batch, _ in by_batch(case):
        ours, reference = mended(now, batch, UserModel(0.5)), criterion(now, batch).value(0.5)
        if len(batch) == 1:
            assert ours == pytest.approx(reference, abs=1e-9)
        else:
            assert reference <= ours + 2e-3
            below += reference < ours - 1e-4
    assert below


def test_wrong_answers_make_the_criterion_of_the_reference_negative(case, now):
    for batch, _ in by_batch(case):
        ours = mended(now, batch, UserModel(1.0, 0.25))
        assert 0.0 < ours < mended(now, batch, UserModel())
        assert criterion(now, batch).value(1.0, 0.25) < -1.0
        # Nothing can be learnt from coin tosses.
        assert mended(now, batch, UserModel(1.0, 0.5)) == pytest.approx(0.0, abs=1e-9)


def test_the_optimistic_estimation_prefers_what_is_certain():
    certain, open_ = (ReferenceCriterion(np.array([mean]), np.eye(1), 1e-6) for mean in (6.0, 0.0))
    assert certain.value(label_estimation="optimistic") > 10 * open_.value(label_estimation="optimistic")
    assert certain.value() < open_.value()


def test_unknown_estimation():
    with pytest.raises(ConfigError, match="hopeful' is not one of mean, optimistic, pessimistic"):
        ReferenceCriterion(np.zeros(1), np.eye(1), 1e-6).value(label_estimation="hopeful")


@pytest.mark.parametrize("d", [1, 2, 3, 4, 6])
def test_orthants_against_another_integration(d):
    rng = np.random.default_rng(d)
    half = rng.normal(size=(d, d))
    cov, mean, positive = half @ half.T + 0.3 * np.eye(d), rng.normal(size=d), rng.random(d) < 0.5
    side = np.where(positive, 1.0, -1.0)
    expected = multivariate_normal(
        np.zeros(d), cov * np.outer(side, side), seed=1, abseps=1e-8, maxpts=200_000 * d
    ).cdf(side * mean)
    assert orthant(mean, cov, positive) == pytest.approx(expected, abs=1e-9 if d < 3 else 2e-4)


def test_orthants_sum_to_one_beside_a_copy():
    half = np.array([[1.0, 0.2, 0.1], [0.5, 1.0, 0.3]])
    half = np.concatenate([half, half[:1]])  # the third is a copy of the first
    signs = [np.array(s) for s in itertools.product([False, True], repeat=3)]
    cells = [orthant(np.array([0.3, -0.2, 0.3]), half @ half.T, s) for s in signs]
    assert sum(cells) == pytest.approx(1.0, abs=1e-3)
    assert [p for s, p in zip(signs, cells, strict=True) if s[0] != s[2]] == pytest.approx([0.0] * 4, abs=1e-6)
