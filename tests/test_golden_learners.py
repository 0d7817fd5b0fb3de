"""Every learner of the reference implementation against its stored values; where it has a defect, against both."""

import numpy as np
import pytest
from golden_cases import NAMES, engine, load, pool, snapshot
from scipy.special import entr, ndtr

from annotator.numerics.lookahead import after, entropy, expected_change, losses_after
from annotator.strategies.adaptive import density
from annotator.strategies.minentropy import joint_min_entropy
from annotator.strategies.shortlist import Shortlist


@pytest.fixture(scope="module", params=NAMES)
def case(request, shared_data):
    return load(shared_data, request.param)


def test_expected_model_output_change(case):
    """The reference averages over every row, judged ones included."""
    now = pool(case)
    cov = now.cov(now.candidates, np.arange(len(case["array"])))
    scores = expected_change(np.abs(cov).mean(axis=1), now.mean, now.var, now.noise, ndtr(now.mean / np.sqrt(now.var)))
    assert np.abs(scores - case["emoc_scores"]).max() < 1e-10


def test_entropy_and_density_of_adaptal(case):
    now = pool(case)
    p = ndtr(now.mean / np.sqrt(now.var))
    assert np.abs(entr(p) + entr(1 - p) - case["adapt_entropy"]).max() < 1e-10
    dense = density(np.array(now.kernel(now.candidates, now.candidates)), now.noise)
    assert np.abs(dense - case["adapt_density"]).max() < 1e-5


def entropies_after_batch(case, batch):
    """Remaining entropy for every combination of labels of ``batch``, one judgement after the other."""
    now = pool(case)
    states = [(now.mean, now.var, np.array(now.cov(now.candidates, now.candidates)))]
    sums = []
    for row in batch:
        i = int(np.searchsorted(now.candidates, row))
        grown = []
        for mean, var, cov in states:
            pair = losses_after(entropy, cov[[i]], mean, var, mean[[i]], var[[i]], now.noise)
            sums.append(pair[0])
            reduced = cov - np.outer(cov[i], cov[i]) / (var[i] + now.noise)
            grown += [(*after(mean, var, cov[i], mean[i], var[i], now.noise, y), reduced) for y in (-1.0, 1.0)]
        if row == batch[-1]:
            return np.concatenate(sums[-len(states) :])
        states = grown
    raise AssertionError


def test_remaining_entropy_of_mcmi_with_the_sign_of_the_reference(case):
    """The reference takes the least of the negated entropies and minimises it: it seeks what settles nothing."""
    for golden in case["mcmi"]:
        assert -entropies_after_batch(case, golden["batch"]).max() == pytest.approx(golden["value"], abs=1e-8)


def test_mcmi_picks_what_leaves_least_and_the_reference_what_leaves_most(case):
    sums = {row: entropies_after_batch(case, [row]) for row in case["unseen"]}
    ours = int(engine(case).select(snapshot(case, 1, "mcmi")).rows[0])
    reference = min(case["unseen"], key=lambda row: -sums[row].max())
    assert sums[ours].min() == min(pair.min() for pair in sums.values())
    assert sums[reference].max() > sums[ours].max()


SOUND = {
    "emoc": ("emoc", {}),
    "borderline_diversity": ("borderline-diversity", {}),
    "variance": ("variance", {}),
    "variance_correlations": ("variance", {"mode": "corr"}),
    "entropy_batch": ("entropy", {}),
    "ital_lp.8_mp.05": ("ital", {"label_probability": 0.8, "mistake_probability": 0.05}),
}


@pytest.mark.parametrize("learner", SOUND)
def test_selections(case, learner):
    strategy, parameters = SOUND[learner]
    for k, expected in case["selected"][learner].items():
        chosen = engine(case).select(snapshot(case, int(k), strategy, parameters))
        assert chosen.rows.tolist() == expected, k


def test_min_entropy_is_the_pessimistic_estimation_of_the_reference(case):
    values = [
        value
        for value in case["ital_mi"]
        if (value["label_prob"], value["mistake_prob"], value["label_estimation"]) == (1.0, 0.0, "pessimistic")
    ]
    assert values
    for value in values:
        now = pool(case)
        shortlist = Shortlist(now, -1.0 * ~np.isin(now.candidates, value["batch"]), len(now.candidates))
        positions = [int(np.flatnonzero(now.candidates[shortlist.positions] == row)[0]) for row in value["batch"]]
        for position in positions[:-1]:
            shortlist.choose(position)
        ours = joint_min_entropy(shortlist, np.array(positions[-1:]))[0]
        tolerance = 1e-6 if len(positions) <= 2 else 4e-3
        assert ours == pytest.approx(value["value"], abs=tolerance + value["spread"]), value
