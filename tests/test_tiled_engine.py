"""The engine where images have tiles: what fills a small part is found, and everything else goes on with images."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from annotator.data.features.features import ArrayFeatures
from annotator.engine import Engine
from annotator.metrics import average_precision
from annotator.parameters import ModelSettings
from annotator.strategies.registry import load_registry
from annotator.tiled_engine import TiledEngine
from annotator.types import Snapshot

N, T, D = 90, 6, 8
RELEVANT = np.arange(N) % 3 == 0


def collection(seed=0):
    """Scenery in every tile but one, which holds one of three kinds of thing; the image is the mean of its tiles."""
    rng = np.random.default_rng(seed)
    scenery, things = rng.normal(size=(12, D)) * 1.5, rng.normal(size=(3, D)) * 1.5
    tiles = scenery[rng.integers(0, 12, N)][:, None] + rng.normal(scale=0.5, size=(N, T, D))
    where = rng.integers(0, T, N)
    tiles[np.arange(N), where] = things[np.arange(N) % 3] + rng.normal(scale=0.4, size=(N, D))
    images = tiles.mean(axis=1)
    return images.astype(np.float32), tiles.reshape(-1, D).astype(np.float16), where


IMAGES, TILES, WHERE = collection()


def tiled(images=IMAGES, tiles=TILES, **more):
    return TiledEngine(ArrayFeatures(images), ArrayFeatures(tiles), **more)


def snapshot(rows, *, k=8, strategy="mix", **more):
    rows = np.array(rows, np.int64)
    base = Snapshot(
        *(len(rows), 2, rows, np.where(RELEVANT[rows], 1.0, -1.0), np.empty(0, np.int64), np.empty((0, D))),
        *(strategy, {}, k, (0, 1, 2), ModelSettings()),
    )
    return replace(base, **more)


def searched(engine):
    rows = [0]
    for _ in range(4):
        rows += engine.select(snapshot(rows)).rows.tolist()
    return rows, engine.select(snapshot(rows, k=0))


def test_things_in_a_small_part_are_found_and_their_tile_is_known():
    rows, found = searched(tiled())
    whole_rows, whole = searched(Engine(ArrayFeatures(IMAGES)))

    def precision(judged, mean):
        order = np.argsort(-mean, kind="stable")
        return average_precision(RELEVANT[order[~np.isin(order, judged)]])

    assert precision(rows, found.mean) > 0.9
    assert precision(rows, found.mean) > precision(whole_rows, whole.mean) + 0.15
    left = np.setdiff1d(np.flatnonzero(RELEVANT), rows)
    assert np.mean(found.tiles[left] == WHERE[left]) > 0.9
    assert whole.tiles is None


@pytest.mark.parametrize("name", load_registry().strategies)
def test_every_strategy_chooses_images_by_their_tiles(name):
    found = tiled().select(snapshot([0, 1, 2, 3], strategy=name, k=4))
    assert len(set(found.rows.tolist()) - {0, 1, 2, 3}) == 4
    assert (found.rows < N).all()
    assert found.mean.shape == found.std.shape == found.tiles.shape == (N,)


def test_a_selection_depends_on_its_snapshot_only():
    used = tiled()
    rows, latest = searched(used)
    used.prepare(snapshot(rows), np.array([50, 60]))
    again = used.select(snapshot(rows[:9]))
    fresh = tiled().select(snapshot(rows[:9]))
    np.testing.assert_array_equal(again.rows, fresh.rows)
    np.testing.assert_array_equal(again.tiles, fresh.tiles)
    np.testing.assert_allclose(again.mean, fresh.mean, atol=1e-4)
    np.testing.assert_array_equal(used.select(snapshot(rows, k=0)).tiles, latest.tiles)


def test_what_was_prepared_needs_no_further_pass():
    passes = []

    class Counting(ArrayFeatures):
        def blocks(self, size):
            passes.append(size)
            yield from super().blocks(size)

    engine = TiledEngine(ArrayFeatures(IMAGES), Counting(TILES))
    chosen = engine.select(snapshot([0, 1])).rows
    engine.prepare(snapshot([0, 1]), chosen)
    passes.clear()
    engine.prepare(snapshot([0, 1]), chosen)
    assert passes == []


def test_the_first_batch_comes_before_any_judgement():
    found = tiled().select(snapshot([], k=5))
    assert len(set(found.rows.tolist())) == 5
    assert found.note


def test_an_example_of_the_thing_alone_finds_it():
    example = TILES[WHERE[0]].astype(float)
    found = tiled().select(snapshot([], k=0, examples=example[None]))
    best = np.argsort(-found.mean)[:15]
    assert RELEVANT[best].mean() > 0.9
    assert (found.tiles[best] == WHERE[best]).mean() > 0.9


def test_images_that_cannot_be_used_are_neither_proposed_nor_ranked():
    images, tiles = IMAGES.copy(), TILES.copy()
    images[40] = np.nan
    tiles[41 * T : 42 * T] = np.nan  # too small for tiles
    usable = np.arange(N) != 43
    usable[40] = False
    found = tiled(images, tiles, usable=usable).select(snapshot([0, 1, 2], k=N))
    assert np.isnan(found.mean[40])
    assert np.isfinite(np.delete(found.mean, 40)).all()
    assert found.tiles[41] == -1
    assert set(range(N)) - set(found.rows.tolist()) == {0, 1, 2, 40, 43}


def test_explanations_similar_images_and_reviews_are_about_images():
    engine = tiled()
    rows, ranked = searched(engine)
    left = int(np.setdiff1d(np.flatnonzero(RELEVANT), rows)[0])
    explained = engine.explain(snapshot(rows), left)
    assert explained.mean == pytest.approx(ranked.mean[left], abs=1e-4)
    assert {one.image for one in explained.relevant} <= set(rows)
    similar = engine.similarity(snapshot(rows), left).nearest(5)
    assert [one.image for one in similar] == [
        one.image for one in Engine(ArrayFeatures(IMAGES)).similarity(snapshot(rows), left).nearest(5)
    ]
    wrong = snapshot(rows)
    at = np.flatnonzero(RELEVANT[rows])[2]
    wrong.y[at] = -1.0
    quality = engine.review(wrong).quality
    assert min(quality, key=quality.__getitem__) == rows[at]


def test_the_neighbor_graph_is_one_of_images():
    engine = tiled()
    assert engine.build_graph().neighbours.shape[0] == N
    assert engine.select(snapshot([0, 1])).model.graph_weight == 0


def test_rules_and_what_several_people_say_count_for_images_with_tiles_too():
    judged = [0, 1, 2, 3, 4, 5]
    votes = np.where(np.arange(N) % 6 < 3, 1, -1).astype(np.int8)[None]  # of which the features know nothing
    plain = tiled().select(snapshot(judged, k=0)).mean
    ruled = tiled().select(snapshot(judged, k=0, votes=votes)).mean
    said = votes[0, 6:] > 0
    raised = (ruled - plain)[6:]
    assert raised[said].min() > raised[~said].max() + 0.1
    doubted = tiled().select(snapshot(judged, k=0, doubt=np.array([1.0, 10.0, 1.0, 1 / 3, 1.0, 1.0]))).mean
    assert not np.allclose(doubted, plain, atol=1e-3)
