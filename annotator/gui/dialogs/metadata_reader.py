"""The button that measures how sharp and bright the images are, in blocks, while the window stays usable."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from annotator.data.metadata.reader import Block
from annotator.errors import AnnotatorError
from annotator.gui.tasks.background import Background, RunningJob
from annotator.gui.tasks.tasks import Task, TaskCenter
from annotator.gui.text.core_messages import core_words
from annotator.gui.text.translate import tr
from annotator.gui.widgets.build import in_column, in_row, progress_bar, wrapped
from annotator.runtime.job import Job
from annotator.session.session import Session

SOURCES = ("quality",)
"""What needs all pixels of the images. The rest is read by itself while the project is open."""


class MetadataReader(QWidget):
    """Measures the images that have not been measured yet. Every block is stored immediately, so stopping loses little.

    Signals:
        columns_changed: Values were stored.
    """

    columns_changed = Signal()

    def __init__(self, session: Session, tasks: TaskCenter | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks or TaskCenter(self)
        self._task: Task | None = None
        self._session = session
        self._background = Background("metadata", self)
        self._job: RunningJob | None = None
        self.button = QPushButton(tr("Measure sharpness and brightness"), self)
        self.button.setToolTip(
            tr("How sharp and bright the images are, and how much of them is black or white, from all of their pixels")
        )
        self.button.clicked.connect(lambda _checked=False: self.stop() if self._job else self.start())
        self._bar = progress_bar(self, tr("Progress of measuring"))
        self._text = wrapped("", self, "hint")
        row = in_row(self.button, (self._bar, 1), None)
        in_column(row, self._text, on=self, margins=0)
        self._complete = True  # no button before it is known that something is left
        self._end("")
        if not session.project.read_only:
            left = session.collection.metadata.is_complete(SOURCES)
            self._background.start(left, self._found_out, self._failed)

    def start(self) -> None:
        """Read everything that has not been read."""
        self._bar.setValue(0)
        self._bar.show()
        self._task = self._tasks.begin(tr("Measuring sharpness and brightness"), stop=self.stop)
        self.button.setText(tr("Stop measuring"))
        job = self._session.collection.metadata.read(SOURCES)

        def store(blocks: tuple[Block, ...]) -> None:
            job.apply(blocks)
            self.columns_changed.emit()

        self._job = self._background.start(
            Job(job.compute, store),
            self._read,
            self._failed,
            progressed=self._show_progress,
            cancelled=lambda: self._end(tr("Stopped. Measuring continues from here next time.")),
        )

    def stop(self) -> None:
        """Stop; everything read is kept."""
        if self._job is not None:
            self._job.cancel.set()

    def close_thread(self) -> None:
        """Stop and wait for the thread."""
        self._background.close()
        if self._task is not None:
            self._task.stopped(tr("Measuring continues from here next time."))

    def _show_progress(self, share: float) -> None:
        self._bar.setValue(round(1000 * share))
        if self._task is not None:
            self._task.progress(share)

    def _found_out(self, complete: bool) -> None:
        self._complete = complete
        self.button.setVisible(not complete)

    def _read(self, _none: None) -> None:
        self._complete = True
        self._end("")

    def _failed(self, error: Exception) -> None:
        if self._task is not None:
            self._task.failed(error)
        self._end(core_words(error))
        if not isinstance(error, AnnotatorError):
            raise error

    def _end(self, text: str) -> None:
        self._job = None
        if self._task is not None:
            if not self._complete:
                self._task.stopped(text)
            else:
                self._task.done()
            self._task = None
        self._bar.hide()
        self.button.setText(tr("Measure sharpness and brightness"))
        self.button.setVisible(not self._complete)
        self._text.setText(text)
        self._text.setVisible(bool(text))
