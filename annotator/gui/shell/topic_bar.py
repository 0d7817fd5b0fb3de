"""The tool bar: undo and redo, topic, strategy, panes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QComboBox, QLabel, QSizePolicy, QToolBar, QToolButton, QWidget

from annotator.gui.actions.qt_actions import ActionSet
from annotator.gui.text.translate import tr
from annotator.gui.widgets.build import named, offer
from annotator.gui.workspace.exploit_slider import ExploitSlider
from annotator.gui.workspace.goal_button import GoalButton

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annotator.data.project.topics import Topic
    from annotator.strategies.registry import Registry

TOPIC_WIDTH = 220
ICON_EDGE = 18


class TopicBar(QToolBar):
    """Shows the topic and its strategy, and changes both.

    Signals:
        topic_chosen(int): Another topic of the project, by id.
    """

    topic_chosen = Signal(int)

    def __init__(self, actions: ActionSet, parent: QWidget | None = None) -> None:
        super().__init__(tr("Tools"), parent)
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
        for identifier in (
            "edit.find",
            "view.scores",
            "view.ranking",
            "view.history",
            "view.topics",
            "project.export",
            "help.keys",
        ):
            self.addAction(actions[identifier])
        for button in self.findChildren(QToolButton):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            if (act := button.defaultAction()) is not None:
                button.setAccessibleName(act.text().rstrip("…"))

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
