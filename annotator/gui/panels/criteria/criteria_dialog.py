"""The dialog in which the person writes what counts as relevant."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QDialog, QPlainTextEdit, QWidget

from annotator.data.project.log.criteria import Picture, named
from annotator.errors import AnnotatorError
from annotator.gui.text.translate import tr
from annotator.gui.widgets import build
from annotator.gui.widgets.build import DialogButtons, error_line, hint, in_column, push_button, show_error

SIZE = (560, 460)


class CriteriaDialog(QDialog):
    """Asks for the criteria; an empty text removes them."""

    def __init__(
        self, topic: str, text: str, image: str, write: Callable[[str], object], parent: QWidget | None = None
    ) -> None:
        """Show the criteria that there are.

        Args:
            topic: Name of the topic.
            text: Its criteria.
            image: Path of the image that can be put in, "" for none.
            write: Stores other criteria; may raise AnnotatorError, which is shown.
            parent: Parent of the dialog.
        """
        super().__init__(parent)
        self.setWindowTitle(tr("Criteria of “{topic}”").format(topic=topic))
        self.resize(*SIZE)
        self._write = write
        self.text = build.named(QPlainTextEdit(text, self), tr("Criteria"))
        self.text.setTabChangesFocus(True)
        self.text.setPlaceholderText(tr("# What counts\n\n# What does not count"))
        self.put_in = push_button(tr("Put in the current image"), self, lambda: self._put_in(image))
        self.put_in.setEnabled(bool(image))
        words = tr("A line that begins with # is a heading. Every version stays in the record, and undo takes it back.")
        self.problem = error_line(self)
        buttons = DialogButtons(self)
        self.store = buttons.act(tr("Use these criteria"), self._store)
        buttons.reject(tr("Cancel"))
        in_column((self.text, 1), self.put_in, hint(words, self), self.problem, buttons, on=self)
        self.text.setFocus()

    def _put_in(self, image: str) -> None:
        self.text.insertPlainText(f"{named(Picture(image, ''))}\n")
        self.text.setFocus()

    def _store(self) -> None:
        try:
            self._write(self.text.toPlainText())
        except AnnotatorError as error:
            show_error(self.problem, error)
            return
        self.accept()
