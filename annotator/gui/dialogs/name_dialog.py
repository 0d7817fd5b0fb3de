"""Asks for a name."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QLineEdit, QVBoxLayout, QWidget

from annotator.gui.text.translate import tr

NAME_WIDTH = 380


class NameDialog(QDialog):
    """Asks for a name; an empty one is not accepted."""

    def __init__(self, title: str, question: str, verb: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.name = QLineEdit(name, self)
        self.name.setMinimumWidth(NAME_WIDTH)
        self.name.setAccessibleName(question)
        self.name.selectAll()
        buttons = QDialogButtonBox(self)
        use = buttons.addButton(verb, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        use.setEnabled(bool(name))
        self.name.textChanged.connect(lambda text: use.setEnabled(bool(text.strip())))
        layout = QVBoxLayout(self)
        layout.addWidget(QLabel(question, self))
        layout.addWidget(self.name)
        layout.addWidget(buttons)


def ask_name(
    window: QWidget, title: str, question: str, verb: str, name: str, use: Callable[[str], object]
) -> NameDialog:
    """Ask for a name over ``window`` and call ``use`` with it; does not block."""
    dialog = NameDialog(title, question, verb, name, window)
    dialog.accepted.connect(lambda: use(dialog.name.text().strip()))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
    return dialog
