"""The dialog that writes labels or rankings to files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QComboBox, QDialog, QFormLayout, QLabel, QPlainTextEdit, QWidget

from annotator.data.exporting import ExportReport, ExportSource, Format, built_options
from annotator.data.project.profiles import Profile
from annotator.errors import AnnotatorError
from annotator.gui.dialogs.export_task import counted, export_in_background
from annotator.gui.dialogs.name_dialog import ask_name
from annotator.gui.forms.parameter_form import ParameterForm
from annotator.gui.forms.path_field import PathField, Pick
from annotator.gui.tasks.tasks import Task, TaskCenter
from annotator.gui.text.core_messages import core_words
from annotator.gui.text.translate import tr
from annotator.gui.widgets.build import (
    DialogButtons,
    combo_box,
    form,
    hint,
    in_column,
    line_up,
    named,
    offer,
    progress_bar,
    scrolled,
)
from annotator.gui.widgets.desktop import open_on_desktop
from annotator.gui.widgets.save_file import save_to
from annotator.parameters import parameters_of
from annotator.runtime.job import Job
from annotator.session.session import Session

WIDTH = 660
HEIGHT = 560
PREVIEW_LINES = 9
TITLES = {
    "spreadsheet": "For a spreadsheet",
    "training": "To train a classifier",
    "archive": "For a photo archive",
    "sharing": "To share or print",
    "evaluation": "For an evaluation",
    "other": "For other programs",
}
"""Titles of the purposes."""

Ask = Callable[[Job[Any, ExportSource], Callable[[ExportSource], object]], object]
"""Has the model compute the source of an export, and hands it on."""


def no_ranking() -> str:
    """Return why rankings cannot be written."""
    return tr("There is no ranking yet: judge an image relevant and choose a batch first.")


def file_name(project: Path, topic: str, suffix: str) -> Path:
    """Return a file name for an export next to the project, valid on every system."""
    words = "".join(c if c.isalnum() or c in " -_" else "-" for c in topic).strip() or "topic"
    return project.parent / f"{project.stem} {words}{suffix}"


class ExportDialog(QDialog):
    """Choose a format, its options and a file. It is written as a task, which continues when the dialog is closed."""

    def __init__(
        self, session: Session, parent: QWidget | None = None, tasks: TaskCenter | None = None, ask: Ask | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._tasks = tasks or TaskCenter(self)
        self._ask = ask or self._ask_here
        self._task: Task | None = None
        self._report: ExportReport | None = None
        self._proposed: Path | None = None
        self._complaint = ""
        self.profile = named(QComboBox(self), tr("Profile"))
        self.purpose = combo_box(self, tr("What for?"), ((tr(title), purpose) for purpose, title in TITLES.items()))
        self.format = named(QComboBox(self), tr("Format"))
        self._fill_formats()
        self._help = hint("", self)
        self.options = ParameterForm(self._entry.options, {}, self)
        self._options_area = scrolled(None, self, tr("Options of the format"))
        self.target = PathField(tr("File"), Pick.NEW_FILE, parent=self)
        self.preview = _preview(self)
        self._result = QLabel(self, wordWrap=True)
        self._bar = progress_bar(self, tr("Progress of the export"))
        self._lay_out(self._buttons())
        self.profile.activated.connect(lambda _index: self._take_profile())
        self.purpose.currentIndexChanged.connect(lambda _index: self._purpose_changed())
        self.format.currentIndexChanged.connect(lambda _index: self._format_changed())
        self.target.changed.connect(self._check)
        self._list_profiles()
        self._format_changed()
        self.follow_topic()
        self.purpose.setFocus()

    def choose(self, name: str) -> bool:
        """Choose the format called ``name``, and return whether there is one."""
        entry = self._session.extensions.exporters.get(name)
        if entry is not None:
            self.purpose.setCurrentIndex(self.purpose.findData(entry.purpose))
            self.format.setCurrentIndex(self.format.findData(name))
        return entry is not None

    def follow_topic(self) -> None:
        """Say which topic is exported and whether it is ranked; both may change while the dialog is open."""
        self.setWindowTitle(tr("Export “{name}”").format(name=self._session.topic.name))
        self._propose()
        self._check(keep=True)

    def _fill_formats(self) -> None:
        formats = self._session.extensions.exporters.values()
        purpose = self.purpose.currentData()
        offer(self.format, ((tr(one.title), one.name) for one in formats if one.purpose == purpose))

    def _buttons(self) -> DialogButtons:
        buttons = DialogButtons(self)
        self.go = buttons.act(tr("Export"), lambda: self._export(dry_run=False))
        self.try_out = buttons.act(tr("Preview"), lambda: self._export(dry_run=True))
        self.show_files = buttons.act(tr("Open the folder"), self._show_files)
        self.show_files.hide()
        self.remember = buttons.act(tr("Remember as a profile…"), self._remember)
        stop = buttons.act(tr("Stop"), lambda: self._task.stop() if self._task is not None else None)
        self.halt = named(stop, tr("Stop the export"))
        self.halt.hide()
        buttons.reject(tr("Close"))
        self.go.setDefault(True)
        self.remember.setEnabled(not self._session.project.read_only)
        return buttons

    def _lay_out(self, buttons: DialogButtons) -> None:
        rows = (
            (tr("&Profile"), self.profile),
            (tr("&What for?"), self.purpose),
            (tr("&Format"), self.format),
            ("", self._help),
            (tr("F&ile"), self.target),
        )
        self._form = form(*rows)
        in_column(self._form, (self._options_area, 1), self.preview, self._result, self._bar, buttons, on=self)
        self.resize(WIDTH, HEIGHT)

    @property
    def result_text(self) -> str:
        """Describe what was written, or why nothing was."""
        return self._result.text()

    @property
    def _entry(self) -> Format:
        return self._session.extensions.exporters[self.format.currentData()]

    def _list_profiles(self, chosen: str = "") -> None:
        self.profile.clear()
        self.profile.addItem(tr("None"), None)
        for profile in self._session.exports.profiles:
            self.profile.addItem(profile.name, profile)
        self.profile.setCurrentIndex(max(0, self.profile.findText(chosen)) if chosen else 0)
        self.profile.setEnabled(self.profile.count() > 1)

    def _take_profile(self) -> None:
        profile: Profile | None = self.profile.currentData()
        if profile is None or not self.choose(profile.format):
            return
        self._show_options(profile.options)
        self.target.set_path(profile.target)

    def _purpose_changed(self) -> None:
        self._fill_formats()
        self._format_changed()

    def _format_changed(self) -> None:
        entry = self._entry
        self._help.setText(tr(entry.help))
        self.target.set_pick(Pick.NEW_FOLDER if entry.folder else Pick.NEW_FILE)
        self._show_options({})
        self._propose()
        self._check()

    def _propose(self) -> None:
        """Propose a file, unless the user has chosen one."""
        entry = self._entry
        if self.target.path in (None, self._proposed):
            self._proposed = file_name(self._session.project.path, self._session.topic.name, entry.suffix)
            if entry.folder:
                self._proposed = self._proposed.with_name(f"{self._proposed.name} {tr(entry.title).lower()}")
            self.target.set_path(self._proposed)

    def _show_options(self, values: object) -> None:
        self.options = ParameterForm(self._entry.options, values if isinstance(values, dict) else {}, self)
        self.options.edited.connect(self._check)
        self._options_area.setWidget(self.options)
        layout = self.options.layout()
        assert isinstance(layout, QFormLayout)
        line_up(self._form, layout)
        self._options_area.setVisible(bool(parameters_of(self._entry.options)))

    def _check(self, *, keep: bool = False) -> None:
        """Say what is wrong; ``keep`` what is said of the last export if nothing is."""
        if not keep:
            self.preview.hide()
            self.show_files.hide()
        entry, path = self._entry, self.target.path
        unranked = entry.needs_ranking and self._session.ranking is None
        missing = core_words(entry.lacking())
        lacks = tr("This format needs {what}.").format(what=missing) if missing else ""
        problem = lacks or self._options_problem()
        beside = "beside_images" in self.options.fields and not problem and self.options.values()["beside_images"]
        self.target.setDisabled(bool(beside))
        possible = path is not None and not unranked and not problem and not self._running
        for button in (self.go, self.try_out):
            button.setEnabled(possible)
        replaces = path is not None and not beside and not entry.folder and path.is_file()
        self.go.setText(tr("Replace the file") if replaces else tr("Export"))
        complaint = no_ranking() if unranked else problem
        if not self._running and (complaint or not keep or self._result.text() == self._complaint):
            self._tell(complaint)
            self._complaint = complaint

    def _options_problem(self) -> str:
        """Return what is wrong with an option, or with all of them together; "" for nothing."""
        problem = self.options.problem()
        if problem:
            return problem
        try:
            built_options(self._entry, self.options.values())
        except AnnotatorError as error:
            return core_words(error)
        return ""

    @property
    def _running(self) -> bool:
        return self._task is not None and not self._task.state.over

    def _export(self, *, dry_run: bool) -> None:
        path, one, options = self.target.path, self._entry, self.options.values()
        if path is None:
            return

        def start(source: ExportSource) -> None:
            self._task = export_in_background(
                self._tasks, one, source, path, options, dry_run=dry_run, written=self._written
            )
            self._report = None
            self._task.changed.connect(self._task_changed)
            self._tell("")
            self._task_changed()

        def write() -> None:
            job = self._session.exports.source_for(one, options)
            if one.needs - {"ranking"} or options.get("split"):
                self._ask(job, start)
            else:
                start(job.run())

        if dry_run or options.get("beside_images"):
            write()
        else:
            save_to(self, path, write, self._tell, folder=one.folder)

    def _written(self, report: ExportReport) -> None:
        self._report = report

    def _show_report(self) -> None:
        report = self._report
        if report is None:
            return
        head = next((file.head for file in report.listing if file.head), "")
        shown = [*(counted(report.counts) if report.counts else ()), *head.splitlines()[:PREVIEW_LINES]]
        self.preview.setPlainText("\n".join(shown))
        self.preview.setVisible(bool(shown))
        self.show_files.setVisible(not report.dry)

    def _show_files(self) -> None:
        if self._report is not None:
            first = self._report.files[0]
            open_on_desktop(first if first.is_dir() else first.parent)

    def _ask_here(self, job: Job[Any, ExportSource], then: Callable[[ExportSource], object]) -> None:
        then(job.run())

    def _remember(self) -> None:
        path = self.target.path
        if path is None or self._options_problem():
            return
        current: Profile | None = self.profile.currentData()
        profile = Profile("" if current is None else current.name, self._entry.name, path, self.options.values())

        def remember(name: str) -> None:
            try:
                self._session.exports.save_profile(replace(profile, name=name))
            except AnnotatorError as error:
                self._tell(core_words(error))
                return
            self._list_profiles(name)
            self._tell(tr("Remembered; the command line repeats it: annotator export PROJECT --profile NAME"))

        ask_name(self, tr("Remember as a profile"), tr("Name of the profile:"), tr("Remember"), profile.name, remember)

    def _task_changed(self, _task: Task | None = None) -> None:
        task = self._task
        if task is None:
            return
        self._bar.setVisible(self._running)
        self._bar.setValue(round(1000 * task.share))
        self.halt.setVisible(self._running)
        self.halt.setEnabled(task.can_stop)
        self._check()
        if task.state.over:
            self._tell(task.result)
            self._show_report()
            task.changed.disconnect(self._task_changed)

    def _tell(self, text: str) -> None:
        self._result.setText(text)
        self._result.setAccessibleName(text)


def _preview(parent: QWidget) -> QPlainTextEdit:
    made = named(
        QPlainTextEdit(parent, readOnly=True, lineWrapMode=QPlainTextEdit.LineWrapMode.NoWrap), tr("First rows")
    )
    made.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
    made.setFixedHeight((PREVIEW_LINES + 3) * made.fontMetrics().lineSpacing())
    made.setTabChangesFocus(True)
    made.hide()
    return made
