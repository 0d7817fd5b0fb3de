"""The most relevant tile is framed in the grid and in the large image, and a search with a part begins with it."""

from __future__ import annotations

import numpy as np
import pytest
from on_screen import on_screen
from PIL import Image
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtTest import QTest

from annotator.data.project.trust import TrustStore
from annotator.extraction import extract
from annotator.extraction.builtin import BuiltIn
from annotator.extraction.tiles import Tiled, tile_boxes
from annotator.gui.viewer.part_overlay import PartOverlay
from annotator.gui.viewer.part_selection import PartSelection
from annotator.gui.viewer.viewport import Viewport
from annotator.session.session import Session
from annotator.types import Label

LAST = tile_boxes()[-1]
"""The tile in the right lower corner, in which the red squares are."""
WHITE = 200
"""Least brightness of a frame; the images are darker."""


@pytest.fixture
def squares(tmp_path):
    """A project of twelve images, every second with a red square in the right lower corner."""
    images = tmp_path / "images"
    images.mkdir()
    rng = np.random.default_rng(0)
    for number in range(12):
        scenery = rng.integers(0, 120, 3)  # of another color in every image
        pixels = (scenery + rng.integers(0, 30, (120, 180, 3))).astype(np.uint8)
        pixels[-30:, -40:] = (150, 10, 10) if number % 2 else (10, 10, 120)
        Image.fromarray(pixels).save(images / f"im{number:02}.png")
    extract(images, tmp_path / "f.h5", Tiled(BuiltIn()))
    project = tmp_path / "p.annotator"
    with Session.create(project, images, tmp_path / "f.h5", topic="red", batch_size=4) as made:
        TrustStore(tmp_path / "places" / "data").allow_places(project, made.project.places_outside)
        for label, some in ((Label.RELEVANT, (1, 3, 5, 9)), (Label.IRRELEVANT, (0, 2, 4, 6))):
            made.judge(some, label)
    return project


@pytest.fixture
def framed(window, squares, qtbot):
    """The window with the ranking of that project."""
    window.open_project(squares)
    qtbot.waitUntil(lambda: on_screen(window))
    if window.workspace.controller.ranking is None:
        window.workspace.controller.next_batch()
    qtbot.waitUntil(lambda: window.workspace.controller.ranking is not None)
    return window


def bright(picture, area):
    """Return how many pixels of the border of ``area`` are as bright as a frame."""
    x, y, right, bottom = (round(v) for v in (area.left(), area.top(), area.right(), area.bottom()))
    points = [(i, j) for i in range(x, right) for j in (*range(y, y + 3), *range(bottom - 3, bottom))]
    return sum(picture.pixelColor(i, j).lightness() > WHITE for i, j in points)


def show(window, qtbot, image):
    window.workspace.panes.show_image(image)
    viewer = window.workspace.panes.viewer.viewer
    qtbot.waitUntil(lambda: viewer.part_at(viewer.image_area()).isValid())
    return viewer


def test_the_tile_is_framed_in_the_large_image_but_not_while_blind(framed, qtbot):
    viewer = show(framed, qtbot, 7)
    controller = framed.workspace.controller
    assert controller.session.features.best_tile(7) == pytest.approx(tuple(LAST))
    area = viewer.image_area()
    wanted = QRectF(
        area.left() + LAST[0] * area.width(), area.top() + LAST[1] * area.height(),
        LAST[2] * area.width(), LAST[3] * area.height(),
    )  # fmt: skip
    (overlay,) = viewer.findChildren(PartOverlay)
    found = overlay.area
    assert max(abs(found.left() - wanted.left()), abs(found.bottom() - wanted.bottom())) < 1
    with_frame = bright(viewer.grab().toImage(), found)
    assert with_frame > found.width()
    controller.blind_mode.set_blind(True)
    assert bright(viewer.grab().toImage(), found) < with_frame / 10


def test_the_tile_is_framed_on_the_card(framed, qtbot):
    grid = framed.workspace.panes.ranking.grid
    assert grid.image_model().source.part(7) == pytest.approx(tuple(LAST))
    cards = framed.workspace.panes.batch.grid.image_model()
    with qtbot.waitSignal(cards.dataChanged):  # its frames are those of the new ranking
        framed.workspace.controller.ranking_changed.emit()
    framed.workspace.controller.blind_mode.set_blind(True)
    assert grid.image_model().source.part(7) is None


def test_a_search_with_a_part_begins_with_the_tile(framed, qtbot):
    show(framed, qtbot, 7)
    framed.actions_["batch.part"].trigger()
    (drawn,) = [one for one in framed.findChildren(PartSelection) if not one.isHidden()]
    assert "Return" in drawn.accessibleName()
    QTest.keyClick(drawn, Qt.Key.Key_Return)
    session = framed.workspace.controller.session
    qtbot.waitUntil(lambda: len(session.examples.external) == 1)
    box = list(map(int, session.examples.external[0].name.rpartition(" ")[2].split(",")))
    assert np.abs(np.array(box) - LAST * [180, 120, 180, 120]).max() < 2


def test_an_image_that_counts_as_a_whole_has_no_frame(window, squares, qtbot):
    window.open_project(squares)
    qtbot.waitUntil(lambda: on_screen(window))
    assert window.workspace.controller.session.features.has_tiles
    overlay = PartOverlay(window.workspace.panes.viewer.viewer)
    assert overlay.area.isEmpty()


@pytest.mark.parametrize(
    ("turns", "wanted"),
    [(0, (100, 0, 50, 25)), (1, (75, 100, 25, 50)), (2, (50, 75, 50, 25)), (3, (0, 50, 25, 50))],
)
def test_a_part_of_a_turned_image_is_drawn_where_it_is(turns, wanted):
    view = Viewport()
    size = QSize(400, 200)
    view.image = size.transposed() if turns % 2 else size
    view.resize(QRectF(0, 0, 100, 200) if turns % 2 else QRectF(0, 0, 200, 100), 1.0)
    found = view.area_of((0.5, 0.0, 0.25, 0.25), turns)
    assert found.getRect() == pytest.approx(wanted)
