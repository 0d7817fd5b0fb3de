"""Time from the start of the program until its window is usable.

    python -m benchmarks.start_time                                         from source
    python -m benchmarks.start_time build/frozen/annotator/annotator        an installed program

Opens a window under Xvfb and measures the time until it is on screen and until it responds to a key (F1 opens the list
of keys). Prints median and range of warm starts, and the same for a Python process that only imports Qt and shows an
empty window, as a lower bound.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from scripts.installers.keyboard import display

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
PATIENCE_S = 30


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", nargs="?", help="an installed program (default: this source)")
    parser.add_argument("--runs", type=int, default=7)
    given = parser.parse_args()
    program = [given.program] if given.program else [sys.executable, "-m", "annotator"]
    with display() as screen, tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "DISPLAY": screen, "QT_QPA_PLATFORM": "xcb", "HOME": home}
        for name in ("CONFIG", "DATA", "STATE", "CACHE"):
            environment[f"XDG_{name}_HOME"] = str(Path(home) / name.lower())
        told = [measured(given.runs, words, environment) for words in
                ([*program, "gui", "--no-restore"], [sys.executable, "-c", EMPTY])]  # fmt: skip
    for what, runs in zip(("program", "empty window of Qt"), told, strict=True):
        for name, values in zip(("on screen", "answers a key"), zip(*runs, strict=True), strict=True):
            print(f"{what}, {name}: {statistics.median(values):.2f} s ({min(values):.2f} to {max(values):.2f})")
    return 0


def measured(runs: int, words: Sequence[str], environment: Mapping[str, str]) -> list[tuple[float, float]]:
    """Start once to warm up, then ``runs`` times; return seconds until the window is shown and until it responds."""
    return [started(words, environment) for _ in range(runs + 1)][1:]


def started(words: Sequence[str], environment: Mapping[str, str]) -> tuple[float, float]:
    """Start the program, and end it once it has responded."""
    start = time.perf_counter()
    with subprocess.Popen(words, env=environment, stderr=subprocess.DEVNULL) as process:
        try:
            window = seen("Annotator", environment)
            shown = time.perf_counter() - start
            subprocess.run(["xdotool", "windowfocus", "--sync", window], env=environment, check=True)
            subprocess.run(["xdotool", "key", "F1"], env=environment, check=True)
            seen("^Keys", environment)
            return shown, time.perf_counter() - start
        finally:
            process.terminate()
            process.wait(PATIENCE_S)


def seen(title: str, environment: Mapping[str, str]) -> str:
    """Wait for a window with a title and return its id."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        words = ["xdotool", "search", "--onlyvisible", "--name", title]
        if found := subprocess.run(words, env=environment, capture_output=True, text=True).stdout.split():
            return found[-1]
        time.sleep(0.01)
    raise TimeoutError(f"no window {title!r}")


if __name__ == "__main__":
    sys.exit(main())
