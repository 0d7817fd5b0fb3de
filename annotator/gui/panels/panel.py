"""The base class of panels docked next to the batch and the ranking."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from annotator.gui.actions.qt_actions import ActionSet
    from annotator.gui.controller.controller import Controller
    from annotator.gui.grid.grid import ImageGrid
    from annotator.gui.grid.image_model import ImageSource
    from annotator.gui.grid.image_table import ImageTable
    from annotator.gui.images.thumbnail_loader import ThumbnailLoader
    from annotator.types import BoolArray


@dataclass(frozen=True, eq=False)
class PanelContext:
    """What panels are built from.

    Attributes:
        controller: The open project and its model.
        loader: Fetches thumbnails.
        actions: Actions of the window.
        source: What grids of images show.
        passing: Returns which images pass the filter of the ranking, shape (N,); None for all.
        point_at: Makes an image current in the ranking.
    """

    controller: Controller
    loader: ThumbnailLoader
    actions: ActionSet
    source: ImageSource
    passing: Callable[[], BoolArray | None] = lambda: None
    point_at: Callable[[int], object] = lambda _image: None


class Panel(QWidget):
    """One panel. It is updated only while it is visible, and once when it becomes visible.

    Signals:
        shown_changed(bool): Whether it is visible.
        selection_changed(): Its selection changed.
        image_chosen(int): The user wants to see this image large.
    """

    question = ""
    """Key under which the panel asks the model; the question is forgotten when nobody can see the answer."""

    takes_keyboard = False
    """Whether whoever shows the panel wants to work in it at once."""

    confirms = False
    """Whether judging one of its images as before, or keeping its label, is a decision to be recorded."""

    shown_changed = Signal(bool)
    selection_changed = Signal()
    image_chosen = Signal(int)

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.controller = context.controller
        self.seen = False
        self._stale = True
        self._images: ImageGrid | ImageTable | None = None

    def judge_in(self, images: ImageGrid | ImageTable) -> None:
        """Let judgements apply to what is selected in this grid or table while it has the focus."""
        self._images = images
        self.context.actions.attach(images)
        images.selection_changed.connect(self.selection_changed)

    def selected_images(self) -> list[int]:
        """Return the images that a judgement applies to while :meth:`keyboard` has the focus."""
        return [] if self._images is None else self._images.selected_images()

    # To be overridden

    def keyboard(self) -> QWidget | None:
        """Return the widget whose focus makes judgements apply to this panel; None if they never do."""
        return self._images

    def refresh(self) -> None:
        """Read everything again."""

    def follow(self, image: int | None) -> None:
        """The current image changed."""

    def labels_changed(self, images: Sequence[int]) -> None:
        """The labels of ``images`` changed."""
        self.refresh()

    def ranking_changed(self) -> None:
        """The collection was ranked again."""

    def filter_changed(self) -> None:
        """The ranking shows other images."""

    def topic_changed(self) -> None:
        """Another topic is on screen, or its name or settings changed."""
        self.refresh()

    def close_threads(self) -> None:
        """Stop the panel's threads: the project is being closed."""

    # What the docks call

    def set_seen(self, seen: bool) -> None:
        """Set whether the panel is visible; it is updated first."""
        if seen == self.seen:
            return
        self.seen = seen
        if not seen and self.question:
            self.controller.forget_question(self.question)
            self._stale = True
        if seen and self._stale:
            self._stale = False
            self.refresh()
        self.shown_changed.emit(seen)

    def outdated(self) -> bool:
        """Return whether the panel is hidden; it then reads everything again when it becomes visible."""
        if not self.seen:
            self._stale = True
        return not self.seen
