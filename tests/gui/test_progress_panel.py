"""The panel that tells how far the search is: counts, plots, words, rules, samples and files."""

from xml.etree import ElementTree

import pytest
from on_screen import on_screen
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest

from annotator.gui.sample_dialog import SampleDialog
from annotator.session import Session
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
    assert "6 relevant images found with 10 judgements" in panel.found.text()
    assert "4 judgements since" in panel.found.text()
    assert "never shown" in panel.hidden.text()
    assert "6 relevant images were found with 10 judgements" in panel.plots.curve.accessibleDescription()


def test_every_rule_has_a_verdict_in_words_and_an_assumption(panel):
    rules = panel.rules.texts()
    assert len(rules) == len(panel.progress.advice.rules) == 4
    for name, verdict, assumption in rules:
        assert name
        assert verdict in ("■ would stop", "▸ would go on")
        assert assumption.startswith("Assumes")


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
    QTest.mouseClick(panel.sample, Qt.MouseButton.LeftButton)
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


def test_the_plots_are_saved_as_picture_drawing_and_numbers(panel, space, tmp_path):
    said = []
    space.controller.told.connect(said.append)
    panel.save_to(tmp_path / "a b.png")
    image = QImage(str(tmp_path / "a b.png"))
    assert image.width() == 2 * panel.plots.curve.width()
    panel.save_to(tmp_path / "curve.svg")
    assert ElementTree.parse(tmp_path / "curve.svg").getroot().tag.endswith("svg")
    panel.save_to(tmp_path / "curve.csv")
    assert (tmp_path / "curve.csv").read_text().splitlines()[-1] == "10,6"
    panel.save_to(tmp_path / "missing" / "curve.png")
    assert [line.split(":")[0] for line in said] == ["Saved", "Saved", "Saved", "Not saved"]


def test_the_plots_follow_the_theme(panel, window):
    light = panel.plots.curve.backgroundBrush().color()
    window.prefer(theme="dark")
    dark = panel.plots.curve.backgroundBrush().color()
    assert dark.lightness() < light.lightness()


def test_nothing_is_cut_off_at_the_usual_width(panel, qtbot):
    inside = panel.plots.parentWidget()
    qtbot.waitUntil(lambda: inside.width() <= panel.width())
    assert inside.minimumSizeHint().width() <= panel.minimumWidth()
