"""One open project on screen: judging in the panes, and the signals of the controller."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from annotator.gui.actions.actions import Need
from annotator.gui.actions.judgement_bar import JudgementBar
from annotator.gui.actions.qt_actions import ActionSet
from annotator.gui.controller import grading
from annotator.gui.controller.controller import SIMPLE_STRATEGY, Controller
from annotator.gui.controller.failure import Failure
from annotator.gui.panels.history_panel import word
from annotator.gui.settings.preferences import Preferences
from annotator.gui.text.core_messages import core_words
from annotator.gui.text.translate import tr
from annotator.gui.widgets.announce import announce
from annotator.gui.widgets.build import in_column
from annotator.gui.widgets.message_bar import MessageBar
from annotator.gui.widgets.open_dialog import show_once
from annotator.gui.widgets.toast import Toast
from annotator.gui.workspace.docks import Docks
from annotator.gui.workspace.onboarding_hints import Progress as CoachProgress
from annotator.gui.workspace.panes import Panes
from annotator.gui.workspace.ranking_pane import ranking_source
from annotator.gui.workspace.stack_cards import StackCards
from annotator.gui.workspace.status_line import StatusLine, counts_text, ranking_text
from annotator.gui.workspace.undo_list import MOST, UndoList
from annotator.gui.workspace.words_bar import WordsBar
from annotator.types import Change, Label

JUDGEMENTS: dict[str, Label | None] = {
    "judge.relevant": Label.RELEVANT,
    "judge.irrelevant": Label.IRRELEVANT,
    "judge.unsure": Label.UNSURE,
    "judge.clear": None,
}
"""What the judgement actions do."""

BELIEFS = ("view.mistakes", "view.why")
"""Panels that show what the model believes."""


class Workspace(QWidget):
    """The panes, the bar with the judgements, and messages. It exists while its project is open.

    Signals:
        state_changed: Something that enables or disables actions changed.
        examples_wanted: The user wants to pick examples.
    """

    state_changed = Signal()
    examples_wanted = Signal()

    def __init__(
        self,
        controller: Controller,
        actions: ActionSet,
        status: StatusLine,
        preferences: Preferences,
        *,
        goal: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """Build the panes.

        Args:
            controller: Session and model behind them; call its ``begin`` afterwards.
            actions: Actions of the window.
            status: Line that shows what the model does.
            preferences: Settings of the program.
            goal: Topic of the coach, "" for no coach.
            parent: Qt parent.
        """
        super().__init__(parent)
        self.controller, self._status, self._goal = controller, status, goal
        self._working = False
        self._building_graph = False
        self.messages = MessageBar(self)
        self.panes = Panes(controller, actions, self)
        self.batch, self.ranking = self.panes.batch, self.panes.ranking
        self.docks = Docks(self.panes.context, self.panes, self)
        self.panes.attach(self.docks)
        self.stacks = StackCards(controller, self.panes, self.messages)
        self.bar = JudgementBar(actions, self)
        self.panes.set_tab_order(*self.bar.buttons.values())
        self.words = WordsBar(controller.words, writable=not controller.session.project.read_only, parent=self)
        layout = in_column(on=self, margins=0, spacing=0)
        for widget in (self.messages, self.words, self.docks, self.bar):
            layout.addWidget(widget, 1 if widget is self.docks else 0)
        self._toast = Toast(self.panes, tr("Undo"), self.undo)
        self._batch_id: int | None = None
        self._backup_problem = ""
        self._connect()
        self.apply_preferences(preferences)
        self.ranking.open_collection(ranking_source(controller.session))

    def _connect(self) -> None:
        controller = self.controller
        controller.labels_changed.connect(self._labels_changed)
        controller.batch_changed.connect(self._batch_changed)
        controller.ranking_changed.connect(self._ranking_changed)
        controller.start_wanted.connect(self._start_wanted)
        controller.topic_changed.connect(lambda: self.batch.start.name_topic(controller.session.topic.name))
        controller.work_changed.connect(self._work_changed)
        controller.progressed.connect(self._status.progress)
        controller.failed.connect(self._failed)
        controller.stuck.connect(self._stuck)
        controller.blind_mode.changed.connect(self._discretion_changed)
        controller.status_message.connect(self._status.remark)
        controller.graph.progressed.connect(self._graph_progressed)
        controller.stacks.changed.connect(self._show_progress)
        features = controller.features
        features.progressed.connect(
            lambda share: self.batch.wait_for_features(share, features.total) if share >= 0 else None
        )
        controller.features.failed.connect(self._features_failed)
        self.words.left.connect(self.panes.focus_images)
        self.panes.changed.connect(self._panes_changed)
        self.batch.start.examples_wanted.connect(self.examples_wanted)
        self.batch.start.no_example_wanted.connect(self.start_without_example)

    def holds(self) -> Need:
        """Return the present state, for the actions."""
        controller, session = self.controller, self.controller.session
        conditions = {
            Need.PROJECT: True,
            Need.WRITABLE: not session.project.read_only,
            Need.IMAGES: self.panes.target_count() > 0,
            Need.REMAINING: bool(controller.browser.remaining),
            Need.UNDO: session.judgements.undo_text is not None,
            Need.REDO: session.judgements.redo_text is not None,
            Need.BUSY: controller.busy,
            Need.IDLE: not controller.choosing,
            Need.EARLIER: not controller.browser.at_first,
            Need.LATER: not controller.browser.at_newest,
            Need.VIEWER: self.panes.viewing,
            Need.SIGHTED: not controller.blind_mode.blind,
            Need.GRAPH: controller.graph.running,
            Need.GRADES: bool(session.topics.grades),
            Need.DOUBTED: self._confirms and not self.panes.viewing and self.panes.target_count() > 0,
        }
        result = Need.NOTHING
        for need, true in conditions.items():
            if true:
                result |= need
        return result

    def apply_preferences(self, preferences: Preferences) -> None:
        """Follow the settings of the program."""
        self._advance = preferences.auto_advance
        self.controller.auto_next = preferences.auto_next
        self.ranking.grid.set_cell_edge(preferences.thumbnail)
        self.ranking.grid.set_overlay(preferences.scores)
        self.panes.viewer.set_keep_zoom(preferences.keep_zoom)

    @property
    def _confirms(self) -> bool:
        return self.panes.in_panel is not None and self.panes.in_panel.confirms

    # Judging

    def judge(self, action: str) -> None:
        """Carry out the judgement action ``action`` on the active images."""
        self._judge(JUDGEMENTS[action], None, word(JUDGEMENTS[action]))

    def grade(self, grade: int) -> None:
        """Give the active images a grade of the topic."""
        words = self.controller.session.topics.grades
        if grade < len(words):
            self._judge(Label.RELEVANT if grade else Label.IRRELEVANT, grade, words[grade])
        else:
            self._status.remark(tr("The topic has no grade {grade}").format(grade=grade))

    def _judge(self, label: Label | None, grade: int | None, said: str) -> None:
        images, panes, session = self.panes.targets(), self.panes, self.controller.session
        if not images:
            return
        in_batch, in_panel = panes.in_batch, panes.in_panel is not None
        kept = [image for image in images if grading.is_judged(session, label, grade, image)]
        if self._confirms and kept and label is not None:
            self.controller.confirm(kept)  # judging a suspected mistake or a disputed image as before is a decision
            images = [image for image in images if image not in kept]
            if not images:
                return
        judged = self.stacks.targets(images, label)
        new = any(session.label_of(image) is None for image in judged)
        before = self.controller.browser.batch
        change = self.controller.judge(judged, label, grade)
        left, size = len(self.controller.browser.remaining), 0 if before is None else len(before.images)
        progress = tr("{judgement}, {left} of {size} left").format(judgement=said, left=left, size=size)
        announce(self, progress if in_batch and self.controller.browser.batch is before else said)
        same_batch = self.controller.browser.batch is before
        if self._advance and new and label is not None and same_batch and not in_panel:  # a correction stays
            self.panes.go_on(images)
        self._tell_change(change)

    def keep(self) -> None:
        """Keep the labels of the selected suspected mistakes or disputed images."""
        change = self.controller.confirm(self.panes.targets())
        announce(self, core_words(change.text))

    def judge_rest(self, label: Label) -> None:
        """Judge the rest of the batch."""
        self._tell_change(self.controller.judge_rest(label))

    def _tell_change(self, change: Change) -> None:
        if not change.images:
            self._status.remark(tr("Nothing to change: the label is the same"))

    def undo(self) -> None:
        """Undo the last step and show its images."""
        self._show_step(self.controller.undo())

    def redo(self) -> None:
        """Redo the last step and show its images."""
        self._show_step(self.controller.redo())

    def show_steps(self) -> None:
        """Let the user undo or redo several steps."""
        dialog = UndoList(self.controller.session.judgements.steps(MOST), self)
        dialog.accepted.connect(lambda: self._show_step(self.controller.go(dialog.by)))
        show_once(dialog)

    def _show_step(self, change: Change | None) -> None:
        if change is not None and change.images:
            self.stacks.show_step(change.images)
            announce(self, core_words(change.text))

    def begin_with(self, images: Sequence[int]) -> None:
        """Label ``images`` as examples and choose the next batch."""
        self.wait_for_first_batch()
        self.controller.learn_from(self.controller.session.examples.add(images))

    def start_without_example(self) -> None:
        """Choose a first batch that covers the collection."""
        self.wait_for_first_batch()
        self.controller.next_batch()

    def start_with_words(self, text: str) -> None:
        """Choose a first batch by words; if nothing answers to them, one that covers the collection."""
        search = self.controller.words
        if not text or search.problem:
            self.start_without_example()
            return
        self.wait_for_first_batch()
        search.failed.connect(self._start_anyway, Qt.ConnectionType.SingleShotConnection)
        search.look_for(text)

    def _start_anyway(self) -> None:
        if self.controller.browser.batch is None and not self.controller.session.judgements.anything:
            self.start_without_example()

    def wait_for_first_batch(self) -> None:
        """Show that a batch is being chosen, if there is none."""
        if self.controller.browser.batch is None:
            self.batch.show_batch(None, 0)
        self.panes.work_with(self.batch.grid)

    # Signals of the controller and the panes

    def _labels_changed(self, change: Change) -> None:
        shown = self.controller.stacks.touched(change.images)
        if not change.images:  # the words of grades may have been taken back
            self._draw_again()
        self.batch.refresh(shown)
        self.ranking.refresh(shown)
        if self.panes.viewing:
            self.panes.viewer.refresh_label()
        self._toast.hide()
        judgements = self.controller.session.judgements
        if len(change.images) > 1 and judgements.undo_text == change.text:  # and not a step back
            self._toast.tell(core_words(change.text))
        self._show_progress()
        problem = core_words(self.controller.session.project.backup_problem)
        if problem != self._backup_problem:
            self._backup_problem = problem
            if problem:
                self.messages.tell(problem)

    def _batch_changed(self) -> None:
        browser = self.controller.browser
        batch = browser.batch
        if batch is None:
            self._batch_id = None
            self.batch.show_batch(None, 0)
        elif batch.id != self._batch_id:
            self._batch_id = batch.id
            from_start = self.batch.start.isAncestorOf(self.focusWidget() or self)
            self.batch.show_batch(batch, browser.newest_round)
            announce(self, tr("Round {round}: {count} images").format(round=batch.round, count=len(batch.images)))
            self.batch.grid.set_current((*browser.remaining, batch.images[0])[0])
            if self.panes.viewing and self.panes.active is self.batch.grid:
                self.panes.viewer.follow()
            elif from_start:
                self.batch.grid.setFocus()
        self._show_progress()

    def _ranking_changed(self) -> None:
        self.ranking.show_ranking(self.controller.ranking)
        if self.panes.viewing:
            self.panes.viewer.refresh_captions()
        self._show_progress()

    def _discretion_changed(self) -> None:
        """Hide panels that show predictions; panels that the user opens again stay."""
        blind = self.controller.blind_mode.blind
        if blind:
            for action in BELIEFS:
                if self.docks.shown(action):
                    self.docks.hide_panel(action)
        self._draw_again()
        if self.panes.viewing:
            self.panes.viewer.refresh_captions()
        self._show_progress()

    def _draw_again(self) -> None:
        for grid in (self.batch.grid, self.ranking.grid):
            grid.image_model().refresh()

    def _start_wanted(self) -> None:
        self.batch.show_start(
            self.controller.session.topic.name, possible=not self.controller.session.project.read_only
        )
        self.batch.focus_images()
        self.state_changed.emit()

    def _work_changed(self) -> None:
        began = self.controller.busy and not self._working
        self._working = self.controller.busy
        if began:
            self.messages.dismiss()  # what failed before is being tried again
        if self._working:
            self._status.begin_work(
                tr("choosing the next batch") if self.controller.choosing else tr("ranking the collection")
            )
        else:
            self._status.end_work()
        self._show_progress()

    def _graph_progressed(self, _share: float) -> None:
        building = self.controller.graph.running
        if building != self._building_graph:
            self._building_graph = building
            self.state_changed.emit()

    def _features_failed(self, text: str) -> None:
        self.messages.tell(text, choices=[(tr("Try again"), self.controller.features.again)])

    def _failed(self, failure: Failure) -> None:
        choices = [(tr("Try again"), self.controller.try_again)]
        if self.controller.wants_batch:
            choices.append(
                (
                    tr("Use the simple strategy ({simple_strategy})").format(simple_strategy=SIMPLE_STRATEGY),
                    self.controller.choose_simply,
                )
            )
        text = tr("{text}\nYou can go on judging; the last ranking stays.").format(text=failure.text)
        self.messages.tell(text, details=failure.details, choices=choices)
        announce(self, failure.text)
        self._show_progress()

    def _stuck(self, text: str) -> None:
        simple = tr("Stop it and use the simple strategy ({simple_strategy})").format(simple_strategy=SIMPLE_STRATEGY)
        self.messages.tell(text, choices=[(simple, self.controller.give_up)])
        announce(self, text)

    def _panes_changed(self) -> None:
        self.bar.show_target(self.panes.target_text(), viewing=self.panes.viewing)
        self.state_changed.emit()

    def _show_progress(self) -> None:
        controller = self.controller
        batch, left = controller.browser.batch, len(controller.browser.remaining)
        size, at_round = (0, 0) if batch is None else (len(batch.images), batch.round)
        counts = controller.session.counts
        self.bar.show_grades(controller.session.topics.grades)
        if batch is not None:
            self.batch.show_progress(size - left, size, controller.session.collection.pools.judged)
        self.batch.start.follow(judged=controller.session.judgements.anything)
        self._status.show_counts(counts_text(counts))
        ranked = ranking_text(controller.ranking, controller.ranked_round, controller.ranked_with, controller.known)
        self._status.show_ranking(tr("Blind mode: predictions are hidden") if controller.blind_mode.blind else ranked)
        if self._goal == controller.session.topic.name:
            at = CoachProgress(self._goal, at_round, size, left, counts.relevant, controller.choosing)
            self.batch.coach.follow(at)
        else:
            self.batch.coach.hide()
        self.state_changed.emit()

    def close_project(self) -> None:
        """Stop all threads and close the session."""
        self._status.clear_project()
        self.panes.close_threads()
        self.controller.close()
