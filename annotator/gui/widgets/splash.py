"""The first sign of the program: its name on a card, within moments, while everything else is being imported.

This module imports nothing of the program but its version.
"""

from __future__ import annotations

import sys
from importlib import import_module, resources

from PySide6.QtCore import QByteArray, QEventLoop, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QGuiApplication, QPainter, QPaintEvent
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QWidget

from annotator.version import __version__

SIZE = QSize(360, 132)
STEPS = (
    "numpy",
    "annotator.session.session",
    "annotator.gui.controller.controller",
    "annotator.gui.workspace.workspace",
    "annotator.gui.shell.app",
)
"""Modules that take long to import; the card is drawn again in between."""

_NEVER_MS = 1000  # a card that is not exposed by then is on no screen
_EDGE, _MARGIN = 76, 28


def bare_application() -> QApplication:
    """Return the application, with the names that the desktop knows it by; create it if there is none."""
    running = QApplication.instance()
    app = running if isinstance(running, QApplication) else QApplication(sys.argv[:1])
    app.setApplicationName("annotator")
    app.setApplicationDisplayName("Annotator")
    QGuiApplication.setDesktopFileName("annotator")
    return app


def close_splash() -> None:
    """Remove the card, because there is more to see now."""
    for shown in QApplication.topLevelWidgets():
        if isinstance(shown, Splash):
            shown.close()


class Splash(QWidget):
    """The card; the same with any theme and in any language, as neither is known yet."""

    def __init__(self) -> None:
        super().__init__(None, Qt.WindowType.SplashScreen | Qt.WindowType.FramelessWindowHint)
        self.setWindowTitle("Starting Annotator")
        self.setFixedSize(SIZE)
        self.move(self.screen().availableGeometry().center() - self.rect().center())
        drawing = resources.files("annotator.gui").joinpath("resources/annotator.svg").read_bytes()
        self._picture = QSvgRenderer(QByteArray(drawing), self)
        self._drawn = QEventLoop(self)

    def begin(self) -> None:
        """Show the card, and return when it is on the screen."""
        self.show()
        QTimer.singleShot(_NEVER_MS, self._drawn, self._drawn.quit)
        self._drawn.exec()

    def load(self) -> None:
        """Import what the window needs."""
        for name in STEPS:
            import_module(name)
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the icon, the name and the version."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor("#242424"))
        self._picture.render(painter, QRectF(_MARGIN, (self.height() - _EDGE) / 2, _EDGE, _EDGE))
        text = self.rect().adjusted(2 * _MARGIN + _EDGE, 0, -_MARGIN, 0)
        font = self.font()
        font.setPointSizeF(2.2 * font.pointSizeF())
        painter.setFont(font)
        painter.setPen(QColor("#f2f2f2"))
        painter.drawText(text.adjusted(0, 0, 0, -20), Qt.AlignmentFlag.AlignVCenter, "Annotator")
        painter.setFont(self.font())
        painter.setPen(QColor("#b4b4b4"))
        painter.drawText(text.adjusted(0, 44, 0, 0), Qt.AlignmentFlag.AlignVCenter, __version__)
        painter.end()
        QTimer.singleShot(0, self._drawn.quit)  # once it is not only drawn but sent to the screen
