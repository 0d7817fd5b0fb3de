"""A key that is held down acts once, also where the windowing system does not say that it repeats.

On X11 Qt tells a repeated press from a new one by looking for its partner in the queue; on a busy machine the partner
comes too late and each repeat passes for a new press. But the release and the press of a repeat carry the same time
stamp, to the millisecond, which no finger can do.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QGuiApplication, QKeyEvent


class KeyRepeatFilter(QObject):
    """Keeps repeated presses from triggering shortcuts; install it on the widgets that single keys act on.

    Keys that nobody bound, such as letters typed into a text field, repeat as ever.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._released: tuple[int, int] | None = None  # key and time stamp of the latest release

    @classmethod
    def install(cls, watched: QObject) -> None:
        """Watch a widget if the windowing system needs it.

        Not the application: every event of the program would have to wait for the interpreter then, which the model's
        thread holds now and then.
        """
        if QGuiApplication.platformName() == "xcb":
            watched.installEventFilter(cls(watched))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note releases; take repeated presses away from the shortcuts."""
        if not isinstance(event, QKeyEvent):
            return False
        stroke = event.key(), event.timestamp()
        if event.type() == QEvent.Type.KeyRelease:
            self._released = stroke if event.timestamp() else None  # 0: made by a program, which knows no time
        elif event.type() == QEvent.Type.ShortcutOverride and stroke == self._released:
            event.accept()  # accepted means: this is no shortcut but a key for the widget
            return True
        return False
