"""Blind mode and hidden facts: nothing tells what the model believes, per project and after a restart."""

import pytest
from on_screen import on_screen
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from annotator.gui.controller.ranking_filter import Tab
from annotator.gui.panels.metadata_fields_dialog import MetadataFieldsDialog
from annotator.gui.panels.metadata_rows import Fact
from annotator.gui.panels.metadata_text import fields, without
from annotator.gui.shell.palette_entries import reason
from annotator.session.session import Session
from annotator.types import Label


@pytest.fixture
def space(window, project, qtbot):
    with Session.open(project) as session:
        session.judge([0, 1], Label.RELEVANT)
        session.judge([40], Label.IRRELEVANT)
        session.next_batch()
    return shown(window, project, qtbot)


def shown(window, project, qtbot):
    window.open_project(project)
    qtbot.waitUntil(lambda: on_screen(window))
    space = window.workspace
    space.panes.open_tab(Tab.ALL)
    qtbot.waitUntil(lambda: space.controller._ranking is not None and not space.controller.busy)
    return space


def described(space):
    model = space.ranking.grid.image_model()
    return " ".join(str(model.data(model.index(row), Qt.ItemDataRole.ToolTipRole)) for row in range(5))


def filters(space):
    model = space.docks.panel("view.filter").tree.facets
    return {model.index(row, 0).data() for row in range(model.rowCount())}


def test_nothing_on_screen_tells_what_the_model_believes(space, window, qtbot):
    window.actions_["view.filter"].trigger()
    qtbot.waitUntil(lambda: "Probability" in filters(space))
    window.actions_["view.scores"].trigger()
    qtbot.waitUntil(lambda: "probable" in described(space))
    window.actions_["view.mistakes"].trigger()
    space.panes.view(space.ranking.grid, 0)
    assert "rank" in space.panes.viewer.viewer._caption
    window.actions_["view.blind"].trigger()
    assert space.panes.viewer.viewer._caption == space.controller.session.paths[0]
    space.panes.close_viewer()
    qtbot.waitUntil(lambda: space.ranking.grid.images().tolist() == list(range(60)))
    assert "rank" not in described(space)
    assert "probable" not in described(space)
    assert not space.docks.shown("view.mistakes")
    assert not window.actions_["view.why"].isEnabled()
    assert "Blind mode" in reason(window.actions_.missing("view.why"))
    qtbot.waitUntil(lambda: "Label" in filters(space) and "Probability" not in filters(space))
    assert window.actions_["view.blind"].isChecked()
    window.actions_["view.blind"].trigger()
    qtbot.waitUntil(lambda: "probable" in described(space))


def test_a_blind_project_learns_on_and_stays_blind(space, window, project, qtbot):
    window.actions_["view.blind"].trigger()
    space.controller.blind_mode.set_hidden(["camera"])
    before = space.controller._ranking
    space.controller.judge([2, 3], Label.RELEVANT)
    space.controller.update_ranking()
    qtbot.waitUntil(lambda: space.controller._ranking is not before)
    assert space.controller.ranking is None
    window.close_project()
    later = shown(window, project, qtbot)
    assert later.controller.blind_mode.blind
    assert later.controller.blind_mode.hidden == {"camera"}
    assert later.controller.ranking is None
    qtbot.waitUntil(lambda: later.ranking.grid.images().tolist() == list(range(60)))


def test_the_history_does_not_tell_beliefs_either(space, window, qtbot):
    window.actions_["view.history"].trigger()
    panel = space.panes.panel("view.history")
    qtbot.waitUntil(lambda: panel.model.rowCount() == 3)
    tip = panel.model.index(0, 0)
    assert "The model" in panel.model.data(tip, Qt.ItemDataRole.ToolTipRole)
    window.actions_["view.blind"].trigger()
    assert "The model" not in panel.model.data(panel.model.index(0, 0), Qt.ItemDataRole.ToolTipRole)
    assert not panel.filter.doubt.isEnabled()


def test_facts_are_chosen_by_keyboard(qtbot):
    dialog = MetadataFieldsDialog(fields(["year", "width"]), {"year"})
    qtbot.addWidget(dialog)
    assert dialog.hidden() == ["year"]
    QTest.keyClick(dialog.list, Qt.Key.Key_Space)
    assert dialog.hidden() == ["taken", "year"]


def test_a_heading_goes_with_all_that_is_below_it():
    facts = [Fact("Photograph"), Fact("Camera", "X", field="camera"), Fact("Judgements"), Fact("Label", "none")]
    assert without(facts, {"camera"}) == facts[2:]
    assert without(facts, set()) == facts
    assert without([], {"camera"}) == []


def test_the_dialog_hides_what_is_not_checked(space, window, qtbot):
    window.actions_["view.fields"].trigger()
    dialog = window.findChild(MetadataFieldsDialog)
    dialog.list.item(1).setCheckState(Qt.CheckState.Unchecked)
    dialog.accept()
    assert space.controller.blind_mode.hidden == {"camera"}
