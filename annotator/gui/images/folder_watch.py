"""Notices images that are added to the folder of a project while it is open, or were added since it was last looked at.

The system tells of changes in a limited number of folders; it does not do so on network drives. Therefore the folder is
also looked at now and then. Both only decide when to look: what is found is what a rescan would find.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication

from annotator.data.images.scanning import scan
from annotator.gui.tasks.background import Background, RunningJob
from annotator.types import Progress

MOST_IMAGES = 200_000
"""Largest collection that is watched: a look at more of them takes seconds of one processor."""
MOST_FOLDERS = 500
"""Number of folders that the system watches; it has a limit for all programs together."""
SETTLE_MS = 2000
"""Time without a change after which the folder is looked at: files that are being copied come one by one."""
EVERY_MS = 60_000
"""Time between two looks without any sign of a change."""
_SHARE = 0.02
_SLOW_S = 3.0

Found = tuple[dict[str, int], int, tuple[str, ...]]
"""New images with their sizes, number of those that are gone, folders."""


class FolderWatch(QObject):
    """Counts new images in another thread.

    Signals:
        found(int): This many images are new; other than before, and no longer being copied.
    """

    found = Signal(int)

    def __init__(self, root: Path, paths: Sequence[str], parent: QObject | None = None) -> None:
        """Prepare to watch.

        Args:
            root: Image folder.
            paths: The images that the project knows.
            parent: Qt parent.
        """
        super().__init__(parent)
        self._root, self._paths = root, paths
        self._known: frozenset[str] = frozenset()
        self._new: dict[str, int] = {}
        self._told = 0
        self._job: RunningJob | None = None
        self._background = Background("folder-watch", self)
        self._soon = QTimer(self, singleShot=True)
        self._soon.timeout.connect(self.look)
        self._system = QFileSystemWatcher(self)
        self._system.directoryChanged.connect(lambda _folder: self._soon.start(SETTLE_MS))
        self._regular = QTimer(self, singleShot=True)
        self._regular.timeout.connect(self._tick)

    def begin(self) -> None:
        """Look for the first time in a moment, and watch from then on, unless there are too many images."""
        if len(self._paths) <= MOST_IMAGES:
            self._soon.start(SETTLE_MS)

    def look(self) -> None:
        """Look now, unless that is being done."""
        if self._job is not None:
            self._soon.start(SETTLE_MS)
            return
        root, paths, began = self._root, self._paths, time.monotonic()

        def work(progress: Progress) -> Found:
            self._known = self._known or frozenset(paths)
            seen = scan(root, Progress(cancel=progress.cancel))
            sizes = zip(seen.paths, seen.sizes.tolist(), strict=True)
            new = {path: size for path, size in sizes if path not in self._known}
            gone = len(self._known) - (len(seen.paths) - len(new))
            return new, gone, tuple({path.rpartition("/")[0] for path in seen.paths})

        def done(found: Found) -> None:
            took = time.monotonic() - began
            self._ended(took)
            new, gone, folders = found
            if took < _SLOW_S:  # folders that answer slowly could stall the window
                self._watch(folders)
            settled, self._new = new == self._new, new
            count = len(new) - gone  # a moved image is new in one place and gone in another
            if new and not settled:
                self._soon.start(SETTLE_MS)
            elif count != self._told:
                self._told = count
                if count > 0:
                    self.found.emit(count)

        self._job = self._background.run(work, done, lambda _error: self._ended(0.0))

    def close(self) -> None:
        """Stop, and wait for the thread."""
        self._soon.stop()
        self._regular.stop()
        self._background.close()

    def _ended(self, took: float) -> None:
        """Look again some time; a folder that is missing now may come back."""
        self._job = None
        self._regular.start(max(EVERY_MS, round(1000 * took / _SHARE)))

    def _tick(self) -> None:
        # Do not look while the window is inactive, so that disks can sleep.
        if QGuiApplication.applicationState() == Qt.ApplicationState.ApplicationActive:
            self.look()
        else:
            self._regular.start(EVERY_MS)

    def _watch(self, folders: tuple[str, ...]) -> None:
        watched = set(self._system.directories())
        wanted = [str(self._root), *(str(self._root / folder) for folder in sorted(folders) if folder)]
        more = [folder for folder in wanted if folder not in watched][: max(0, MOST_FOLDERS - len(watched))]
        if more:
            self._system.addPaths(more)
