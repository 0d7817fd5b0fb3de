"""Arithmetic of the grid, checked against plain loops."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.gui.grid.grid_layout import GAP, SMALLEST_FIT, GridLayout

layouts = st.builds(
    GridLayout.flow,
    st.integers(0, 70),
    st.integers(1, 900),
    st.integers(80, 300),
    st.integers(0, 30),
    mirrored=st.booleans(),
)


@given(layouts, st.integers(-50, 950), st.integers(-50, 3000))
def test_at_is_the_inverse_of_rect(layout: GridLayout, x: int, y: int) -> None:
    inside = [
        i
        for i in range(layout.count)
        for left, top, width, height in [layout.rect(i)]
        if left <= x < left + width and top <= y < top + height
    ]
    assert inside == ([] if layout.at(x, y) is None else [layout.at(x, y)])


@given(layouts, st.integers(0, 2000), st.integers(0, 1200))
def test_between_covers_every_cell_in_the_band(layout: GridLayout, top: int, height: int) -> None:
    shown = layout.between(top, top + height)
    for i in range(layout.count):
        _, y, _, cell = layout.rect(i)
        if y < top + height and y + cell > top:
            assert i in shown
    assert len(shown) <= (height // layout.pitch + 3) * layout.columns


@given(layouts, st.integers(-20, 900), st.integers(-20, 2000), st.integers(0, 900), st.integers(0, 900))
def test_touching_finds_the_cells_of_a_rectangle(layout: GridLayout, x: int, y: int, w: int, h: int) -> None:
    ranges = layout.touching(x, y, x + w, y + h)
    found = [i for first, last in ranges for i in range(first, last + 1)]
    expected = [
        i
        for i in range(layout.count)
        for left, top, width, height in [layout.rect(i)]
        if left <= x + w and left + width > x and top <= y + h and top + height > y
    ]
    assert set(expected) <= set(found)
    assert len(found) == len(set(found))
    assert all(0 <= i < layout.count for i in found)


@pytest.mark.parametrize("width", [300, 640, 1000, 1280, 1917])
@pytest.mark.parametrize("edge", [96, 180, 400])
def test_columns_fill_the_width(width: int, edge: int) -> None:
    layout = GridLayout.flow(1000, width, edge, 20)
    left, right = layout.rect(0)[0], layout.rect(layout.columns - 1)
    unused = width - (right[0] + right[2]) + left
    assert unused <= 2 * GAP + layout.columns or layout.cell_width == edge * 4 // 3
    assert 0.6 * edge <= layout.cell_width <= 1.34 * edge or layout.columns == 1


def test_mirrored_rows_start_on_the_right() -> None:
    usual = GridLayout.flow(9, 500, 100, 20)
    mirrored = GridLayout.flow(9, 500, 100, 20, mirrored=True)
    assert mirrored.rect(0) == usual.rect(usual.columns - 1)


@pytest.mark.parametrize("count", range(1, 33))
@pytest.mark.parametrize(("width", "height"), [(560, 660), (1200, 300), (400, 900), (1800, 1000)])
def test_a_batch_fits_without_scrolling(count: int, width: int, height: int) -> None:
    layout = GridLayout.fit(count, width, height, 20)
    assert layout.height <= height
    for i in range(count):
        x, y, w, h = layout.rect(i)
        assert x >= 0
        assert x + w <= width
        assert y >= 0
        assert y + h <= height
        assert min(w, h - 20) >= SMALLEST_FIT


def test_portraits_get_narrower_cells_than_landscapes() -> None:
    portrait = GridLayout.fit(12, 560, 660, 20, [(3, 4)])
    landscape = GridLayout.fit(12, 560, 660, 20, [(4, 3)])
    assert portrait.columns > landscape.columns


def test_a_batch_that_cannot_fit_scrolls() -> None:
    layout = GridLayout.fit(500, 300, 200, 20)
    assert layout.height > 200
    assert layout.cell_width >= 32


def test_a_million_cells_cost_nothing() -> None:
    layout = GridLayout.flow(1_000_000, 1280, 180, 20)
    y = layout.rect(999_999)[1]
    assert layout.at(layout.rect(999_999)[0], y) == 999_999
    assert layout.height < 2**31
    assert len(layout.between(y - 800, y)) < 60
    assert layout.touching(0, 0, 1280, layout.height) == [(0, 999_999)]
