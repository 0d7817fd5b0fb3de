"""The dialog that writes labels or rankings to files."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from annotator.data.exporting import FORMATS, ExportReport, export
from annotator.errors import AnnotatorError
from annotator.gui.background import Background, Job
from annotator.gui.parameter_form import hint
from annotator.gui.path_field import PathField, Pick
from annotator.gui.words import tr
from annotator.session import Session

WIDTH = 620


def no_ranking() -> str:
    """Say why rankings cannot be written."""
    return tr("There is no ranking yet: judge an image relevant and choose a batch first.")


def file_name(project: Path, topic: str, suffix: str) -> Path:
    """Return a file name for an export beside the project, safe on every system."""
    words = "".join(c if c.isalnum() or c in " -_" else "-" for c in topic).strip() or "topic"
    return project.parent / f"{project.stem} {words}{suffix}"


class ExportDialog(QDialog):
    """Choose a format and a file; it is written in another thread, and what it cannot express is told afterwards."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Export “{name}”").format(name=session.topic.name))
        self._session = session
        self._background = Background("export", self)
        self._job: Job | None = None
        self._proposed: Path | None = None
        self.format = QComboBox(self)
        self.format.setAccessibleName(tr("Format"))
        for name, entry in FORMATS.items():
            self.format.addItem(tr(entry.title), name)
        self._help = hint("", self)
        self.target = PathField(tr("File"), Pick.NEW_FILE, parent=self)
        self._result = QLabel(self)
        self._result.setWordWrap(True)
        self._bar = QProgressBar(self)
        self._bar.setRange(0, 1000)
        self._bar.setAccessibleName(tr("Progress of the export"))
        self._bar.hide()
        buttons = QDialogButtonBox(self)
        self.go = buttons.addButton(tr("Export"), QDialogButtonBox.ButtonRole.ActionRole)
        self.stop = buttons.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        self.go.setDefault(True)
        self.go.clicked.connect(lambda _checked=False: self._export())
        buttons.rejected.connect(self.reject)
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(tr("&Format"), self.format)
        form.addRow("", self._help)
        form.addRow(tr("F&ile"), self.target)
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        layout.addWidget(self._result)
        layout.addWidget(self._bar)
        layout.addStretch(1)
        layout.addWidget(buttons)
        self.resize(WIDTH, self.sizeHint().height())
        self.format.currentIndexChanged.connect(lambda _index: self._format_changed())
        self.target.changed.connect(self._check)
        self._format_changed()

    @property
    def result_text(self) -> str:
        """What was written, or why nothing was."""
        return self._result.text()

    def _format_changed(self) -> None:
        entry = FORMATS[self.format.currentData()]
        self._help.setText(tr(entry.help))
        if self.target.path in (None, self._proposed):
            self._proposed = file_name(self._session.project_path, self._session.topic.name, entry.suffix)
            self.target.set_path(self._proposed)
        self._check()

    def _check(self) -> None:
        path = self.target.path
        unranked = FORMATS[self.format.currentData()].needs_ranking and self._session.ranking is None
        self.go.setEnabled(path is not None and not unranked and self._job is None)
        self.go.setText(tr("Replace the file") if path is not None and path.is_file() else tr("Export"))
        if self._job is None:
            self._tell(no_ranking() if unranked else "")

    def _export(self) -> None:
        path, name, source = self.target.path, self.format.currentData(), self._session.export_source()
        if path is None:
            return
        self._job = self._background.run(
            lambda progress: export(name, source, path, progress),
            self._written,
            self._failed,
            progressed=lambda share: self._bar.setValue(round(1000 * share)),
            cancelled=lambda: self._end(tr("Stopped; nothing was written.")),
        )
        self._bar.setValue(0)
        self._bar.show()
        self._check()

    def _written(self, report: ExportReport) -> None:
        self._end(tr("{summary}\nFolder: {parent}").format(summary=report.summary, parent=report.files[0].parent))
        self.stop.setText(tr("Close"))

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, AnnotatorError):
            self._end("")
            raise error
        self._end(str(error))

    def _end(self, text: str) -> None:
        self._job = None
        self._bar.hide()
        self._check()
        self._tell(text)

    def _tell(self, text: str) -> None:
        self._result.setText(text)
        self._result.setAccessibleName(text)

    def reject(self) -> None:
        """Stop the export, or close."""
        if self._job is not None:
            self._job.cancel.set()
        else:
            super().reject()

    def done(self, result: int) -> None:
        """Wait for the thread before the dialog goes."""
        self._background.close()
        super().done(result)
