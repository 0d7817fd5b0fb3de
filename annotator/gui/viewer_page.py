"""One image fills the window; judging and going to its neighbours work as in the grid it came from."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from annotator.gui.controller import Controller
from annotator.gui.grid import ImageGrid
from annotator.gui.thumbnails import ThumbnailLoader
from annotator.gui.viewer import Viewer
from annotator.gui.words import number, tr

PREVIEW_EDGE = 512


class ViewerPage(QWidget):
    """Shows the current image of a grid, and moves through that grid.

    Signals:
        moved: Another image is shown.
    """

    moved = Signal()

    def __init__(self, controller: Controller, loader: ThumbnailLoader, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._controller, self._loader = controller, loader
        self._grid: ImageGrid | None = None
        self.viewer = Viewer(self)
        self.viewer.stepped.connect(self.step)
        self.setFocusProxy(self.viewer)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.viewer)

    @property
    def image(self) -> int | None:
        """The image on screen."""
        return self.viewer.current_image()

    def open(self, grid: ImageGrid, image: int) -> None:
        """Show ``image`` of ``grid``; the arrows go through the grid."""
        self._grid = grid
        self.show_image(image)

    def show_image(self, image: int) -> None:
        """Show ``image``."""
        session = self._controller.session
        self.viewer.show_image(
            image,
            session.image_path(image),
            self._caption(image),
            session.label_of(image),
            self._loader.pixmap(image, PREVIEW_EDGE, self),
        )
        self.moved.emit()

    def _caption(self, image: int) -> str:
        rank = int(self._controller.ranks[image])
        name = self._controller.session.paths[image]
        return f"{name}    " + tr("rank {rank}").format(rank=number(rank)) if rank else name

    def step(self, by: int) -> None:
        """Show the neighbour ``by`` places further in the grid."""
        grid = self._grid
        if grid is None or self.image is None:
            return
        row = grid.image_model().row_of(self.image)
        if row is None:
            return
        target = max(0, min(len(grid.images()) - 1, row + by))
        image = grid.image_model().image_at(target)
        if image != self.image:
            grid.set_current(image)
            self.show_image(image)

    def follow(self) -> None:
        """Show the image the grid has gone on to."""
        image = None if self._grid is None else self._grid.current_image()
        if image is not None and image != self.image:
            self.show_image(image)

    def refresh_label(self) -> None:
        """Show the present label of the image."""
        if self.image is not None:
            self.viewer.set_label(self._controller.session.label_of(self.image))

    def clear(self) -> None:
        """Show nothing, and let go of the image's memory."""
        self.viewer.clear()
        self._loader.keep_only((), self)

    def close_loader(self) -> None:
        """Stop decoding."""
        self.viewer.close_loader()
