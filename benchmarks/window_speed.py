"""Responsiveness of the window: start time, key latency, stalls while scrolling.

    python -m benchmarks.window_speed FEATURES.h5 IMAGES --keys 200 --starts 5

FEATURES.h5 needs its classes in FEATURES.csv (filename,class) in the same folder. Run it alone on the machine; without
a display it runs offscreen, which paints the same pixels.

Prints seconds from the start of the process to a usable window (start page, and an open project with its batch);
milliseconds from a judgement key to the painted cell, compared with a durable commit alone; and stalls of the event
loop while the ranking of the whole collection is scrolled from top to bottom, line by line and by dragging.
"""

from __future__ import annotations

import argparse
import sqlite3
import statistics
import subprocess
import sys
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest

from annotator.gui.shell.main_window import MainWindow
from annotator.session.session import Session
from benchmarks.command import OUTPUT, option, run
from benchmarks.data import FEATURES, IMAGES
from benchmarks.measuring import timed
from benchmarks.window_tools import StallMeter, idle, new_window, open_project, trust, wait_for

OPTIONS = (
    FEATURES,
    IMAGES,
    option("--keys", type=int, default=200, tiny=5, help="judgements by keys"),
    option("--starts", type=int, default=5, tiny=0, help="starts of the program, after one to warm up"),
    option("--steps", type=int, default=600, tiny=30, help="steps of scrolling, 60 in a second"),
    OUTPUT,
)


def starts(number: int, *arguments: str | Path) -> list[float]:
    """Return seconds from the start of the process to a usable window, each in a new process."""
    code = "import sys; from benchmarks.window_tools import usable; usable(*sys.argv[1:])"
    call = [sys.executable, "-c", code, *map(str, arguments)]
    runs = [subprocess.run(call, stdout=subprocess.PIPE, text=True, check=True) for _ in range(number + 1)]
    return [float(one.stdout.split()[-1]) for one in runs[1:] or runs]  # the first run warms up the file cache


class Painted(QObject):
    """Records whether a widget was painted."""

    def __init__(self, widget) -> None:
        super().__init__(widget)
        self.seen = False
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Record paint events and pass all events on."""
        self.seen = self.seen or event.type() == QEvent.Type.Paint
        return False


def keys(window: MainWindow, number: int) -> list[float]:
    """Return seconds from a judgement key to the painted cell, including the commit."""
    space = window.workspace
    grid = space.ranking.grid
    space.panes.work_with(grid)
    painted = Painted(grid.viewport())

    def press() -> None:
        QTest.keyClick(grid, Qt.Key.Key_X)
        wait_for(lambda: painted.seen, "the label")

    seconds = []
    for row in range(number):
        grid.set_current(grid.image_model().image_at(row))
        idle(0.05)
        painted.seen = False
        seconds.append(timed(press)[0])
    return seconds


def commits(folder: Path, number: int) -> list[float]:
    """Return seconds of a durable commit of one row by SQLite alone, on the same disk."""
    with sqlite3.connect(folder / "alone.sqlite", isolation_level=None) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("CREATE TABLE t (a INTEGER)")
        seconds = [timed(lambda: connection.execute("INSERT INTO t VALUES (1)"))[0] for _ in range(number)]
    connection.close()
    return seconds


def scrolling(window: MainWindow, meter: StallMeter, steps: int) -> dict[str, float]:
    """Return the longest stalls in seconds while scrolling through the ranking."""
    grid = window.workspace.ranking.grid
    bar = grid.verticalScrollBar()
    bar.setValue(0)
    idle(0.5)
    meter.reset()
    for _ in range(2 * steps // 5):  # mouse wheel events
        bar.setValue(bar.value() + bar.singleStep() * 3)
        idle(1 / 60)
    lines = meter.reset()
    bar.setValue(0)
    for step in range(steps + 1):  # from top to bottom
        bar.setValue(bar.maximum() * step // steps)
        idle(1 / 60)
    return {"wheel": lines, "drag": meter.reset(), "rows": len(grid.images())}


def main(given: argparse.Namespace) -> dict[str, Any]:
    """Measure and print."""
    figures: dict[str, Any] = {"start": starts(given.starts, given.folder)}
    project = given.folder / "speed.annotator"
    with Session.create(project, given.images, given.features) as session:
        trust(session, given.folder)
        session.examples.add([0])
        session.features.build_graph().run()
        session.next_batch()
    figures["open"] = starts(given.starts, given.folder, project)
    window = new_window(given.folder)
    meter = StallMeter(window)
    open_project(window, project)
    controller = window.workspace.controller
    wait_for(lambda: not controller.busy and controller.known > 0, "a ranking")
    wait_for(lambda: len(window.workspace.ranking.grid.images()) > 0, "the images")
    idle(given.steps / 200)
    figures |= scrolling(window, meter, given.steps)
    figures["commit"] = commits(given.folder, given.keys)
    figures["key"] = keys(window, given.keys)
    window.close()
    tell(figures, given.steps)
    return figures


def tell(figures: dict[str, Any], steps: int) -> None:
    """Print the measurements."""
    for name, what in (("start", "start page usable"), ("open", "project open, batch on screen")):
        seconds = figures[name]
        print(f"{what}: median {statistics.median(seconds):.2f} s, slowest {max(seconds):.2f} s")
    key, commit = figures["key"], figures["commit"]
    ratio = statistics.median(key) / statistics.median(commit)
    print(f"key to painted cell: median {1000 * statistics.median(key):.1f} ms", end="")
    print(f", slowest {1000 * max(key):.1f} ms", end="")
    print(f" = {ratio:.1f} x a durable commit alone ({1000 * statistics.median(commit):.1f} ms)")
    print(f"scrolling {figures['rows']:,} images, longest stall: wheel {1000 * figures['wheel']:.0f} ms", end="")
    print(f", top to bottom in {steps / 60:.0f} s {1000 * figures['drag']:.0f} ms")


if __name__ == "__main__":
    run(main, OPTIONS)
