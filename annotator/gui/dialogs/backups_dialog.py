"""Shows the health and the backups of the project, and restores one of them."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QDateTime, QLocale, Qt
from PySide6.QtWidgets import QHeaderView, QLabel, QTableWidget, QTableWidgetItem, QTreeWidget, QTreeWidgetItem, QWidget

from annotator.data.project.backups import backups_of
from annotator.data.recovery.health_check import NOTE, OK, Finding, examine
from annotator.data.recovery.recover import Recovery
from annotator.data.recovery.restore import Contents, contents_of
from annotator.errors import AnnotatorError
from annotator.gui.dialogs.job_dialog import JobDialog
from annotator.gui.text.core_messages import core_words
from annotator.gui.text.translate import number, tr
from annotator.gui.widgets.build import DialogButtons, hint, in_column, named, table_of_rows
from annotator.runtime.job import Job
from annotator.types import Progress


def free_name(project: Path) -> Path:
    """Return an unused name for the recovered project."""
    count = 1
    while True:
        words = tr("recovered") if count == 1 else f"{tr('recovered')} {count}"
        target = project.with_name(f"{project.stem} ({words}){project.suffix}")
        if not target.exists():
            return target
        count += 1


def recovery_words(result: Recovery) -> tuple[str, str]:
    """Return the message and its details."""
    text = tr("Recovered: {labels} labels and {steps} steps are in {name}. The damaged project is unchanged.").format(
        labels=number(result.labels), steps=number(result.steps), name=result.target.name
    )
    source = tr("Created from: {base}.").format(base=core_words(result.base))
    if result.lost:
        return f"{text} {tr('Something could not be saved.')}", "\n".join([source, *map(core_words, result.lost)])
    return text, source


SIZE = (760, 560)
Looked = tuple[list[Finding], list[Contents]]


class BackupsDialog(JobDialog):
    """Checks the project in another thread; nothing is changed before a backup is chosen and confirmed.

    Attributes:
        chosen: The backup to restore, None to recover the project; meaningless unless the dialog was accepted.
    """

    def __init__(self, project: Path, *, writable: bool, parent: QWidget | None = None) -> None:
        super().__init__(tr("Backups and health"), SIZE, "safety", parent)
        self.chosen: Path | None = None
        self._writable = writable
        self.say(tr("Looking at the project…"))
        self.findings = named(QTreeWidget(self), tr("What was looked at"))
        self.findings.setHeaderLabels([tr("What was looked at"), tr("What was found")])
        self.findings.setRootIsDecorated(False)
        self.findings.setWordWrap(True)
        self.findings.header().setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        titles = [tr("Made"), tr("Why"), tr("Labels"), tr("Steps"), tr("File")]
        self.backups = table_of_rows(self, tr("Backups"), titles)
        self.backups.setSelectionMode(QTableWidget.SelectionMode.SingleSelection)
        self.backups.horizontalHeader().setStretchLastSection(True)
        self.backups.itemSelectionChanged.connect(self._check)
        buttons = DialogButtons(self)
        self.restore = buttons.act(tr("Restore this backup"), self._restore)
        self.restore.setEnabled(False)
        self.recover = buttons.act(tr("Recover…"), self._recover)
        self.recover.setToolTip(tr("Create an intact project next to this one, from it, its backups and its logs"))
        buttons.reject(tr("Close")).setDefault(True)
        title = QLabel(tr("Backups"), self)
        note = hint(tr("The present project is added to the backups before it is replaced."), self)
        in_column(self.said, (self.findings, 1), title, (self.backups, 1), note, buttons, on=self)
        self.run(Job.of(lambda progress: _look(project, progress)), self._show)

    def _show(self, looked: Looked) -> None:
        findings, contents = looked
        problems = 0
        for one in findings:
            mark = "✓" if one.level == OK else "•" if one.level == NOTE else "⚠"
            problems += one.level not in (OK, NOTE)
            item = QTreeWidgetItem(self.findings, [f"{mark} {core_words(one.about)}", core_words(one.text)])
            item.setToolTip(1, item.text(1))
        self.say(tr("Nothing is wrong.") if not problems else tr("%n problem(s) found.", "", problems))
        self.backups.setRowCount(len(contents))
        for row, one_copy in enumerate(contents):
            for column, text in enumerate(_words(one_copy)):
                item_ = QTableWidgetItem(text)
                item_.setData(Qt.ItemDataRole.UserRole, None if one_copy.problem else str(one_copy.backup.path))
                item_.setToolTip(core_words(one_copy.problem) or str(one_copy.backup.path))
                self.backups.setItem(row, column, item_)
        if contents:
            self.backups.selectRow(0)
        self._check()

    def say_why(self, error: Exception) -> None:
        """Show why the project could not be checked, which may be the file system."""
        if not isinstance(error, AnnotatorError | OSError):
            raise error
        self.say(core_words(error))

    def _selected(self) -> str | None:
        item = self.backups.item(self.backups.currentRow(), 0) if self.backups.selectedItems() else None
        path = None if item is None else item.data(Qt.ItemDataRole.UserRole)
        return None if path is None else str(path)

    def _check(self) -> None:
        self.restore.setEnabled(self._writable and self._selected() is not None)

    def _restore(self) -> None:
        path = self._selected()
        if path is not None:
            self.chosen = Path(path)
            self.accept()

    def _recover(self) -> None:
        self.chosen = None
        self.accept()


def _look(project: Path, progress: Progress) -> Looked:
    return list(examine(project, progress)), [contents_of(one) for one in backups_of(project)]


def _words(one: Contents) -> tuple[str, ...]:
    moment = QDateTime.fromSecsSinceEpoch(int(one.backup.time.timestamp()))
    made = QLocale().toString(moment, QLocale.FormatType.ShortFormat)
    why = {"timed": tr("while working"), "day": tr("first of the day")}.get(one.backup.why, one.backup.why)
    return made, why, number(one.labels), number(one.steps), one.backup.path.name
