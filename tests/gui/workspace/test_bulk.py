"""Judging many images as one step: the rest of a batch, and everything that looks the same."""

import h5py
import numpy as np
import pytest
from on_screen import on_screen
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from annotator.gui.workspace.near_duplicates_dialog import LIKENESS, NearDuplicatesDialog
from annotator.parameters import ModelSettings
from annotator.session.session import Session
from annotator.session.state import State
from annotator.types import Label

GROUP = [20, 21, 22, 23]
"""Images whose features are all but the same."""


@pytest.fixture
def copies(collection, tmp_path):
    """Return a feature file in which four images that are not red are near-duplicates."""
    path = tmp_path / "copies.h5"
    with h5py.File(collection / "features.h5") as source, h5py.File(path, "w") as file:
        features = source["features"][:]
        features[GROUP] = features[20] + np.linspace(0, 0.003, 4, dtype=np.float32)[:, None]
        file["features"] = features
        file.create_dataset("filenames", data=source["filenames"].asstr()[:], dtype=h5py.string_dtype("utf-8"))
    return path


@pytest.fixture
def space(window, collection, copies, tmp_path, qtbot):
    project = tmp_path / "bulk.annotator"
    with Session.create(
        project,
        collection / "images",
        copies,
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


def opened_dialog(space, window, qtbot, image):
    space.panes.work_with(space.ranking.grid)
    space.ranking.grid.set_current(image)
    QTest.keyClick(space.ranking.grid, Qt.Key.Key_D)
    qtbot.waitUntil(lambda: window.findChild(NearDuplicatesDialog) is not None)
    dialog = window.findChild(NearDuplicatesDialog)
    qtbot.waitUntil(dialog.isVisible)
    return dialog


def test_near_duplicates_are_offered_and_judged_as_one_step(space, window, qtbot):
    session = space.controller.session
    dialog = opened_dialog(space, window, qtbot, 21)
    assert sorted(dialog.images()) == GROUP
    assert "3 images look the same" in dialog._words.text()
    assert dialog.answers[Label.IRRELEVANT].text() == "4 images irrelevant"
    dialog.grid.select_images([20, 21, 23])
    dialog.answers[Label.IRRELEVANT].click()
    assert [session.label_of(image) for image in GROUP] == [Label.IRRELEVANT, Label.IRRELEVANT, None, Label.IRRELEVANT]
    assert session.judgements.undo_text == "3 images to irrelevant"
    window.actions_["edit.undo"].trigger()
    assert all(session.label_of(image) is None for image in GROUP)


def test_how_alike_is_chosen_and_cancel_changes_nothing(space, window, qtbot):
    session = space.controller.session
    before = dict(session.labels)
    dialog = opened_dialog(space, window, qtbot, 40)
    assert dialog.images() == [40]
    assert "No other image" in dialog._words.text()
    dialog.likeness.setValue(dialog.likeness.minimum())
    assert dialog.likeness.value() < LIKENESS
    more = len(dialog.images())
    dialog.likeness.setValue(1.0)
    assert more >= len(dialog.images()) == 1
    dialog.reject()
    assert dict(session.labels) == before


def test_an_image_without_features_is_told(space, window, qtbot, monkeypatch):
    said = []
    space.controller.status_message.connect(said.append)
    rows = space.controller.session.features.row_of_image.copy()
    rows[30] = -1
    monkeypatch.setattr(State, "row_of_image", property(lambda _state: rows))
    space.panes.work_with(space.ranking.grid)
    space.ranking.grid.set_current(30)
    window.actions_["judge.group"].trigger()
    assert "has no features" in said[-1]
    assert window.findChild(NearDuplicatesDialog) is None
