"""Hours of use in minutes, to detect growth of the window.

    python benchmarks/window_hours.py FEATURES.h5 IMAGES [--batches 500] [--batch 10]

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
import json
import os
import statistics
import tempfile
import time
from pathlib import Path

if not os.environ.get("DISPLAY"):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest
from window_tools import classes_beside, idle, open_files, resident_mb, wait_for

from annotator.gui.shell.app import make_application
from annotator.gui.shell.main_window import MainWindow
from annotator.gui.widgets.theme import apply_theme
from annotator.gui.workspace.panels import PANELS
from annotator.runtime.paths import UserFolders
from annotator.session.session import Session

Key = Qt.Key


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
    start = time.perf_counter()
    wait_for(lambda: controller.browser.batch.id != shown.id, 60, f"batch {number + 1}")
    waited = time.perf_counter() - start
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
    anonymous, _mapped = resident_mb()
    model = window.workspace.controller.session.selections.engine._model
    factor = None if model is None else model._factor
    held = 0 if factor is None else (factor.cached_bytes + factor._lower.nbytes) / (1 << 20)
    return {
        "memory MB": anonymous,
        "of it the model's factor": held,
        "open files": open_files(),
        "Qt objects": len(window.findChildren(QObject)),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("features", type=Path)
    parser.add_argument("images", type=Path)
    parser.add_argument("--batches", type=int, default=500)
    parser.add_argument("--batch", type=int, default=10)
    arguments = parser.parse_args()
    classes = classes_beside(arguments.features)
    with tempfile.TemporaryDirectory() as name:
        project = Path(name) / "hours.annotator"
        with Session.create(project, arguments.images, arguments.features, batch_size=arguments.batch) as session:
            wanted = classes[session.paths[0]]
            session.examples.add([0])
            session.features.build_graph().run()
        app = make_application()
        window = MainWindow(apply_theme(app, "light"), UserFolders.under(Path(name)))
        window.resize(1440, 900)
        window.show()
        window.open_project(project)
        wait_for(
            lambda: window.workspace is not None and window.workspace.controller.browser.batch is not None, 60, "it"
        )
        rows, waits = [], []
        for number in range(arguments.batches):
            waits.append(one_batch(window, classes, wanted, number))
            if number % 5 == 4:
                stroll(window, number // 5)
            if (number + 1) % max(1, arguments.batches // 10) == 0:
                rows.append({"batches": number + 1, **facts(window), "next batch ms": 1000 * statistics.median(waits)})
                waits = []
                print(", ".join(f"{name} {value:,.0f}" for name, value in rows[-1].items()), flush=True)
        judged = window.workspace.controller.session.counts
        window.close()
    half = rows[len(rows) // 2]
    print(f"{judged.relevant + judged.irrelevant:,} judgements. Growth over the second half:", end=" ")
    print(", ".join(f"{name} {rows[-1][name] - half[name]:+,.0f}" for name in rows[-1] if name != "batches"))
    results = Path(__file__).parent / "results"
    results.mkdir(exist_ok=True)
    (results / "window_hours.json").write_text(json.dumps(rows, indent=1))


if __name__ == "__main__":
    main()
