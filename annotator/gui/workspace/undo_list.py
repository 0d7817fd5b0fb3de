"""All steps that can be undone or redone."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QDialog, QListWidget, QListWidgetItem, QWidget

from annotator.data.project.judgements import Step
from annotator.gui.panels.history_panel import local_time
from annotator.gui.text.core_messages import core_words
from annotator.gui.text.translate import tr
from annotator.gui.widgets.build import DialogButtons, in_column, named, wrapped

MOST = 200
"""So many steps are listed; more go back with the next look."""


class UndoList(QDialog):
    """The steps, newest first: undone steps above, steps in effect below. Choosing one goes there.

    Attributes:
        by: Number of chosen steps: negative to undo, positive to redo, 0 for none.
    """

    def __init__(self, steps: Sequence[Step], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.by = 0
        self._undone = sum(step.undone for step in steps)
        self.setWindowTitle(tr("Steps"))
        self.resize(460, 440)
        words = wrapped(tr("Choose how far to go back, or forward again. Nothing is lost by it."), self)
        self.list = named(QListWidget(self), tr("Steps, the newest first"))
        for step in steps:
            self._add(step)
        buttons = DialogButtons(self)
        self.go = buttons.accept("")
        buttons.reject(tr("Cancel"))
        in_column(words, self.list, buttons, on=self)
        self.list.currentRowChanged.connect(self._chosen)
        self.list.itemActivated.connect(lambda _entry: self.go.click())
        self.list.setCurrentRow(min(self._undone, self.list.count() - 1))
        self._chosen(self.list.currentRow())
        self.list.setFocus()

    def _add(self, step: Step) -> None:
        text = tr("{time}   {step}").format(time=local_time(step.at), step=core_words(step.text))
        if step.undone:
            text = tr("{step}   (taken back)").format(step=text)
        entry = QListWidgetItem(text, self.list)
        if step.undone:
            font = QFont(entry.font())
            font.setItalic(True)
            entry.setFont(font)
        entry.setToolTip(tr("Round {round}").format(round=step.round))
        entry.setData(Qt.ItemDataRole.UserRole, step.event)

    def _chosen(self, row: int) -> None:
        """A step in effect is undone with all newer ones; an undone step is redone with all older ones."""
        if row < 0:
            self.by = 0
        elif row < self._undone:
            self.by = self._undone - row
        else:
            self.by = -(row - self._undone + 1)
        self.go.setEnabled(self.by != 0)
        again, back = tr("Do %n step(s) again", "", abs(self.by)), tr("Take back %n step(s)", "", abs(self.by))
        self.go.setText(again if self.by > 0 else back)
