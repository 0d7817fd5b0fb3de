"""Open a dialog so that no key typed meanwhile acts on the window behind it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtWidgets import QDialog


class _NoShortcuts(QObject):
    """Keeps shortcuts from acting between the opening of ``dialog`` and its activation by the window manager.

    Until then the window system sends keys to the window behind it. Qt drops them there, as that window is blocked, but
    not the shortcuts: letters typed for the dialog would judge images. The filter is gone once the dialog is active,
    because an event filter of the application costs every event a call into Python.
    """

    def __init__(self, dialog: QDialog) -> None:
        super().__init__(dialog)
        self._dialog = dialog
        self._application = QCoreApplication.instance()
        assert self._application is not None
        self._application.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Swallow shortcuts; stop when the dialog is active or closed."""
        kind = event.type()
        if watched is self._dialog and kind in (QEvent.Type.WindowActivate, QEvent.Type.Hide):
            assert self._application is not None
            self._application.removeEventFilter(self)
        return kind == QEvent.Type.Shortcut


def show_once(dialog: QDialog, *, blocks: bool = True) -> None:
    """Open ``dialog`` without waiting for its end; it is deleted when it is closed.

    A popup gets every key from now on, any other dialog as soon as it is active; until then no key acts on the window
    behind it, and after that only if the dialog does not block it.
    """
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    popup = dialog.windowType() is Qt.WindowType.Popup
    if blocks and not popup:
        dialog.open()
    else:
        dialog.show()
    if not popup and not dialog.isActiveWindow():
        _NoShortcuts(dialog)
