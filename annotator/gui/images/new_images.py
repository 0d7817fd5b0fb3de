"""Offers to add images that are new in the folder of the open project."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from annotator.gui.images.folder_watch import FolderWatch
from annotator.gui.text.translate import tr
from annotator.gui.widgets.message_bar import MessageBar
from annotator.session.session import Session


class NewImages(QObject):
    """Says how many there are in the message bar, unless something else is said there."""

    def __init__(self, session: Session, messages: MessageBar, add: Callable[[], object]) -> None:
        """Begin to watch the folder of a project that can be changed.

        Args:
            session: The open project.
            messages: Where they are offered.
            add: Adds the new images.
        """
        super().__init__(messages)
        self._messages, self._add = messages, add
        self.watch = FolderWatch(session.collection.root, session.paths, self)
        self.watch.found.connect(self._offer)
        if not session.project.read_only:
            self.watch.begin()

    def close(self) -> None:
        """Stop watching."""
        self.watch.close()

    def _offer(self, count: int) -> None:
        if not self._messages.text:
            text = tr("%n new image(s) in the folder.", "", count)
            self._messages.tell(text, choices=[(tr("Add to the project"), self._add)], problem=False)
