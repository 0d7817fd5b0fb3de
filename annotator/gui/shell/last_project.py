"""The project that the next start opens again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QSettings, QTimer
from PySide6.QtGui import QGuiApplication

_PATH, _READ_ONLY, _TRYING = "last/project", "last/read_only", "last/trying"
TRUSTED_AFTER_MS = 5000
"""A project that was open so long did not end the program."""


@dataclass(frozen=True)
class Last:
    """The last open project.

    Attributes:
        project: The project file.
        read_only: Whether it was open read-only.
        failed: Whether the program ended while it was being opened again.
    """

    project: Path
    read_only: bool
    failed: bool


class LastProject(QObject):
    """Stores which project is open, so that it is opened again after an exit or a crash.

    A project that crashed the program while it was opened is not reopened automatically.
    """

    def __init__(self, settings: QSettings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._trust = QTimer(self, singleShot=True, interval=TRUSTED_AFTER_MS)
        self._trust.timeout.connect(self.trust)

    def get(self) -> Last | None:
        """Return the last open project; None if there was none, or if the user closed it."""
        path = str(self._settings.value(_PATH) or "")
        if not path:
            return None
        return Last(Path(path), self._flag(_READ_ONLY), self._flag(_TRYING))

    def _flag(self, key: str) -> bool:
        return str(self._settings.value(key, "false")).lower() == "true"

    def trying(self) -> None:
        """Record immediately that it is about to be opened again."""
        self._settings.setValue(_TRYING, True)
        self._settings.sync()

    def opened(self, project: Path, *, read_only: bool) -> None:
        """Record which project is open."""
        self._settings.setValue(_PATH, str(project))
        self._settings.setValue(_READ_ONLY, read_only)
        self._trust.start()

    def trust(self) -> None:
        """Record that opening it succeeded."""
        self._trust.stop()
        self._settings.setValue(_TRYING, False)

    def forget(self) -> None:
        """Start with the start page next time: the user has closed the project."""
        self.trust()
        self._settings.remove(_PATH)


def at_log_out(app: QGuiApplication, keep: Callable[[], object]) -> None:
    """Call ``keep`` when the desktop session ends or is saved; nothing needs to be asked, all is stored."""
    app.commitDataRequest.connect(lambda _manager: keep())
    app.saveStateRequest.connect(lambda _manager: keep())
