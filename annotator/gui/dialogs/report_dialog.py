"""The report for the developers, which the user can read, reduce and save; nothing is sent."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import (
    QDialog,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QSplitter,
    QWidget,
)

from annotator.errors import ExportError
from annotator.gui.text.core_messages import core_words
from annotator.gui.text.translate import tr
from annotator.gui.widgets.build import DialogButtons, in_column, named, wrapped
from annotator.gui.widgets.save_file import choose_file, save_to
from annotator.report import write_report

SIZE = (820, 560)
FILE_NAME = "annotator-report.zip"


class ReportDialog(QDialog):
    """Lists the files of a report with their texts; unticked files are left out."""

    def __init__(self, files: Mapping[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Report a problem"))
        self.resize(*SIZE)
        self._files = dict(files)
        words = wrapped(
            tr(
                "These files help to find a defect. They hold versions, settings and numbers, no images and no names of"
                " images. Read them, untick what you do not want to give away, and save them. Nothing is sent: attach"
                " the saved file to your message yourself."
            ),
            self,
        )
        self.list = named(QListWidget(self), tr("Files of the report"))
        for name in self._files:
            item = QListWidgetItem(name, self.list)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked)
        self.text = named(QPlainTextEdit(self, readOnly=True), tr("Text of the file"))
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.text.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.outcome = QLabel(self, wordWrap=True)
        self.outcome.hide()
        split = QSplitter(self)
        split.addWidget(self.list)
        split.addWidget(self.text)
        split.setStretchFactor(1, 1)
        split.setSizes([190, 610])
        buttons = DialogButtons(self)
        self.save = buttons.accept(tr("Save the report…"), self._choose_file)
        buttons.reject(tr("Close"))
        in_column(words, (split, 1), self.outcome, buttons, on=self)
        self.list.currentTextChanged.connect(lambda name: self.text.setPlainText(self._files.get(name, "")))
        self.list.itemChanged.connect(lambda _item: self.save.setEnabled(bool(self.chosen())))
        self.list.setCurrentRow(0)

    def chosen(self) -> dict[str, str]:
        """Return the files that are ticked."""
        items = (self.list.item(row) for row in range(self.list.count()))
        names = (item.text() for item in items if item.checkState() == Qt.CheckState.Checked)
        return {name: self._files[name] for name in names}

    def _choose_file(self) -> None:
        start = str(Path.home() / FILE_NAME)
        chosen, _ = choose_file(self, tr("Save the report"), start, tr("Report (*.zip)"))
        if chosen:
            self.save_to(Path(chosen))

    def save_to(self, target: Path) -> None:
        """Write the files that are ticked."""
        save_to(self, target, lambda: self._write(target), self._tell)

    def _write(self, target: Path) -> None:
        try:
            write_report(self.chosen(), target)
        except ExportError as error:
            self._tell(core_words(error))
        else:
            self._tell(tr("Saved: {file}").format(file=target))

    def _tell(self, text: str) -> None:
        self.outcome.setText(text)
        self.outcome.show()
