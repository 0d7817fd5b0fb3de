"""A thumbnail as a button."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QLabel, QToolButton, QWidget

from annotator.gui.grid.image_model import ImageSource
from annotator.gui.images.thumbnail_loader import ThumbnailLoader
from annotator.gui.text.translate import tr
from annotator.gui.widgets.build import heading, in_column, in_row
from annotator.gui.widgets.icons import icon
from annotator.gui.widgets.theme import LABEL_STYLE, label_text

EDGE = 64
"""Edge of the thumbnail in logical pixels."""


class ThumbnailButton(QToolButton):
    """Shows an image; pressing it chooses the image.

    Signals:
        chosen(int): It was pressed.
    """

    chosen = Signal(int)

    def __init__(
        self, source: ImageSource, loader: ThumbnailLoader, parent: QWidget | None = None, edge: int = EDGE
    ) -> None:
        super().__init__(parent)
        self._source, self._loader = source, loader
        self.image: int | None = None
        self.setIconSize(QSize(edge, edge))
        self.setAutoRaise(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(tr("No image"))
        self.clicked.connect(self._pressed)
        loader.ready.connect(self._arrived)
        loader.failed.connect(self._arrived)

    def show_image(self, image: int | None, words: str = "") -> None:
        """Show an image.

        Args:
            image: Image id, None for none.
            words: Text below it, which screen readers read with its name.
        """
        self.image = image
        self.setText(words)
        below = Qt.ToolButtonStyle.ToolButtonTextUnderIcon
        self.setToolButtonStyle(below if words else Qt.ToolButtonStyle.ToolButtonIconOnly)
        self.setEnabled(image is not None)
        if image is None:
            self.setIcon(QIcon())
            self.setAccessibleName(tr("No image"))
            self.setToolTip("")
            return
        name, label = self._source.name(image), self._source.word(image)
        label = label or label_text(self._source.label(image)).lower()
        self.setAccessibleName(", ".join(filter(None, (name.rpartition("/")[2], label, words))))
        self.setToolTip(tr("{name}\nShow it large").format(name=name))
        self._draw()

    def _draw(self) -> None:
        if self.image is None:
            return
        edge = self.iconSize().width() * self.devicePixelRatioF()
        pixmap = self._loader.pixmap(self.image, edge, self)
        if pixmap is not None:
            self.setIcon(QIcon(pixmap))
        else:
            self.setIcon(icon("warning") if self._loader.error(self.image) else QIcon())

    def _arrived(self, image: int, *_reason: str) -> None:
        if image == self.image:
            self._draw()

    def _pressed(self) -> None:
        if self.image is not None:
            self.chosen.emit(self.image)


class ThumbnailRow(QWidget):
    """A heading and a few thumbnails, or a remark that there is none.

    Signals:
        chosen(int): An image was pressed.
    """

    chosen = Signal(int)

    def __init__(
        self, title: str, count: int, source: ImageSource, loader: ThumbnailLoader, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(title)
        self._source = source
        self.heading = heading(title, self)
        self.none = QLabel(tr("None yet"), self)
        self.none.setProperty("role", "hint")
        self.buttons = [ThumbnailButton(source, loader, self) for _ in range(count)]
        row = in_row(spacing=2)
        for button in self.buttons:
            button.chosen.connect(self.chosen)
            row.addWidget(button)
        row.addStretch(1)
        in_column(self.heading, self.none, row, on=self, margins=0, spacing=2)
        self.show_images(())

    def show_images(self, images: Sequence[tuple[int, str]]) -> None:
        """Show images, each with a text below it."""
        self.none.setVisible(not images)
        for at, button in enumerate(self.buttons):
            button.setVisible(at < len(images))
            if at < len(images):
                image, words = images[at]
                glyph = LABEL_STYLE[self._source.label(image)].glyph
                button.show_image(image, f"{glyph} {words}".strip())
            else:
                button.show_image(None)
