"""One of two images in a comparison, with a header that shows whether it is the active one."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from annotator.gui.text.translate import tr
from annotator.gui.viewer.viewer import Viewer
from annotator.gui.widgets.build import in_column, set_role


class ComparisonPane(QWidget):
    """A viewer below a line of text."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.head = QLabel(self)
        self.head.setContentsMargins(10, 4, 10, 4)
        self.head.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)  # both panes get the same width
        self.head.hide()
        self.viewer = Viewer(self)
        in_column(self.head, (self.viewer, 1), on=self, margins=0, spacing=0)

    def mark(self, active: bool, *, moves: bool) -> None:
        """Show whether judgements apply to this image, and whether the arrow keys change it."""
        words = tr("● The keys judge this image") if active else tr("○ Tab or a click goes here")
        text = f"{words}; {tr('arrows change it')}" if moves else words
        self.head.setText(text)
        self.head.setToolTip(text)
        set_role(self.head, "heading" if active else "hint")
