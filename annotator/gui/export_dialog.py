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

from annotator.data.exporting import FORMATS
from annotator.gui.export_task import export_in_background
from annotator.gui.parameter_form import hint
from annotator.gui.path_field import PathField, Pick
from annotator.gui.tasks import Task, TaskCentre
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
    """Choose a format and a file. It is written as a task, which goes on when the dialog is closed."""

    def __init__(self, session: Session, parent: QWidget | None = None, tasks: TaskCentre | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Export “{name}”").format(name=session.topic.name))
        self._session = session
        self._tasks = tasks or TaskCentre(self)
        self._task: Task | None = None
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
        self.halt = buttons.addButton(tr("Stop"), QDialogButtonBox.ButtonRole.ActionRole)
        self.halt.setAccessibleName(tr("Stop the export"))
        self.halt.clicked.connect(lambda _checked=False: self._task.stop() if self._task is not None else None)
        self.halt.hide()
        buttons.addButton(tr("Close"), QDialogButtonBox.ButtonRole.RejectRole)
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
        self.go.setEnabled(path is not None and not unranked and not self._running)
        self.go.setText(tr("Replace the file") if path is not None and path.is_file() else tr("Export"))
        if not self._running:
            self._tell(no_ranking() if unranked else "")

    @property
    def _running(self) -> bool:
        return self._task is not None and not self._task.state.over

    def _export(self) -> None:
        path = self.target.path
        if path is None:
            return
        self._task = export_in_background(self._tasks, self.format.currentData(), self._session.export_source(), path)
        self._task.changed.connect(self._task_changed)
        self._tell("")
        self._task_changed()

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
            task.changed.disconnect(self._task_changed)

    def _tell(self, text: str) -> None:
        self._result.setText(text)
        self._result.setAccessibleName(text)
