"""Commands for single images: find similar ones, compare, go to unlabelled ones, find the file."""

from __future__ import annotations

import numpy as np
from PySide6.QtGui import QGuiApplication

from annotator.engine import Engine
from annotator.gui.grid.grid import ImageGrid
from annotator.gui.panels.similar_panel import SimilarPanel
from annotator.gui.panels.similar_query import ask_alike
from annotator.gui.text.translate import tr
from annotator.gui.widgets.desktop import open_on_desktop
from annotator.gui.workspace.panes import Panes
from annotator.gui.workspace.workspace import Workspace
from annotator.model.explanation import SimilarImage
from annotator.types import UNLABELLED, Progress, Snapshot

COMPARED = 20
"""Judged images that one image can be compared with, nearest first."""


def copy_paths(space: Workspace) -> None:
    """Copy the paths of the selected images, one per line."""
    session = space.controller.session
    paths = [str(session.collection.image_path(image)) for image in space.panes.targets()]
    QGuiApplication.clipboard().setText("\n".join(paths))
    space.controller.status_message.emit(tr("Copied the paths of %n image(s)", "", len(paths)))


def show_folder(space: Workspace) -> None:
    """Show the folder of the current image in the file manager."""
    image = space.panes.current_image()
    if image is None:
        return
    folder = space.controller.session.collection.image_path(image).parent
    if not open_on_desktop(folder):
        space.controller.status_message.emit(tr("No file manager could be started: {folder}").format(folder=folder))


def use_as_example(space: Workspace) -> None:
    """Label the selected images as examples and choose the next batch by them."""
    change = space.controller.session.examples.add(space.panes.targets())
    space.controller.learn_from(change)


def look_for_similar(panes: Panes) -> None:
    """Show the images most like the current one, also in a panel that is pinned to another."""
    image = panes.current_image()
    if image is None:
        return
    panel = panes.panel("view.similar")
    assert isinstance(panel, SimilarPanel)
    if not panel.seen:
        panes.show_panel("view.similar", True)
    panel.look_for(image)


def compare(space: Workspace) -> None:
    """Compare the first two selected images, or a single one with the nearest judged images.

    While two are compared, return to one of them.
    """
    panes = space.panes
    if panes.viewing and panes.viewer.comparing:
        panes.viewer.end_comparison()
        panes.focus_images()
        return
    images = panes.targets()
    if len(images) > 1:
        panes.compare(images[0], images[1], images[1:] if len(images) > 2 or panes.in_panel else ())
    elif images:
        _compare_with_judged(space, images[0])


def _compare_with_judged(space: Workspace, image: int) -> None:
    controller, panes = space.controller, space.panes

    def find(engine: Engine, snapshot: Snapshot, row: int, progress: Progress) -> tuple[SimilarImage, ...]:
        return engine.nearest_judged(snapshot, row, COMPARED, progress)

    def done(found: tuple[SimilarImage, ...]) -> None:
        if panes.targets() != [image]:
            return  # another image is current now
        if found:
            others = [one.image for one in found]
            panes.compare(image, others[0], others)
        else:
            controller.status_message.emit(tr("No judged image to compare with yet: select two images instead"))

    ask_alike(controller, "compare", image, find, done)


def go_to_unlabelled(space: Workspace, step: int) -> None:
    """Go to the next (1) or previous (-1) unlabelled image of the active images."""
    panes = space.panes
    panel = panes.in_panel
    keyboard = None if panel is None or panes.viewing else panel.keyboard()
    grid = keyboard if isinstance(keyboard, ImageGrid) else panes.active
    current = panes.viewer.image if panes.viewing else grid.current_image()
    row = None if current is None else grid.image_model().row_of(current)
    images, start = grid.images(), -1 if row is None else row
    open_ = np.flatnonzero(space.controller.session.judgements.codes[images] == UNLABELLED)
    beyond = open_[open_ > start] if step > 0 else open_[open_ < start][::-1]
    if not beyond.size:
        space.controller.status_message.emit(
            tr("No unlabelled image further on") if step > 0 else tr("None before this one")
        )
        return
    grid.set_current(int(images[beyond[0]]))
    if panes.viewing:
        panes.viewer.follow()
