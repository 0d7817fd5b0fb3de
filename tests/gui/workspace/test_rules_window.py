"""Rules in the window: the panel and its dialog, what is said of a rule, its images, a broken one, and undo."""

from __future__ import annotations

import pytest
from on_screen import on_screen
from PySide6.QtCore import Qt

from annotator.gui.panels.rules.rule_dialog import RuleDialog
from annotator.gui.panels.rules.rules_panel import JUDGED, said_of
from annotator.session.session import Session
from annotator.types import Label


@pytest.fixture
def panel(window, project, qtbot):
    """The panel of a project with two judgements, whose images have a number, n."""
    with Session.open(project) as session:
        table = project.parent / "numbers.csv"
        rows = "".join(f"{path},{number}\n" for number, path in enumerate(session.paths))
        table.write_text(f"image,n\n{rows}", "utf-8")
        session.collection.metadata.import_table(table).run()
        session.judge([0], Label.RELEVANT)
        session.judge([30], Label.IRRELEVANT)
    window.open_project(project)
    qtbot.waitUntil(lambda: on_screen(window) and not window.workspace.controller.busy)
    window.actions_["view.rules"].trigger()
    return window.workspace.panes.panel("view.rules")


def ask(panel, button):
    button.click()
    (dialog,) = [one for one in panel.window().findChildren(RuleDialog) if one.isVisible()]
    return dialog


def add(panel, qtbot, condition: str, vote: Label = Label.RELEVANT) -> None:
    dialog = ask(panel, panel.add)
    dialog.condition.setText(condition)
    (dialog.relevant if vote is Label.RELEVANT else dialog.irrelevant).setChecked(True)
    wanted = len(panel.model.rows) + 1
    dialog.use.click()
    qtbot.waitUntil(lambda: len(panel.model.rows) == wanted)


def texts(panel) -> list[list[str]]:
    model = panel.model
    return [
        [model.index(row, column).data() for column in range(model.columnCount())] for row in range(model.rowCount())
    ]


def test_a_rule_is_written_counted_changed_shown_and_undone(panel, qtbot) -> None:
    window, controller = panel.window(), panel.controller
    assert not panel.table.isVisible()
    assert "before you judge" in panel.note.text()
    assert [one.isEnabled() for one in (panel.add, panel.edit, panel.remove, panel.show_images)] == [True, *[False] * 3]

    dialog = ask(panel, panel.add)
    assert not dialog.take_filter.isEnabled()
    dialog.condition.setText("m < 10")
    qtbot.waitUntil(dialog.problem.isVisible)
    assert "There is no column 'm'" in dialog.problem.text()
    dialog.use.click()
    assert (dialog.isVisible(), controller.session.topics.rules.report().run()) == (True, ())
    dialog.condition.clear()
    dialog.columns.setCurrentIndex(dialog.columns.findData("n"))
    dialog.columns.activated.emit(dialog.columns.currentIndex())
    dialog.condition.insert(" < 10")
    qtbot.waitUntil(lambda: "10 of" in dialog.count.text())
    dialog.use.click()
    qtbot.waitUntil(lambda: texts(panel) != [])
    assert texts(panel)[0][:2] == ["✓ n < 10", "10"]
    assert texts(panel)[0][JUDGED] == "1 of 1"
    assert "of its votes are right" in panel.said.text()
    qtbot.waitUntil(lambda: not controller.busy)
    assert set(controller.session.ranking.images[:10].tolist()) & set(range(10))

    dialog = ask(panel, panel.edit)
    assert (dialog.condition.text(), dialog.relevant.isChecked()) == ("n < 10", True)
    dialog.irrelevant.setChecked(True)
    dialog.use.click()
    qtbot.waitUntil(lambda: texts(panel)[0][0] == "✗ n < 10")
    assert texts(panel)[0][JUDGED] == "0 of 1"

    panel.show_images.click()
    grid = window.workspace.ranking.grid
    qtbot.waitUntil(lambda: sorted(grid.images()) == list(range(10)))
    dialog = ask(panel, panel.add)
    dialog.take_filter.click()
    assert dialog.condition.text() == "n < 10"
    dialog.reject()

    window.actions_["edit.undo"].trigger()
    qtbot.waitUntil(lambda: texts(panel)[0][0] == "✓ n < 10")
    panel.remove.click()
    qtbot.waitUntil(lambda: texts(panel) == [])
    assert not panel.said.isVisible()
    window.actions_["edit.undo"].trigger()
    qtbot.waitUntil(lambda: texts(panel) != [])
    assert len(controller.session.topics.rules) == 1


def test_a_rule_that_cannot_be_evaluated_any_more_says_why_and_the_others_go_on(panel, qtbot) -> None:
    controller = panel.controller
    night = controller.session.topics.add("night")
    add(panel, qtbot, "relevant('night') or n > 20", Label.IRRELEVANT)
    add(panel, qtbot, "n < 5")
    controller.session.topics.rename(night.id, "dusk")
    panel.refresh()
    qtbot.waitUntil(lambda: texts(panel)[0][1] == "⚠")
    panel.table.selectRow(0)
    assert "the ranking goes on without it: There is no topic 'night'." in panel.said.text()
    assert not panel.show_images.isEnabled()
    assert texts(panel)[1][:2] == ["✓ n < 5", "5"]
    name = panel.model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "irrelevant where relevant('night') or n > 20" in name


def test_what_is_said_of_a_rule_that_never_fires_or_is_like_another_one(panel, qtbot) -> None:
    add(panel, qtbot, "n > 1000000")
    add(panel, qtbot, "n < 20")
    add(panel, qtbot, "n < 21")
    never, first, _ = panel.model.rows
    assert "holds for no image" in said_of(never)
    assert "nearly as another rule" in said_of(first)
