"""All topics of the project: progress, archive and overlaps."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QGridLayout, QPushButton, QTabWidget, QWidget

from annotator.errors import AnnotatorError
from annotator.gui.controller import topic_commands
from annotator.gui.dialogs.name_dialog import ask_new_topic, ask_topic_name
from annotator.gui.panels.panel import Panel, PanelContext
from annotator.gui.panels.topic_overlap_table import TopicOverlapTable
from annotator.gui.panels.topic_table import TopicModel, TopicTable
from annotator.gui.text.core_messages import core_words
from annotator.gui.text.translate import tr
from annotator.gui.widgets.build import error_line, in_column, named, push_button
from annotator.strategies.goals import goal_of

if TYPE_CHECKING:
    from annotator.data.project.topic_overlap import TopicComparison, TopicSummary
    from annotator.data.project.topics import Topic

LEAST_WIDTH = 360


class TopicsPanel(Panel):
    """The list of topics, and the images they share, read in the model's thread."""

    question = "topics"

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        session = context.controller.session
        self.setAccessibleName(tr("Topics"))
        self.setMinimumWidth(LEAST_WIDTH)
        self._summaries: tuple[TopicSummary, ...] = ()
        self.model = TopicModel(session.n_images, self._goal, self)
        self.model.editable = not session.project.read_only
        self.model.exclusive_chosen.connect(self._set_exclusive)
        self.table = TopicTable(self.model, self)
        self.table.chosen.connect(lambda row: self._switch(self.model.rows[row].topic))
        self.shared = TopicOverlapTable(context, self)
        self.pages = named(QTabWidget(self), tr("Pages of the topics"))
        self.pages.tabBar().setAccessibleName(tr("Pages of the topics"))
        self.pages.addTab(self._list_page(), tr("All topics"))
        self.pages.addTab(self.shared, tr("Shared images"))
        in_column(self.pages, on=self, margins=(8, 4, 8, 8))
        self.judge_in(self.shared.table)
        self.shared.table.image_chosen.connect(self.image_chosen)
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._show_possible())

    def _list_page(self) -> QWidget:
        page = QWidget(self)
        self.archive_shown = QCheckBox(tr("Show the archive"), page)
        self.archive_shown.toggled.connect(lambda _on: self._show_summaries())
        self.problem = error_line(page)
        self.switch = self._button(tr("Switch to it"), lambda: self._switch(self._selected()))
        self.add = self._button(tr("Add…"), self._add)
        self.rename = self._button(tr("Rename…"), self._rename)
        self.archive = self._button(tr("Archive"), self._archive)
        buttons = QGridLayout()
        for position, button in enumerate((self.switch, self.add, self.rename, self.archive)):
            buttons.addWidget(button, position // 2, position % 2)
        in_column((self.table, 1), self.archive_shown, self.problem, buttons, on=page, margins=(0, 6, 0, 0))
        return page

    def _button(self, words: str, slot: Callable[[], object]) -> QPushButton:
        return named(push_button(words, self, slot), words.rstrip("…"))

    # Called by the docks

    def keyboard(self) -> QWidget | None:
        """Return the table of shared images while its tab is selected."""
        return self.shared.table if self.pages.currentWidget() is self.shared else None

    def refresh(self) -> None:
        """Count again, in the model's thread; the topic on screen is counted immediately."""
        self._count_current()
        self.controller.ask_job(self.question, self.controller.session.topics.compare(), self._compared)

    def labels_changed(self, images: Sequence[int]) -> None:
        """Count again."""
        del images
        self.refresh()

    # Content

    def _compared(self, found: TopicComparison) -> None:
        session = self.controller.session
        self._summaries, overlaps = found.summaries, found.overlaps
        self._count_current()
        names = {topic.id: topic.name for topic in session.topics}
        if set(overlaps.topics) == set(names):
            self.shared.show_overlaps(overlaps, [names[topic] for topic in overlaps.topics], session.topic.id)
            count = len(overlaps.conflicts)
            title = tr("Shared (%n conflict(s))", "", count) if count else tr("Shared images")
            self.pages.setTabText(1, title)

    def _count_current(self) -> None:
        """Take the settings of all topics, and the counts of the one on screen, from memory."""
        session = self.controller.session
        known = {topic.id: topic for topic in (*session.topics, *session.topics.archived)}
        counts, current = session.counts, session.topic.id
        now = {name: getattr(counts, name) for name in ("relevant", "irrelevant", "unsure")} | {
            "round": session.round,
            "pool": session.collection.pools.judged,
        }
        self._summaries = tuple(
            dataclasses.replace(one, topic=known[one.topic.id], **(now if one.topic.id == current else {}))
            for one in self._summaries
        )
        self._show_summaries()

    def _show_summaries(self) -> None:
        shown = [one for one in self._summaries if self.archive_shown.isChecked() or not one.topic.archived]
        selected, current = self._selected(), self.controller.session.topic.id
        self.model.show_topics(shown, current)
        row = self.model.row_of(current if selected is None else selected.id)
        if self.model.rowCount() and self.table.currentIndex().row() != row:
            self.table.selectRow(0 if row is None else row)
        self._show_possible()

    def _goal(self, topic: Topic) -> str:
        registry = self.controller.session.selections.registry
        goal = goal_of(registry, topic.strategy, topic.parameters)
        if goal is not None:
            return tr(goal.title)
        known = registry.strategies.get(topic.strategy)
        return topic.strategy if known is None else tr(known.title)

    def _selected(self) -> Topic | None:
        row = self.table.currentIndex().row()
        return self.model.rows[row].topic if 0 <= row < self.model.rowCount() else None

    def _show_possible(self) -> None:
        session, topic = self.controller.session, self._selected()
        may = not session.project.read_only
        self.add.setEnabled(may)
        self.rename.setEnabled(may and topic is not None)
        archived = topic is not None and bool(topic.archived)
        self.switch.setEnabled(topic is not None and not archived and topic.id != session.topic.id)
        self.archive.setText(tr("Restore") if archived else tr("Archive"))
        self.archive.setAccessibleName(self.archive.text())
        self.archive.setEnabled(may and topic is not None and (archived or len(session.topics) > 1))
        self.archive.setToolTip(
            tr("Restore the topic with all its judgements")
            if archived
            else tr("Archive the topic with all its judgements; it can be restored")
        )

    # User actions

    def _switch(self, topic: Topic | None) -> None:
        if topic is not None and not topic.archived:
            self.controller.switch_topic(topic.id)

    def _add(self) -> None:
        ask_new_topic(self.window(), lambda name: self._try(lambda: self.controller.add_topic(name)))

    def _rename(self) -> None:
        topic = self._selected()
        if topic is not None:
            rename = partial(topic_commands.rename, self.controller, topic.id)
            ask_topic_name(self.window(), topic.name, lambda name: self._try(lambda: rename(name)))

    def _archive(self) -> None:
        topic = self._selected()
        if topic is None:
            return
        if topic.archived:
            self._try(lambda: topic_commands.restore(self.controller, topic.id))
        else:
            self.archive_shown.setChecked(True)  # after archiving, show where the topic went
            self._try(lambda: topic_commands.archive(self.controller, topic.id))

    def _set_exclusive(self, chosen: set[int]) -> None:
        self._try(lambda: topic_commands.set_exclusive(self.controller, chosen))

    def _try(self, change: object) -> None:
        """Carry out a change; an error is shown above the buttons."""
        try:
            change()  # type: ignore[operator]
        except AnnotatorError as error:
            self.problem.setText(core_words(error))
            self.problem.show()
        else:
            self.problem.hide()
