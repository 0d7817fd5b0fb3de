"""What everything that is docked beside the batch and the ranking has in common."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from annotator.gui.actions.qt_actions import ActionSet
    from annotator.gui.controller.controller import Controller
    from annotator.gui.grid.image_model import ImageSource
    from annotator.gui.images.thumbnail_loader import ThumbnailLoader


@dataclass(frozen=True, eq=False)
class PanelContext:
    """What panels are made from.

    Attributes:
        controller: The open project and its model.
        loader: Fetches thumbnails.
        actions: Actions of the window.
        source: What grids of images show.
    """

    controller: Controller
    loader: ThumbnailLoader
    actions: ActionSet
    source: ImageSource


class Panel(QWidget):
    """One panel. It is told what changed only while somebody can see it, and once when it comes into sight.

    Signals:
        shown_changed(bool): Whether somebody can see it.
        selection_changed(): Other images of it are selected.
        image_chosen(int): The person wants to see this image large.
    """

    question = ""
    """Key under which the panel asks the model; the question is forgotten when nobody can see the answer."""

    takes_keyboard = False
    """Whether whoever shows the panel wants to work in it at once."""

    shown_changed = Signal(bool)
    selection_changed = Signal()
    image_chosen = Signal(int)

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.controller = context.controller
        self.seen = False
        self._stale = True

    # To be overridden

    def keyboard(self) -> QWidget | None:
        """Return the widget whose focus makes judgements be about this panel; None if they never are."""
        return None

    def selected_images(self) -> list[int]:
        """Return the images that a judgement is about while :meth:`keyboard` has the focus."""
        return []

    def refresh(self) -> None:
        """Read everything anew."""

    def follow(self, image: int | None) -> None:
        """The person works with another image."""

    def labels_changed(self, images: Sequence[int]) -> None:
        """The labels of ``images`` changed."""
        self.refresh()

    def ranking_changed(self) -> None:
        """The collection is ranked anew."""

    def topic_changed(self) -> None:
        """Another topic is on screen, or its name or settings changed."""
        self.refresh()

    def close_threads(self) -> None:
        """Stop what works for the panel on other threads: the project is being closed."""

    # What the docks call

    def set_seen(self, seen: bool) -> None:
        """Tell whether somebody can see the panel; it is brought up to date first."""
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
        """Return whether nobody sees the panel; it then reads everything anew when it comes into sight."""
        if not self.seen:
            self._stale = True
        return not self.seen
