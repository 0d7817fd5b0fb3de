"""The real window driven by keys, reporting after each key what it has shown as stored.

:func:`main` prints one line of JSON per key; :data:`COMMAND` starts it in a process of its own.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from PySide6.QtTest import QTest

from benchmarks.faults.checks import state
from benchmarks.window_tools import new_window, open_project, wait_for

KEYS = ("p", "x", "edit.undo", "edit.redo", "u", "c", "judge.rest", "x", "p", "edit.undo", "p", "x")
"""Letters are typed, all others are triggered as actions."""
COMMAND = ("-c", "import sys; from benchmarks.faults.window_session import main; main(*sys.argv[1:])")
"""Arguments of Python; the project and the folder follow."""


def main(project: str, own: str) -> None:
    """Judge by keys in a project; the program's own files are in the folder ``own``."""
    window = new_window(Path(own))
    open_project(window, Path(project))
    space = window.workspace
    assert space is not None
    controller = space.controller
    wait_for(lambda: controller.session.judgements.batches and not controller.busy, "a batch")
    for key in KEYS:
        if len(key) > 1:
            window.actions_[key].trigger()
        else:
            QTest.keyClick(space.batch.grid, key)
        sys.stdout.write(json.dumps(state(controller.session)) + "\n")  # stored once the key has been processed
        sys.stdout.flush()
        wait_for(lambda: not controller.choosing, "an answer")
    window.close()
