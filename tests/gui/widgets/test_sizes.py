"""The window fits small screens, whatever the size of its letters."""

import pytest
from on_screen import on_screen
from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip

from annotator.gui.widgets.elided_label import ElidedLabel

SMALL = (1280, 720)


@pytest.fixture
def scaled(window):
    """The window, whose letters have their usual size again afterwards: they are those of the whole application."""
    yield window
    window.prefer(font_scale=100)


@pytest.mark.parametrize("viewing", [False, True])
@pytest.mark.parametrize("scale", [80, 100, 150, 200])
def test_the_window_fits_a_small_screen(scaled, project, qtbot, scale, viewing):
    window = scaled
    window.open_project(project)
    qtbot.waitUntil(lambda: on_screen(window))
    if viewing:
        window.workspace.panes.show_image(0)
    window.prefer(font_scale=scale)
    window.resize(*SMALL)
    qtbot.waitUntil(lambda: (window.width(), window.height()) == SMALL)
    least = window.minimumSizeHint()
    assert least.width() <= SMALL[0]
    assert least.height() <= SMALL[1]
    shown = [button for button in window.workspace.bar.buttons.values() if not button.isHidden()]
    assert len(shown) == 6 + viewing
    for button in shown:
        assert button.geometry().right() <= window.workspace.bar.width()
        assert button.width() >= button.minimumSizeHint().width()


def test_a_text_that_gives_way_shows_all_of_itself_as_a_tool_tip(qtbot, monkeypatch):
    shown = []
    monkeypatch.setattr(QToolTip, "showText", lambda _at, text, _widget: shown.append(text))
    label = ElidedLabel("Ranking by the model of round 12")
    qtbot.addWidget(label)
    label.resize(60, 20)
    label.show()
    assert label.elided
    QApplication.sendEvent(label, QHelpEvent(QEvent.Type.ToolTip, QPoint(1, 1), label.mapToGlobal(QPoint(1, 1))))
    assert shown == ["Ranking by the model of round 12"]
    label.resize(2 * label.sizeHint())
    assert not label.elided
