"""Two images beside each other, turning an image, and going to what is unlabelled."""

from __future__ import annotations

import pytest
from on_screen import on_screen
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest

from annotator.gui.controller.ranking_filter import Tab
from annotator.gui.viewer.viewer import Viewer
from annotator.session.session import Session
from annotator.types import Label

Key, Modifier = Qt.Key, Qt.KeyboardModifier


@pytest.fixture
def space(window, project, qtbot):
    """The window with three images judged relevant and one irrelevant."""
    with Session.open(project) as session:
        session.judge([0, 1, 2], Label.RELEVANT)
        session.judge([20], Label.IRRELEVANT)
        session.next_batch()
    window.open_project(project)
    qtbot.waitUntil(lambda: on_screen(window))
    space = window.workspace
    space.panes.open_tab(Tab.ALL)

    def ranked():
        ranking = space.controller.ranking
        return ranking is not None and space.ranking.grid.images().tolist() == ranking.images.tolist()

    qtbot.waitUntil(ranked)  # the grid is sorted in the background: pictures must not change places later
    space.panes.work_with(space.ranking.grid)
    return window.workspace


@pytest.fixture
def page(space):
    return space.panes.viewer


def shown(page):
    return page.viewer.current_image(), page.other.current_image()


def loaded(page, qtbot):
    qtbot.waitUntil(lambda: page.viewer._picture is not None and page.other._picture is not None)


@pytest.fixture
def pair(space, page, window, qtbot):
    """Two selected images of the ranking beside each other."""
    grid = space.ranking.grid
    images = grid.images().tolist()
    grid.set_current(images[30])
    grid.select_images(images[30:32])
    window.actions_["view.compare"].trigger()
    loaded(page, qtbot)
    qtbot.waitUntil(page.other.hasFocus)
    return images


def test_two_selected_images_are_beside_each_other_until_escape(space, page, pair, window):
    assert page.comparing
    assert shown(page) == (pair[30], pair[31])
    assert space.panes.targets() == [pair[31]]
    assert space.panes.target_text() == "the second image"
    QTest.keyClick(page.other, Key.Key_Escape)
    assert not space.panes.viewing
    assert not page.comparing
    assert space.panes.active.hasFocus()


def test_the_arrows_change_the_right_image_only(page, pair):
    QTest.keyClick(page.other, Key.Key_Right)
    assert shown(page) == (pair[30], pair[32])
    page.viewer.setFocus()
    QTest.keyClick(page.viewer, Key.Key_Right)
    assert shown(page) == (pair[30], pair[33])


def test_judgement_keys_act_on_the_marked_image(space, page, pair, qtbot):
    session = space.controller.session
    assert page.right.head.text().startswith("●")
    assert page.left.head.text().startswith("○")
    QTest.keyClick(page.other, Key.Key_Backtab)
    qtbot.waitUntil(page.viewer.hasFocus)
    assert page.left.head.text().startswith("●")
    assert space.panes.target_text() == "the first image"
    QTest.keyClick(page.viewer, Key.Key_X)
    assert session.label_of(pair[30]) is Label.IRRELEVANT
    assert session.label_of(pair[31]) is None
    assert shown(page) == (pair[30], pair[31]), "the left image stays"
    page.other.setFocus()
    QTest.keyClick(page.other, Key.Key_P)
    assert session.label_of(pair[31]) is Label.RELEVANT
    assert page.viewer.current_image() == pair[30]
    space.undo()
    assert space.panes.viewing


def test_zoom_and_position_of_one_are_those_of_the_other(page, pair, window):
    page.other.zoom_to(16.0)
    page.other.pan(40, 20)
    assert page.viewer.zoom() == pytest.approx(16.0)
    assert page.viewer._view._center == page.other._view._center != QPointF(0.5, 0.5)
    page.viewer.fit()
    assert page.other.is_fitted()
    window.actions_["view.actual"].trigger()
    assert page.viewer.zoom() == page.other.zoom() == 1.0


def test_one_image_is_compared_with_the_nearest_relevant_ones(space, page, window, qtbot):
    space.ranking.grid.set_current(5)
    window.actions_["view.compare"].trigger()
    qtbot.waitUntil(lambda: page.comparing)
    left, right = shown(page)
    assert left == 5
    nearest = [one.image for one in space.controller.session.explanations.explain(5).run().relevant]
    assert right == nearest[0]
    QTest.keyClick(page.other, Key.Key_Right)
    assert shown(page) == (5, nearest[1])
    QTest.keyClick(page.other, Key.Key_Left)
    assert shown(page) == (5, nearest[0])
    window.actions_["view.compare"].trigger()
    assert not page.comparing
    assert space.panes.viewing
    assert page.image == nearest[0]
    assert page.viewer.hasFocus()


def test_without_a_judgement_it_says_what_to_do(window, project, qtbot):
    window.open_project(project)
    qtbot.waitUntil(lambda: on_screen(window))
    space = window.workspace
    space.start_without_example()
    qtbot.waitUntil(lambda: len(space.batch.grid.images()) > 0)
    space.batch.grid.setFocus()
    with qtbot.waitSignal(space.controller.status_message) as told:
        window.actions_["view.compare"].trigger()
    assert "select two images" in told.args[0]
    assert not space.panes.viewing


# Turning


@pytest.fixture
def picture(tmp_path):
    """Red on the left, green on the right, blue below both."""
    image = QImage(40, 20, QImage.Format.Format_RGB32)
    for x in range(40):
        for y in range(20):
            image.setPixelColor(x, y, QColor("blue" if y >= 15 else "red" if x < 20 else "lime"))
    path = tmp_path / "colours.png"
    assert image.save(str(path))
    return path


def corner_colors(viewer):
    grabbed, rect = viewer.grab().toImage(), viewer._view.rect
    inside = [rect.topLeft() + QPointF(6, 6), rect.topRight() + QPointF(-6, 6), rect.bottomRight() + QPointF(-6, -6)]
    names = {"#ff0000": "red", "#00ff00": "lime", "#0000ff": "blue"}
    return [names.get(grabbed.pixelColor(point.toPoint()).name(), "?") for point in inside]


def test_an_image_is_turned_on_screen(qtbot, picture):
    viewer = Viewer()
    qtbot.addWidget(viewer)
    viewer.resize(300, 300)
    viewer.show()
    with qtbot.waitSignal(viewer.loaded):
        viewer.show_image(1, picture, "colours")
    assert corner_colors(viewer) == ["red", "lime", "blue"]
    viewer.rotate(1)
    assert viewer.turns() == 1
    assert viewer._view.image.width() == 20
    assert corner_colors(viewer) == ["blue", "red", "lime"]
    viewer.rotate(1)
    assert corner_colors(viewer)[0] == "blue"
    viewer.rotate(-3)
    assert corner_colors(viewer) == ["lime", "blue", "blue"]
    viewer.zoom_to(16.0)
    viewer.pan(-1000, -1000)
    assert viewer.grab().toImage().pixelColor(10, 10) == QColor("lime")
    with qtbot.waitSignal(viewer.loaded):
        viewer.show_image(2, picture, "again")
    assert viewer.turns() == 0
    viewer.close_loader()


def test_the_keys_turn_the_large_image(space, page, window, qtbot):
    space.ranking.grid.set_current(30)
    assert not window.actions_["view.rotate_right"].isEnabled()
    QTest.keyClick(space.ranking.grid, Key.Key_Return)
    qtbot.waitUntil(lambda: page.viewer._picture is not None and page.viewer.hasFocus())
    QTest.keyClick(page.viewer, Key.Key_Right, Modifier.ControlModifier | Modifier.ShiftModifier)
    assert page.viewer.turns() == 1
    QTest.keyClick(page.viewer, Key.Key_Left, Modifier.ControlModifier | Modifier.ShiftModifier)
    assert page.viewer.turns() == 0


def test_whether_the_zoom_is_kept_is_a_preference(space, page, window):
    assert page.viewer.keep_viewport
    window.actions_["view.keep_zoom"].trigger()
    assert not page.viewer.keep_viewport
    assert not window.preferences.current.keep_zoom
    assert not window.actions_["view.keep_zoom"].isChecked()


# Unlabelled images


def test_the_next_and_the_previous_unlabelled_image(space, page, window):
    grid = space.ranking.grid
    images = grid.images().tolist()
    space.controller.judge(images[:9], Label.RELEVANT)
    grid.set_current(images[0])
    QTest.keyClick(grid, Key.Key_Down, Modifier.AltModifier)
    assert grid.current_image() == images[9]
    grid.set_current(images[40])
    space.controller.judge(images[30:41], Label.IRRELEVANT)
    QTest.keyClick(grid, Key.Key_Return)
    QTest.keyClick(page.viewer, Key.Key_Up, Modifier.AltModifier)
    assert page.image == grid.current_image() == images[29]
    grid.set_current(images[9])
    page.follow()
    told = []
    space.controller.status_message.connect(told.append)
    QTest.keyClick(page.viewer, Key.Key_Up, Modifier.AltModifier)
    assert told == ["None before this one"]
    assert page.image == images[9]
