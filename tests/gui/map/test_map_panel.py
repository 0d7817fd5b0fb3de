"""The map in the window: lasso and keys judge as one step, the filter, blind mode, and what happens without a map."""

from __future__ import annotations

import threading
from functools import partial
from pathlib import Path

import h5py
import numpy as np
import pytest
from on_screen import on_screen
from patience import breathe, wait_for
from PIL import Image
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from annotator.data.features import map_file
from annotator.gui.controller.ranking_filter import Tab
from annotator.gui.map import map_panel
from annotator.gui.map.look import MapLook
from annotator.gui.tasks.tasks import State
from annotator.numerics import tsne
from annotator.session import map as session_map
from annotator.session.session import Session
from annotator.types import Label

Key, Modifier, Button = Qt.Key, Qt.KeyboardModifier, Qt.MouseButton
REDS = list(range(12))


@pytest.fixture(scope="module")
def layouts(tmp_path_factory):
    """A folder of maps for all tests, so that each is laid out once."""
    return tmp_path_factory.mktemp("layouts")


@pytest.fixture(autouse=True)
def cache(layouts, monkeypatch):
    monkeypatch.setattr(map_file.platformdirs, "user_cache_path", lambda *_, **__: layouts)
    monkeypatch.setattr(session_map, "neighbor_map", partial(tsne.neighbor_map, early=60, late=60))


@pytest.fixture
def not_laid_out(tmp_path, cache, monkeypatch):
    """Nothing has been laid out before."""
    monkeypatch.setattr(map_file.platformdirs, "user_cache_path", lambda *_, **__: tmp_path / "cache")


@pytest.fixture
def space(window, project, qtbot):
    """The window in its first round, with two red images and one other judged."""
    with Session.open(project) as session:
        session.judge([0, 1], Label.RELEVANT)
        session.judge([20], Label.IRRELEVANT)
        session.next_batch()
    window.open_project(project)
    qtbot.waitUntil(lambda: on_screen(window))
    window.workspace.panes.open_tab(Tab.ALL)
    window.workspace.panes.work_with(window.workspace.batch.grid)
    qtbot.waitUntil(lambda: window.workspace.controller.ranking is not None and not window.workspace.controller.busy)
    return window.workspace


def open_map(space, window, qtbot):
    window.actions_["view.map"].trigger()
    panel = space.panes.panel("view.map")
    qtbot.waitUntil(lambda: panel.seen)
    return panel


@pytest.fixture
def panel(space, window, qtbot):
    panel = open_map(space, window, qtbot)
    qtbot.waitUntil(lambda: panel.builder.map is not None and panel.builder.map.refined)
    settle(panel, qtbot)
    qtbot.waitUntil(panel.view.hasFocus)
    return panel


def settle(panel, qtbot):
    """Wait until what is on screen is what there is."""
    qtbot.waitUntil(lambda: not panel.view._drawing and not panel.view._stale)


def point(view, image) -> QPoint:
    x, y = view.place_of(image)
    return QPoint(round(x), round(y))


def lasso(view, images, modifiers=Modifier.NoModifier):
    """Draw a rectangle around images with the mouse."""
    places = np.array([view.place_of(image) for image in images])
    left, top = (places.min(axis=0) - 6).round().astype(int).tolist()
    right, bottom = (places.max(axis=0) + 7).round().astype(int).tolist()
    corners = [QPoint(left, top), QPoint(right, top), QPoint(right, bottom), QPoint(left, bottom)]
    QTest.mousePress(view, Button.LeftButton, modifiers, corners[0])
    for corner in corners[1:]:
        QTest.mouseMove(view, corner)
    QTest.mouseRelease(view, Button.LeftButton, modifiers, corners[-1])


def color_at(view, image) -> int:
    at, ratio = point(view, image), view.devicePixelRatioF()
    return view.image_on_screen.pixel(round(at.x() * ratio), round(at.y() * ratio))


def test_similar_images_lie_together_and_the_map_says_what_it_shows(panel):
    places = panel.view.positions
    assert np.isfinite(places).all()
    reds, others = places[REDS], places[len(REDS) :]
    assert np.ptp(reds, axis=0).max() < np.ptp(others, axis=0).max()
    assert "Relevant" in panel.legend.text
    assert "by probability" in panel.legend.text
    assert "Not in the filter" not in panel.legend.text
    assert panel.note.isHidden()


def test_a_lasso_and_a_key_judge_all_of_it_as_one_step_that_can_be_undone(panel, space, window, qtbot):
    session = space.controller.session
    lasso(panel.view, REDS)
    chosen = panel.view.selected.tolist()
    assert set(REDS) <= set(chosen)
    assert panel.words.text() == f"{len(chosen)} images selected"
    before = dict(session.labels)
    unlabelled = [image for image in chosen if image not in before]
    QTest.keyClick(panel.view, Key.Key_U)
    assert all(session.label_of(image) is Label.UNSURE for image in chosen)
    assert f"{len(chosen)} images to unsure" in space._toast.text
    settle(panel, qtbot)
    unsure = dict(MapLook.of(panel.view.palette()).labels)[Label.UNSURE]
    panel.view.select(())
    panel.view.set_current(None)
    settle(panel, qtbot)
    free = [image for image in unlabelled if image not in panel.view.pictures]
    assert all(color_at(panel.view, image) == unsure for image in free[:1])
    window.actions_["edit.undo"].trigger()
    assert dict(session.labels) == before


def test_a_map_behind_another_panel_is_not_judged(panel, space, window, qtbot):
    session, grid = space.controller.session, space.batch.grid
    image = grid.current_image()
    space.panes.show_panel("view.history", True)
    window.actions_["view.map"].trigger()  # in front again
    qtbot.waitUntil(lambda: panel.seen and panel.view.hasFocus())
    lasso(panel.view, REDS)
    assert space.panes.target_count() >= len(REDS)
    space.docks.dock("view.history").raise_()  # as a click on its tab does
    qtbot.waitUntil(lambda: not panel.seen)
    assert space.bar._target.text() == "1 image selected"
    before = dict(session.labels)
    space.judge("judge.unsure")
    assert dict(session.labels) == before | {image: Label.UNSURE}


def test_the_bar_says_what_is_judged_when_the_keys_leave_the_map(panel, space, qtbot):
    lasso(panel.view, REDS)
    assert space.bar._target.text() == panel.words.text()
    space.panes.find_by_name()
    qtbot.waitUntil(space.ranking.controls.search.hasFocus)
    assert space.panes.targets() == [space.batch.grid.current_image()]
    assert space.bar._target.text() == "1 image selected"


def test_the_bar_says_what_is_judged_when_the_keys_go_to_a_panel_without_images(panel, space, window, qtbot):
    filters = space.panes.panel("view.filter")
    window.actions_["view.filter"].trigger()
    qtbot.waitUntil(lambda: filters.seen and bool(filters.counted.facets))
    window.actions_["view.map"].trigger()
    qtbot.waitUntil(lambda: panel.seen)
    panel.view.setFocus()
    lasso(panel.view, REDS)
    assert space.bar._target.text() == panel.words.text()
    panel.whole.setFocus()  # beside the images: what was said still holds when it is left
    filters.tree.setFocus()
    assert space.panes.targets() == [space.batch.grid.current_image()]
    assert space.bar._target.text() == "1 image selected"


def test_a_click_with_the_right_button_shows_the_menu_of_what_is_selected(panel, space, window, qtbot):
    session, view = space.controller.session, panel.view
    other = int(np.argmax(np.linalg.norm(view.positions - view.positions[REDS].mean(axis=0), axis=1)))
    lasso(view, REDS)
    chosen = sorted(view.selected.tolist())
    QTest.mouseClick(view, Button.RightButton, pos=point(view, REDS[3]))
    (menu,) = panel.findChildren(QMenu)
    next(act for act in menu.actions() if act.objectName() == "judge.unsure").trigger()
    menu.close()
    assert all(session.label_of(image) is Label.UNSURE for image in chosen)
    QTest.mouseClick(view, Button.RightButton, pos=point(view, other))  # outside of the selection
    assert view.selected.tolist() == [other]
    panel.findChildren(QMenu)[-1].close()
    before = len(panel.findChildren(QMenu))
    QTest.mousePress(view, Button.RightButton, pos=point(view, other))
    QTest.mouseMove(view, point(view, other) + QPoint(30, 0))
    QTest.mouseRelease(view, Button.RightButton, pos=point(view, other) + QPoint(30, 0))
    assert len(panel.findChildren(QMenu)) <= before, "that moved the map"


def test_undo_of_what_was_judged_on_the_map_leaves_the_batch_on_screen(panel, space, window, qtbot):
    controller = space.controller
    for image in controller.browser.remaining:
        controller.judge([image], Label.IRRELEVANT)
    qtbot.waitUntil(lambda: controller.browser.batch.round == 2 and not controller.busy)
    old = controller.session.judgements.batches[0].images
    fresh = [image for image in range(60) if image not in {*old, *controller.browser.batch.images}]
    panel.view.setFocus()
    panel.view.select([*old, *fresh[:9]])
    QTest.keyClick(panel.view, Key.Key_U)
    window.actions_["edit.undo"].trigger()
    assert controller.browser.batch.round == 2, "it was no judgement of round 1"
    window.actions_["edit.undo"].trigger()  # the last judgement of round 1 is
    assert controller.browser.batch.round == 1


def test_a_lasso_with_shift_adds_and_a_click_beside_everything_selects_nothing(panel):
    far = int(np.argmax(np.linalg.norm(panel.view.positions - panel.view.positions[REDS].mean(axis=0), axis=1)))
    lasso(panel.view, REDS[:1])
    first = set(panel.view.selected.tolist())
    lasso(panel.view, [far], Modifier.ShiftModifier)
    assert {REDS[0], far} <= first | {far} <= set(panel.view.selected.tolist())
    corner = next(
        at for at in (QPoint(4, 4), QPoint(panel.view.width() - 4, 4), QPoint(4, panel.view.height() - 4))
        if panel.view.image_at(at.x(), at.y()) is None
    )  # fmt: skip
    QTest.mouseClick(panel.view, Button.LeftButton, Modifier.NoModifier, corner)
    assert not len(panel.view.selected)
    assert not panel.only.isEnabled()


def test_a_click_makes_the_image_current_everywhere_and_a_double_click_shows_it_large(panel, space, qtbot):
    QTest.mouseClick(panel.view, Button.LeftButton, Modifier.NoModifier, point(panel.view, 40))
    chosen = panel.view.current
    assert panel.view.selected.tolist() == [chosen]
    assert space.panes.current_image() == chosen
    assert space.ranking.grid.current_image() == chosen
    QTest.mouseDClick(panel.view, Button.LeftButton, Modifier.NoModifier, point(panel.view, chosen))
    assert space.panes.viewing
    assert space.panes.viewer.image == chosen


def test_the_map_marks_the_image_that_is_current_elsewhere(panel, space):
    space.panes.work_with(space.ranking.grid)
    space.ranking.grid.set_current(33)
    assert panel.view.current == 33


def test_the_keyboard_goes_from_image_to_image_and_selects_around_one(panel, space):
    view = panel.view
    view.choose(30)
    QTest.keyClick(view, Key.Key_Right)
    assert view.current != 30
    assert view.positions[view.current, 0] > view.positions[30, 0]
    start = view.current
    QTest.keyClick(view, Key.Key_Up, Modifier.ShiftModifier)
    QTest.keyClick(view, Key.Key_Up, Modifier.ShiftModifier)
    distance = np.linalg.norm(view.positions - view.positions[start], axis=1)
    assert sorted(view.selected.tolist()) == sorted(np.argsort(distance)[:4].tolist())
    assert view.selected[0] == view.current == start
    QTest.keyClick(view, Key.Key_Down, Modifier.ShiftModifier)
    assert len(view.selected) == 2
    assert "2 images selected" in view.accessibleDescription()
    QTest.keyClick(view, Key.Key_X)
    assert all(space.controller.session.label_of(image) is Label.IRRELEVANT for image in view.selected.tolist())
    QTest.keyClick(view, Key.Key_A, Modifier.ControlModifier)
    assert len(view.selected) == 60
    QTest.keyClick(view, Key.Key_Escape)
    assert not len(view.selected)


def test_keys_and_mouse_move_and_zoom_the_map(panel):
    view = panel.view
    whole = view.viewport
    view.set_current(None)
    QTest.keyClick(view, Key.Key_PageUp)
    assert view.viewport.scale == pytest.approx(1.5 * whole.scale)
    QTest.keyClick(view, Key.Key_Right, Modifier.ControlModifier)
    assert view.viewport.x > whole.x
    middle = view.rect().center()
    before = view.viewport.on_map(100, 100)
    QTest.mousePress(view, Button.RightButton, Modifier.NoModifier, middle)
    QTest.mouseMove(view, middle + QPoint(30, 10))
    QTest.mouseRelease(view, Button.RightButton, Modifier.NoModifier, middle + QPoint(30, 10))
    assert view.viewport.on_map(130, 110) == pytest.approx(before)
    QTest.keyClick(view, Key.Key_Home)
    assert view.viewport == whole


def test_too_many_images_are_not_judged_at_once(panel, space, monkeypatch):
    monkeypatch.setattr(map_panel, "MOST", 20)
    before = dict(space.controller.session.labels)
    QTest.keyClick(panel.view, Key.Key_A, Modifier.ControlModifier)
    assert panel.words.text() == "60 images selected: too many to judge at once, at most 20"
    QTest.keyClick(panel.view, Key.Key_X)
    assert dict(space.controller.session.labels) == before


def test_the_selection_can_be_all_that_the_ranking_shows(panel, space, qtbot):
    lasso(panel.view, REDS)
    chosen = panel.view.selected.tolist()
    panel.only.click()
    controls = space.ranking.controls
    qtbot.waitUntil(lambda: sorted(space.ranking.passing.tolist()) == sorted(chosen))
    assert controls.condition.text() == "selected"
    assert controls.condition.isVisible()
    assert controls.count == f"{len(chosen)} of 60 images"
    filters = space.panes.panel("view.filter")
    filters.set_seen(True)
    words = f"Only the {len(chosen)} images that you selected on the map"
    qtbot.waitUntil(lambda: filters.chosen.texts == (words,))
    settle(panel, qtbot)
    outside = next(i for i in range(59, 20, -1) if i not in chosen and i not in panel.view.pictures)
    panel.view.set_current(None)
    assert "Not in the filter" in panel.legend.text
    assert color_at(panel.view, outside) == MapLook.of(panel.view.palette()).faint
    panel.view.select([5])
    panel.only.click()  # another selection
    qtbot.waitUntil(lambda: space.ranking.passing.tolist() == [5])
    QTest.mouseClick(controls.clear, Button.LeftButton)
    qtbot.waitUntil(lambda: len(space.ranking.passing) == 60)
    assert "Not in the filter" not in panel.legend.text


def test_after_show_only_these_other_images_can_be_selected_and_shown(panel, space, window, qtbot):
    """The map is not locked by its own selection; the panel Filter counts the new one, the condition being the same."""
    controls, blues = space.ranking.controls, list(range(40, 44))
    controls.set_condition("unlabelled")
    controls.search.setText("cherry")
    qtbot.waitUntil(lambda: 0 < len(space.ranking.passing) < 12)
    panel.view.select(REDS)
    QTest.mouseClick(panel.only, Button.LeftButton)
    qtbot.waitUntil(lambda: sorted(space.ranking.passing.tolist()) == REDS)  # whatever was typed before
    assert (controls.condition.text(), controls.search.text()) == ("selected", "")
    assert panel.view.hasFocus()  # a judgement still applies to the selection, and the bar says so
    assert space.panes.target_count() == len(REDS)
    filters = space.panes.panel("view.filter")
    filters.set_seen(True)  # beside the map
    qtbot.waitUntil(lambda: "label" in filters.counted.counts and _unlabelled(filters) == len(REDS) - 2)
    lasso(panel.view, blues)
    chosen = panel.view.selected.tolist()
    assert set(blues) <= set(chosen)
    assert not set(chosen) <= set(REDS)
    QTest.mouseClick(panel.only, Button.LeftButton)
    qtbot.waitUntil(lambda: sorted(space.ranking.passing.tolist()) == sorted(chosen))
    labels = space.controller.session.labels
    qtbot.waitUntil(lambda: _unlabelled(filters) == sum(image not in labels for image in chosen))
    controls.set_condition("selected and unlabelled")  # a filter of one's own leaves images out again
    qtbot.waitUntil(lambda: not set(labels) & set(space.ranking.passing.tolist()))
    QTest.keyClick(panel.view, Key.Key_A, Modifier.ControlModifier)
    assert sorted(panel.view.selected.tolist()) == sorted(space.ranking.passing.tolist())


def _unlabelled(filters) -> int:
    """Return how many images the panel Filter counts as unlabelled."""
    return int(filters.counted.counts["label"][-1])


def test_the_legend_has_room_for_all_its_lines(panel, space, qtbot):
    legend = panel.legend
    for width in (260, 424, 900):
        panel.resize(width, 600)
        qtbot.waitUntil(lambda: legend.height() == legend.heightForWidth(legend.width()))
    panel.resize(260, 600)
    assert legend._places(legend.width())[-1][1] > 1


def test_a_selection_is_no_filter_of_the_next_session(panel, space, qtbot):
    panel.view.select([5])
    panel.only.click()
    qtbot.waitUntil(lambda: space.ranking.passing.tolist() == [5])
    assert space.ranking.controls.values()["condition"] == ""
    space.ranking.controls.set_condition("unlabelled and selected")
    assert space.ranking.controls.values()["condition"] == ""
    space.ranking.controls.set_condition("unlabelled")
    assert space.ranking.controls.values()["condition"] == "unlabelled"


def test_images_that_the_filter_leaves_out_are_not_selected(panel, space, qtbot):
    space.ranking.controls.search.setText("cherry")
    qtbot.waitUntil(lambda: len(space.ranking.passing) == 12)
    QTest.keyClick(panel.view, Key.Key_A, Modifier.ControlModifier)
    assert sorted(panel.view.selected.tolist()) == REDS


def test_blind_mode_shows_no_probabilities(panel, space, qtbot):
    view = panel.view
    look = MapLook.of(view.palette())
    view.set_current(None)
    settle(panel, qtbot)
    free = next(i for i in range(40, 60) if i not in view.pictures and i not in space.controller.browser.batch.images)
    assert color_at(view, free) in look.shades
    space.controller.blind_mode.set_blind(True)
    settle(panel, qtbot)
    assert color_at(view, free) == look.plain
    assert "probability" not in panel.legend.text
    assert "probab" not in view._words.describe(free)
    space.controller.blind_mode.set_blind(False)
    settle(panel, qtbot)
    assert color_at(view, free) in look.shades
    assert "probab" in view._words.describe(free)


def test_another_topic_is_on_the_same_map_without_a_selection(panel, space, qtbot):
    places = panel.view.positions
    panel.view.select(REDS)
    space.controller.add_topic("blue")
    assert not len(panel.view.selected)
    assert (panel.view._contents.codes < -1).all()
    assert panel.view._contents.batch == ()
    assert panel.view.positions is places


def test_resting_on_an_image_shows_it_with_its_name(panel, qtbot):
    view = panel.view
    spot = point(view, 3)
    qtbot.waitUntil(lambda: view._loader.pixmap(3, 112) is not None)
    QApplication.sendEvent(view, QHelpEvent(QEvent.Type.ToolTip, spot, view.mapToGlobal(spot)))
    shown = view.preview.image
    assert shown is not None
    assert view.preview.isVisible()
    assert f"image {shown:03d}.png" in view.preview._words.text()
    QTest.keyClick(view, Key.Key_Right)
    assert not view.preview.isVisible()


def test_images_without_features_are_counted_in_a_sentence(window, qtbot, tmp_path, collection):
    images = tmp_path / "images"
    images.mkdir()
    with h5py.File(collection / "features.h5") as file:
        names = file["filenames"].asstr()[:].tolist()
    for name in [*names, "lonely.png", "lost.png"]:
        (images / name).parent.mkdir(exist_ok=True)
        Image.new("RGB", (20, 20)).save(images / name)
    with Session.create(tmp_path / "lonely.annotator", images, collection / "features.h5", batch_size=4) as session:
        session.judge([0], Label.RELEVANT)
        window.opener.approvals.allow_places(session.project.path, session.project.places_outside)
    window.open_project(tmp_path / "lonely.annotator")
    qtbot.waitUntil(lambda: on_screen(window))
    panel = open_map(window.workspace, window, qtbot)
    qtbot.waitUntil(lambda: panel.builder.map is not None and panel.builder.map.refined)
    assert panel.note.text() == "2 images without features are not on the map."
    lonely = window.workspace.controller.session.find("lonely.png")
    panel.follow(lonely)  # has no place: nothing to mark, nothing to go from
    QTest.keyClick(panel.view, Key.Key_Up, Modifier.ShiftModifier)
    QTest.keyClick(panel.view, Key.Key_Right)
    assert panel.view.current != lonely


def test_the_layout_can_be_stopped_and_started_again(not_laid_out, space, window, qtbot, monkeypatch):
    inside, go_on, real = threading.Event(), threading.Event(), session_map.neighbor_map

    def slow(neighbours, distances, start, progress):
        inside.set()
        while not go_on.is_set():
            breathe()
            progress.step(0.5)
        return real(neighbours, distances, start, progress)

    monkeypatch.setattr(session_map, "neighbor_map", slow)
    panel = open_map(space, window, qtbot)
    qtbot.waitUntil(lambda: inside.is_set() and panel.builder.map is not None)
    assert not panel.builder.map.refined  # by principal components, to work with meanwhile
    assert "still being moved" in panel.note.text()
    (task,) = [task for task in space.controller.tasks.running if task.title == "Laying out the map"]
    task.stop()
    qtbot.waitUntil(lambda: not panel.builder.running)
    assert task.state is State.STOPPED
    assert panel.note.text() == "The layout of the map was stopped."
    panel.refresh()  # as when the panel is shown again: not against the will of the user
    assert not panel.builder.running
    go_on.set()
    QTest.mouseClick(panel.again, Button.LeftButton)
    qtbot.waitUntil(lambda: panel.builder.map.refined)
    assert panel.note.isHidden()
    assert panel.again.isHidden()


def test_closing_does_not_wait_for_the_rest_of_the_layout(not_laid_out, space, window, qtbot, monkeypatch):
    steps, begun, real = [], threading.Event(), tsne._Attraction.__call__

    def attract(self, y):
        steps.append(len(y))
        if len(steps) == 3:
            begun.set()
            wait_for(self._progress.cancel)
        return real(self, y)

    monkeypatch.setattr(tsne._Attraction, "__call__", attract)
    open_map(space, window, qtbot)
    qtbot.waitUntil(begun.is_set)
    window.close_project()
    assert len(steps) == 3


def test_the_layout_waits_for_the_graph_with_a_sketch(not_laid_out, space, window, qtbot, monkeypatch):
    graph = space.controller.graph
    monkeypatch.setattr(type(graph), "running", property(lambda _self: True))
    panel = open_map(space, window, qtbot)
    qtbot.waitUntil(lambda: panel.builder.map is not None)
    assert not panel.builder.running
    assert "when the neighbors of all images are known" in panel.note.text()
    assert np.isfinite(panel.view.positions).all()
    panel.view.set_current(None)  # it would be listed first
    panel.view.select(REDS)
    monkeypatch.setattr(type(graph), "running", property(lambda _self: False))
    graph.progressed.emit(-1.0)
    qtbot.waitUntil(lambda: panel.builder.map.refined)
    assert panel.view.selected.tolist() == REDS
    assert panel.note.isHidden()


def test_a_failure_is_said_and_the_sketch_stays(not_laid_out, space, window, qtbot, monkeypatch):
    def broken(*_arguments):
        raise MemoryError("no memory")

    monkeypatch.setattr(session_map, "neighbor_map", broken)
    panel = open_map(space, window, qtbot)
    qtbot.waitUntil(lambda: bool(panel.builder.problem))
    assert "could not be laid out" in panel.note.text()
    assert np.isfinite(panel.view.positions).all()


def test_it_is_laid_out_once(panel, space, window, project, qtbot, monkeypatch):
    places = panel.view.positions
    monkeypatch.setattr(session_map, "neighbor_map", None)
    window.close_project()
    window.open_project(project)
    qtbot.waitUntil(lambda: on_screen(window))
    again = open_map(window.workspace, window, qtbot) if not window.workspace.docks.shown("view.map") else None
    again = again or window.workspace.panes.panel("view.map")
    qtbot.waitUntil(lambda: again.builder.map is not None)
    assert np.array_equal(again.builder.map.positions, places)


def test_the_files_of_the_project_stay_as_they_are(panel, project: Path):
    assert not [path.name for path in project.parent.iterdir() if "map" in path.name]


def test_everything_has_a_name(panel):
    assert panel.accessibleName() == "Map"
    assert panel.view.accessibleName() == "Map of the collection"
    assert panel.legend.accessibleName().startswith("Legend: ")
