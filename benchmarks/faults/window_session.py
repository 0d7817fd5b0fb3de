"""The real window driven by keys, reporting after each key what it has shown as stored.

``python -m benchmarks.faults.window_session PROJECT FOLDER`` prints one line of JSON per key; the program's own files
are in FOLDER.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtTest import QTest

from annotator.gui.shell.app import make_application
from annotator.gui.shell.main_window import MainWindow
from annotator.gui.widgets.theme import apply_theme
from annotator.runtime.paths import UserFolders
from benchmarks.faults.scenarios import state

KEYS = ("p", "x", "edit.undo", "edit.redo", "u", "c", "judge.rest", "x", "p", "edit.undo", "p", "x")
"""Letters are typed, all others are triggered as actions."""
PATIENCE_MS = 300_000


def until(true: Callable[[], object]) -> None:
    """Run the event loop until a condition is true."""
    loop, poll, end = QEventLoop(), QTimer(), QTimer()
    poll.timeout.connect(lambda: loop.quit() if true() else None)
    end.timeout.connect(lambda: sys.exit("the window does not answer"))
    poll.start(2)
    end.start(PATIENCE_MS)
    loop.exec()


def main(project: Path, own: Path) -> None:
    """Judge by keys."""
    app = make_application()
    window = MainWindow(apply_theme(app, "light"), UserFolders.under(own))
    window.show()
    window.activateWindow()
    window.open_project(project)
    until(lambda: window.workspace is not None)
    space = window.workspace
    assert space is not None
    controller = space.controller
    until(lambda: controller.session.judgements.batches and not controller.busy and window.isActiveWindow())
    space.batch.grid.setFocus()
    for key in KEYS:
        if len(key) > 1:
            window.actions_[key].trigger()
        else:
            QTest.keyClick(space.batch.grid, key)
        sys.stdout.write(json.dumps(state(controller.session)) + "\n")  # stored once the key has been processed
        sys.stdout.flush()
        until(lambda: not controller.choosing)
    window.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
