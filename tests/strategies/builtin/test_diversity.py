"""Uncertainty against diversity: by the formula over all candidates, and what diversity is for."""

import numpy as np
import pytest
from pools import clusters, pool_of, random_pool
from scipy.special import ndtr

from annotator.strategies.builtin.diversity import BorderlineDiversity, Rbmal
from annotator.strategies.builtin.uncertainty import Borderline
from annotator.strategies.conformance import check_strategy


@pytest.mark.parametrize("parameters", [{"trade_off": 0.0}, {"trade_off": 1.0}, {"candidates": 2}])
def test_borderline_diversity_keeps_the_contract(parameters):
    check_strategy(BorderlineDiversity, **parameters)


@pytest.mark.parametrize("parameters", [{"novelty": 0.0}, {"novelty": 1.0}, {"candidates": 2}])
def test_rbmal_keeps_the_contract(parameters):
    check_strategy(Rbmal, **parameters)


def test_the_trade_off_is_that_of_the_formula():
    pool = random_pool(amplitude=1.7)
    chosen = BorderlineDiversity(trade_off=0.7).select(pool, 6).tolist()
    kernel = pool.kernel(pool.candidates, pool.candidates) / 1.7
    expected = [int(np.argmin(np.abs(pool.mean)))]
    for _ in range(5):
        score = 0.7 * np.abs(pool.mean) + 0.3 * kernel[:, expected].max(axis=1)
        score[expected] = np.inf
        expected.append(int(np.argmin(score)))
    assert chosen == pool.candidates[expected].tolist()


def test_without_diversity_it_is_borderline():
    chosen = BorderlineDiversity(trade_off=1.0).select(random_pool(), 5)
    assert chosen.tolist() == Borderline().select(random_pool(), 5).tolist()


def test_a_burst_on_the_boundary_is_shown_once():
    """Ten copies of the most borderline image, and others nearly as borderline."""
    array = np.random.default_rng(0).normal(size=(60, 4))
    pool = pool_of(array, [0, 1], [1.0, -1.0])
    twin = pool.candidates[np.argmin(np.abs(pool.mean))]
    array[50:60] = array[twin]
    copies = {int(twin), *range(50, 60)}
    arguments = (array, [0, 1], [1.0, -1.0])
    assert len(copies & set(Borderline().select(pool_of(*arguments), 5).tolist())) == 5
    assert len(copies & set(BorderlineDiversity().select(pool_of(*arguments), 5).tolist())) == 1


def cosine(a, b):
    return a @ b.T / np.linalg.norm(a, axis=1)[:, None] / np.linalg.norm(b, axis=1)


def rbmal_by_formula(pool, k, skip_batch=False):
    """The criterion over all candidates; without the similarity to the batch as in the reference."""
    vectors = pool.features(pool.candidates)
    similarity = cosine(vectors, pool.features(pool.judged)).max(axis=1)
    p = ndtr(pool.mean / np.sqrt(pool.var + pool.noise))
    chosen = []
    for t in range(k):
        weight = (len(p) - t) / (len(p) + len(pool.judged))
        score = weight * (1 - similarity) + (1 - weight) * (1 - np.abs(1 - 2 * p))
        score[chosen] = -np.inf
        chosen.append(int(np.argmax(score)))
        if not skip_batch:
            similarity = np.maximum(similarity, cosine(vectors, vectors[chosen[-1:]])[:, 0])
    return pool.candidates[chosen].tolist()


def test_rbmal_is_the_formula():
    assert Rbmal().select(random_pool(), 8).tolist() == rbmal_by_formula(random_pool(), 8)


def test_few_examined_images_are_enough_for_the_same_batch():
    everything, few = (random_pool(n=2000, d=10) for _ in range(2))
    assert Rbmal(candidates=600).select(few, 6).tolist() == Rbmal(candidates=2000).select(everything, 6).tolist()


def test_the_reference_leaves_out_one_image_and_the_distance_within_the_batch():
    """Four unknown clusters: corrected, each is looked at once; as coded there, one of them three times in k = 4."""
    array = clusters(20, 6, 20, 20, d=4, apart=6.0, spread=0.1)
    array[20:26, 1] *= -1  # opposite to nothing else, so that it is the least similar one all the time
    pool = pool_of(array, [0], [1.0])
    corrected = Rbmal().select(pool, 3)
    reference = rbmal_by_formula(pool_of(array, [0], [1.0]), 4 - 1, skip_batch=True)
    cluster = np.repeat([0, 1, 2, 3], [20, 6, 20, 20])
    assert set(cluster[corrected].tolist()) == {1, 2, 3}
    assert len(set(cluster[reference].tolist())) < 3


def test_novelty_is_settable_and_an_image_of_zeros_is_similar_to_nothing():
    pool = random_pool()
    certain = np.abs(ndtr(pool.mean / np.sqrt(pool.var + pool.noise)) - 0.5)
    assert Rbmal(novelty=0.0).select(pool, 1)[0] == pool.candidates[np.argmin(certain)]
    array = clusters(10, 10)
    array[13] = 0.0
    assert Rbmal(novelty=1.0).select(pool_of(np.abs(array), [0, 19], [1.0, -1.0]), 1)[0] == 13
