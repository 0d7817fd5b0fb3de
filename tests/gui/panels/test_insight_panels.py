"""Panels about one image: why it was proposed, similar images, what is known about it."""

from __future__ import annotations

import pytest
from on_screen import on_screen
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QMenu

from annotator.gui.controller.ranking_filter import Tab
from annotator.gui.panels import explanation_text
from annotator.gui.panels.metadata_rows import plain
from annotator.model.explanation import Neighborhood, Place
from annotator.session.session import Session
from annotator.types import Label

Key, Modifier = Qt.Key, Qt.KeyboardModifier


@pytest.fixture
def space(window, project, qtbot):
    """The window in its first round, with two red images and one other judged."""
    with Session.open(project) as session:
        session.examples.add([0])
        session.judge([1], Label.RELEVANT)
        session.judge([20], Label.IRRELEVANT)
        session.next_batch()
    window.open_project(project)
    qtbot.waitUntil(lambda: on_screen(window))
    window.workspace.panes.open_tab(Tab.ALL)
    window.workspace.panes.work_with(window.workspace.batch.grid)
    qtbot.waitUntil(lambda: not window.workspace.controller.busy)
    qtbot.waitUntil(lambda: len(window.workspace.ranking.grid.images()) == 60)
    return window.workspace


def show(space, window, qtbot, action):
    window.actions_[action].trigger()
    panel = space.panes.panel(action)
    qtbot.waitUntil(lambda: panel.seen)
    return panel


def go_to(space, image):
    space.panes.work_with(space.ranking.grid)
    space.ranking.grid.set_current(image)


# Why this image?


@pytest.fixture
def why(space, window, qtbot):
    panel = show(space, window, qtbot, "view.why")
    qtbot.waitUntil(lambda: panel.explanation is not None)
    return panel


def test_it_explains_the_current_candidate_in_words(why, space):
    assert why.image == space.panes.current_image() == space.controller.browser.batch.images[0]
    text = plain(why.record.facts)
    assert "Proposed: In round 1, 1 of 4 in the batch, by “Find more like these”" in text
    assert "Because of: Predicted relevance: " in text
    assert "Judged: Not yet" in text
    because = next(fact for fact in why.record.facts if fact.title == "Because of")
    assert "1 is like the relevant images" in because.help
    belief = plain(why.belief.facts)
    assert "The model: " in belief
    assert "relevant (" in belief
    assert " of 60 now, as before this round" in belief
    assert "compared by their features only" in belief
    assert {one.image for one in why.explanation.relevant} == {0, 1}
    assert [one.image for one in why.explanation.irrelevant] == [20]


def test_it_follows_the_current_image_and_the_judgements(why, space, qtbot):
    go_to(space, 30)
    qtbot.waitUntil(lambda: why.explanation is not None and why.explanation.image == 30)
    assert "Not so far" in plain(why.record.facts)
    before = why.explanation.now.rank
    space.controller.judge([30], Label.RELEVANT)
    qtbot.waitUntil(lambda: why.explanation.others is not None)
    assert why.explanation.now.rank < before
    assert "relevant, in round 1" in plain(why.record.facts)
    assert "before this round" in plain(why.belief.facts)
    assert "without your judgement" in plain(why.belief.facts)
    go_to(space, 0)
    qtbot.waitUntil(lambda: why.explanation is not None and why.explanation.image == 0)
    assert "as an example of what you look for" in plain(why.record.facts)


def test_the_nearest_images_are_shown_large_when_they_are_pressed(why, space, qtbot):
    button = why.relevant.buttons[0]
    qtbot.waitUntil(button.isVisible)
    assert "relevant" in button.accessibleName()
    assert button.text().startswith("✓ ")
    image = button.image
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert space.panes.viewing
    assert space.panes.viewer.image == image


def test_without_features_it_says_so(window, qtbot, tmp_path, collection):
    import shutil

    images = tmp_path / "images"
    shutil.copytree(collection / "images", images)
    Image.new("RGB", (20, 20)).save(images / "lonely.png")
    with Session.create(tmp_path / "lonely.annotator", images, collection / "features.h5", batch_size=4) as session:
        lonely = session.find("lonely.png")
        session.judge([0, lonely], Label.RELEVANT)
        window.opener.approvals.allow_places(session.project.path, session.project.places_outside)
    window.open_project(tmp_path / "lonely.annotator")
    qtbot.waitUntil(lambda: on_screen(window))
    space = window.workspace
    panels = [show(space, window, qtbot, name) for name in ("view.why", "view.similar")]
    for panel, note in zip(panels, ("note", "words"), strict=True):
        space.panes.show_panel("view.why" if note == "note" else "view.similar", True)
        panel.follow(lonely)
        assert "has no features" in getattr(panel, note).text()
        panel.follow(0)
    qtbot.waitUntil(lambda: len(panels[1].grid.images()) == 59 + 0)


def test_another_topic_knows_other_things(why, space, qtbot):
    space.controller.add_topic("green")
    qtbot.waitUntil(lambda: why.explanation is not None and not why.explanation.relevant)
    assert "Not yet" in plain(why.record.facts)


def test_words_for_numbers():
    assert explanation_text.likely(0.001).startswith("Almost certainly not relevant")
    assert explanation_text.likely(0.5) == "Could go either way (50\u00a0%)"
    assert explanation_text.likely(1.0) == "Almost certainly relevant (100\u00a0%)"
    assert explanation_text.certainty(1.0).startswith("The judgements say nearly everything")
    assert explanation_text.ranks(Place(1200, 5000), None) == "1,200 of 5,000 now"
    assert explanation_text.ranks(Place(3, 5000), Place(1200, 5000)) == "3 of 5,000 now, 1,200 before this round"
    assert explanation_text.neighbours(Neighborhood(10, 2, 1)) == (
        "3 of the 10 nearest are judged: 2 relevant, 1 irrelevant"
    )
    assert explanation_text.neighbours(Neighborhood(10, 0, 0)).startswith("None of the 10 nearest is judged")


# Similar images


@pytest.fixture
def similar(space, window, qtbot):
    go_to(space, 5)
    panel = show(space, window, qtbot, "view.similar")
    qtbot.waitUntil(lambda: len(panel.grid.images()) > 0)
    return panel


def test_the_most_similar_images_come_first(similar, space):
    assert similar.query == 5
    images = similar.grid.images().tolist()
    assert len(images) == 59
    assert sorted(images[:11]) == [image for image in range(12) if image != 5]
    assert images == [one.image for one in space.controller.session.explanations.similar(5, 60).run()]
    assert "similarity 0." in similar.grid.image_model().describe(images[0])
    QAbstractItemModelTester(similar.grid.image_model(), QAbstractItemModelTester.FailureReportingMode.Fatal)


def test_judgement_keys_are_about_the_selected_similar_images(similar, space, window, qtbot):
    similar.grid.setFocus()
    qtbot.waitUntil(similar.grid.hasFocus)
    target = int(similar.grid.images()[2])
    similar.grid.set_current(target)
    QTest.keyClick(similar.grid, Key.Key_P)
    assert space.controller.session.label_of(target) is Label.RELEVANT
    assert similar.query == 5, "whoever works in the panel keeps the query"


def test_any_of_them_becomes_the_query(similar, window, qtbot):
    similar.grid.setFocus()
    qtbot.waitUntil(similar.grid.hasFocus)
    target = int(similar.grid.images()[-1])
    similar.grid.set_current(target)
    QTest.keyClick(similar.grid, Key.Key_L, Modifier.ControlModifier | Modifier.ShiftModifier)
    assert similar.query == target
    qtbot.waitUntil(lambda: target not in similar.grid.images())
    other = int(similar.grid.images()[3])
    similar.grid.set_current(other)
    qtbot.mouseClick(similar.use, Qt.MouseButton.LeftButton)
    assert similar.query == other


def test_it_follows_unless_it_is_pinned(similar, space, window, qtbot):
    go_to(space, 7)
    assert similar.query == 7
    qtbot.mouseClick(similar.pin, Qt.MouseButton.LeftButton)
    assert similar.pin.text() == "Pinned"
    go_to(space, 40)
    assert similar.query == 7
    window.actions_["view.like_this"].trigger()
    assert similar.query == 40
    qtbot.waitUntil(lambda: 7 in similar.grid.images())


def test_the_menu_at_the_mouse_leads_to_similar_images(space, window, qtbot, monkeypatch):
    menus = []
    monkeypatch.setattr(QMenu, "popup", lambda menu, _at: menus.append([one.objectName() for one in menu.actions()]))
    go_to(space, 33)
    grid = space.ranking.grid
    grid.customContextMenuRequested.emit(grid.visualRect(grid.currentIndex()).center())
    assert {"view.like_this", "view.compare"} <= set(menus.pop())
    window.actions_["view.like_this"].trigger()
    panel = space.panes.panel("view.similar")
    qtbot.waitUntil(lambda: panel.seen and panel.query == 33 and len(panel.grid.images()) > 0)
    panel.grid.customContextMenuRequested.emit(panel.grid.visualRect(panel.grid.currentIndex()).center())
    assert "view.like_this" in menus.pop()
    panel.grid.customContextMenuRequested.emit(QPoint(-5, -5))
    assert menus == []


# Image facts


def test_the_facts_of_an_image_are_shown(space, window, qtbot, collection):
    go_to(space, 20)
    panel = show(space, window, qtbot, "view.facts")
    qtbot.waitUntil(lambda: panel.photo is not None)
    text = plain(panel.rows.facts)
    assert "Name: image 020.png" in text
    assert "Folder: other" in text
    assert "Pixels: 48 × 36" in text
    assert "Format: PNG" in text
    assert "✗ irrelevant" in text
    space.controller.judge([20], Label.UNSURE)
    assert "? unsure, was irrelevant" in plain(panel.rows.facts)
    go_to(space, 21)
    qtbot.waitUntil(lambda: panel.image == 21 and panel.photo is not None)
    assert "not judged so far" in plain(panel.rows.facts)


def test_a_missing_file_is_told(space, window, qtbot, monkeypatch, tmp_path):
    monkeypatch.setattr(space.controller.session.collection, "image_path", lambda _image: tmp_path / "gone.jpg")
    panel = show(space, window, qtbot, "view.facts")
    qtbot.waitUntil(lambda: panel.photo is not None)
    assert "gone.jpg" in panel.photo.problem
    assert "Problem: " in plain(panel.rows.facts)


def test_a_project_closes_with_its_panels_at_work(space, window, qtbot):
    for name in ("view.why", "view.similar", "view.facts"):
        show(space, window, qtbot, name)
    go_to(space, 3)
    window.close_project()
    assert window.workspace is None
