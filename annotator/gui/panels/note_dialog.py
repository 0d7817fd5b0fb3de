"""Writes a note on an image, which is shown below the large image and among its facts."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QWidget

from annotator.errors import AnnotatorError
from annotator.gui.controller.controller import Controller
from annotator.gui.text.core_messages import core_words
from annotator.gui.text.translate import tr
from annotator.gui.widgets.build import DialogButtons, error_line, hint, in_column, named, show_error
from annotator.gui.widgets.open_dialog import show_once

WIDTH = 460


class NoteDialog(QDialog):
    """Asks for a note; an empty text removes it. Ctrl+Enter writes it, as Enter begins another line."""

    def __init__(self, path: str, text: str, write: Callable[[str], object], parent: QWidget | None = None) -> None:
        """Show the note that there is.

        Args:
            path: Path of the image.
            text: The note now.
            write: Stores another one; may raise AnnotatorError, which is shown.
            parent: Parent of the dialog.
        """
        super().__init__(parent)
        self.setWindowTitle(tr("Note on {name}").format(name=path.rpartition("/")[2]))
        self.setMinimumWidth(WIDTH)
        self._write = write
        self.text = named(QPlainTextEdit(text, self), tr("Note"))
        self.text.setTabChangesFocus(True)
        self.text.selectAll()
        self.problem = error_line(self)
        buttons = DialogButtons(self)
        self.store = buttons.act(tr("Write the note"), self._store)
        buttons.reject(tr("Cancel"))
        self.store.setDefault(True)
        words = tr("It is shown and exported with every topic. Ctrl+Enter writes it; an empty note is removed.")
        in_column(self.text, hint(words, self), self.problem, buttons, on=self)
        self.text.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Write the note on Ctrl+Enter."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._store()
        else:
            super().keyPressEvent(event)

    def _store(self) -> None:
        try:
            self._write(self.text.toPlainText())
        except AnnotatorError as error:
            show_error(self.problem, error)
            return
        self.accept()


def edit_note(controller: Controller, image: int | None, parent: QWidget) -> None:
    """Let the person write the note on an image."""
    if image is None:
        return
    session = controller.session

    def write(text: str) -> None:
        change = session.collection.notes.set(image, text)
        if change.images:
            controller.labels_changed.emit(change)
            controller.status_message.emit(tr("Stored: {text}").format(text=core_words(change.text)))

    show_once(NoteDialog(session.paths[image], session.collection.notes.of(image), write, parent))
