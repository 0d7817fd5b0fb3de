"""Ignore auto-repeat of keys, even where the windowing system does not report it.

On X11, Qt distinguishes a repeated press from a new one by looking for the matching release in the event queue. On a
busy machine the match comes too late, and each repeat counts as a new press. But the release and the press of a repeat
have the same time stamp, to the millisecond, which is impossible for a person.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QGuiApplication, QKeyEvent


class KeyRepeatFilter(QObject):
    """Keeps repeated presses from triggering shortcuts; install it on widgets with single-key shortcuts.

    Keys without a shortcut, such as letters typed into a text field, repeat as usual.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._released: tuple[int, int] | None = None  # key and time stamp of the latest release

    @classmethod
    def install(cls, watched: QObject) -> None:
        """Install the filter on a widget if the windowing system needs it.

        It is not installed on the application, because every event would then have to wait for the GIL, which the
        model's thread sometimes holds.
        """
        if QGuiApplication.platformName() == "xcb":
            watched.installEventFilter(cls(watched))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Record releases; keep repeated presses from triggering shortcuts."""
        if not isinstance(event, QKeyEvent):
            return False
        stroke = event.key(), event.timestamp()
        if event.type() == QEvent.Type.KeyRelease:
            self._released = stroke if event.timestamp() else None  # 0: a synthetic event without a time stamp
        elif event.type() == QEvent.Type.ShortcutOverride and stroke == self._released:
            event.accept()  # accepting it means that it is a key for the widget, not a shortcut
            return True
        return False
