"""Judging many images as one step: the rest of a batch."""

import pytest
from on_screen import on_screen
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from annotator.parameters import ModelSettings
from annotator.session.session import Session
from annotator.types import Label


@pytest.fixture
def space(window, collection, tmp_path, qtbot):
    project = tmp_path / "bulk.annotator"
    with Session.create(
        project,
        collection / "images",
        collection / "features.h5",
        strategy="topscoring",
        batch_size=4,
        model=ModelSettings(graph_weight=0.0),
    ) as session:
        session.judge([0, 1], Label.RELEVANT)
        session.next_batch()
        window.opener.approvals.allow_places(session.project.path, session.project.places_outside)
    window.open_project(project)
    qtbot.waitUntil(lambda: on_screen(window))
    qtbot.waitUntil(lambda: not window.workspace.controller.busy)
    return window.workspace


@pytest.mark.parametrize(
    ("action", "label"),
    [
        ("judge.rest", Label.IRRELEVANT),
        ("judge.rest_relevant", Label.RELEVANT),
        ("judge.rest_unsure", Label.UNSURE),
    ],
)
def test_the_rest_of_a_batch_is_one_step(space, window, action, label):
    session = space.controller.session
    images = space.controller.browser.batch.images
    space.controller.judge(images[:1], Label.UNSURE)
    window.actions_[action].trigger()
    assert [session.label_of(image) for image in images[1:]] == 3 * [label]
    assert window.actions_["edit.undo"].text() == f"Undo: 3 images to {label.word}"
    window.actions_["edit.undo"].trigger()
    assert [session.label_of(image) for image in images[1:]] == 3 * [None]


def test_a_key_judges_all_remaining_images_relevant(space):
    session = space.controller.session
    images = space.controller.browser.batch.images
    space.batch.focus_images()
    space.batch.grid.set_current(images[0])
    QTest.keyClick(space.batch.grid, Qt.Key.Key_X)
    QTest.keyClick(space.batch.grid, Qt.Key.Key_Y)
    assert [session.label_of(image) for image in images] == [Label.IRRELEVANT, *3 * [Label.RELEVANT]]
