"""ITAL: the user model against enumeration, lazy against full greedy search, and what it is for."""

from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import ndtr

from annotator.data.features.features import ArrayFeatures
from annotator.model.geometry import Geometry
from annotator.model.posterior import RelevanceModel
from annotator.parameters import ModelSettings
from annotator.strategies.builtin.ital import Ital
from annotator.strategies.information import Gain, UserModel
from annotator.strategies.pool import PosteriorPool
from annotator.strategies.shortlist import Shortlist, highest


def information(table, user):
    """I(R; F) by enumerating every relevance r and every feedback f in {-1, 0, 1}."""
    k = table.ndim
    joint = {}
    for r in product((0, 1), repeat=k):
        for f in product((-1, 0, 1), repeat=k):
            likelihood = 1.0
            for ri, fi in zip(r, f, strict=True):
                right = fi == 2 * ri - 1
                answered = user.label * ((1 - user.mistake) if right else user.mistake)
                likelihood *= 1 - user.label if fi == 0 else answered
            joint[r, f] = table[r] * likelihood
    f_total = {}
    for (_, f), p in joint.items():
        f_total[f] = f_total.get(f, 0.0) + p
    return sum(p * np.log(p / (table[r] * f_total[f])) for (r, f), p in joint.items() if p > 0)


def random_table(k, seed):
    table = np.random.default_rng(seed).dirichlet(np.full(2**k, 0.5))
    return table.reshape((2,) * k)


users = st.builds(UserModel, st.sampled_from([0.25, 0.5, 0.8, 1.0]), st.sampled_from([0.0, 0.05, 0.25, 0.5]))


@given(users, st.integers(1, 3), st.integers(0, 10_000))
def test_gains_add_up_to_the_mutual_information(user, k, seed):
    table = random_table(k, seed)
    total = 0.0
    for t in range(1, k + 1):
        marginal = table.sum(axis=tuple(range(t, k)))
        total += user.gain(marginal[None])[0]
    assert total == pytest.approx(information(table, user), abs=1e-10)


@given(users, st.integers(0, 10_000))
def test_gains_only_shrink_while_the_batch_grows(user, seed):
    """Submodularity, which the pruning rests on: the first answer bounds every later gain."""
    table = random_table(4, seed)
    last = np.moveaxis(table, 0, -1)  # the same candidate after more and more others
    gains = [user.gain(last.sum(axis=tuple(range(t, 3)))[None])[0] for t in range(4)]
    assert all(a >= b - 1e-12 for a, b in pairwise(gains))
    p = np.array([last.sum(axis=(0, 1, 2))[1]])
    assert user.first_gain(p)[0] == pytest.approx(gains[0], abs=1e-12)


def test_a_person_who_answers_at_random_tells_nothing():
    assert abs(UserModel(1.0, 0.5).gain(random_table(3, 1)[None])[0]) < 1e-9


def pool_of(n=300, d=6, seed=0, labels=8, prior_mean=-0.5):
    rng = np.random.default_rng(seed)
    array = rng.normal(size=(n, d))
    rows = rng.choice(n, labels, replace=False)
    y = np.where(rng.random(labels) < 0.5, 1.0, -1.0)
    geometry = Geometry(ArrayFeatures(array), np.float64)
    posterior = RelevanceModel(geometry).condition(rows, y, np.empty((0, d)), ModelSettings(prior_mean=prior_mean))
    return PosteriorPool(posterior, np.setdiff1d(np.arange(n), rows), rows, y, np.random.default_rng(0))


def full_greedy(pool, k, user):
    """Evaluate every candidate at every step."""
    p = 0.5 * np.ones(len(pool.candidates))
    shortlist = Shortlist(pool, *highest(user.first_gain(p), len(p)))
    while np.isfinite(shortlist.outside):
        shortlist.grow()
    # Every first bound from its own probability, in the order of the shortlist.
    shortlist.bound = user.first_gain(ndtr(shortlist.mean / np.sqrt(shortlist.var)))
    gain = Gain(shortlist, user)
    values = []
    for _ in range(k):
        gain.begin()
        open_ = np.setdiff1d(np.arange(len(p)), shortlist.chosen)
        scores = gain(open_, -np.inf)
        values.append(scores.max())
        shortlist.choose(int(open_[np.argmax(scores)]))
    return shortlist.rows, np.array(values)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("user", [UserModel(), UserModel(0.7, 0.1)])
def test_lazy_search_equals_full_search(seed, user):
    pool = pool_of(seed=seed)
    strategy = Ital(label_probability=user.label, mistake_probability=user.mistake, tolerance=0.0)
    chosen = strategy.select(pool, 6)
    rows, values = full_greedy(pool_of(seed=seed), 6, user)
    scores = np.array([pool.scores[int(row)] for row in chosen])
    assert np.abs(scores - values).max() < 1e-9
    assert chosen.tolist() == rows.tolist()


def test_tolerance_gives_up_at_most_itself_per_pick_and_saves_work():
    exact, quick = (pool_of(n=3000, d=1, labels=1) for _ in range(2))
    Ital(tolerance=0.0).select(exact, 5)
    Ital(tolerance=0.05).select(quick, 5)
    assert sum(quick.scores.values()) >= sum(exact.scores.values()) - 5 * 0.05
    assert quick.evaluations < exact.evaluations


def test_large_batches_fall_back_to_pairs_and_stay_distinct():
    pool = pool_of()
    chosen = Ital().select(pool, 20)
    assert len(np.unique(chosen)) == 20
    scores = np.array([pool.scores[int(row)] for row in chosen])
    assert (scores > 0).all()
    assert (scores <= np.log(2)).all()
    assert (np.diff(scores[12:]) <= 1e-9).all()  # by pairs from the thirteenth pick on


def test_a_batch_avoids_twins():
    """Two copies of the most uncertain image tell no more than one."""
    rng = np.random.default_rng(2)
    array = rng.normal(size=(60, 4))
    array[30:60] = array[30]
    geometry = Geometry(ArrayFeatures(array), np.float64)
    rows, y = np.array([0, 1]), np.array([1.0, -1.0])
    posterior = RelevanceModel(geometry).condition(rows, y, np.empty((0, 4)), ModelSettings())
    pool = PosteriorPool(posterior, np.arange(2, 60), rows, y, rng)
    assert (Ital().select(pool, 8) >= 30).sum() <= 1
