"""A part of a panel that is folded until it is asked for."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton, QWidget

from annotator.gui.widgets.build import in_column, named


class Fold(QWidget):
    """A button with an arrow, and below it what it shows and hides."""

    def __init__(self, title: str, content: QWidget, parent: QWidget) -> None:
        """Fold ``content`` below a button with this title."""
        super().__init__(parent)
        self.content = content
        self.button = named(QToolButton(self, autoRaise=True), title)
        self.button.setText(title)
        self.button.setCheckable(True)
        self.button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.button.toggled.connect(self._show)
        in_column(self.button, content, on=self, margins=0)
        self._show(False)

    def _show(self, on: bool) -> None:
        self.content.setVisible(on)
        self.button.setArrowType(Qt.ArrowType.DownArrow if on else Qt.ArrowType.RightArrow)
