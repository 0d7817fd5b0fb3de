"""Saving to a file that the user names: where that is refused, and a question before another file is replaced."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QDialog, QFileDialog, QLabel, QWidget

from annotator.data.exporting.output import check_folder
from annotator.data.files.guard import Found, Guard
from annotator.errors import AnnotatorError, ReplacesError
from annotator.gui.text.core_messages import core_words
from annotator.gui.text.translate import tr
from annotator.gui.widgets.build import DialogButtons, in_column
from annotator.gui.widgets.open_dialog import show_once

WIDTH = 440


class ReplaceDialog(QDialog):
    """Asks whether a file may be replaced that the program did not write."""

    def __init__(self, target: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Replace the file?"))
        self.setMinimumWidth(WIDTH)
        text = tr("{file} exists. Annotator did not write it, or it was changed since.").format(file=target)
        buttons = DialogButtons(self)
        self.replace = buttons.accept(tr("Replace the file"), self.accept)
        cancel = buttons.reject(tr("Cancel"))
        self.replace.setAutoDefault(False)  # a stray Enter must not replace a file
        cancel.setDefault(True)
        in_column(QLabel(text, self, wordWrap=True), buttons, on=self)
        cancel.setFocus()


def choose_file(parent: QWidget, title: str, start: str, filters: str) -> tuple[str, str]:
    """Let the user name a file to save to, and return it with the chosen filter, "" for none; see :func:`save_to`."""
    never = QFileDialog.Option.DontConfirmOverwrite  # save_to asks
    return QFileDialog.getSaveFileName(parent, title, start, filters, options=never)


def save_to(
    parent: QWidget,
    target: Path,
    write: Callable[[], object],
    tell: Callable[[str], object],
    *,
    folder: bool = False,
) -> None:
    """Call ``write`` if ``target`` may be written, after the user agreed if another file would be replaced.

    Args:
        parent: Parent of the question.
        target: File or folder to write.
        write: Writes it.
        tell: Receives the reason why it must not be written.
        folder: Whether a folder is written.
    """
    careful = Guard(replace=False)
    try:
        if careful(target) is Found.FOLDER and folder:
            check_folder(target, careful)
    except ReplacesError:
        dialog = ReplaceDialog(target, parent)
        dialog.accepted.connect(lambda: write())
        show_once(dialog)
    except AnnotatorError as error:
        tell(core_words(error))
    else:
        write()
