"""A large collection in the real window: how long a person waits for the next batch, and whether it ever freezes.

    python benchmarks/large_collection.py FEATURES.h5 IMAGES [--rounds 12] [--batch 8] [--key-ms 100]

FEATURES.h5 has its classes beside it in FEATURES.csv (filename,class); IMAGES is the image folder. A hundred thousand
images may be links to a few photos. Judgements follow the first class that occurs. Run it alone on the machine; without
a display it runs offscreen, which paints the same pixels.

Printed: time from the last key of a batch to the next batch on screen, the whole round of work (columns prepared while
the person looks, plus that wait) beside one pass X @ Q.T over the same features, the longest stall of the event loop,
and resident memory beyond the mapped feature file.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import tempfile
import time
from pathlib import Path

import numpy as np

if not os.environ.get("DISPLAY"):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtTest import QTest
from window_tools import StallMeter, classes_beside, idle, resident_mb, wait_for

from annotator.gui.app import make_application
from annotator.gui.main_window import MainWindow
from annotator.gui.preferences import Places
from annotator.gui.theme import apply_theme
from annotator.selection import Engine
from annotator.session import Session


def one_pass(session: Session, columns: int) -> float:
    """Median time of X @ Q.T over all features, in blocks, seconds."""
    features = session.engine.features
    q = np.ascontiguousarray(features.rows(np.arange(columns)), np.float32)
    times = []
    for _ in range(5):
        start = time.perf_counter()
        for _, block in features.blocks(4096):
            block @ q.T
        times.append(time.perf_counter() - start)
    return statistics.median(times)


class Timed:
    """Notes how long the model works for each request."""

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
    parser.add_argument("--key-ms", type=int, default=100, help="time between two keys of the person")
    arguments = parser.parse_args()
    classes = classes_beside(arguments.features)
    timed = Timed()
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder) / "large.annotator"
        start = time.perf_counter()
        with Session.create(project, arguments.images, arguments.features, batch_size=arguments.batch) as session:
            created = time.perf_counter() - start
            wanted = classes[session.paths[0]]
            session.add_examples([0])
            pass_seconds = one_pass(session, arguments.batch)
            n, d = session.engine.features.n, session.engine.features.d
        figures = drive(project, Path(folder), classes, wanted, arguments, timed)
    round_work = statistics.median(p + s for p, s in zip(timed.prepare, timed.select[1:], strict=False))
    print(f"{n:,} x {d}, batch of {arguments.batch}, {arguments.rounds} rounds, {os.cpu_count()} processors")
    print(f"create the project: {created:.2f} s; open it, first batch on screen: {figures['open']:.2f} s")
    waits = figures["waits"]
    print(f"last key to next batch on screen: median {1000 * statistics.median(waits):.0f} ms", end="")
    print(f", slowest {1000 * max(waits):.0f} ms")
    print(f"whole round of model work: {1000 * round_work:.0f} ms = {round_work / pass_seconds:.1f} x one pass", end="")
    print(f" X @ Q.T ({1000 * pass_seconds:.0f} ms)")
    print(f"longest stall of the event loop: opening {1000 * figures['stall_open']:.0f} ms", end="")
    print(f", judging {1000 * figures['stall']:.0f} ms")
    print(f"resident memory: {figures['anon']:.0f} MB, and {figures['file']:.0f} MB of mapped files")
    results = Path(__file__).parent / "results"
    results.mkdir(exist_ok=True)
    figures |= {"n": n, "d": d, "created": created, "round": round_work, "pass": pass_seconds}
    (results / "large_collection.json").write_text(json.dumps(figures, indent=1))


def drive(
    project: Path, folder: Path, classes: dict[str, str], wanted: str, arguments: argparse.Namespace, timed: Timed
) -> dict[str, object]:
    """Open the project in the window and judge by key."""
    app = make_application()
    window = MainWindow(apply_theme(app, "light"), Places.under(folder))
    window.resize(1440, 900)
    window.show()
    meter = StallMeter(window)
    start = time.perf_counter()
    window.open_project(project)
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
            key = Qt.Key.Key_P if classes[controller.session.paths[image]] == wanted else Qt.Key.Key_X
            last = time.perf_counter()
            QTest.keyClick(window.focusWidget(), key)
        wait_for(lambda shown=batch: controller.browser.batch.id != shown.id, 60, "the next batch")
        QCoreApplication.processEvents()  # paints it
        waits.append(time.perf_counter() - last)
    idle(0.5)
    anonymous, mapped = resident_mb()
    figures = {"open": opened, "waits": waits, "stall_open": stall_open, "stall": meter.reset()}
    window.close()
    return figures | {"anon": anonymous, "file": mapped}


if __name__ == "__main__":
    main()
