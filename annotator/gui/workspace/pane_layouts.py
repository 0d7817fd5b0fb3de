"""Pane layouts by project, restored on opening; a new project starts with the layout of the last one."""

from __future__ import annotations

import hashlib
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

from annotator.gui.workspace.workspace import Workspace

_LAST = "last"


class PaneLayouts:
    """Layouts by project, stored with the geometry of the window."""

    def __init__(self, settings: QSettings) -> None:
        self._settings = settings

    def store(self, workspace: Workspace) -> None:
        """Keep the layout of an open project."""
        values = {"panels": workspace.docks.layout_state(), "splitter": workspace.panes.splitter.saveState()}
        for group in (_key(workspace.controller.session.project.path), _LAST):
            for name, value in values.items():
                self._settings.setValue(f"layouts/{group}/{name}", value)

    def restore(self, workspace: Workspace) -> None:
        """Arrange the panes as the project had them, or as the last project had them."""
        group = _key(workspace.controller.session.project.path)
        workspace.panes.splitter.restoreState(self._read(group, "splitter"))
        workspace.docks.restore_layout(self._read(group, "panels"))

    def _read(self, group: str, name: str) -> QByteArray:
        value = self._settings.value(f"layouts/{group}/{name}", self._settings.value(f"layouts/{_LAST}/{name}"))
        return value if isinstance(value, QByteArray) else QByteArray()


def _key(project: Path) -> str:
    return hashlib.sha256(str(project).encode("utf-8", "surrogateescape")).hexdigest()[:16]
