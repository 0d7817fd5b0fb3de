"""Every learner of the reference implementation against its stored values; where it has a defect, against both."""

import numpy as np
import pytest
from golden_cases import NAMES, engine, load, pool, snapshot
from scipy.spatial.distance import cdist
from scipy.special import entr, ndtr

from annotator.numerics.lookahead import after, entropy, error, expected_change, losses_after
from annotator.strategies.builtin.adaptal import density
from annotator.strategies.builtin.density_weighted import nearest_similarity
from annotator.strategies.builtin.minentropy import joint_information
from annotator.strategies.builtin.usdm import terms
from annotator.strategies.shortlist import Shortlist, highest


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
    """The reference takes the least of the negated entropies and minimizes it: it seeks what settles nothing."""
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


@pytest.mark.parametrize(("estimation", "most"), [("pessimistic", False), ("optimistic", True)])
def test_extreme_information_is_an_estimation_of_the_reference(case, estimation, most):
    values = [
        value
        for value in case["ital_mi"]
        if (value["label_prob"], value["mistake_prob"], value["label_estimation"]) == (1.0, 0.0, estimation)
    ]
    assert values
    for value in values:
        now = pool(case)
        shortlist = Shortlist(now, *highest(-1.0 * ~np.isin(now.candidates, value["batch"]), len(now.candidates)))
        positions = [int(np.flatnonzero(now.candidates[shortlist.positions] == row)[0]) for row in value["batch"]]
        for position in positions[:-1]:
            shortlist.choose(position)
        ours = joint_information(shortlist, np.array(positions[-1:]), most=most)[0]
        tolerance = 1e-6 if len(positions) <= 2 else 4e-2 if most else 4e-3  # the logarithm of a tiny probability
        assert ours == pytest.approx(value["value"], abs=tolerance + value["spread"]), value


def picks(case, strategy, k, parameters=None):
    return engine(case).select(snapshot(case, k, strategy, parameters)).rows


def test_sud_of_the_reference_takes_distances_for_similarities(case):
    now = pool(case)
    array = case["array"]
    distances = np.sort(cdist(array[now.candidates], array, "cosine"), axis=1)[:, :21]
    p = ndtr(now.mean / np.sqrt(now.var + now.noise))
    as_coded = (entr(p) + entr(1 - p)) * (distances.sum(axis=1) - 1.0) / 20
    everything = np.arange(len(now.candidates))
    dense = nearest_similarity(now, everything, everything, 20)
    for k, expected in case["selected"]["sud"].items():
        assert now.candidates[np.argsort(-as_coded)[: int(k)]].tolist() == expected
        ours = picks(case, "sud", int(k))
        assert set(ours.tolist()).isdisjoint(expected)
    at = np.searchsorted(now.candidates, [ours, expected])
    product = (entr(p) + entr(1 - p)) * dense
    assert product[at[0]].min() > product[at[1]].max()


def usdm_as_coded(kernel, g, total):
    """The augmented Lagrangian of the reference: growing penalty, 100 steps, the sum driven to k in one term only."""
    c = len(g)
    penalty, dual, duals, clipped, objective = 1e-6, 0.0, np.zeros(c), np.full(c, 1.0 / c), np.inf
    for _ in range(100):
        right = penalty * (clipped + 1.0) - duals - dual - g
        f = np.linalg.solve(kernel + penalty * (1.0 + np.eye(c)), right)
        clipped = np.maximum(f + duals / penalty, 0.0)
        dual += penalty * (f.sum() - total)
        duals += penalty * (f - clipped)
        penalty *= 1.1
        before, objective = objective, 0.5 * f @ kernel @ f + f @ g
        if abs(before - objective) < 1e-6:
            break
    return f


def test_usdm_of_the_reference_has_the_sign_of_the_uncertainty_inverted(case):
    now = pool(case)
    rows = np.concatenate([now.candidates, now.judged])
    kernel = np.array(now.kernel(np.arange(len(case["array"])), np.arange(len(case["array"]))))
    ties = np.full(kernel.shape, 1e-6)  # makes a dense matrix of a sparse one
    nearest = np.argpartition(np.diag(np.diag(kernel)) - kernel, 5, axis=1)[:, :5]  # of one direction only
    np.put_along_axis(ties, nearest, 1.0 + 1e-6, axis=1)
    c = len(now.candidates)
    inner = ties[np.ix_(rows, rows)]
    degree = ties.sum(axis=1)[now.candidates]
    spread = np.linalg.solve(np.diag(degree) - inner[:c, :c], inner[:c, c:] @ (now.y > 0))
    p = np.clip(spread, 1e-8, 1 - 1e-8)
    h = (entr(p) + entr(1 - p)) / np.log(2)
    within = kernel[np.ix_(now.candidates, now.candidates)]
    for k, expected in case["selected"]["usdm"].items():
        f = usdm_as_coded(within, h, int(k))
        assert set(now.candidates[np.argsort(-f)[: int(k)]].tolist()) == set(expected)
    assert abs(f.sum() - int(k)) > 0.1 or f.min() < -0.1  # it stops before its constraints are met
    _, ours_h = terms(now, now.candidates, 5)
    ours, theirs = (np.searchsorted(now.candidates, x) for x in (picks(case, "usdm", 4), expected))
    assert h[ours].mean() > h.mean() > h[theirs].mean()
    assert ours_h[ours].mean() > ours_h.mean()


def test_adaptal_of_the_reference_takes_irrelevant_for_0(case):
    """An image judged irrelevant gets target 0 there, and errors are counted against the labels of before."""
    now = pool(case)
    cov = np.array(now.cov(now.candidates, now.candidates))
    p = ndtr(now.mean / np.sqrt(now.var))
    as_coded, corrected = [], []
    for i in range(len(p)):
        for targets, values in (((0.0, 1.0), as_coded), ((-1.0, 1.0), corrected)):
            states = [after(now.mean, now.var, cov[i], now.mean[i], now.var[i], now.noise, y) for y in targets]
            q = [ndtr(mean / np.sqrt(var)) for mean, var in states]
            if values is as_coded:
                wrong = [np.where(now.mean > 0, 1 - x, x).sum() for x in q]
            else:
                wrong = [np.minimum(x, 1 - x).sum() for x in q]
            values.append((1 - p[i]) * wrong[0] + p[i] * wrong[1])
    ours = losses_after(error, cov, now.mean, now.var, now.mean, now.var, now.noise)
    assert np.abs((1 - p) * ours[:, 0] + p * ours[:, 1] - corrected).max() < 1e-8
    assert np.argsort(as_coded)[:4].tolist() != np.argsort(corrected)[:4].tolist()
