"""The grid as a person uses it: keys, mouse, wheel, a million images, screen readers."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from patience import let_events_pass
from pictures import save_many
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import (
    QAccessible,
    QColor,
    QFont,
    QHelpEvent,
    QImage,
    QKeyEvent,
    QPainter,
    QPalette,
    QPixmap,
    QWheelEvent,
)
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from annotator.gui.grid.cell import Cell, CellPainter
from annotator.gui.grid.grid import ImageGrid
from annotator.gui.grid.image_model import ImageModel, ImageSource, Overlay
from annotator.gui.grid.stack_mark import StackMark
from annotator.gui.images.thumbnail_loader import ThumbnailLoader
from annotator.types import Label

Key, Mod = Qt.Key, Qt.KeyboardModifier
LEFT = Qt.MouseButton.LeftButton


class World:
    """Images of a test: sixty files, repeated for larger collections."""

    def __init__(self, folder: Path) -> None:
        self.files = save_many(folder, 60)
        self.labels: dict[int, Label] = {}
        self.overlays: dict[int, Overlay] = {}
        self.loader = ThumbnailLoader(lambda image: self.files[image % 60], threads=1)
        self.source = ImageSource(
            name=lambda image: f"folder/image-{image}.jpg", label=self.labels.get, overlay=self.overlays.get
        )


@pytest.fixture
def world(qtbot: QtBot, tmp_path: Path) -> Iterator[World]:
    world = World(tmp_path)
    yield world
    world.loader.close()


Show = Callable[..., ImageGrid]


@pytest.fixture
def show(world: World, qtbot: QtBot) -> Show:
    """Return a maker of visible grids, 600 × 500, with five columns unless told otherwise."""

    def build(count: int = 60, width: int = 600, height: int = 500) -> ImageGrid:
        grid = ImageGrid(world.source, world.loader)
        qtbot.addWidget(grid)
        grid.set_animated(False)
        grid.set_cell_edge(108)
        grid.resize(width, height)
        grid.set_images(np.arange(count))
        grid.show()
        qtbot.waitExposed(grid)
        grid.setFocus()
        if count:
            qtbot.waitUntil(lambda: grid.current_image() is not None)  # once the window is active
        return grid

    return build


def center(grid: ImageGrid, image: int) -> QPoint:
    row = grid.image_model().row_of(image)
    assert row is not None
    return grid.visualRect(grid.image_model().index(row)).center()


def photo(grid: ImageGrid) -> QImage:
    return grid.viewport().grab().toImage()


def columns(grid: ImageGrid) -> int:
    return grid.layout_of_cells.columns


# Keyboard ---------------------------------------------------------------------------------------------------------


def test_arrows_walk_and_select_one(show: Show, qtbot: QtBot) -> None:
    grid = show()
    assert columns(grid) == 5
    grid.set_current(0)
    for key, expected in [
        (Key.Key_Right, 1), (Key.Key_Down, 6), (Key.Key_Left, 5), (Key.Key_Left, 4), (Key.Key_Up, 4),
        (Key.Key_End, 59), (Key.Key_Down, 59), (Key.Key_Right, 59), (Key.Key_Home, 0), (Key.Key_Left, 0),
    ]:  # fmt: skip
        qtbot.keyClick(grid, key)
        assert grid.current_image() == expected
        assert grid.selected_images() == [expected]


def test_down_reaches_a_short_last_row(show: Show, qtbot: QtBot) -> None:
    grid = show(count=7)
    grid.set_current(4)
    qtbot.keyClick(grid, Key.Key_Down)
    assert grid.current_image() == 6


def test_pages_keep_the_column_and_scroll(show: Show, qtbot: QtBot) -> None:
    grid = show(count=1000)
    grid.set_current(2)
    qtbot.keyClick(grid, Key.Key_PageDown)
    first = grid.current_image()
    assert first is not None
    assert first > 5
    assert first % columns(grid) == 2
    assert grid.viewport().rect().contains(center(grid, first))
    qtbot.keyClick(grid, Key.Key_PageUp)
    assert grid.current_image() == 2
    assert grid.verticalScrollBar().value() == 0


def test_shift_extends_in_reading_order_and_back(show: Show, qtbot: QtBot) -> None:
    grid = show()
    grid.set_current(3)
    qtbot.keyClick(grid, Key.Key_Down, Mod.ShiftModifier)
    assert grid.selected_images() == [3, 4, 5, 6, 7, 8]
    qtbot.keyClick(grid, Key.Key_Up, Mod.ShiftModifier)
    qtbot.keyClick(grid, Key.Key_Left, Mod.ShiftModifier)
    assert grid.selected_images() == [2, 3]
    qtbot.keyClick(grid, Key.Key_Right)
    assert grid.selected_images() == [3]


def test_ctrl_moves_without_selecting_and_toggles_with_space(show: Show, qtbot: QtBot) -> None:
    grid = show()
    grid.set_current(0)
    qtbot.keyClick(grid, Key.Key_Right, Mod.ControlModifier)
    qtbot.keyClick(grid, Key.Key_Right, Mod.ControlModifier)
    assert (grid.current_image(), grid.selected_images()) == (2, [0])
    qtbot.keyClick(grid, Key.Key_Space, Mod.ControlModifier)
    assert grid.selected_images() == [0, 2]
    qtbot.keyClick(grid, Key.Key_Space, Mod.ControlModifier)
    assert grid.selected_images() == [0]


def test_ctrl_a_selects_all(show: Show, qtbot: QtBot) -> None:
    grid = show()
    qtbot.keyClick(grid, Key.Key_A, Mod.ControlModifier)
    assert grid.selected_count() == 60
    assert grid.selected_images() == list(range(60))


def test_enter_opens_and_space_previews(show: Show, qtbot: QtBot) -> None:
    grid = show()
    grid.set_current(7)
    with qtbot.waitSignal(grid.opened) as opened:
        qtbot.keyClick(grid, Key.Key_Return)
    with qtbot.waitSignal(grid.previewed) as previewed:
        qtbot.keyClick(grid, Key.Key_Space)
    assert (opened.args, previewed.args) == ([7], [7])


def test_letters_and_escape_are_left_to_the_window(show: Show) -> None:
    grid = show()
    grid.set_current(0)
    for key, text in [(Key.Key_P, "p"), (Key.Key_Escape, ""), (Key.Key_Plus, "+")]:
        event = QKeyEvent(QEvent.Type.KeyPress, key, Mod.NoModifier, text)
        grid.keyPressEvent(event)
        assert not event.isAccepted()
    assert grid.current_image() == 0


def test_an_empty_grid_ignores_everything(show: Show, qtbot: QtBot) -> None:
    grid = show(count=0)
    for key in (Key.Key_Right, Key.Key_End, Key.Key_Return, Key.Key_Space):
        qtbot.keyClick(grid, key)
    qtbot.keyClick(grid, Key.Key_A, Mod.ControlModifier)
    qtbot.mouseClick(grid.viewport(), LEFT, pos=QPoint(50, 50))
    assert grid.current_image() is None
    assert grid.selected_images() == []
    assert not photo(grid).isNull()


# Mouse ------------------------------------------------------------------------------------------------------------


def test_clicks_select_toggle_and_extend(show: Show, qtbot: QtBot) -> None:
    grid = show()
    qtbot.mouseClick(grid.viewport(), LEFT, pos=center(grid, 1))
    assert grid.selected_images() == [1]
    qtbot.mouseClick(grid.viewport(), LEFT, Mod.ControlModifier, center(grid, 3))
    assert grid.selected_images() == [1, 3]
    qtbot.mouseClick(grid.viewport(), LEFT, Mod.ControlModifier, center(grid, 1))
    assert grid.selected_images() == [3]
    qtbot.mouseClick(grid.viewport(), LEFT, pos=center(grid, 2))
    qtbot.mouseClick(grid.viewport(), LEFT, Mod.ShiftModifier, center(grid, 6))
    assert grid.selected_images() == [2, 3, 4, 5, 6]
    assert grid.current_image() == 6


def test_double_click_opens(show: Show, qtbot: QtBot) -> None:
    grid = show()
    with qtbot.waitSignal(grid.opened) as opened:
        qtbot.mouseDClick(grid.viewport(), LEFT, pos=center(grid, 4))
    assert opened.args == [4]


def test_right_click_keeps_a_selection_it_hits(show: Show, qtbot: QtBot) -> None:
    grid = show()
    grid.select_images([1, 2])
    qtbot.mouseClick(grid.viewport(), Qt.MouseButton.RightButton, pos=center(grid, 2))
    assert grid.selected_images() == [1, 2]
    qtbot.mouseClick(grid.viewport(), Qt.MouseButton.RightButton, pos=center(grid, 5))
    assert grid.selected_images() == [5]


def test_click_beside_the_cells_clears_the_selection(show: Show, qtbot: QtBot) -> None:
    grid = show(count=3)
    grid.select_images([1, 2])
    qtbot.mouseClick(grid.viewport(), LEFT, pos=QPoint(300, 400))
    assert grid.selected_images() == []


def test_rubber_band_selects_what_it_touches(show: Show, qtbot: QtBot) -> None:
    grid = show()
    qtbot.mousePress(grid.viewport(), LEFT, pos=center(grid, 1))
    qtbot.mouseMove(grid.viewport(), center(grid, 4))
    qtbot.mouseMove(grid.viewport(), center(grid, 7))
    assert grid.selected_images() == [1, 2, 6, 7]
    band = photo(grid)
    qtbot.mouseRelease(grid.viewport(), LEFT, pos=center(grid, 7))
    assert grid.selected_images() == [1, 2, 6, 7]
    assert photo(grid) != band  # the band is gone
    qtbot.mousePress(grid.viewport(), LEFT, Mod.ControlModifier, center(grid, 18))
    qtbot.mouseMove(grid.viewport(), center(grid, 19))
    qtbot.mouseMove(grid.viewport(), center(grid, 14))
    qtbot.mouseRelease(grid.viewport(), LEFT, Mod.ControlModifier, center(grid, 14))
    assert grid.selected_images() == [1, 2, 6, 7, 13, 14, 18, 19]


def test_a_new_order_ends_the_rubber_band(show: Show, qtbot: QtBot) -> None:
    grid = show()
    qtbot.mousePress(grid.viewport(), LEFT, pos=center(grid, 1))
    qtbot.mouseMove(grid.viewport(), center(grid, 4))
    qtbot.mouseMove(grid.viewport(), center(grid, 7))
    grid.set_images(np.arange(60)[::-1].copy())
    selected = grid.selected_images()
    assert sorted(selected) == [1, 2, 6, 7]
    qtbot.mouseMove(grid.viewport(), center(grid, 50))
    qtbot.mouseRelease(grid.viewport(), LEFT, pos=center(grid, 50))
    assert grid.selected_images() == selected


def test_rubber_band_scrolls_at_the_edge(show: Show, qtbot: QtBot) -> None:
    grid = show(count=1000)
    qtbot.mousePress(grid.viewport(), LEFT, pos=center(grid, 0))
    qtbot.mouseMove(grid.viewport(), QPoint(300, 300))
    qtbot.mouseMove(grid.viewport(), QPoint(590, grid.viewport().height() + 120))
    qtbot.waitUntil(lambda: grid.verticalScrollBar().value() > 1000)
    qtbot.mouseRelease(grid.viewport(), LEFT, pos=QPoint(590, 100))
    selected = grid.selected_images()
    assert len(selected) > 40
    assert selected == list(range(len(selected)))


def wheel(grid: ImageGrid, notches: int, modifiers: Mod = Mod.NoModifier, pixels: int = 0) -> None:
    place = QPointF(100, 100)
    event = QWheelEvent(
        place, grid.mapToGlobal(place), QPoint(0, pixels), QPoint(0, 120 * notches), Qt.MouseButton.NoButton, modifiers,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(grid.viewport(), event)


def test_wheel_scrolls_smoothly_or_at_once(show: Show, qtbot: QtBot) -> None:
    grid = show(count=1000)
    wheel(grid, -1)
    jumped = grid.verticalScrollBar().value()
    assert jumped > 20
    grid.verticalScrollBar().setValue(0)
    grid.set_animated(True)
    wheel(grid, -1)
    wheel(grid, -1)
    assert grid.verticalScrollBar().value() < 2 * jumped
    qtbot.waitUntil(lambda: grid.verticalScrollBar().value() == 2 * jumped)
    wheel(grid, 0, pixels=-33)
    assert grid.verticalScrollBar().value() == 2 * jumped + 33


def test_ctrl_wheel_changes_the_size_of_cells(show: Show, qtbot: QtBot) -> None:
    grid = show(count=1000)
    before = grid.layout_of_cells.cell_width
    with qtbot.waitSignal(grid.cell_edge_changed) as changed:
        wheel(grid, 3, Mod.ControlModifier)
    assert grid.layout_of_cells.cell_width > before
    assert changed.args == [grid.cell_edge()]
    assert grid.verticalScrollBar().value() == 0


# Content ------------------------------------------------------------------------------------------------------------


def test_thumbnails_arrive_without_a_request(show: Show, qtbot: QtBot, world: World) -> None:
    grid = show()
    shade = 40 + 7 * 150 // 60
    qtbot.waitUntil(lambda: photo(grid).pixelColor(center(grid, 7)) == QColor(shade, shade, shade))


def test_labels_are_colour_glyph_and_word(show: Show, world: World) -> None:
    grid = show(count=8)
    before = photo(grid)
    world.labels[0] = Label.RELEVANT
    world.labels[1] = Label.IRRELEVANT
    world.labels[2] = Label.UNSURE
    grid.refresh([0, 1, 2])
    after = photo(grid)
    cells = [after.copy(grid.visualRect(grid.image_model().index(i))) for i in range(4)]
    assert len({bytes(cell.constBits()) for cell in cells[:3]}) == 3
    unlabelled = grid.visualRect(grid.image_model().index(5))
    assert after.copy(unlabelled) == before.copy(unlabelled)


@pytest.mark.parametrize("edge", [64, 176])
def test_labels_differ_without_any_color(show: Show, world: World, edge: int) -> None:
    grid = show(count=8)
    grid.set_cell_edge(edge)
    looks = []
    for label in (None, *Label):
        world.labels.update({0: label} if label is not None else {})
        grid.refresh([0])
        cell = photo(grid).copy(grid.visualRect(grid.image_model().index(0)))
        gray = cell.convertToFormat(QImage.Format.Format_Grayscale8)
        looks.append(gray.convertToFormat(QImage.Format.Format_Mono, Qt.ImageConversionFlag.ThresholdDither))
    assert len({bytes(look.constBits()) for look in looks}) == 4


def test_screen_readers_hear_name_label_and_rank(show: Show, world: World) -> None:
    grid = show(count=10)
    world.labels[2] = Label.RELEVANT
    world.overlays[2] = Overlay(rank=14, total=980, probability=0.871)
    index = grid.image_model().index(2)
    role = Qt.ItemDataRole.AccessibleTextRole
    assert index.data(role) == "image-2.jpg, relevant"
    grid.set_overlay(True)
    assert index.data(role) == "image-2.jpg, relevant, rank 14 of 980, 87\u00a0% probable"
    assert grid.image_model().index(3).data(role) == "image-3.jpg, unlabelled"
    assert index.data(Qt.ItemDataRole.AccessibleDescriptionRole) == "folder/image-2.jpg"


def test_cells_are_children_of_the_accessible_grid(show: Show, world: World) -> None:
    grid = show(count=10)
    world.labels[4] = Label.UNSURE
    interface = QAccessible.queryAccessibleInterface(grid)
    assert interface is not None
    assert interface.childCount() == 10
    cell = interface.child(4)
    assert cell is not None
    assert cell.text(QAccessible.Text.Name) == "image-4.jpg, unsure"


def test_a_screen_reader_does_not_slow_down_a_million_images(
    show: Show, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    grid = show(count=1_000_000)
    QAccessible.setActive(True)
    try:
        qtbot.keyClick(grid, Key.Key_End)
        qtbot.keyClick(grid, Key.Key_A, Mod.ControlModifier)
        asked = 0

        def described(image: int) -> str:
            nonlocal asked
            asked += 1
            return ImageModel.describe(grid.image_model(), image)

        monkeypatch.setattr(grid.image_model(), "describe", described)
        qtbot.keyClick(grid, Key.Key_Home)
        assert asked < 100, "every image is read out"
    finally:
        QAccessible.setActive(False)
    assert grid.current_image() == 0


def test_overlay_is_drawn_only_when_on(show: Show, world: World, qtbot: QtBot) -> None:
    grid = show(count=4)
    world.overlays[1] = Overlay(rank=1, total=4, probability=0.9, uncertainty=0.05)
    qtbot.waitUntil(lambda: all(world.loader.pixmap(i, 100, grid) is not None for i in range(4)))
    off = photo(grid)
    grid.set_overlay(True)
    assert photo(grid) != off
    grid.set_overlay(False)
    assert photo(grid) == off


@pytest.mark.qt_log_ignore("does not support raise")  # the platform without a screen
def test_tooltips_show_the_path_as_plain_text(show: Show, world: World, qtbot: QtBot) -> None:
    source = ImageSource(name=lambda image: "a/<b>bold</b> & co.jpg")
    grid = ImageGrid(source, world.loader)
    qtbot.addWidget(grid)
    grid.set_images([0])
    tip = grid.image_model().index(0).data(Qt.ItemDataRole.ToolTipRole)
    assert tip == "<qt>a/&lt;b&gt;bold&lt;/b&gt; &amp; co.jpg<br>unlabelled</qt>"
    grid.set_cell_edge(600)  # so large that a preview would not show more
    grid.resize(700, 700)
    grid.show()
    qtbot.waitExposed(grid)
    spot = center(grid, 0)
    event = QHelpEvent(QEvent.Type.ToolTip, spot, grid.viewport().mapToGlobal(spot))
    QApplication.sendEvent(grid.viewport(), event)
    assert QToolTip.text() == tip
    QToolTip.hideText()


def test_a_damaged_image_is_a_clear_cell(show: Show, world: World, qtbot: QtBot) -> None:
    world.files[0].write_bytes(b"")
    grid = show(count=2)
    qtbot.waitUntil(lambda: world.loader.error(0) is not None)
    index = grid.image_model().index(0)
    assert "the file is empty (0 bytes)" in index.data(Qt.ItemDataRole.ToolTipRole)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "image-0.jpg, unlabelled, cannot be shown"


def test_loading_damaged_and_loaded_cells_look_different(qtbot: QtBot) -> None:
    pixmap = QPixmap(100, 70)
    pixmap.fill(QColor(90, 90, 90))
    cells = CellPainter(QPalette(), QFont())
    looks = set()
    for cell in (Cell("a.jpg"), Cell("a.jpg", error="a.jpg: the file is empty; copy it"), Cell("a.jpg", pixmap)):
        image = QImage(160, 180, QImage.Format.Format_RGB32)
        image.fill(0)
        painter = QPainter(image)
        cells.paint(painter, image.rect(), cell)
        painter.end()
        looks.add(bytes(image.constBits()))
    assert len(looks) == 3


class Words(QPainter):
    """A painter that keeps the texts that it draws, and whether each had room."""

    def __init__(self, device: QImage) -> None:
        super().__init__(device)
        self.drawn: list[tuple[str, bool]] = []

    def drawText(self, rect: QRect, flags: int, text: str) -> None:  # type: ignore[override]
        self.drawn.append((text, self.fontMetrics().horizontalAdvance(text) <= rect.width()))
        super().drawText(rect, flags, text)


@pytest.mark.parametrize("stack", [None, StackMark(4), StackMark(40, 17, opened=True)], ids=str)
@pytest.mark.parametrize("label", [None, *Label])
def test_no_text_of_a_narrow_cell_is_cut_without_a_sign(
    qtbot: QtBot, label: Label | None, stack: StackMark | None
) -> None:
    cells = CellPainter(QPalette(), QFont())
    for width in (*range(72, 140, 4), 300):
        image = QImage(width, width + cells.extra_height, QImage.Format.Format_RGB32)
        painter = Words(image)
        cells.paint(painter, image.rect(), Cell("a long name of an image.jpg", QPixmap(9, 9), label=label, stack=stack))
        painter.end()
        assert painter.drawn
        assert all(has_room or not text for text, has_room in painter.drawn), (width, painter.drawn)


def test_the_model_keeps_qt_s_rules(show: Show, world: World) -> None:
    grid = show(count=10)
    tester = QAbstractItemModelTester(grid.image_model(), QAbstractItemModelTester.FailureReportingMode.Warning)
    grid.set_images([5, 3, 1])
    grid.refresh([3])
    grid.refresh()
    grid.set_images([])
    assert tester.model() is grid.image_model()


def test_the_focus_ring_shows_where_the_keyboard_is(show: Show, qtbot: QtBot, world: World) -> None:
    grid = show(count=4)
    qtbot.waitUntil(lambda: all(world.loader.pixmap(i, 100, grid) is not None for i in range(4)))
    grid.set_current(1, select=False)
    with_focus = photo(grid)
    grid.clearFocus()
    assert photo(grid) != with_focus
    grid.set_current(None)
    assert grid.current_image() is None


# Order --------------------------------------------------------------------------------------------------------------


def test_a_new_order_keeps_scroll_current_and_selection(show: Show, qtbot: QtBot) -> None:
    grid = show(count=1000)
    grid.set_current(500)
    grid.select_images([500, 501, 700])
    position = grid.verticalScrollBar().value()
    assert position > 0
    grid.set_images(np.arange(1000)[::-1].copy())
    assert grid.verticalScrollBar().value() == position
    assert grid.current_image() == 500
    assert sorted(grid.selected_images()) == [500, 501, 700]
    grid.set_images(np.arange(1000), keep_scroll=False)
    assert grid.verticalScrollBar().value() == 0
    assert grid.current_image() == 500


def test_images_that_left_are_neither_current_nor_selected(show: Show, qtbot: QtBot) -> None:
    grid = show(count=20)
    grid.set_current(3)
    seen: list[int] = []
    grid.current_changed.connect(seen.append)
    with qtbot.waitSignal(grid.selection_changed):
        grid.set_images([10, 11, 12])
    assert grid.current_image() is None
    assert grid.selected_images() == []
    assert seen == [-1]


def test_going_to_an_image_makes_it_visible(show: Show, qtbot: QtBot) -> None:
    grid = show(count=5000)
    with qtbot.waitSignal(grid.current_changed) as changed:
        grid.set_current(4321)
    assert changed.args == [4321]
    assert grid.viewport().rect().contains(center(grid, 4321))
    grid.set_current(99_999)
    assert grid.current_image() == 4321


def test_resizing_keeps_the_first_row_in_view(show: Show, qtbot: QtBot) -> None:
    grid = show(count=5000)
    grid.verticalScrollBar().setValue(20_000)
    first = grid.layout_of_cells.between(20_000, 20_001).start
    grid.resize(900, 500)
    qtbot.waitUntil(lambda: columns(grid) != 5)
    assert grid.viewport().rect().intersects(grid.visualRect(grid.image_model().index(first)))


def test_requests_that_scrolled_away_are_dropped(show: Show, qtbot: QtBot, world: World) -> None:
    grid = show(count=100_000)
    for value in range(0, 2_000_000, 40_000):
        grid.verticalScrollBar().setValue(value)
        grid.viewport().repaint()
    assert world.loader.waiting < 120


def test_right_to_left_mirrors_the_grid_and_its_keys(show: Show, qtbot: QtBot) -> None:
    grid = show()
    grid.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    assert center(grid, 0).x() > center(grid, 4).x()
    grid.set_current(0)
    qtbot.keyClick(grid, Key.Key_Left)
    assert grid.current_image() == 1
    qtbot.mouseClick(grid.viewport(), LEFT, pos=center(grid, 3))
    assert grid.selected_images() == [3]
    assert not photo(grid).isNull()


@pytest.mark.parametrize("count", [1, 2, 8, 15, 32])
def test_a_batch_is_shown_without_scrolling(show: Show, qtbot: QtBot, count: int) -> None:
    grid = show(count=count)
    grid.set_fit_mode(True)
    view = grid.viewport().rect()
    assert all(view.contains(grid.visualRect(grid.image_model().index(i))) for i in range(count))
    assert grid.verticalScrollBar().maximum() == 0


@pytest.mark.parametrize("fit", [True, False])
def test_cells_have_the_shape_of_the_collection_and_do_not_move_when_pictures_arrive(
    world: World, qtbot: QtBot, tmp_path: Path, fit: bool
) -> None:
    (tmp_path / "wide").mkdir()
    world.files[:] = save_many(tmp_path / "wide", 60, 160, 90)
    grid = ImageGrid(dataclasses.replace(world.source, shapes=((160, 90), (160, 90), (90, 160))), world.loader)
    qtbot.addWidget(grid)
    grid.set_fit_mode(fit)
    grid.resize(600, 500)
    grid.set_images(range(12))
    grid.show()
    before = grid.layout_of_cells
    qtbot.waitUntil(lambda: all(world.loader.pixmap(image, 64) is not None for image in range(12)))
    let_events_pass()
    assert grid.layout_of_cells == before
    grid.set_images(range(12, 24))
    assert grid.layout_of_cells == before
    if not fit:
        box = grid._cells().picture_rect(grid.visualRect(grid.image_model().index(0)))
        assert box.width() / box.height() == pytest.approx(160 / 90, rel=0.02)


def test_a_label_is_below_the_picture_and_never_on_it(show: Show, world: World, qtbot: QtBot) -> None:
    grid = show(count=6)
    qtbot.waitUntil(lambda: all(world.loader.pixmap(image, 64) is not None for image in range(6)))
    for edge in (80, 108, 300):
        grid.set_cell_edge(edge)
        grid.set_current(1)
        for label in Label:
            world.labels.clear()
            let_events_pass()
            box = grid._cells().picture_rect(grid.visualRect(grid.image_model().index(0)))
            strip = QRect(box.left(), box.bottom() + 1, box.width(), 20)
            plain = photo(grid)
            world.labels.update({0: label} if label is not None else {})
            labelled = photo(grid)
            assert labelled.copy(box) == plain.copy(box)
            assert labelled.copy(strip) != plain.copy(strip)


def test_a_small_picture_fills_its_cell(show: Show, world: World, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "small").mkdir()
    world.files[:] = save_many(tmp_path / "small", 60, 12, 12)
    grid = show(count=4)
    grid.set_cell_edge(300)
    qtbot.waitUntil(lambda: world.loader.pixmap(0, 300) is not None)
    let_events_pass()
    box = grid._cells().picture_rect(grid.visualRect(grid.image_model().index(0)))
    shown, around = photo(grid), photo(grid).pixelColor(box.left() - 2, box.center().y())
    assert box.width() > 200
    for corner in (box.topLeft(), box.bottomRight()):
        assert shown.pixelColor(corner) != around


# A million images -----------------------------------------------------------------------------------------------------


def test_a_million_images(show: Show, qtbot: QtBot) -> None:
    grid = show()
    ids = np.random.default_rng(0).permutation(1_000_000)
    grid.set_images(ids)
    assert np.shares_memory(grid.images(), ids)
    qtbot.keyClick(grid, Key.Key_A, Mod.ControlModifier)
    qtbot.keyClick(grid, Key.Key_End)
    assert grid.current_image() == ids[-1]
    assert grid.viewport().rect().contains(center(grid, int(ids[-1])))
    qtbot.keyClick(grid, Key.Key_Home, Mod.ShiftModifier)
    assert grid.selected_count() == 1_000_000
    photo(grid)
    grid.refresh([int(ids[0]), int(ids[5])])


def test_every_cell_size_is_painted(show: Show, world: World, qtbot: QtBot) -> None:
    world.labels.update({0: Label.RELEVANT, 1: Label.IRRELEVANT, 2: Label.UNSURE})
    world.overlays[0] = Overlay(rank=1_000_000, total=1_000_000, probability=0.5, uncertainty=0.5)
    world.files[1].write_bytes(b"")
    grid = show(count=6, height=900)
    grid.set_overlay(True)
    grid.set_current(1)
    for edge in (80, 96, 160, 400, 640):
        grid.set_cell_edge(edge)
        let_events_pass()
        picture = photo(grid)
        assert len({picture.pixel(x, y) for x in range(0, 500, 9) for y in range(0, 800, 9)}) > 5
