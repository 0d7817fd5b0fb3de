"""A preview of how images and features match, before a project is created from them."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLabel, QWidget

from annotator.data.collection.collection import ImportReport
from annotator.data.features.layout import DETECT, FeatureLayout
from annotator.errors import AnnotatorError, FeatureError
from annotator.gui.dialogs.import_report import findings, summary
from annotator.gui.images.image_reader import read_image
from annotator.gui.tasks.background import Background, RunningJob
from annotator.gui.text.core_messages import expected_words
from annotator.gui.text.translate import number, tr
from annotator.gui.widgets.build import in_row, named, push_button
from annotator.session.session import Session
from annotator.types import Progress

PAUSE_MS = 350
"""Rest after a change before it is looked at."""
SAMPLE_EDGE = 40
"""Edge of the pictures beside sample pairs, in pixels."""


class MatchPreview(QWidget):
    """Describes in a sentence or two what would match; the user can create the project in any case.

    Signals:
        details_wanted(ImportReport): The user wants to see all matches and mismatches.
        choice_wanted: The user wants to describe the layout of the feature file.
    """

    details_wanted = Signal(object)
    choice_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.report: ImportReport | None = None
        self.words = QLabel(self, wordWrap=True)
        details = push_button(tr("Details…"), self, lambda: self.details_wanted.emit(self.report))
        self.details = named(details, tr("Show everything that was found"))
        choose = push_button(tr("File layout…"), self, self.choice_wanted.emit)
        self.choose = named(choose, tr("Describe the layout of the feature file"))
        self.samples: tuple[QImage, ...] = ()
        self._wanted: tuple[Path, Path, FeatureLayout] | None = None
        self._background = Background("preview", self)
        self._job: RunningJob | None = None
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._look)
        in_row((self.words, 1), self.details, self.choose, on=self, margins=0)
        self._tell("")

    def look_at(self, images: Path | None, features: Path | None, layout: FeatureLayout = DETECT) -> None:
        """Preview a folder and a file in another thread, if both are given; an earlier preview is dropped."""
        both = images is not None and features is not None and images.is_dir() and features.exists()
        wanted = (images, features, layout) if both and images is not None and features is not None else None
        if wanted == self._wanted:
            return
        self._wanted = wanted
        self.stop()
        self.report = None
        self._tell("" if wanted is None else tr("Looking at images and features…"))
        if wanted is not None:
            self._pause.start()

    def stop(self) -> None:
        """Stop the preview."""
        self._pause.stop()
        if self._job is not None:
            self._job.drop()
            self._job = None

    def close_thread(self) -> None:
        """Stop, and wait for the thread."""
        self.stop()
        self._background.close()

    def _look(self) -> None:
        if self._wanted is None:
            return
        images, features, layout = self._wanted

        def work(progress: Progress) -> tuple[ImportReport, tuple[QImage, ...]]:
            report = Session.preview(images, features, progress, layout)
            return report, tuple(_small(images / path) for _, path in report.pairs)

        self._job = self._background.run(work, self._show, self._failed, progressed=self._progressed)

    def _progressed(self, share: float) -> None:
        self._tell(tr("Looking at images and features… {percent} %").format(percent=round(100 * share)))

    def _show(self, found_: tuple[ImportReport, tuple[QImage, ...]]) -> None:
        report, self.samples = found_
        self._job, self.report = None, report
        found = findings(report)
        counts = "; ".join(f"{heading}: {number(len(names))}" for heading, _, names in found)
        # The images of a folder that cannot be read are not among those counted.
        whole = report.matched == report.n_images and not report.problems
        sign = "✓" if whole else "▲"
        self._tell("\n".join(filter(None, (f"{sign} {summary(report)}", counts))), details=True, choose=True)

    def _failed(self, error: Exception) -> None:
        self._job = None
        self._tell(f"✗ {expected_words(error)}", choose=isinstance(error, FeatureError))

    def _tell(self, words: str, *, details: bool = False, choose: bool = False) -> None:
        self.words.setText(words)
        self.setVisible(bool(words))
        self.details.setVisible(details)
        self.choose.setVisible(choose)


def _small(file: Path) -> QImage:
    """Return a small picture of an image, an empty one if it cannot be read."""
    try:
        return read_image(file, SAMPLE_EDGE).image
    except AnnotatorError:
        return QImage()
