"""The viewer: zoom, pan, keeping the viewport, errors."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from patience import let_events_pass
from pictures import picture, save_many, truncate
from PySide6.QtCore import QPoint, QPointF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPixmap, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from annotator.gui.images import full_image
from annotator.gui.images.full_image import load_full_image
from annotator.gui.viewer.viewer import Viewer
from annotator.gui.viewer.viewport import LARGEST_ZOOM
from annotator.types import Label

Key = Qt.Key


@pytest.fixture
def viewer(qtbot: QtBot) -> Iterator[Viewer]:
    viewer = Viewer()
    qtbot.addWidget(viewer)
    viewer.resize(500, 400)
    viewer.show()
    qtbot.waitExposed(viewer)
    yield viewer
    viewer.close_loader()


Open = Callable[..., None]


@pytest.fixture
def open_image(viewer: Viewer, qtbot: QtBot, tmp_path: Path) -> Open:
    """Return a function that shows a quadrant picture and waits for it."""

    def show(image: int = 0, width: int = 1200, height: int = 900) -> None:
        path = tmp_path / f"{image}-{width}.png"
        picture(width, height).save(path)
        with qtbot.waitSignal(viewer.loaded):
            viewer.show_image(image, path, f"folder/{path.name}", Label.RELEVANT)

    return show


def photo(viewer: Viewer) -> QImage:
    return viewer.grab().toImage()


def wheel(viewer: Viewer, notches: float, at: QPointF) -> None:
    event = QWheelEvent(
        at, viewer.mapToGlobal(at), QPoint(), QPoint(0, round(120 * notches)), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(viewer, event)


def test_an_image_is_fitted_and_stays_so(viewer: Viewer, open_image: Open) -> None:
    open_image()
    assert viewer.is_fitted()
    assert viewer.zoom() == pytest.approx(min(500 / 1200, viewer._stage().height() / 900), rel=0.02)
    before = viewer.zoom()
    viewer.resize(300, 400)
    assert viewer.zoom() < before
    shown = photo(viewer)
    stage = viewer._stage().height()
    assert shown.pixelColor(70, stage // 2 - 60) == QColor(200, 20, 20)
    assert shown.pixelColor(230, stage // 2 + 60) == QColor(220, 210, 30)


def test_a_small_image_fills_the_view_smoothly(viewer: Viewer, open_image: Open) -> None:
    open_image(width=60, height=40)
    fitting = viewer.zoom()
    assert fitting == pytest.approx(viewer._stage().width() / 60)
    assert fitting > 4.0
    assert viewer.image_area().width() == pytest.approx(viewer._stage().width())
    shown, middle = photo(viewer), viewer._stage().height() // 2
    border = {shown.pixelColor(x, middle - 40).rgb() for x in range(240, 260)}  # between two fields of color
    assert len(border) > 4  # not only the two colors: the pixels are no squares
    viewer.zoom_in()
    assert viewer.zoom() > fitting
    viewer.actual_size()
    assert viewer.zoom() == 1.0
    assert not viewer.is_fitted()


def test_zoom_has_limits_and_rests_at_one(viewer: Viewer, open_image: Open, qtbot: QtBot) -> None:
    open_image()
    fitting, seen = viewer.zoom(), []
    viewer.zoom_changed.connect(seen.append)
    for _ in range(30):
        viewer.zoom_in()
    assert viewer.zoom() == LARGEST_ZOOM
    assert 1.0 in seen
    for _ in range(60):
        viewer.zoom_out()
    assert viewer.zoom() == pytest.approx(fitting)
    assert viewer.is_fitted()


def test_the_point_under_the_cursor_stays(viewer: Viewer, open_image: Open) -> None:
    open_image()
    at = QPointF(200, 150)
    before = viewer._view.image_point(at)
    wheel(viewer, 4, at)
    wheel(viewer, 3, at)
    after = viewer._view.image_point(at)
    assert viewer.zoom() > 1.0
    assert after.x() == pytest.approx(before.x(), abs=0.003)
    assert after.y() == pytest.approx(before.y(), abs=0.003)


def test_one_to_one_shows_pixels(viewer: Viewer, open_image: Open) -> None:
    open_image()
    viewer.actual_size()
    assert viewer.zoom() == 1.0
    assert "100 %" in viewer.facts()
    assert "1200 × 900" in viewer.facts()


def test_dragging_pans_and_stops_at_the_border(viewer: Viewer, open_image: Open, qtbot: QtBot) -> None:
    open_image()
    viewer.actual_size()
    center = viewer._view.image_point(QPointF(250, 150))
    qtbot.mousePress(viewer, Qt.MouseButton.LeftButton, pos=QPoint(250, 150))
    qtbot.mouseMove(viewer, QPoint(150, 100))
    qtbot.mouseRelease(viewer, Qt.MouseButton.LeftButton, pos=QPoint(150, 100))
    assert viewer._view.image_point(QPointF(150, 100)).x() == pytest.approx(center.x(), abs=0.01)
    for _ in range(40):
        qtbot.keyClick(viewer, Key.Key_Right)
    assert viewer._view.rect.right() == pytest.approx(500, abs=1)


def test_arrows_step_when_nothing_can_be_panned(viewer: Viewer, open_image: Open, qtbot: QtBot) -> None:
    open_image()
    steps: list[int] = []
    viewer.stepped.connect(steps.append)
    for key in (Key.Key_Right, Key.Key_Left, Key.Key_Down, Key.Key_Up):
        qtbot.keyClick(viewer, key)
    assert steps == [1, -1, 1, -1]
    viewer.actual_size()
    qtbot.keyClick(viewer, Key.Key_Right)
    assert len(steps) == 4
    viewer.fit()
    viewer.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    qtbot.keyClick(viewer, Key.Key_Left)
    assert steps[-1] == 1


def test_ctrl_plus_and_minus_zoom(viewer: Viewer, open_image: Open, qtbot: QtBot) -> None:
    open_image()
    fitting = viewer.zoom()
    qtbot.keyClick(viewer, Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert viewer.zoom() > fitting
    qtbot.keyClick(viewer, Key.Key_Minus, Qt.KeyboardModifier.ControlModifier)
    assert viewer.zoom() == pytest.approx(fitting)


def test_double_click_switches_between_fit_and_pixels(viewer: Viewer, open_image: Open, qtbot: QtBot) -> None:
    open_image()
    qtbot.mouseDClick(viewer, Qt.MouseButton.LeftButton, pos=QPoint(100, 100))
    assert viewer.zoom() == 1.0
    qtbot.mouseDClick(viewer, Qt.MouseButton.LeftButton, pos=QPoint(100, 100))
    assert viewer.is_fitted()


def test_the_viewport_is_kept_between_images_of_the_same_size(viewer: Viewer, open_image: Open) -> None:
    open_image(0)
    viewer.zoom_to(2.0, QPointF(50, 50))
    place = viewer._view.rect
    open_image(1)
    assert viewer.zoom() == 2.0
    assert viewer._view.rect == place
    open_image(2, width=1000, height=1000)
    assert viewer.is_fitted()
    viewer.keep_viewport = False
    viewer.zoom_to(2.0)
    open_image(3, width=1000, height=1000)
    assert viewer.is_fitted()


def test_damaged_images_say_why(viewer: Viewer, open_image: Open, qtbot: QtBot, tmp_path: Path) -> None:
    open_image()
    blank = photo(viewer)
    (path,) = save_many(tmp_path, 1, 400, 300)
    with qtbot.waitSignal(viewer.failed) as failed:
        viewer.show_image(9, truncate(path), "cut.jpg")
    assert failed.args[0] == 9
    assert "truncated" in failed.args[1]
    assert viewer.error() == failed.args[1]
    assert photo(viewer) != blank
    viewer.zoom_in()  # harmless
    assert viewer.facts() == ""
    open_image(1)
    assert viewer.error() is None


def test_a_preview_is_there_at_once(viewer: Viewer, tmp_path: Path, qtbot: QtBot) -> None:
    picture(1200, 900).save(tmp_path / "a.png")
    preview = QPixmap(120, 90)
    preview.fill(QColor(1, 200, 200))
    with qtbot.waitSignal(viewer.loaded):
        viewer.show_image(5, tmp_path / "a.png", "a.png", preview=preview)
        assert photo(viewer).pixelColor(250, 180) == QColor(1, 200, 200)
        assert viewer.facts() == "loading …"
    assert photo(viewer).pixelColor(250, 100) != QColor(1, 200, 200)


def test_only_the_latest_request_is_shown(viewer: Viewer, tmp_path: Path, qtbot: QtBot) -> None:
    paths = save_many(tmp_path, 12, 800, 600)
    seen: list[int] = []
    viewer.loaded.connect(seen.append)
    for image, path in enumerate(paths):
        viewer.show_image(image, path, path.name)
    qtbot.waitUntil(lambda: 11 in seen)
    viewer.close_loader()  # its threads have ended: what they sent is on its way
    let_events_pass()
    assert seen == [11]
    assert viewer.current_image() == 11


def test_clear_shows_nothing(viewer: Viewer, open_image: Open) -> None:
    open_image()
    viewer.clear()
    assert viewer.current_image() is None
    shown = photo(viewer)
    assert len({shown.pixel(x, y) for x in range(10, 490, 20) for y in range(10, 390, 20)}) == 1


def test_the_label_is_told_to_screen_readers(viewer: Viewer, open_image: Open) -> None:
    open_image()
    assert viewer.accessibleDescription() == "folder/0-1200.png, relevant"
    before = photo(viewer)
    viewer.set_label(Label.UNSURE)
    assert viewer.accessibleDescription().endswith("unsure")
    assert photo(viewer) != before


def test_smaller_copies_serve_smaller_zooms(tmp_path: Path) -> None:
    picture(3200, 2400).save(tmp_path / "a.png")
    full = load_full_image(tmp_path / "a.png")
    assert [level.width() for level in full.levels] == [3200, 1600, 800]
    assert full.level(1.0).width() == 3200
    assert full.level(0.5).width() == 1600
    assert full.level(0.3).width() == 1600
    assert full.level(0.01).width() == 800
    assert full.complete


def test_huge_images_are_shown_reduced(
    tmp_path: Path, viewer: Viewer, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(full_image, "_LARGEST_EDGE", 1000)
    (path,) = save_many(tmp_path, 1, 4000, 2000)
    with qtbot.waitSignal(viewer.loaded):
        viewer.show_image(0, path, "a.jpg")
    assert "4000 × 2000 (shown reduced)" in viewer.facts()
    assert load_full_image(path).size == QSize(4000, 2000)
    assert load_full_image(path).levels[0].width() == 1000
