"""Every tool can be reached, whatever the width, the language and the size of the letters."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from on_screen import on_screen
from patience import let_events_pass
from PySide6.QtCore import QLocale, QRect
from PySide6.QtWidgets import QApplication, QWidget

from annotator.gui.controller import topic_commands
from annotator.gui.settings.language import translation
from annotator.gui.settings.pseudo_locale import PSEUDO
from annotator.gui.shell.topic_bar import TOOLS, WORDED
from annotator.strategies.goals import GOALS


@pytest.fixture
def opened(request, qtbot, tmp_path, project) -> Iterator[QWidget]:
    """Return a window in the language of the parameter, on a topic that has the slider."""
    from annotator.gui.shell.main_window import MainWindow
    from annotator.gui.widgets.theme import apply_theme
    from annotator.runtime.paths import UserFolders

    before = QLocale()
    translation().install(request.param)
    made = MainWindow(apply_theme(QApplication.instance(), "light"), UserFolders.under(tmp_path / "places"))
    made.resize(1900, 684)
    made.show()
    made.open_project(project)
    qtbot.waitUntil(lambda: on_screen(made))
    topic_commands.pursue(made.workspace.controller, GOALS[0])
    qtbot.waitUntil(made.tools.mixing.isVisible)
    yield made
    made.prefer(font_scale=100)
    made.close()
    made.deleteLater()
    translation().install("en")
    QLocale.setDefault(before)


def seen(window, widget: QWidget) -> bool:
    """Whether all of ``widget`` is inside the bar and no other part of the bar is over it."""
    bar = window.tools
    mine = QRect(widget.mapTo(bar, widget.rect().topLeft()), widget.size())
    others = [bar.widgetForAction(act) for act in bar.actions() if bar.widgetForAction(act) is not widget]
    over = [other for other in others if other.isVisible() and other.geometry().intersects(mine)]
    return widget.isVisible() and bar.rect().contains(mine) and not over


@pytest.mark.parametrize("opened", ["en", "de", PSEUDO], indirect=True)
@pytest.mark.parametrize(("width", "scale"), [(1900, 100), (1216, 100), (1100, 100), (1000, 100), (1280, 150)])
def test_every_tool_is_in_sight_or_in_a_menu_that_is(opened, qtbot, width, scale):
    opened.prefer(font_scale=scale)
    opened.resize(width, 684)
    qtbot.waitUntil(lambda: opened.tools.width() == width)
    let_events_pass()
    tools = opened.tools
    in_menu = [act.objectName() for act in tools.more.menu().actions()]
    in_sight = [name for name in TOOLS if seen(opened, tools.buttons[name])]
    assert sorted(in_menu + in_sight) == sorted(TOOLS)
    assert seen(opened, tools.more) is bool(in_menu)
    assert all(seen(opened, part) for part in (tools.topics, tools.strategy, tools.mixing))
    if width == 1900 and scale == 100:
        assert not in_menu
    if width >= 1216 and scale == 100 and not opened.isRightToLeft():  # the pseudo language is longer than any other
        assert set(WORDED) <= set(in_sight)
        for name in WORDED:
            text = opened.actions_[name].text()
            assert tools.buttons[name].fontMetrics().horizontalAdvance(text) < tools.buttons[name].width()


@pytest.mark.parametrize("opened", ["de"], indirect=True)
def test_a_tool_of_the_menu_does_the_same_and_comes_back_with_the_room(opened, qtbot):
    opened.resize(1216, 684)
    qtbot.waitUntil(lambda: bool(opened.tools.more.menu().actions()))
    history = next(act for act in opened.tools.more.menu().actions() if act.objectName() == "view.history")
    history.trigger()
    assert opened.workspace.docks.shown("view.history")
    opened.resize(1900, 684)
    qtbot.waitUntil(lambda: seen(opened, opened.tools.buttons["view.history"]))
    assert opened.tools.buttons["view.history"].isChecked()
    assert not opened.tools.more.isVisible()


@pytest.mark.parametrize("opened", ["de"], indirect=True)
def test_no_menu_is_longer_than_a_small_screen(opened):
    for act in opened.menuBar().actions():
        entries = [entry for entry in act.menu().actions() if not entry.isSeparator()]
        assert len(entries) <= 18, act.text()
        assert act.menu().sizeHint().height() <= 640, act.text()
