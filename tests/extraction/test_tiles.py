"""Features of parts of images: computed, resumed, and read again only where they belong."""

from __future__ import annotations

import json

import h5py
import numpy as np
import pytest
from PIL import Image

from annotator.cli import main
from annotator.data.features.features import FeatureStore
from annotator.data.features.tiles import read_tiles
from annotator.errors import Cancelled, FeatureError
from annotator.extraction import extract
from annotator.extraction.builtin import BuiltIn
from annotator.extraction.tiles import Tiled, tile_boxes
from annotator.types import Progress

T = len(tile_boxes())


@pytest.fixture
def images(tmp_path):
    """Six gray images, each with a red square in another place, and one that is smaller than a tile can be."""
    folder = tmp_path / "images"
    folder.mkdir()
    rng = np.random.default_rng(0)
    for number in range(6):
        pixels = rng.integers(100, 140, (90, 120, 3)).astype(np.uint8)
        x, y = 40 * (number % 3), 30 * (number // 3)
        pixels[y : y + 30, x : x + 40] = (210, 30, 30)
        Image.fromarray(pixels).save(folder / f"im{number}.png")
    Image.new("RGB", (30, 30)).save(folder / "small.png")
    return folder


@pytest.fixture
def tiled(images, tmp_path):
    """The feature file of these images with tiles."""
    extract(images, tmp_path / "tiled.h5", Tiled(BuiltIn()))
    return tmp_path / "tiled.h5"


def tiles_of(file):
    """Return the features of the tiles, shape (n, t, d), and their rectangles."""
    with FeatureStore.open(file) as store:
        found = read_tiles(store)
        rows = found.rows.rows(np.arange(found.rows.n)).reshape(store.n, found.t, store.d)
        found.rows.close()
        return rows, found.boxes


def test_every_image_has_5_to_20_overlapping_or_touching_tiles():
    boxes = tile_boxes()
    assert 5 <= T <= 20
    assert (boxes[:, :2] >= 0).all()
    assert (boxes[:, :2] + boxes[:, 2:] <= 1 + 1e-9).all()
    grid = np.linspace(0.01, 0.99, 40)
    for x in grid:  # no place is left out
        inside = (boxes[:, 0] <= x) & (x <= boxes[:, 0] + boxes[:, 2])
        assert all((inside & (boxes[:, 1] <= y) & (y <= boxes[:, 1] + boxes[:, 3])).any() for y in grid)


def test_the_images_have_the_features_that_they_have_without_tiles(images, tiled, tmp_path):
    extract(images, tmp_path / "plain.h5", BuiltIn())
    with FeatureStore.open(tmp_path / "plain.h5") as plain, FeatureStore.open(tiled) as store:
        assert plain.names == store.names
        np.testing.assert_array_equal(plain.rows(np.arange(7)), store.rows(np.arange(7)))
        assert (store.d, store.extractor) == (plain.d, plain.extractor)
        assert store.fingerprint() == plain.fingerprint()
        assert read_tiles(plain) is None


def test_a_tile_has_the_features_of_that_part_of_the_image(images, tiled):
    rows, boxes = tiles_of(tiled)
    encoder = BuiltIn()
    for number in (0, 4):
        with Image.open(images / f"im{number}.png") as picture:
            for tile, (x, y, width, height) in zip(rows[number], boxes, strict=True):
                left, top = round(x * 120), round(y * 90)
                part = picture.crop((left, top, round((x + width) * 120), round((y + height) * 90)))
                np.testing.assert_allclose(tile, encoder.encode([encoder.prepare(part)])[0], atol=1e-3)


def test_an_image_smaller_than_a_tile_has_none(tiled):
    rows, _ = tiles_of(tiled)
    assert np.isnan(rows[6]).all()
    assert np.isfinite(rows[:6]).all()


def test_an_interrupted_run_goes_on_where_it_was(images, tiled, tmp_path):
    class Stopping(BuiltIn):
        def encode(self, prepared):
            progress.cancel.set()
            return super().encode(prepared)

    progress = Progress()
    with pytest.raises(Cancelled):
        extract(images, tmp_path / "f.h5", Tiled(Stopping()), progress, batch=2, threads=1)
    with pytest.raises(FeatureError, match="another encoder or with other settings"):
        extract(images, tmp_path / "f.h5", BuiltIn())
    done = extract(images, tmp_path / "f.h5", Tiled(BuiltIn()))
    assert (done.resumed > 0, done.rows, done.tiles, done.d) == (True, 7, T, BuiltIn().d)
    np.testing.assert_array_equal(tiles_of(tmp_path / "f.h5")[0], tiles_of(tiled)[0])


def test_the_command_says_how_many_tiles_there_are(images, tmp_path, capsys):
    command = ["extract", str(images), "--encoder", "descriptor", "--tiles", "-o", str(tmp_path / "f.h5")]
    assert main([*command, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["tiles"] == T
    assert main(command) == 0
    assert f"Each image has {T} tiles." in capsys.readouterr().out
    assert main(["extract", str(images), "--encoder", "descriptor", "-o", str(tmp_path / "g.h5")]) == 0
    assert "tiles" not in capsys.readouterr().out


def paths(file):
    file["paths"][0] = "another.png"


def count(file):
    rows = file["tiles/rows"][:-1]
    del file["tiles/rows"]
    file["tiles/rows"] = rows


def encoder(file):
    file.attrs["extractor"] = "another"


def outside(file):
    file["tiles/boxes"][0] = (0.9, 0.9, 0.5, 0.5)


def numbers(file):
    del file["tiles/boxes"]
    file["tiles/boxes"] = np.zeros(4)


def compressed(file):
    rows = file["tiles/rows"][:]
    del file["tiles/rows"]
    file["tiles"].create_dataset("rows", data=rows, compression="gzip")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (paths, "those of other images"),
        (count, "those of other images"),
        (encoder, "those of another encoder, annotator-builtin 2"),
        (outside, "not inside the image"),
        (numbers, "no rectangles"),
        (compressed, "compressed or in another byte order"),
    ],
)
def test_tiles_that_do_not_belong_to_the_features_are_refused(tiled, change, reason):
    with h5py.File(tiled, "r+") as file:
        change(file)
    with FeatureStore.open(tiled) as store, pytest.raises(FeatureError, match=reason) as caught:
        read_tiles(store)
    assert str(tiled) in str(caught.value)
    assert "--tiles" in str(caught.value)


def test_a_group_of_another_program_is_none_of_ours(tiled):
    with h5py.File(tiled, "r+") as file:
        del file["tiles/boxes"]
    with FeatureStore.open(tiled) as store:
        assert read_tiles(store) is None
