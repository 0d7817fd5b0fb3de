"""The page shown while a project is being opened."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QProgressBar, QWidget

from annotator.gui.text.translate import tr
from annotator.gui.widgets.build import heading, in_column, named, push_button

WIDTH = 360


class LoadingPage(QWidget):
    """Shows what is being opened, and the progress.

    Signals:
        cancelled: The user cancelled.
    """

    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._what = heading("", self)
        self._bar = named(QProgressBar(self, minimum=0, maximum=1000, textVisible=False), tr("Progress of opening"))
        self._bar.setFixedSize(WIDTH, 6)
        stop = push_button(tr("Cancel"), self, self.cancelled.emit)
        self.setFocusProxy(stop)
        layout = in_column((None, 2), on=self, spacing=12)
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
