"""One of two images that are compared, and a line that says whether the keys are about it."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from annotator.gui.text.translate import tr
from annotator.gui.viewer.viewer import Viewer


class ComparisonPane(QWidget):
    """A viewer below a line of words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.head = QLabel(self)
        self.head.setContentsMargins(10, 4, 10, 4)
        self.head.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)  # both sides are as wide
        self.head.hide()
        self.viewer = Viewer(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.head)
        layout.addWidget(self.viewer, 1)

    def mark(self, active: bool, *, moves: bool) -> None:
        """Say whether judgements are about this image, and whether the arrows change it."""
        words = tr("● The keys judge this image") if active else tr("○ Tab or a click goes here")
        text = f"{words}; {tr('arrows change it')}" if moves else words
        self.head.setText(text)
        self.head.setToolTip(text)
        self.head.setProperty("role", "heading" if active else "hint")
        self.head.style().unpolish(self.head)  # the role decides about its look
        self.head.style().polish(self.head)
