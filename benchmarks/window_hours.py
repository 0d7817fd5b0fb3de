"""Hours of use in minutes, to detect growth of the window.

    python -m benchmarks.window_hours FEATURES.h5 IMAGES --batches 500 --batch 10

A script judges batch after batch by keys in the real window (5,000 judgements by default). In between it opens the
viewer, scrolls, undoes, and toggles panels. FEATURES.h5 needs its classes in FEATURES.csv (filename,class) in the same
folder. Run it with a collection of at least ten thousand images.

Prints resident memory (including the model's factor, which has a row per judgement by design), open files, Qt objects
and the time from the last key to the next batch, at every tenth of the run, and the growth of each over the second
half.
"""

from __future__ import annotations

import argparse
import gc
import statistics
from typing import Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest

from annotator.gui.shell.main_window import MainWindow
from annotator.gui.workspace.panels import PANELS
from annotator.session.session import Session
from benchmarks.command import OUTPUT, option, run
from benchmarks.data import FEATURES, IMAGES, classes_beside
from benchmarks.measuring import memory_mb, open_files
from benchmarks.window_tools import idle, new_window, open_project, trust, wait_for

Key = Qt.Key
OPTIONS = (
    FEATURES,
    IMAGES,
    option("--batches", type=int, default=500, tiny=10, help="batches to judge"),
    option("--batch", type=int, default=10, tiny=3, help="images of a batch"),
    OUTPUT,
)


def one_batch(window: MainWindow, classes: dict[str, str], wanted: str, number: int) -> float:
    """Judge the batch on screen; return the time until the next one, in seconds."""
    space = window.workspace
    controller = space.controller
    shown = controller.browser.batch
    space.batch.grid.setFocus()
    for image in shown.images:
        idle(0.05)
        key = Key.Key_P if classes[controller.session.paths[image]] == wanted else Key.Key_X
        space.batch.grid.set_current(image)
        QTest.keyClick(space.batch.grid, key)
    waited = wait_for(lambda: controller.browser.batch.id != shown.id, f"batch {number + 1}")
    idle(0.02)
    return waited


def stroll(window: MainWindow, number: int) -> None:
    """Do what users do between batches."""
    space = window.workspace
    window.actions_["edit.undo"].trigger()
    window.actions_["edit.redo"].trigger()
    space.controller.move_to_batch(0)
    bar = space.ranking.grid.verticalScrollBar()
    bar.setValue(bar.maximum() * (number % 7) // 7)
    idle(0.05)
    panel = PANELS[number % len(PANELS)].action
    for _ in range(2):
        window.actions_[panel].trigger()
        idle(0.03)
    space.batch.grid.setFocus()
    space.panes.toggle_viewer()
    idle(0.05)
    space.panes.close_viewer()


def facts(window: MainWindow) -> dict[str, float]:
    """Return the quantities that might grow."""
    gc.collect()
    model = window.workspace.controller.session.selections.engine._model
    factor = None if model is None else model._factor
    held = 0 if factor is None else (factor.cached_bytes + factor.lower.nbytes) / (1 << 20)
    return {
        "memory MB": memory_mb()["anon"],
        "of it the model's factor": held,
        "open files": open_files(),
        "Qt objects": len(window.findChildren(QObject)),
    }


def main(given: argparse.Namespace) -> list[dict[str, Any]]:
    """Measure and print."""
    classes = classes_beside(given.features)
    project = given.folder / "hours.annotator"
    with Session.create(project, given.images, given.features, batch_size=given.batch) as session:
        trust(session, given.folder)
        wanted = classes[session.paths[0]]
        session.examples.add([0])
        session.features.build_graph().run()
    window = new_window(given.folder)
    open_project(window, project)
    rows, waits = [], []
    for number in range(given.batches):
        waits.append(one_batch(window, classes, wanted, number))
        if number % 5 == 4:
            stroll(window, number // 5)
        if (number + 1) % max(1, given.batches // 10) == 0:
            rows.append({"batches": number + 1, **facts(window), "next batch ms": 1000 * statistics.median(waits)})
            waits = []
            print(", ".join(f"{name} {value:,.0f}" for name, value in rows[-1].items()), flush=True)
    judged = window.workspace.controller.session.counts
    window.close()
    half = rows[len(rows) // 2]
    print(f"{judged.relevant + judged.irrelevant:,} judgements. Growth over the second half:", end=" ")
    print(", ".join(f"{name} {rows[-1][name] - half[name]:+,.0f}" for name in rows[-1] if name != "batches"))
    return rows


if __name__ == "__main__":
    run(main, OPTIONS)
