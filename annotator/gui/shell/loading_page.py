"""The page shown while a project is being opened."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from annotator.gui.text.translate import tr

WIDTH = 360


class LoadingPage(QWidget):
    """Shows what is being opened, and the progress.

    Signals:
        cancelled: The user cancelled.
    """

    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._what = QLabel(self)
        self._what.setProperty("role", "heading")
        self._bar = QProgressBar(self)
        self._bar.setRange(0, 1000)
        self._bar.setTextVisible(False)
        self._bar.setFixedSize(WIDTH, 6)
        self._bar.setAccessibleName(tr("Progress of opening"))
        stop = QPushButton(tr("Cancel"), self)
        stop.clicked.connect(lambda _checked=False: self.cancelled.emit())
        self.setFocusProxy(stop)
        layout = QVBoxLayout(self)
        layout.setSpacing(12)
        layout.addStretch(2)
        for widget in (self._what, self._bar, stop):
            layout.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)

    def begin(self, what: str) -> None:
        """Show ``what`` is being done."""
        self._what.setText(f"{what}…")
        self._bar.setValue(0)

    def progress(self, share: float) -> None:
        """Show the finished share in [0, 1]."""
        self._bar.setValue(round(1000 * share))
