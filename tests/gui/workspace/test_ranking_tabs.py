"""The tabs of the ranking: what is suggested, what was found, everything; and the order by similarity."""

import pytest
from on_screen import on_screen
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from annotator.gui.actions.image_menu import ENTRIES
from annotator.gui.controller.ranking_filter import Order, Tab
from annotator.gui.shell.main_window import MainWindow
from annotator.gui.widgets.theme import apply_theme
from annotator.session.session import Session
from annotator.types import Label

Key, Modifier = Qt.Key, Qt.KeyboardModifier
REL, IRR = Label.RELEVANT, Label.IRRELEVANT


def ready(window, qtbot):
    """Wait until the ranking of a project is on screen, and return the workspace."""
    qtbot.waitUntil(lambda: on_screen(window))
    space = window.workspace
    qtbot.waitUntil(lambda: space.controller.ranking is not None and not space.controller.busy)
    settle(space, qtbot)
    return space


def settle(space, qtbot):
    qtbot.waitUntil(lambda: space.ranking._job is None and space.ranking._result is not None)


@pytest.fixture
def space(window, project, qtbot):
    """Sixty images: 0 relevant, 40 irrelevant, 41 unsure; the ranking is on screen and has the keyboard."""
    with Session.open(project) as session:
        session.judge([0], REL)
        session.judge([40], IRR)
        session.judge([41], Label.UNSURE)
        session.next_batch()
    window.open_project(project)
    made = ready(window, qtbot)
    made.panes.work_with(made.ranking.grid)
    qtbot.waitUntil(made.ranking.grid.hasFocus)
    return made


def counts(space):
    tabs = space.ranking.controls.tabs
    return [int(tabs.tabText(place).rsplit(" ", 1)[1]) for place in range(3)]


def images(space):
    return space.ranking.grid.images().tolist()


def open_tab(space, tab, qtbot):
    space.panes.open_tab(tab)
    settle(space, qtbot)


def rank_again(space, qtbot):
    """Update the ranking as F5 does, and wait for it."""
    before = space.controller.ranking
    space.window().actions_["batch.ranking"].trigger()
    qtbot.waitUntil(lambda: space.controller.ranking is not before and not space.controller.busy)
    settle(space, qtbot)


def test_it_begins_with_what_can_be_judged_the_best_first(space):
    assert space.ranking.controls.tab is Tab.SUGGESTIONS
    assert space.ranking.controls.tabs.tabText(0).startswith("Suggestions")
    assert counts(space) == [57, 1, 60]
    ranked = [image for image in space.controller.ranking.images.tolist() if image not in (0, 40, 41)]
    assert images(space) == ranked


def test_a_judged_image_shows_its_label_stays_and_leaves_with_the_next_ranking(space, qtbot):
    grid = space.ranking.grid
    shown = images(space)
    grid.set_current(shown[2])
    QTest.keyClick(grid, Key.Key_P)
    assert images(space) == shown
    assert counts(space) == [56, 2, 60]
    assert grid.image_model().source.label(shown[2]) is REL
    assert grid.current_image() == shown[3], "on to the next one"
    rank_again(space, qtbot)
    assert shown[2] not in images(space)
    assert len(images(space)) == 56


def test_the_next_key_corrects_the_image_in_hand_even_after_a_new_ranking(space, qtbot):
    space.window().prefer(auto_advance=False)
    grid = space.ranking.grid
    image = images(space)[2]
    grid.set_current(image)
    QTest.keyClick(grid, Key.Key_P)
    rank_again(space, qtbot)
    assert (grid.current_image(), grid.selected_images()) == (image, [image])
    QTest.keyClick(grid, Key.Key_X)
    assert space.controller.session.label_of(image) is IRR
    assert space.controller.session.counts.irrelevant == 2
    QTest.keyClick(grid, Key.Key_Right)
    rank_again(space, qtbot)
    assert image not in images(space)


def test_the_image_in_hand_stays_in_sight(space, qtbot):
    grid = space.ranking.grid
    space.window().prefer(thumbnail=240)
    image = images(space)[-1]
    grid.set_current(image)
    space.controller.judge(images(space)[:30], IRR)
    top = grid.visualRect(grid.currentIndex()).top()
    rank_again(space, qtbot)
    assert grid.current_image() == image
    assert grid.viewport().rect().contains(grid.visualRect(grid.currentIndex()))
    assert grid.visualRect(grid.currentIndex()).top() >= top - grid.viewport().height()


def test_what_was_found_is_sorted_by_the_newest_judgement_and_grows_at_once(space, qtbot):
    first, second = images(space)[:2]
    space.controller.judge([first], REL)
    space.controller.judge([second], REL)
    open_tab(space, Tab.FOUND, qtbot)
    assert space.ranking.controls.order.currentData() is Order.NEWEST
    assert images(space) == [second, first, 0]
    third = next(image for image in space.controller.browser.batch.images if image not in (first, second))
    space.controller.judge([third], REL)
    settle(space, qtbot)
    assert images(space) == [third, second, first, 0]
    assert counts(space) == [54, 4, 60]
    box = space.ranking.controls.order
    box.setCurrentIndex(box.findData(Order.BEST))
    settle(space, qtbot)
    ranked = [image for image in space.controller.ranking.images.tolist() if image in (third, second, first, 0)]
    assert images(space) == ranked


@pytest.mark.parametrize("tab", list(Tab))
def test_keys_judge_in_every_tab(space, qtbot, tab):
    open_tab(space, tab, qtbot)
    grid = space.ranking.grid
    assert grid.hasFocus()
    image = grid.current_image()
    assert grid.selected_images() == [image]
    assert grid.viewport().rect().intersects(grid.visualRect(grid.currentIndex()))
    QTest.keyClick(grid, Key.Key_U)
    assert space.controller.session.label_of(image) is Label.UNSURE
    assert image in images(space), "it does not vanish under the hand"


def test_a_key_never_judges_an_image_out_of_sight(space, qtbot):
    space.window().prefer(thumbnail=240)
    grid = space.ranking.grid
    last = images(space)[-1]
    grid.set_current(last)
    controls = space.ranking.controls
    controls.order.setCurrentIndex(controls.order.findData(Order.FILE))
    settle(space, qtbot)
    assert grid.current_image() == images(space)[0] != last
    grid.set_current(last := images(space)[-1])
    QTest.mouseClick(controls.tabs, Qt.MouseButton.LeftButton, pos=controls.tabs.tabRect(2).center())
    settle(space, qtbot)
    assert controls.tab is Tab.ALL
    assert grid.hasFocus()
    assert grid.current_image() == images(space)[0] != last


def test_undo_brings_an_image_back_and_makes_it_current(space, qtbot):
    grid = space.ranking.grid
    in_batch = space.controller.browser.batch.images
    image = next(one for one in images(space) if one not in in_batch)
    grid.set_current(image)
    QTest.keyClick(grid, Key.Key_X)
    rank_again(space, qtbot)
    assert image not in images(space)
    space.window().actions_["edit.undo"].trigger()
    settle(space, qtbot)
    assert image in images(space)
    assert grid.current_image() == image
    assert counts(space) == [57, 1, 60]
    space.window().actions_["edit.redo"].trigger()
    assert counts(space) == [56, 1, 60]


def test_filters_and_tabs_narrow_together(space, qtbot):
    controls = space.ranking.controls
    controls.search.setText("cherry")
    qtbot.waitUntil(lambda: counts(space) == [11, 1, 12])
    assert controls.count == "12 of 60 images"
    space.controller.judge([1], REL)
    assert counts(space) == [10, 2, 12]
    controls.clear.click()
    qtbot.waitUntil(lambda: counts(space) == [56, 2, 60])
    assert not controls.clear.isVisible()
    controls.condition.setText("unsure")
    qtbot.waitUntil(lambda: counts(space) == [0, 0, 1])
    assert images(space) == []
    assert space.ranking._empty.text() == "No image of this tab passes the filter."
    assert space.ranking._empty.isVisible()
    open_tab(space, Tab.ALL, qtbot)
    assert images(space) == [41]
    assert not space.ranking._empty.isVisible()
    space.controller.judge([41], REL)
    qtbot.waitUntil(lambda: counts(space) == [0, 0, 0])
    controls.clear_filter()
    controls.condition.setText("relevant")
    qtbot.waitUntil(lambda: counts(space) == [0, 3, 3])
    space.controller.undo()
    qtbot.waitUntil(lambda: counts(space) == [0, 2, 2])


def test_an_empty_tab_says_why(space, qtbot):
    space.controller.judge([0], None)
    open_tab(space, Tab.FOUND, qtbot)
    assert space.ranking._empty.text() == "No image is judged relevant yet."
    open_tab(space, Tab.SUGGESTIONS, qtbot)
    assert not space.ranking._empty.isVisible()
    space.controller.judge(range(60), IRR)
    rank_again(space, qtbot)
    space.ranking.controls.changed.emit()
    settle(space, qtbot)
    assert space.ranking._empty.text() == "Every image has a label."


def test_another_topic_has_counts_of_its_own(space, qtbot):
    space.controller.add_topic("other")
    qtbot.waitUntil(lambda: counts(space) == [60, 0, 60])
    assert space.ranking.controls.tabs.tabText(0).startswith("Unlabelled"), "nothing is suggested yet"
    assert space.ranking.controls.order.currentData() is Order.NAME
    space.controller.switch_topic(1)
    qtbot.waitUntil(lambda: counts(space) == [57, 1, 60] and space.controller.ranking is not None)
    assert space.ranking.controls.tabs.tabText(0).startswith("Suggestions")
    assert space.ranking.controls.order.currentData() is Order.BEST


def test_blind_mode_suggests_nothing(space, qtbot):
    space.controller.blind_mode.set_blind(True)
    settle(space, qtbot)
    assert space.ranking.controls.tabs.tabText(0).startswith("Unlabelled")
    assert [space.ranking.controls.order.itemData(place) for place in range(4)] == [
        Order.NAME, Order.SIMILAR, Order.FILE, Order.TAKEN,
    ]  # fmt: skip


def test_the_tab_and_the_order_of_every_tab_are_there_again(window, space, qtbot):
    controls = space.ranking.controls
    controls.order.setCurrentIndex(controls.order.findData(Order.FILE))
    open_tab(space, Tab.FOUND, qtbot)
    controls.order.setCurrentIndex(controls.order.findData(Order.BEST))
    settle(space, qtbot)
    project = space.controller.session.project.path
    window.close()
    later = MainWindow(apply_theme(QApplication.instance(), "light"), window.places)
    qtbot.addWidget(later)
    later.show()
    later.open_project(project)
    space = ready(later, qtbot)
    controls = space.ranking.controls
    assert (controls.tab, controls.order.currentData()) == (Tab.FOUND, Order.BEST)
    assert images(space) == [0]
    open_tab(space, Tab.SUGGESTIONS, qtbot)
    assert controls.order.currentData() is Order.FILE
    later.close()


def by_similarity(space, image):
    return space.controller.session.explanations.by_similarity(image).run().tolist()


def similar(space, image, qtbot):
    name = space.controller.session.paths[image].rpartition("/")[2]
    qtbot.waitUntil(lambda: space.ranking.controls.similar == f"Sorted by similarity to {name}")
    settle(space, qtbot)


@pytest.mark.parametrize("way", ["chooser", "action"])
def test_the_ranking_is_sorted_by_similarity_and_says_to_what(space, qtbot, way):
    grid, controls = space.ranking.grid, space.ranking.controls
    image = images(space)[30]
    grid.set_current(image)
    if way == "chooser":
        controls.order.setCurrentIndex(controls.order.findData(Order.SIMILAR))
    else:
        space.window().actions_["view.sort_similar"].trigger()
    similar(space, image, qtbot)
    assert controls.order.currentData() is Order.SIMILAR
    ordered = by_similarity(space, image)
    assert ordered[0] == image
    assert images(space) == [one for one in ordered if one not in (0, 40, 41)]
    open_tab(space, Tab.ALL, qtbot)
    assert images(space) == ordered
    QTest.keyClick(grid, Key.Key_P)
    rank_again(space, qtbot)
    assert images(space) == ordered, "a new ranking does not end it"
    assert controls.unsort.isVisible()
    controls.unsort.click()
    settle(space, qtbot)
    assert images(space) == space.controller.ranking.images.tolist()
    assert controls.similar == ""
    assert not controls.unsort.isVisible()
    assert space.panes.similarity.image is None


def test_the_order_by_similarity_is_in_the_menu_at_the_mouse(space, qtbot):
    assert "view.sort_similar" in ENTRIES
    grid = space.ranking.grid
    grid.customContextMenuRequested.emit(grid.visualRect(grid.image_model().index(1)).center())
    (menu,) = space.panes.findChildren(QMenu)
    texts = [act.text() for act in menu.actions()]
    assert "Sort by similarity to this" in texts
    menu.close()


def test_another_order_and_another_image_end_the_first_one(space, qtbot):
    controls = space.ranking.controls
    first, second = images(space)[3], images(space)[9]
    space.ranking.grid.set_current(first)
    space.panes.sort_by_similarity()
    similar(space, first, qtbot)
    space.ranking.grid.set_current(second)
    controls.order.activated.emit(controls.order.currentIndex())
    similar(space, second, qtbot)
    assert images(space)[0] == second
    controls.order.setCurrentIndex(controls.order.findData(Order.FILE))
    settle(space, qtbot)
    assert controls.similar == ""
    assert images(space) == sorted(images(space))


def test_a_topic_that_is_switched_meanwhile_gets_the_order_too(space, qtbot):
    image = images(space)[3]
    space.ranking.grid.set_current(image)
    space.panes.sort_by_similarity()
    space.controller.add_topic("other")
    similar(space, image, qtbot)
    assert images(space) == by_similarity(space, image)


def test_without_an_image_the_pane_says_what_to_do(space, qtbot):
    space.ranking.grid.set_current(None)
    space.panes.sort_by_similarity()
    assert space.ranking.controls.problem == "Select an image first; the others are then compared with it."
    assert space.ranking.controls.similar == ""
