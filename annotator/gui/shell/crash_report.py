"""Unexpected errors: they are shown, can be copied, and do not end the program."""

from __future__ import annotations

import logging
import platform
import sys
import traceback
from collections.abc import Callable
from types import TracebackType

from PySide6 import __version__ as pyside_version
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QWidget

from annotator.errors import AnnotatorError
from annotator.gui.text.core_messages import core_words
from annotator.gui.text.translate import tr
from annotator.gui.widgets.build import DialogButtons, in_column, named, wrapped
from annotator.gui.widgets.open_dialog import show_once
from annotator.version import __version__

SIZE = (720, 420)
_log = logging.getLogger(__name__)

Hook = Callable[[type[BaseException], BaseException, TracebackType | None], object]


def report_of(error: BaseException) -> str:
    """Return the report of an unexpected error, without any data about the images."""
    versions = f"Annotator {__version__}, Python {platform.python_version()}, PySide6 {pyside_version}"
    return f"{versions}, {platform.platform()}\n\n{''.join(traceback.format_exception(error))}"


class CrashDialog(QDialog):
    """Shows the report of an unexpected error."""

    def __init__(self, report: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Something went wrong inside the program"))
        self.resize(*SIZE)
        words = wrapped(
            tr(
                "This is a bug in Annotator. Every judgement you made is stored. You can continue working; if the "
                "window behaves oddly, restart the program. Please send the report below to the developers."
            ),
            self,
        )
        self.report = named(QPlainTextEdit(report, self, readOnly=True), tr("Report"))
        buttons = DialogButtons(self)
        buttons.act(tr("Copy the report"), lambda: QGuiApplication.clipboard().setText(report))
        buttons.accept(tr("Continue working"))
        in_column(words, (self.report, 1), buttons, on=self)


class ExceptionHook:
    """Replaces ``sys.excepthook``: shows exceptions that no slot has caught.

    An :class:`AnnotatorError` is something the user can fix, so only its message is shown. One dialog is open at a
    time; further errors are only logged.
    """

    def __init__(self, tell: Callable[[str], object], parent: Callable[[], QWidget | None]) -> None:
        """Store where messages are shown, and the parent of dialogs."""
        self._tell = tell
        self._parent = parent
        self._before: Hook | None = None
        self.dialog: CrashDialog | None = None

    def install(self) -> None:
        """Start catching."""
        self._before = sys.excepthook
        sys.excepthook = self.handle

    def remove(self) -> None:
        """Stop catching."""
        if self._before is not None:
            sys.excepthook = self._before
            self._before = None

    def handle(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Show ``error``."""
        if isinstance(error, AnnotatorError):
            self._tell(core_words(error))
            return
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        report = report_of(error)
        _log.error(report)
        if self.dialog is None:
            # The failed slot returns before a dialog runs its own event loop.
            QTimer.singleShot(0, lambda: self._show(report))

    def _show(self, report: str) -> None:
        if self.dialog is None:
            self.dialog = CrashDialog(report, self._parent())
            self.dialog.finished.connect(self._closed)
            show_once(self.dialog)

    def _closed(self, _result: int) -> None:
        self.dialog = None
