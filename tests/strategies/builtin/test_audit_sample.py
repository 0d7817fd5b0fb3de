"""Audit samples as batches: the estimate from the scores has no bias."""

import numpy as np
import pytest
from pools import random_pool

from annotator.strategies.builtin.audit_sample import Audit
from annotator.strategies.conformance import check_strategy


def test_the_estimate_from_the_scores_has_no_bias():
    pool = random_pool(n=80, labels=8)
    relevant = np.random.default_rng(4).random(80) < 0.2  # nothing to do with what the model believes
    estimates = []
    for _ in range(3000):
        chosen = Audit().select(pool, 10)
        estimates.append(sum(relevant[row] / pool.scores[int(row)] for row in chosen))
    error = np.std(estimates) / np.sqrt(3000)
    assert abs(np.mean(estimates) - relevant[pool.candidates].sum()) < 4 * error


def test_with_a_small_uniform_part_the_likely_images_are_drawn_more_often():
    pool = random_pool(n=80, labels=8)

    def mean(share):
        drawn = [Audit(share=share).select(pool, 5) for _ in range(200)]
        return np.mean([pool.mean[np.isin(pool.candidates, rows)].mean() for rows in drawn])

    assert mean(0.01) > mean(1.0)


@pytest.mark.parametrize("share", [0.01, 1.0])
def test_every_variant_keeps_the_contract(share):
    check_strategy(Audit, share=share)
