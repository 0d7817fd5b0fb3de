"""A larger picture of the image on which the mouse rests, in place of a tooltip."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QMouseEvent, QPixmap
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QWidget

from annotator.gui.images.thumbnail_loader import ThumbnailLoader
from annotator.gui.widgets.build import in_column

EDGE = 420
"""Longer side of the picture at most, in logical pixels."""

_SHARE = 0.6  # of the screen, at most
_WORTH = 1.3  # so much larger than in the grid a picture must be; otherwise there is only the text
_GAP = 6
_ENDS = frozenset({
    QEvent.Type.KeyPress, QEvent.Type.Wheel, QEvent.Type.MouseButtonPress, QEvent.Type.WindowDeactivate,
    QEvent.Type.FocusOut, QEvent.Type.Leave,
})  # fmt: skip


class HoverPreview(QFrame):
    """Shown by the tooltip event of a view, which comes when the mouse has rested; any key or movement hides it.

    It takes neither the focus nor the mouse.

    Attributes:
        image: The image it shows; None while it is hidden.
    """

    def __init__(self, view: QWidget, loader: ThumbnailLoader) -> None:
        """Prepare it; ``view`` is the widget that shows the images and gets the mouse."""
        super().__init__(view, Qt.WindowType.ToolTip | Qt.WindowType.WindowTransparentForInput)
        self.setObjectName("preview")
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._view, self._loader = view, loader
        self.image: int | None = None
        self._cell = QRect()
        self._picture = QLabel(self, alignment=Qt.AlignmentFlag.AlignCenter)
        self._words = QLabel(self, wordWrap=True, textFormat=Qt.TextFormat.RichText)
        in_column(self._picture, self._words, on=self, margins=6, spacing=4)
        loader.ready.connect(self._arrived)

    def begin(self, image: int, cell: QRect, picture: QSize, words: str) -> bool:
        """Show an image, if that is worthwhile.

        Args:
            image: The image.
            cell: Where the view shows it, in its own pixels.
            picture: Largest size of a picture there.
            words: What to say of it, as rich text.

        Returns:
            Whether it is shown; otherwise the view may show a tooltip.
        """
        if _WORTH * max(picture.width(), picture.height()) > self._edge():
            return False
        pixmap = self._pixmap(image)
        if pixmap is None:
            return False
        self.image = image
        self._cell = cell.translated(self._view.mapToGlobal(QPoint()))
        self._words.setText(words)
        self._draw(pixmap)
        self.show()
        app = QApplication.instance()
        assert app is not None
        app.installEventFilter(self)
        return True

    def end(self) -> None:
        """Hide it."""
        if self.image is None:
            return
        self.image = None
        app = QApplication.instance()
        assert app is not None
        app.removeEventFilter(self)
        self._loader.keep_only((), self)
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hide when the user does anything else than rest on the image; nothing is withheld from others."""
        if isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseMove:
            if not self._cell.contains(event.globalPosition().toPoint()):
                self.end()
        elif event.type() in _ENDS and (event.type() != QEvent.Type.Leave or watched is self._view):
            self.end()
        return False

    def _edge(self) -> int:
        screen = self._view.screen().availableSize()
        return min(EDGE, round(_SHARE * min(screen.width(), screen.height())))

    def _pixmap(self, image: int) -> QPixmap | None:
        self._loader.keep_only((image,), self)
        return self._loader.pixmap(image, self._edge() * self._view.devicePixelRatioF(), self)

    def _arrived(self, image: int) -> None:
        """Draw the picture again in the right size."""
        if image == self.image and (pixmap := self._pixmap(image)) is not None:
            self._draw(pixmap)

    def _draw(self, pixmap: QPixmap) -> None:
        ratio, edge = self._view.devicePixelRatioF(), self._edge()
        size = pixmap.size().scaled(QSize(edge, edge), Qt.AspectRatioMode.KeepAspectRatio)
        keep, smooth = Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
        drawn = pixmap.scaled((size.toSizeF() * ratio).toSize(), keep, smooth)
        drawn.setDevicePixelRatio(ratio)
        self._picture.setPixmap(drawn)
        self._words.setFixedWidth(max(size.width(), edge // 2))
        self.adjustSize()
        self.move(self._place())

    def _place(self) -> QPoint:
        """Return the corner next to the cell, on the side with more room, within the screen."""
        screen, cell, size = self._view.screen().availableGeometry(), self._cell, self.size()
        right = screen.right() - cell.right() >= cell.left() - screen.left()
        x = cell.right() + _GAP if right else cell.left() - _GAP - size.width()
        y = cell.center().y() - size.height() // 2
        return QPoint(
            max(screen.left(), min(x, screen.right() + 1 - size.width())),
            max(screen.top(), min(y, screen.bottom() + 1 - size.height())),
        )
