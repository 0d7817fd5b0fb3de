"""What the window says is true after every step: judging, filtering, undo, renaming, another topic, opening again.

FACTS lists what the window says, and how the same is known without it. A new text that states a fact gets a line there.
"""

import h5py
import numpy as np
import pytest
from on_screen import on_screen
from PIL import Image
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QToolButton

from annotator.data.project.trust import TrustStore
from annotator.gui.controller import topic_commands
from annotator.gui.controller.ranking_filter import Order, Tab
from annotator.gui.dialogs.export_dialog import ExportDialog
from annotator.gui.dialogs.match_preview import MatchPreview
from annotator.gui.dialogs.name_dialog import NameDialog
from annotator.gui.workspace.example_picker import ExamplePicker
from annotator.session.session import Session
from annotator.types import UNLABELLED, Label

Key, Modifier = Qt.Key, Qt.KeyboardModifier


def session_of(window):
    return window.workspace.controller.session


def labels(window):
    """Labels as the record of the judgements gives them, by image."""
    found = {}
    for entry in reversed(session_of(window).judgements.history()):
        found[entry.image] = entry.new
    return {image: label for image, label in found.items() if label is not None}


def tabs(window):
    bar = window.workspace.ranking.controls.tabs
    return [int(bar.tabText(place).rsplit(" ", 1)[1]) for place in range(bar.count())]


def true_tabs(window):
    controls, known = window.workspace.ranking.controls, labels(window)
    unsure = controls.condition.text() == "unsure"
    passing = [
        image
        for image, path in enumerate(session_of(window).paths)
        if controls.search.text() in path and (not unsure or known.get(image) is Label.UNSURE)
    ]
    relevant = sum(known.get(image) is Label.RELEVANT for image in passing)
    return [sum(image not in known for image in passing), relevant, len(passing)]


def filter_line(window):
    controls = window.workspace.ranking.controls
    return controls._count.text() if controls.clear.isVisibleTo(window) else ""


def true_filter_line(window):
    narrow = window.workspace.ranking.controls.wanted.narrows
    return f"{true_tabs(window)[2]} of 60 images" if narrow else ""


def true_counts(window):
    known = list(labels(window).values())
    relevant, irrelevant, unsure = (known.count(label) for label in (Label.RELEVANT, Label.IRRELEVANT, Label.UNSURE))
    return f"{relevant} relevant · {irrelevant} irrelevant · {unsure} unsure · {60 - len(known)} unlabelled"


def true_progress(window):
    batch, known = window.workspace.controller.browser.batch, labels(window)
    if batch is None:
        return ""
    newest = session_of(window).judgements.batches[-1].round
    earlier = "" if batch.round == newest else f" of {newest}"
    return f"Round {batch.round}{earlier} {sum(image in known for image in batch.images)} of {len(batch.images)} judged"


def progress(window):
    pane = window.workspace.batch
    return "" if pane.stack.currentIndex() != 0 else f"{pane._round.text()} {pane.progress}"


def seen(window, action, value):
    """What a panel says while it can be seen."""
    return value() if window.workspace.docks.shown(action) and window.workspace.panes.panel(action).seen else None


def history(window):
    return seen(window, "view.history", lambda: window.workspace.panes.panel("view.history").model.rowCount())


def true_history(window):
    return seen(window, "view.history", lambda: session_of(window).judgements.history_size())


def topics(window):
    def counts():
        model = window.workspace.panes.panel("view.topics").model
        found = {}
        for row in range(model.rowCount()):
            name, *counts = [model.index(row, column).data() for column in range(4)]
            found[name.removeprefix("▸ ")] = tuple(counts)
        return found.get(session_of(window).topic.name)

    return seen(window, "view.topics", counts)


def true_topics(window):
    known = list(labels(window).values())
    wanted = (Label.RELEVANT, Label.IRRELEVANT, Label.UNSURE)
    return seen(window, "view.topics", lambda: tuple(str(known.count(label)) for label in wanted))


def undo(window):
    return window.actions_["edit.undo"].text()


def true_undo(window):
    steps = [step for step in session_of(window).judgements.steps() if not step.undone]
    return f"Undo: {steps[0].text}" if steps else "Undo"


def suggested(window):
    """Images of the first tab that have a label and are not in hand."""
    pane, known = window.workspace.ranking, labels(window)
    return sorted(set(pane.grid.images().tolist()) & set(known)) if pane.controls.tab is Tab.SUGGESTIONS else []


FACTS = {
    "counts in the tabs": (tabs, true_tabs),
    "what the filter leaves": (filter_line, true_filter_line),
    "counts at the bottom": (lambda window: window.status.texts["counts"], true_counts),
    "round and progress": (progress, true_progress),
    "rows of the history": (history, true_history),
    "counts of the topic": (topics, true_topics),
    "name of the topic": (lambda window: window.tools.topics.currentText(), lambda w: session_of(w).topic.name),
    "step to undo": (undo, true_undo),
}


def all_true(window, qtbot, after):
    """Wait until every fact is true; a fact that never is shows itself."""
    for name, (shown, true) in FACTS.items():
        try:
            qtbot.waitUntil(lambda shown=shown, true=true: shown(window) == true(window))
        except Exception:
            raise AssertionError(f"{name} after {after}: {shown(window)!r} is not {true(window)!r}") from None


@pytest.fixture
def opened(window, project, qtbot):
    with Session.open(project) as session:
        session.judge([0, 1], Label.RELEVANT)
        session.judge([40], Label.IRRELEVANT)
        session.next_batch()
    return show(window, project, qtbot)


def show(window, project, qtbot):
    window.open_project(project)
    qtbot.waitUntil(lambda: on_screen(window))
    space = window.workspace
    qtbot.waitUntil(lambda: space.controller.ranking is not None and not space.controller.busy)
    qtbot.waitUntil(lambda: space.ranking._job is None and space.ranking._result is not None)
    return window


def act(identifier):
    return lambda window: window.actions_[identifier].trigger()


def press(key):
    def do(window):
        grid = window.workspace.panes.active
        QTest.keyClick(grid, key)

    return do


def find(text):
    return lambda window: window.workspace.ranking.controls.search.setText(text)


def condition(text):
    return lambda window: window.workspace.ranking.controls.condition.setText(text)


def open_tab(tab):
    return lambda window: window.workspace.panes.open_tab(tab)


def rename(window):
    topic_commands.rename(window.workspace.controller, session_of(window).topic.id, "vermilion")


STEPS = (
    ("a key in the batch", press(Key.Key_P)),
    ("another key in the batch", press(Key.Key_U)),
    ("undo", act("edit.undo")),
    ("redo", act("edit.redo")),
    ("a filter by name", find("cherry")),
    ("judging under a filter", lambda window: window.workspace.controller.judge([2, 3, 50], Label.RELEVANT)),
    ("undo under a filter", act("edit.undo")),
    ("a filter that nothing passes", find("nothing of that name")),
    ("clearing the filter", lambda window: window.workspace.ranking.controls.clear_filter()),
    ("the tab of what was found", open_tab(Tab.FOUND)),
    ("clearing a label there", press(Key.Key_C)),
    ("the tab of all", open_tab(Tab.ALL)),
    ("judging there", press(Key.Key_U)),
    ("a filter by label", condition("unsure")),
    ("judging under a filter by label", press(Key.Key_X)),
    ("undo under a filter by label", act("edit.undo")),
    ("no filter by label", condition("")),
    ("suggestions", open_tab(Tab.SUGGESTIONS)),
    ("the ranking", act("batch.ranking")),
    ("the rest of the batch, and the next one", act("judge.rest")),
    ("undo into the batch before", act("edit.undo")),
    ("another name", rename),
    ("another topic", lambda window: window.workspace.controller.add_topic("other")),
    ("judging for another topic", lambda window: window.workspace.controller.judge([5, 6], Label.UNSURE)),
    ("the first topic", lambda window: window.workspace.controller.switch_topic(1)),
    ("the other topic again", act("topic.next")),
)


@pytest.mark.parametrize("panel", ["view.history", "view.topics"])
def test_every_fact_is_true_after_every_step(opened, qtbot, panel):
    opened.actions_[panel].trigger()
    qtbot.waitUntil(lambda: opened.workspace.panes.panel(panel).seen)
    all_true(opened, qtbot, "opening")
    opened.workspace.panes.work_with(opened.workspace.batch.grid)
    for name, do in STEPS:
        do(opened)
        qtbot.waitUntil(lambda: not opened.workspace.controller.busy)
        all_true(opened, qtbot, name)


def test_every_fact_is_true_after_opening_again(opened, project, qtbot):
    opened.workspace.ranking.controls.search.setText("cherry")
    opened.workspace.controller.judge([2, 3], Label.RELEVANT)
    opened.workspace.controller.undo()
    all_true(opened, qtbot, "undo")
    before = {name: shown(opened) for name, (shown, _) in FACTS.items()}
    opened.close_project()
    show(opened, project, qtbot)
    all_true(opened, qtbot, "opening again")
    assert {name: shown(opened) for name, (shown, _) in FACTS.items()} == before


def said_of_ranking(window):
    return window.status.texts["ranking"]


def test_the_round_of_the_model_stays_when_nothing_new_was_judged(opened, project, qtbot):
    """The model of round 1 is that of round 1 after another ranking, another batch, and opening again."""
    opened.prefer(auto_next=False)
    space = opened.workspace
    space.controller.judge(space.controller.browser.remaining, Label.IRRELEVANT)
    opened.actions_["batch.ranking"].trigger()
    said = "Ranking by the model of round 1 (7 judgements)"
    qtbot.waitUntil(lambda: said_of_ranking(opened) == said)
    before = space.controller.ranking
    opened.actions_["batch.ranking"].trigger()
    qtbot.waitUntil(lambda: space.controller.ranking is not before)
    assert said_of_ranking(opened) == said
    assert "Round 1" in progress(opened)
    opened.close_project()
    show(opened, project, qtbot)
    assert said_of_ranking(opened) == said
    assert progress(opened) == "Round 1 4 of 4 judged", "the next batch is not wanted yet"
    opened.actions_["batch.next"].trigger()
    qtbot.waitUntil(lambda: "Round 2" in progress(opened) and not opened.workspace.controller.busy)
    qtbot.waitUntil(lambda: said_of_ranking(opened) == said)
    before = opened.workspace.controller.ranking
    opened.actions_["batch.ranking"].trigger()
    qtbot.waitUntil(lambda: opened.workspace.controller.ranking is not before)
    assert said_of_ranking(opened) == said, "nothing of round 2 is judged yet"
    opened.close_project()
    show(opened, project, qtbot)
    assert said_of_ranking(opened) == said
    opened.workspace.controller.judge(opened.workspace.controller.browser.remaining[:1], Label.IRRELEVANT)
    opened.actions_["batch.ranking"].trigger()
    qtbot.waitUntil(lambda: said_of_ranking(opened) == "Ranking by the model of round 2 (8 judgements)")


def test_what_was_undone_is_no_part_of_the_model_any_more(opened, qtbot):
    opened.prefer(auto_next=False)
    controller = opened.workspace.controller
    controller.judge(controller.browser.remaining[:1], Label.IRRELEVANT)
    opened.actions_["batch.ranking"].trigger()
    qtbot.waitUntil(lambda: said_of_ranking(opened) == "Ranking by the model of round 1 (4 judgements)")
    controller.undo()
    opened.actions_["batch.ranking"].trigger()
    qtbot.waitUntil(lambda: said_of_ranking(opened) == "Ranking by your examples (3 judgements)")


def test_a_new_name_is_everywhere_at_once(window, project, qtbot):
    window.open_project(project)
    qtbot.waitUntil(lambda: on_screen(window))
    assert window.workspace.batch.start.title == "Looking for “red”"
    window.actions_["project.export"].trigger()
    export = window.findChild(ExportDialog)
    window.actions_["topic.rename"].trigger()
    dialog = window.findChild(NameDialog)
    dialog.name.setText("vermilion")
    dialog.accept()
    assert window.workspace.batch.start.title == "Looking for “vermilion”"
    assert window.tools.topics.currentText() == "vermilion"
    assert export.windowTitle() == "Export “vermilion”"
    assert "vermilion" in export.target.path.name
    export.close()


def test_the_start_offers_only_what_is_still_to_begin(window, project, qtbot):
    window.open_project(project)
    qtbot.waitUntil(lambda: on_screen(window))
    start = window.workspace.batch.start
    assert start.without.text() == "Start without an example"
    window.workspace.controller.judge([0], Label.RELEVANT)
    assert start.without.text() == "Choose the first batch"
    window.workspace.controller.undo()
    assert start.without.text() == "Start without an example"


def test_examples_can_be_left_out_only_at_the_start(opened, qtbot):
    opened.actions_["batch.examples"].trigger()
    dialog = opened.findChild(ExamplePicker)
    assert not dialog.skip.isVisible()
    dialog.reject()
    opened.workspace.controller.add_topic("other")
    opened.actions_["batch.examples"].trigger()
    dialog = next(one for one in opened.findChildren(ExamplePicker) if one.isVisible())
    assert dialog.skip.isVisible()
    dialog.reject()


class Presses(QObject):
    """Notes the presses that reach a button, and withholds them from it."""

    def __init__(self):
        super().__init__()
        self.seen = []

    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.KeyPress and event.key() == Key.Key_Space:
            self.seen.append(watched)
        return event.type() in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease)


@pytest.mark.parametrize("key", [Key.Key_Return, Key.Key_Enter])
def test_return_presses_every_button_that_tab_reaches(opened, qtbot, key):
    find("cherry")(opened)
    qtbot.waitUntil(opened.workspace.ranking.controls.clear.isVisible)
    buttons = [
        button
        for button in (*opened.findChildren(QPushButton), *opened.findChildren(QToolButton))
        if button.isVisible() and button.isEnabled() and button.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
    assert len(buttons) > 15
    presses = Presses()
    for button in buttons:
        button.installEventFilter(presses)
        button.setFocus(Qt.FocusReason.TabFocusReason)
        assert button.hasFocus()
        QTest.keyClick(button, key)
        button.removeEventFilter(presses)
    assert presses.seen == buttons


def test_return_does_what_the_button_says(opened, qtbot):
    space = opened.workspace
    grid = space.batch.grid
    image = grid.current_image()
    button = space.bar.buttons["judge.relevant"]
    button.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(button, Key.Key_Return)
    assert space.controller.session.label_of(image) is Label.RELEVANT
    find("cherry")(opened)
    clear = space.ranking.controls.clear
    qtbot.waitUntil(clear.isVisible)
    clear.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(clear, Key.Key_Return)
    assert space.ranking.controls.search.text() == ""


def test_a_folder_that_cannot_be_read_leaves_no_tick(qtbot, collection, tmp_path):
    preview = MatchPreview()
    qtbot.addWidget(preview)
    images = tmp_path / "images"
    images.mkdir()
    for part in ("cherry", "other"):
        (images / part).symlink_to(collection / "images" / part)
    preview.look_at(images, collection / "features.h5")
    qtbot.waitUntil(lambda: preview.words.text().startswith("✓ 60 of 60"))
    preview.look_at(None, None)
    (images / "lost.jpg").symlink_to(tmp_path / "gone")
    preview.look_at(images, collection / "features.h5")
    qtbot.waitUntil(lambda: preview.words.text().startswith("▲ 60 of 60"))
    assert "Problems with images: 1" in preview.words.text()
    preview.close_thread()


NAMES = ("b 10/1.png", "b 9/1.png", "b 9/100.png", "b 9/102.png", "b 9/11.png", "b 9/B2.png")
ORDERED = ("b 9/1.png", "b 9/11.png", "b 9/100.png", "b 9/102.png", "b 9/B2.png", "b 10/1.png")


@pytest.fixture
def numbered(tmp_path):
    """A project of images whose names have numbers."""
    for name in NAMES:
        path = tmp_path / "images" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.new("RGB", (8, 8)).save(path)
    with h5py.File(tmp_path / "features.h5", "w") as file:
        file["features"] = np.eye(len(NAMES), dtype=np.float32)
        file.create_dataset("filenames", data=NAMES, dtype=h5py.string_dtype("utf-8"))
    project = tmp_path / "numbered.annotator"
    with Session.create(project, tmp_path / "images", tmp_path / "features.h5") as made:
        TrustStore(tmp_path / "places" / "data").allow_places(project, made.project.places_outside)
    return project


def test_names_are_in_the_order_in_which_people_count(window, numbered, qtbot):
    window.open_project(numbered)
    qtbot.waitUntil(lambda: on_screen(window))
    pane, paths = window.workspace.ranking, window.workspace.controller.session.paths
    qtbot.waitUntil(lambda: [paths[image] for image in pane.grid.images()] == list(ORDERED))
    assert pane.controls.order.currentData() is Order.NAME
    pane.controls.order.setCurrentIndex(pane.controls.order.findData(Order.FILE))
    files = ["1.png", "1.png", "11.png", "100.png", "102.png", "B2.png"]
    qtbot.waitUntil(lambda: [paths[image].rpartition("/")[2] for image in pane.grid.images()] == files)
    window.actions_["batch.examples"].trigger()
    dialog = window.findChild(ExamplePicker)
    qtbot.waitUntil(lambda: [paths[image] for image in dialog.grid.images()] == list(ORDERED))
    dialog.reject()


def test_the_large_image_has_its_place_and_rank_of_now(opened, qtbot):
    """A new ranking arrives while one image fills the window."""
    space = opened.workspace
    opened.prefer(auto_next=False, auto_advance=False)
    space.panes.open_tab(Tab.SUGGESTIONS)
    space.panes.work_with(space.ranking.grid)
    image = int(space.ranking.grid.images()[40])
    space.ranking.grid.set_current(image)
    space.panes.view(space.ranking.grid, image)
    space.controller.judge(space.ranking.grid.images()[:30].tolist(), Label.IRRELEVANT)
    space.controller.judge([image], Label.RELEVANT)
    before = space.controller.ranking
    opened.actions_["batch.ranking"].trigger()
    qtbot.waitUntil(lambda: space.controller.ranking is not before and space.ranking._job is None)
    rank = int(space.controller.ranks[image])
    assert space.panes.viewer.viewer._caption.endswith(f"rank {rank}")
    shown = space.ranking.grid.images().tolist()
    assert len(shown) < 40
    assert opened.workspace.bar._target.text() == f"image {shown.index(image) + 1} of {len(shown)}"


def test_suggestions_are_unlabelled_after_every_ranking(opened, qtbot):
    for image in (10, 50, 51):
        opened.workspace.controller.judge([image], Label.IRRELEVANT)
    opened.actions_["batch.ranking"].trigger()
    qtbot.waitUntil(lambda: suggested(opened) == [])
    codes = session_of(opened).judgements.codes
    assert (codes[opened.workspace.ranking.grid.images()] == UNLABELLED).all()
