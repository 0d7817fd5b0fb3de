"""The dialog that creates a project from a folder of images: one question, and the rest under *Advanced*."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QDialog,
    QFormLayout,
    QLabel,
    QLineEdit,
    QSpacerItem,
    QStackedWidget,
    QToolButton,
    QWidget,
)

from annotator.data.collection.collection import ImportReport
from annotator.data.features.formats.contents import contents
from annotator.data.features.layout import DETECT
from annotator.errors import AnnotatorError
from annotator.extraction import filling
from annotator.extraction.looking import DEFAULT, default_encoder, encoder_called
from annotator.gui.dialogs.dropped import PROJECT_SUFFIX, feature_files, project_file
from annotator.gui.dialogs.import_report import ImportReportView, findings
from annotator.gui.dialogs.layout_dialog import LayoutDialog
from annotator.gui.dialogs.match_preview import MatchPreview
from annotator.gui.forms.path_field import PathField, Pick, ask_for_pictures
from annotator.gui.tasks.background import Background, RunningJob
from annotator.gui.text.core_messages import core_words, expected_words
from annotator.gui.text.translate import tr
from annotator.gui.widgets.build import (
    DialogButtons,
    error_line,
    hint,
    in_column,
    in_row,
    named,
    progress_bar,
    push_button,
)
from annotator.gui.widgets.open_dialog import show_once
from annotator.session.session import Session
from annotator.types import Progress

SIZE = (680, 520)


class NewProjectDialog(QDialog):
    """Ask what is looked for, and create the project in another thread.

    Without a feature file, features are computed once the project is open. The matching report is shown only if
    something of a feature file does not match.

    Attributes:
        created: Path of the new project file once it exists, ``None`` before.
        pictures: Pictures of what is looked for, from anywhere.
        unread: Number of files and folders that could not be read, if the dialog has not shown them.
    """

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        images: Path | None = None,
        features: Path | None = None,
        batch_size: int = 8,
    ) -> None:
        """Open with known values, e.g. a folder that was dropped on the window."""
        super().__init__(parent)
        self.setWindowTitle(tr("New project"))
        self.resize(*SIZE)
        self.created: Path | None = None
        self.unread = 0
        self.pictures: list[Path] = []
        self._batch_size = batch_size
        self._background = Background("new-project", self)
        self._job: RunningJob | None = None
        self._looked_at: Path | None = None
        self._auto_target: Path | None = None
        self._auto_features: Path | None = None
        self._search: RunningJob | None = None  # for feature files of the folder
        self._go_on = False  # when the search has ended
        self._layout, self._laid_out = DETECT, features
        self._build()
        self.images.set_path(images)
        if features is not None:
            self.features.set_path(features)
        self._images_changed()
        (self.images if images is None else self.topic).setFocus()

    # The two pages

    def _build(self) -> None:
        self.pages = QStackedWidget(self)
        self.pages.addWidget(self._question_page())
        self.report = ImportReportView(self)
        self.pages.addWidget(self.report)
        self.problem = error_line(self)
        self.bar = progress_bar(self, tr("Progress of creating the project"))
        buttons = DialogButtons(self)
        self.go = buttons.accept(tr("Start"), self._go)
        self.stop = buttons.reject(tr("Cancel"))
        self.go.setDefault(True)
        in_column((self.pages, 1), self.problem, self.bar, buttons, on=self)

    def _question_page(self) -> QWidget:
        page = QWidget(self)
        self.images = PathField(tr("Image folder"), Pick.FOLDER, parent=page)
        kinds = tr("Feature files (*.h5 *.hdf5 *.hdf *.he5 *.npy *.npz *.parquet *.mat);;All files (*)")
        self.features = PathField(tr("Feature file"), Pick.FILE, kinds, page)
        example = tr("e.g. red kites in flight")
        self.topic = named(QLineEdit(page, placeholderText=example), tr("What are you looking for?"))
        projects = tr("Projects (*{project_suffix})").format(project_suffix=PROJECT_SUFFIX)
        self.target = PathField(tr("Project file"), Pick.NEW_FILE, projects, page)
        self.compute = push_button(tr("Use a network of your own…"), page, self._compute_features)
        self.preview = MatchPreview(page)
        self.preview.details_wanted.connect(self._show_details)
        self.preview.choice_wanted.connect(self._choose_layout)
        self.encoder = hint("", page)
        numbers = tr("A row of numbers for each image: HDF5, NumPy, Parquet, MATLAB 7.3. Empty: they are computed.")
        self.more = QWidget(page)
        more = _explained(
            (tr("&Feature file"), self.features, numbers),
            (tr("&Project file"), self.target, tr("Your judgements are stored here.")),
        )
        in_column(more, in_row(self.compute, None), on=self.more, margins=(16, 0, 0, 0))
        self.advanced = QToolButton(page)
        self.advanced.setText(tr("Advanced"))
        self.advanced.setCheckable(True)
        self.advanced.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.advanced.toggled.connect(self._show_more)
        self._show_more(False)
        words = (tr("&What are you looking for?"), self.topic, tr("In your words. You can add more later."))
        nothing = tr("Images in it and in its folders. Nothing in there is changed.")
        self.picture = push_button(tr("Show a picture of it…"), page, self._choose_pictures)
        below = (self.encoder, self.preview, in_row(self.advanced, None), self.more, None)
        folder = _explained((tr("&Image folder"), self.images, nothing))
        in_column(_explained(words), in_row(self.picture, None), 8, folder, *below, on=page)
        self.images.changed.connect(self._images_changed)
        for changed in (self.features.changed, self.target.changed):
            changed.connect(self._check)
        return page

    def _show_more(self, more: bool) -> None:
        self.advanced.setArrowType(Qt.ArrowType.DownArrow if more else Qt.ArrowType.RightArrow)
        self.more.setVisible(more)

    # Filling in

    def _choose_pictures(self) -> None:
        """Let the user show what is looked for."""
        self.pictures = ask_for_pictures(self) or self.pictures
        if self.pictures:
            self.picture.setText(", ".join(path.name for path in self.pictures))

    def _images_changed(self) -> None:
        folder = self.images.path
        if folder is not None and folder != self._looked_at and folder.is_dir():
            self._looked_at = folder
            if self.features.path == self._auto_features:  # which was found for another folder
                self._auto_features = None
                self.features.set_path(None)
            if self.target.path in (None, self._auto_target):
                self._auto_target = project_file(folder)
                self.target.set_path(self._auto_target)
            if self._search is not None:
                self._search.drop()
            self._go_on = False
            self._search = self._background.run(
                partial(feature_files, folder), self._searched, lambda error: self._searched((), error)
            )
        self._check()

    def _searched(self, files: tuple[Path, ...], error: Exception | None = None) -> None:
        """Offer the feature files of the folder, and start if that was waiting for them."""
        self._search = None
        chosen = self.features.path
        self.features.suggest(files)
        if chosen is None:
            self._auto_features = self.features.path
        if error is not None:
            self._show_problem(error)
        if self._go_on:
            self._go()

    def missing(self) -> str:
        """Return what is still needed to create the project, "" for nothing."""
        images, features, target = self.images.path, self.features.path, self.target.path
        if images is None:
            return tr("Choose the folder that holds the images.")
        if not images.is_dir():
            return tr("{images}: there is no such folder.").format(images=images)
        if features is not None and not features.exists():
            return tr("{features}: there is no such file.").format(features=features)
        if target is None:
            return tr("Choose where the project is stored.")
        if target.exists():
            return tr("{target}: this file exists. Choose another name, or open it as a project.").format(target=target)
        return ""

    def _check(self) -> None:
        missing = self.missing()
        if self.features.path != self._laid_out:  # the layout of another file does not apply to this one
            self._laid_out, self._layout = self.features.path, DETECT
        self.preview.look_at(self.images.path, self.features.path, self._layout)
        self.encoder.setText(_said_of_encoder() if self.features.path is None else "")
        self.encoder.setVisible(self.features.path is None)
        self.go.setEnabled(not missing)
        # A field that was never filled in is not an error yet.
        empty = None in (self.images.path, self.target.path)
        self._show_words("" if empty else missing)
        self.go.setToolTip(missing)

    def _show_details(self, report: ImportReport) -> None:
        """Show all mismatches, with a way back."""
        self.report.show_report(report, self.preview.samples)
        self.pages.setCurrentWidget(self.report)
        self.go.hide()
        self.stop.setText(tr("Back"))

    def _compute_features(self) -> None:
        """Let the user compute features, and use them."""
        images = self.images.path
        if images is None or not images.is_dir():
            self._show_words(tr("Choose the folder that holds the images."))
            return
        from annotator.gui.dialogs.extract_dialog import ExtractDialog

        dialog = ExtractDialog(images, self)
        dialog.accepted.connect(lambda: self.features.set_path(dialog.made))
        show_once(dialog)

    def _choose_layout(self) -> None:
        """Let the user describe the layout of the feature file."""
        path = self.features.path
        if path is None:
            return
        try:
            parts = contents(path) if path.is_file() else ()
        except AnnotatorError as error:
            self._show_problem(error)
            return
        dialog = LayoutDialog(path, parts, self._layout, self)

        def use() -> None:
            self._layout = dialog.layout_()
            self._check()

        dialog.accepted.connect(use)
        show_once(dialog)

    def _back(self) -> None:
        self.pages.setCurrentIndex(0)
        self.go.show()
        self.stop.setText(tr("Cancel"))

    # Creating it

    def _go(self) -> None:
        if self.created is not None:
            self.accept()
            return
        images, features, target = self.images.path, self.features.path, self.target.path
        if self.missing() or images is None or target is None:
            return
        self._go_on = features is None and self._search is not None
        if self._go_on:  # who is quick must not compute for hours what is there
            self._show_words(tr("Looking for features of these images…"))
            return
        self.preview.stop()
        settings: dict[str, Any] = {
            "topic": self.topic.text().strip() or tr("relevant images"),
            "batch_size": self._batch_size,
        }
        layout = self._layout
        self._set_working(True)

        def make(progress: Progress) -> tuple[Path, ImportReport]:
            if features is None:
                encoder = encoder_called(default_encoder())
                with filling.create(target, images, encoder, progress=progress, **settings) as session:
                    return session.project.path, session.collection.import_report
            with Session.create(target, images, features, layout=layout, progress=progress, **settings) as session:
                return session.project.path, session.collection.import_report

        def done(made: tuple[Path, ImportReport]) -> None:
            self.created, report = made
            self._set_working(False)
            if features is None:  # there is nothing to match, but something may be missing
                self.unread = len(report.problems)
            if features is None or not findings(report):
                self.accept()
                return
            self.report.show_report(report)
            self.pages.setCurrentWidget(self.report)
            self.go.setText(tr("Start judging"))
            self.stop.setText(tr("Close"))
            self.setWindowTitle(tr("{name}: matching report").format(name=self.created.name))
            self.go.setFocus()

        self._job = self._background.run(
            make,
            done,
            self._failed,
            progressed=lambda share: self.bar.setValue(round(1000 * share)),
            cancelled=lambda: self._set_working(False),
        )

    def _failed(self, error: Exception) -> None:
        self._set_working(False)
        self._show_problem(error)

    def _set_working(self, working: bool) -> None:
        if not working:
            self._job = None
        self.bar.setValue(0)
        self.bar.setVisible(working)
        self.pages.setDisabled(working)
        self.go.setDisabled(working)
        self._show_words("")

    def _show_problem(self, error: Exception) -> None:
        self._show_words(expected_words(error))

    def _show_words(self, words: str) -> None:
        self.problem.setText(words)
        self.problem.setVisible(bool(words))

    def reject(self) -> None:
        """Stop running work, go back to the form, or close."""
        if self.created is None and self.pages.currentWidget() is self.report:
            self._back()
            return
        if self._job is not None:
            self._job.cancel.set()
            return
        super().reject()

    def done(self, result: int) -> None:
        """Wait for the threads before the dialog closes."""
        self.preview.close_thread()
        self._background.close()
        super().done(result)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Treat closing the window like its button."""
        if self._job is not None:
            self._job.cancel.set()
            event.ignore()
            return
        super().closeEvent(event)


def _explained(*rows: tuple[str, QWidget, str]) -> QFormLayout:
    """Return a form of titles with their fields, each with an explanation below."""
    made = QFormLayout(
        fieldGrowthPolicy=QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow,
        rowWrapPolicy=QFormLayout.RowWrapPolicy.WrapAllRows,
        verticalSpacing=4,
    )
    for words, field, explanation in rows:
        label = QLabel(words)
        label.setBuddy(field)
        made.addRow(label, field)
        made.addRow(hint(explanation, field))
        made.addItem(QSpacerItem(0, 8))
    return made


def _said_of_encoder() -> str:
    """Return how features will be computed, and what is missing for better ones."""
    if default_encoder() == DEFAULT:
        return tr("You can judge at once: what the images show is computed meanwhile, on this computer only.")
    try:
        encoder_called(DEFAULT)
    except AnnotatorError as error:
        return tr("Images will be compared by color and texture only. {reason}").format(reason=core_words(error))
    return ""
