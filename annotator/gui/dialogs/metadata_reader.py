"""The button that reads metadata from the images, block after block, while the window stays usable."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from annotator.data.images.image_metadata import SOURCES
from annotator.data.metadata.reader import Block, Plan, read_blocks
from annotator.errors import AnnotatorError
from annotator.gui.tasks.background import Background, Job
from annotator.gui.tasks.tasks import Task, TaskCentre
from annotator.gui.text.core_messages import core_words
from annotator.gui.text.translate import tr
from annotator.session.session import Session
from annotator.types import Progress


class MetadataReader(QWidget):
    """Reads what has not been read yet. Every block is stored at once, so that stopping loses next to nothing.

    Signals:
        columns_changed: Values were stored.
    """

    columns_changed = Signal()

    def __init__(self, session: Session, tasks: TaskCentre | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks or TaskCentre(self)
        self._task: Task | None = None
        self._session = session
        self._background = Background("metadata", self)
        self._job: Job | None = None
        self._blocks: list[tuple[int, tuple[str, ...]]] = []
        self._total = 0
        self.button = QPushButton(tr("Read metadata from the images"), self)
        self.button.setToolTip(
            tr("When, where and with what they were taken, their size, how sharp and bright they are")
        )
        self.button.clicked.connect(lambda _checked=False: self.stop() if self._job else self.start())
        self._bar = QProgressBar(self)
        self._bar.setRange(0, 1000)
        self._bar.setAccessibleName(tr("Progress of reading metadata"))
        self._bar.hide()
        self._text = QLabel(self)
        self._text.setWordWrap(True)
        self._text.setProperty("role", "hint")
        row = QHBoxLayout()
        row.addWidget(self.button)
        row.addWidget(self._bar, 1)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(row)
        layout.addWidget(self._text)
        self._blocks = [] if session.read_only else list(session.metadata_plan(SOURCES).blocks)
        self._end("")

    def start(self) -> None:
        """Read all that has not been read."""
        self._total = len(self._blocks)
        self._bar.setValue(0)
        self._bar.show()
        self._task = self._tasks.begin(tr("Reading metadata from the images"), stop=self.stop)
        self.button.setText(tr("Stop reading"))
        self._next()

    def stop(self) -> None:
        """Stop; what was read stays."""
        if self._job is not None:
            self._job.cancel.set()

    def close_thread(self) -> None:
        """Stop and wait for the thread."""
        self._background.close()
        if self._task is not None:
            self._task.stopped(tr("Reading goes on from here the next time."))

    def _next(self) -> None:
        one = Plan((self._blocks[0],), self._session.n_images)
        self._job = self._background.run(
            partial(_read, one, self._session),
            self._read,
            self._failed,
            progressed=self._show_progress,
            cancelled=lambda: self._end(tr("Stopped. Reading goes on from here the next time.")),
        )

    def _show_progress(self, share: float) -> None:
        done = self._total - len(self._blocks)
        finished = (done + share) / max(1, self._total)
        self._bar.setValue(round(1000 * finished))
        if self._task is not None:
            self._task.progress(finished)

    def _read(self, blocks: list[Block]) -> None:
        stopped = self._job is not None and self._job.cancel.is_set()
        for block in blocks:
            self._session.store_metadata(block)
        del self._blocks[0]
        self.columns_changed.emit()
        if self._blocks and not stopped:
            self._next()
        else:
            self._end(tr("Stopped. Reading goes on from here the next time.") if self._blocks else "")

    def _failed(self, error: Exception) -> None:
        if self._task is not None:
            self._task.failed(error)
        self._end(core_words(error))
        if not isinstance(error, AnnotatorError):
            raise error

    def _end(self, text: str) -> None:
        self._job = None
        if self._task is not None:
            if self._blocks:
                self._task.stopped(text)
            else:
                self._task.done()
            self._task = None
        self._bar.hide()
        self.button.setText(tr("Read metadata from the images"))
        self.button.setVisible(bool(self._blocks))
        self._text.setText(text)
        self._text.setVisible(bool(text))


def _read(plan: Plan, session: Session, progress: Progress) -> list[Block]:
    return list(read_blocks(plan, session.image_path, progress))
