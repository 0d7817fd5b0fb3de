"""Offers to add images that are new in the folder of the open project."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from annotator.gui.images.folder_watch import FolderWatch
from annotator.gui.text.translate import tr
from annotator.gui.workspace.workspace import Workspace


class NewImages(QObject):
    """Says how many there are in the message bar, unless something else is said there."""

    def __init__(self, space: Workspace, add: Callable[[], object]) -> None:
        """Begin to watch the folder of a project that can be changed.

        Args:
            space: The open project.
            add: Adds the new images.
        """
        super().__init__(space)
        self._space, self._add = space, add
        session = space.controller.session
        self.watch = FolderWatch(session.collection.root, session.paths, self)
        self.watch.found.connect(self._offer)
        if not session.project.read_only:
            self.watch.begin()

    def close(self) -> None:
        """Stop watching."""
        self.watch.close()

    def _offer(self, count: int) -> None:
        if not self._space.messages.text:
            text = tr("%n new image(s) in the folder.", "", count)
            self._space.messages.tell(text, choices=[(tr("Add to the project"), self._add)], problem=False)
