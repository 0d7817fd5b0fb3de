"""The base of dialogs that run long work in a separate thread: progress, result, and cancelling on close."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QLabel, QWidget

from annotator.gui.tasks.background import Background, RunningJob
from annotator.gui.text.core_messages import expected_words
from annotator.gui.widgets.build import progress_bar
from annotator.runtime.job import Job

P = TypeVar("P")
R = TypeVar("R")


class JobDialog(QDialog):
    """Runs one job at a time; a newer one replaces it, and closing the dialog cancels it.

    Attributes:
        said: Label for the messages and errors of the work; a subclass lays it out.
        bar: Progress bar, visible while work runs; a subclass that uses it lays it out, see ``progress``.
    """

    def __init__(
        self, title: str, size: tuple[int, int], thread: str, parent: QWidget | None = None, *, progress: str = ""
    ) -> None:
        """Build what such dialogs share.

        Args:
            title: Title of the window.
            size: Its width and height, in logical pixels.
            thread: Name of the thread.
            parent: Qt parent.
            progress: Accessible name of the bar; "" for no bar.
        """
        super().__init__(parent)
        self.setWindowTitle(title)
        self.resize(*size)
        self._background = Background(thread, self)
        self._job: RunningJob | None = None
        self._shows_bar = bool(progress)
        self.said = QLabel(self, wordWrap=True)
        self.bar = progress_bar(self, progress)

    @property
    def working(self) -> bool:
        """Whether work runs."""
        return self._job is not None

    def run(self, job: Job[P, R], done: Callable[[R], object], *, stopped: str = "") -> None:
        """Compute a job in the other thread and apply it in this one.

        Args:
            job: The work.
            done: Called in this thread with the answer.
            stopped: Text to show when it was stopped.
        """
        self.drop()
        self._job = self._background.start(
            job,
            lambda result: self._ended(lambda: done(result)),
            lambda error: self._ended(lambda: self.say_why(error)),
            progressed=lambda share: self.bar.setValue(round(1000 * share)),
            cancelled=lambda: self._ended(lambda: self.say(stopped)),
        )
        self.bar.setValue(0)
        self.bar.setVisible(self._shows_bar)
        self.work_changed()

    def _ended(self, then: Callable[[], object]) -> None:
        self._job = None
        self.bar.hide()
        self.work_changed()
        then()

    def work_changed(self) -> None:
        """Work started or ended: a subclass enables and disables its widgets here."""

    def say(self, words: str) -> None:
        """Show ``words``."""
        self.said.setText(words)

    def say_why(self, error: Exception) -> None:
        """Show why something failed; raise unexpected errors."""
        self.say(f"⚠ {expected_words(error)}")

    def stop_work(self) -> bool:
        """Ask the work to stop, and return whether there was any."""
        if self._job is not None:
            self._job.cancel.set()
        return self.working

    def drop(self) -> None:
        """Cancel the work and ignore its result."""
        if self._job is not None:
            self._job.drop()
            self._job = None

    def done(self, result: int) -> None:
        """Close and release the thread."""
        self._let_go()
        super().done(result)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop running work."""
        self._let_go()
        super().closeEvent(event)

    def _let_go(self) -> None:
        self.drop()
        self._background.close()
