"""Reads date, camera and size from the images of an open project in the background, while the user judges."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from annotator.data.metadata.metadata import BLOCK
from annotator.data.metadata.reader import Block
from annotator.errors import ImageError
from annotator.gui.controller.feature_builder import FeatureBuilder
from annotator.gui.tasks.builder import Builder
from annotator.gui.tasks.tasks import Task, TaskCenter
from annotator.gui.text.translate import tr
from annotator.runtime.job import Job
from annotator.session.session import Session
from annotator.types import Progress

SOURCES = ("exif", "size")
"""What is read by itself: what the beginning of a file says. Sharpness and brightness need all of its pixels."""

TOLD_EVERY_S = 1.0
"""While metadata is being read, what depends on it is renewed so often."""


class MetadataBuilder(Builder):
    """Reads what has not been read, one file at a time, many of them in a process that gives way to all others.

    Every block is stored at once, so that the next time it goes on where it stopped. The values of images whose folder
    cannot be reached are not stored as missing.

    Signals:
        stored: More values are known.
        finished: All images were read.
    """

    stored, finished = Signal(), Signal()

    def __init__(
        self,
        session: Session,
        tasks: TaskCenter,
        features: FeatureBuilder | None = None,
        parent: QObject | None = None,
    ) -> None:
        """Prepare to read.

        Args:
            session: The open project.
            tasks: Where reading is listed.
            features: Computes features; the first of them go before, as the user waits for the first batch.
            parent: Qt parent.
        """
        super().__init__(tasks, "metadata", parent)
        self._session, self._features, self._complete = session, features, False
        if features is not None:
            features.joined.connect(self.build)
            features.progressed.connect(lambda share: self.build() if share < 0 else None)
        self._told = 0.0
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._start)

    @property
    def running(self) -> bool:
        """Whether metadata is being read, or about to be."""
        return super().running or self._soon.isActive()

    def build(self) -> None:
        """Read what has not been read, as soon as the window has nothing else to do."""
        session = self._session
        waits = self._features is not None and self._features.running and not session.features.n_usable
        if not (waits or self.running or self._given_up or self._complete or session.project.read_only):
            self._soon.start()

    def _start(self) -> None:
        self._begin("", self._session.collection.metadata.is_complete(SOURCES), self._go_on)

    def _go_on(self, complete: bool) -> None:
        if complete:
            self._complete = True
            self._end()
            return
        job = self._session.collection.metadata.read(SOURCES, awaited=False)

        def reachable(progress: Progress) -> Iterator[tuple[Block, ...]]:
            for blocks in job.compute(progress):
                for block in blocks:
                    self._check(block)
                yield blocks

        def store(blocks: tuple[Block, ...]) -> None:
            job.apply(blocks)
            if time.monotonic() - self._told >= TOLD_EVERY_S:
                self._tell()

        self._begin(_title(), Job(reachable, store), self._done)

    def _check(self, block: Block) -> None:
        """Raise ImageError if no file of a block can be reached; called in the other thread."""
        if not np.isnan(np.asarray(block.columns.get("width", 0.0), np.float64)).all():
            return
        last = min(block.first + BLOCK, self._session.n_images)
        for image in range(block.first, last):
            with suppress(ImageError):
                if self._session.collection.image_path(image).exists():
                    return
        raise ImageError(
            "The images cannot be reached; their dates and cameras are read when they are there: {root}",
            root=self._session.collection.root,
        )

    def close(self) -> None:
        """Stop, and wait for the thread."""
        self._soon.stop()
        super().close()

    def _tell(self) -> None:
        self._told = time.monotonic()
        self.stored.emit()

    def _done(self, _none: Any) -> None:
        self._complete = True
        self._end()
        self._tell()
        self.finished.emit()

    def _stopped(self) -> None:
        self._given_up = True
        self._end(Task.stopped, tr("What was read is kept; the rest is read when the project is opened again."))
        self._tell()

    def _failed(self, error: Exception) -> None:
        if self._task is None:  # it failed before it was listed
            self._task = self._tasks.begin(_title(), again=self.again)
        super()._failed(error)
        self._tell()


def _title() -> str:
    return tr("Reading when and with what the images were taken")
