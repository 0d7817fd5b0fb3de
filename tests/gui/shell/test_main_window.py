"""Judging in the window by real key events, on a real project."""

import threading
from pathlib import Path

import h5py
import pytest
from odd_strategies import ENTERED, GATE, odd_registry
from on_screen import in_menu, on_screen
from patience import let_events_pass
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from annotator.extensions import Extensions
from annotator.gui.controller import topic_commands
from annotator.gui.controller.ranking_filter import Tab
from annotator.session.session import Session
from annotator.types import Label

Key = Qt.Key
Modifier = Qt.KeyboardModifier


@pytest.fixture
def opened(window, project, qtbot):
    """The window on the project, waiting for the person to choose how to start."""
    window.open_project(project)
    qtbot.waitUntil(lambda: on_screen(window))
    return window


@pytest.fixture
def judging(opened, qtbot):
    """The window with the first batch after one example, the keyboard in the batch."""
    space = opened.workspace
    space.begin_with([0])
    qtbot.waitUntil(lambda: space.controller.browser.batch is not None and not space.controller.busy)
    qtbot.waitUntil(lambda: len(space.ranking.grid.images()) == 59)
    space.batch.grid.setFocus()
    return opened


def press(widget, key, modifier=Modifier.NoModifier):
    QTest.keyClick(widget, key, modifier)


def focused():
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def wait_for_round(qtbot, space, number):
    qtbot.waitUntil(lambda: getattr(space.controller.browser.batch, "round", 0) == number)


def stored(project):
    with Session.open(project, read_only=True) as session:
        return dict(session.labels)


def test_a_new_topic_asks_how_to_start_and_starts_without_an_example(opened, qtbot):
    space = opened.workspace
    assert space.batch.start.isVisible()
    assert space.batch.start.examples.hasFocus()
    space.batch.start.without.click()
    wait_for_round(qtbot, space, 1)
    assert len(space.controller.browser.batch.images) == 4
    assert "first look" in space.controller.browser.batch.note
    assert space.batch.grid.images().tolist() == list(space.controller.browser.batch.images)


def test_examples_rank_the_collection_and_choose_a_batch(judging):
    space = judging.workspace
    assert space.controller.session.label_of(0) is Label.RELEVANT
    # The red images lie together: they come first in batch and ranking.
    assert all(image < 12 for image in space.controller.browser.batch.images)
    assert all(image < 12 for image in space.ranking.grid.images()[:11])
    assert "your examples (1 judgement)" in judging.status.texts["ranking"]
    assert space.batch.grid.current_image() == space.controller.browser.batch.images[0]


def test_letters_judge_advance_and_are_stored_at_once(judging, project, qtbot):
    space = judging.workspace
    first = space.controller.browser.batch.images
    press(focused(), Key.Key_P)
    assert stored(project)[first[0]] is Label.RELEVANT
    assert space.batch.grid.current_image() == first[1]
    press(focused(), Key.Key_X)
    press(focused(), Key.Key_U)
    assert stored(project)[first[1]] is Label.IRRELEVANT
    assert stored(project)[first[2]] is Label.UNSURE
    assert space.batch.progress == "3 of 4 judged"
    assert "2 relevant · 1 irrelevant · 1 unsure · 56 unlabelled" in judging.status.texts["counts"]
    press(focused(), Key.Key_P)
    wait_for_round(qtbot, space, 2)
    assert not set(first) & set(space.controller.browser.batch.images)
    assert space.batch.grid.current_image() == space.controller.browser.batch.images[0]
    assert space.batch.progress == "0 of 4 judged"
    qtbot.waitUntil(lambda: "round 1 (4 judgements)" in judging.status.texts["ranking"])


def test_after_the_last_image_a_batch_goes_on_with_its_first_open_one(judging):
    space = judging.workspace
    images = space.controller.browser.batch.images
    press(focused(), Key.Key_P)
    space.batch.grid.set_current(images[-1])
    press(focused(), Key.Key_X)
    assert space.batch.grid.current_image() == images[1]


def test_after_the_last_image_the_ranking_stays_where_it_is(judging):
    space = judging.workspace
    grid = space.ranking.grid
    grid.setFocus()
    last_but_one, last = grid.images()[-2:].tolist()
    grid.set_current(last_but_one)
    press(focused(), Key.Key_X)
    assert grid.current_image() == last
    press(focused(), Key.Key_X)
    assert space.controller.session.label_of(last) is Label.IRRELEVANT
    assert grid.current_image() == last


def test_several_images_are_judged_as_one_step(judging, project):
    space = judging.workspace
    images = space.controller.browser.batch.images
    press(focused(), Key.Key_Right, Modifier.ShiftModifier)
    press(focused(), Key.Key_X)
    assert [stored(project).get(image) for image in images[:3]] == [Label.IRRELEVANT, Label.IRRELEVANT, None]
    assert space.batch.grid.selected_images() == [images[2]]
    assert judging.actions_["edit.undo"].text() == "Undo: 2 images to irrelevant"
    press(focused(), Key.Key_Z, Modifier.ControlModifier)
    assert list(stored(project)) == [0]
    assert space.batch.grid.selected_images() == [images[0]]
    press(focused(), Key.Key_Z, Modifier.ControlModifier | Modifier.ShiftModifier)
    assert stored(project)[images[1]] is Label.IRRELEVANT


def test_clear_takes_a_label_off_and_stays(judging, project):
    space = judging.workspace
    image = space.controller.browser.batch.images[0]
    press(focused(), Key.Key_U)
    space.batch.grid.set_current(image)
    press(focused(), Key.Key_C)
    assert image not in stored(project)
    assert space.batch.grid.current_image() == image


def test_the_rest_of_a_batch_is_judged_irrelevant_with_one_key_and_undone_with_one(judging, project, qtbot):
    space = judging.workspace
    images = space.controller.browser.batch.images
    press(focused(), Key.Key_P)
    press(focused(), Key.Key_A)
    assert [stored(project)[image] for image in images] == [Label.RELEVANT] + 3 * [Label.IRRELEVANT]
    wait_for_round(qtbot, space, 2)
    press(focused(), Key.Key_Z, Modifier.ControlModifier)
    assert len(stored(project)) == 2


def test_undo_across_rounds_shows_the_earlier_batch_and_redo_returns(judging, project, qtbot):
    space = judging.workspace
    first = space.controller.browser.batch.images
    for _ in range(4):
        press(focused(), Key.Key_P)
    wait_for_round(qtbot, space, 2)
    second = space.controller.browser.batch.images
    press(focused(), Key.Key_X)
    press(focused(), Key.Key_Z, Modifier.ControlModifier)
    assert space.controller.browser.batch.round == 2
    press(focused(), Key.Key_Z, Modifier.ControlModifier)
    assert space.controller.browser.batch.round == 1
    assert space.batch.grid.images().tolist() == list(first)
    assert space.batch.grid.current_image() == first[3]
    assert first[3] not in stored(project)
    assert judging.actions_["batch.later"].isEnabled()
    press(focused(), Key.Key_Y, Modifier.ControlModifier)
    press(focused(), Key.Key_Y, Modifier.ControlModifier)
    assert space.controller.browser.batch.round == 2
    assert stored(project)[second[0]] is Label.IRRELEVANT
    # Judging in an earlier batch chooses no further batch.
    press(focused(), Key.Key_Left, Modifier.AltModifier)
    assert space.controller.browser.batch.round == 1
    space.batch.grid.set_current(first[0])
    press(focused(), Key.Key_X)
    assert stored(project)[first[0]] is Label.IRRELEVANT
    qtbot.waitUntil(lambda: not space.controller.busy)
    let_events_pass()
    assert len(space.controller.session.judgements.batches) == 2
    press(focused(), Key.Key_End, Modifier.AltModifier)
    assert space.controller.browser.batch.round == 2


def test_the_status_line_says_what_was_stored_undone_and_redone(judging):
    said = []
    judging.workspace.controller.status_message.connect(said.append)
    press(focused(), Key.Key_P)
    press(focused(), Key.Key_Z, Modifier.ControlModifier)
    press(focused(), Key.Key_Y, Modifier.ControlModifier)
    assert said == [f"{done}: 1 image to relevant" for done in ("Stored", "Undone", "Redone")]


def test_undoing_the_last_answer_of_a_batch_while_the_next_is_chosen_keeps_the_batch(judging, qtbot):
    space = judging.workspace
    for _ in range(4):
        press(focused(), Key.Key_P)
    assert space.controller.choosing
    press(focused(), Key.Key_Z, Modifier.ControlModifier)
    assert not space.controller.choosing
    qtbot.waitUntil(lambda: not space.controller.busy)
    let_events_pass()
    assert len(space.controller.session.judgements.batches) == 1
    press(focused(), Key.Key_X)
    wait_for_round(qtbot, space, 2)


def test_next_batch_leaves_images_unlabelled(judging, project, qtbot):
    space = judging.workspace
    press(focused(), Key.Key_N)
    wait_for_round(qtbot, space, 2)
    assert list(stored(project)) == [0]


def test_letters_in_text_fields_judge_nothing(judging, project, qtbot):
    space = judging.workspace
    press(focused(), Key.Key_F, Modifier.ControlModifier)
    assert space.ranking.controls.search.hasFocus()
    QTest.keyClicks(space.ranking.controls.search, "cherry/ pxuca")
    assert list(stored(project)) == [0]
    press(focused(), Key.Key_Escape)
    assert space.ranking.controls.search.text() == ""
    press(focused(), Key.Key_Escape)
    assert space.ranking.grid.hasFocus()


def test_the_ranking_is_filtered_by_name_and_state_and_judged_there(judging, project, qtbot):
    space = judging.workspace
    space.ranking.controls.search.setText("cherry 003")
    qtbot.waitUntil(lambda: len(space.ranking.grid.images()) == 1)
    assert space.ranking.controls.count == "1 of 60 images"
    press(focused(), Key.Key_F6)
    assert space.ranking.grid.hasFocus()
    press(focused(), Key.Key_X)
    (image,) = space.ranking.grid.images().tolist()
    assert stored(project)[image] is Label.IRRELEVANT
    space.ranking.controls.clear_filter()
    qtbot.waitUntil(lambda: len(space.ranking.grid.images()) == 58)
    space.panes.open_tab(Tab.ALL)
    space.ranking.controls.condition.setText("irrelevant")
    qtbot.waitUntil(lambda: space.ranking.grid.images().tolist() == [image])
    space.ranking.controls.clear_filter()
    space.panes.open_tab(Tab.FOUND)
    qtbot.waitUntil(lambda: space.ranking.grid.images().tolist() == [0])
    press(focused(), Key.Key_F6)
    assert space.batch.grid.hasFocus()


def test_conditions_on_scores_filter_the_ranking_and_mistakes_are_told(judging, qtbot):
    space = judging.workspace
    space.panes.open_tab(Tab.ALL)
    space.ranking.controls.condition.setText("rank <= 5")
    qtbot.waitUntil(lambda: len(space.ranking.grid.images()) == 5)
    space.ranking.controls.condition.setText("color == 5")
    qtbot.waitUntil(lambda: space.ranking.controls.problem != "")
    assert "rank" in space.ranking.controls.problem
    space.ranking.controls.condition.setText("probability > 2")
    qtbot.waitUntil(lambda: space.ranking.controls.problem == "" and len(space.ranking.grid.images()) == 0)


def test_the_viewer_opens_judges_moves_and_closes_by_keyboard(judging, project, qtbot):
    space = judging.workspace
    images = space.controller.browser.batch.images
    press(focused(), Key.Key_Return)
    assert space.panes.viewing
    assert space.panes.viewer.image == images[0]
    qtbot.waitUntil(lambda: space.panes.viewer.viewer.hasFocus())
    assert space.panes.target_text() == "image 1 of 4"
    press(focused(), Key.Key_Right)
    assert space.panes.viewer.image == images[1]
    assert space.panes.target_text() == "image 2 of 4"
    press(focused(), Key.Key_P)
    assert stored(project)[images[1]] is Label.RELEVANT
    assert space.panes.viewer.image == images[2]
    press(focused(), Key.Key_Escape)
    assert not space.panes.viewing
    assert space.batch.grid.hasFocus()
    assert space.batch.grid.current_image() == images[2]
    press(focused(), Key.Key_Space)
    assert space.panes.viewing
    press(focused(), Key.Key_Space)
    assert not space.panes.viewing


def test_the_viewer_goes_on_to_the_next_batch(judging, qtbot):
    space = judging.workspace
    press(focused(), Key.Key_Space)
    for _ in range(4):
        press(focused(), Key.Key_X)
    wait_for_round(qtbot, space, 2)
    assert space.panes.viewing
    assert space.panes.viewer.image == space.controller.browser.batch.images[0]


def test_advancing_and_going_on_can_be_switched_off(judging, qtbot):
    space = judging.workspace
    judging.actions_["judge.advance"].trigger()
    judging.actions_["judge.continue"].trigger()
    images = space.controller.browser.batch.images
    press(focused(), Key.Key_P)
    assert space.batch.grid.current_image() == images[0]
    press(focused(), Key.Key_A)
    assert not space.controller.choosing
    qtbot.waitUntil(lambda: not space.controller.busy)
    let_events_pass()
    assert len(space.controller.session.judgements.batches) == 1
    assert judging.preferences.current.auto_advance is False
    assert judging.preferences.current.auto_next is False


def test_arrows_lead_into_the_tab_from_a_large_image_that_it_does_not_list(judging, qtbot):
    space = judging.workspace
    ranking = space.ranking.grid
    space.panes.open_tab(Tab.SUGGESTIONS)
    listed = ranking.images().tolist()
    assert 0 not in listed  # it is an example
    space.panes.show_image(0)
    ranking.set_current(None)
    press(space.panes.viewer.viewer, Key.Key_Right)
    assert space.panes.viewer.image == listed[0] == ranking.current_image()
    press(space.panes.viewer.viewer, Key.Key_Right)
    assert space.panes.viewer.image == listed[1]
    space.panes.show_image(0)
    press(space.panes.viewer.viewer, Key.Key_Left)
    assert space.panes.viewer.image == listed[1]  # where the tab was left


def test_the_history_lists_judgements_and_judges_again(judging, project, qtbot):
    space = judging.workspace
    images = space.controller.browser.batch.images
    press(focused(), Key.Key_P)
    press(focused(), Key.Key_X)
    judging.actions_["view.history"].trigger()
    history = space.panes.panel("view.history")
    model = history.model
    qtbot.waitUntil(lambda: model.rowCount() == 3)
    assert [model.rows[row].image for row in range(3)] == [images[1], images[0], 0]
    assert model.data(model.index(0, 1)) == "✗ irrelevant"
    assert model.data(model.index(2, 1)) == "✓ relevant (example)"
    history.table.setFocus()
    history.table.go_to(0)
    press(history.table, Key.Key_U)
    assert stored(project)[images[1]] is Label.UNSURE
    assert model.rowCount() == 4
    assert model.data(model.index(0, 1)) == "? unsure, was irrelevant"
    history.table.go_to(1)
    press(history.table, Key.Key_Return)
    assert space.panes.viewing
    assert space.panes.viewer.image == images[1]


def test_topics_have_their_own_labels(judging, project, qtbot):
    space = judging.workspace
    controller = space.controller
    press(focused(), Key.Key_P)
    controller.add_topic("blue")
    assert controller.session.topic.name == "blue"
    assert space.batch.start.isVisible()
    assert judging.tools.topics.currentText() == "blue"
    assert "0 relevant" in judging.status.texts["counts"]
    topic_commands.rename(controller, controller.session.topic.id, "green")
    assert judging.tools.topics.currentText() == "green"
    judging.tools.topic_chosen.emit(judging.tools.topics.itemData(0))
    assert controller.session.topic.name == "red"
    assert "2 relevant" in judging.status.texts["counts"]
    qtbot.waitUntil(lambda: not controller.busy)
    assert controller.browser.batch.round == 1


def test_a_project_is_resumed_where_it_was_left(judging, project, qtbot):
    press(focused(), Key.Key_P)
    batch = judging.workspace.controller.browser.batch.images
    judging.close_project()
    assert judging.workspace is None
    names = {thread.name.split("_")[0].split("-")[0] for thread in threading.enumerate()}
    assert not names & {"model", "filter", "thumbnails"}, "the threads of a project end with it"
    assert judging.start.isVisible()
    assert judging.recent.paths()[0] == project
    judging.open_project(project)
    qtbot.waitUntil(lambda: on_screen(judging))
    space = judging.workspace
    assert space.batch.progress == "1 of 4 judged"
    assert space.controller.browser.batch.images == batch
    assert space.batch.grid.current_image() == batch[1]
    qtbot.waitUntil(lambda: "2 judgements" in judging.status.texts["ranking"])


@pytest.fixture
def odd(window, project, qtbot, monkeypatch):
    """The workspace of a window that knows strategies which fail or wait, after the first batch."""
    monkeypatch.setattr("annotator.gui.shell.opening.Extensions", lambda: Extensions(odd_registry()))
    window.open_project(project)
    qtbot.waitUntil(lambda: on_screen(window))
    space = window.workspace
    space.begin_with([0])
    wait_for_round(qtbot, space, 1)
    yield space
    GATE.set()


def test_a_strategy_that_fails_is_told_and_the_simple_one_helps(odd, project, qtbot):
    odd.controller.session.topics.configure(strategy="broken")
    press(focused(), Key.Key_N)
    qtbot.waitUntil(lambda: odd.messages.text != "")
    assert "by nothing" in odd.messages.text
    assert "broken" in odd.messages.text
    press(focused(), Key.Key_P)
    assert len(stored(project)) == 2, "labelling goes on"
    odd.messages.choose("Try again")
    qtbot.waitUntil(lambda: odd.messages.text != "")
    odd.messages.choose("Use the simple strategy (topscoring)")
    wait_for_round(qtbot, odd, 2)
    assert odd.controller.browser.batch.strategy == "topscoring"
    assert odd.messages.text == ""


def test_a_slow_strategy_shows_progress_keeps_nobody_from_judging_and_can_be_cancelled(window, odd, project, qtbot):
    odd.controller.session.topics.configure(strategy="gated")
    press(focused(), Key.Key_N)
    qtbot.waitUntil(lambda: window.status.texts["work"] == "choosing the next batch 76 %")
    assert not window.actions_["batch.next"].isEnabled()
    press(focused(), Key.Key_P)
    press(focused(), Key.Key_X)
    assert len(stored(project)) == 3
    press(focused(), Key.Key_Period, Modifier.ControlModifier)
    assert window.status.texts["work"] == ""
    assert not odd.controller.busy
    assert window.actions_["batch.next"].isEnabled()
    assert len(odd.controller.session.judgements.batches) == 1
    ENTERED.clear()
    press(focused(), Key.Key_N)
    qtbot.waitUntil(ENTERED.is_set)
    first = odd.controller.browser.batch.images
    press(focused(), Key.Key_U)
    GATE.set()
    wait_for_round(qtbot, odd, 2)
    assert not set(first[:3]) & set(odd.controller.browser.batch.images), "what was judged meanwhile is left out"


def test_another_topic_is_not_given_the_batch_of_the_one_before(window, odd, qtbot):
    odd.controller.session.topics.configure(strategy="gated")
    press(focused(), Key.Key_N)
    qtbot.waitUntil(ENTERED.is_set)
    odd.controller.add_topic("blue")
    GATE.set()
    qtbot.waitUntil(lambda: not odd.controller.busy)
    let_events_pass()
    assert odd.controller.session.judgements.batches == ()
    assert window.status.texts["work"] == ""


def test_closing_while_the_model_works_stops_it(window, odd, project, qtbot):
    odd.controller.session.topics.configure(strategy="gated")
    press(focused(), Key.Key_N)
    qtbot.waitUntil(ENTERED.is_set)
    window.close_project()
    assert window.start.isVisible()
    with Session.open(project) as session:
        assert len(session.judgements.batches) == 1


def test_a_project_open_elsewhere_can_be_looked_at(window, project, qtbot):
    with Session.open(project):
        window.open_project(project)
        qtbot.waitUntil(lambda: window.messages.text != "")
        assert "already open" in window.messages.text
        window.messages.choose("Open read-only")
        qtbot.waitUntil(lambda: on_screen(window))
        assert "read only" in window.windowTitle()
        assert not window.actions_["judge.relevant"].isEnabled()
        assert not window.actions_["batch.next"].isEnabled()


def test_a_missing_project_is_told_without_a_remedy_that_cannot_help(window, tmp_path, qtbot):
    window.open_project(tmp_path / "gone.annotator")
    qtbot.waitUntil(lambda: window.messages.text != "")
    assert "the file is missing" in window.messages.text
    assert window.messages.choices == ()


@pytest.mark.parametrize("content", [b"", b"nonsense" * 50])
def test_a_file_that_is_no_project_is_told(window, tmp_path, qtbot, content):
    path = tmp_path / "x.annotator"
    path.write_bytes(content)
    window.open_project(path)
    qtbot.waitUntil(lambda: window.messages.text != "")
    assert str(path) in window.messages.text
    assert window.start.isVisible()


def test_images_that_moved_are_found_again(window, project, collection, tmp_path, qtbot, monkeypatch):
    moved = tmp_path / "moved"
    moved.mkdir()
    (moved / "pictures").symlink_to(collection / "images")
    (moved / "features.h5").symlink_to(collection / "features.h5")
    with Session.open(project, images=moved / "pictures", features=moved / "features.h5"):
        pass
    (moved / "pictures").unlink()
    window.open_project(project)
    qtbot.waitUntil(lambda: window.messages.choices == ("Allow and open",))
    window.messages.choose("Allow and open")
    qtbot.waitUntil(lambda: "Find the image folder…" in window.messages.choices)
    monkeypatch.setattr(
        "annotator.gui.shell.opening.QFileDialog.getExistingDirectory", lambda *_a, **_k: str(collection / "images")
    )
    window.messages.choose("Find the image folder…")
    qtbot.waitUntil(lambda: on_screen(window))
    assert window.workspace.controller.session.collection.root == collection / "images"


def test_light_and_dark_are_switched_live_and_remembered(judging, qtbot):
    before = judging.palette().window().color().lightness()
    colors = {act.text(): act for act in in_menu(judging._menus["View"])}
    colors["Dark"].trigger()
    assert judging.palette().window().color().lightness() < before
    assert judging.preferences.current.theme == "dark"
    picture = judging.grab().toImage()
    assert picture.pixelColor(5, picture.height() - 5).lightness() < 100
    colors["Light"].trigger()
    assert judging.palette().window().color().lightness() == before


def test_every_widget_that_takes_the_keyboard_has_a_name(judging):
    from PySide6.QtWidgets import QWidget

    judging.actions_["view.history"].trigger()
    nameless = [
        widget
        for widget in judging.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.isVisible()
        and not widget.accessibleName()
        and not getattr(widget, "text", lambda: "")()
    ]
    assert nameless == []


def test_tab_leads_from_the_batch_to_the_ranking_and_around(judging):
    space = judging.workspace
    press(focused(), Key.Key_Tab)
    assert space.ranking.grid.hasFocus()
    press(focused(), Key.Key_Tab)
    assert space.ranking.controls.tabs.hasFocus()
    press(focused(), Key.Key_Tab)
    assert space.ranking.controls.search.hasFocus()
    visited = set()
    for _ in range(40):
        visited.add(focused())
        press(focused(), Key.Key_Tab)
        if space.batch.grid.hasFocus():
            break
    assert space.batch.grid.hasFocus()
    assert {button for button in space.bar.buttons.values() if button.isEnabled()} <= visited


def test_files_that_are_dropped_are_opened(window, project, collection, qtbot):
    window.take([project])
    qtbot.waitUntil(lambda: on_screen(window))
    window.take([collection / "features.h5"])
    dialog = QApplication.activeWindow()
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None or QApplication.activeWindow() is not None)
    from annotator.gui.dialogs.new_project import NewProjectDialog

    dialog = window.findChild(NewProjectDialog)
    assert dialog.images.path == collection / "images"
    assert dialog.features.path == collection / "features.h5"
    dialog.reject()


def test_the_sample_is_one_click_away_and_its_coach_follows(window, qtbot, home, sample):
    window.open_sample(sample)
    qtbot.waitUntil(lambda: on_screen(window))
    space = window.workspace
    qtbot.waitUntil(lambda: space.controller.browser.batch is not None)
    assert len(space.controller.browser.batch.images) == 8
    assert "Find the threes" in space.batch.coach.text
    press(space.batch.grid, Key.Key_P)
    assert "7 left" in space.batch.coach.text
    assert space.controller.session.counts.relevant == 3, "two examples and the image judged now"
    space.controller.add_topic("fours")
    assert space.batch.coach.text == ""
    space.controller.switch_topic(1)
    assert "7 left" in space.batch.coach.text
    space.batch.coach.findChild(QPushButton).click()
    assert space.batch.coach.text == ""
    window.close_project()
    Path(sample.images.parent / "digits.annotator").unlink()


def test_after_undo_one_image_is_current_and_the_next_key_judges_only_that(judging, project):
    space = judging.workspace
    judging.actions_["judge.continue"].trigger()
    images = space.controller.browser.batch.images
    press(focused(), Key.Key_A)
    assert all(stored(project)[image] is Label.IRRELEVANT for image in images)
    press(focused(), Key.Key_Z, Modifier.ControlModifier)
    assert space.batch.grid.selected_images() == [images[0]]
    press(focused(), Key.Key_P)
    assert [stored(project).get(image) for image in images] == [Label.RELEVANT, None, None, None]


def test_what_was_judged_at_once_is_said_with_a_way_back(judging, project):
    space = judging.workspace
    judging.actions_["judge.continue"].trigger()
    images = space.controller.browser.batch.images
    press(focused(), Key.Key_P)
    assert space._toast.text == ""
    press(focused(), Key.Key_A)
    assert space._toast.text == "3 images to irrelevant"
    space._toast.button.click()
    assert space._toast.text == ""
    assert [stored(project).get(image) for image in images] == [Label.RELEVANT, None, None, None]


def test_a_correction_stays_at_its_image(judging, project):
    space = judging.workspace
    for grid in (space.batch.grid, space.ranking.grid):
        grid.setFocus()
        image = next(int(one) for one in grid.images()[1:] if space.controller.session.label_of(int(one)) is None)
        grid.set_current(image)
        press(focused(), Key.Key_P)
        assert grid.current_image() != image
        grid.set_current(image)
        press(focused(), Key.Key_X)
        assert stored(project)[image] is Label.IRRELEVANT
        assert grid.current_image() == image


def test_a_condition_that_does_not_hold_any_more_leaves_the_ranking_current(judging, qtbot):
    space = judging.workspace
    pane = space.ranking
    space.panes.open_tab(Tab.ALL)
    space.panes.work_with(space.batch.grid)
    pane.controls.condition.setText("relevant")
    qtbot.waitUntil(lambda: pane.controls.count == "1 of 60 images")
    pane.controls.condition.setText("relevant and color == 3")
    qtbot.waitUntil(lambda: pane.controls.count == "60 images")
    assert "no column 'color'" in pane.controls.problem
    for _ in range(4):
        press(space.batch.grid, Key.Key_X)
    wait_for_round(qtbot, space, 2)
    qtbot.waitUntil(lambda: space.controller.ranked_with == 5)
    qtbot.waitUntil(lambda: pane.grid.images().tolist() == space.controller.ranking.images.tolist())
    assert "no column 'color'" in pane.controls.problem


def test_a_wrong_file_leaves_the_open_project_as_it_is(judging, project, tmp_path, qtbot):
    space = judging.workspace
    wrong = tmp_path / "notes.txt"
    wrong.write_text("no project", encoding="utf-8")
    judging.open_project(wrong)
    qtbot.waitUntil(lambda: "notes.txt" in judging.messages.text)
    assert "Recover…" not in judging.messages.choices
    assert judging.workspace is space
    assert judging.pages.currentWidget() is space
    press(space.batch.grid, Key.Key_P)
    assert len(stored(project)) == 2


def test_other_features_are_named_and_used_when_the_person_says_so(window, project, collection, tmp_path, qtbot):
    with Session.open(project) as session:
        session.judge([3], Label.RELEVANT)
        features = session.features.path
    with h5py.File(features, "r+") as file:
        values = next(data for data in file.values() if data.ndim == 2)
        values[...] = values[()][::-1]
    window.open_project(project)
    qtbot.waitUntil(lambda: "is not the feature file" in window.messages.text)
    assert "annotator relink" not in window.messages.text
    window.messages.choose("Use this feature file")
    qtbot.waitUntil(lambda: on_screen(window))
    assert dict(window.workspace.controller.session.labels) == {3: Label.RELEVANT}
    window.close_project()
    with Session.open(project) as session:
        assert session.labels[3] is Label.RELEVANT
