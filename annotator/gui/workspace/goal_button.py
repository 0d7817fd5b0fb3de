"""The goal of the next images: one button with a menu."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QPaintEvent
from PySide6.QtWidgets import QMenu, QSizePolicy, QStyle, QStyleOptionToolButton, QStylePainter, QToolButton, QWidget

from annotator.gui.text.translate import tr
from annotator.strategies.goals import GOALS, goal_of

if TYPE_CHECKING:
    from annotator.data.project.topics import Topic
    from annotator.strategies.registry import Registry

_LEAST_LETTERS = 16


class GoalButton(QToolButton):
    """Names the goal of the topic; its menu changes it, from the next batch on.

    Signals:
        goal_chosen(Goal): The user chose another goal.
    """

    goal_chosen = Signal(object)

    def __init__(self, settings: QAction, parent: QWidget | None = None) -> None:
        """Build the menu; it ends with ``settings``, the full settings."""
        super().__init__(parent)
        self.setIcon(settings.icon())
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        menu = QMenu(self, toolTipsVisible=True)
        group = QActionGroup(menu)
        self.choices: dict[str, QAction] = {}
        for goal in GOALS:
            entry = QAction(tr(goal.title), group)
            entry.setCheckable(True)
            entry.setToolTip(tr(goal.help))
            entry.setStatusTip(tr(goal.help))
            entry.triggered.connect(lambda _checked=False, goal=goal: self.goal_chosen.emit(goal))
            menu.addAction(entry)
            self.choices[goal.id] = entry
        menu.addSeparator()
        menu.addAction(settings)
        self.setMenu(menu)

    def minimumSizeHint(self) -> QSize:
        """Return the size with the beginning of the text."""
        full, letters = self.sizeHint(), self.fontMetrics().averageCharWidth() * _LEAST_LETTERS
        around = full.width() - self.fontMetrics().horizontalAdvance(self.text())
        return QSize(min(full.width(), around + letters), full.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the button, and cut the end of a text that has no room."""
        option = QStyleOptionToolButton()
        self.initStyleOption(option)
        lacking = max(0, self.sizeHint().width() - self.width())
        room = self.fontMetrics().horizontalAdvance(self.text()) - lacking
        option.text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room)
        painter = QStylePainter(self)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ToolButton, option)
        painter.end()

    def show_topic(self, topic: Topic, registry: Registry, *, may_change: bool) -> None:
        """Show the goal of ``topic``, or its strategy if its settings match no goal."""
        goal = goal_of(registry, topic.strategy, topic.parameters)
        for identifier, entry in self.choices.items():
            entry.setChecked(goal is not None and identifier == goal.id)
            entry.setEnabled(may_change)
        known = registry.strategies.get(topic.strategy)
        name = tr(goal.title) if goal is not None else topic.strategy if known is None else tr(known.title)
        filtered = tr(", filtered") if topic.scope.filter.strip() else ""
        self.setText(tr("{goal}, {count} per batch").format(goal=name, count=topic.batch_size) + filtered)
        about = tr(goal.help) if goal is not None else tr("Settings of your own.")
        self.setToolTip(f"{self.text()}\n{about}\n{tr('Click to change what the next images are chosen for.')}")
        self.setAccessibleName(tr("Goal: {goal}").format(goal=name))
