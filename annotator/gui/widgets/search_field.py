"""A text field that Esc first clears and then leaves."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget


class SearchField(QLineEdit):
    """A text field that Esc first clears and then leaves.

    Signals:
        left: The user wants to return to the images.
    """

    left = Signal()

    def __init__(self, parent: QWidget, name: str, placeholder: str) -> None:
        super().__init__(parent, placeholderText=placeholder, clearButtonEnabled=True)
        self.setAccessibleName(name)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Clear, then leave on Esc; leave on Enter and Down."""
        if event.key() == Qt.Key.Key_Escape:
            if self.text():
                self.clear()
            else:
                self.left.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
            self.left.emit()
        else:
            super().keyPressEvent(event)
