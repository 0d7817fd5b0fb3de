"""The tool bar: undo and redo, topic, strategy, panes; what has no room is in a menu at its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QLabel, QMenu, QSizePolicy, QToolBar, QToolButton, QWidget
from shiboken6 import isValid

from annotator.gui.actions.qt_actions import ActionSet
from annotator.gui.text.translate import tr
from annotator.gui.widgets.build import named, offer
from annotator.gui.widgets.icons import icon
from annotator.gui.workspace.exploit_slider import ExploitSlider
from annotator.gui.workspace.goal_button import GoalButton

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annotator.data.project.topics import Topic
    from annotator.strategies.registry import Registry

TOPIC_WIDTH = 220
ICON_EDGE = 18

TOOLS = (
    "edit.find", "view.ranking", "view.map", "view.scores", "view.history", "view.topics", "view.progress",
    "project.export", "help.keys",
)  # fmt: skip
"""Buttons at the end of the bar."""

WORDED = ("view.progress", "project.export")
"""Buttons that say their names: what people look for."""

FIRST_AWAY = ("view.topics", "view.history", "view.scores", "help.keys", "view.map", "view.ranking")
LAST_AWAY = ("edit.find", "view.progress", "project.export")
"""Buttons that go to the menu where there is too little room, in this order; the name of the goal is cut in between."""

_SLACK = 24  # margins of the bar, and what rounding may take


class TopicBar(QToolBar):
    """Shows the topic and its strategy, and changes both.

    Signals:
        topic_chosen(int): Another topic of the project, by id.
    """

    topic_chosen = Signal(int)

    def __init__(self, actions: ActionSet, parent: QWidget | None = None) -> None:
        super().__init__(tr("Tools"), parent)
        self._folded_for: tuple[object, ...] = ()
        self.setObjectName("tools")
        self.setMovable(False)
        self.setIconSize(QSize(ICON_EDGE, ICON_EDGE))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.addAction(actions["edit.undo"])
        self.addAction(actions["edit.redo"])
        self.addSeparator()
        label = QLabel(tr("Topic"), self)
        label.setContentsMargins(4, 0, 4, 0)
        self.addWidget(label)
        self.topics = named(QComboBox(self), tr("Topic"))
        self.topics.setToolTip(tr("What you are looking for"))
        self.topics.setMinimumWidth(TOPIC_WIDTH // 2)
        self.topics.setMaximumWidth(2 * TOPIC_WIDTH)
        self.topics.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.topics.activated.connect(lambda row: self.topic_chosen.emit(self.topics.itemData(row)))
        label.setBuddy(self.topics)
        self.addWidget(self.topics)
        self.addAction(actions["topic.add"])
        self.addSeparator()
        self.strategy = GoalButton(actions["topic.settings"], self)
        self.addWidget(self.strategy)
        self.mixing = ExploitSlider(self)
        self._mixing_place = self.addWidget(self.mixing)
        space = QWidget(self)
        space.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.addWidget(space)
        self.buttons = {identifier: self._button(actions[identifier]) for identifier in TOOLS}
        self._places = {identifier: self.addWidget(button) for identifier, button in self.buttons.items()}
        self.more = named(QToolButton(self), tr("More"))
        self.more.setToolTip(tr("More"))
        self.more.setIcon(icon("more"))
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more.setMenu(QMenu(self.more, toolTipsVisible=True))
        self._more_place = self.addWidget(self.more)
        self._more_place.setVisible(False)
        for button in self.findChildren(QToolButton):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            if (act := button.defaultAction()) is not None:
                button.setAccessibleName(act.text().rstrip("…"))

    def _button(self, act: QAction) -> QToolButton:
        button = QToolButton(self)
        button.setDefaultAction(act)
        button.setIconSize(self.iconSize())
        if act.objectName() in WORDED:
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        return button

    def event(self, event: QEvent) -> bool:
        """Choose again which buttons have room when the bar or one of its parts has another size."""
        done = super().event(event)
        asked = event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest, QEvent.Type.Show)
        if asked and isValid(self._mixing_place):  # the parts of a bar that is being deleted ask for a layout, too
            # Every judgement changes the text of Undo, and with it asks for a layout: most often nothing moves.
            texts = self.strategy.text(), self.topics.sizeHint().width(), self.fontMetrics().height()
            now = (self.width(), self._mixing_place.isVisible(), *texts)
            if now != self._folded_for:
                self._folded_for = now
                self._fold()
        return done

    def _fold(self) -> None:
        """Move the buttons that have no room to the menu at the end."""
        rest, least = self._rest()
        tools = {identifier: self._width(button) for identifier, button in self.buttons.items()}
        more = self._width(self.more)
        away: list[str] = []
        for ways, others in ((FIRST_AWAY, rest), (LAST_AWAY, least)):
            for identifier in ways:
                shown = sum(width for name, width in tools.items() if name not in away)
                if others + shown + (more if away else 0) <= self.width():
                    break
                away.append(identifier)
        for identifier, place in self._places.items():
            if place.isVisible() is (identifier in away):
                place.setVisible(identifier not in away)
        self._more_place.setVisible(bool(away))
        menu = self.more.menu()
        inside = [self.buttons[identifier].defaultAction() for identifier in TOOLS if identifier in away]
        if menu.actions() != inside:
            menu.clear()
            menu.addActions(inside)

    def _rest(self) -> tuple[int, int]:
        """Return the width of the parts that never go to the menu, and that with the goal and the topic cut."""
        movable = {*self._places.values(), self._more_place}
        parts = [self.widgetForAction(place) for place in self.actions() if place not in movable and place.isVisible()]
        full, least = (sum(self._width(part, cut=cut) for part in parts) for cut in (False, True))
        return full + _SLACK, least + _SLACK

    def _width(self, part: QWidget, *, cut: bool = False) -> int:
        layout = self.layout()
        width = (part.minimumSizeHint() if cut else part.sizeHint()).width()
        return min(max(width, part.minimumWidth()), part.maximumWidth()) + (0 if layout is None else layout.spacing())

    def show_topics(self, topics: Sequence[Topic], current: Topic, registry: Registry, *, may_change: bool) -> None:
        """List the topics, and show the goal of the current one."""
        place = [topic.id for topic in topics].index(current.id)
        offer(self.topics, [(topic.name, topic.id) for topic in topics], place)
        share = current.parameters.get("find")
        self._mixing_place.setVisible(share is not None)
        if share is not None:
            self.mixing.show_share(share)
        self.mixing.setEnabled(may_change)
        self.strategy.show_topic(current, registry, may_change=may_change)
        self._fold()
