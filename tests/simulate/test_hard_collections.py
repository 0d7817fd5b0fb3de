"""The default search on collections that are hard in one way: no exception, and never worse than random images."""

from __future__ import annotations

import numpy as np
import pytest

from annotator.data.features.array_features import ArrayFeatures
from annotator.engine import Engine
from annotator.simulate import SimulatedUser, simulate

N = 900


def clouds(rng, n=N, d=16, groups=9):
    """Return overlapping clouds, one after the other, and the number of the cloud of each row."""
    group = np.arange(n) * groups // n
    return rng.normal(size=(groups, d))[group] + rng.normal(size=(n, d)), group


def one_in_a_thousand(rng):
    rows, _ = clouds(rng, 3000)
    relevant = np.isin(np.arange(3000), np.argsort(np.linalg.norm(rows - rows[40], axis=1))[:3])
    return rows, relevant


def two_clusters(rng):
    rows, group = clouds(rng)
    return rows, np.isin(group, (1, 7))


def hundreds_of_near_duplicates(rng):
    rows, group = clouds(rng)
    rows[300:600] = rows[300] + 1e-4 * rng.normal(size=(300, 16))
    return rows, group == 1


def two_thousand_features(rng):
    rows, group = clouds(rng, d=2000)
    return rows, group == 4


def heavy_tails(rng):
    rows, group = clouds(rng)
    return rows * np.exp(rng.normal(size=rows.shape)) + rng.standard_t(1.5, size=rows.shape), group == 4


def constant_features(rng):
    rows, group = clouds(rng)
    return np.concatenate([np.full((N, 8), 3.0), rows, np.zeros((N, 8))], axis=1), group == 4


def nothing_but_constants(rng):
    return np.ones((N, 8)), np.arange(N) % 9 == 4


HARD = (
    one_in_a_thousand,
    two_clusters,
    hundreds_of_near_duplicates,
    two_thousand_features,
    heavy_tails,
    constant_features,
    nothing_but_constants,
)


@pytest.mark.parametrize("make", HARD, ids=lambda make: make.__name__)
def test_it_is_never_worse_than_random_images(make):
    rows, relevant = make(np.random.default_rng(7))
    engine = Engine(ArrayFeatures(rows.astype(np.float32)))
    engine.build_graph()
    if make is nothing_but_constants:  # the choice is chance: many searches tell that from a real difference
        truths = [np.random.default_rng(seed).permutation(relevant) for seed in range(40)]
    else:
        truths = 3 * [relevant]
    areas = {
        strategy: np.mean([area(engine, truth, strategy, seed) for seed, truth in enumerate(truths)])
        for strategy in ("mix", "random")
    }
    engine.close()
    assert np.isfinite(areas["mix"])
    assert areas["mix"] >= areas["random"] - 0.01


def area(engine, relevant, strategy, seed):
    """Return the area under the learning curve of a search from one relevant image."""
    user = SimulatedUser(relevant)
    return simulate(engine, user, queries=user.examples(1, seed), strategy=strategy, batch_size=4, seed=seed).area
