"""The dialog for one rule: where it votes, and for what."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QButtonGroup, QDialog, QRadioButton, QWidget

from annotator.data.project.log.rules import Rule
from annotator.errors import AnnotatorError
from annotator.gui.text.translate import number, tr
from annotator.gui.widgets.build import (
    DialogButtons,
    combo_box,
    error_line,
    heading,
    hint,
    in_column,
    in_row,
    line_edit,
    push_button,
    show_error,
    wrapped,
)
from annotator.types import BoolArray, Label

SIZE = (540, 400)
_PAUSE_MS = 250
"""After so long without a key, the images are counted."""


class RuleDialog(QDialog):
    """Asks for the condition and the vote of a rule, and says on how many images it votes."""

    def __init__(
        self,
        rule: Rule | None,
        columns: Iterable[str],
        filtered: str,
        holds: Callable[[str], BoolArray],
        store: Callable[[str, Label], object],
        parent: QWidget | None = None,
    ) -> None:
        """Show a rule.

        Args:
            rule: The rule to change, None for a new one.
            columns: Names of the columns that a condition can use.
            filtered: The condition that the ranking shows now, "" for none.
            holds: Returns for which images a condition holds; may raise AnnotatorError, which is shown.
            store: Stores the rule; may raise AnnotatorError, which is shown.
            parent: Parent of the dialog.
        """
        super().__init__(parent)
        self.setWindowTitle(tr("New rule") if rule is None else tr("Change the rule"))
        self.resize(*SIZE)
        self._holds, self._store = holds, store
        self.condition = line_edit(self, tr("Condition"), tr("e.g. hour < 6"))
        self.columns = combo_box(self, tr("Put in a column"), [(tr("Put in a column…"), "")], width=18)
        for name in columns:
            self.columns.addItem(name, name)
        self.columns.activated.connect(lambda _index: self._put_in())
        self.take_filter = push_button(tr("Take the filter of the ranking"), self, lambda: self._take(filtered))
        self.take_filter.setEnabled(bool(filtered))
        self.take_filter.setToolTip(filtered or tr("Choose folders, dates or labels in the panel Filter first."))
        self.relevant = QRadioButton(tr("probably relevant"), self)
        self.irrelevant = QRadioButton(tr("probably irrelevant"), self)
        self._votes = QButtonGroup(self)
        for button in (self.relevant, self.irrelevant):
            self._votes.addButton(button)
        self.count = wrapped("", self)
        self.problem = error_line(self)
        buttons = DialogButtons(self)
        self.use = buttons.act(tr("Use this rule"), self._accept)
        buttons.reject(tr("Cancel"))
        self._lay_out(buttons)
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._timer.timeout.connect(self._count)
        self.condition.textChanged.connect(lambda _text: self._timer.start())
        self.condition.setText("" if rule is None else rule.condition)
        (self.irrelevant if rule is not None and rule.vote is Label.IRRELEVANT else self.relevant).setChecked(True)
        self.condition.setFocus()
        self._count()

    def _lay_out(self, buttons: DialogButtons) -> None:
        said = tr(
            "A condition compares columns, e.g. folder('2019/night'), camera == 'NIKON*' or hour < 6 and width > 4000. "
            "relevant('kites') holds for what is relevant to another topic."
        )
        in_column(
            heading(tr("Images for which this holds"), self),
            self.condition,
            in_row(self.columns, self.take_filter, None, margins=0),
            hint(said, self),
            heading(tr("are"), self),
            in_row(self.relevant, self.irrelevant, None, margins=0),
            self.count,
            self.problem,
            None,
            buttons,
            on=self,
        )

    def _put_in(self) -> None:
        self.condition.insert(self.columns.currentData())
        self.columns.setCurrentIndex(0)
        self.condition.setFocus()

    def _take(self, filtered: str) -> None:
        self.condition.setText(filtered)
        self.condition.setFocus()

    def _count(self) -> None:
        """Say for how many images the condition holds, or why that is not known."""
        self._timer.stop()
        self.problem.hide()
        self._say("")
        text = self.condition.text().strip()
        if not text:
            return
        try:
            holds = self._holds(text)
        except AnnotatorError as error:
            show_error(self.problem, error)
            return
        found = tr("It holds for {count} of {all} images.")
        self._say(found.format(count=number(int(holds.sum())), all=number(len(holds))))

    def _say(self, text: str) -> None:
        self.count.setText(text)
        self.count.setVisible(bool(text))

    def _accept(self) -> None:
        try:
            self._store(self.condition.text(), Label.RELEVANT if self.relevant.isChecked() else Label.IRRELEVANT)
        except AnnotatorError as error:
            self._timer.stop()
            self._say("")
            show_error(self.problem, error)
            return
        self.accept()
