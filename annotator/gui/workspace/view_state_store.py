"""Stores the view state shortly after every change, and restores it when the project is opened."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from annotator.gui.controller import view_state
from annotator.gui.controller.view_state import MAX_SELECTED, GridView, ViewState
from annotator.gui.grid.grid import ImageGrid
from annotator.gui.tasks.background import Background
from annotator.gui.workspace.workspace import Workspace
from annotator.parameters import values_of

SETTLE_MS = 400
"""How long after a change the state is written at the latest; a crash loses no more than that."""


class ViewStateStore(QObject):
    """Belongs to one open project. Files are written in a separate thread."""

    def __init__(self, workspace: Workspace, folder: Path, settled: Callable[[], object]) -> None:
        """Begin to watch.

        Args:
            workspace: The open project.
            folder: Where its state is stored.
            settled: Called before the state is written, to store further state.
        """
        super().__init__(workspace)
        self._space, self._settled = workspace, settled
        self._file = view_state.file_of(folder, workspace.controller.session.project.path)
        self._background = Background("view", self)
        self._written: ViewState | None = None
        self._wanted: ViewState | None = None
        self._placed: int | None = None
        self._timer = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._timer.timeout.connect(self.keep)

    # Restoring

    def begin(self) -> None:
        """Restore the view; the ranking follows when it is computed."""
        space, state = self._space, view_state.read(self._file)
        space.controller.blind_mode.set_all(state.blind, state.hidden)
        if state.topic != space.controller.session.topic.id:
            state = ViewState(stacks=state.stacks, stacks_told=state.stacks_told, stacks_opened=state.stacks_opened)
        space.controller.stacks.set_settings(view_state.stacking_of(state.stacks))
        space.controller.stacks.open_all(state.stacks_opened)
        space.stacks.told = state.stacks_told
        space.ranking.controls.restore(state.filters)
        space.controller.begin()
        space.panes.focus_images()
        _show(space.batch.grid, state.batch)
        if state.viewing and not state.in_ranking and space.batch.grid.current_image() == state.batch.current >= 0:
            space.panes.view(space.batch.grid, state.batch.current)
        self._wanted = state if state.topic else None
        space.ranking.shown.connect(self._ranking_shown)
        self._watch()

    def _ranking_shown(self) -> None:
        """Restore the position in the ranking, by name first and again after the model has ranked."""
        state, space = self._wanted, self._space
        if state is None:
            return
        grid = space.ranking.grid
        moved = self._placed is not None and grid.current_image() != self._placed
        if moved or state.topic != space.controller.session.topic.id:
            self._wanted = None
            return
        _show(grid, state.ranking)
        self._placed = grid.current_image()
        controller = space.controller
        if controller.ranking is None and controller.session.judgements.anything and not controller.blind_mode.blind:
            return
        self._wanted = None
        if state.in_ranking and space.ranking.isVisible():
            space.panes.work_with(grid)
            if state.viewing and grid.current_image() == state.ranking.current >= 0:
                space.panes.view(grid, state.ranking.current)

    # Storing

    def _watch(self) -> None:
        space = self._space
        space.panes.changed.connect(self._changed)
        space.panes.splitter.splitterMoved.connect(lambda *_: self._changed())
        space.docks.changed.connect(self._changed)
        space.ranking.shown.connect(self._changed)
        space.controller.topic_changed.connect(self._changed)
        space.controller.blind_mode.changed.connect(self._changed)
        space.controller.stacks.chosen.connect(self._changed)
        space.controller.stacks.found.connect(self._changed)
        space.controller.stacks.changed.connect(self._changed)
        for grid in (space.batch.grid, space.ranking.grid):
            grid.verticalScrollBar().valueChanged.connect(lambda _value: self._changed())

    def _changed(self) -> None:
        if not self._timer.isActive():  # a scroll position that keeps changing is written from time to time
            self._timer.start()

    def state(self) -> ViewState:
        """Return the present view state."""
        space = self._space
        panes = space.panes
        if self._wanted is not None:  # the position in the ranking is not restored yet
            ranking, in_ranking = self._wanted.ranking, self._wanted.in_ranking
        else:
            ranking, in_ranking = _seen(space.ranking.grid), panes.active is space.ranking.grid
        return ViewState(
            topic=space.controller.session.topic.id,
            batch=_seen(space.batch.grid),
            ranking=ranking,
            in_ranking=in_ranking,
            viewing=panes.viewing or (self._wanted is not None and self._wanted.viewing and in_ranking),
            filters=space.ranking.controls.values(),
            blind=space.controller.blind_mode.blind,
            hidden=tuple(sorted(space.controller.blind_mode.hidden)),
            stacks=values_of(space.controller.stacks.settings),
            stacks_told=space.stacks.told,
            stacks_opened=space.controller.stacks.opened,
        )

    def keep(self) -> None:
        """Write the present state if it changed, without waiting."""
        self._settled()
        state = self.state()
        if state != self._written:
            self._written = state
            file = self._file
            self._background.run(lambda _progress: view_state.write(file, state), _ignore, _ignore)

    def close(self) -> None:
        """Write the present state, and stop."""
        self._timer.stop()
        self._settled()
        state = self.state()
        self._background.close()
        view_state.write(self._file, state)


def _seen(grid: ImageGrid) -> GridView:
    current = grid.current_image()
    selected = tuple(grid.selected_images()) if grid.selected_count() <= MAX_SELECTED else ()
    top, beyond = grid.place()
    return GridView(-1 if current is None else current, selected, top, beyond)


def _show(grid: ImageGrid, view: GridView) -> None:
    """Restore a grid; missing images are left out."""
    if view.current >= 0:
        grid.set_current(view.current)
    if len(view.selected) > 1:
        grid.select_images(image for image in view.selected if grid.image_model().row_of(image) is not None)
    grid.go_to_place(view.top, view.beyond)


def _ignore(_outcome: object) -> None:
    """Ignore a failure to store the state."""
