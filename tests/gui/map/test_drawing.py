"""What the map paints where: colors by label and probability, faint outside of the filter, pictures when near."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QPalette, QPolygonF

from annotator.gui.map.drawing import FEW, THUMBNAIL, MapContents, MapPainter, shades_of
from annotator.gui.map.look import LABELS, SHADES, MapLook, label_shape
from annotator.gui.map.picking import around, in_direction, inside, nearest
from annotator.gui.map.viewport import MapViewport
from annotator.gui.widgets.colors import DARK, LIGHT, build_palette
from annotator.types import UNLABELLED, Label, Ranking

CROSS = np.array([[0, 0], [-10, 0], [10, 0], [0, 10], [0, -10]], np.float32)
VIEW = MapViewport.fitting(CROSS, 400, 400)


@pytest.fixture(params=[DARK, LIGHT], ids=["dark", "light"])
def look(qapp, request) -> MapLook:
    return MapLook.of(build_palette(request.param))


def contents(positions=CROSS, **changes) -> MapContents:
    codes = np.full(len(positions), UNLABELLED, np.int8)
    return MapContents(**{"positions": positions, "codes": codes, **changes})


def color_at(drawn, image, positions=CROSS, aside=(0, 0)) -> int:
    across, down = drawn.viewport.on_screen(positions[image : image + 1])
    return int(drawn.pixels[int(down[0]) + aside[1], int(across[0]) + aside[0]])


def ranking(means, std=0.1) -> Ranking:
    order = np.argsort(-np.asarray(means))
    mean = np.asarray(means, np.float32)[order]
    return Ranking(order.astype(np.int64), mean, np.full(len(mean), std, np.float32), 1, 1)


def test_every_label_has_a_color_and_a_shape_of_its_own(look):
    codes = np.array([UNLABELLED, 1, -1, 0, UNLABELLED], np.int8)
    drawn = MapPainter().draw(contents(codes=codes), VIEW, look, 1.0)
    colors = dict(look.labels)
    assert color_at(drawn, 0) == look.plain
    assert [color_at(drawn, image) for image in (1, 2, 3)] == [
        colors[Label.RELEVANT], colors[Label.IRRELEVANT], colors[Label.UNSURE],
    ]  # fmt: skip
    shapes = [label_shape(label, 5.0) for label in LABELS]
    assert all((one != other).any() for one in shapes for other in shapes if one is not other)
    assert len({look.well, look.plain, look.faint, look.selected, *colors.values(), *look.shades}) == 7 + SHADES


def test_the_likeliest_have_the_strongest_color(look):
    found = ranking([0.0, -5.0, 5.0, 0.1, 0.2])
    drawn = MapPainter().draw(contents(ranking=found), VIEW, look, 1.0)
    assert color_at(drawn, 2) == look.shades[-1]
    assert color_at(drawn, 1) == look.shades[0]
    assert shades_of(found, 5).argmax() == 2
    assert (shades_of(None, 5) == 0).all()


def test_images_outside_of_the_filter_are_faint_and_selected_ones_are_surrounded(look):
    passing, selected = np.array([1, 1, 0, 0, 1], bool), np.array([1, 0, 0, 0, 0], bool)
    codes = np.array([UNLABELLED, UNLABELLED, UNLABELLED, 1, UNLABELLED], np.int8)
    drawn = MapPainter().draw(contents(passing=passing, selected=selected, codes=codes, batch=(1,)), VIEW, look, 1.0)
    assert color_at(drawn, 2) == color_at(drawn, 3) == look.faint  # a label outside of the filter too
    assert color_at(drawn, 0) == look.plain
    assert color_at(drawn, 0, aside=(6, 0)) == look.selected
    assert color_at(drawn, 1, aside=(6, 0)) == look.batch
    assert color_at(drawn, 4, aside=(6, 0)) == look.well


def test_a_crowd_is_drawn_by_how_many_there_are(look):
    rng = np.random.default_rng(0)
    crowd = np.concatenate([rng.normal(0, 0.05, (60_000, 2)), rng.uniform(-10, 10, (400, 2))]).astype(np.float32)
    drawn = MapPainter().draw(contents(crowd), MapViewport.fitting(crowd, 300, 300), look, 1.0)
    well = np.array([look.well >> shift & 255 for shift in (0, 8, 16)])

    def contrast(pixel: int) -> int:
        return int(np.abs(np.array([int(pixel) >> shift & 255 for shift in (0, 8, 16)]) - well).sum())

    assert contrast(color_at(drawn, 0, crowd)) > contrast(color_at(drawn, 60_100, crowd)) > 0
    assert drawn.pictures == ()


def test_pictures_come_when_few_images_are_on_screen_and_do_not_overlap(look):
    rng = np.random.default_rng(1)
    many = rng.uniform(-10, 10, (5 * FEW, 2)).astype(np.float32)
    whole = MapViewport.fitting(many, 500, 400)
    assert MapPainter().draw(contents(many), whole, look, 1.0).pictures == ()
    near = whole.zoomed(5.0, 250, 200)
    selected = np.zeros(len(many), bool)
    across, down = near.on_screen(many)
    selected[np.flatnonzero((np.abs(across - 250) < 40) & (np.abs(down - 200) < 40))[:1]] = True
    shown = MapPainter().draw(contents(many, selected=selected), near, look, 1.0).pictures
    assert 5 < len(shown) <= 120
    assert shown[-1] == np.flatnonzero(selected)[0]  # on top
    places = np.stack(near.on_screen(many[list(shown)]), axis=1)
    apart = np.abs(places[:, None] - places[None]).max(axis=2)
    np.fill_diagonal(apart, np.inf)
    assert apart.min() > THUMBNAIL


def test_nothing_and_images_without_a_place_are_drawn_as_nothing(look):
    for positions in (np.empty((0, 2), np.float32), np.full((3, 2), np.nan, np.float32)):
        viewport = MapViewport.fitting(positions, 50, 40)
        drawn = MapPainter().draw(contents(positions, batch=(0,)), viewport, look, 2.0)
        assert drawn.pixels.shape == (80, 100)
        assert (drawn.pixels == look.well).all()


def test_zooming_keeps_the_place_under_the_mouse():
    for view in (VIEW.zoomed(3.0, 70, 300), VIEW.zoomed(3.0, 70, 300).zoomed(1 / 3.0, 70, 300)):
        assert view.on_map(70, 300) == pytest.approx(VIEW.on_map(70, 300))
    assert VIEW.moved(30, -20).on_map(130, 80) == pytest.approx(VIEW.on_map(100, 100))
    assert VIEW.resized(CROSS, 800, 800).scale == 2 * VIEW.scale  # the whole map stays the whole map
    assert VIEW.zoomed(2.0, 0, 0).resized(CROSS, 800, 800).scale == 2 * VIEW.scale  # a part stays as large


def test_the_nearest_image_and_the_next_ones_in_every_direction():
    every = np.ones(5, bool)
    assert nearest(CROSS, every, 8, 1) == 2
    assert nearest(CROSS, np.array([1, 1, 0, 1, 1], bool), 8, 1) == 0
    assert nearest(CROSS, np.zeros(5, bool), 0, 0) is None
    steps = {(1, 0): 2, (-1, 0): 1, (0, 1): 3, (0, -1): 4}
    assert {way: in_direction(CROSS, every, 0, *way) for way in steps} == steps
    assert in_direction(CROSS, every, 2, 1, 0) is None
    assert around(CROSS, every, 2, 2).tolist() == [2, 0]
    assert around(CROSS, every, 2, 99).tolist()[0] == 2


def test_a_lasso_takes_what_is_inside_even_where_it_turns_in():
    outline = QPolygonF(
        [QPointF(*at) for at in ((0, 0), (100, 0), (100, 100), (60, 100), (50, 20), (40, 100), (0, 100))]
    )
    across = np.array([20, 80, 50, 50, 150, -5, np.nan], np.float32)
    down = np.array([80, 80, 80, 10, 50, 5, 5], np.float32)
    assert inside(outline, QSize(120, 120), (across, down)).tolist() == [True, True, False, True, False, False, False]


def test_the_palette_decides_the_colors(qapp):
    assert MapLook.of(build_palette(DARK)) != MapLook.of(build_palette(LIGHT))
    assert MapLook.of(QPalette(build_palette(DARK))) == MapLook.of(build_palette(DARK))
