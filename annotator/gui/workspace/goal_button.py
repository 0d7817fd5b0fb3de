"""The goal of the next images: one button with a menu."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from annotator.gui.text.translate import tr
from annotator.strategies.goals import GOALS, goal_of

if TYPE_CHECKING:
    from annotator.data.project.topics import Topic
    from annotator.strategies.registry import Registry


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
        self.setToolTip(f"{about}\n{tr('Click to change what the next images are chosen for.')}")
        self.setAccessibleName(tr("Goal: {goal}").format(goal=name))
