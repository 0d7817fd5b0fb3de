"""What people with a screen reader, a keyboard only, or weak eyes find: names, focus, size, contrast, motion."""

import pytest
from on_screen import on_screen
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QDockWidget,
    QLabel,
    QLineEdit,
    QListView,
    QPushButton,
    QScrollBar,
    QTabBar,
    QTableView,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from annotator.gui.controller.ranking_filter import Tab
from annotator.gui.grid.grid import ImageGrid
from annotator.gui.grid.smooth_scroll import SmoothScroll
from annotator.gui.shell.focus_ring import FocusRing, FocusRings, wants_ring
from annotator.gui.widgets.colors import DARK_HIGH, LIGHT_HIGH
from annotator.gui.widgets.reduced_motion import moves, set_reduced_motion
from annotator.gui.widgets.stylesheet import STYLE, scaled
from annotator.gui.workspace import workspace as workspace_module
from annotator.gui.workspace.panels import PANELS

INTERACTIVE = (
    QAbstractButton, QComboBox, QAbstractSpinBox, QAbstractSlider, QLineEdit, QListView, QTableView, QTextEdit, QTabBar,
)  # fmt: skip
DIALOGS = (
    "project.new", "project.report", "project.export", "edit.preferences", "edit.palette", "edit.keys",
    "batch.examples", "topic.add", "topic.rename", "topic.settings", "help.keys", "help.about",
)  # fmt: skip


@pytest.fixture
def judging(window, project, qtbot):
    window.open_project(project)
    qtbot.waitUntil(lambda: on_screen(window))
    space = window.workspace
    space.panes.open_tab(Tab.ALL)
    space.begin_with([0])
    qtbot.waitUntil(lambda: space.controller.browser.batch is not None and not space.controller.busy)
    qtbot.waitUntil(lambda: len(space.ranking.grid.images()) == 60)
    space.batch.grid.setFocus()
    return window


def name_of(widget):
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


def part_of_another(widget):
    """Tell whether Qt made it inside of a combo box, spin box, table or dock, whose name stands for it."""
    if isinstance(widget, QTabBar) and not widget.count():
        return True  # Qt keeps an empty one for the docks; it is called after its tabs
    owners = (QComboBox, QAbstractSpinBox, QTableView, QTabBar, QLineEdit, QDockWidget)
    above, ancestors = widget.parentWidget(), []
    while above is not None and not isinstance(above, QDockWidget):
        ancestors.append(above)
        above = above.parentWidget()
    direct = isinstance(widget.parentWidget(), owners)
    inside = any(isinstance(ancestor, QComboBox | QAbstractSpinBox) for ancestor in ancestors)
    return widget.objectName().startswith("qt_") or direct or inside or isinstance(widget, QScrollBar)


def unnamed(root):
    found = []
    for widget in root.findChildren(QWidget):
        if isinstance(widget, INTERACTIVE) and not part_of_another(widget) and not name_of(widget):
            chain = [type(widget).__name__]
            while widget.parentWidget() is not None:
                widget = widget.parentWidget()
                chain.append(f"{type(widget).__name__}#{widget.objectName()}")
            found.append(" in ".join(chain[:4]))
    return found


def test_every_widget_of_the_window_has_a_name(judging):
    assert unnamed(judging) == []


@pytest.mark.parametrize("action", [kind.action for kind in PANELS])
def test_every_widget_of_a_panel_has_a_name(judging, action):
    judging.actions_[action].trigger()
    assert unnamed(judging.workspace.docks) == []


@pytest.mark.parametrize("action", DIALOGS)
def test_every_widget_of_a_dialog_has_a_name(judging, action, qtbot):
    before = set(judging.findChildren(QDialog))
    judging.actions_[action].trigger()
    qtbot.waitUntil(lambda: bool(set(judging.findChildren(QDialog)) - before))
    dialog = (set(judging.findChildren(QDialog)) - before).pop()
    assert name_of(dialog)
    assert unnamed(dialog) == []


def test_every_cell_says_name_label_and_rank(judging, qtbot):
    judging.prefer(scores=True)
    grid = judging.workspace.ranking.grid
    judging.workspace.batch.grid.setFocus()
    # Qt keeps the cells that were asked for, so that they are read only once the ranking has arrived.
    last = "rank 60 of 60"
    qtbot.waitUntil(lambda: last in grid.model().index(59, 0).data(Qt.ItemDataRole.AccessibleTextRole))
    cells = QAccessible.queryAccessibleInterface(grid)
    assert cells.childCount() >= 60
    texts = [cells.child(row).text(QAccessible.Text.Name) for row in range(60)]
    assert texts[0].startswith(grid.image_model().short_name(grid.image_model().image_at(0)))
    assert sum(", relevant, rank " in text for text in texts) == 1
    assert all(f"rank {row + 1} of 60" in text for row, text in enumerate(texts))


def test_tab_reaches_everything(judging, qtbot):
    """Everything that takes the keyboard by Tab and can be seen is in the ring that Tab goes through."""
    wanted = {
        widget
        for widget in judging.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.isVisible()
        and widget.isEnabled()
        and widget.focusProxy() is None
        and not widget.objectName().startswith("qt_")
    }
    reached, at = set(), judging.workspace.batch.grid
    for _ in range(400):
        reached.add(at)
        at = at.nextInFocusChain()
    assert [type(widget).__name__ for widget in wanted - reached] == []


def test_judgements_and_progress_are_announced(judging, monkeypatch, qtbot):
    said = []
    monkeypatch.setattr(workspace_module, "announce", lambda _widget, text: said.append(text))
    space = judging.workspace
    QTest.keyClick(space.batch.grid, Qt.Key.Key_P)
    QTest.keyClick(space.batch.grid, Qt.Key.Key_X)
    assert said == ["relevant, 3 of 4 left", "irrelevant, 2 of 4 left"]
    QTest.keyClick(space.batch.grid, Qt.Key.Key_A)
    qtbot.waitUntil(lambda: "Round 2: 4 images" in said)


# Focus


def test_whatever_has_the_keyboard_has_a_ring_of_two_pixels(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    layout = QVBoxLayout(window)
    parts = [QPushButton("button"), QLineEdit(), QComboBox(), QListView()]
    for part in parts:
        layout.addWidget(part)
    rings = FocusRings(window)
    window.resize(300, 300)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    for part in parts:
        part.setFocus()
        (ring,) = [ring for ring in part.findChildren(FocusRing) if ring.isVisible()]
        assert ring.geometry() == part.rect()
        color = part.palette().link().color()
        middle = part.grab().toImage()
        for inset in (0, 1):
            assert QColor(middle.pixel(part.width() // 2, inset)).rgb() == color.rgb(), type(part).__name__
    window.resize(500, 400)
    assert ring.geometry() == parts[-1].rect()
    assert not [ring for part in parts[:-1] for ring in part.findChildren(FocusRing) if ring.isVisible()]
    assert rings.parent() is window


def test_the_whole_window_can_be_walked_with_a_ring_in_sight(judging):
    for widget in judging.findChildren(QWidget):
        if wants_ring(widget) and widget.isVisible() and widget.isEnabled() and widget.focusProxy() is None:
            widget.setFocus(Qt.FocusReason.TabFocusReason)
            if widget.hasFocus():
                assert [ring for ring in widget.findChildren(FocusRing) if ring.isVisible()], widget
    grid = judging.workspace.batch.grid
    assert isinstance(grid, ImageGrid)
    assert not wants_ring(grid), "grids draw their own"


# Eyes


@pytest.fixture
def usual(window):
    yield window
    window.prefer(font_scale=100, high_contrast="system", reduced_motion="system")


@pytest.mark.parametrize("percent", [80, 200])
def test_texts_grow_and_shrink_at_once(usual, percent):
    label, before = usual.findChild(QLabel), QApplication.font().pointSizeF()
    height = usual.menuBar().fontMetrics().height()
    usual.prefer(font_scale=percent)
    assert QApplication.font().pointSizeF() == pytest.approx(before * percent / 100)
    assert (usual.menuBar().fontMetrics().height() > height) == (percent > 100)
    assert label is not None
    assert f"font-size: {26 * percent / 100:g}pt" in usual.styleSheet()
    usual.prefer(font_scale=100)
    assert QApplication.font().pointSizeF() == pytest.approx(before)
    assert scaled(100) == STYLE


def test_high_contrast_is_switched_live(usual):
    usual.prefer(high_contrast="on")
    assert QApplication.palette().window().color().name() == LIGHT_HIGH.window
    usual.prefer(theme="dark")
    assert QApplication.palette().window().color().name() == DARK_HIGH.window
    usual.prefer(high_contrast="off")
    assert QApplication.palette().window().color().name() not in (DARK_HIGH.window, LIGHT_HIGH.window)
    usual.prefer(theme="light")


def test_less_motion_makes_scrolling_jump(qtbot, qapp):
    bar = QScrollBar()
    qtbot.addWidget(bar)
    bar.setRange(0, 1000)
    bar.setPageStep(300)
    bar.show()
    scroll = SmoothScroll(bar, bar)
    set_reduced_motion(qapp, "on")
    try:
        assert not moves(bar)
        scroll.go(200)
        assert bar.value() == 200
        set_reduced_motion(qapp, "off")
        assert moves(bar)
        scroll.go(500)
        assert bar.value() < 500
        assert scroll.target() == 500
        scroll.stop()
    finally:
        set_reduced_motion(qapp, "system")
