"""Images as bags of their tiles, against explicit computations."""

from __future__ import annotations

import numpy as np
import pytest

from annotator.data.features.features import ArrayFeatures
from annotator.model.geometry import Geometry
from annotator.model.kernel import Kernel
from annotator.model.posterior import RelevanceModel
from annotator.model.tiles import Parts, TiledPosterior, witnesses
from annotator.parameters import ModelSettings
from annotator.strategies.pool import PosteriorPool

N, T, D = 20, 4, 6
RNG = np.random.default_rng(1)
IMAGES, TILES = RNG.normal(size=(N, D)), RNG.normal(size=(N * T, D))
NO_EXAMPLES = np.empty((0, D))
JUDGED, Y = np.array([3, 9, 5, 1]), np.array([1.0, 1.0, -1.0, -1.0])
SETTINGS = ModelSettings(length_scale=2.0, graph_weight=0.0)


def parts(images=IMAGES, tiles=TILES):
    return Parts(ArrayFeatures(images), ArrayFeatures(tiles))


def reduced(of=None, chosen=None):
    """The posterior of images, and that of parts."""
    of = of or parts()
    model = RelevanceModel(Geometry(of, np.float64))
    rows = of.of(JUDGED)[:, 2] if chosen is None else chosen
    posterior = model.condition(rows, Y, NO_EXAMPLES, SETTINGS)
    return TiledPosterior.of(posterior, of, Geometry(of.images, np.float64), JUDGED, rows), posterior


def test_an_image_has_the_mean_and_variance_of_its_best_part():
    found, every = reduced()
    rows = parts().of(np.arange(N))
    best = rows[np.arange(N), every.mean[rows].argmax(axis=1)]
    best[JUDGED] = rows[JUDGED, 2]
    np.testing.assert_array_equal(found.at, best)
    np.testing.assert_array_equal(found.mean, every.mean[best])
    np.testing.assert_array_equal(found.var, every.var[best])
    np.testing.assert_array_equal(found.best[JUDGED], 1)
    whole = found.at < N
    np.testing.assert_array_equal(found.best[whole], -1)
    np.testing.assert_array_equal(found.best[~whole], (best[~whole] - N) % T)


def test_what_a_strategy_reads_is_about_the_best_parts():
    found, every = reduced()
    open_ = np.setdiff1d(np.arange(N), JUDGED)
    pool = PosteriorPool(found, open_, JUDGED, Y, np.random.default_rng(0))
    some = open_[[0, 4, 7]]
    expected = every.cov(found.at[some], found.at[open_])
    np.testing.assert_allclose(pool.cov(some, open_), expected, atol=1e-12)
    blocks = list(pool.cov_blocks(some))
    np.testing.assert_array_equal(np.concatenate([at for at, _ in blocks]), np.arange(len(open_)))
    np.testing.assert_allclose(np.concatenate([values for _, values in blocks], axis=1), expected, atol=1e-9)
    patch = pool.patch()
    patch.add(some)
    np.testing.assert_allclose(patch.cov(0), every.cov(found.at[some], found.at[some])[0], atol=1e-9)
    np.testing.assert_array_equal(pool.features(some), parts().rows(found.at[some]))
    np.testing.assert_array_equal(np.concatenate([b for _, b in pool.blocks()]), parts().rows(found.at[open_]))


def test_a_tile_of_nan_never_stands_for_an_image_and_an_image_of_nan_stays_unknown():
    images, tiles = IMAGES.copy(), TILES.copy()
    tiles[7 * T : 8 * T] = np.nan
    images[8] = np.nan
    found, _ = reduced(parts(images, tiles))
    assert found.best[7] == -1
    assert np.isfinite(found.mean[7])
    assert np.isnan(found.mean[8])


def test_the_parts_come_in_order_whatever_the_size_of_a_block():
    of = parts()
    everything = np.concatenate([IMAGES, TILES])
    for size in (1, 7, 1000):
        blocks = list(of.blocks(size))
        np.testing.assert_array_equal(np.concatenate([block for _, block in blocks]), everything)
        assert [start for start, _ in blocks] == np.cumsum([0, *(len(block) for _, block in blocks[:-1])]).tolist()
    index = np.array([N + 3, 0, N * T, 2, N])
    np.testing.assert_array_equal(of.rows(index), everything[index])


def planted(seed, relevant=6, irrelevant=6):
    """Images of one kind of thing each in a tile, among tiles of scenery that all share; and where it is."""
    rng = np.random.default_rng(seed)
    n = relevant + irrelevant
    scenery, thing, other = rng.normal(size=(3, D)) * 2
    tiles = scenery + rng.normal(scale=0.4, size=(n, T, D))
    where = rng.integers(0, T, n)
    for image, tile in enumerate(where):
        tiles[image, tile] = (thing if image < relevant else other) + rng.normal(scale=0.3, size=D)
    images = scenery + rng.normal(scale=0.4, size=(n, D))
    return parts(images, tiles.reshape(-1, D)), where, np.where(np.arange(n) < relevant, 1.0, -1.0)


def found_in(of, y):
    kernel = Kernel(Geometry(of, np.float64), "rbf", 3.0)
    return witnesses(kernel, of, np.arange(len(y)), y, 0.1, kernel.none())


@pytest.mark.parametrize("seed", range(5))
def test_the_judgement_of_a_relevant_image_counts_for_the_part_that_relevant_images_share(seed):
    of, where, y = planted(seed)
    relevant = np.flatnonzero(y > 0)
    np.testing.assert_array_equal(found_in(of, y)[relevant], len(y) + relevant * T + where[relevant])


def test_one_judgement_counts_for_all_of_its_image():
    of, _, y = planted(0)
    assert found_in(of, y[:1]).tolist() == [0]
    assert found_in(of, y[:0]).tolist() == []


def test_an_example_from_elsewhere_says_which_part_is_meant():
    of, where, y = planted(0)
    kernel = Kernel(Geometry(of, np.float64), "rbf", 3.0)
    example = of.tiles.rows(np.array([1 * T + where[1]])).astype(float)
    outside = kernel.outside(np.array([-1]), example)
    chosen = witnesses(kernel, of, np.array([0]), np.array([1.0, 1.0]), 0.1, outside)
    assert chosen.tolist() == [len(y) + where[0]]
