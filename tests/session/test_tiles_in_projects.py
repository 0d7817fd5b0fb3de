"""A project whose feature file has tiles."""

from __future__ import annotations

import h5py
import numpy as np
import pytest
from PIL import Image

from annotator.cli import main
from annotator.errors import FeatureError, ImageError
from annotator.extraction import extract, filling
from annotator.extraction.builtin import BuiltIn
from annotator.extraction.tiles import Tiled, tile_boxes
from annotator.session.session import Session
from annotator.types import Label
from annotator.verification import verify

CORNERS = {"red": 0, "blue": -1}
"""The tile in which images of a kind have their square."""


@pytest.fixture
def folder(tmp_path):
    """A folder of 16 images with a red square in the left upper corner or a blue one in the right lower corner."""
    rng = np.random.default_rng(0)
    (tmp_path / "images").mkdir()
    for number in range(16):
        pixels = (rng.integers(0, 120, 3) + rng.integers(0, 30, (96, 96, 3))).astype(np.uint8)
        if number % 2:
            pixels[:26, :26] = (210, 20, 20)
        else:
            pixels[-26:, -26:] = (20, 20, 210)
        Image.fromarray(pixels).save(tmp_path / "images" / f"im{number:02}.png")
    extract(tmp_path / "images", tmp_path / "tiled.h5", Tiled(BuiltIn()))
    return tmp_path


def create(folder, features="tiled.h5"):
    session = Session.create(folder / "p.annotator", folder / "images", folder / features, topic="red")
    session.judge([1, 3, 5, 7], Label.RELEVANT)
    session.judge([0, 2, 4, 6], Label.IRRELEVANT)
    return session


def test_the_best_tile_of_an_image_is_known_after_a_ranking(folder):
    with create(folder) as session:
        assert session.features.has_tiles
        assert session.features.best_tile(9) is None  # nothing is ranked yet
        ranking = session.rank()
        assert {image % 2 for image in ranking.images[:8].tolist()} == {1}
        assert session.features.best_tile(9) == pytest.approx(tuple(tile_boxes()[0]))
        with pytest.raises(ImageError):
            session.features.best_tile(16)
        batch = session.next_batch(4)
        assert len(set(batch.images)) == 4
    with Session.open(folder / "p.annotator") as session:
        np.testing.assert_array_equal(session.rank().tiles, ranking.tiles)
        session.undo()
        session.undo()
        session.redo()
        assert session.counts.relevant == 4


def test_the_evidence_pack_is_computed_again_with_tiles(folder):
    with create(folder) as session:
        session.export("evidence", folder / "e.zip")
    checks = verify(folder / "e.zip", folder / "tiled.h5")
    assert [check.name for check in checks if check.passed is False] == []
    assert any("gives the ranking" in check.name and check.passed for check in checks)


def test_an_existing_project_can_use_tiles_and_go_back(folder, capsys):
    extract(folder / "images", folder / "plain.h5", BuiltIn())
    create(folder, "plain.h5").close()
    project = str(folder / "p.annotator")
    assert main(["features", project, "--add", "tiled", str(folder / "tiled.h5")]) == 0
    assert main(["features", project, "--add", "plain", str(folder / "plain.h5")]) == 0
    for name in ("tiled", "plain"):
        assert main(["features", project, "--use", name]) == 0
        with Session.open(project) as session:
            assert session.features.has_tiles is (name == "tiled")
            assert (session.rank().tiles is None) is (name == "plain")
            assert session.counts.relevant == 4


def test_tiles_of_other_images_are_refused_where_the_project_is_created(folder, capsys):
    with h5py.File(folder / "tiled.h5", "r+") as file:
        file["paths"][:2] = file["paths"][:2][::-1]
    with pytest.raises(FeatureError, match="those of other images"):
        create(folder)
    command = ["new", str(folder / "images"), str(folder / "tiled.h5"), "-o", str(folder / "q.annotator")]
    assert main(command) == 2
    said = capsys.readouterr().err
    assert "tiled.h5: its tiles do not belong to its features: they are those of other images" in said
    assert list(folder.glob("*.annotator")) == []


def test_new_images_leave_the_file_with_tiles_in_use(folder):
    create(folder).close()
    Image.new("RGB", (96, 96)).save(folder / "images" / "new.png")
    assert main(["rescan", str(folder / "p.annotator"), "--apply"]) == 0
    assert filling.extend(folder / "p.annotator") == 0
    with Session.open(folder / "p.annotator") as session:
        assert session.n_images == 17
        assert session.features.has_tiles
        assert len(session.rank().images) == 16
