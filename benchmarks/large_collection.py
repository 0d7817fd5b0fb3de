"""Responsiveness of the real window on a large collection: waiting time for the next batch, and stalls.

    python -m benchmarks.large_collection FEATURES.h5 IMAGES --judged 200 --strategy ital

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
import multiprocessing
import statistics
import time
from concurrent.futures import ProcessPoolExecutor
from typing import Any

import numpy as np
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtTest import QTest

from annotator.engine import Engine
from annotator.gui.diagnostics.freeze_log import FreezeLog
from annotator.parameters import ModelSettings
from annotator.session.session import Session
from annotator.types import Label
from benchmarks.command import OUTPUT, option, run
from benchmarks.data import FEATURES, IMAGES, classes_beside
from benchmarks.measuring import median, memory_mb, timed
from benchmarks.window_tools import StallMeter, idle, new_window, open_project, trust, wait_for

PROJECT, WANTED = "large.annotator", "wanted.npy"
OPTIONS = (
    FEATURES,
    IMAGES,
    option("--rounds", type=int, default=12, tiny=4, help="batches to judge"),
    option("--batch", type=int, default=8, tiny=3, help="images of a batch"),
    option("--judged", type=int, default=0, tiny=10, help="judgements before the window opens"),
    option("--strategy", default="mix"),
    option("--graph", action="store_true", help="use the neighbor graph, as by default"),
    option("--stalls", action="store_true", help="print what the window did when it stalled for 20 ms"),
    option("--key-ms", type=int, default=100, tiny=1, help="time between two keys, in ms"),
    OUTPUT,
)


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

    def multiply() -> None:
        for _, block in features.blocks(4096):
            block @ q.T

    return median(multiply, 5)


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
            seconds, answer = timed(lambda: method(*args, **kwargs))
            times.append(seconds)
            return answer

        return call


def main(given: argparse.Namespace) -> dict[str, Any]:
    """Measure and print."""
    requests = Timed()
    words = {name: value for name, value in vars(given).items() if name != "places"}
    # In a separate process, so that its memory does not count for the window.
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as executor:
        made = executor.submit(make, argparse.Namespace(**words)).result()
    figures = made | drive(given)
    work = statistics.median(requests.prepare[2:]) + statistics.median(requests.select[3:])
    print(f"{made['n']:,} x {made['d']}, batch of {given.batch}, {given.rounds} rounds")
    print(f"create the project: {made['created']:.2f} s; open it, first batch on screen: {figures['open']:.2f} s")
    waits = figures["waits"]
    print(f"last key to next batch on screen: median {1000 * statistics.median(waits):.0f} ms", end="")
    print(f", slowest {1000 * max(waits):.0f} ms")
    print(f"whole round of model work: {1000 * work:.0f} ms = {work / made['pass']:.1f} x one pass", end="")
    print(f" X @ Q.T ({1000 * made['pass']:.0f} ms)")
    for name in ("prepare", "select"):
        print(f"  {name}: {1000 * statistics.median(getattr(requests, name)):.0f} ms in the model")
    print(f"longest stall of the event loop: opening {1000 * figures['stall_open']:.0f} ms", end="")
    print(f", judging {1000 * figures['stall']:.0f} ms")
    print(f"resident memory: {figures['anon']:.0f} MB, and {figures['file']:.0f} MB of mapped files")
    return figures | {"judged": given.judged, "strategy": given.strategy, "graph": given.graph, "round": work}


def make(given: argparse.Namespace) -> dict[str, Any]:
    """Create the project with its judgements and an open batch; return the durations."""
    classes = classes_beside(given.features)
    how = {"batch_size": given.batch, "strategy": given.strategy}
    model = ModelSettings() if given.graph else ModelSettings(graph_weight=0.0)
    created, session = timed(
        lambda: Session.create(given.folder / PROJECT, given.images, given.features, model=model, **how)
    )
    with session:
        trust(session, given.folder)
        wanted = np.array([classes[path] == classes[session.paths[0]] for path in session.paths])
        np.save(given.folder / WANTED, wanted)
        judge_some(session, wanted, given.judged)
        if given.graph:
            session.features.build_graph().run()
        session.next_batch()
        features = session.selections.engine.features
        return {"created": created, "n": features.n, "d": features.d, "pass": one_pass(session, given.batch)}


def drive(given: argparse.Namespace) -> dict[str, Any]:
    """Open the project in the window and judge by keys."""
    wanted = np.load(given.folder / WANTED)
    window = new_window(given.folder)
    meter = StallMeter(window)
    recorder = FreezeLog(threshold=0.02, parent=window) if given.stalls else None
    figures: dict[str, Any] = {"open": open_project(window, given.folder / PROJECT)}
    idle(10 * given.key_ms / 1000)
    figures["stall_open"] = meter.reset()
    space = window.workspace
    controller = space.controller
    waits = figures["waits"] = []
    for _ in range(given.rounds):
        batch = controller.browser.batch
        for image in batch.images:
            idle(given.key_ms / 1000)
            key = Qt.Key.Key_P if wanted[image] else Qt.Key.Key_X
            last = time.perf_counter()
            QTest.keyClick(window.focusWidget(), key)
        wait_for(lambda shown=batch: controller.browser.batch.id != shown.id, "the next batch")
        QCoreApplication.processEvents()  # paints the batch
        waits.append(time.perf_counter() - last)
    idle(5 * given.key_ms / 1000)
    figures |= {"stall": meter.reset(), **memory_mb()}
    for stall in recorder.stalls if recorder else ():
        print(f"{1000 * stall.seconds:.0f} ms: " + " < ".join(stall.stack[:6]))
    window.close()
    return figures


if __name__ == "__main__":
    run(main, OPTIONS)
