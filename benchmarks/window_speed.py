"""Responsiveness of the window: start time, key latency, stalls while scrolling.

    python benchmarks/window_speed.py FEATURES.h5 IMAGES [--keys 200] [--starts 5]

FEATURES.h5 needs its classes in FEATURES.csv (filename,class) in the same folder. Run it alone on the machine; without
a display it runs offscreen, which paints the same pixels.

Prints seconds from the start of the process to a usable window (start page, and an open project with its batch);
milliseconds from a judgement key to the painted cell, compared with a durable commit alone; and stalls of the event
loop while the ranking of the whole collection is scrolled from top to bottom, line by line and by dragging.
"""

from __future__ import annotations

import argparse
import json
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

if not os.environ.get("DISPLAY"):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from window_tools import StallMeter, idle, wait_for

from annotator.gui.shell.app import make_application
from annotator.gui.shell.main_window import MainWindow
from annotator.gui.widgets.theme import apply_theme
from annotator.runtime.paths import UserFolders
from annotator.session.session import Session

_START = """
import os, sys, time
from pathlib import Path
from PySide6.QtCore import QTimer
from annotator.gui.shell.app import make_application
from annotator.gui.shell.main_window import MainWindow
from annotator.runtime.paths import UserFolders
from annotator.gui.widgets.theme import apply_theme
folder, project = Path(sys.argv[1]), sys.argv[2]
app = make_application()
window = MainWindow(apply_theme(app, "light"), UserFolders.under(folder))
window.show()
if project:
    window.open_project(Path(project))
ticks = os.sysconf("SC_CLK_TCK")
begun = int(Path("/proc/self/stat").read_text().rsplit(")", 1)[1].split()[19]) / ticks
def look():
    space = window.workspace
    if not project or (space is not None and space.isVisible() and space.controller.browser.batch is not None):
        up = float(Path("/proc/uptime").read_text().split()[0])
        print(up - begun, flush=True)
        window.close()
    else:
        QTimer.singleShot(2, look)
QTimer.singleShot(0, look)
app.exec()
"""


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


def starts(project: str, number: int) -> list[float]:
    """Return seconds from the start of the process to a usable window, each in a new process."""
    seconds = []
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(number):
            call = [sys.executable, "-c", _START, folder, project]
            answer = subprocess.run(call, capture_output=True, text=True, check=True)
            seconds.append(float(answer.stdout.split()[-1]))
    return seconds[1:]  # the first run warms up the file cache


def keys(window: MainWindow, number: int) -> list[float]:
    """Return seconds from a judgement key to the painted cell, including the commit."""
    space = window.workspace
    grid = space.ranking.grid
    space.panes.work_with(grid)
    grid.set_current(grid.image_model().image_at(0))
    painted = Painted(grid.viewport())
    seconds = []
    for _ in range(number):
        idle(0.05)
        painted.seen = False
        start = time.perf_counter()
        QTest.keyClick(grid, Qt.Key.Key_X)
        wait_for(lambda: painted.seen, 5, "the label")
        seconds.append(time.perf_counter() - start)
    return seconds


def commits(folder: Path, number: int) -> list[float]:
    """Return seconds of a durable commit of one row by SQLite alone, on the same disk."""
    seconds = []
    with sqlite3.connect(folder / "alone.sqlite", isolation_level=None) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("CREATE TABLE t (a INTEGER)")
        for value in range(number):
            start = time.perf_counter()
            connection.execute("INSERT INTO t VALUES (?)", (value,))
            seconds.append(time.perf_counter() - start)
    connection.close()
    return seconds


def scrolling(window: MainWindow, meter: StallMeter) -> dict[str, float]:
    """Return the longest stalls in seconds while scrolling through the ranking."""
    grid = window.workspace.ranking.grid
    bar = grid.verticalScrollBar()
    bar.setValue(0)
    idle(0.5)
    meter.reset()
    for _ in range(240):  # four seconds of mouse wheel events
        bar.setValue(bar.value() + bar.singleStep() * 3)
        idle(1 / 60)
    lines = meter.reset()
    bar.setValue(0)
    steps = 600  # ten seconds from top to bottom
    for step in range(steps + 1):
        bar.setValue(bar.maximum() * step // steps)
        idle(1 / 60)
    return {"wheel": lines, "drag": meter.reset(), "rows": len(grid.images())}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("features", type=Path)
    parser.add_argument("images", type=Path)
    parser.add_argument("--keys", type=int, default=200)
    parser.add_argument("--starts", type=int, default=5)
    arguments = parser.parse_args()
    figures: dict[str, object] = {"start": starts("", arguments.starts + 1)}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        project = folder / "speed.annotator"
        with Session.create(project, arguments.images, arguments.features) as session:
            session.examples.add([0])
            session.features.build_graph().run()
            session.next_batch()
        figures["open"] = starts(str(project), arguments.starts + 1)
        app = make_application()
        window = MainWindow(apply_theme(app, "light"), UserFolders.under(folder))
        window.resize(1440, 900)
        window.show()
        meter = StallMeter(window)
        window.open_project(project)
        wait_for(lambda: window.workspace is not None and window.workspace.isVisible(), 60, "the project")
        wait_for(
            lambda: not window.workspace.controller.busy and window.workspace.controller.known > 0, 60, "a ranking"
        )
        wait_for(lambda: len(window.workspace.ranking.grid.images()) > 0, 60, "the images")
        idle(3.0)
        figures |= scrolling(window, meter)
        figures["commit"] = commits(folder, arguments.keys)
        figures["key"] = keys(window, arguments.keys)
        window.close()
    tell(figures)
    results = Path(__file__).parent / "results"
    results.mkdir(exist_ok=True)
    (results / "window_speed.json").write_text(json.dumps(figures, indent=1))


def tell(figures: dict[str, object]) -> None:
    """Print the measurements."""
    for name, what in (("start", "start page usable"), ("open", "project open, batch on screen")):
        seconds = figures[name]
        print(f"{what}: median {statistics.median(seconds):.2f} s, slowest {max(seconds):.2f} s")
    key, commit = figures["key"], figures["commit"]
    ratio = statistics.median(key) / statistics.median(commit)
    print(
        f"key to painted cell: median {1000 * statistics.median(key):.1f} ms, slowest {1000 * max(key):.1f} ms", end=""
    )
    print(f" = {ratio:.1f} x a durable commit alone ({1000 * statistics.median(commit):.1f} ms)")
    print(f"scrolling {figures['rows']:,} images, longest stall: wheel {1000 * figures['wheel']:.0f} ms", end="")
    print(f", top to bottom in 10 s {1000 * figures['drag']:.0f} ms")


if __name__ == "__main__":
    main()
