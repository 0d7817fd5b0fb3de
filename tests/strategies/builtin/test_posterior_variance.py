"""Variance of one image and of a batch: against a dense model, and what keeps a batch apart."""

import numpy as np
import pytest
from pools import clusters, pool_of, random_pool

from annotator.strategies.builtin.posterior_variance import Variance
from annotator.strategies.conformance import check_strategy


@pytest.mark.parametrize("parameters", [{"mode": "corr"}, {"mode": "logdet"}, {"mode": "logdet", "candidates": 3}])
def test_the_contract_is_kept_in_every_mode(parameters):
    check_strategy(Variance, **parameters)


def greedy(pool, k, score):
    """Evaluate every candidate at every step with a dense posterior covariance."""
    cov = pool.cov(pool.candidates, pool.candidates)
    chosen, values = [], []
    for _ in range(k):
        value = score(cov, chosen)
        value[chosen] = -np.inf
        chosen.append(int(np.argmax(value)))
        values.append(value[chosen[-1]])
    return pool.candidates[chosen].tolist(), values


def given_chosen(cov, chosen):
    cross = cov[:, chosen]
    return np.diag(cov) - (cross @ np.linalg.pinv(cov[np.ix_(chosen, chosen)]) * cross).sum(axis=1)


def less_covariances(cov, chosen):
    return np.diag(cov) - cov[:, chosen].sum(axis=1)


@pytest.mark.parametrize(("mode", "score"), [("logdet", given_chosen), ("corr", less_covariances)])
def test_batches_equal_a_dense_search(mode, score):
    pool = random_pool(n=1500, d=3, length_scale=1.0)  # more than the first prefix of the shortlist
    chosen = Variance(mode=mode).select(pool, 7)
    rows, values = greedy(pool, 7, score)
    assert chosen.tolist() == rows
    assert np.abs(np.array([pool.scores[row] for row in rows]) - values).max() < 1e-9


def test_the_determinant_of_the_batch_grows_from_plain_to_logdet():
    determinants = []
    for mode in ("plain", "logdet"):
        pool = random_pool(n=400, d=3, length_scale=1.5)
        rows = Variance(mode=mode).select(pool, 6)
        determinants.append(np.linalg.slogdet(pool.cov(rows, rows))[1])
    assert determinants[1] > determinants[0] + 1.0


def test_one_image_of_every_unknown_cluster():
    array = clusters(30, 30, 30, 30, d=4)
    modes = {mode: pool_of(array, [0], [1.0], length_scale=2.0) for mode in ("plain", "corr", "logdet")}
    seen = {mode: set((Variance(mode=mode).select(pool, 3) // 30).tolist()) for mode, pool in modes.items()}
    assert seen["corr"] == seen["logdet"] == {1, 2, 3}
