"""The stacks on screen: opening and closing them, and what a key judges on their cards."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QObject, Qt

from annotator.gui.controller.controller import Controller
from annotator.gui.controller.stacks import kind_words
from annotator.gui.grid.grid import ImageGrid
from annotator.gui.text.translate import number, tr
from annotator.gui.widgets.announce import announce
from annotator.gui.widgets.message_bar import MessageBar
from annotator.gui.workspace.panes import Panes
from annotator.parameters import Stacking
from annotator.types import Label

WORTH_SAYING = 0.05
"""Share of the judgements that stacks save, from which on the user is told about them: a few pairs change nothing."""


class StackCards(QObject):
    """Shows the stacks of a project in the batch and in the ranking.

    Attributes:
        told: Whether the user has been told that there are stacks.
    """

    def __init__(self, controller: Controller, panes: Panes, messages: MessageBar) -> None:
        super().__init__(panes)
        self._stacks, self._panes, self._messages = controller.stacks, panes, messages
        self._session = controller.session
        self.told = False
        panes.batch.slots = self._stacks.slots
        panes.ranking.arrangement = self._stacks.arrangement
        for grid in (panes.batch.grid, panes.ranking.grid):
            grid.stack_toggled.connect(self._toggle)
        self._stacks.changed.connect(self._arrange)
        self._stacks.found.connect(self._tell)
        self._stacks.chosen.connect(panes.changed)
        self._stacks.status_message.connect(controller.status_message)

    def toggle(self) -> None:
        """Open or close the stack of the current image."""
        image = self._panes.current_image()
        if image is not None and (self._panes.in_panel is not None or not self._toggle(image)):
            self._stacks.status_message.emit(tr("This image is in no stack; “Similar images” shows what is like it"))

    def _toggle(self, image: int) -> bool:
        if not self._stacks.toggle(image):
            return False
        opened, size = self._stacks.is_open(image), number(self._stacks.size(image))
        words = tr("Stack of {n} images opened: keys judge them one by one") if opened else tr("Stack closed")
        announce(self._panes, words.format(n=size))
        self._stacks.status_message.emit(words.format(n=size))
        return True

    def _arrange(self) -> None:
        panes, current = self._panes, self._panes.active.current_image()
        panes.batch.arrange()
        self._stay_at(panes.batch.grid, current)
        panes.ranking.shown.connect(
            lambda: self._stay_at(panes.ranking.grid, current), Qt.ConnectionType.SingleShotConnection
        )
        panes.ranking.apply()
        for grid in (panes.batch.grid, panes.ranking.grid):
            grid.refresh()
        if panes.viewing:
            panes.viewer.refresh_captions()
        panes.changed.emit()

    def _stay_at(self, grid: ImageGrid, image: int | None) -> None:
        """Go to the image that stands for ``image`` since its stack was closed."""
        if image is None or grid is not self._panes.active or grid.current_image() is not None:
            return
        shown = grid.images()[np.isin(grid.images(), self._stacks.members(image))]
        if len(shown):
            grid.set_current(int(shown[0]))
            if self._panes.viewing:
                self._panes.viewer.follow()

    def targets(self, images: Sequence[int], label: Label | None) -> list[int]:
        """Return the images that a key judges, of the selected ``images``: for a closed stack, all of it."""
        if self._panes.in_panel is not None or (self._panes.viewing and self._panes.viewer.comparing):
            return list(images)
        return self._stacks.targets(images, label)

    def show_step(self, images: Sequence[int]) -> None:
        """Show the images of a step that was undone or redone: select one that is on screen or stands for them."""
        panes, batch = self._panes, self._panes.batch.grid
        in_batch = batch.images()[np.isin(batch.images(), self._stacks.touched(images))]
        grid, shown = (batch, in_batch) if len(in_batch) else (panes.ranking.grid, self._ranked(images))
        if panes.viewing:
            panes.view(grid, int(shown[0]))
        elif panes.in_panel is None:
            panes.work_with(grid)
        (panes.ranking.go_to if grid is panes.ranking.grid else grid.set_current)(int(shown[0]))

    def _ranked(self, images: Sequence[int]) -> Sequence[int]:
        cards = self._panes.ranking.grid.images()
        standing = cards[np.isin(cards, self._stacks.touched(images))]
        return standing.tolist() if len(standing) and not np.isin(images[0], cards) else images

    def _tell(self) -> None:
        """Say once that images are stacked, if there is clearly less to judge for it."""
        stacks = self._session.collection.stacks.found
        if self.told or self._messages.text or stacks is None or not len(heads := stacks.heads()):
            return  # what the bar says is more important; there is a next time
        images = int(stacks.size[heads].sum())
        if images - len(heads) < WORTH_SAYING * self._session.n_images:
            return
        self.told = True
        text = tr(
            "{images} images form %n stack(s): {kind}. A stack is one card with the number of its images. A key judges "
            "all of them, {key} opens it to judge them one by one.",
            "",
            len(heads),
        ).format(
            images=number(images),
            kind=kind_words(self._stacks.settings),
            key=self._panes.context.actions.keys.text("view.stack") or tr("a click on the number"),
        )
        off = (tr("Do not stack"), lambda: self._stacks.choose(Stacking("off")))
        self._messages.tell(text, choices=[off], problem=False)
