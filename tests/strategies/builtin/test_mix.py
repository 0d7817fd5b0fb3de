"""Find and learn in one batch: who gets the slots, no twins among them, and pools without some candidates."""

import numpy as np
import pytest
from pools import clusters, pool_of, random_pool

from annotator.strategies.builtin.epig import Epig
from annotator.strategies.builtin.ital import Ital
from annotator.strategies.builtin.mix import Mix
from annotator.strategies.builtin.uncertainty import Topscoring
from annotator.strategies.near_duplicates import best_without_duplicates
from annotator.strategies.subpool import Subpool


def test_learning_alone_is_ital_as_long_as_nothing_is_common():
    pools = [random_pool(labels=8) for _ in range(2)]
    assert Mix(explore=0.0).select(pools[0], 6).tolist() == Ital().select(pools[1], 6).tolist()


def test_collecting_alone_is_topscoring():
    pools = [random_pool(labels=8) for _ in range(2)]
    assert Mix(find=1.0).select(pools[0], 6).tolist() == Topscoring().select(pools[1], 6).tolist()


@pytest.mark.parametrize(("find", "collected"), [(0.0, 0), (0.01, 1), (0.25, 2), (0.5, 4), (0.51, 5), (1.0, 8)])
def test_the_slider_says_how_many_are_collected(find, collected):
    pool = random_pool(labels=8)
    chosen = Mix(find=find).select(pool, 8)
    best = pool.candidates[np.argsort(-pool.mean, kind="stable")[:collected]]
    assert chosen[:collected].tolist() == best.tolist()
    assert len(set(chosen.tolist())) == 8


@pytest.mark.parametrize(("relevant", "explored"), [(1, 0), (8, 3), (16, 6)])
def test_the_more_is_relevant_the_more_slots_look_at_the_whole_collection(relevant, explored):
    array = np.random.default_rng(0).normal(size=(200, 4))
    rows = np.arange(16)
    y = np.where(rows < relevant, 1.0, -1.0)
    pool, again = pool_of(array, rows, y), pool_of(array, rows, y)
    chosen = Mix().select(pool, 8)
    learnt = Ital().select(again, 8 - explored)
    assert chosen[: 8 - explored].tolist() == learnt.tolist()
    if explored:
        rest = Epig().select(Subpool.without(again, learnt), explored)
        assert chosen[8 - explored :].tolist() == rest.tolist()


def test_collecting_first_ends_when_its_judgements_are_spent():
    array = np.random.default_rng(0).normal(size=(200, 4))

    def chosen(m):
        rows = np.arange(m)
        pool = pool_of(array, rows, np.where(rows % 2, 1.0, -1.0))
        top = pool.candidates[np.argsort(-pool.mean, kind="stable")[:4]]
        return Mix(collect_first=20).select(pool, 4).tolist(), top.tolist()

    collecting, top = chosen(20)
    assert collecting == top
    learning, top = chosen(21)
    assert learning != top


def test_no_slot_is_spent_on_a_twin_while_others_are_left():
    """A burst of eight photos that hardly differ, and eight others somewhat farther from what was found."""
    burst = np.repeat([[0.1, 0.0]], 8, axis=0) + np.random.default_rng(0).normal(0, 1e-4, (8, 2))
    others = np.array([[np.cos(a), np.sin(a)] for a in np.linspace(0, 2 * np.pi, 8, endpoint=False)])
    array = np.concatenate([[[0.0, 0.0]], burst, others])
    pool = pool_of(array, [0], [1.0], length_scale=1.0)
    assert sum(row <= 8 for row in Topscoring().select(pool, 5)) == 5
    assert sum(row <= 8 for row in Mix(find=1.0).select(pool, 5)) == 1
    everything = Mix(find=1.0).select(pool, 16)
    assert sorted(everything.tolist()) == list(range(1, 17))


def test_no_learning_slot_is_spent_on_a_twin_of_what_is_collected():
    """Images on the boundary come in pairs of copies, one of which seems a little more relevant."""
    rng = np.random.default_rng(0)
    pairs = np.repeat(rng.uniform(1.3, 1.7, (20, 1)), 2, axis=0) + rng.normal(0, 1e-6, (40, 1))
    array = np.concatenate([[[0.0]], [[3.0]], pairs])
    pool = pool_of(array, [0, 1], [1.0, -1.0], length_scale=0.05, prior_mean=0.0)
    chosen = Mix(find=0.5, explore=5.0).select(pool, 8)
    kernel = pool.kernel(chosen, chosen) - 2 * np.eye(8)
    assert kernel.max() < 0.98


def test_twins_of_what_is_in_the_batch_already_are_left_out_too():
    pool = pool_of(clusters(4, 4, 4, spread=1e-5), [0], [1.0], length_scale=3.0)
    score = -pool.candidates.astype(float)
    positions = best_without_duplicates(pool, score, 2, 0.98, pool.candidates[:1])
    assert [int(pool.candidates[p] // 4) for p in positions] == [1, 2]


def test_a_pool_without_some_candidates_is_a_pool():
    pool = random_pool(n=120, labels=6)
    gone = pool.candidates[[3, 50, 77]]
    rest = Subpool.without(pool, gone)
    assert not np.isin(rest.candidates, gone).any()
    assert len(rest.candidates) == len(pool.candidates) - 3
    some = pool.candidates[[0, 9]]
    blocks = list(rest.cov_blocks(some))
    positions = np.concatenate([at for at, _ in blocks])
    assert (positions == np.arange(len(rest.candidates))).all()
    assert np.abs(np.concatenate([c for _, c in blocks], axis=1) - pool.cov(some, rest.candidates)).max() < 1e-9
    features = np.concatenate([f for _, f in rest.blocks()])
    assert (features == pool.features(rest.candidates)).all()
    assert Subpool.without(pool, np.empty(0, np.int64)) is pool
