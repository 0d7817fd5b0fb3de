"""Asks for a name."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QDialog, QLabel, QLineEdit, QWidget

from annotator.gui.text.translate import tr
from annotator.gui.widgets.build import DialogButtons, in_column, named
from annotator.gui.widgets.open_dialog import show_once

NAME_WIDTH = 380


class NameDialog(QDialog):
    """Asks for a name; an empty one is not accepted."""

    def __init__(self, title: str, question: str, verb: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.name = named(QLineEdit(name, self), question)
        self.name.setMinimumWidth(NAME_WIDTH)
        self.name.selectAll()
        buttons = DialogButtons(self)
        use = buttons.accept(verb)
        buttons.reject(tr("Cancel"))
        use.setEnabled(bool(name))
        self.name.textChanged.connect(lambda text: use.setEnabled(bool(text.strip())))
        in_column(QLabel(question, self), self.name, buttons, on=self)


def ask_name(
    window: QWidget, title: str, question: str, verb: str, name: str, use: Callable[[str], object]
) -> NameDialog:
    """Ask for a name over ``window`` and call ``use`` with it; does not block."""
    dialog = NameDialog(title, question, verb, name, window)
    dialog.accepted.connect(lambda: use(dialog.name.text().strip()))
    show_once(dialog)
    return dialog


def ask_new_topic(window: QWidget, use: Callable[[str], object]) -> NameDialog:
    """Ask for the name of another topic, as :func:`ask_name` does."""
    return ask_name(window, tr("Add a topic"), tr("What else are you looking for?"), tr("Add topic"), "", use)


def ask_topic_name(window: QWidget, name: str, use: Callable[[str], object]) -> NameDialog:
    """Ask for another name of a topic, as :func:`ask_name` does."""
    return ask_name(window, tr("Rename the topic"), tr("What are you looking for?"), tr("Rename"), name, use)
