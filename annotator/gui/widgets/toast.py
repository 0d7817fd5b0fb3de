"""A note over the lower edge of a widget: what just happened, with a button that takes it back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QFrame, QLabel, QWidget

from annotator.gui.widgets.announce import announce
from annotator.gui.widgets.build import in_row, push_button

SHOWN_MS = 12_000
GAP = 14


class Toast(QFrame):
    """Lies over ``over`` without moving anything in it, and leaves by itself or when the next thing happens."""

    def __init__(self, over: QWidget, words: str, action: Callable[[], object]) -> None:
        """Build the toast, hidden; its button has the text ``words`` and runs ``action``."""
        super().__init__(over)
        self.setObjectName("toast")
        self._over = over
        self._text = QLabel(self)
        self.button = push_button(words, self, action)
        self.button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # a click leaves the keyboard with the images
        in_row(self._text, self.button, on=self, margins=(14, 6, 8, 6), spacing=12)
        self._timer = QTimer(self, singleShot=True, interval=SHOWN_MS)
        self._timer.timeout.connect(self.hide)
        over.installEventFilter(self)
        self.hide()

    @property
    def text(self) -> str:
        """What the toast says, "" while it is hidden."""
        return "" if self.isHidden() else self._text.text()

    def tell(self, text: str) -> None:
        """Show ``text``."""
        self._text.setText(text)
        self._place()
        self.show()
        self.raise_()
        self._timer.start()
        announce(self._over, text)

    def _place(self) -> None:
        self.adjustSize()
        self.setFixedWidth(min(self.sizeHint().width(), max(0, self._over.width() - 2 * GAP)))
        self.move((self._over.width() - self.width()) // 2, self._over.height() - self.height() - GAP)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the lower edge."""
        if event.type() == QEvent.Type.Resize and not self.isHidden():
            self._place()
        return False
