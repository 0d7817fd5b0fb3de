"""Stacks in the window: one card, one key for all of it, opened to judge one by one."""

import shutil
from datetime import UTC, datetime

import h5py
import numpy as np
import pytest
from on_screen import on_screen
from PIL import Image
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest

from annotator.gui.controller.ranking_filter import Tab
from annotator.gui.controller.stacks import Arrangement
from annotator.gui.dialogs.judging.judge_together import JudgeTogetherDialog
from annotator.gui.dialogs.stacking_dialog import EventsDialog
from annotator.gui.grid.grid import ImageGrid
from annotator.gui.grid.image_model import ImageSource
from annotator.gui.grid.stack_mark import StackMark
from annotator.gui.images.thumbnail_loader import ThumbnailLoader
from annotator.numerics.stacks import Kind, Stacks
from annotator.parameters import ModelSettings
from annotator.session.session import Session
from annotator.types import Label

GROUP = [4, 5, 6, 7]
"""Red images whose features are all but the same, and nearest to the examples: the first batch has one of them."""

EVENT = [30, 31, 32]
"""Images that were taken within a minute, the first two within a second."""

Key = Qt.Key


@pytest.fixture
def folder(collection, tmp_path):
    """Return a copy of the collection with near-duplicates, and with times in some of its files."""
    made = tmp_path / "photos"
    shutil.copytree(collection / "images", made / "images")
    with h5py.File(collection / "features.h5") as source, h5py.File(made / "features.h5", "w") as file:
        features = source["features"][:]
        features[GROUP] = features[:2].mean(axis=0) + np.linspace(0, 0.003, len(GROUP), dtype=np.float32)[:, None]
        features[31] = features[30] + np.array([1.5, 0, 0, 0, 0, 0], np.float32)  # alike, but no near-duplicates
        file["features"] = features
        file.create_dataset("filenames", data=source["filenames"].asstr()[:], dtype=h5py.string_dtype("utf-8"))
    for image, seconds in zip([*EVENT, 33], (0, 1, 40, 500), strict=True):
        exif = Image.Exif()
        exif[0x0132] = datetime.fromtimestamp(1.7e9 + seconds, UTC).strftime("%Y:%m:%d %H:%M:%S")
        Image.new("RGB", (48, 36), "blue").save(made / f"images/other/image {image:03d}.png", exif=exif)
    return made


def create(folder, tmp_path, *, read=True, **settings):
    project = tmp_path / "stacks.annotator"
    with Session.create(
        project,
        folder / "images",
        folder / "features.h5",
        strategy="topscoring",
        model=ModelSettings(graph_weight=0.0),
        **settings,
    ) as session:
        if read:
            session.collection.metadata.read(["exif", "size"]).run()
        session.judge([0, 1], Label.RELEVANT)
        session.next_batch()
    return project


def wait_for_stacks(space, qtbot):
    qtbot.waitUntil(lambda: not space.controller.metadata.running)
    qtbot.waitUntil(
        lambda: space.controller.session.collection.stacks.found is not None and not space.controller.stacks.running
    )
    qtbot.waitUntil(lambda: not space.controller.busy)


def opened(window, project, qtbot):
    window.open_project(project)
    qtbot.waitUntil(lambda: on_screen(window))
    window.workspace.panes.open_tab(Tab.ALL)
    wait_for_stacks(window.workspace, qtbot)
    window.workspace.panes.open_tab(Tab.ALL)
    return window.workspace


@pytest.fixture
def space(window, folder, tmp_path, qtbot):
    made = opened(window, create(folder, tmp_path, batch_size=4), qtbot)
    qtbot.waitUntil(lambda: len(made.ranking.grid.images()) == 56)
    return made


@pytest.fixture
def card(space):
    """The image of the batch that stands for the stack; it is current."""
    (image,) = [one for one in space.batch.grid.images().tolist() if one in GROUP]
    space.panes.work_with(space.batch.grid)
    space.batch.grid.set_current(image)
    return image


def labels(space, images):
    return [space.controller.session.label_of(image) for image in images]


def test_a_closed_stack_is_one_card_where_the_batch_is_filled_up_with_its_images(window, folder, tmp_path, qtbot):
    project = create(folder, tmp_path, batch_size=4)
    with Session.open(project) as session:
        session.judge([image for image in range(session.n_images) if image not in (*GROUP, 20)], Label.IRRELEVANT)
        batch = session.next_batch()
        assert batch is not None
        assert len(set(batch.images)) == 4
        assert 20 in batch.images
    space = opened(window, project, qtbot)
    cards = space.batch.grid.images().tolist()
    assert len(cards) == 2
    space.panes.work_with(space.batch.grid)
    space.batch.grid.set_current(next(image for image in cards if image in GROUP))
    QTest.keyClick(space.batch.grid.viewport(), Key.Key_P)
    qtbot.waitUntil(lambda: labels(space, GROUP) == [Label.RELEVANT] * 4)


def test_a_stack_is_one_card_in_the_batch_and_in_the_ranking(space, card):
    assert len(space.batch.grid.images()) == 4
    ranking = space.ranking.grid.images().tolist()
    assert len([image for image in ranking if image in GROUP]) == 1
    assert space.ranking.controls.count == "60 images"
    model = space.batch.grid.image_model()
    index = model.index(model.row_of(card))
    assert "stack of 4 images" in model.data(index, Qt.ItemDataRole.AccessibleTextRole)
    assert space.panes.target_text() == "all 4 images of the stack"


@pytest.mark.parametrize(("rest", "label"), [(Key.Key_A, Label.IRRELEVANT), (Key.Key_Y, Label.RELEVANT)])
def test_the_rest_of_a_batch_keeps_what_was_judged_in_an_open_stack(space, card, rest, label):
    grid = space.batch.grid
    QTest.keyClick(grid, Key.Key_D)
    QTest.keyClick(grid, Key.Key_U)
    others = set(grid.images().tolist()) - {card}
    QTest.keyClick(grid, rest)
    assert labels(space, [card, *others]) == [Label.UNSURE, *len(others) * [label]]
    QTest.keyClick(space.batch.grid, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert labels(space, [card, *others]) == [Label.UNSURE, *len(others) * [None]]


def test_one_key_judges_the_stack_and_one_undo_takes_it_back(space, card, window):
    QTest.keyClick(space.batch.grid, Key.Key_P)
    assert labels(space, GROUP) == 4 * [Label.RELEVANT]
    assert window.actions_["edit.undo"].text() == "Undo: 4 images to relevant"
    assert window.status.texts["counts"].startswith("6 relevant")
    assert space.batch.progress == "1 of 4 judged"
    window.actions_["edit.undo"].trigger()
    assert labels(space, GROUP) == 4 * [None]
    assert space.batch.grid.selected_images() == [card]
    window.actions_["edit.redo"].trigger()
    assert labels(space, GROUP) == 4 * [Label.RELEVANT]
    QTest.keyClick(space.batch.grid, Key.Key_X)  # the card corrects all of it
    assert labels(space, GROUP) == 4 * [Label.IRRELEVANT]


def test_undo_in_the_ranking_shows_the_card(space, window):
    grid = space.ranking.grid
    (shown,) = [image for image in grid.images().tolist() if image in GROUP]
    space.controller.judge([image for image in GROUP if image not in (shown, *space.batch.grid.images())], Label.UNSURE)
    space.panes.work_with(grid)
    grid.set_current(50)
    space.batch.grid.set_images([])
    window.actions_["edit.undo"].trigger()
    assert grid.selected_images() == [shown]


def test_an_open_stack_is_judged_one_by_one(space, card, window):
    QTest.keyClick(space.batch.grid, Key.Key_D)
    images = space.batch.grid.images().tolist()
    at = images.index(card)
    assert sorted(images[at : at + 4]) == GROUP
    assert len(images) == 7
    assert space.batch.grid.current_image() == card
    QTest.keyClick(space.batch.grid, Key.Key_X)
    assert labels(space, [card]) == [Label.IRRELEVANT]
    assert sum(label is not None for label in labels(space, GROUP)) == 1
    assert space.batch.grid.current_image() == images[at + 1]
    assert space.batch.progress == "0 of 4 judged"  # three images of the stack are left
    mark = space.batch.grid.image_model().source.stack(card)
    assert (mark.size, mark.judged, mark.opened, mark.text) == (4, 1, True, "1/4")
    QTest.keyClick(space.batch.grid, Key.Key_D)
    assert len(space.batch.grid.images()) == 4
    assert space.batch.grid.current_image() == card
    QTest.keyClick(space.batch.grid, Key.Key_P)  # the card and what has no label
    assert labels(space, GROUP) == 4 * [Label.RELEVANT]
    assert window.actions_["edit.undo"].text() == "Undo: 4 images to relevant"


def test_an_open_stack_stays_open_when_the_project_is_opened_again(space, card, window, qtbot):
    project = space.controller.session.project.path
    QTest.keyClick(space.batch.grid, Key.Key_D)
    window.close_project()
    again = opened(window, project, qtbot)
    assert set(GROUP) <= set(again.batch.grid.images().tolist())
    again.panes.work_with(again.batch.grid)
    again.batch.grid.set_current(card)
    QTest.keyClick(again.batch.grid, Key.Key_P)
    assert labels(again, GROUP).count(Label.RELEVANT) == 1


def test_an_open_stack_stays_open_when_it_is_found_with_other_images(space, card):
    stacks = space.controller.stacks
    QTest.keyClick(space.batch.grid, Key.Key_D)
    of = np.arange(60)
    of[[2, *GROUP]] = 2  # its lowest image is another one now
    session = space.controller.session
    session.selections.use_stacks(Stacks.by(of, np.where(of == 2, Kind.ALIKE, 0).astype(np.int8)))
    stacks.changed.emit()
    assert stacks.is_open(card)
    assert set(GROUP) <= set(space.batch.grid.images().tolist())
    assert np.array_equal(stacks.arrangement().opened, [2])
    QTest.keyClick(space.batch.grid, Key.Key_P)
    assert labels(space, GROUP).count(Label.RELEVANT) == 1
    stacks.toggle(card)
    assert not stacks.opened
    stacks.open_all([-1, 60, *EVENT])  # as a state of another project says
    assert list(stacks.opened) == EVENT


def test_an_image_that_was_judged_by_itself_keeps_its_label(space, card):
    grid = space.batch.grid
    QTest.keyClick(grid, Key.Key_D)
    own = int(grid.images()[grid.images().tolist().index(card) + 1])
    grid.set_current(own)
    QTest.keyClick(grid, Key.Key_X)
    grid.set_current(card)
    QTest.keyClick(grid, Key.Key_D)
    QTest.keyClick(grid, Key.Key_P)
    assert labels(space, [card, own]) == [Label.RELEVANT, Label.IRRELEVANT]
    assert labels(space, GROUP).count(Label.RELEVANT) == 3
    assert space.batch.progress == "1 of 4 judged"


def test_a_batch_is_complete_when_its_stacks_are(space, card, qtbot):
    controller = space.controller
    first = controller.browser.batch
    others = [image for image in first.images if image != card]
    controller.judge(others, Label.IRRELEVANT)
    space.controller.stacks.toggle(card)
    controller.judge([card], Label.RELEVANT)
    assert controller.browser.batch is first
    assert not controller.choosing
    controller.judge([image for image in GROUP if image != card], Label.RELEVANT)
    qtbot.waitUntil(lambda: controller.browser.batch.round == first.round + 1)


def test_the_rest_of_a_batch_includes_its_stacks(space, card, window):
    window.actions_["judge.rest"].trigger()
    assert labels(space, GROUP) == 4 * [Label.IRRELEVANT]
    assert window.actions_["edit.undo"].text() == "Undo: 7 images to irrelevant"


def test_a_click_on_the_number_opens_and_closes(space, card, qtbot):
    grid = space.ranking.grid
    (shown,) = [image for image in grid.images().tolist() if image in GROUP]
    at = grid.image_model().row_of(shown)

    def number():
        index = grid.image_model().index(grid.image_model().row_of(shown))
        mark = grid.image_model().source.stack(shown)
        return grid._cells().stack_mark_rect(grid.visualRect(index), mark).center()

    grid.scrollTo(grid.image_model().index(at))
    grid.set_animated(False)
    QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, number())
    qtbot.waitUntil(lambda: len(grid.images()) == 59)
    assert sorted(grid.images()[at : at + 4].tolist()) == GROUP
    assert grid.current_image() == shown
    assert not space.panes.viewing
    grid.set_current(int(grid.images()[at + 2]))  # another one of the stack is current when it closes
    QTest.keyClick(grid, Key.Key_D)
    qtbot.waitUntil(lambda: len(grid.images()) == 56 and grid.current_image() == shown)
    assert len(space.batch.grid.images()) == 4


def test_a_stack_is_judged_and_opened_in_the_large_view_too(space, card):
    QTest.keyClick(space.batch.grid, Key.Key_Return)
    viewer = space.panes.viewer.viewer
    assert space.panes.viewing
    assert "stack of 4 images" in space.panes.viewer._caption(card)
    QTest.keyClick(viewer, Key.Key_D)
    QTest.keyClick(viewer, Key.Key_P)
    assert sum(label is not None for label in labels(space, GROUP)) == 1
    QTest.keyClick(viewer, Key.Key_Left)
    assert space.panes.viewer.image == card
    QTest.keyClick(viewer, Key.Key_D)
    QTest.keyClick(viewer, Key.Key_X)
    assert labels(space, GROUP) == 4 * [Label.IRRELEVANT]


def test_all_that_the_ranking_shows_includes_the_stacks(space, window, qtbot):
    space.ranking.controls.search.setText("cherry")
    qtbot.waitUntil(lambda: len(space.ranking.grid.images()) == 9)
    assert space.ranking.controls.count == "12 of 60 images"
    window.actions_["judge.shown"].trigger()
    dialog = window.findChild(JudgeTogetherDialog)
    dialog.answers[Label.RELEVANT].click()
    assert labels(space, GROUP) == 4 * [Label.RELEVANT]


def test_an_image_without_company_says_so(space, window):
    said = []
    space.controller.status_message.connect(said.append)
    space.panes.work_with(space.ranking.grid)
    space.ranking.grid.set_current(40)
    QTest.keyClick(space.ranking.grid, Key.Key_D)
    assert said == ["This image is in no stack; “Similar images” shows what is like it"]


def test_several_selected_cards_are_counted_as_images(space, card):
    space.batch.grid.selectAll()
    assert space.panes.target_text() == "7 images selected"
    QTest.keyClick(space.batch.grid, Key.Key_U)
    assert space.controller.session.counts.unsure == 7


def test_it_is_said_once_that_there_are_stacks(space, window, qtbot):
    project = space.controller.session.project.path
    assert "6 images form 2 stacks: bursts and near-duplicates." in space.messages.text
    assert "D opens it" in space.messages.text
    window.close_project()
    again = opened(window, project, qtbot)
    assert again.messages.text == ""


def test_nothing_is_said_where_stacks_save_next_to_nothing(window, folder, tmp_path, qtbot):
    with h5py.File(folder / "features.h5", "r+") as file:
        for image in GROUP[2:]:
            file["features"][image] = np.full(6, 50.0 * image)  # a pair is left, and a burst of two
    made = opened(window, create(folder, tmp_path, batch_size=4), qtbot)
    qtbot.waitUntil(lambda: len(made.ranking.grid.images()) == 58)
    assert made.messages.text == ""
    assert made.controller.stacks.size(GROUP[0]) == 2


def test_stacks_can_be_turned_off_for_good(space, window, qtbot):
    project = space.controller.session.project.path
    space.messages.choose("Do not stack")
    qtbot.waitUntil(lambda: len(space.ranking.grid.images()) == 60)
    assert window.actions_["view.stacks_off"].isChecked()
    window.close_project()
    window.open_project(project)
    qtbot.waitUntil(lambda: on_screen(window))
    again = window.workspace
    again.panes.open_tab(Tab.ALL)
    qtbot.waitUntil(lambda: len(again.ranking.grid.images()) == 60)
    assert again.controller.stacks.settings.kind == "off"
    window.actions_["view.stacks_similar"].trigger()
    qtbot.waitUntil(lambda: len(again.ranking.grid.images()) == 56)
    assert not window.actions_["view.stacks_off"].isChecked()


def test_events_read_the_times_first(space, window, qtbot):
    window.actions_["view.stacks_events"].trigger()
    dialog = window.findChild(EventsDialog)
    assert dialog.gap.value() == 60
    dialog.gap.setValue(45)
    dialog.accept()
    qtbot.waitUntil(lambda: len(space.ranking.grid.images()) == 58)
    stacks = space.controller.session.collection.stacks
    assert stacks.times_known
    assert [stacks.members(image) for image in EVENT] == 3 * [tuple(EVENT)]
    assert window.actions_["view.stacks_events"].isChecked()
    window.actions_["view.stacks_events"].trigger()
    window.findChildren(EventsDialog)[-1].reject()
    assert window.actions_["view.stacks_events"].isChecked()
    assert space.controller.stacks.settings.gap == 45


def test_bursts_are_found_by_the_times_that_are_read_by_themselves(window, folder, tmp_path, qtbot):
    space = opened(window, create(folder, tmp_path, read=False, batch_size=4), qtbot)
    qtbot.waitUntil(lambda: len(space.ranking.grid.images()) == 56)
    stacks = space.controller.session.collection.stacks
    assert stacks.times_known
    assert stacks.members(31) == (30, 31)
    assert stacks.members(32) == (32,)


def test_another_topic_has_the_same_stacks(space, qtbot):
    space.controller.add_topic("blue")
    space.panes.open_tab(Tab.ALL)
    qtbot.waitUntil(lambda: len(space.ranking.grid.images()) == 56)
    assert not space.controller.stacks.running


# What is shown, without a window


def stacks_of(n, *groups):
    of, kind = np.arange(n), np.zeros(n, np.int8)
    for group in groups:
        of[list(group)] = min(group)
        kind[list(group)] = Kind.ALIKE
    return Stacks.by(of, kind)


def test_the_best_image_stands_for_its_stack():
    stacks = stacks_of(8, (1, 4, 6), (2, 3))
    ranked = np.array([5, 4, 3, 1, 0, 2, 6, 7])
    assert Arrangement().of(ranked).tolist() == ranked.tolist()
    assert Arrangement(stacks).of(ranked).tolist() == [5, 4, 3, 0, 7]
    assert Arrangement(stacks, np.array([1])).of(ranked).tolist() == [5, 4, 1, 6, 3, 0, 7]
    assert Arrangement(stacks, np.array([1, 2])).of(ranked).tolist() == [5, 4, 1, 6, 3, 2, 0, 7]
    assert Arrangement(stacks).of(np.array([6, 1])).tolist() == [6]
    assert Arrangement(stacks).of(np.array([], np.int64)).tolist() == []


def test_of_a_hundred_thousand_images_only_those_on_screen_are_asked_for(qtbot, tmp_path):
    asked = []

    def stack(image):
        asked.append(image)
        return StackMark(3)

    loader = ThumbnailLoader(lambda image: tmp_path / f"{image}.png")
    grid = ImageGrid(ImageSource(lambda image: f"{image}.png", stack=stack), loader)
    qtbot.addWidget(grid)
    grid.resize(500, 400)
    grid.set_images(np.arange(100_000))
    grid.show()
    qtbot.waitUntil(lambda: len(asked) > 0)
    grid.grab()
    assert grid.visualRect(QModelIndex()).isEmpty()
    assert len(set(asked)) < 60
    loader.close()


def test_a_judged_stack_leaves_the_suggestions_with_all_its_images(space, window, qtbot):
    space.panes.open_tab(Tab.SUGGESTIONS)
    grid = space.ranking.grid
    qtbot.waitUntil(lambda: len(grid.images()) == 54)
    (shown,) = [image for image in grid.images().tolist() if image in GROUP]
    space.panes.work_with(grid)
    grid.set_current(shown)
    QTest.keyClick(grid, Key.Key_X)
    assert labels(space, GROUP) == 4 * [Label.IRRELEVANT]
    assert shown in grid.images().tolist()  # until the next ranking, so that the next key judges no other image
    grid.set_current(next(image for image in grid.images().tolist() if image not in GROUP))
    window.actions_["batch.ranking"].trigger()
    qtbot.waitUntil(lambda: not set(GROUP) & set(grid.images().tolist()))
    assert len(grid.images()) == 53
