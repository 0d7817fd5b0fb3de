"""The first batches of a topic that is known by words only."""

from __future__ import annotations

import numpy as np
from pools import clusters

from annotator.data.features.features import ArrayFeatures
from annotator.engine import Engine
from annotator.parameters import ModelSettings
from annotator.strategies.builtin.mix import Mix
from annotator.strategies.conformance import check_strategy
from annotator.strategies.first_words import FirstWords
from annotator.types import Snapshot

FEATURES = clusters(30, 30, 30, spread=1.5)
GROUP = np.repeat([0, 1, 2], 30)
WORDS = np.array([1.0, 0.0, 0.0])  # points to the first cluster


def chosen(rows=(), y=(), words=WORDS, k=6):
    nothing = np.empty(0, np.int64)
    wanted = Snapshot(
        1, 1, np.array(rows, np.int64), np.array(y, float), nothing, np.empty((0, 3)), Mix.name, {}, k, (0, 0, 1),
        ModelSettings(graph_weight=0.0), words=words,
    )  # fmt: skip
    return Engine(ArrayFeatures(FEATURES), dtype=np.float64).select(wanted)


def test_half_of_the_batch_is_what_the_words_say_and_half_stands_for_the_rest():
    batch = chosen()
    assert GROUP[batch.rows[:3]].tolist() == [0, 0, 0]
    assert {1, 2} <= set(GROUP[batch.rows[3:]].tolist())
    assert np.array_equal(batch.rows, chosen().rows)
    assert np.isfinite(batch.scores).all()


def test_words_that_point_to_the_wrong_place_do_not_keep_the_search_there():
    rows = np.flatnonzero(GROUP == 0)[:8]
    batch = chosen(rows, -np.ones(8))
    assert {1, 2} <= set(GROUP[batch.rows].tolist())


def test_from_the_first_relevant_image_on_the_strategy_of_the_topic_chooses():
    rows = [0, 31]
    with_words = chosen(rows, [1.0, -1.0])
    assert with_words.strategy == "mix"
    assert not np.array_equal(with_words.rows, chosen(rows, [-1.0, -1.0]).rows)


def test_it_is_a_strategy_like_any_other():
    check_strategy(FirstWords)


def test_a_batch_of_one_is_what_the_words_say():
    assert GROUP[chosen(k=1).rows].tolist() == [0]
