"""A bar that shows messages without interrupting the user."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QLabel, QPlainTextEdit, QPushButton, QWidget

from annotator.gui.text.translate import tr
from annotator.gui.widgets.build import in_column, in_row, named, push_button

Choice = tuple[str, Callable[[], object]]
"""Text of a button and its callback."""

DETAILS_HEIGHT = 140


class MessageBar(QFrame):
    """One message with its remedies; hidden while there is no message."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("message_bar")
        self.setAccessibleName(tr("Message"))
        self._text = QLabel(self, wordWrap=True)
        self._text.setObjectName("message_text")
        self._text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._details = named(QPlainTextEdit(self, readOnly=True), tr("Details"))
        self._details.setFixedHeight(DETAILS_HEIGHT)
        self._fold = push_button(tr("Details"), self, self._toggle_details)
        self._copy = push_button(tr("Copy"), self, self._copy_all)
        self._close = push_button(tr("Dismiss"), self, self.dismiss)
        self._row = in_row((self._text, 1), self._fold, self._copy, self._close)
        in_column(self._row, self._details, on=self, margins=(12, 6, 8, 6))
        self._choices: list[QPushButton] = []
        self.hide()

    @property
    def text(self) -> str:
        """The current message, "" for none."""
        return "" if self.isHidden() else self._text.text()

    def tell(self, text: str, *, details: str = "", choices: Sequence[Choice] = (), problem: bool = True) -> None:
        """Show a message, replacing the previous one.

        Args:
            text: What happened and what to do about it.
            details: Details for reporting a problem; folded at first.
            choices: Buttons; pressing one dismisses the bar.
            problem: Whether something went wrong, which is indicated visually and to screen readers.
        """
        for button in self._choices:
            button.deleteLater()
        self._choices = [push_button(words, self, self._chosen(slot)) for words, slot in choices]
        for position, button in enumerate(self._choices):
            self._row.insertWidget(1 + position, button)
        self._text.setText(text)
        self._text.setAccessibleName(text)
        self._details.setPlainText(details)
        self._details.hide()
        self._fold.setVisible(bool(details))
        self._copy.setVisible(bool(details))
        self.setProperty("problem", problem)
        self.style().unpolish(self)
        self.style().polish(self)
        self.show()

    def dismiss(self) -> None:
        """Hide the message."""
        self.hide()

    def choose(self, words: str) -> None:
        """Press the button with the text ``words``."""
        next(button for button in self._choices if button.text() == words).click()

    @property
    def choices(self) -> tuple[str, ...]:
        """Texts of the buttons, in order."""
        return tuple(button.text() for button in self._choices)

    def _chosen(self, slot: Callable[[], object]) -> Callable[[], object]:
        def act() -> None:
            self.dismiss()
            slot()

        return act

    def _toggle_details(self) -> None:
        self._details.setVisible(self._details.isHidden())

    def _copy_all(self) -> None:
        QGuiApplication.clipboard().setText("\n\n".join(filter(None, (self._text.text(), self._details.toPlainText()))))
