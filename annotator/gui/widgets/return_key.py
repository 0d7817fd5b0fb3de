"""Return presses the button that has the keyboard focus, in the window as it does in dialogs."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QDialog, QPushButton, QToolButton, QWidget
from shiboken6 import isValid

_RETURN = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ReturnKey(QObject):
    """Watches the button that has the focus; Qt itself lets Return press buttons only in dialogs."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._button: QWidget | None = None
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._moved)
        self._moved(None, app.focusWidget())

    def _moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        if self._button is not None and isValid(self._button):
            self._button.removeEventFilter(self)
        in_window = isinstance(new, QPushButton | QToolButton) and not isinstance(new.window(), QDialog)
        self._button = new if in_window else None
        if self._button is not None:
            self._button.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Turn Return into the key that presses the button and opens its menu."""
        kinds = (QEvent.Type.KeyPress, QEvent.Type.KeyRelease)
        if isinstance(event, QKeyEvent) and event.type() in kinds and event.key() in _RETURN:
            space = QKeyEvent(event.type(), Qt.Key.Key_Space, event.modifiers(), " ", event.isAutoRepeat())
            QApplication.sendEvent(watched, space)
            return True
        return False
