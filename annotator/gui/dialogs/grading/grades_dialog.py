"""The dialog for the grades of a topic: how many there are, and their words."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QDialog, QFormLayout, QWidget

from annotator.errors import AnnotatorError
from annotator.gui.text.translate import tr
from annotator.gui.widgets.build import DialogButtons, combo_box, error_line, hint, in_column, line_edit, show_error

WIDTH = 460
_MOST = 4


class GradesDialog(QDialog):
    """Asks for the words of the grades; two are for a topic in which an image is relevant or not."""

    def __init__(
        self, topic: str, words: Sequence[str], store: Callable[[Sequence[str]], object], parent: QWidget | None = None
    ) -> None:
        """Show the grades that there are.

        Args:
            topic: Name of the topic.
            words: The words of its grades, from 0 up; none for a topic without grades.
            store: Stores others; may raise AnnotatorError, which is shown.
            parent: Parent of the dialog.
        """
        super().__init__(parent)
        self.setWindowTitle(tr("Grades of “{topic}”").format(topic=topic))
        self.setMinimumWidth(WIDTH)
        self._store = store
        self.count = combo_box(
            self,
            tr("How many grades"),
            ((tr("None: relevant or not"), 0), (tr("Three grades"), 3), (tr("Four grades"), 4)),
        )
        self.count.setCurrentIndex(max(self.count.findData(len(words)), 0))
        self.words = [line_edit(self, tr("Word of grade {grade}").format(grade=grade), "") for grade in range(_MOST)]
        self._form = QFormLayout()
        self._form.addRow(tr("Grades"), self.count)
        for grade, field in enumerate(self.words):
            self._form.addRow(tr("Key {key}").format(key=grade), field)
        said = tr(
            "Grade 0 is irrelevant, every other grade is relevant. Images that are relevant without a grade count as"
            " grade 1. The model ranks higher grades first."
        )
        self.problem = error_line(self)
        buttons = DialogButtons(self)
        self.use = buttons.act(tr("Use these grades"), self._accept)
        buttons.reject(tr("Cancel"))
        in_column(self._form, hint(said, self), self.problem, buttons, on=self)
        self._show_words(words)
        self.count.currentIndexChanged.connect(lambda _index: self._show_words(()))

    def _show_words(self, words: Sequence[str]) -> None:
        count = self.count.currentData()
        usual = {
            3: (tr("Not relevant"), tr("Marginally relevant"), tr("Highly relevant")),
            4: (tr("Not relevant"), tr("Marginally relevant"), tr("Fairly relevant"), tr("Highly relevant")),
        }
        for field, word in zip(self.words, words or usual.get(count, ()), strict=False):
            field.setText(word)
        for row, field in enumerate(self.words):
            self._form.setRowVisible(field, row < count)
        self.problem.hide()

    def _accept(self) -> None:
        try:
            self._store([field.text() for field in self.words[: self.count.currentData()]])
        except AnnotatorError as error:
            show_error(self.problem, error)
            return
        self.accept()
