"""The panel that tells how far the search is: counts, plots, words, rules, samples and files."""

from xml.etree import ElementTree

import pytest
from on_screen import on_screen
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QScrollArea

from annotator.gui.controller.random_sample import draw_sample
from annotator.gui.dialogs.sample_dialog import SampleDialog
from annotator.gui.panels.plot_file import file_name, with_suffix
from annotator.session.session import Session
from annotator.stopping.evidence import AUDIT
from annotator.types import Label


@pytest.fixture
def space(window, project, qtbot):
    with Session.open(project) as session:
        session.judge([0, 1], Label.RELEVANT)
        session.next_batch()
        session.judge_remaining(Label.RELEVANT)
        session.judge([20, 21, 22], Label.IRRELEVANT)
        session.judge([23], Label.UNSURE)
        session.next_batch()
    window.open_project(project)
    qtbot.waitUntil(lambda: on_screen(window))
    qtbot.waitUntil(lambda: not window.workspace.controller.busy)
    return window.workspace


@pytest.fixture
def panel(space, window, qtbot):
    window.actions_["view.progress"].trigger()
    made = space.panes.panel("view.progress")
    qtbot.waitUntil(lambda: made.progress is not None)
    return made


def turn_wheel(window, widget, delta):
    """Turn the wheel over a widget as a mouse does: through the window, so that what ignores it passes it on."""
    at = widget.mapTo(window, widget.rect().center())
    QTest.wheelEvent(window.windowHandle(), QPointF(at), QPoint(0, delta))


def drawn(panel):
    x, y = panel.plots._found.getData()
    return list(zip(x.tolist(), y.tolist(), strict=True))


def test_it_shows_counts_the_curve_and_what_they_mean(panel):
    assert "<b>6</b> relevant" in panel.counts.text()
    assert "<b>1</b> unsure" in panel.counts.text()
    assert "<b>50</b> unlabelled" in panel.counts.text()
    assert drawn(panel)[-1] == (10, 6)
    assert panel.plots._bars.opts["x"] == [1]
    assert panel.plots._bars.opts["height"] == [1.0]
    assert panel.plots._samples.opts["x"] == []
    assert panel.plots._total.toPlainText() == "6 found"
    assert "In the latest batches 4 of 4 were relevant (100\u00a0%)" in panel.found.text()
    assert "6 relevant images found with 10 judgements" in panel.found.text()
    assert "4 judgements since" in panel.found.text()
    assert "never shown" in panel.hidden.text()
    described = panel.plots.curve.accessibleDescription()
    assert "6 relevant images were found with 10 judgements" in described
    assert "The first half of the judgements found 5 of them, the second half 1" in described
    assert panel.plots.batches.accessibleDescription().endswith("round 1: 4 of 4")


def test_one_sentence_says_what_to_do_and_its_button_does_it(panel, space, qtbot):
    assert panel.next_step.text() == "Go on: it is too early to say how many are left."
    assert not panel.sample.isVisible()
    space.controller.judge(range(24, 40), Label.IRRELEVANT)
    qtbot.waitUntil(panel.sample.isVisible)
    assert panel.sample.text() == "Judge 30 random images"
    QTest.mouseClick(panel.sample, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: space.controller.browser.batch.strategy == AUDIT)
    assert len(space.controller.browser.batch.images) == 30


def test_the_certificate_says_its_cost_and_its_button_draws_what_it_names(panel, space, qtbot):
    assert not panel.certificate.isVisible()
    space.controller.judge(range(23, 40), Label.IRRELEVANT)
    qtbot.waitUntil(panel.certify.isVisible)
    asked = panel.progress.certificate
    assert panel.certify.text() == f"Certify: judge {asked.needed} random images"
    assert f"judge {asked.needed} random images if none of them is relevant" in panel.certificate.text()
    QTest.mouseClick(panel.certify, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: space.controller.browser.batch.strategy == AUDIT)
    batch = space.controller.browser.batch
    assert len(batch.images) == asked.needed
    assert batch.parameters == {"share": 1.0, "open": 34, "images": 60, "recall": 0.9, "confidence": 0.95}
    space.controller.judge(batch.images[2:], Label.IRRELEVANT)
    space.controller.move_to_batch(-1)
    qtbot.waitUntil(lambda: panel.progress.certificate.waiting == 2)
    QTest.mouseClick(panel.certify, Qt.MouseButton.LeftButton)  # the two are shown again, and none is drawn
    assert space.controller.browser.batch == batch
    space.controller.judge(batch.images[:2], Label.IRRELEVANT)
    qtbot.waitUntil(lambda: not panel.certify.isVisible())
    assert panel.certificate.text().startswith("Certified: at least 90\u00a0% of the relevant images are found")


def test_the_numbers_behind_it_are_folded(panel):
    assert not panel.rules.isVisible()
    assert panel.plots.isVisible()
    QTest.mouseClick(panel.details.button, Qt.MouseButton.LeftButton)
    assert panel.rules.isVisible()
    assert panel.hidden.isVisible()
    QTest.mouseClick(panel.details.button, Qt.MouseButton.LeftButton)
    assert not panel.rules.isVisible()


def test_every_rule_has_a_verdict_in_words_and_an_assumption(panel):
    rules = panel.rules.texts()
    assert len(rules) == len(panel.progress.advice.rules) == 4
    for name, verdict, assumption in rules:
        assert name
        assert verdict in ("■ would stop", "▸ would go on")
        assert "Assumes" in assumption
    assert rules[0][2].startswith("4 in a row; it stops at 20.")
    assert rules[2][2].startswith("Too early to tell.")


def test_a_judgement_moves_the_curve(panel, space, qtbot):
    space.controller.judge([2, 3], Label.RELEVANT)
    assert "<b>8</b> relevant" in panel.counts.text()
    qtbot.waitUntil(lambda: drawn(panel)[-1] == (12, 8))
    space.controller.undo()
    qtbot.waitUntil(lambda: drawn(panel)[-1] == (10, 6))


def test_another_topic_has_its_own_curve(panel, space, qtbot):
    space.controller.add_topic("blue")
    qtbot.waitUntil(lambda: drawn(panel)[-1] == (0, 0))
    assert "<b>0</b> relevant" in panel.counts.text()


def test_a_random_sample_is_drawn_as_the_next_batch(panel, space, window, qtbot):
    before = space.controller.browser.batch.id
    window.actions_["batch.audit"].trigger()
    dialog = window.findChild(SampleDialog)
    qtbot.waitUntil(dialog.isVisible)
    assert dialog.size_.maximum() == 50
    dialog.size_.setValue(7)
    assert dialog.draw.text() == "Draw 7 images"
    dialog.draw.click()
    qtbot.waitUntil(lambda: space.controller.browser.batch.id != before)
    batch = space.controller.browser.batch
    assert batch.strategy == AUDIT
    assert len(batch.images) == 7
    assert space.batch.grid.images().tolist() == list(batch.images)
    qtbot.waitUntil(lambda: "7 images were drawn at random" in panel.hidden.text())
    space.controller.judge(batch.images, Label.RELEVANT)
    qtbot.waitUntil(lambda: panel.plots._samples.opts["x"] == [batch.round])
    assert f"round {batch.round}, a random sample: 7 of 7" in panel.plots.batches.accessibleDescription()


def test_a_sample_is_drawn_after_a_batch_that_came_first(panel, space, qtbot):
    controller = space.controller
    draw_sample(controller, 5)
    controller.next_batch()
    qtbot.waitUntil(lambda: controller.session.judgements.batches[-1].strategy == AUDIT)
    assert controller.session.judgements.batches[-2].strategy != AUDIT
    assert len(controller.browser.batch.images) == 5


def test_the_estimate_is_written_on_the_curve(panel, space, qtbot):
    assert not panel.plots._range.isVisible()
    draw_sample(space.controller, 40)
    qtbot.waitUntil(lambda: space.controller.browser.batch.strategy == AUDIT)
    images = space.controller.browser.batch.images
    space.controller.auto_next = False
    space.controller.judge(images[:10], Label.RELEVANT)
    space.controller.judge(images[10:], Label.IRRELEVANT)
    qtbot.waitUntil(lambda: panel.plots._range.isVisible())
    low, high = panel.progress.advice.likely
    assert panel.plots._range.toPlainText() == f"likely {low} to {high} in all"
    assert f"The collection has likely {low} to {high}." in panel.plots.curve.accessibleDescription()
    assert "Estimate:" in panel.hidden.text()


def test_the_keyboard_reaches_plots_and_buttons_and_the_wheel_scrolls_the_panel(panel, window, qtbot):
    window.activateWindow()
    panel.plots.curve.setFocus(Qt.FocusReason.TabFocusReason)
    seen = []
    for _ in range(4):
        seen.append(window.focusWidget())
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
    assert panel.plots.curve in seen
    assert panel.plots.batches in seen
    assert panel.details.button in seen
    panel.details.button.click()
    bar = panel.findChild(QScrollArea).verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    bar.setValue(0)
    turn_wheel(window, panel.plots.curve, -120)
    assert bar.value() > 0


def test_nothing_can_be_drawn_where_nothing_can_be_changed(window, project, qtbot):
    window.open_project(project, read_only=True)
    qtbot.waitUntil(lambda: on_screen(window))
    window.actions_["view.progress"].trigger()
    made = window.workspace.panes.panel("view.progress")
    assert not made.sample.isEnabled()


def test_the_plots_are_saved_as_picture_drawing_and_numbers(panel, space, tmp_path, qtbot):
    said = []
    space.controller.status_message.connect(said.append)
    for name in ("a b.png", "curve.svg", "curve.csv", "missing/curve.png"):
        panel.save_to(tmp_path / name)
    qtbot.waitUntil(lambda: len(said) == 4)
    assert [line.split(":")[0] for line in said] == ["Saved", "Saved", "Saved", "Not saved"]
    image = QImage(str(tmp_path / "a b.png"))
    assert image.width() == 2 * panel.plots.curve.width()
    assert ElementTree.parse(tmp_path / "curve.svg").getroot().tag.endswith("svg")
    assert (tmp_path / "curve.csv").read_text().splitlines()[-1] == "10,6,0"
    assert {path.name for path in tmp_path.glob("*curve*")} == {"curve.csv", "curve.svg"}


def test_nothing_is_saved_before_there_is_something(panel, tmp_path):
    panel.progress = None
    panel.save_to(tmp_path / "curve.csv")
    assert not (tmp_path / "curve.csv").exists()


@pytest.mark.parametrize(
    ("chosen", "kind", "file"),
    [
        ("a.PNG", "Drawing (*.svg)", "a.PNG"),
        ("red v1.2", "Drawing (*.svg)", "red v1.2.svg"),
        ("a", "Zahlen (*.csv)", "a.csv"),
        ("a", "", "a.png"),
    ],
)
def test_a_file_gets_the_suffix_of_its_kind(chosen, kind, file):
    assert with_suffix(chosen, kind).name == file


def test_a_topic_of_any_name_makes_a_file_name():
    assert file_name("red/blue: what? - progress") == "red blue what - progress"
    assert file_name("...") == "plots"


def test_the_plots_follow_the_theme(panel, window):
    light = panel.plots.curve.backgroundBrush().color()
    window.prefer(theme="dark")
    dark = panel.plots.curve.backgroundBrush().color()
    assert dark.lightness() < light.lightness()


def test_nothing_is_cut_off_at_the_usual_width(panel, qtbot):
    inside = panel.plots.parentWidget()
    qtbot.waitUntil(lambda: inside.width() <= panel.width())
    assert inside.minimumSizeHint().width() <= panel.minimumWidth()
