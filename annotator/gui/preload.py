"""Fetch what the window will need before it is asked for, while the person does nothing."""

from __future__ import annotations

import importlib
import sys
import threading
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

if TYPE_CHECKING:
    from annotator.gui.workspace import Workspace

REST_MS = 4000
"""Time without a judgement, a selection or a scroll after which nobody notices a moment's work."""

PLOTS = "pyqtgraph"


def when_at_rest(workspace: Workspace) -> QTimer | None:
    """Import what draws the plots as soon as the person rests; None if that was done already."""
    if PLOTS in sys.modules:
        return None
    timer = QTimer(workspace, singleShot=True, interval=REST_MS)
    timer.timeout.connect(plots)
    workspace.panes.changed.connect(lambda: _wait(timer))
    for grid in (workspace.batch.grid, workspace.ranking.grid):
        grid.verticalScrollBar().valueChanged.connect(lambda _value: _wait(timer))
    timer.start()
    return timer


def _wait(timer: QTimer) -> None:
    if PLOTS not in sys.modules:
        timer.start()


def plots() -> threading.Thread:
    """Import what draws the plots, a quarter of a second of work, in another thread."""
    thread = threading.Thread(target=importlib.import_module, args=(PLOTS,), name="preload", daemon=True)
    thread.start()
    return thread
