"""Filters on metadata in the window: typed, checked, counted, used; and reading what they need."""

from __future__ import annotations

import threading

import pytest
from on_screen import on_screen
from patience import wait_for

from annotator.data.metadata import reader as reading
from annotator.gui.dialogs.topic_settings import TopicSettingsDialog
from annotator.parameters import Scope
from annotator.session.session import Session


@pytest.fixture
def open_window(window, project, qtbot):
    window.open_project(project)
    qtbot.waitUntil(lambda: on_screen(window))
    return window


@pytest.fixture
def dialog(open_window, qtbot):
    open_window.actions_["topic.settings"].trigger()
    shown = open_window.findChild(TopicSettingsDialog)
    # What is left to measure is found out in another thread: with 100,000 images that takes a while.
    assert shown.scope_form.reader.button.isHidden()
    qtbot.waitUntil(lambda: not shown.scope_form.reader.button.isHidden())
    return shown


def write(dialog: TopicSettingsDialog, name: str, text: str) -> None:
    editor = dialog.scope_form.fields.fields[name].editor
    editor.setText(text)
    editor.textEdited.emit(text)


def read(dialog: TopicSettingsDialog, qtbot) -> None:
    dialog.scope_form.reader.button.click()
    qtbot.waitUntil(dialog.scope_form.reader.button.isHidden)


def test_a_filter_is_checked_and_counted_while_it_is_typed(dialog):
    form = dialog.scope_form
    assert form.matches == ""
    write(dialog, "filter", "folder ==")
    assert form.problem() == "filter: 'folder ==' is not a condition. Write one such as: score > 0.5 and not relevant"
    assert not dialog.use.isEnabled()
    write(dialog, "filter", "folder == 'cherry'")
    assert form.matches == "The filter matches 12 of 60 images"
    assert dialog.use.isEnabled()
    write(dialog, "filter", "sharpness > 30")
    assert "sharpness not read yet. Open Topic > Strategy and model" in form.problem()
    assert form.matches == ""


def test_metadata_are_read_in_the_window_and_known_at_once(dialog, qtbot):
    write(dialog, "filter", "width == 48 and sharpness >= 0")
    assert not dialog.use.isEnabled()
    read(dialog, qtbot)
    qtbot.waitUntil(lambda: dialog.scope_form.matches == "The filter matches 60 of 60 images")
    assert dialog.use.isEnabled()


def test_reading_can_be_stopped_and_goes_on(dialog, qtbot, monkeypatch):
    begun = threading.Event()
    reader = dialog.scope_form.reader

    def wait(plan, root, paths, progress, awaited):
        begun.set()
        wait_for(progress.cancel)
        progress.step(0.5)
        yield from ()

    with monkeypatch.context() as patch:
        patch.setattr(reading, "read_blocks", wait)
        reader.start()
        assert reader.button.text() == "Stop measuring"
        wait_for(begun)
        reader.button.click()
        qtbot.waitUntil(lambda: reader.button.text() == "Measure sharpness and brightness")
    assert not reader.button.isHidden()
    read(dialog, qtbot)


def test_closing_the_dialog_stops_reading(dialog, qtbot, monkeypatch):
    def wait(plan, root, paths, progress, awaited):
        wait_for(progress.cancel)
        progress.step(0.5)
        yield from ()

    monkeypatch.setattr(reading, "read_blocks", wait)
    dialog.scope_form.reader.start()
    dialog.reject()
    assert not dialog.isVisible()


def test_the_next_batch_comes_from_the_filter(dialog, open_window, qtbot, project):
    write(dialog, "filter", "folder == 'other'")
    write(dialog, "stratum", "file_size")
    dialog.use.click()
    controller = open_window.workspace.controller
    assert controller.session.topic.scope == Scope(filter="folder == 'other'", stratum="file_size")
    assert open_window.tools.strategy.text().endswith("per batch, filtered")
    open_window.workspace.begin_with([0])
    qtbot.waitUntil(lambda: controller.browser.batch is not None)
    assert min(controller.browser.batch.images) >= 12
    assert controller.browser.batch.scope.filter == "folder == 'other'"
    with Session.open(project, read_only=True) as other:
        assert other.topic.scope.stratum == "file_size"


def test_defaults_take_the_filter_off(dialog, open_window):
    write(dialog, "filter", "folder ==")
    dialog.scope_form.reset()
    assert dialog.use.isEnabled()
    dialog.use.click()
    assert open_window.workspace.controller.session.topic.scope == Scope()


def test_the_ranking_is_filtered_by_metadata_before_anything_is_judged(open_window, qtbot):
    pane = open_window.workspace.ranking
    pane.controls.condition.setText("folder == 'ch*' and unlabelled")
    qtbot.waitUntil(lambda: pane.controls.count == "12 of 60 images")
    pane.controls.condition.setText("score > 0")
    qtbot.waitUntil(lambda: pane.controls.count == "0 of 60 images")
    pane.controls.condition.setText("folder > 3")
    qtbot.waitUntil(lambda: "folder holds texts" in pane.controls.problem)
    pane.controls.condition.setText("sharpness > 0")
    qtbot.waitUntil(lambda: "sharpness not read yet" in pane.controls.problem)
    pane.controls.condition.setText("color == 3")
    qtbot.waitUntil(lambda: "no column 'color'; the columns are: rank, score" in pane.controls.problem)
    assert "file_size" in pane.controls.problem
    pane.controls.condition.setText("width == 48 & folder != 'cherry'")
    qtbot.waitUntil(lambda: pane.controls.count == "48 of 60 images")
    assert pane.controls.problem == ""


def test_ranked_images_are_filtered_by_scores_and_metadata_together(open_window, qtbot):
    open_window.workspace.begin_with([0])
    controller = open_window.workspace.controller
    qtbot.waitUntil(lambda: controller.ranking is not None)
    pane = open_window.workspace.ranking
    pane.controls.condition.setText("rank <= 20 and folder == 'cherry'")
    qtbot.waitUntil(lambda: pane.controls.count == "12 of 60 images")
