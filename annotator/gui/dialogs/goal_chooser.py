"""The goal of the next images, as a list of sentences; the strategy behind it is one click deeper."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QLabel, QRadioButton, QToolButton, QVBoxLayout, QWidget

from annotator.gui.text.translate import tr
from annotator.gui.widgets.build import hint, in_column, named
from annotator.strategies.goals import GOALS, Goal
from annotator.strategies.registry import Registry

_INDENT = 26
OWN = "own"


class GoalChooser(QWidget):
    """One radio button for each goal, and one for settings that match none.

    Signals:
        chosen(Goal): The user picked a goal.
    """

    chosen = Signal(object)

    def __init__(self, registry: Registry, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._registry = registry
        self.buttons: dict[str, QRadioButton] = {}
        self._explanations: dict[str, QLabel] = {}
        self._group = QButtonGroup(self)
        column = in_column(on=self, margins=0, spacing=2)
        for goal in GOALS:
            button = self._add(column, goal.id, tr(goal.title), tr(goal.help))
            button.clicked.connect(lambda _checked=False, goal=goal: self._choose(goal))
        self._add(column, OWN, tr("Settings of your own"), tr("A strategy or parameters that you chose yourself."))
        style = Qt.ToolButtonStyle.ToolButtonTextBesideIcon
        how = QToolButton(self, arrowType=Qt.ArrowType.RightArrow, toolButtonStyle=style)
        self.how = named(how, tr("How it works"))
        self.how.setText(tr("How it works"))
        self.how.setToolTip(tr("Show which strategy and parameters the goal sets, and where they were published"))
        self.how.setCheckable(True)
        self.details = QLabel(self, wordWrap=True, textInteractionFlags=Qt.TextInteractionFlag.TextSelectableByMouse)
        self.details.setContentsMargins(_INDENT, 0, 0, 0)
        self.details.hide()
        self.how.toggled.connect(self._unfold)
        column.addWidget(self.how)
        column.addWidget(self.details)

    def _add(self, column: QVBoxLayout, identifier: str, title: str, text: str) -> QRadioButton:
        button = QRadioButton(title, self)
        button.setAccessibleDescription(text)
        explanation = hint(text, self)
        explanation.setContentsMargins(_INDENT, 0, 0, 4)
        column.addWidget(button)
        column.addWidget(explanation)
        self._explanations[identifier] = explanation
        self._group.addButton(button)
        self.buttons[identifier] = button
        return button

    def show_settings(self, goal: Goal | None, strategy: str) -> None:
        """Select ``goal`` (None: custom settings) and describe ``strategy``."""
        self.buttons[OWN if goal is None else goal.id].setChecked(True)
        for widget in (self.buttons[OWN], self._explanations[OWN]):
            widget.setVisible(goal is None)
        known = self._registry.strategies.get(strategy)
        if known is None:
            self.details.setText(strategy)
            return
        sets = [f"{tr(known.title)} ({strategy})"]
        sets += [f"{name} {value}" for name, value in (goal.parameters.items() if goal is not None else ())]
        lines = [tr("Strategy: {settings}").format(settings=", ".join(sets)), about(known)]
        self.details.setText("\n".join(line for line in lines if line))

    def _choose(self, goal: Goal) -> None:
        self.show_settings(goal, goal.strategy)
        self.chosen.emit(goal)

    def _unfold(self, on: bool) -> None:
        self.how.setArrowType(Qt.ArrowType.DownArrow if on else Qt.ArrowType.RightArrow)
        self.details.setVisible(on)


def about(strategy: type) -> str:
    """Return what a strategy does, and where it was published."""
    text = " ".join((strategy.__doc__ or "").strip().split("\n\n")[0].split())
    return f"{tr(text)}\n{getattr(strategy, 'reference', '')}".strip()
