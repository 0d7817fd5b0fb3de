"""The field above the images: what the topic looks for, in words, and what the program understood."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QLabel, QToolButton, QWidget

from annotator.data.project.examples import Meaning, Words
from annotator.gui.controller.words_search import WordsSearch
from annotator.gui.text.translate import tr
from annotator.gui.widgets.announce import announce
from annotator.gui.widgets.build import error_line, in_column, in_row, named, scrolled
from annotator.gui.widgets.elided_label import ElidedLabel
from annotator.gui.widgets.search_field import SearchField

FIELD_WIDTH = 300


class WordsField(SearchField):
    """A field for words; Enter looks for them.

    Signals:
        entered: Enter was pressed.
    """

    entered = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tell on Enter; clear, then leave on Esc."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        else:
            super().keyPressEvent(event)


class WordsBar(QWidget):
    """A field for words, and a box for everything they were understood as, which can be unticked.

    Signals:
        left: The user wants to return to the images.
    """

    left = Signal()

    def __init__(self, search: WordsSearch, *, writable: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._search = search
        self.field = WordsField(self, tr("What are you looking for?"), tr("What are you looking for?"))
        self.field.setMinimumWidth(FIELD_WIDTH)
        self.field.setToolTip(
            tr("English words, e.g. glass bottle; street + night - snow adds and subtracts. Empty shows no preference.")
        )
        self._writable = writable
        self._about = QLabel(self)
        self._about.setProperty("role", "hint")
        self._boxes: list[QCheckBox] = []
        meanings = QWidget(self)
        self._row = in_row(None, on=meanings, margins=0)
        # More boxes than fit are reached with the keyboard or the wheel, and do not make the window wider.
        self._shown = scrolled(meanings, self, tr("Understood as"))
        self._shown.setFixedHeight(self.field.sizeHint().height())
        for off in (self._shown.setHorizontalScrollBarPolicy, self._shown.setVerticalScrollBarPolicy):
            off(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._problem = error_line(self)
        self._unusable = QWidget(self)
        unusable = ElidedLabel(tr("Not with the features of this project."), self)
        unusable.setProperty("role", "hint")
        self.why_not = QToolButton(self._unusable)
        self.why_not.setText(tr("Why?"))
        self.why_not.setAccessibleName(tr("Why words cannot be used"))
        self.why_not.setCheckable(True)
        in_row(unusable, self.why_not, None, on=self._unusable, margins=0)
        row = in_row(self.field, 8, self._about, (self._unusable, 1), (self._shown, 1))
        in_column(row, self._problem, on=self, margins=(8, 6, 8, 0), spacing=4)
        self.field.entered.connect(self._enter)
        self.field.left.connect(self.left)
        self.why_not.toggled.connect(lambda on: self.show_problem(search.problem) if on else self._problem.hide())
        search.changed.connect(self.show_words)
        search.working.connect(lambda: self._tell(tr("Understanding…")))
        search.failed.connect(self.show_problem)
        self.show_words()

    def show_words(self) -> None:
        """Show the words of the topic."""
        words, problem = self._search.words, self._search.problem
        self._problem.hide()
        usable = not problem or words is not None
        self.field.setEnabled(self._writable and usable)
        self._unusable.setVisible(not usable)
        with QSignalBlocker(self.why_not):
            self.why_not.setChecked(False)
        self._shown.setVisible(usable)
        self.field.setText(words.text if words is not None else "")
        self._tell("")
        for box in self._boxes:
            self._row.removeWidget(box)
            box.hide()
            box.deleteLater()
        self._boxes = []
        if words is None:
            return
        self._tell(self._understood(words))
        for meaning in words.main:
            box = self._box(words, meaning)
            self._row.insertWidget(self._row.count() - 1, box)
            self._boxes.append(box)
        if words.unknown:
            self.show_problem(tr("Nothing answers to: {words}").format(words=", ".join(words.unknown)))
        elif self._search.without_effect:
            self.show_problem(problem or tr("These words were understood for other features. Enter them again."))

    def show_problem(self, text: str) -> None:
        """Show why the words cannot be used."""
        known = self._search.words
        self._tell(self._understood(known))
        if known is not None and self.field.text().strip() != known.text:
            text = tr("{problem} The images are still those for “{words}”.").format(problem=text, words=known.text)
        self._problem.setText(text)
        self._problem.show()
        announce(self, text)

    def focus_field(self) -> None:
        """Let the user type words, or say why they cannot."""
        if not self.field.isEnabled() and self._search.problem:
            self.why_not.setChecked(True)
        self.field.setFocus()
        self.field.selectAll()

    @staticmethod
    def _understood(words: Words | None) -> str:
        """Return what stands before the meanings; words for a pair of networks have none."""
        return tr("Understood as") if words is not None and words.meanings else ""

    def _tell(self, text: str) -> None:
        self._about.setText(text)
        self._about.setVisible(bool(text))

    def _box(self, words: Words, meaning: Meaning) -> QCheckBox:
        text = tr("not {meaning}").format(meaning=meaning.name) if meaning.weight < 0 else meaning.name
        box = named(QCheckBox(text, self), text)
        box.setChecked(meaning.used)
        box.setToolTip(tr("Untick what you do not mean"))
        box.setEnabled(self.field.isEnabled())
        box.toggled.connect(lambda _on: self._search.look_for(words.text, self._unticked(words)))
        return box

    def _unticked(self, words: Words) -> set[int]:
        """Return the keys of the meanings that do not count by the boxes, which can be ahead of what is understood."""
        hidden = {one.key for one in words.meanings if not one.used} - {one.key for one in words.main}
        boxes = zip(words.main, self._boxes, strict=True)
        return hidden | {one.key for one, box in boxes if not box.isChecked()}

    def _enter(self) -> None:
        known = self._search.words
        text = self.field.text()
        if known is None or text.strip() != known.text:
            self._search.look_for(text)
        self.left.emit()
