"""Recently opened projects, newest first."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSettings

KEY = "recent_projects"
LIMIT = 12


class RecentProjects:
    """Paths of project files, kept in the window's settings."""

    def __init__(self, settings: QSettings) -> None:
        self._settings = settings

    def paths(self) -> tuple[Path, ...]:
        """Return the projects, newest first; some may have been moved away."""
        stored = self._settings.value(KEY, [])
        # A list of one comes back as a plain text from the settings file.
        listed = stored if isinstance(stored, list) else [stored or ""]
        return tuple(Path(str(entry)) for entry in listed if entry)

    def add(self, project: Path) -> None:
        """Put ``project`` first."""
        self._store([project.absolute(), *(path for path in self.paths() if path != project.absolute())])

    def remove(self, project: Path) -> None:
        """Forget ``project``; the file stays."""
        self._store([path for path in self.paths() if path != project])

    def _store(self, paths: list[Path]) -> None:
        self._settings.setValue(KEY, [str(path) for path in paths[:LIMIT]])
