"""The panel Filter: what it shows is true after every step, and every choice is one condition above the ranking."""

import re

import dated_collection
import numpy as np
import pytest
from dated_collection import PHOTOS
from on_screen import on_screen
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from annotator.gui.controller import topic_commands
from annotator.gui.controller.ranking_filter import Tab
from annotator.gui.panels.filters import filter_panel
from annotator.parameters import ModelSettings, Scope
from annotator.session.session import Session
from annotator.types import Label

Key, Modifier = Qt.Key, Qt.KeyboardModifier
N = len(PHOTOS)


@pytest.fixture
def project(tmp_path):
    images, features = dated_collection.make(tmp_path)
    path = tmp_path / "sea.annotator"
    settings = {"strategy": "topscoring", "batch_size": 2, "model": ModelSettings(graph_weight=0.0)}
    with Session.create(path, images, features, topic="fish", **settings) as made:
        made.judge([0, 3], Label.RELEVANT)
        made.judge([2], Label.IRRELEVANT)
        birds = made.topics.add("birds")
        made.topics.switch(birds.id)
        made.judge([3, 4], Label.RELEVANT)
        made.judge([7], Label.UNSURE)
        made.topics.switch(1)
    return path


@pytest.fixture
def opened(window, project, qtbot):
    return show(window, project, qtbot)


def show(window, project, qtbot):
    window.open_project(project)
    qtbot.waitUntil(lambda: on_screen(window))
    space = window.workspace
    qtbot.waitUntil(lambda: space.controller.ranking is not None and not space.controller.busy)
    qtbot.waitUntil(lambda: not space.controller.metadata.running)
    space.docks.set_shown("view.filter", True)
    qtbot.waitUntil(lambda: panel_of(window).seen and panel_of(window).counted.time_line is not None)
    at_rest(window, qtbot)
    return window


def panel_of(window):
    return window.workspace.panes.panel("view.filter")


def at_rest(window, qtbot):
    space = window.workspace
    qtbot.waitUntil(lambda: not space.controller.busy and space.ranking._job is None and panel_of(window)._job is None)


def condition(window):
    return window.workspace.ranking.controls.condition.text()


def rows(window):
    """What the tree says: every value that can be opened to, by its facet and its path there, with its count."""
    model = panel_of(window).tree.facets
    found = {}

    def visit(parent, names):
        for row in range(model.rowCount(parent)):
            index = model.index(row, 0, parent)
            path = (*names, index.data())
            if parent.isValid():
                found[path] = int(model.index(row, 1, parent).data())
            visit(index, path)

    visit(panel_of(window).tree.rootIndex(), ())
    return found


def labels(window, topic=None):
    session = window.workspace.controller.session
    if topic is not None:
        return session.topics.codes(topic)
    return session.judgements.codes


def matches(window, image, facet, value):
    """Whether an image has a value, as the list of the photographs says."""
    path, camera, _, width, height = PHOTOS[image]
    label = {1: "Relevant", -1: "Irrelevant", 0: "Unsure"}
    if facet == "Folder":
        return path.startswith("/".join(value) + "/")
    other = {topic.name: topic.id for topic in window.workspace.controller.session.topics}
    name = re.fullmatch("Label in “(.*)”", facet)
    if name:
        return value[0] == label.get(int(labels(window, other[name[1]])[image]), "Unlabelled")
    true = {
        "Camera": camera or "Unknown",
        "Shape": "Landscape" if width > height else "Portrait" if width < height else "Square",
        "Label": label.get(int(labels(window)[image]), "Unlabelled"),
    }
    return value[0] == true[facet]


def true_rows(window, chosen, name=""):
    """Count the photographs of each row: those that have all that is chosen in other facets."""
    found = {}
    for facet, *value in rows(window):
        if facet == "Probability":
            continue
        found[(facet, *value)] = sum(
            matches(window, image, facet, value)
            and name in PHOTOS[image][0]
            and all(
                any(matches(window, image, other, one) for one in values)
                for other, values in chosen.items()
                if other != facet
            )
            for image in range(N)
        )
    return found


def counts_are_true(window, qtbot, chosen, after, name=""):
    at_rest(window, qtbot)
    shown = {row: count for row, count in rows(window).items() if row[0] != "Probability"}
    assert shown == true_rows(window, chosen, name), after


def click(window, facet, *value):
    tree = panel_of(window).tree
    index = find(window, facet, *value)
    tree.scrollTo(index)
    QTest.mouseClick(tree.viewport(), Qt.MouseButton.LeftButton, pos=tree.visualRect(index).center())


def find(window, facet, *value):
    tree = panel_of(window).tree
    index = tree.rootIndex()
    for word in (facet, *value):
        index = next(
            one
            for row in range(tree.facets.rowCount(index))
            if (one := tree.facets.index(row, 0, index)).data() == word
        )
        if word != (facet, *value)[-1]:
            tree.expand(index)
    return index


def shown_images(window):
    return sorted(window.workspace.ranking.grid.images().tolist())


def test_every_count_is_true_after_every_step(opened, project, qtbot):
    space, panel = opened.workspace, panel_of(opened)
    space.panes.open_tab(Tab.ALL)
    at_rest(opened, qtbot)
    chosen = {}
    assert {row[0] for row in rows(opened)} == {
        "Folder", "Camera", "Shape", "Label", "Probability", "Label in “birds”",
    }  # fmt: skip
    counts_are_true(opened, qtbot, chosen, "opening")
    click(opened, "Camera", "Nikon")
    chosen["Camera"] = [["Nikon"]]
    counts_are_true(opened, qtbot, chosen, "a camera")
    assert condition(opened) == "camera == 'Nikon'"
    assert shown_images(opened) == [0, 1, 4, 5]
    click(opened, "Folder", "2023")
    chosen["Folder"] = [["2023"]]
    counts_are_true(opened, qtbot, chosen, "a folder")
    assert condition(opened) == "camera == 'Nikon' and folder('2023')"
    click(opened, "Folder", "2022", "bay")
    chosen["Folder"].append(["2022", "bay"])
    counts_are_true(opened, qtbot, chosen, "a second folder")
    assert condition(opened) == "camera == 'Nikon' and (folder('2022/bay') or folder('2023'))"
    assert shown_images(opened) == [0, 1, 4, 5]
    click(opened, "Label", "Unlabelled")
    chosen["Label"] = [["Unlabelled"]]
    counts_are_true(opened, qtbot, chosen, "a label")
    assert shown_images(opened) == [1, 4, 5]
    space.controller.judge([4], Label.RELEVANT)
    counts_are_true(opened, qtbot, chosen, "a judgement")
    space.undo()
    counts_are_true(opened, qtbot, chosen, "undo")
    space.ranking.controls.search.setText("bay")
    qtbot.waitUntil(lambda: space.ranking.controls.wanted == space.controller.filtering.wanted)
    counts_are_true(opened, qtbot, chosen, "a name", name="bay")
    assert panel.chosen.texts == ("Name: bay", "Camera: Nikon", "Folder: 2022/bay, 2023", "Label: Unlabelled")
    space.controller.switch_topic(2)
    counts_are_true(opened, qtbot, chosen, "another topic", name="bay")
    assert find(opened, "Label in “fish”").isValid()
    topic_commands.rename(space.controller, 1, "shark")
    counts_are_true(opened, qtbot, chosen, "another name", name="bay")
    assert find(opened, "Label in “shark”").isValid()
    space.ranking.controls.clear.click()
    at_rest(opened, qtbot)
    counts_are_true(opened, qtbot, {}, "all cleared")
    assert condition(opened) == ""
    assert panel.chosen.texts == ()


def test_one_click_takes_one_facet_back(opened, qtbot):
    panel, controls = panel_of(opened), opened.workspace.ranking.controls
    controls.condition.setText("score > -9 and (camera == 'Canon' or camera == 'Nikon') and folder('2023')")
    controls.search.setText("bay")
    qtbot.waitUntil(lambda: len(panel.chosen.texts) == 4)
    assert panel.chosen.texts == (
        "Name: bay", "Camera: Canon, Nikon", "Folder: 2023", "Condition: score > -9",
    )  # fmt: skip
    panel.chosen.lines[1].click()
    qtbot.waitUntil(lambda: len(panel.chosen.texts) == 3)
    assert condition(opened) == "score > -9 and folder('2023')"
    panel.chosen.lines[0].click()
    qtbot.waitUntil(lambda: controls.search.text() == "" and len(panel.chosen.texts) == 2)
    panel.chosen.lines[1].click()
    qtbot.waitUntil(lambda: panel.chosen.texts == ("Folder: 2023",))
    assert condition(opened) == "folder('2023')"


def test_what_is_typed_is_chosen_and_what_cannot_be_chosen_is_left_alone(opened, qtbot):
    panel, controls = panel_of(opened), opened.workspace.ranking.controls
    controls.condition.setText("score > -9 & CAMERA == 'nikon'")
    qtbot.waitUntil(
        lambda: find(opened, "Camera", "Nikon").data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked
    )
    click(opened, "Shape", "Portrait")
    assert condition(opened) == "score > -9 and CAMERA == 'nikon' and width < height"
    at_rest(opened, qtbot)
    click(opened, "Camera", "Nikon")
    at_rest(opened, qtbot)
    assert condition(opened) == "score > -9 and width < height"
    controls.condition.setText("score >")
    qtbot.waitUntil(lambda: not panel.tree.isEnabled())
    assert "is not a condition" in panel.problem.text()
    controls.condition.setText("")
    qtbot.waitUntil(panel.tree.isEnabled)
    assert panel.problem.isHidden()


def test_a_folder_and_those_within_it(opened, qtbot):
    def state(*value):
        return find(opened, "Folder", *value).data(Qt.ItemDataRole.CheckStateRole)

    click(opened, "Folder", "2023", "bay")
    at_rest(opened, qtbot)
    assert (state("2023"), state("2023", "bay")) == (Qt.CheckState.PartiallyChecked, Qt.CheckState.Checked)
    click(opened, "Folder", "2023")
    at_rest(opened, qtbot)
    assert condition(opened) == "folder('2023')"
    assert state("2023", "reef") == Qt.CheckState.Checked
    click(opened, "Folder", "2023", "reef")
    at_rest(opened, qtbot)
    assert condition(opened) == "folder('2023/reef')"
    click(opened, "Folder", "2023", "reef")
    at_rest(opened, qtbot)
    assert condition(opened) == ""


def test_a_label_is_looked_for_in_the_tab_of_all(opened, qtbot):
    controls = opened.workspace.ranking.controls
    controls.open_tab(Tab.SUGGESTIONS)
    click(opened, "Label", "Irrelevant")
    at_rest(opened, qtbot)
    assert controls.tab is Tab.ALL
    assert shown_images(opened) == [2]
    click(opened, "Label in “birds”", "Relevant")
    at_rest(opened, qtbot)
    assert condition(opened) == "irrelevant and relevant('birds')"
    assert shown_images(opened) == []
    click(opened, "Label", "Relevant")
    at_rest(opened, qtbot)
    assert condition(opened) == "(relevant or irrelevant) and relevant('birds')"
    assert shown_images(opened) == [3]


def test_a_range_of_time_is_dragged(opened, qtbot):
    panel = panel_of(opened)
    times = panel.times
    assert (times.line.unit, times.line.name(0), times.line.counts.tolist()[:3]) == ("M", "2022-05", [2, 1, 0])
    assert panel.undated.text() == "No date: 1"
    opened.workspace.panes.open_tab(Tab.ALL)
    first, last = times.bar_rect(1).center(), times.bar_rect(8).center()
    QTest.mousePress(times, Qt.MouseButton.LeftButton, pos=last)
    QTest.mouseMove(times, first)
    QTest.mouseRelease(times, Qt.MouseButton.LeftButton, pos=first)
    at_rest(opened, qtbot)
    assert condition(opened) == "'2022-06' <= time <= '2023-01'"
    assert shown_images(opened) == [2, 3, 4]
    assert panel.chosen.texts == ("Date: 2022-06 to 2023-01",)
    assert times.line.counts.sum() == 7, "a range does not hide the bars outside"
    QTest.mouseClick(times, Qt.MouseButton.LeftButton, pos=first)
    at_rest(opened, qtbot)
    assert condition(opened) == "time == '2022-06'"
    QTest.mouseClick(times, Qt.MouseButton.LeftButton, pos=first)
    at_rest(opened, qtbot)
    assert condition(opened) == ""


def test_the_time_line_by_keyboard(opened, qtbot):
    panel = panel_of(opened)
    times = panel.times
    times.setFocus()
    assert times.accessibleName() == "Time line, all dates; 2022-05: 2 images"
    QTest.keyClick(times, Key.Key_Right)
    assert times.accessibleName() == "Time line, all dates; 2022-06: 1 image"
    QTest.keyClick(times, Key.Key_Space)
    at_rest(opened, qtbot)
    assert condition(opened) == "time == '2022-06'"
    for _ in range(2):
        QTest.keyClick(times, Key.Key_Right, Modifier.ShiftModifier)
        at_rest(opened, qtbot)
    assert condition(opened) == "'2022-06' <= time <= '2022-08'"
    QTest.keyClick(times, Key.Key_Escape)
    at_rest(opened, qtbot)
    assert condition(opened) == ""
    QTest.keyClick(times, Key.Key_End)
    QTest.keyClick(times, Key.Key_Plus)
    at_rest(opened, qtbot)
    while times.line.unit == "M":
        QTest.keyClick(times, Key.Key_Plus)
        at_rest(opened, qtbot)
    assert times.line.unit == "D"
    assert panel.all_times.isVisible()
    panel.all_times.click()
    at_rest(opened, qtbot)
    assert times.line.unit == "M"
    assert not panel.all_times.isVisible()


def test_the_time_line_from_right_to_left(opened, qtbot):
    times = panel_of(opened).times
    left = times.bar_rect(0).center()
    times.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    assert times.bar_rect(0).center().x() > times.bar_rect(5).center().x()
    assert times.bar_at(left.x()) == len(times.line.counts) - 1
    assert [times.bar_at(times.bar_rect(bar).center().x()) for bar in (0, 5, 20)] == [0, 5, 20]
    times.setFocus()
    QTest.keyClick(times, Key.Key_Left)
    assert times.current == 1


def test_values_are_chosen_by_keyboard(opened, qtbot):
    tree = panel_of(opened).tree
    tree.setFocus()
    tree.setCurrentIndex(find(opened, "Camera", "Canon"))
    QTest.keyClick(tree, Key.Key_Space)
    at_rest(opened, qtbot)
    QTest.keyClick(tree, Key.Key_Down)
    QTest.keyClick(tree, Key.Key_Space)
    at_rest(opened, qtbot)
    assert condition(opened) == "camera == 'Canon' or camera == 'Nikon'"
    assert tree.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole) == "Nikon, 4 images, chosen"
    QTest.keyClick(tree, Key.Key_Return)
    at_rest(opened, qtbot)
    assert condition(opened) == "camera == 'Nikon'"
    QTest.keyClick(tree, Key.Key_Space)
    at_rest(opened, qtbot)
    assert condition(opened) == ""
    tree.setCurrentIndex(find(opened, "Shape"))
    assert not tree.isExpanded(tree.currentIndex())
    QTest.keyClick(tree, Key.Key_Space)
    assert tree.isExpanded(tree.currentIndex())


def test_keys_of_the_panel_judge_nothing(opened, qtbot):
    panel = panel_of(opened)
    before = labels(opened).tolist()
    for widget in (panel.tree, panel.times):
        widget.setFocus()
        for key in (Key.Key_P, Key.Key_X, Key.Key_U, Key.Key_C, Key.Key_A):
            QTest.keyClick(widget, key)
    assert labels(opened).tolist() == before


def test_what_is_asked_next_is_limited_and_not_any_more(opened, project, qtbot):
    panel, controller = panel_of(opened), opened.workspace.controller
    assert panel.ask.isHidden()
    click(opened, "Folder", "2024")
    at_rest(opened, qtbot)
    panel.ask.click()
    assert controller.session.topic.scope == Scope(filter="folder('2024')")
    assert panel.limit.text() == "Asked only about: folder('2024')"
    assert not panel.ask.isEnabled()
    assert opened.status.texts["remark"] == "From the next batch on: only 2 images are asked about"
    controller.next_batch()
    qtbot.waitUntil(lambda: controller.browser.batch is not None and controller.browser.batch.scope.filter != "")
    assert set(controller.browser.batch.images) == {6, 7}
    with Session.open(project, read_only=True) as other:
        assert other.topic.scope.filter == "folder('2024')"
    panel.ask_all.click()
    assert controller.session.topic.scope == Scope()
    assert panel.limit.isHidden()
    assert panel.ask_all.isHidden()


@pytest.mark.parametrize("text", ["relevant", "probability > 0.5", "relevant('birds')", "not featured"])
def test_labels_and_scores_cannot_limit_what_is_asked(opened, qtbot, text):
    panel, controls = panel_of(opened), opened.workspace.ranking.controls
    controls.condition.setText(text)
    qtbot.waitUntil(lambda: opened.workspace.controller.filtering.wanted.expression == text)
    at_rest(opened, qtbot)
    panel.ask.click()
    assert panel.limit.text().startswith("What is asked next can be limited by folder, date, camera, size")
    assert opened.workspace.controller.session.topic.scope == Scope()


def test_what_a_project_hides_is_not_offered(opened, qtbot):
    panel, blind = panel_of(opened), opened.workspace.controller.blind_mode
    blind.set_hidden({"camera", "taken"})
    qtbot.waitUntil(lambda: panel.counted.time_line is None)
    assert {row[0] for row in rows(opened)} == {"Folder", "Shape", "Label", "Probability", "Label in “birds”"}
    assert not panel.times.isVisible()
    blind.set_all(True, ())
    qtbot.waitUntil(lambda: panel.counted.time_line is not None)
    assert {row[0] for row in rows(opened)} == {"Folder", "Camera", "Shape", "Label", "Label in “birds”"}


def test_new_images_are_read_and_counted(opened, project, qtbot, tmp_path):
    exif = dated_collection.Image.Exif()
    exif[0x0110], exif[0x0132] = "Sony", "2025:01:01 10:00:00"
    dated_collection.save_picture(tmp_path / "photos/2025/new.jpg", 40, 20, exif=exif)
    session = opened.workspace.controller.session
    session.collection.update(session.collection.rescan().run())
    opened.reopen()
    qtbot.waitUntil(lambda: on_screen(opened) and opened.workspace.controller.session is not session)
    space = opened.workspace
    qtbot.waitUntil(lambda: not space.controller.metadata.running and space.docks.shown("view.filter"))
    qtbot.waitUntil(lambda: rows(opened).get(("Camera", "Sony")) == 1)
    assert rows(opened)["Folder", "2025"] == 1
    assert panel_of(opened).times.line.name(len(panel_of(opened).times.line.counts) - 1) == "2025-01"


def test_the_funnel_opens_the_panel_and_the_condition_stays_in_sight(opened, qtbot):
    space = opened.workspace
    controls = space.ranking.controls
    assert controls.more.isChecked()
    assert controls.condition.isVisible()
    click(opened, "Camera", "Canon")
    at_rest(opened, qtbot)
    controls.more.click()
    assert not space.docks.shown("view.filter")
    assert controls.condition.isVisible(), "no filter acts unseen"
    controls.clear.click()
    assert not controls.condition.isVisible()
    controls.more.click()
    assert space.docks.shown("view.filter")


def test_a_hundred_thousand_folders_are_counted_once_and_only_rows_in_sight_are_made(opened, qtbot, monkeypatch):
    from annotator.expressions.text_column import TextColumn
    from annotator.gui.controller.facets.counts import count
    from annotator.gui.controller.facets.facet import read
    from annotator.gui.controller.facets.kinds import Facets, Known

    n, tree = 100_000, panel_of(opened).tree
    words = tuple(f"{number % 100:02d}/{number}" for number in range(n))
    known = Known({"folder": TextColumn(np.arange(n, dtype=np.int32), words)}, np.full(n, 2, np.int8))
    facets = Facets().of(known)
    counted = count(facets, read("", facets), lambda _condition: np.ones(n, bool))
    asked = []
    plain = tree.facets.count

    def counting(facet, value):
        asked.append(value)
        return plain(facet, value)

    monkeypatch.setattr(tree.facets, "count", counting)
    tree.show_counts(counted)
    tree.expand(tree.facets.index(0, 0))
    tree.repaint()
    assert tree.facets.rowCount(tree.facets.index(0, 0)) == 100
    assert find(opened, "Folder", "07").siblingAtColumn(1).data() == "1,000"
    assert len(tree.facets._children) < 10
    assert 0 < len(asked) < 5_000


def test_keys_pressed_while_it_counts_lead_to_one_more_count(opened, qtbot, monkeypatch):
    panel, counts = panel_of(opened), []
    plain = filter_panel.count

    def count(*arguments):
        counts.append(arguments)
        return plain(*arguments)

    monkeypatch.setattr(filter_panel, "count", count)
    for label in (Label.RELEVANT, Label.IRRELEVANT, Label.UNSURE, None) * 5:
        opened.workspace.controller.judge([5], label)
    at_rest(opened, qtbot)
    qtbot.waitUntil(lambda: not panel._again)
    assert 1 <= len(counts) <= 3
    counts_are_true(opened, qtbot, {}, "many keys")


def test_images_with_a_note_are_found(opened, qtbot):
    assert not any(path[0] == "Note" for path in rows(opened))
    session, controller = opened.workspace.controller.session, opened.workspace.controller
    controller.labels_changed.emit(session.collection.notes.set(5, "ring on the left leg"))
    qtbot.waitUntil(lambda: rows(opened).get(("Note", "With a note")) == 1)
    assert rows(opened)["Note", "Without a note"] == N - 1
    click(opened, "Note", "With a note")
    at_rest(opened, qtbot)
    assert condition(opened) == "known(image_note)"
    assert opened.workspace.ranking.passing.tolist() == [5]


def test_every_part_of_the_panel_can_be_reached_and_has_a_name(opened, qtbot):
    panel = panel_of(opened)
    click(opened, "Camera", "Canon")
    at_rest(opened, qtbot)
    wanted = {panel.chosen.lines[0], panel.ask, panel.times, panel.tree}
    panel.chosen.lines[0].setFocus()
    reached = set()
    for _ in range(12):
        reached.add(opened.focusWidget())
        QTest.keyClick(opened.focusWidget(), Key.Key_Tab)
    assert wanted <= reached
    assert all(widget.accessibleName() or widget.text() for widget in wanted)
    assert panel.chosen.lines[0].accessibleName() == "Take back the filter Camera: Canon"


def test_the_mouse_tells_what_a_bar_is(opened, qtbot):
    times = panel_of(opened).times
    assert times.describe(0) == "2022-05: 2 images"
    assert times.bar_at(-50) == 0
    assert times.bar_at(10_000) == len(times.line.counts) - 1
    assert times.childAt(QPoint(1, 1)) is None
