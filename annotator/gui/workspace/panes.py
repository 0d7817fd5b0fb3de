"""Batch, ranking and viewer: what is on screen, and which images are active."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QSplitter, QStackedWidget, QWidget

from annotator.gui.actions.image_menu import show_image_menu
from annotator.gui.actions.qt_actions import ActionSet
from annotator.gui.controller.controller import Controller
from annotator.gui.controller.grading import word_of
from annotator.gui.controller.ranking_filter import Tab
from annotator.gui.grid.grid import ImageGrid
from annotator.gui.grid.image_model import ImageSource, Overlay
from annotator.gui.grid.part_frame import framed_part
from annotator.gui.grid.stack_mark import StackMark
from annotator.gui.images.thumbnail_loader import ThumbnailLoader
from annotator.gui.panels.panel import Panel, PanelContext
from annotator.gui.settings.preferences import Preferences
from annotator.gui.text.translate import number, tr
from annotator.gui.viewer.viewer_page import ViewerPage
from annotator.gui.workspace.batch_pane import BatchPane
from annotator.gui.workspace.ranking_pane import RankingPane
from annotator.gui.workspace.similarity_order import SimilarityOrder
from annotator.numerics.chance import probability
from annotator.types import UNLABELLED, LabelCodes

if TYPE_CHECKING:
    from annotator.gui.workspace.docks import Docks

SHARES = (56, 44)
"""Widths of batch and ranking relative to each other."""

_MOST_COUNTED = 5_000
"""Of a larger selection, the cards are counted and not their images."""


class Panes(QStackedWidget):
    """The panes side by side, or one image that fills the window.

    One of the two grids is *active*: the one used last. A judgement applies to its selected images, to the image in the
    viewer while that is open, or to the images selected in a panel that has the keyboard focus.

    Signals:
        changed: Other images are selected or active, or other panes are visible.
        current_changed: The current image, or None.
    """

    changed = Signal()
    current_changed = Signal(object)

    def __init__(self, controller: Controller, actions: ActionSet, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._controller, self._actions = controller, actions
        session = controller.session
        self.loader = ThumbnailLoader(session.collection.image_path, parent=self)
        shapes = session.collection.shapes
        word = partial(word_of, session)
        part = partial(framed_part, controller)
        source = ImageSource(
            session.paths.__getitem__, session.label_of, word, self._overlay, self._remark, part=part, shapes=shapes
        )
        cards = dataclasses.replace(source, stack=self._stack_mark, remark=self._remark_of_card)
        self.batch = BatchPane(cards, self.loader, actions, self)
        self.ranking = ranking = RankingPane(cards, self.loader, self)
        self.context = PanelContext(controller, self.loader, actions, source, ranking.passing_mask, ranking.go_to)
        self.viewer = ViewerPage(controller, self.loader, self)
        self.similarity = SimilarityOrder(controller, self.ranking)
        self.splitter = QSplitter(Qt.Orientation.Horizontal, self)
        for position, (pane, share) in enumerate(zip((self.batch, self.ranking), SHARES, strict=True)):
            self.splitter.addWidget(pane)
            self.splitter.setStretchFactor(position, share)
            self.splitter.setCollapsible(position, False)
        self.splitter.setSizes([10 * share for share in SHARES])
        self.addWidget(self.splitter)
        self.addWidget(self.viewer)
        self.active: ImageGrid = self.batch.grid
        self._docks: Docks | None = None
        self._current: int | None = None
        self._told: Panel | None = None  # whose images the keys judged when that was last said
        self._connect()

    def _connect(self) -> None:
        for grid in (self.batch.grid, self.ranking.grid):
            grid.opened.connect(partial(self.view, grid))
            grid.previewed.connect(partial(self.view, grid))
            grid.selection_changed.connect(self.changed)
            grid.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            grid.customContextMenuRequested.connect(partial(self._menu, grid))
        for view in (self.batch.grid, self.ranking.grid, self.viewer.viewer, self.viewer.other):
            self._actions.attach(view)
        self.viewer.moved.connect(self.changed)
        self.ranking.shown.connect(self.changed)
        controls, filtering = self.ranking.controls, self._controller.filtering
        controls.similar_wanted.connect(self.sort_by_similarity)
        controls.panel_wanted.connect(lambda on: self.show_panel("view.filter", on))
        self.ranking.filtered.connect(filtering.apply)
        filtering.condition_wanted.connect(controls.set_condition)
        filtering.tab_wanted.connect(controls.open_tab)
        filtering.clear_wanted.connect(lambda everything: controls.clear_filter(condition=everything))
        self._controller.metadata.stored.connect(self.ranking.metadata_read)
        self._controller.ranking_changed.connect(self.batch.grid.refresh)  # its cards show what the ranking says
        self.changed.connect(self._tell_current)

    def attach(self, docks: Docks) -> None:
        """Connect the panels of ``docks``."""
        self._docks = docks
        docks.left.connect(self.focus_images)
        docks.changed.connect(self.changed)
        docks.changed.connect(lambda: self.ranking.controls.show_panel_state(docks.shown("view.filter")))
        docks.panel_made.connect(self._panel_made)
        self.current_changed.connect(docks.follow)

    def _panel_made(self, panel: Panel) -> None:
        panel.selection_changed.connect(self.changed)
        panel.image_chosen.connect(self.show_image)
        self.ranking.shown.connect(panel.filter_changed)
        for grid in panel.findChildren(ImageGrid):
            if grid.contextMenuPolicy() is Qt.ContextMenuPolicy.DefaultContextMenu:
                grid.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
                grid.customContextMenuRequested.connect(partial(self._menu, grid))

    def _tell_current(self) -> None:
        current = self.current_image()
        if current != self._current:
            self._current = current
            self.current_changed.emit(current)

    def set_tab_order(self, *after: QWidget) -> None:
        """Set the Tab order: the batch, the ranking, its controls, then ``after``."""
        ranking, controls = self.ranking, self.ranking.controls
        parts = (controls.tabs, controls.search, controls.order, controls.more, controls.condition, controls.clear)
        for first, second in pairwise((self.batch.grid, ranking.grid, *parts, controls.unsort, *after)):
            QWidget.setTabOrder(first, second)

    def _overlay(self, image: int) -> Overlay | None:
        rank, ranking = int(self._controller.ranks[image]), self._controller.ranking
        if not rank or ranking is None:
            return None
        chance = float(probability(ranking.mean[rank - 1], ranking.std[rank - 1]))
        return Overlay(rank, len(ranking.images), chance)

    def _remark(self, image: int) -> str:
        return "" if self._controller.session.features.row_of_image[image] >= 0 else tr("no features, never proposed")

    def _remark_of_card(self, image: int) -> str:
        return ", ".join(filter(None, (self._controller.stacks.describe(image), self._remark(image))))

    def _stack_mark(self, image: int) -> StackMark | None:
        stacks = self._controller.stacks
        size = stacks.size(image)
        return None if size == 1 else StackMark(size, stacks.judged(image), stacks.is_open(image))

    # Active images

    @property
    def viewing(self) -> bool:
        """Whether one image fills the window."""
        return self.currentWidget() is self.viewer

    def panel(self, action: str) -> Panel:
        """Return the panel that ``action`` shows."""
        assert self._docks is not None
        return self._docks.panel(action)

    @property
    def in_panel(self) -> Panel | None:
        """The panel whose images have the keyboard focus."""
        return None if self._docks is None else self._docks.focused()

    @property
    def in_batch(self) -> bool:
        """Whether the batch is active."""
        return self.active is self.batch.grid and self.in_panel is None

    def targets(self) -> list[int]:
        """Return the images that a judgement applies to."""
        if self.viewing:
            return [] if self.viewer.image is None else [self.viewer.image]
        panel = self.in_panel
        return self.active.selected_images() if panel is None else panel.selected_images()

    def current_image(self) -> int | None:
        """Return the current image."""
        if self.viewing:
            return self.viewer.image
        panel = self.in_panel
        return self.active.current_image() if panel is None else next(iter(panel.selected_images()), None)

    def target_count(self) -> int:
        """Return how many images a judgement applies to; cheap for any number of them."""
        return len(self.targets()) if self.viewing or self.in_panel is not None else self.active.selected_count()

    def target_text(self) -> str:
        """Describe what a judgement applies to."""
        if self.viewing and self.viewer.comparing:
            return self.viewer.side_text()
        stack = self._stack_text()
        if self.viewing:
            row = None if self.viewer.image is None else self.active.image_model().row_of(self.viewer.image)
            return stack or (
                tr("the image on screen")
                if row is None
                else tr("image {row} of {count}").format(row=number(row + 1), count=number(len(self.active.images())))
            )
        count = self.target_count()
        if 0 < count <= _MOST_COUNTED and self.in_panel is None:
            count = self._controller.stacks.count(self.targets())
        return stack or (tr("%n image(s) selected", "", count) if count else tr("no image selected"))

    def _stack_text(self) -> str:
        """Describe the closed stack that a judgement applies to, "" if it is something else."""
        stacks, one = self._controller.stacks, self.targets() if self.target_count() == 1 else []
        if not one or self.in_panel is not None or not stacks.closed(one[0]):
            return ""
        return tr("all {n} images of the stack").format(n=number(stacks.size(one[0])))

    def focus_moved(self, widget: QWidget | None) -> None:
        """Update which images are active."""
        for grid in (self.batch.grid, self.ranking.grid):
            if widget is grid:
                self.active = grid
                if not grid.selected_count() and len(grid.images()):
                    current = grid.current_image()
                    grid.set_current(grid.image_model().image_at(0) if current is None else current)
        holding = None if self._docks is None else self._docks.holding(widget)
        leaves = widget is not None and (holding is None or holding is not self._told)  # not for a button beside them
        if leaves or self.in_panel is not None:
            self._told = self.in_panel
            self.changed.emit()

    def focus_images(self) -> None:
        """Move the keyboard focus to the active images."""
        if self.viewing:
            self.viewer.setFocus()
        elif self.active is self.batch.grid:
            self.batch.focus_images()
        else:
            self.active.setFocus()

    def work_with(self, grid: ImageGrid) -> None:
        """Make ``grid`` active and give it the keyboard focus."""
        self.active = grid
        self.focus_images()

    def switch(self) -> None:
        """Move the keyboard focus from the batch to the ranking, or back."""
        self.close_viewer()
        to_ranking = self.active is self.batch.grid and self.ranking.isVisible()
        self.work_with(self.ranking.grid if to_ranking else self.batch.grid)

    def find_by_name(self) -> None:
        """Focus the search field for names."""
        self.close_viewer()
        self.show_ranking(True)
        self.ranking.controls.search.setFocus()
        self.ranking.controls.search.selectAll()

    def open_tab(self, tab: Tab) -> None:
        """Show a tab of the ranking, and move the keyboard focus there."""
        self.close_viewer()
        self.show_ranking(True)
        self.ranking.controls.open_tab(tab)
        self.work_with(self.ranking.grid)

    def sort_by_similarity(self) -> None:
        """Sort the ranking by the similarity to the current image."""
        self.show_ranking(True)
        self.similarity.begin(self.current_image())

    def show_ranking(self, on: bool) -> None:
        """Show or hide the ranking next to the batch."""
        self.ranking.setVisible(on)
        if not on and self.active is self.ranking.grid:
            self.work_with(self.batch.grid)
        self.changed.emit()

    def show_panel(self, action: str, on: bool) -> None:
        """Show a panel, or hide it and return the keyboard focus to the images."""
        docks = self._docks
        assert docks is not None
        inside = docks.holding(self.window().focusWidget()) is docks.panel(action)
        docks.set_shown(action, on)
        panel = docks.panel(action)
        if panel.takes_keyboard and docks.shown(action) and (keyboard := panel.keyboard()) is not None:
            self.close_viewer()
            keyboard.setFocus()
        if inside and not docks.shown(action):
            self.focus_images()

    def go_on(self, judged: Sequence[int]) -> None:
        """Make the next unlabelled image current, after the last of ``judged``, from the start if there is none."""
        grid, labels = self.active, self._controller.session.judgements.codes
        images = grid.images()
        row = grid.image_model().row_of(judged[-1])
        if row is None:
            return
        after = _first_unlabelled(labels[images[row + 1 :]])
        before = _first_unlabelled(labels[images[:row]]) if grid is self.batch.grid else None
        target = row + 1 + after if after is not None else before
        if target is not None:
            grid.set_current(int(images[target]))
            if self.viewing:
                self.viewer.follow()

    # One image

    def view(self, grid: ImageGrid, image: int) -> None:
        """Let ``image`` of ``grid`` fill the window; the arrows then go through the grid."""
        self.active = grid
        self.viewer.open(grid, image)
        self.setCurrentWidget(self.viewer)
        self.viewer.setFocus()
        self.changed.emit()

    def compare(self, left: int, right: int, sequence: Sequence[int] = ()) -> None:
        """Show two images side by side; see :meth:`ViewerPage.compare`."""
        self.viewer.compare(self.active, left, right, sequence)
        self.setCurrentWidget(self.viewer)
        self.viewer.setFocus()
        self.changed.emit()

    def show_image(self, image: int) -> None:
        """Let ``image`` fill the window, wherever it is."""
        in_batch = self.batch.grid.image_model().row_of(image) is not None
        grid = self.batch.grid if in_batch else self.ranking.grid
        grid.set_current(image)
        self.view(grid, image)

    def toggle_viewer(self) -> None:
        """Show the current image in the whole window, or return to the panes."""
        if self.viewing:
            self.close_viewer()
            return
        current = self.active.current_image()
        images = self.targets() if self.in_panel is not None or current is None else [current]
        if images and self.in_panel is not None:
            self.show_image(images[0])
        elif images:
            self.view(self.active, images[0])

    def close_viewer(self) -> None:
        """Return to the images."""
        if self.viewing:
            self.setCurrentWidget(self.splitter)
            self.viewer.clear()
            self.focus_images()
            self.changed.emit()

    def zoom(self, step: int) -> int | None:
        """Enlarge (1), reduce (-1) or reset (0) the image, or the thumbnails: return their new size then."""
        if self.viewing:
            viewer = self.viewer.active
            (viewer.fit, viewer.zoom_in, viewer.zoom_out)[step]()
            return None
        edge = self.ranking.grid.cell_edge()
        self.ranking.grid.set_cell_edge(Preferences.thumbnail if step == 0 else round(edge * 1.25**step))
        return self.ranking.grid.cell_edge()

    def _menu(self, grid: ImageGrid, at: QPoint) -> None:
        if grid.indexAt(at).isValid():
            show_image_menu(self._actions, grid.viewport().mapToGlobal(at), self)

    def close_threads(self) -> None:
        """Stop all threads of the panes."""
        for panel in () if self._docks is None else self._docks.made:
            panel.close_threads()
        self.ranking.close_collection()
        self.viewer.close_loader()
        self.loader.close()


def _first_unlabelled(labels: LabelCodes) -> int | None:
    """Return the position of the first unlabelled image."""
    found = np.flatnonzero(labels == UNLABELLED)
    return int(found[0]) if found.size else None
