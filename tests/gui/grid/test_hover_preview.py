"""Resting on an image shows it larger, and nothing else changes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from pictures import save_many
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QHelpEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from annotator.gui.grid import hover_preview
from annotator.gui.grid.grid import ImageGrid
from annotator.gui.grid.image_model import ImageSource
from annotator.gui.images.thumbnail_loader import ThumbnailLoader


@pytest.fixture
def grid(qtbot: QtBot, tmp_path: Path) -> Iterator[ImageGrid]:
    """A grid of sixty pictures of 600 × 400 pixels in cells of about 108, with the keyboard focus."""
    files = save_many(tmp_path, 60, 600, 400)
    loader = ThumbnailLoader(lambda image: files[image], threads=1)
    made = ImageGrid(ImageSource(name=lambda image: f"folder/image-{image}.jpg"), loader)
    qtbot.addWidget(made)
    made.set_animated(False)
    made.set_cell_edge(108)
    made.resize(600, 500)
    made.set_images(np.arange(60))
    made.show()
    made.activateWindow()
    made.setFocus()
    qtbot.waitUntil(lambda: made.hasFocus() and None not in (loader.pixmap(0, 108), loader.pixmap(7, 108)))
    yield made
    loader.close()


def center(grid: ImageGrid, row: int) -> QPoint:
    return grid.visualRect(grid.image_model().index(row)).center()


def rest_on(grid: ImageGrid, row: int) -> None:
    """Send what Qt sends when the mouse has rested for a moment."""
    spot = center(grid, row)
    QApplication.sendEvent(grid.viewport(), QHelpEvent(QEvent.Type.ToolTip, spot, grid.viewport().mapToGlobal(spot)))


def move_to(grid: ImageGrid, row: int) -> None:
    spot = QPointF(center(grid, row))
    where = QPointF(grid.viewport().mapToGlobal(spot.toPoint()))
    none = Qt.MouseButton.NoButton
    event = QMouseEvent(QEvent.Type.MouseMove, spot, where, none, none, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(grid.viewport(), event)


def drawn(grid: ImageGrid) -> tuple[int, int]:
    """Size of the picture of the preview in logical pixels."""
    pixmap = grid.preview._picture.pixmap()
    return round(pixmap.deviceIndependentSize().width()), round(pixmap.deviceIndependentSize().height())


def test_resting_shows_a_larger_picture_with_its_facts_and_leaves_the_focus(grid: ImageGrid, qtbot: QtBot) -> None:
    grid.set_current(3)
    rest_on(grid, 7)
    preview = grid.preview
    assert preview.isVisible()
    assert preview.image == 7
    assert "folder/image-7.jpg" in preview._words.text()
    assert "unlabelled" in preview._words.text()
    assert grid.hasFocus()
    assert (grid.current_image(), grid.selected_images()) == (3, [3])
    width, height = drawn(grid)
    assert width == hover_preview.EDGE
    assert height == pytest.approx(hover_preview.EDGE * 2 / 3, abs=3)  # the small picture has rounded sides
    assert grid.screen().availableGeometry().contains(preview.geometry())
    cell = grid.visualRect(grid.image_model().index(7)).translated(grid.viewport().mapToGlobal(QPoint()))
    assert not preview.geometry().intersects(cell)


def test_the_sharp_picture_replaces_the_first_one(grid: ImageGrid, qtbot: QtBot) -> None:
    loader = grid.preview._loader
    rest_on(grid, 0)
    wanted = hover_preview.EDGE * grid.devicePixelRatioF()
    qtbot.waitUntil(lambda: max(loader.pixmap(0, wanted).width(), loader.pixmap(0, wanted).height()) >= wanted)
    assert grid.preview.isVisible()


@pytest.mark.parametrize("what", ["key", "wheel", "press", "leave", "another", "scroll", "images"])
def test_anything_else_than_resting_hides_it(grid: ImageGrid, qtbot: QtBot, what: str) -> None:
    rest_on(grid, 7)
    assert grid.preview.isVisible()
    move_to(grid, 7)
    assert grid.preview.isVisible(), "within the same image it stays"
    spot = center(grid, 7)
    if what == "key":
        qtbot.keyClick(grid, Qt.Key.Key_P)
    elif what == "wheel":
        none, plain = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
        place, phase = QPointF(grid.viewport().mapToGlobal(spot)), Qt.ScrollPhase.NoScrollPhase
        QApplication.sendEvent(
            grid.viewport(), QWheelEvent(QPointF(spot), place, QPoint(), QPoint(0, -120), none, plain, phase, False)
        )
    elif what == "press":
        qtbot.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    elif what == "leave":
        QApplication.sendEvent(grid.viewport(), QEvent(QEvent.Type.Leave))
    elif what == "another":
        move_to(grid, 8)
    elif what == "scroll":
        grid.verticalScrollBar().setValue(120)
    else:
        grid.set_images(np.arange(5))
    assert not grid.preview.isVisible()
    assert grid.preview.image is None


def test_where_the_cells_are_as_large_there_are_only_words(grid: ImageGrid) -> None:
    grid.set_cell_edge(600)
    grid.resize(700, 700)
    rest_on(grid, 0)
    assert not grid.preview.isVisible()


def test_no_image_no_preview(grid: ImageGrid) -> None:
    grid.set_images([0])
    spot = QPoint(grid.viewport().width() - 2, grid.viewport().height() - 2)
    QApplication.sendEvent(grid.viewport(), QHelpEvent(QEvent.Type.ToolTip, spot, grid.viewport().mapToGlobal(spot)))
    assert not grid.preview.isVisible()
