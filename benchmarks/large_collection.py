"""Responsiveness of the real window on a large collection: waiting time for the next batch, and stalls.

    python benchmarks/large_collection.py FEATURES.h5 IMAGES [--rounds 12] [--judged 200] [--strategy ital] [--graph]

FEATURES.h5 needs its classes in FEATURES.csv (filename,class) in the same folder; IMAGES is the image folder. A hundred
thousand images may be links to a few photos. Judgements follow the first class; the given number of random images is
judged before the window opens. The neighbor graph is built only on request, before the measurements. Run it alone on
the machine; without a display it runs offscreen, which paints the same pixels.

Prints the time from the last key of a batch to the next batch on screen; the work of the whole round (preparation while
the user looks, plus that wait) compared with one pass X @ Q.T over the same features; the longest stall of the event
loop; and resident memory in excess of the mapped feature file.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import statistics
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np

if not os.environ.get("DISPLAY"):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtTest import QTest
from window_tools import StallMeter, classes_beside, idle, resident_mb, wait_for

from annotator.engine import Engine
from annotator.gui.diagnostics.freeze_log import FreezeLog
from annotator.gui.shell.app import make_application
from annotator.gui.shell.main_window import MainWindow
from annotator.gui.widgets.theme import apply_theme
from annotator.parameters import ModelSettings
from annotator.runtime.paths import UserFolders
from annotator.session.session import Session
from annotator.types import Label

PROJECT, WANTED = "large.annotator", "wanted.npy"


def judge_some(session: Session, wanted: np.ndarray, count: int) -> None:
    """Give the model an example and ``count`` judgements of random images."""
    session.examples.add([0])
    images = np.random.default_rng(0).choice(session.n_images, count, replace=False).tolist()
    for label, right in ((Label.RELEVANT, True), (Label.IRRELEVANT, False)):
        session.judge([image for image in images if wanted[image] == right], label)


def one_pass(session: Session, columns: int) -> float:
    """Return the median time of X @ Q.T over all features, in blocks, in seconds."""
    features = session.selections.engine.features
    q = np.ascontiguousarray(features.rows(np.arange(columns)), np.float32)
    times = []
    for _ in range(5):
        start = time.perf_counter()
        for _, block in features.blocks(4096):
            block @ q.T
        times.append(time.perf_counter() - start)
    return statistics.median(times)


class Timed:
    """Records the time the model takes for each request."""

    def __init__(self) -> None:
        self.prepare: list[float] = []
        self.select: list[float] = []
        for name in ("prepare", "select"):
            setattr(Engine, name, self._timed(getattr(Engine, name), getattr(self, name)))

    @staticmethod
    def _timed(method, times: list[float]):
        def call(*args, **kwargs):
            start = time.perf_counter()
            answer = method(*args, **kwargs)
            times.append(time.perf_counter() - start)
            return answer

        return call


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("features", type=Path)
    parser.add_argument("images", type=Path)
    parser.add_argument("--rounds", type=int, default=12)
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--judged", type=int, default=0, help="judgements before the window opens")
    parser.add_argument("--strategy", default="mix")
    parser.add_argument("--graph", action="store_true", help="use the neighbor graph, as by default")
    parser.add_argument("--stalls", action="store_true", help="print what the window did when it stalled for 20 ms")
    parser.add_argument("--key-ms", type=int, default=100, help="time between two keys, in ms")
    arguments = parser.parse_args()
    timed = Timed()
    with tempfile.TemporaryDirectory() as folder:
        # In a separate process, so that its memory does not count for the window.
        with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as executor:
            made = executor.submit(make, Path(folder), arguments).result()
        figures = made | drive(Path(folder), arguments, timed)
    n, d, created, pass_seconds = (made[name] for name in ("n", "d", "created", "pass"))
    round_work = statistics.median(timed.prepare[2:]) + statistics.median(timed.select[3:])
    print(f"{n:,} x {d}, batch of {arguments.batch}, {arguments.rounds} rounds, {os.cpu_count()} processors")
    print(f"create the project: {created:.2f} s; open it, first batch on screen: {figures['open']:.2f} s")
    waits = figures["waits"]
    print(f"last key to next batch on screen: median {1000 * statistics.median(waits):.0f} ms", end="")
    print(f", slowest {1000 * max(waits):.0f} ms")
    print(f"whole round of model work: {1000 * round_work:.0f} ms = {round_work / pass_seconds:.1f} x one pass", end="")
    print(f" X @ Q.T ({1000 * pass_seconds:.0f} ms)")
    for name in ("prepare", "select"):
        print(f"  {name}: {1000 * statistics.median(getattr(timed, name)):.0f} ms in the model")
    print(f"longest stall of the event loop: opening {1000 * figures['stall_open']:.0f} ms", end="")
    print(f", judging {1000 * figures['stall']:.0f} ms")
    print(f"resident memory: {figures['anon']:.0f} MB, and {figures['file']:.0f} MB of mapped files")
    results = Path(__file__).parent / "results"
    results.mkdir(exist_ok=True)
    figures |= {"judged": arguments.judged, "strategy": arguments.strategy, "graph": arguments.graph}
    figures["round"] = round_work
    (results / "large_collection.json").write_text(json.dumps(figures, indent=1))


def make(folder: Path, arguments: argparse.Namespace) -> dict[str, object]:
    """Create the project with its judgements and an open batch; return the durations."""
    classes = classes_beside(arguments.features)
    start = time.perf_counter()
    how = {"batch_size": arguments.batch, "strategy": arguments.strategy}
    model = ModelSettings() if arguments.graph else ModelSettings(graph_weight=0.0)
    with Session.create(folder / PROJECT, arguments.images, arguments.features, model=model, **how) as session:
        created = time.perf_counter() - start
        wanted = np.array([classes[path] == classes[session.paths[0]] for path in session.paths])
        np.save(folder / WANTED, wanted)
        judge_some(session, wanted, arguments.judged)
        if arguments.graph:
            session.features.build_graph().run()
        session.next_batch()
        pass_seconds = one_pass(session, arguments.batch)
        return {
            "created": created,
            "n": session.selections.engine.features.n,
            "d": session.selections.engine.features.d,
            "pass": pass_seconds,
        }


def drive(folder: Path, arguments: argparse.Namespace, timed: Timed) -> dict[str, object]:
    """Open the project in the window and judge by keys."""
    wanted = np.load(folder / WANTED)
    app = make_application()
    window = MainWindow(apply_theme(app, "light"), UserFolders.under(folder))
    window.resize(1440, 900)
    window.show()
    meter = StallMeter(window)
    recorder = FreezeLog(threshold=0.02, parent=window) if arguments.stalls else None
    start = time.perf_counter()
    window.open_project(folder / PROJECT)
    wait_for(
        lambda: window.workspace is not None and window.workspace.controller.browser.batch is not None, 60, "the batch"
    )
    opened = time.perf_counter() - start
    idle(1.0)
    stall_open = meter.reset()
    space = window.workspace
    controller = space.controller
    waits = []
    for _ in range(arguments.rounds):
        batch = controller.browser.batch
        for image in batch.images:
            idle(arguments.key_ms / 1000)
            key = Qt.Key.Key_P if wanted[image] else Qt.Key.Key_X
            last = time.perf_counter()
            QTest.keyClick(window.focusWidget(), key)
        wait_for(lambda shown=batch: controller.browser.batch.id != shown.id, 60, "the next batch")
        QCoreApplication.processEvents()  # paints the batch
        waits.append(time.perf_counter() - last)
    idle(0.5)
    anonymous, mapped = resident_mb()
    for stall in recorder.stalls if recorder else ():
        print(f"{1000 * stall.seconds:.0f} ms: " + " < ".join(stall.stack[:6]))
    figures = {"open": opened, "waits": waits, "stall_open": stall_open, "stall": meter.reset()}
    window.close()
    return figures | {"anon": anonymous, "file": mapped}


if __name__ == "__main__":
    main()
