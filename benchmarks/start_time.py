"""Time from the start of the program until its first sign and until its window is usable.

    python -m benchmarks.start_time
    python -m benchmarks.start_time build/frozen/annotator/annotator

The first measures the program from its source, the second one that is installed.

Opens a window under Xvfb and measures the time until there is anything on screen (a card with the name of the
program), until the window is, and until it responds to a key (F1 opens the list of keys). Prints median and range of
warm starts, and the same for a Python process that only imports Qt and shows an empty window, as a lower bound.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence

from benchmarks.command import option, programs_needed, run
from scripts.installers.keyboard import display
from scripts.installers.waiting import wait_for

EMPTY = """
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow
from PySide6.QtGui import QShortcut
app = QApplication([])
window = QMainWindow()
window.setWindowTitle("Annotator")
def keys():
    dialog = QDialog(window)
    dialog.setWindowTitle("Keys")
    dialog.show()
QShortcut("F1", window, keys)
window.show()
app.exec()
"""
OPTIONS = (
    option("program", nargs="?", help="an installed program (default: this source)"),
    option("--runs", type=int, default=7, tiny=0, help="starts, after one to warm up"),
)


def main(given: argparse.Namespace) -> None:
    """Measure and print."""
    programs_needed("Xvfb", "xdotool")
    program = [given.program] if given.program else [sys.executable, "-m", "annotator"]
    with display() as screen:
        environment = {**os.environ, "DISPLAY": screen, "QT_QPA_PLATFORM": "xcb", "HOME": str(given.folder)}
        for name in ("CONFIG", "DATA", "STATE", "CACHE"):
            environment[f"XDG_{name}_HOME"] = str(given.folder / name.lower())
        told = [measured(given.runs, words, environment) for words in
                ([*program, "gui", "--no-restore"], [sys.executable, "-c", EMPTY])]  # fmt: skip
    for what, runs in zip(("program", "empty window of Qt"), told, strict=True):
        for name, values in zip(("first sign", "on screen", "answers a key"), zip(*runs, strict=True), strict=True):
            print(f"{what}, {name}: {statistics.median(values):.2f} s ({min(values):.2f} to {max(values):.2f})")


def measured(runs: int, words: Sequence[str], environment: Mapping[str, str]) -> list[tuple[float, float, float]]:
    """Start once to warm up, then ``runs`` times; return seconds until the first sign, the window and its response."""
    everything = [started(words, environment) for _ in range(runs + 1)]
    return everything[1:] or everything


def started(words: Sequence[str], environment: Mapping[str, str]) -> tuple[float, float, float]:
    """Start the program, and end it once it has responded."""
    start = time.perf_counter()
    with subprocess.Popen(words, env=environment, stderr=subprocess.DEVNULL) as process:
        try:
            seen("Annotator", environment, process)
            sign = time.perf_counter() - start
            window = seen("^Annotator$", environment, process)
            shown = time.perf_counter() - start
            subprocess.run(["xdotool", "windowfocus", "--sync", window], env=environment, check=True)
            subprocess.run(["xdotool", "key", "F1"], env=environment, check=True)
            seen("^Keys", environment, process)
            return sign, shown, time.perf_counter() - start
        finally:
            process.terminate()
            process.wait()


def seen(title: str, environment: Mapping[str, str], process: subprocess.Popen[bytes]) -> str:
    """Wait for a window with a title and return its id."""
    words = ["xdotool", "search", "--onlyvisible", "--name", title]

    def look() -> list[str]:
        if process.poll() is not None:
            raise RuntimeError(f"{process.args} ended with status {process.returncode} before the window {title!r}")
        return subprocess.run(words, env=environment, capture_output=True, text=True).stdout.split()

    return wait_for(look, f"the window {title!r}", look_s=0.01)[-1]


if __name__ == "__main__":
    run(main, OPTIONS)
