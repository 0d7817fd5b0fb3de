"""One open project on screen: batch, ranking, viewer, history, and the bar with the judgements."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import pairwise

import numpy as np
from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from annotator.gui.action_set import ActionSet
from annotator.gui.actions import Need
from annotator.gui.announce import announce
from annotator.gui.batch_pane import BatchPane
from annotator.gui.coach import Progress as CoachProgress
from annotator.gui.controller import SIMPLE_STRATEGY, Controller, Failure
from annotator.gui.grid import ImageGrid
from annotator.gui.history_panel import HistoryPanel, word
from annotator.gui.image_model import ImageSource, Overlay
from annotator.gui.judgement_bar import JudgementBar
from annotator.gui.message_bar import MessageBar
from annotator.gui.preferences import Preferences
from annotator.gui.ranking_filter import UNLABELLED
from annotator.gui.ranking_pane import RankingPane
from annotator.gui.ranking_query import probability
from annotator.gui.status import StatusLine
from annotator.gui.thumbnails import ThumbnailLoader
from annotator.gui.viewer_page import ViewerPage
from annotator.types import Change, Label

SHARES = (56, 44, 34)
"""Widths of batch, ranking and history relative to each other."""

_JUDGEMENTS: dict[str, Label | None] = {
    "judge.relevant": Label.RELEVANT,
    "judge.irrelevant": Label.IRRELEVANT,
    "judge.unsure": Label.UNSURE,
    "judge.clear": None,
}


class Workspace(QWidget):
    """Wires the panes to the controller. It lives as long as its project is open.

    Signals:
        state_changed: Something that enables or disables actions changed.
        examples_wanted: The person wants to pick examples.
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
            status: Line that tells what the model does.
            preferences: Settings of the program.
            goal: Topic that the coach helps with, "" for no coach.
            parent: Qt parent.
        """
        super().__init__(parent)
        self.controller, self._actions, self._status, self._goal = controller, actions, status, goal
        session = controller.session
        self.loader = ThumbnailLoader(session.image_path, parent=self)
        source = ImageSource(session.paths.__getitem__, session.label_of, self._overlay)
        self.messages = MessageBar(self)
        self.batch = BatchPane(source, self.loader, actions, self)
        self.ranking = RankingPane(source, self.loader, self)
        self.history = HistoryPanel(session.history, self.loader, self)
        self.history.hide()
        self.viewer = ViewerPage(controller, self.loader, self)
        self.bar = JudgementBar(actions, self)
        self.splitter = QSplitter(Qt.Orientation.Horizontal, self)
        for position, (pane, share) in enumerate(zip((self.batch, self.ranking, self.history), SHARES, strict=True)):
            self.splitter.addWidget(pane)
            self.splitter.setStretchFactor(position, share)
            self.splitter.setCollapsible(position, False)
        self.splitter.setSizes([10 * share for share in SHARES])
        self.stack = QStackedWidget(self)
        self.stack.addWidget(self.splitter)
        self.stack.addWidget(self.viewer)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for widget in (self.messages, self.stack, self.bar):
            layout.addWidget(widget, 1 if widget is self.stack else 0)
        self._active: ImageGrid = self.batch.grid
        self._batch_id: int | None = None
        self._order_of_tabs()
        self._connect_panes()
        self._connect_controller()
        self.apply_preferences(preferences)
        self.ranking.open_collection(session.paths, session.n_images, controller.labels)

    def _order_of_tabs(self) -> None:
        chain = (
            self.batch.grid, self.ranking.grid, self.ranking.search, self.ranking.state, self.ranking.order,
            self.ranking.condition, self.history.table, *self.bar.buttons.values(),
        )  # fmt: skip
        for first, second in pairwise(chain):
            QWidget.setTabOrder(first, second)

    def _connect_panes(self) -> None:
        for grid in (self.batch.grid, self.ranking.grid):
            grid.opened.connect(partial(self._open, grid))
            grid.previewed.connect(partial(self._open, grid))
            grid.selection_changed.connect(self._selection_changed)
            grid.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            grid.customContextMenuRequested.connect(partial(self._menu, grid))
            self._actions.attach(grid)
        self.ranking.grid.cell_edge_changed.connect(self.ranking.grid.set_cell_edge)
        self._actions.attach(self.viewer)
        self._actions.attach(self.history.table)
        self.viewer.moved.connect(self._selection_changed)
        self.history.table.selectionModel().selectionChanged.connect(lambda *_: self._selection_changed())
        self.history.table.image_chosen.connect(self.show_image)
        self.history.model.modelReset.connect(self._selection_changed)
        self.batch.start.examples_wanted.connect(self.examples_wanted)
        self.batch.start.no_example_wanted.connect(self.start_without_example)

    def _connect_controller(self) -> None:
        controller = self.controller
        controller.labels_changed.connect(self._labels_changed)
        controller.batch_changed.connect(self._batch_changed)
        controller.ranking_changed.connect(self._ranking_changed)
        controller.start_wanted.connect(self._start_wanted)
        controller.work_changed.connect(self._work_changed)
        controller.progressed.connect(self._status.progress)
        controller.failed.connect(self._failed)
        controller.told.connect(self._status.remark)

    def _overlay(self, image: int) -> Overlay | None:
        rank, ranking = int(self.controller.ranks[image]), self.controller.ranking
        if not rank or ranking is None:
            return None
        chance = float(probability(ranking.mean[rank - 1], ranking.std[rank - 1]))
        return Overlay(rank, len(ranking.images), chance)

    # What is on screen

    @property
    def viewing(self) -> bool:
        """Whether one image fills the window."""
        return self.stack.currentWidget() is self.viewer

    def targets(self) -> list[int]:
        """Return the images that a judgement is about."""
        if self.viewing:
            return [] if self.viewer.image is None else [self.viewer.image]
        if self.history.table.hasFocus():
            return self.history.table.selected_images()
        return self._active.selected_images()

    def target_count(self) -> int:
        """Return how many images a judgement is about; cheap for any number of them."""
        if self.viewing or self.history.table.hasFocus():
            return len(self.targets())
        return self._active.selected_count()

    def focus_moved(self, widget: QWidget | None) -> None:
        """Remember which images the person works with."""
        for grid in (self.batch.grid, self.ranking.grid):
            if widget is grid:
                self._active = grid
                if not grid.selected_count() and len(grid.images()):
                    current = grid.current_image()
                    grid.set_current(grid.image_model().image_at(0) if current is None else current)
        if widget in (self.batch.grid, self.ranking.grid, self.history.table):
            self._selection_changed()

    def focus_images(self) -> None:
        """Give the keyboard to the images the person works with."""
        if self.viewing:
            self.viewer.setFocus()
        elif self._active is self.batch.grid:
            self.batch.focus_images()
        else:
            self._active.setFocus()

    def switch_pane(self) -> None:
        """Move the keyboard from the batch to the ranking, or back."""
        self.close_viewer()
        to_ranking = self._active is self.batch.grid and self.ranking.isVisible()
        self._active = self.ranking.grid if to_ranking else self.batch.grid
        self.focus_images()

    def find_by_name(self) -> None:
        """Let the person type a name."""
        self.close_viewer()
        self.show_ranking(True)
        self.ranking.search.setFocus()
        self.ranking.search.selectAll()

    def show_ranking(self, on: bool) -> None:
        """Show the ranking beside the batch, or not."""
        self.ranking.setVisible(on)
        if not on and self._active is self.ranking.grid:
            self._active = self.batch.grid
            self.focus_images()
        self.state_changed.emit()

    def show_history(self, on: bool) -> None:
        """Show the list of judgements, or not."""
        if not on and self.history.table.hasFocus():
            self.focus_images()
        self.history.setVisible(on)
        self.state_changed.emit()

    def holds(self) -> Need:
        """Return what holds now, for the actions."""
        controller, session = self.controller, self.controller.session
        conditions = {
            Need.PROJECT: True,
            Need.WRITABLE: not session.read_only,
            Need.IMAGES: self.target_count() > 0,
            Need.REMAINING: bool(controller.remaining),
            Need.UNDO: session.undo_text is not None,
            Need.REDO: session.redo_text is not None,
            Need.BUSY: controller.busy,
            Need.IDLE: not controller.choosing,
            Need.EARLIER: not controller.at_first,
            Need.LATER: not controller.at_latest,
            Need.VIEWER: self.viewing,
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
        self.viewer.viewer.update()

    # Judging

    def judge(self, action: str) -> None:
        """Carry out the judgement action ``action`` on the targets."""
        images = self.targets()
        if not images:
            return
        label = _JUDGEMENTS[action]
        from_batch = self._active is self.batch.grid and not self.history.table.hasFocus()
        before = self.controller.batch
        change = self.controller.judge(images, label)
        left = len(self.controller.remaining)
        announce(self, f"{word(label)}, {left} left" if from_batch else word(label))
        same_batch = self.controller.batch is before
        if self._advance and label is not None and same_batch and not self.history.table.hasFocus():
            self._go_on(images)
        self._tell_change(change)

    def judge_rest(self) -> None:
        """Judge the rest of the batch irrelevant."""
        self._tell_change(self.controller.judge_rest())

    def _tell_change(self, change: Change) -> None:
        if not change.images:
            self._status.remark("Nothing to change: the label is the same")

    def _go_on(self, judged: Sequence[int]) -> None:
        """Make the next unlabelled image current, after the last of ``judged``, from the start if there is none."""
        grid = self._active
        images = grid.images()
        row = grid.image_model().row_of(judged[-1])
        if row is None:
            return
        after = _first_unlabelled(self.controller.labels[images[row + 1 :]])
        before = _first_unlabelled(self.controller.labels[images[:row]]) if grid is self.batch.grid else None
        target = row + 1 + after if after is not None else before
        if target is not None:
            grid.set_current(int(images[target]))
            if self.viewing:
                self.viewer.follow()

    def undo(self) -> None:
        """Take the last step back and show what it was about."""
        self._show_step(self.controller.undo())

    def redo(self) -> None:
        """Do the last step again and show what it was about."""
        self._show_step(self.controller.redo())

    def _show_step(self, change: Change | None) -> None:
        if change is None or not change.images:
            return
        images = [image for image in change.images if self.batch.grid.image_model().row_of(image) is not None]
        grid = self.batch.grid if images else self.ranking.grid
        shown = images or list(change.images)
        if self.viewing:
            self._active = grid
            self.viewer.open(grid, shown[0])
        elif not self.history.table.hasFocus():
            self._active = grid
            grid.setFocus()
        grid.set_current(shown[0])
        if 1 < len(shown) <= len(self.batch.grid.images()):
            grid.select_images(shown)
        announce(self, change.text)

    def begin_with(self, images: Sequence[int]) -> None:
        """Take ``images`` as examples and choose the next batch."""
        if self.controller.batch is None:
            self.batch.show_batch(None, 0)
        self.controller.add_examples(images)
        self.batch.grid.setFocus()

    def start_without_example(self) -> None:
        """Choose a first batch that shows a bit of everything."""
        self.batch.show_batch(None, 0)
        self.controller.next_batch()
        self.batch.grid.setFocus()

    # Viewer

    def show_image(self, image: int) -> None:
        """Let ``image`` fill the window, wherever it is."""
        in_batch = self.batch.grid.image_model().row_of(image) is not None
        self._active = self.batch.grid if in_batch else self.ranking.grid
        self._active.set_current(image)
        self._open(self._active, image)

    def open_viewer(self) -> None:
        """Let the current image fill the window; if it does, return."""
        if self.viewing:
            self.close_viewer()
            return
        if self.history.table.hasFocus():
            images = self.history.table.selected_images()
            if images:
                self.show_image(images[0])
            return
        image = self._active.current_image()
        if image is None and self._active.selected_count():
            image = self._active.selected_images()[0]
        if image is not None:
            self._open(self._active, image)

    def _open(self, grid: ImageGrid, image: int) -> None:
        self._active = grid
        self.viewer.open(grid, image)
        self.stack.setCurrentWidget(self.viewer)
        self.viewer.setFocus()
        self.state_changed.emit()

    def close_viewer(self) -> None:
        """Return to the images."""
        if self.viewing:
            self.stack.setCurrentWidget(self.splitter)
            self.viewer.clear()
            self.focus_images()
            self._selection_changed()

    def zoom(self, step: int) -> int | None:
        """Enlarge (1), reduce (-1) or reset (0) the image, or the thumbnails: return their new size then."""
        if self.viewing:
            (self.viewer.viewer.fit, self.viewer.viewer.zoom_in, self.viewer.viewer.zoom_out)[step]()
            return None
        edge = self.ranking.grid.cell_edge()
        self.ranking.grid.set_cell_edge(Preferences.thumbnail if step == 0 else round(edge * 1.25**step))
        return self.ranking.grid.cell_edge()

    # What the controller tells

    def _labels_changed(self, images: Sequence[int]) -> None:
        self.batch.refresh(images)
        self.ranking.refresh(images)
        if self.viewing:
            self.viewer.refresh_label()
        self.history.reload()
        self._show_progress()

    def _batch_changed(self) -> None:
        batch = self.controller.batch
        if batch is None:
            self._batch_id = None
            self.batch.show_batch(None, 0)
        elif batch.id != self._batch_id:
            self._batch_id = batch.id
            self.batch.show_batch(batch, self.controller.batches[-1].round)
            remaining = self.controller.remaining
            self.batch.grid.set_current(remaining[0] if remaining else batch.images[0])
            if self.viewing and self._active is self.batch.grid:
                self.viewer.follow()
            elif self.batch.start.isAncestorOf(self.focusWidget() or self):
                self.batch.grid.setFocus()
        self._show_progress()

    def _ranking_changed(self) -> None:
        self.ranking.show_ranking(self.controller.ranking)
        self._show_progress()

    def _start_wanted(self) -> None:
        self.batch.show_start(self.controller.session.topic.name)
        self.batch.focus_images()
        self.state_changed.emit()

    def _work_changed(self) -> None:
        if self.controller.busy:
            self._status.begin_work("choosing the next batch" if self.controller.choosing else "ranking the collection")
        else:
            self._status.end_work()
        self._show_progress()

    def _failed(self, failure: Failure) -> None:
        choices = [("Try again", self.controller.try_again)]
        if self.controller.wants_batch:
            choices.append((f"Use the simple strategy ({SIMPLE_STRATEGY})", self.controller.choose_simply))
        text = f"{failure.text}\nYou can go on judging; the last ranking stays."
        self.messages.tell(text, details=failure.details, choices=choices)
        announce(self, failure.text)
        self._show_progress()

    def _selection_changed(self) -> None:
        count = self.target_count()
        if self.viewing:
            where = "the image on screen"
        elif count == 1:
            where = "1 image selected"
        else:
            where = f"{count:,} images selected" if count else "no image selected"
        self.bar.show_target(where)
        self.state_changed.emit()

    def _show_progress(self) -> None:
        controller, batch = self.controller, self.controller.batch
        left = len(controller.remaining)
        if batch is not None:
            self.batch.show_progress(len(batch.images) - left, len(batch.images))
        counts = controller.session.counts
        self._status.show_counts(
            f"{counts.relevant:,} relevant · {counts.irrelevant:,} irrelevant · {counts.unsure:,} unsure · "
            f"{counts.unlabelled:,} unlabelled"
        )
        self._status.show_ranking(self._ranking_text())
        if self._goal == controller.session.topic.name:
            size = 0 if batch is None else len(batch.images)
            rounds = 0 if batch is None else batch.round
            at = CoachProgress(self._goal, rounds, size, left, counts.relevant, controller.choosing)
            self.batch.coach.follow(at)
        else:
            self.batch.coach.hide()
        self.state_changed.emit()

    def _ranking_text(self) -> str:
        ranking = self.controller.ranking
        if ranking is None:
            return "Not ranked yet"
        judged = self.controller.ranked_with
        source = f"the model of round {ranking.round}" if ranking.round else "your examples"
        text = f"Ranking by {source} ({judged:,} judgement{'s' if judged != 1 else ''})"
        newer = self.controller.known - judged
        return f"{text}, {newer:,} newer" if newer > 0 else text

    def _menu(self, grid: ImageGrid, at: QPoint) -> None:
        """Show the judgements at the mouse."""
        if not grid.indexAt(at).isValid():
            return
        menu = QMenu(self)
        for identifier in (*_JUDGEMENTS, "", "view.open", "batch.next"):
            menu.addAction(self._actions[identifier]) if identifier else menu.addSeparator()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(grid.viewport().mapToGlobal(at))

    def close_project(self) -> None:
        """Stop all threads and close the session."""
        self._status.end_work()
        self._status.show_ranking("")
        self._status.show_counts("")
        self.ranking.close_collection()
        self.viewer.close_loader()
        self.loader.close()
        self.controller.close()


def _first_unlabelled(labels: np.ndarray) -> int | None:
    """Return the position of the first unlabelled image."""
    found = labels == UNLABELLED
    return int(found.argmax()) if found.any() else None
